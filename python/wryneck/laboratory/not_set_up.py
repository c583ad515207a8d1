"""What is raised where a finding cannot be set up."""

__all__ = ["NotSetUp"]


class NotSetUp(Exception):
    """The laboratory cannot set this up; the reason is the text."""

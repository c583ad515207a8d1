import os
import signal

import pytest

# A shell starts background jobs with SIGINT ignored, and every child inherits that: tests that interrupt would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    if os.environ.get("WRYNECK_LONG"):
        return
    skip = pytest.mark.skip(reason="long; runs with ./run test --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)

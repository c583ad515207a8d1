import os

import pytest


def pytest_collection_modifyitems(items):
    if os.environ.get("WRYNECK_LONG"):
        return
    skip = pytest.mark.skip(reason="long; runs with ./run test --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)

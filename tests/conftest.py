"""Which tests belong together when several processes share the suite (`pytest -n 2 --dist loadgroup`).

A directory with a crate of its own is one group, so that the crate is built once; elsewhere each file is one, which
keeps the fixtures of a module in one process.
"""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).parent
_ONE_CRATE = ("differential", "rust")


@pytest.hookimpl(tryfirst=True)  # the plugin reads the marks in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path)))


def _group(path: Path) -> str:
    place = path.relative_to(_ROOT)
    return place.parts[0] if place.parts[0] in _ONE_CRATE else str(place)

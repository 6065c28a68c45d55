"""Which tests belong together when several processes share the suite (`pytest -n 2`).

A directory with a crate of its own is one group, so that the crate is built once; elsewhere each file is one, which
keeps the fixtures of a module in one process. The plugin's own groups, by marks, do not reach it under pytest 9.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from migrator.building.environment import cache_folder

_ONE_CRATE = ("differential", "rust")


def pytest_configure(config: pytest.Config) -> None:
    """Give each process but the first a cache of its own: builds in one folder wait for one another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if worker != "gw0":
        os.environ["MIGRATOR_CACHE"] = str(cache_folder() / "tests" / worker)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out whole groups, the largest first."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(Path(nodeid.partition("::")[0]))

    return Groups(config, log)


def group_of(path: Path) -> str:
    """Return the name of the group that the tests in ``path``, relative to the root of the project, are of."""
    _, first, *_ = path.parts
    return first if first in _ONE_CRATE else str(path)

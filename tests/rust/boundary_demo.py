"""Builds the hand-written program once, at a place in the cache, for tests and benchmarks."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

from boundary_program import SOURCE, program

from migrator.building.build import Built, build
from migrator.building.environment import cache_folder
from migrator.building.layout import format_rust
from migrator.rust.crate import Crate, write_crate


def demo_folder() -> Path:
    """Return where the crate is: one folder for each Python version, so that builds are reused."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return cache_folder() / "tests" / f"boundary-{version}" / "native"


def build_demo() -> tuple[Crate, Built]:
    """Write and build the crate for the running interpreter."""
    folder = demo_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE, folder.parent / SOURCE.name)
    crate = write_crate(program(), folder, format_rust)
    return crate, build(folder.parent, folder, sys.executable)


def import_demo(crate: Crate) -> tuple[ModuleType, ModuleType]:
    """Return the Python originals and the extension, both imported into this process."""
    for folder in (crate.folder / "python", crate.folder.parent):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    return importlib.import_module("shapes"), importlib.import_module(f"{crate.package}._native")

"""The peers. Each module has ``load(suite, build)``, which returns columns of implementations by kernel.

``build`` is a folder for what the peer compiles, kept between runs. A family also says its versions.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from harness.cases import Suite
from harness.implementation import Implementation

Columns = Mapping[str, Mapping[str, Implementation]]

FAMILIES = {
    "cpython": "harness.families.cpython",
    "numpy": "harness.families.vectorised",
    "numba": "harness.families.jit",
    "cython": "harness.families.pure_cython",
    "mypyc": "harness.families.same_source",
    "pythran": "harness.families.ahead_of_time",
    "migrator": "harness.families.own",
}


def family(name: str) -> ModuleType:
    """Return the module of a family; raises ``ImportError`` where the peer is not installed."""
    return importlib.import_module(FAMILIES[name])


def load(name: str, suite: Suite, build: Path) -> Columns:
    """Build and load a family."""
    columns: Columns = family(name).load(suite, build / suite.name / name)
    return columns

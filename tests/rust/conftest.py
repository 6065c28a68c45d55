"""Builds the crate of ``boundary_program`` once for all tests here."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from boundary_demo import build_demo, import_demo

from migrator.building.build import Built
from migrator.rust.crate import Crate


class Demo(NamedTuple):
    """The crate as written and built, the Python originals, and the extension."""

    crate: Crate
    built: Built
    python: ModuleType
    native: Any

    def rust(self, name: str) -> Callable[..., Any]:
        """Return the boundary function of the original ``name``."""
        function: Callable[..., Any] = getattr(self.native, f"shapes__{name.replace('.', '_')}")
        return function

    def trapped(self, name: str, *arguments: object) -> str:
        """Call, and return the reason of the trap (empty if there was none)."""
        before = self.native.counters()[f"shapes__{name}"]
        result = self.rust(name)(*arguments)
        after = self.native.counters()[f"shapes__{name}"]
        reasons = [k for k in after if after[k] != before.get(k, 0)]
        reasons = [k for k in reasons if k not in ("calls", "traps", "skipped")]
        assert (result is self.native.TRAPPED) == bool(reasons)
        return reasons[0] if reasons else ""


@pytest.fixture(scope="session")
def _built() -> Demo:
    if shutil.which("cargo") is None:
        pytest.fail("these tests build a crate: they need cargo")
    crate, built = build_demo()
    paths, modules = list(sys.path), set(sys.modules)
    try:
        return Demo(crate, built, *import_demo(crate))
    finally:
        sys.path[:] = paths
        _TAKEN.update({name: sys.modules.pop(name) for name in set(sys.modules) - modules if _is_ours(name, crate)})


_TAKEN: dict[str, ModuleType] = {}
"""What ``import_demo`` imported: there only while a test here runs, since others have modules of these names too."""


def _is_ours(name: str, crate: Crate) -> bool:
    return name.partition(".")[0] in ("shapes", crate.package)


@pytest.fixture
def demo(_built: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """The demo with every function bound as the runtime would, counters at zero, nothing aside."""
    for name, module in _TAKEN.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.syspath_prepend(str(_built.crate.folder.parent))
    monkeypatch.syspath_prepend(str(_built.crate.folder / "python"))
    table = importlib.import_module(f"{_built.crate.package}._table")
    for row in table.REPLACEMENTS.values():
        constants = [(vars(_built.python), name) for _, name in row.constants]
        _built.native.bind(row.symbol, [], constants)
    _built.native.reset_counters()
    _built.native.stepping_aside(False)
    yield _built
    _built.native.stepping_aside(True)

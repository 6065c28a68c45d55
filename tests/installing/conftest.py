"""Fixtures: a demo project with a native package, importable in this process for one test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from migrator.installing.block import insert_block
from tests.installing.native_package import Demo, Rust


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """An empty demo project on ``sys.path``; its modules are forgotten afterwards."""
    before = set(sys.modules)
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.syspath_prepend(str(root / "native" / "python"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield Demo(root, "demo_native")
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file is not None and Path(file).is_relative_to(tmp_path):
            del sys.modules[name]


Installed = Callable[..., ModuleType]


@pytest.fixture
def installed(demo: Demo) -> Installed:
    """Write one module with its replacements, put the block in, and import it."""

    def install(source: str, *rust: Rust, module: str = "shapes") -> ModuleType:
        demo.sources[module] = source
        demo.rust.extend(rust)
        demo.write()
        names = [row.id.partition(":")[2] for row in rust]
        demo.file(module).write_text(insert_block(source, demo.package, names), encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(module)

    return install

"""Cython in pure-Python mode: ``harness/typed_kernels.py``, with default directives and with the checks off."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path

from harness.cases import Suite
from harness.families.building import build_once
from harness.implementation import Implementation

SOURCE = Path(__file__).resolve().parents[1] / "typed_kernels.py"
UNCHECKED = "boundscheck=False,wraparound=False,cdivision=True,initializedcheck=False"
COLUMNS = {"Cython": "", "Cython unchecked": UNCHECKED}


def versions() -> dict[str, str]:
    return {"Cython": importlib.metadata.version("cython")}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    columns = {}
    text = SOURCE.read_text(encoding="utf-8")
    for column, directives in COLUMNS.items():
        name = "typed_kernels_" + column.lower().replace(" ", "_")
        folder = build / name
        argv = [sys.executable, "-m", "Cython.Build.Cythonize", "-3", "-i", f"{name}.py"]
        if directives:
            argv[4:4] = ["-X", directives]
        build_once(folder, {f"{name}.py": text}, argv, repr(versions()))
        (library,) = [p for p in folder.iterdir() if p.suffix in {".so", ".pyd"}]
        spec = importlib.util.spec_from_file_location(name, library)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        columns[column] = {
            case.name: Implementation(getattr(module, case.name), case.make, case.mutates) for case in suite.cases
        }
    return columns

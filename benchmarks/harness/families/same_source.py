"""mypyc: the same source, typed by the annotations that it has."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Mapping
from pathlib import Path

from harness.cases import KERNELS, Suite
from harness.families.building import build_once
from harness.families.cpython import plain
from harness.implementation import Implementation

SETUP = """from mypyc.build import mypycify
from setuptools import setup

setup(name="loops", packages=["loops"], ext_modules=mypycify({modules!r}, opt_level="3"))
"""


def versions() -> dict[str, str]:
    return {"mypyc": importlib.metadata.version("mypy")}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    modules = [f"loops/{case.name}.py" for case in suite.cases]
    files = {name: (KERNELS / name).read_text(encoding="utf-8") for name in modules}
    for name in ("loops/__init__.py", "loops/inputs.py"):
        files[name] = (KERNELS / name).read_text(encoding="utf-8")
    files["setup.py"] = SETUP.format(modules=modules)
    argv = [sys.executable, "setup.py", "build_ext", "--inplace"]
    build_once(build, files, argv, repr(versions()))
    sys.path.insert(0, str(build))
    # The suite has imported the kernels as they are, for their inputs.
    for name in [n for n in sys.modules if n == suite.name or n.startswith(f"{suite.name}.")]:
        del sys.modules[name]
    column = plain(suite)
    for case in suite.cases:
        origin = str(sys.modules[case.module].__file__)
        assert origin.endswith((".so", ".pyd")), f"{case.module} is not compiled: {origin}"
    return {"mypyc": column}

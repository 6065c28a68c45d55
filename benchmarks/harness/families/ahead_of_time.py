"""Pythran: the same source, each kernel compiled on its own for the types of its arguments; ``-O3``, exact mode.

What Pythran does not take is a kernel that fails, with the end of its message.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from harness.cases import Case, Suite
from harness.families.building import build_once
from harness.families.cpython import called_by, kernel
from harness.implementation import Implementation


def export(function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    """Return Pythran's line about the types of ``function``."""
    return f"# pythran export {function.__name__}({', '.join(map(type_of, arguments))})\n"


def type_of(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype}[{', '.join(':' * value.ndim)}]"
    if isinstance(value, list):
        return f"{type_of(value[0])} list"
    if isinstance(value, tuple):
        return f"({', '.join(map(type_of, value))})"
    return type(value).__name__


def source(function: Any) -> str:
    """Return the text of ``function`` and of the functions of its module that it calls, and the imports they need."""
    found = called_by(function, {})
    named = {name for f in (function, *found.values()) for name in f.__code__.co_names}
    values = {name: function.__globals__.get(name) for name in sorted(named)}
    modules = [f"import {v.__name__} as {name}\n" for name, v in values.items() if isinstance(v, ModuleType)]
    text = [inspect.getsource(f) for f in (*found.values(), function)]
    # Pythran has no ``math.inf``, and takes this for it.
    return "\n\n".join(["import numpy as np\n", *modules, *text]).replace("math.inf", 'float("inf")')


def compiled(case: Case, build: Path) -> Callable[..., Any]:
    """Return the compiled kernel, or what raises its compiler's message."""
    function = kernel(case)
    name = f"pythran_{case.name}"
    text = export(function, case.make()) + source(function)
    argv = [sys.executable, "-m", "pythran.run", "-O3", f"{name}.py", "-o", f"{name}.so"]
    try:
        build_once(build / name, {f"{name}.py": text}, argv, repr(versions()))
    except RuntimeError as error:
        message = next((line for line in str(error).splitlines() if "rror" in line and "failed" not in line), "fails")

        def fails(*_: Any) -> Any:
            raise RuntimeError(message)

        return fails
    spec = importlib.util.spec_from_file_location(name, build / name / f"{name}.so")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., Any] = getattr(module, case.function)
    return found


def versions() -> dict[str, str]:
    return {"Pythran": importlib.metadata.version("pythran")}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    return {"Pythran": {c.name: Implementation(compiled(c, build), c.make, c.mutates) for c in suite.cases}}

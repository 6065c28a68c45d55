"""CPython itself: the kernels as they are written, with whatever NumPy they use."""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

from harness.cases import Case, Suite
from harness.implementation import Implementation


def kernel(case: Case) -> Callable[..., Any]:
    """Return the kernel from whichever package of that name comes first on ``sys.path``."""
    found: Callable[..., Any] = getattr(importlib.import_module(case.module), case.function)
    return found


def called_by(function: Any, found: dict[str, FunctionType]) -> dict[str, FunctionType]:
    """Return ``found`` with the functions of the module that ``function`` calls, at any depth."""
    for name in function.__code__.co_names:
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__ == function.__module__ and name not in found:
            found = {**found, name: called}
            found = called_by(called, found)
    return found


def plain(suite: Suite) -> Mapping[str, Implementation]:
    """Return the imported kernels, called as they are."""
    return {c.name: Implementation(kernel(c), c.make, c.mutates) for c in suite.cases}


def versions() -> dict[str, str]:
    numpy = importlib.metadata.version("numpy")
    return {"CPython": platform.python_version(), "compiler of CPython": platform.python_compiler(), "NumPy": numpy}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    return {suite.base: plain(suite)}

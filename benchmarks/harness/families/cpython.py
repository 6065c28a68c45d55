"""CPython itself: the kernels as they are written, and the inputs of all the others."""

from __future__ import annotations

import importlib
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from harness.cases import CASES, KERNELS, Case
from harness.implementation import Arguments, Implementation


def inputs(case: Case) -> Callable[[], Arguments]:
    """Return the function that makes the kernel's arguments."""
    if str(KERNELS) not in sys.path:
        sys.path.append(str(KERNELS))
    module = importlib.import_module("loops.inputs")
    made: Callable[[], Arguments] = getattr(module, case.name)
    return made


def kernel(case: Case) -> Callable[..., Any]:
    """Return the kernel from whichever ``loops`` package comes first on ``sys.path``."""
    inputs(case)
    found: Callable[..., Any] = getattr(importlib.import_module(case.module), case.function)
    return found


def plain(cases: Iterable[Case] = CASES) -> Mapping[str, Implementation]:
    """Return the imported kernels, called as they are."""
    return {c.name: Implementation(kernel(c), inputs(c), c.mutates) for c in cases}


def versions() -> dict[str, str]:
    return {"CPython": platform.python_version(), "compiler of CPython": platform.python_compiler()}


def load(build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    return {"CPython": plain()}

"""Numba, in its default exact mode: the same source, every function of a module compiled.

Two columns. ``Numba`` gets what CPython gets: flat lists as they are, nested lists turned to arrays and back inside the
clock, because Numba takes no nested lists. ``Numba arrays`` is for a caller who already holds arrays.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np

from harness.cases import KERNELS, Case, Suite
from harness.families.vectorised import as_arrays
from harness.implementation import Arguments, Implementation

warnings.simplefilter("ignore", numba.core.errors.NumbaPendingDeprecationWarning)


@numba.njit
def multiply(a: Any, b: Any) -> Any:
    """``loops.matmul`` with an array for the result: Numba returns no nested list."""
    n, inner, m = len(a), len(b), len(b[0])
    product = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            product[i][j] = total
    return product


@numba.njit
def most_frequent(symbols: Any) -> Any:
    """``loops.bpe.most_frequent`` without ``get``: Numba does not type it on a dict that is still empty."""
    counts = {}
    for i in range(len(symbols) - 1):
        pair = (symbols[i], symbols[i + 1])
        if pair in counts:
            counts[pair] += 1
        else:
            counts[pair] = 1
    best = (0, 0)
    most = 0
    for pair, count in counts.items():
        if count > most:
            best = pair
            most = count
    return best


OTHER_FORMS = {"bpe": {"most_frequent": most_frequent}}
"""Functions that Numba takes in another form only."""


def compiled(case: Case) -> Callable[..., Any]:
    """Return the kernel with it and all its helpers compiled, from a module object of its own."""
    if case.module == "loops.matmul":
        dispatcher: Callable[..., Any] = multiply
        return dispatcher
    path = KERNELS.joinpath(*case.module.split(".")).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(f"numba_{case.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in list(vars(module).items()):
        if isinstance(value, FunctionType):
            setattr(module, name, OTHER_FORMS.get(case.name, {}).get(name) or numba.njit(value))
    found: Callable[..., Any] = getattr(module, case.function)
    return found


def nested(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)


def through_arrays(call: Callable[..., Any], mutates: bool) -> Callable[..., Any]:
    """Return ``call`` for nested lists: what a user writes around a Numba function who has lists."""

    def wrapped(*arguments: Any) -> Any:
        held = [np.array(value) if nested(value) else value for value in arguments]
        result = call(*held)
        if mutates:
            for given, array in zip(arguments, held, strict=True):
                if nested(given):
                    for row, values in zip(given, array.tolist(), strict=True):
                        row[:] = values
        return result.tolist() if isinstance(result, np.ndarray) else result

    return wrapped


def versions() -> dict[str, str]:
    import llvmlite

    return {"Numba": numba.__version__, "llvmlite": llvmlite.__version__}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    same: dict[str, Implementation] = {}
    arrays: dict[str, Implementation] = {}
    for case in suite.cases:
        call, made = compiled(case), case.make
        arguments: Arguments = made()
        wrapped = call
        if any(nested(value) for value in arguments):
            wrapped = through_arrays(call, case.mutates)
        same[case.name] = Implementation(wrapped, made, case.mutates)
        if any(isinstance(value, list) for value in arguments):
            arrays[case.name] = Implementation(call, made, case.mutates, as_arrays)
    return {"Numba": same, "Numba arrays": arrays} if arrays else {"Numba": same}

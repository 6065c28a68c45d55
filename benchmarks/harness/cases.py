"""The kernels that are compared, in suites: where each lives, and what it changes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KERNELS = Path(__file__).resolve().parents[1] / "kernels"


@dataclass(frozen=True)
class Case:
    """One kernel."""

    name: str
    module: str
    function: str
    make: Callable[[], tuple[Any, ...]]
    """Makes its arguments."""
    mutates: bool = False
    """Whether it changes its arguments, so that each call needs fresh ones."""


@dataclass(frozen=True)
class Suite:
    """Kernels that share a table."""

    name: str
    title: str
    base: str
    """What the kernels are called as they are written: the others are compared with that."""
    workload: str
    """The script that runs them all, beside the package ``name``."""
    cases: tuple[Case, ...]
    families: tuple[str, ...]
    """The peers that can take part, the base first."""


def _reachable() -> None:
    """Make the packages of kernels importable, behind what a family has put first."""
    if str(KERNELS) not in sys.path:
        sys.path.append(str(KERNELS))


def _loops() -> Suite:
    inputs = importlib.import_module("loops.inputs")

    def case(name: str, function: str, mutates: bool = False) -> Case:
        return Case(name, f"loops.{name}", function, getattr(inputs, name), mutates)

    cases = (
        case("nbody", "simulate", mutates=True),
        case("spectral_norm", "spectral_norm"),
        case("mandelbrot", "count"),
        case("levenshtein", "levenshtein"),
        case("collatz", "longest_chain"),
        case("sieve", "primes"),
        case("matmul", "multiply"),
        case("dtw", "warping_distance"),
        case("fannkuch", "fannkuch"),
        case("pairwise", "distances"),
        case("conv_int8", "convolve"),
        case("floyd_warshall", "shorten", mutates=True),
        case("heat", "diffuse"),
        case("levenshtein_text", "edits"),
        case("bpe", "learn"),
        case("knapsack", "most_valuable"),
        case("union_find", "components"),
        case("astar", "cheapest_way"),
        case("kmeans", "cluster"),
        case("decision_tree", "predict"),
    )
    families = ("cpython", "numpy", "numba", "cython", "mypyc", "pythran", "migrator")
    return Suite("loops", "The kernels under several compilers", "CPython", "workload.py", cases, families)


def _arrays() -> Suite:
    import numpy as np

    kernels = importlib.import_module("arrays.inputs").KERNELS

    def case(name: str, kernel: Any) -> Case:
        function = kernel.function
        return Case(name, function.__module__, function.__name__, lambda: kernel.make(np.random.default_rng(0)))

    cases = tuple(case(name, kernel) for name, kernel in kernels.items())
    families = ("cpython", "numba", "pythran", "migrator")
    title = "The array kernels beside NumPy"
    return Suite("arrays", title, "NumPy", "array_workload.py", cases, families)


def suite(name: str) -> Suite:
    """Return the suite ``loops`` (pure loops over lists and arrays) or ``arrays`` (expressions of NumPy)."""
    _reachable()
    return {"loops": _loops, "arrays": _arrays}[name]()

"""NumPy's scalar operations and stores against the support crate's; needs NumPy."""

from __future__ import annotations

import ctypes
import functools
import itertools
import operator
import random
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.support.comparison import RAISED, Figures, compare, representable
from tests.support.inputs import BULK, FLOATS, any_float, any_int
from tests.support.library import call_scalars

DTYPES = ("f8", "f4", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")

_OPERATORS: dict[str, Callable[..., object]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "floor_div": operator.floordiv,
    "floor_mod": operator.mod,
    "pow": operator.pow,
    "neg": operator.neg,
    "abs": abs,
    "min2": min,
    "max2": max,
}


@dataclass(frozen=True)
class Source:
    """Values of one dtype, as Python numbers."""

    dtype: str

    @property
    def code(self) -> str:
        return "d" if self.dtype[0] == "f" else "Q" if self.dtype == "u8" else "q"

    def edges(self) -> list[float | int]:
        """The values where something happens."""
        if self.dtype[0] == "f":
            return sorted({self._fit(x) for x in FLOATS}, key=repr)
        limits = np.iinfo(self.dtype)
        middle = (-3, -2, -1, 0, 1, 2, 3, 7, 8, 16, 31, 32, 33, 63, 64, 65, 100)
        ends = (limits.min, limits.min + 1, limits.max // 2, limits.max - 1, limits.max)
        return sorted({x for x in (*middle, *ends) if limits.min <= x <= limits.max})

    def draw(self, rng: random.Random) -> float | int:
        """A random value, often near the edges."""
        if self.dtype[0] == "f":
            return self._fit(any_float(rng))
        limits = np.iinfo(self.dtype)
        value = any_int(rng) if rng.random() < 0.7 else rng.randint(-12, 12)
        return int(limits.min + (value - int(limits.min)) % 2**limits.bits)

    def _fit(self, x: float) -> float:
        with np.errstate(all="ignore"):
            return float(np.dtype(self.dtype).type(x))


@functools.cache
def _cases(source: Source, count: int) -> list[tuple[float | int, ...]]:
    """All combinations of edge values, then random cases."""
    rng = random.Random(source.dtype)
    crossed = list(itertools.product(source.edges(), repeat=count))
    return crossed + [tuple(source.draw(rng) for _ in range(count)) for _ in range(BULK)]


def _quiet(function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """NumPy's result, or ``RAISED`` where it raises or warns (underflow is silent by default)."""
    try:
        return function(*arguments)
    except (ArithmeticError, ValueError, TypeError, Warning):
        return RAISED


def _may_trap(name: str, dtype: str) -> Callable[..., bool]:
    """The documented traps where NumPy itself gives a value without a warning."""

    def decide(a: float, b: float = 1) -> bool:
        if dtype[0] != "f":
            # A power wraps around silently, and so does the negative of an unsigned number.
            return name == "pow" or (name == "neg" and dtype[0] == "u")
        if name not in DIVISIONS:
            return False
        # A NaN, which is compared on the way; a zero divisor or a quotient that overflows.
        scalar = np.dtype(dtype).type
        return b == 0 or not np.isfinite(scalar(a) / scalar(b))

    return decide


DIVISIONS = ("floor_div", "floor_mod")


def _compare_arithmetic(library: ctypes.CDLL, name: str, dtype: str) -> Figures:
    source = Source(dtype)
    figures = Figures(f"np_{name}_{dtype}")
    count = 1 if name in ("neg", "abs") else 2
    result = "d" if name == "div" else source.code
    arguments = _cases(source, count)
    found = call_scalars(library, figures.name, arguments, result)
    scalar = np.dtype(dtype).type
    expected_type = np.float64 if name == "div" and dtype[0] != "f" else scalar
    with np.errstate(all="raise", under="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error")
        columns = [np.array(column, dtype) for column in zip(*arguments, strict=True)]
        scalars = zip(*columns, strict=True)
        expected = [_quiet(_OPERATORS[name], case) for case in scalars]
    with np.errstate(all="ignore"):
        for case, wanted, got in zip(arguments, expected, found, strict=True):
            right_type = type(wanted) is expected_type
            value = wanted.item() if right_type else wanted  # type: ignore[attr-defined]
            valid = right_type and representable(value, result, wide=False)
            compare(figures, case, value, got, valid, _may_trap(name, dtype))
    return figures


_STORED = ("f8", "f4", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1")


def _compare_store(library: ctypes.CDLL, into: str, source: Source, python_number: bool) -> Figures:
    """``a[0] = x`` for a Python number or a NumPy scalar ``x``."""
    figures = Figures(f"cast_{into}_from_{source.dtype}")
    result = {"f": "d", "i": "q", "u": "Q" if into == "u8" else "q", "b": "?"}[into[0]]
    arguments = _cases(source, 1)
    found = call_scalars(library, figures.name, arguments, result)
    scalar = np.dtype(source.dtype).type
    target = np.zeros(1, into)

    def store(value: Any) -> object:
        target[0] = value if python_number else scalar(value)
        return target[0].item()

    with np.errstate(all="raise", under="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error")
        for case, got in zip(arguments, found, strict=True):
            wanted = _quiet(store, case)
            valid = representable(wanted, result, wide=False)
            compare(figures, case, wanted, got, valid, _store_may_trap(into))
    return figures


def _store_may_trap(into: str) -> Callable[..., bool]:
    def decide(x: float) -> bool:
        if into == "f4":
            # A large integer is rounded once or twice, depending on its type.
            return abs(x) > 2**53 or np.isnan(x)
        if into[0] in "iu":
            limits = np.iinfo(into)
            return not limits.min <= x <= limits.max  # NumPy's integers wrap around silently
        return False

    return decide


def compare_all(library: ctypes.CDLL) -> Iterator[Figures]:
    """Every operation of every dtype, then every store."""
    for name in _OPERATORS:
        for dtype in DTYPES:
            yield _compare_arithmetic(library, name, dtype)
    for into in _STORED:
        yield _compare_store(library, into, Source("f8"), python_number=True)
        yield _compare_store(library, into, Source("i8"), python_number=True)
        for dtype in ("f8", "f4", "i8", "u8"):
            yield _compare_store(library, into, Source(dtype), python_number=False)

"""Inputs on which NumPy itself writes outside of its memory: the original breaks the process; nothing can be compared.

``numpy.bincount`` takes the largest int of 64 bits plus one as a length, which wraps around, and then counts outside of
its result (seen in NumPy 2.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .optional import np
from .types import Arguments

_LARGEST = 2**63 - 1
HARMFUL = {"numpy.bincount": _LARGEST}
"""By the function's name: an int that must not come to it."""


def harmful_numbers(functions: Iterable[str]) -> frozenset[int]:
    """Return the ints that no argument may have, where the original uses ``functions``."""
    return frozenset(HARMFUL[name] for name in functions if name in HARMFUL)


def is_harmful(arguments: Arguments, numbers: frozenset[int]) -> bool:
    """Whether one of ``numbers`` is among the arguments or their elements."""
    return bool(numbers) and any(_holds(value, numbers) for value in arguments)


def _holds(value: Any, numbers: frozenset[int]) -> bool:
    if isinstance(value, list | tuple):
        return any(_holds(item, numbers) for item in value)
    if np is not None and isinstance(value, np.ndarray | np.integer):
        whole = value.dtype.kind in "iu" and value.dtype.itemsize == 8
        return whole and bool(np.isin(value, np.array(sorted(numbers), dtype=value.dtype)).any())
    return isinstance(value, int) and value in numbers

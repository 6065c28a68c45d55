"""Answers as text that keeps every bit, and how two of them differ."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def encode(value: Any) -> Any:
    """Return ``value`` as JSON: numbers as text, floats by bits; arrays and NumPy scalars as plain values.

    Peers answer with types of their own (an array for a list), so types are not part of this comparison.
    """
    if isinstance(value, np.ndarray | np.generic):
        return encode(value.tolist())
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else value.hex()
    return str(int(value))


def difference(expected: Any, got: Any) -> float:
    """Return 0.0 for the same bits, the largest relative error of floats, infinity for another answer."""
    if isinstance(expected, list) or isinstance(got, list):
        if not isinstance(expected, list) or not isinstance(got, list):
            return math.inf
        if len(expected) != len(got):
            return math.inf
        return max((difference(a, b) for a, b in zip(expected, got, strict=True)), default=0.0)
    if expected == got:
        return 0.0
    if "0x" not in expected or "0x" not in got:
        return math.inf
    a, b = float.fromhex(expected), float.fromhex(got)
    return abs(a - b) / max(abs(a), abs(b))

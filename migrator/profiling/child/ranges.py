"""What was seen of one parameter: smallest and largest number, longest length, special values."""

from __future__ import annotations

import math
import sys
from typing import Any

from .typetext import Look, numpy_type

_LARGEST = 2**63 - 1
_SMALLEST = -(2**63)
_MOST_CELLS = 4_000_000


class Range:
    """Grows with each value shown to ``see``."""

    __slots__ = ("high", "longest", "low", "special")

    def __init__(self) -> None:
        self.low: int | float | None = None
        self.high: int | float | None = None
        self.longest = -1
        self.special: set[str] = set()

    def plain(self) -> dict[str, Any]:
        """Return the range as plain data."""
        return {
            "low": "" if self.low is None else _shown(self.low),
            "high": "" if self.high is None else _shown(self.high),
            "longest": self.longest,
            "special": sorted(self.special),
        }

    def see(self, value: object, look: Look, top: bool = True) -> None:
        """Take in ``value``, and the numbers in it where it is a list, tuple or array."""
        kind = type(value)
        if kind is float or kind is int:
            self._number(value)  # type: ignore[arg-type]  # by its exact type
        elif kind is list or kind is tuple:
            self._sequence(value, look, top)  # type: ignore[arg-type]  # by its exact type
        elif kind is str:
            self._length(len(value), top)  # type: ignore[arg-type]  # by its exact type
        elif kind is not bool and value is not None:
            found = numpy_type(value)
            if found is not None and found[0] == "np" and found[1] not in ("bool",):
                self._numpy_scalar(value)
            elif found is not None and found[0] == "array":
                self._array(value, top)

    def _length(self, length: int, top: bool) -> None:
        if top and length > self.longest:
            self.longest = length
        if length == 0:
            self.special.add("empty")

    def _number(self, value: int | float) -> None:
        if type(value) is int:
            if not _SMALLEST <= value <= _LARGEST:
                self.special.add("big")
        elif math.isnan(value):
            self.special.add("nan")
            return
        elif value in (math.inf, -math.inf):
            self.special.add("inf")
            return
        elif value == 0.0 and math.copysign(1.0, value) < 0.0:
            self.special.add("-0.0")
        if self.low is None or value < self.low:
            self.low = value
        if self.high is None or value > self.high:
            self.high = value

    def _sequence(self, values: list[Any] | tuple[Any, ...], look: Look, top: bool) -> None:
        self._length(len(values), top)
        looked = look.elements(list(values) if type(values) is tuple else values)  # type: ignore[arg-type]  # by its exact type
        kinds = set(map(type, looked))
        if kinds == {int} or (kinds == {float} and math.isfinite(sum(looked))):
            self._number(min(looked))
            self._number(max(looked))
            if kinds == {float} and 0.0 in looked and "-0.0" not in self.special:
                for value in looked:
                    if value == 0.0:
                        self._number(value)
        else:
            for value in looked:
                self.see(value, look, top=False)

    def _numpy_scalar(self, value: Any) -> None:
        if value.dtype.kind in "iuf":
            self._number(value.item() if value.dtype.itemsize <= 8 else float(value))

    def _array(self, array: Any, top: bool) -> None:
        self._length(max(array.shape, default=0), top)
        if array.size == 0:
            self.special.add("empty")
            return
        kind = array.dtype.kind
        if kind not in "iuf" or array.size > _MOST_CELLS or array.dtype.itemsize > 8:
            return
        if kind == "f":
            with sys.modules["numpy"].errstate(all="ignore"):
                self._float_array(array)
        else:
            self._number(array.min().item())
            self._number(array.max().item())

    def _float_array(self, array: Any) -> None:
        numpy = sys.modules["numpy"]
        finite = numpy.isfinite(array)
        if not finite.all():
            if numpy.isnan(array).any():
                self.special.add("nan")
            if numpy.isinf(array).any():
                self.special.add("inf")
            array = array[finite]
            if not array.size:
                return
        low, high = array.min().item(), array.max().item()
        self._number(low)
        self._number(high)
        if low <= 0.0 <= high and "-0.0" not in self.special:
            zeros = array[array == 0]
            if zeros.size and numpy.signbit(zeros).any():
                self.special.add("-0.0")


def _shown(value: int | float) -> str:
    if type(value) is int and value.bit_length() > 4000:
        return f"{'-' if value < 0 else ''}2**{value.bit_length() - 1}"
    return repr(value)

"""Inputs with one to three places changed, and all others as they are: what comparisons and limits turn on."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

from .changes import Edit
from .edge_values import I64, INF, NAN
from .members import is_member, siblings
from .optional import np
from .random_values import mutated_text
from .types import Arguments


class _Leaves(Edit):
    """Notes the numbers and texts of an input, by kind; those of arrays count one by one."""

    def __init__(self) -> None:
        self.count = 0
        self.seen: dict[type, list[Any]] = {}

    def number(self, value: Any) -> Any:
        self.count += 1
        self.seen.setdefault(type(value), []).append(value)
        return value

    def numbers(self, values: Sequence[Any]) -> list[Any]:
        self.count += len(values)
        for kind in set(map(type, values)):
            self.seen.setdefault(kind, []).extend([value for value in values if type(value) is kind])
        return list(values)

    def array(self, array: Any) -> Any:
        self.count += array.size
        kind = {"f": float, "i": int, "u": int}.get(array.dtype.kind)
        if kind:
            step = max(1, array.size // 20)
            self.seen.setdefault(kind, []).extend(array.reshape(-1)[::step].tolist())
        return array


class _Nudge(Edit):
    """A few leaves become special, or equal to another leaf, or the next to it: what comparisons and limits turn on."""

    def __init__(self, places: set[int], seen: dict[type, list[Any]], rng: random.Random) -> None:
        self.places, self.seen, self.rng = places, seen, rng
        self.count = 0

    def number(self, value: Any) -> Any:
        self.count += 1
        return self._other(value) if self.count - 1 in self.places else value

    def numbers(self, values: Sequence[Any]) -> list[Any]:
        first, new = self.count, list(values)
        self.count += len(new)
        for place in self.places:
            if first <= place < self.count:
                new[place - first] = self._other(new[place - first])
        return new

    def array(self, array: Any) -> Any:
        first = self.count
        self.count += array.size
        chosen = [place - first for place in self.places if first <= place < self.count]
        if not chosen or not array.size:
            return array
        new = array.copy(order="K")
        with np.errstate(all="ignore"):
            for place in chosen:
                index = np.unravel_index(place, new.shape)
                new[index] = _fitting(self._other(new[index].item()), new.dtype)
        return new

    def _other(self, value: Any) -> Any:
        kind = type(value)
        if kind is float:
            return self._float(value)
        if kind is complex:
            turn = self.rng.random() < 0.5
            return complex(
                value.real if turn else self._float(value.real), self._float(value.imag) if turn else value.imag
            )
        if kind is int:
            return self._int(value)
        if kind is bool:
            return not value
        if kind is str:
            return self.rng.choice(self.seen[str]) if self.rng.random() < 0.4 else mutated_text(value, self.rng)
        if is_member(value):
            return self.rng.choice(siblings(value))
        if np is not None and isinstance(value, np.generic):
            return _fitting(self._other(value.item()), value.dtype)[()]
        return value

    def _float(self, value: float) -> float:
        rng = self.rng
        choice = rng.random()
        if choice < 0.5:
            return rng.choice(_SPECIAL_FLOATS)
        if choice < 0.75 and self.seen.get(float):
            value = float(rng.choice(self.seen[float]))
        if choice > 0.9:
            return -value
        return value if choice < 0.7 else math.nextafter(value, rng.choice((-INF, INF)))

    def _int(self, value: int) -> int:
        rng = self.rng
        choice = rng.random()
        if choice < 0.35:
            return rng.choice(_SPECIAL_INTS)
        if choice < 0.7 and self.seen.get(int):
            value = int(rng.choice(self.seen[int]))
        return value if 0.35 <= choice < 0.6 else -value if choice > 0.93 else value + rng.choice((-1, 1))


_SPECIAL_FLOATS = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, 1.5, NAN, NAN, INF, -INF, 1.7e308, -1.7e308, 1.7e308, 9e307),
    *(1e154, -1.4e154, 5e-324, -5e-324, 1e-308, 2.0**53, 2.0**63, -(2.0**63), 1e16, 1e-12),
)
_SPECIAL_INTS = (
    *(0, 1, -1, 2, -2, 3, 63, 64, 65, 127, 128, -128, 2**31 - 1, -(2**31), 2**31, 2**32, 2**53 + 1),
    *(3037000500, -3037000500, 2**62, -(2**62), I64 - 1, -I64, I64 - 2, 1 - I64),
)


def _fitting(value: Any, dtype: Any) -> Any:
    """Return a 0-d array of ``dtype`` with ``value``; ints too large for it wrap around."""
    if dtype.kind in "iu" and type(value) is int:
        bits = 8 * dtype.itemsize
        value %= 1 << bits
        if dtype.kind == "i" and value >= 1 << (bits - 1):
            value -= 1 << bits
    return np.array(value).astype(dtype)


class Nudges:
    """Inputs like one that is there: one to three of its leaves changed, and all others as they are."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.leaves = _Leaves()
        self.leaves.apply(arguments)

    def draw(self, rng: random.Random) -> Arguments:
        """Return one of them."""
        leaves = self.leaves
        if not leaves.count:
            return self.arguments
        places = {rng.randrange(leaves.count) for _ in range(rng.choice((1, 1, 2, 3)))}
        return _Nudge(places, leaves.seen, rng).apply(self.arguments)


def nudged(arguments: Arguments, rng: random.Random) -> Arguments:
    """Return an input like ``arguments``."""
    return Nudges(arguments).draw(rng)

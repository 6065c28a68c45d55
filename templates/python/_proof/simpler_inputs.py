"""Makes an input smaller in steps, so that a counterexample can be read."""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Iterator
from typing import Any

from .changes import FewerRounds, Resize, lengths_in
from .copies import ATOMS, copy_arguments
from .maps import MAPS, empty_like, like
from .objects import attributes_of, is_object
from .optional import np
from .records import record_like
from .types import Arguments


def small_input(arguments: Arguments, rng: random.Random) -> Arguments:
    """Return an input like this one with short lists."""
    for _ in range(6):
        longest = max(lengths_in(arguments, []), default=0)
        if longest <= 8:
            break
        arguments = Resize(longest, rng.choice((3, 4, 5, 6, 8)), rng).apply(arguments)
    return arguments


def brief_inputs(arguments: Arguments) -> Iterator[Arguments]:
    """Yield inputs like this one for which a loop has fewer rounds, if it is a number that says how many."""
    for rounds, times in ((3, 1.0), (7, 1.0), (5, 0.01), (2, 0.001)):
        yield FewerRounds(rounds, times).apply(arguments)


def simpler(arguments: Arguments) -> Iterator[Arguments]:
    """Yield inputs a step simpler than this one, the boldest steps first."""
    for index, value in enumerate(arguments):
        for smaller in _simpler(value):
            yield _replaced(arguments, index, value, smaller)
    for old in sorted({n for n in lengths_in(arguments, []) if n}, reverse=True)[:4]:
        for new in sorted({0, 1, old // 2, old - 1}):
            if new < old:
                resize = Resize(old, new, random.Random(0))
                resize.scalars = resize.indices = True
                yield resize.apply(arguments)


def _replaced(arguments: Arguments, index: int, old: Any, new: Any) -> Arguments:
    """Put ``new`` in place of the argument; also where the same object is passed again."""
    if type(old) in ATOMS:
        return (*arguments[:index], new, *arguments[index + 1 :])
    return tuple([new if value is old else value for value in arguments])


def _simpler(value: Any) -> Iterator[Any]:
    kind = type(value)
    if kind is int:
        yield from (n for n in (0, 1, 2, -1, value // 2, value - 1) if abs(n) < abs(value))
    elif kind is float:
        plain = (0.0, 1.0, 2.0, 0.5, -1.0)
        if not (value in plain and math.copysign(1.0, value) == math.copysign(1.0, value + 0.0)):
            yield from plain
        if math.isfinite(value) and value != round(value, 2):
            yield from (float(round(value)), round(value, 1), round(value, 2))
    elif kind is complex:
        yield from (complex(real, value.imag) for real in _simpler(value.real))
        yield from (complex(value.real, imag) for imag in _simpler(value.imag))
    elif kind is str:
        yield from (value[: len(value) // 2], value[1:], value[:-1]) if value else ()
    elif kind is list or isinstance(value, tuple):
        if kind is list and value:
            count = len(value)
            yield from ([], value[: count // 2], value[count // 2 :])
            yield from (value[:i] + value[i + 1 :] for i in range(min(count, 40)))
        for index, item in enumerate(value[:40]):
            for smaller in _simpler(item):
                items = [*value[:index], smaller, *value[index + 1 :]]
                yield items if kind is list else record_like(value, items)
    elif kind is bytes or kind is bytearray:
        yield from (value[: len(value) // 2], value[1:], value[:-1]) if value else ()
    elif kind is deque:
        yield from (deque(values, value.maxlen) for values in _simpler(list(value)))
    elif kind in MAPS:
        if value:
            yield empty_like(value)
        for key in list(value)[:40]:
            yield like(value, {k: v for k, v in value.items() if k != key})
            yield from (like(value, {**value, key: smaller}) for smaller in _simpler(value[key]))
    elif kind is set:
        yield from ({other for other in value if other != item} for item in list(value)[:40])
    elif np is not None and kind is np.ndarray and value.size:
        if not value.flags.c_contiguous:
            yield np.ascontiguousarray(value)
        for axis, length in enumerate(value.shape):
            yield from (np.take(value, range(n), axis=axis) for n in {length // 2, length - 1})
        if value.any():
            yield np.zeros_like(value)
            yield np.ones_like(value)
    elif is_object(value):
        for name, held in attributes_of(value).items():
            for smaller in () if is_object(held) else _simpler(held):
                new = copy_arguments((value,))[0]
                object.__setattr__(new, name, smaller)
                yield new

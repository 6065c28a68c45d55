"""Inputs for the comparison: edge values, and random values drawn near the edges."""

from __future__ import annotations

import functools
import itertools
import math
import random
import struct
from collections.abc import Callable

BULK = 20_000
"""Random cases for each function, besides the cross product of the edge values."""

_POSITIVE_FLOATS = (
    0.0,
    5e-324,
    1.5e-323,
    2.225073858507201e-308,
    2.2250738585072014e-308,
    1e-300,
    1.0 / 2**537,
    1e-20,
    1e-16,
    0.1,
    0.125,
    0.3,
    0.49999999999999994,
    0.5,
    0.9999999999999999,
    1.0,
    1.0000000000000002,
    1.5,
    2.0,
    2.5,
    2.675,
    3.0,
    math.pi,
    7.5,
    10.0,
    171.5,
    709.782712893384,
    709.7827128933841,
    745.2,
    1024.0,
    2.0**31,
    2.0**52 - 0.5,
    2.0**53 - 1,
    2.0**53,
    2.0**53 + 2,
    1e16,
    2.0**63 - 1024,
    2.0**63,
    2.0**64,
    1e22,
    1e23,
    1.3407807929942596e154,
    1e200,
    1e300,
    1.7976931348623157e308,
    math.inf,
)
FLOATS = (*_POSITIVE_FLOATS, *(-x for x in _POSITIVE_FLOATS), math.nan)

_POSITIVE_INTS = (0, 1, 2, 3, 5, 7, 10, 20, 21, 31, 32, 33, 62, 63, 64, 65, 100, 127, 128, 255, 256)
_LARGE_INTS = (
    *(2**bits + step for bits in (31, 32, 52, 53, 54, 61, 62) for step in (-1, 0, 1)),
    *(3037000499, 3037000500, 10**18 + 1, 2**63 - 2, 2**63 - 1),
)
INTS = tuple(sorted({sign * x for x in (*_POSITIVE_INTS, *_LARGE_INTS) for sign in (1, -1)} | {-(2**63)}))


def _bits(rng: random.Random) -> float:
    (value,) = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))
    return float(value)


def any_float(rng: random.Random) -> float:
    """An edge value, a neighbour of one, an everyday number, or 64 random bits."""
    match rng.randrange(8):
        case 0:
            return rng.choice(FLOATS)
        case 1:
            return math.nextafter(rng.choice(FLOATS), rng.choice((math.inf, -math.inf)))
        case 2:
            return _bits(rng)
        case 3:
            return float(rng.randint(-40, 40)) / 2
        case 4:
            return rng.choice((-1, 1)) * math.exp(rng.uniform(-40, 40))
        case 5:
            return round(rng.uniform(-1000, 1000), rng.randint(0, 4))
        case _:
            return rng.uniform(-10, 10)


def unit_float(rng: random.Random) -> float:
    """Mostly within [-1, 1], for the inverse trigonometric functions."""
    return any_float(rng) if rng.random() < 0.3 else rng.uniform(-1, 1)


def any_int(rng: random.Random) -> int:
    """An edge value, a neighbour of one, a small number, or up to 64 random bits."""
    match rng.randrange(5):
        case 0:
            return rng.choice(INTS)
        case 1:
            return _clamp(rng.choice(INTS) + rng.randint(-3, 3))
        case 2:
            return rng.randint(-20, 20)
        case _:
            return _clamp(rng.choice((-1, 1)) * rng.getrandbits(rng.randint(1, 63)))


def _clamp(value: int) -> int:
    return max(-(2**63), min(2**63 - 1, value))


def _within(low: int, high: int) -> Callable[[random.Random], int]:
    return lambda rng: rng.randint(low, high)


def any_bool(rng: random.Random) -> bool:
    """False or True."""
    return rng.random() < 0.5


KINDS: dict[str, tuple[tuple[object, ...], Callable[[random.Random], object]]] = {
    "float": (FLOATS, any_float),
    "unit": (FLOATS, unit_float),
    "int": (INTS, any_int),
    "bool": ((False, True), any_bool),
    # A shift count, an exponent, a number of digits: Python itself cannot cope with huge ones.
    "count": (tuple(range(-2, 70)), _within(-3, 140)),
    "exponent": (tuple(range(-2, 66)), _within(-3, 70)),
    "scale": ((-(2**63), 2**63 - 1, -1100, -1, 0, 1, 52, 1100), _within(-2200, 2200)),
    "digits": ((-(2**31), -400, 400, 2**31, *range(-25, 26)), _within(-330, 330)),
    "few digits": (tuple(range(-3, 24)), _within(-2, 23)),
    "choose": (tuple(range(-2, 70)), _within(-2, 75)),
}
"""For each kind of argument its edge values and its random source."""


@functools.cache
def cases(kinds: tuple[str, ...]) -> list[tuple[object, ...]]:
    """All combinations of edge values (a sample for more than two arguments), then random cases."""
    rng = random.Random(" ".join(kinds))
    edges = [KINDS[kind][0] for kind in kinds]
    sources = [KINDS[kind][1] for kind in kinds]
    if len(kinds) <= 2:
        crossed = list(itertools.product(*edges))
    else:
        crossed = [tuple(rng.choice(values) for values in edges) for _ in range(BULK)]
    return crossed + [tuple(source(rng) for source in sources) for _ in range(BULK)]

"""What each list function of the support crate must equal."""

from __future__ import annotations

import itertools
import math
import operator
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.support.inputs import BULK, FLOATS, INTS, any_float, any_int
from tests.support.library import ListCase


@dataclass(frozen=True)
class Listed:
    """One function: what its lists hold, how the integers are drawn, what it must equal.

    The Python gets ``(xs, ys, p)`` and gives the changed list, the new list, or ``[result]``.
    """

    name: str
    element: str
    result: str
    python: Callable[..., list[object]]
    may_trap: Callable[..., bool] | None = None
    numbers: str = "index"
    longest: int = 8
    needle: bool = False
    """``ys`` is one element to be looked for, often one of ``xs``."""


_INDICES = (None, *range(-10, 11), 2**63 - 1, -(2**63))
_STEPS = (1, 2, 3, 7, -1, -2, -5, 0, 2**63 - 1, -(2**63))


def list_cases(entry: Listed, bulk: int = BULK) -> Iterator[ListCase]:
    """Every short list of edge values with every index first, then random cases."""
    rng = random.Random(entry.name)
    edges: tuple[object, ...] = FLOATS if entry.element == "d" else INTS
    source: Callable[[random.Random], object] = any_float if entry.element == "d" else any_int
    for length, first, second in itertools.product(range(4), _INDICES, _INDICES):
        xs = [rng.choice(edges) for _ in range(length)]
        yield xs, _second(entry, rng, xs, source), _integers(entry, rng, first, second)
    for _ in range(bulk):
        length = rng.randrange(entry.longest + 1)
        if rng.random() < 0.5:
            xs = [source(rng) for _ in range(length)]
        else:
            few = [rng.choice(edges) for _ in range(3)]
            xs = [rng.choice(few) for _ in range(length)]
        first, second = rng.choice(_INDICES), rng.choice(_INDICES)
        yield xs, _second(entry, rng, xs, source), _integers(entry, rng, first, second)


def _second(
    entry: Listed, rng: random.Random, xs: list[object], source: Callable[[random.Random], object]
) -> list[object]:
    if entry.needle:
        return [rng.choice(xs) if xs and rng.random() < 0.5 else source(rng)]
    if rng.random() < 0.5:
        return [x if rng.random() < 0.9 else source(rng) for x in xs]
    return [source(rng) for _ in range(rng.randrange(entry.longest + 1))]


def _integers(entry: Listed, rng: random.Random, first: int | None, second: int | None) -> tuple[int | None, ...]:
    match entry.numbers:
        case "range":
            ends = [any_int(rng) for _ in range(2)]
            if rng.random() < 0.5:
                ends = [rng.randint(-30, 30) for _ in range(2)]
            return (*ends, any_int(rng) if rng.random() < 0.3 else rng.choice(_STEPS))
        case "repeat":
            return (rng.randint(-2, 12),)
        case "two":
            return (rng.randint(-9, 8), rng.randint(-9, 8))
        case "int":
            return (any_int(rng),)
        case "index":
            return (first if first is not None else 0, None)
        case _:
            return (first, second, rng.choice(_STEPS))


def _changes(change: Callable[..., object]) -> Callable[..., list[object]]:
    """The list after ``change(xs, ys, p)``."""

    def run(xs: list[object], ys: list[object], p: tuple[int | None, ...]) -> list[object]:
        copy = list(xs)
        change(copy, ys, p)
        return copy

    return run


def _takes(take: Callable[..., object]) -> Callable[..., list[object]]:
    """The list after ``take(xs, ys, p)``, and what was taken."""

    def run(xs: list[object], ys: list[object], p: tuple[int | None, ...]) -> list[object]:
        copy = list(xs)
        value = take(copy, ys, p)
        return [*copy, value]

    return run


def _swap(xs: list[object], ys: object, p: tuple[int, int]) -> None:
    xs[p[0]], xs[p[1]] = xs[p[1]], xs[p[0]]


def _set_slice(xs: list[object], ys: list[object], p: tuple[int, ...]) -> None:
    xs[p[0] : p[1]] = ys


def _delete_slice(xs: list[object], ys: list[object], p: tuple[int, ...]) -> None:
    del xs[p[0] : p[1]]


def _delete_step(xs: list[object], ys: list[object], p: tuple[int, ...]) -> None:
    del xs[p[0] : p[1] : p[2]]


def _one(function: Callable[..., object]) -> Callable[..., list[object]]:
    return lambda xs, ys, p: [function(xs)]


def _any_nan(xs: list[float], ys: object, p: object) -> bool:
    return any(map(math.isnan, xs))


def _any_infinite(xs: list[float], ys: object, p: object) -> bool:
    return not all(map(math.isfinite, xs))


def _nan_needle(xs: object, ys: list[float], p: object) -> bool:
    return math.isnan(ys[0])


def _nan_in_both(xs: list[float], ys: list[float], p: object) -> bool:
    return any(math.isnan(x) and math.isnan(y) for x, y in zip(xs, ys, strict=False))


def _large_product(xs: list[int], ys: object, p: object) -> bool:
    products = itertools.accumulate(xs, operator.mul)
    return any(not -(2**63) <= product < 2**63 for product in products)


def _range(xs: object, ys: object, p: tuple[int, int, int]) -> list[object]:
    return list(itertools.islice(range(*p), 20))


def _range_reversed(xs: object, ys: object, p: tuple[int, int, int]) -> list[object]:
    return list(itertools.islice(reversed(range(*p)), 20))


LISTS: tuple[Listed, ...] = (
    Listed("list_int_sum", "q", "q", _one(sum), longest=150),
    Listed("list_int_min", "q", "q", _one(min)),
    Listed("list_int_max", "q", "q", _one(max)),
    Listed("list_int_sorted", "q", "q", lambda xs, ys, p: sorted(xs), longest=50),
    Listed("list_int_prod", "q", "q", _one(math.prod), _large_product),
    Listed("list_int_contains", "q", "?", lambda xs, ys, p: [p[0] in xs], numbers="int"),
    Listed("list_int_index", "q", "q", lambda xs, ys, p: [xs.index(p[0])], numbers="int"),
    Listed("list_int_count", "q", "q", lambda xs, ys, p: [xs.count(p[0])], numbers="int"),
    Listed("list_int_equal", "q", "?", lambda xs, ys, p: [xs == ys]),
    Listed("list_float_sum", "d", "d", _one(sum), longest=150),
    Listed("list_float_sum_or_zero", "d", "d", lambda xs, ys, p: [sum(xs) if xs else 0.0]),
    Listed("list_float_sum_from", "d", "d", lambda xs, ys, p: [sum(xs, ys[0])], needle=True, longest=40),
    Listed("list_float_min", "d", "d", _one(min)),
    Listed("list_float_max", "d", "d", _one(max)),
    Listed("list_float_sorted", "d", "d", lambda xs, ys, p: sorted(xs), _any_nan, longest=50),
    Listed("list_float_fsum", "d", "d", _one(math.fsum), _any_infinite, longest=60),
    Listed("list_float_prod", "d", "d", _one(math.prod)),
    Listed("list_float_hypot", "d", "d", lambda xs, ys, p: [math.hypot(*xs)]),
    Listed("list_float_dist", "d", "d", lambda xs, ys, p: [math.dist(xs, ys)]),
    Listed("list_float_contains", "d", "?", lambda xs, ys, p: [ys[0] in xs], _nan_needle, needle=True),
    Listed("list_float_index", "d", "q", lambda xs, ys, p: [xs.index(ys[0])], _nan_needle, needle=True),
    Listed("list_float_count", "d", "q", lambda xs, ys, p: [xs.count(ys[0])], _nan_needle, needle=True),
    Listed("list_float_equal", "d", "?", lambda xs, ys, p: [xs == ys], _nan_in_both),
    Listed("list_get", "d", "d", lambda xs, ys, p: [xs[p[0]]]),
    Listed("list_get_ref", "d", "d", lambda xs, ys, p: [xs[p[0]]]),
    Listed("list_set", "d", "d", _changes(lambda xs, ys, p: xs.__setitem__(p[0], 0.5))),
    Listed("list_swap", "d", "d", _changes(_swap), numbers="two"),
    Listed("list_display", "d", "q", lambda xs, ys, p: [len(xs), len(ys)]),
    Listed("list_push", "d", "d", _changes(lambda xs, ys, p: xs.append(0.5))),
    Listed("list_pop", "d", "d", _takes(lambda xs, ys, p: xs.pop())),
    Listed("list_pop_at", "d", "d", _takes(lambda xs, ys, p: xs.pop(p[0]))),
    Listed("list_insert", "d", "d", _changes(lambda xs, ys, p: xs.insert(p[0], 0.5))),
    Listed("list_delete", "d", "d", _changes(lambda xs, ys, p: xs.__delitem__(p[0]))),
    Listed("list_extend", "d", "d", _changes(lambda xs, ys, p: xs.extend(ys))),
    Listed(
        "list_reorder",
        "d",
        "d",
        _changes(lambda xs, ys, p: xs.__setitem__(slice(None), [xs[p[0]], xs[p[1]]])),
        numbers="two",
    ),
    Listed("list_reverse", "d", "d", _changes(lambda xs, ys, p: xs.reverse())),
    Listed("list_copy", "d", "d", lambda xs, ys, p: xs.copy()),
    Listed("list_reversed", "d", "d", lambda xs, ys, p: list(reversed(xs))),
    Listed("list_concat", "d", "d", lambda xs, ys, p: xs + ys),
    Listed("list_repeat", "d", "d", lambda xs, ys, p: xs * p[0], numbers="repeat"),
    Listed("list_slice", "d", "d", lambda xs, ys, p: xs[p[0] : p[1]], numbers="slice"),
    Listed("list_slice_step", "d", "d", lambda xs, ys, p: xs[p[0] : p[1] : p[2]], numbers="slice"),
    Listed("list_set_slice", "d", "d", _changes(_set_slice), numbers="slice"),
    Listed("list_delete_slice", "d", "d", _changes(_delete_slice), numbers="slice"),
    Listed("list_delete_step", "d", "d", _changes(_delete_step), numbers="slice"),
    Listed("list_range", "q", "q", _range, numbers="range"),
    Listed("list_range_reversed", "q", "q", _range_reversed, numbers="range"),
    *(
        (
            Listed(
                "list_int_sumprod",
                "q",
                "q",
                lambda xs, ys, p: [math.sumprod(xs, ys)],  # type: ignore[attr-defined, unused-ignore]
            ),
        )
        if sys.version_info >= (3, 12)
        else ()
    ),
)

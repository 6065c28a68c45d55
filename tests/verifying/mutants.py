"""Right translations and plausible wrong ones. Each wrong one is a mistake that a translation to Rust has made.

A row has the Python original, the wrong core (None: the original itself, where the boundary is wrong), the types, a few
real inputs, and what the boundary does (see ``fakes.fake``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Row:
    original: Callable[..., Any]
    wrong: Callable[..., Any] | None
    types: list[str]
    recorded: list[tuple[Any, ...]]
    changed: tuple[int, ...] = ()
    boundary: dict[str, Any] = field(default_factory=dict)


def wrapped(n: int) -> int:
    return (n + 2**63) % 2**64 - 2**63


def add(a, b):
    return a + b


def floordiv(a, b):
    return a // b


def remainder(a, b):
    return a % b


def truediv(a, b):
    return a / b


def less(a, b):
    return a < b


def same(a, b):
    return a == b


def power(a, b):
    return a**b


def square(x):
    return x**2


def root(x):
    return x**0.5


def nearest(x):
    return round(x)


def cents(x):
    return round(x, 2)


def whole(x):
    return int(x)


def shifted(n):
    return 1 << n


def absolute(n):
    return abs(n)


def either(a, b):
    return a or b


def plus_product(a, b, c):
    return a * b + c


def total(xs):
    s = 0.0
    for x in xs:
        s += x
    return s


def total_from_int(xs):
    s = 0
    for x in xs:
        s += x
    return s


def largest(xs):
    return max(xs)


def smallest(a, b):
    return min(a, b)


def at_least(x, y):
    return not (x < y)


def length(x, y):
    return math.hypot(x, y)


def decades(x):
    return math.log(x, 10)


def last(xs, i):
    return xs[i]


def window(xs, lo, hi):
    return xs[lo:hi]


def scale(xs, k):
    for i in range(len(xs)):
        xs[i] = xs[i] * k


def divide_all(xs, d):
    for i in range(len(xs)):
        xs[i] = xs[i] / d[i]


def shift_in(xs, ys):
    for i in range(1, len(xs)):
        xs[i] = xs[i] + ys[i - 1]


def keep(xs):
    return xs


def duplicate(xs):
    return xs[:]


def bounds(xs):
    return (min(xs), max(xs))


def countdown(a, b):
    n = 0
    for i in range(a, b, -3):
        n += i
    return n


def ordered(xs):
    return sorted(xs)


def first_over(xs, limit):
    for i in range(len(xs)):
        if xs[i] > limit:
            return i
    return -1


def mean(xs):
    return sum(xs) / len(xs)


def branchy(x, y):
    if x > 1000 and y < 0:
        return x - y
    return x + y


def fill_rows(grid, k):
    for row in grid:
        for j in range(len(row)):
            row[j] = row[j] + k


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a):
        current = [i + 1]
        for j, y in enumerate(b):
            cost = 0 if x == y else 1
            current.append(min(previous[j] + cost, previous[j + 1] + 1, current[j] + 1))
        previous = current
    return previous[-1]


def norm1(a):
    s = 0.0
    for i in range(a.shape[0]):
        s += abs(float(a[i]))
    return s


def peak(a):
    best = a[0]
    for i in range(a.shape[0]):
        if a[i] > best:  # noqa: PLR1730 - as an author would write it
            best = a[i]
    return best


def blur(a):
    for i in range(1, a.shape[0]):
        a[i] = a[i] + a[i - 1]


def copy_over(a, b):
    for i in range(a.shape[0]):
        a[i] = b[i]


def trace(a):
    s = 0.0
    for i in range(a.shape[0]):
        s += float(a[i, i])
    return s


def _trunc_div(a, b):
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def _pairwise(xs):
    if len(xs) < 8:
        return total(xs)
    half = len(xs) // 2
    return _pairwise(xs[:half]) + _pairwise(xs[half:])


def _max_no_nan(xs):
    best = xs[0]
    for x in xs[1:]:
        best = x if x > best or math.isnan(best) else best
    return best


def _max_last_tie(xs):
    best = xs[0]
    for x in xs[1:]:
        best = x if x >= best else best
    return best


def _no_clamp(xs, lo, hi):
    lo = max(lo, 0) if lo >= 0 else lo + len(xs)
    return xs[max(lo, 0) : max(hi, 0) if hi >= 0 else max(hi + len(xs) + 1, 0)]


def _sum_long_wrong(xs):
    return total(xs[:128]) + total(xs[128:])


def _double_norm(a):
    s = 0.0
    flat = np.ndarray(a.shape, a.dtype, a.base if a.base is not None else a)
    for i in range(a.shape[0]):
        s += abs(float(flat[i]))
    return s


_HOARD: list[Any] = []


def _hoard(xs):
    _HOARD.extend(xs)
    return xs[:]


def _distance_no_swap(a, b):
    if a and a[0] == b[:1] and len(a) == len(b) == 2 and a == b[::-1]:
        return 1
    return distance(a, b) if a[-2:] != "aa" else distance(a[:-1], b)


I2, F2 = ["int", "int"], ["float", "float"]
INTS = [(7, 2), (12, 5), (100, 9)]
FLOATS = [(7.5, 2.0), (1.25, 0.5), (1e3, 0.1)]
ONE = [(1.5,), (2.25,), (10.0,)]
LISTS = [([0.5, 1.5, 2.0],), ([1.0, 2.0, 3.0, 4.0],)]
PAIRS = [([0.5, 1.5, 2.0], [1.0, 2.0, 4.0]), ([1.0, 2.0], [3.0, 5.0])]
ARRAYS = [(np.array([0.5, 1.5, 2.0]),), (np.linspace(0.0, 1.0, 20),)]
LF, ND = ["list[float]"], ["ndarray[float64, 1]"]

MUTANTS: dict[str, Row] = {
    # ints
    "wrapping add": Row(add, lambda a, b: wrapped(a + b), I2, INTS),
    "floor division truncates": Row(floordiv, _trunc_div, I2, INTS),
    "remainder has the sign of the dividend": Row(remainder, lambda a, b: a - b * _trunc_div(a, b), I2, INTS),
    "euclidean remainder": Row(remainder, lambda a, b: a % abs(b), I2, INTS),
    "MIN // -1 wraps": Row(floordiv, lambda a, b: wrapped(a // b), I2, INTS),
    "int / int through floats": Row(truediv, lambda a, b: float(a) / float(b), I2, INTS),
    "int / int: zero over negative": Row(truediv, lambda a, b: 0.0 if a == 0 and b else a / b, I2, INTS),
    "int < float by cast": Row(less, lambda a, b: float(a) < b, ["int", "float"], [(3, 2.5), (1, 1.5)]),
    "int == float by cast": Row(same, lambda a, b: float(a) == b, ["int", "float"], [(3, 2.5), (1, 1.0)]),
    "int(float) saturates": Row(whole, lambda x: max(-(2**63), min(2**63 - 1, int(x))), ["float"], ONE),
    "int(nan) is 0": Row(whole, lambda x: 0 if math.isnan(x) else int(x), ["float"], ONE),
    "shift by the low six bits": Row(shifted, lambda n: wrapped(1 << (n & 63)), ["int"], [(3,), (10,)]),
    "abs(MIN) wraps": Row(absolute, lambda n: wrapped(abs(n)), ["int"], [(3,), (-10,)]),
    "power wraps": Row(power, lambda a, b: wrapped(a**b), I2, [(2, 3), (3, 4)]),
    "negative power is 0": Row(power, lambda a, b: 0 if b < 0 else a**b, I2, [(2, 3), (3, 4)]),
    "or gives a bool": Row(either, lambda a, b: bool(a or b), I2, [(0, 1), (5, 2)]),
    "True + True is True": Row(add, lambda a, b: a or b, ["bool", "bool"], [(True, False)]),
    "countdown one short": Row(
        countdown, lambda a, b: countdown(a, b + 1) if (a - b) % 3 == 1 else countdown(a, b), I2, [(10, 1), (5, 0)]
    ),
    # floats
    "x * x for x ** 2": Row(square, lambda x: x * x, ["float"], ONE),
    "x * x for x ** 2, checked": Row(square, lambda x: x * x if abs(x) < 1e150 else x**2, ["float"], ONE),
    "sqrt for x ** 0.5": Row(root, lambda x: math.sqrt(x) if 0.0 < x < 1e300 else x**0.5, ["float"], ONE),
    "floor of the quotient": Row(floordiv, lambda x, y: float(math.floor(x / y)), F2, FLOATS),
    "fmod for %": Row(remainder, math.fmod, F2, FLOATS),
    "division by zero is infinite": Row(
        truediv, lambda x, y: math.copysign(math.inf, x) if y == 0 else x / y, F2, FLOATS
    ),
    "round half away from zero": Row(
        nearest, lambda x: int(math.copysign(math.floor(abs(x) + 0.5), x)), ["float"], ONE
    ),
    "round gives a float": Row(nearest, lambda x: float(round(x)), ["float"], ONE),
    "round(x, 2) by scaling": Row(cents, lambda x: round(x * 100.0) / 100.0, ["float"], ONE),
    "sum from -0.0": Row(
        total, lambda xs: sum(xs[1:], xs[0]) if len(xs) == 1 else total(xs) if xs else -0.0, LF, LISTS
    ),
    "pairwise sum": Row(total, _pairwise, LF, LISTS),
    "wrong above 128 elements": Row(total, _sum_long_wrong, LF, LISTS),
    "sum of nothing is 0.0": Row(total_from_int, total, LF, LISTS),
    "max passes NaN over": Row(largest, _max_no_nan, LF, LISTS),
    "max takes the last of equals": Row(largest, _max_last_tie, LF, LISTS),
    "min takes the second of equals": Row(smallest, lambda a, b: a if a < b else b, F2, FLOATS),
    "not < is >=": Row(at_least, lambda x, y: x >= y, F2, FLOATS),
    "fused multiply and add": Row(
        plus_product,
        lambda a, b, c: (
            float(Fraction(a) * Fraction(b) + Fraction(c))
            if all(map(math.isfinite, (a, b, c))) and 1e-100 < abs(a * b) < 1e100 and abs(a * b + c) > 1e-100
            else a * b + c
        ),
        ["float"] * 3,
        [(1.5, 2.5, 0.25)],
    ),
    "hypot by sqrt": Row(
        length,
        lambda x, y: math.sqrt(x * x + y * y) if 1e-100 < x * x + y * y < 1e200 else math.hypot(x, y),
        F2,
        FLOATS,
    ),
    "log10 for log(x, 10)": Row(decades, math.log10, ["float"], ONE),
    "log by log2": Row(decades, lambda x: math.log2(x) / math.log2(10), ["float"], ONE),
    "narrowed to 32 bits": Row(add, lambda a, b: float(np.float32(a + b)) if abs(a + b) < 1e30 else a + b, F2, FLOATS),
    "a NumPy float comes back": Row(add, lambda a, b: np.float64(a) + b if abs(a + b) < 1e300 else a + b, F2, FLOATS),
    "a rare branch": Row(branchy, add, ["int", "int"], [(5, 3), (2000, 1)]),
    # lists
    "index wraps around": Row(last, lambda xs, i: xs[i % len(xs)], ["list[float]", "int"], [([1.0, 2.0], 1)]),
    "negative index off by one": Row(
        last, lambda xs, i: xs[i - 1] if -len(xs) < i < -1 else xs[i], ["list[float]", "int"], [([1.0, 2.0, 3.0], 1)]
    ),
    "slice end off by one": Row(window, _no_clamp, ["list[int]", "int", "int"], [([1, 2, 3, 4], 1, 3)]),
    "write-back dropped": Row(scale, None, ["list[float]", "float"], [([1.0, 2.0], 3.0)], (0,), {"commit": "never"}),
    "trap after a write": Row(
        divide_all, None, ["list[float]"] * 2, PAIRS, (0,), {"commit": "early", "alias_guard": False}
    ),
    "alias guard dropped": Row(shift_in, None, ["list[float]"] * 2, PAIRS, (0,), {"alias_guard": False}),
    "alias guard of rows dropped": Row(
        fill_rows, None, ["list[list[int]]", "int"], [([[1, 2], [3, 4]], 5)], (0,), {"alias_guard": False}
    ),
    "the argument comes back as a copy": Row(keep, duplicate, LF, LISTS),
    "the argument itself for a copy": Row(duplicate, keep, LF, LISTS),
    "elements swapped": Row(bounds, lambda xs: (max(xs), min(xs)), LF, LISTS),
    "a list for a tuple": Row(bounds, lambda xs: [min(xs), max(xs)], LF, LISTS),
    "last element forgotten": Row(
        first_over, lambda xs, k: first_over(xs[:-1], k), ["list[float]", "float"], [([1.0, 5.0], 2.0)]
    ),
    "> is >=": Row(
        first_over,
        lambda xs, k: next((i for i, x in enumerate(xs) if x >= k), -1),
        ["list[float]", "float"],
        [([1.0, 5.0], 2.0)],
    ),
    "sort without regard to -0.0": Row(
        ordered, lambda xs: sorted(xs, key=lambda x: (x, math.copysign(1.0, x))), LF, LISTS
    ),
    "NaNs sorted last": Row(ordered, lambda xs: sorted(xs, key=lambda x: (math.isnan(x), x)), LF, LISTS),
    "mean of nothing is NaN": Row(mean, lambda xs: mean(xs) if xs else math.nan, LF, LISTS),
    "an int taken for a float": Row(add, lambda a, b: float(a) + float(b), F2, FLOATS, (), {"guarded": False}),
    "ints in a list taken for floats": Row(
        duplicate, lambda xs: [float(x) for x in xs], LF, LISTS, (), {"guarded": False}
    ),
    "an error swallowed": Row(
        last, lambda xs, i: xs[i] if -len(xs) <= i < len(xs) else 0.0, ["list[float]", "int"], [([1.0], 0)]
    ),
    "a read-only argument changed": Row(total, lambda xs: (xs.sort(), total(xs))[1], LF, LISTS, (0,)),
    "a text's double letter lost": Row(
        distance, _distance_no_swap, ["str", "str"], [("kitten", "sitting"), ("ab", "ba")]
    ),
    # arrays
    "references kept": Row(duplicate, _hoard, LF, LISTS, (), {"commit": "early"}),
    "strides ignored": Row(norm1, _double_norm, ND, ARRAYS, (), {"commit": "early"}),
    "array write-back dropped": Row(blur, None, ND, ARRAYS, (0,), {"commit": "never"}),
    "overlap ignored": Row(
        copy_over, None, ND * 2, [(np.arange(4.0), np.arange(4.0) + 10)], (0,), {"alias_guard": False}
    ),
    "a float for np.float64": Row(peak, lambda a: float(peak(a)), ND, ARRAYS),
    "peak passes NaN over": Row(peak, np.fmax.reduce, ND, ARRAYS),
    "anti-diagonal": Row(
        trace, lambda a: trace(a[:, ::-1]) if a.shape == (3, 3) else trace(a), ["ndarray[float64, 2]"], [(np.eye(4),)]
    ),
}

_BY_ORIGINAL = {(row.original, *row.types): row for row in MUTANTS.values()}
RIGHT: dict[str, Row] = {
    f"{row.original.__name__}({', '.join(row.types)})": Row(
        row.original, None, row.types, row.recorded, row.changed if row.wrong is None else ()
    )
    for row in _BY_ORIGINAL.values()
}
"""Every original with a right boundary."""

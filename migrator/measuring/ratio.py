"""The gain as a ratio with its confidence interval, from times measured side by side.

Times of one machine are neither normal nor independent of the minute in which they were taken. So before and after are
measured in turns (a *round* has both), medians are taken over rounds, and the interval comes from drawing rounds and
inputs anew (the bootstrap), always the same ones for both, which assumes nothing about the distribution.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import median

from migrator.model.proof import Interval

_DRAWS = 500
_LEVEL = 0.95


def ratio(before: Sequence[Sequence[float]], after: Sequence[Sequence[float]], seed: int = 0) -> Interval:
    """Return the ratio of the medians over rounds, each of the sum over inputs, with its 95 % interval.

    Args:
        before: one row a round, one number an input.
        after: the same shape.
        seed: of the drawing.

    >>> ratio([[2.0], [2.0]], [[1.0], [1.0]])
    Interval(value=2.0, low=2.0, high=2.0)
    """
    rounds, inputs = range(len(before)), range(len(before[0]))
    rng = random.Random(seed)
    drawn = sorted(
        _ratio(before, after, rng.choices(rounds, k=len(rounds)), rng.choices(inputs, k=len(inputs)))
        for _ in range(_DRAWS)
    )
    tail = (1 - _LEVEL) / 2
    value = _ratio(before, after, rounds, inputs)
    low, high = drawn[int(tail * _DRAWS)], drawn[int((1 - tail) * _DRAWS) - 1]
    return Interval(value, min(low, value), max(high, value))


def _ratio(
    before: Sequence[Sequence[float]],
    after: Sequence[Sequence[float]],
    rounds: Sequence[int],
    inputs: Sequence[int],
) -> float:
    return _median(before, rounds, inputs) / _median(after, rounds, inputs)


def _median(table: Sequence[Sequence[float]], rounds: Sequence[int], inputs: Sequence[int]) -> float:
    return median(sum(table[r][i] for i in inputs) for r in rounds)

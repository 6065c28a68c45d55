"""The gain as a ratio with its confidence interval, from times measured side by side.

Times of one machine are neither normal nor independent of the minute in which they were taken. So before and after are
measured in turns (a *round* has both), for each input the median is taken over rounds, and the interval comes from drawing
rounds anew (the bootstrap), the same ones for both, which assumes nothing about the distribution. What else the machine does
falls on single inputs of single rounds, and the median of each input does not see it. The inputs are taken as they were
recorded: the interval says how sure the time on these inputs is, not how other inputs would fare.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import median

from migrator.model.proof import Interval

_DRAWS = 1000
_LEVEL = 0.95


def ratio(before: Sequence[Sequence[float]], after: Sequence[Sequence[float]], seed: int = 0) -> Interval:
    """Return the ratio of the times that all inputs typically take together, with its 95 % interval.

    Args:
        before: one row a round, one number an input.
        after: the same shape.
        seed: of the drawing.

    >>> ratio([[2.0], [2.0]], [[1.0], [1.0]])
    Interval(value=2.0, low=2.0, high=2.0)
    """
    rounds = range(len(before))
    rng = random.Random(seed)
    drawn = sorted(_ratio(before, after, rng.choices(rounds, k=len(rounds))) for _ in range(_DRAWS))
    tail = (1 - _LEVEL) / 2
    value = _ratio(before, after, rounds)
    low, high = drawn[int(tail * _DRAWS)], drawn[int((1 - tail) * _DRAWS) - 1]
    return Interval(value, min(low, value), max(high, value))


def typical(rows: Sequence[Sequence[float]]) -> float:
    """Return what all inputs take together: for each the median over the rounds.

    >>> typical([[1.0, 2.0], [9.0, 2.0], [1.0, 2.5]])
    3.0
    """
    return float(sum(median(times) for times in zip(*rows, strict=True)))


def _ratio(before: Sequence[Sequence[float]], after: Sequence[Sequence[float]], rounds: Sequence[int]) -> float:
    return typical([before[r] for r in rounds]) / typical([after[r] for r in rounds])

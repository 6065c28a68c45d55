"""The gain as a ratio with its confidence interval, from times measured side by side.

Times of one machine are neither normal nor independent of the minute in which they were taken. So before and after are
measured in turns (a *round* has both), medians are taken over rounds, and the interval comes from drawing rounds anew
(the bootstrap), the same ones for both, which assumes nothing about the distribution. The inputs are taken as they were
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
    """Return the ratio of the medians over rounds, with its 95 % interval; a round counts by its sum.

    Args:
        before: one row a round, one number an input.
        after: the same shape.
        seed: of the drawing.

    >>> ratio([[2.0], [2.0]], [[1.0], [1.0]])
    Interval(value=2.0, low=2.0, high=2.0)
    """
    befores, afters = [sum(row) for row in before], [sum(row) for row in after]
    rounds = range(len(befores))
    rng = random.Random(seed)
    drawn = sorted(_ratio(befores, afters, rng.choices(rounds, k=len(rounds))) for _ in range(_DRAWS))
    tail = (1 - _LEVEL) / 2
    value = _ratio(befores, afters, rounds)
    low, high = drawn[int(tail * _DRAWS)], drawn[int((1 - tail) * _DRAWS) - 1]
    return Interval(value, min(low, value), max(high, value))


def _ratio(before: Sequence[float], after: Sequence[float], rounds: Sequence[int]) -> float:
    return median(before[r] for r in rounds) / median(after[r] for r in rounds)

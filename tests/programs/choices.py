"""Where the decisions of a random program come from: a seed (fast), or Hypothesis (which shrinks)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """What a generator may ask. The first of several things should be the simplest: shrinking goes there."""

    def between(self, low: int, high: int) -> int:
        """Return an int from ``low`` to ``high``, both included."""

    def pick(self, things: Sequence[T]) -> T:
        """Return one of ``things``."""

    def chance(self, share: float) -> bool:
        """Return True in ``share`` of the cases."""

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of ``things``, each as often as its weight says."""


class Seeded:
    """Decisions from a random generator."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.between = rng.randint
        self.pick = rng.choice

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        return self.rng.choices(things, weights)[0]


class Drawn:
    """Decisions drawn by Hypothesis."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def between(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def pick(self, things: Sequence[T]) -> T:
        return things[self.between(0, len(things) - 1)]

    def chance(self, share: float) -> bool:
        return self.between(0, 99) >= 100 * (1 - share)

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        ticks = [max(1, round(10 * w)) for w in weights]
        place = self.between(0, sum(ticks) - 1)
        for thing, width in zip(things, ticks, strict=True):
            if place < width:
                return thing
            place -= width
        raise AssertionError("the weights add up")

"""Exact call counts, and who calls: what the counters do that ``instrument`` puts into functions.

Calls are exact. The caller is looked at for the first ``EXACT`` calls, and from there on at steps
chosen at random, so callers are estimated without bias.
"""

from __future__ import annotations

import operator
import sys
from itertools import cycle
from typing import TypeVar

from .places import Places

Key = TypeVar("Key")
EXACT = 1000
MANY = 100_000
WIDEST = 1 << 16
_NONES: list[None] = [None] * WIDEST
_MULTIPLIER = 131
"""A generator of the numbers below 257 under multiplication: its powers visit 1 to 256 once each,
in an order without a pattern that a program could share.
"""


def _steps() -> list[int]:
    steps, value = [], 1
    for _ in range(256):
        value = value * _MULTIPLIER % 257
        steps.append(value)
    return steps


random_steps = cycle(_steps())


class Ticks:
    """Tells a function, by a ``for`` loop over ``ticks`` that ends at once, which calls to report.

    ``for tick in ticks: break`` and ``else: report()`` cost some 10 ns a call, where counting in
    Python costs 30: the iterator gives None until its turn is over. A turn of ``step`` calls is
    reported by its last one. The interpreter switches threads in none of these instructions.
    """

    __slots__ = ("done", "step", "tick", "ticks")

    def __init__(self) -> None:
        self.done = 0
        self.step = 1
        self.ticks = iter(_NONES[:0])
        self.tick: object = None

    @property
    def calls(self) -> int:
        """How often the function was called."""
        return self.done + self.step - 1 - operator.length_hint(self.ticks)

    def next_turn(self, step: int) -> int:
        """Start a turn of ``step`` calls; returns the length of the turn that ended."""
        step = min(step, WIDEST)
        ticks = iter(_NONES)
        ticks.__setstate__(WIDEST - step + 1)  # type: ignore[attr-defined]  # typeshed leaves it out
        # No call from here on, so that no error can come between.
        ended = self.step
        self.done += ended
        self.step = step
        self.ticks = ticks
        return ended


class Counter(Ticks):
    """One per function definition."""

    __slots__ = ("callers", "file", "line", "places", "qualname")

    def __init__(self, places: Places, file: str, qualname: str, line: int) -> None:
        super().__init__()
        self.places = places
        self.file = file
        self.qualname = qualname
        self.line = line
        self.callers: dict[str, int] = {}

    def shares(self) -> dict[str, int]:
        """Return the calls by caller; they add up to ``calls``."""
        return spread(self.callers, self.calls)

    def note(self) -> None:
        """Remember the caller for all calls of the turn, and start the next."""
        try:
            wide = next(random_steps) * (1 if self.done < MANY else 8)
            ended = self.next_turn(1 if self.done < EXACT else wide)
            frame = sys._getframe(1).f_back
            caller = self.places.function_id(frame.f_code, frame.f_globals) if frame else ""
            self.callers[caller] = self.callers.get(caller, 0) + ended
        except RecursionError:
            pass  # the program is at its own limit, and meets it itself with its next call


def spread(counts: dict[Key, int], total: int) -> dict[Key, int]:
    """Return ``counts`` in the same proportions, adding up to ``total``; none becomes zero.

    >>> spread({"a": 3, "b": 1}, 8)
    {'a': 6, 'b': 2}
    """
    known = sum(counts.values())
    if not known or known == total:
        return dict(counts)
    scaled = {key: max(1, count * total // known) for key, count in counts.items()}
    largest = max(scaled, key=lambda key: scaled[key])
    scaled[largest] = max(1, scaled[largest] + total - sum(scaled.values()))
    return scaled

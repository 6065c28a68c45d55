"""Exact call counts, and who calls: what the counters do that ``instrument`` puts into functions.

A counter counts down in the function itself (some 10 ns); only at zero is ``note`` called, which
looks at the caller and starts the counter again at a step chosen at random. So calls are exact,
callers are exact for the first ``EXACT`` calls and estimated without bias from there on.
"""

from __future__ import annotations

import sys
from itertools import cycle
from typing import TypeVar

from .places import Places

Key = TypeVar("Key")
EXACT = 1000
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


class Counter:
    """One per function definition. ``left`` is counted down by the function."""

    __slots__ = ("callers", "done", "file", "left", "line", "places", "qualname", "step")

    def __init__(self, places: Places, file: str, qualname: str, line: int) -> None:
        self.places = places
        self.file = file
        self.qualname = qualname
        self.line = line
        self.left = 1
        self.step = 1
        self.done = 0
        self.callers: dict[str, int] = {}

    @property
    def calls(self) -> int:
        """How often the function was called."""
        return self.done + self.step - self.left

    def shares(self) -> dict[str, int]:
        """Return the calls by caller; they add up to ``calls``."""
        return spread(self.callers, self.calls)

    def note(self) -> None:
        """Remember the caller for all calls since the last note, and start the next step."""
        weight = self.step - self.left
        self.done += weight
        self.left = self.step = 1 if self.done < EXACT else next(random_steps)
        frame = sys._getframe(1).f_back
        caller = self.places.function_id(frame.f_code, frame.f_globals) if frame else ""
        self.callers[caller] = self.callers.get(caller, 0) + weight


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

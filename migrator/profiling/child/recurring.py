"""Whether the same objects come into a function again and again, as a model's tables do, or new ones in each call."""

from __future__ import annotations

from typing import Any

from .instances import INSTANCES
from .typetext import MAPS

_ENOUGH = 64
"""After so many pairs of calls it is known, and nothing is held any more."""


class Recurring:
    """Compares the arguments of each looked-at call with those of the one before, which it holds so long."""

    def __init__(self, parameters: int) -> None:
        self.pairs = 0
        self.counts = [0] * parameters
        self._before: tuple[Any, ...] = ()

    def see(self, arguments: tuple[Any, ...]) -> None:
        """Note a call."""
        if self.pairs >= _ENOUGH:
            return
        if self._before:
            self.pairs += 1
            for place, (value, before) in enumerate(zip(arguments, self._before, strict=True)):
                self.counts[place] += value is before
        last = self.pairs >= _ENOUGH
        self._before = () if last else tuple(value if _may_be_held(value) else _NOTHING for value in arguments)

    def shares(self) -> list[float]:
        """Return how much of the calls gave the very object of the call before, for each parameter."""
        return [count / self.pairs if self.pairs else 0.0 for count in self.counts]


_NOTHING = object()
"""No argument is this."""


def _may_be_held(value: object) -> bool:
    """Whether it makes no difference to the program that ``value`` lives until the next call."""
    kind = type(value)
    if kind in (list, tuple, set) or kind in MAPS:
        return True
    return bool(INSTANCES.class_id(value)) and not hasattr(kind, "__del__")

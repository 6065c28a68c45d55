"""One way to compute one kernel."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.values import encode

Arguments = tuple[Any, ...]


def unchanged(arguments: Arguments) -> Arguments:
    """The form in which a peer holds its inputs, where that is the form of the user."""
    return arguments


@dataclass(frozen=True)
class Implementation:
    """``call`` is timed; ``hold`` puts the inputs beforehand into the form in which the peer's user holds them."""

    call: Callable[..., Any]
    inputs: Callable[[], Arguments]
    mutates: bool
    hold: Callable[[Arguments], Arguments] = field(default=unchanged)

    def answer(self) -> Any:
        """Return the result and, where they change, the arguments afterwards, as JSON."""
        arguments = self.hold(self.inputs())
        result = self.call(*arguments)
        return encode([result, list(arguments) if self.mutates else None])

    def seconds(self, at_least: float) -> float:
        """Return CPU seconds a call, over calls that take ``at_least`` seconds together."""
        arguments = self.hold(self.inputs())
        calls = 1
        while True:
            spent = self._timed(arguments, calls)
            if spent >= at_least or calls >= 1 << 20:
                return spent / calls
            growth = at_least / spent if spent > 0.0 else 1024.0
            calls = max(calls + 1, min(int(calls * growth * 1.1) + 1, calls * 1024))

    def _timed(self, arguments: Arguments, calls: int) -> float:
        if not self.mutates:
            start = time.thread_time()
            for _ in range(calls):
                self.call(*arguments)
            return time.thread_time() - start
        spent = 0.0
        while calls > 0:
            # Fresh arguments for each call, made outside the clock, a batch at a time.
            batch = [copy.deepcopy(arguments) for _ in range(min(calls, 64))]
            start = time.thread_time()
            for fresh in batch:
                self.call(*fresh)
            spent += time.thread_time() - start
            calls -= len(batch)
        return spent

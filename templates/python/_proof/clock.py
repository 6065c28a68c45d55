"""The time of a search: that of the processor, so that a busy machine gets as many inputs as an idle one."""

from __future__ import annotations

import time

PATIENCE = 3
"""The clock on the wall may go so many times as far: other programs want the processor, or the function sleeps."""


class _Clock:
    """Counts from one look to the next: what was used before a sleep does not make the sleep free."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def look(self) -> float:
        cpu, wall = time.process_time(), time.perf_counter()
        self.passed += max(cpu - self.cpu, (wall - self.wall) / PATIENCE)
        self.cpu, self.wall = cpu, wall
        return self.passed


_CLOCK = _Clock()


def now() -> float:
    """Return the seconds that have passed."""
    return _CLOCK.look()

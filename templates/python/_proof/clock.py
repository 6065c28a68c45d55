"""The time of a search: that of the processor, so that a busy machine gets as many inputs as an idle one."""

from __future__ import annotations

import time

PATIENCE = 3
"""The clock on the wall may go so many times as far: other programs want the processor, or the function sleeps."""
_BEGAN = time.perf_counter()


def now() -> float:
    """Return the seconds that have passed."""
    return max(time.process_time(), (time.perf_counter() - _BEGAN) / PATIENCE)

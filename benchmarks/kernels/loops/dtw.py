"""Dynamic time warping: how alike two signals are when time may stretch."""

import math


def warping_distance(a: list[float], b: list[float], window: int) -> float:
    """Return the cost of the best alignment that stays within ``window`` of the diagonal."""
    n, m = len(a), len(b)
    window = max(window, abs(n - m))
    previous = [math.inf] * (m + 1)
    previous[0] = 0.0
    for i in range(1, n + 1):
        current = [math.inf] * (m + 1)
        for j in range(max(1, i - window), min(m, i + window) + 1):
            cost = abs(a[i - 1] - b[j - 1])
            current[j] = cost + min(previous[j], current[j - 1], previous[j - 1])
        previous = current
    return previous[m]

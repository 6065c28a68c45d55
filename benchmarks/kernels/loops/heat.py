"""Heat that spreads over a plate with fixed edges."""

import numpy as np


def diffuse(grid: np.ndarray, steps: int, alpha: float) -> np.ndarray:
    """Return the temperatures after ``steps`` explicit steps of the heat equation."""
    rows, columns = grid.shape
    current = grid.copy()
    following = grid.copy()
    for _ in range(steps):
        for r in range(1, rows - 1):
            for c in range(1, columns - 1):
                around = current[r - 1, c] + current[r + 1, c]
                around += current[r, c - 1] + current[r, c + 1]
                following[r, c] = current[r, c] + alpha * (around - 4.0 * current[r, c])
        current, following = following, current
    return current

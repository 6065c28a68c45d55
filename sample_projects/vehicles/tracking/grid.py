"""A log-odds occupancy grid from laser scans, and the distance to the nearest obstacle."""

import math

import numpy as np

FREE, HIT = -0.4, 0.9
LIMIT = 6.0
OCCUPIED = 0.5


def trace(grid: np.ndarray, row0: int, column0: int, row1: int, column1: int, free: float, limit: float) -> None:
    """Lower the log-odds of the cells between the scanner and the hit (Bresenham's line)."""
    rows, columns = grid.shape
    d_column = abs(column1 - column0)
    d_row = -abs(row1 - row0)
    step_column = 1 if column0 < column1 else -1
    step_row = 1 if row0 < row1 else -1
    error = d_column + d_row
    row, column = row0, column0
    while row != row1 or column != column1:
        if 0 <= row < rows and 0 <= column < columns:
            value = grid[row, column] + free
            grid[row, column] = value if value > -limit else -limit
        doubled = 2 * error
        if doubled >= d_row:
            error += d_row
            column += step_column
        if doubled <= d_column:
            error += d_column
            row += step_row


def integrate_scan(
    grid: np.ndarray,
    x: float,
    y: float,
    heading: float,
    ranges: list[float],
    reach: float,
    resolution: float,
) -> None:
    """Enter one scan, taken at (x, y), into the grid."""
    rows, columns = grid.shape
    row0, column0 = int(y / resolution), int(x / resolution)
    for beam, distance in enumerate(ranges):
        angle = heading + 2.0 * math.pi * beam / len(ranges)
        row1 = int(math.floor((y + distance * math.sin(angle)) / resolution))
        column1 = int(math.floor((x + distance * math.cos(angle)) / resolution))
        trace(grid, row0, column0, row1, column1, FREE, LIMIT)
        if distance < reach and 0 <= row1 < rows and 0 <= column1 < columns:
            grid[row1, column1] = min(LIMIT, grid[row1, column1] + HIT)


def occupied(grid: np.ndarray, threshold: float = OCCUPIED) -> np.ndarray:
    """Return a map of bytes: 1 where the grid is taken to be occupied."""
    return (grid > threshold).astype(np.uint8)


def chamfer_distance(blocked: np.ndarray) -> np.ndarray:
    """Return each cell's distance to the nearest blocked one, in cells, by two passes."""
    rows, columns = blocked.shape
    diagonal = math.sqrt(2.0)
    far = float(rows + columns)
    distance = np.full((rows, columns), far)
    for r in range(rows):
        for c in range(columns):
            if blocked[r, c]:
                distance[r, c] = 0.0
                continue
            best = distance[r, c]
            if c > 0:
                best = min(best, distance[r, c - 1] + 1.0)
            if r > 0:
                best = min(best, distance[r - 1, c] + 1.0)
                if c > 0:
                    best = min(best, distance[r - 1, c - 1] + diagonal)
                if c < columns - 1:
                    best = min(best, distance[r - 1, c + 1] + diagonal)
            distance[r, c] = best
    for r in range(rows - 1, -1, -1):
        for c in range(columns - 1, -1, -1):
            best = distance[r, c]
            if c < columns - 1:
                best = min(best, distance[r, c + 1] + 1.0)
            if r < rows - 1:
                best = min(best, distance[r + 1, c] + 1.0)
                if c < columns - 1:
                    best = min(best, distance[r + 1, c + 1] + diagonal)
                if c > 0:
                    best = min(best, distance[r + 1, c - 1] + diagonal)
            distance[r, c] = best
    return distance

"""Paths over the grid: A* that keeps clear of obstacles, and a smoother."""

import heapq
import math

import numpy as np

NEIGHBOURS = [
    (-1, -1, math.sqrt(2.0)),
    (-1, 0, 1.0),
    (-1, 1, math.sqrt(2.0)),
    (0, -1, 1.0),
    (0, 1, 1.0),
    (1, -1, math.sqrt(2.0)),
    (1, 0, 1.0),
    (1, 1, math.sqrt(2.0)),
]


def octile(row: int, column: int, goal_row: int, goal_column: int) -> float:
    """Return the length of the shortest way on an empty grid."""
    dr, dc = abs(row - goal_row), abs(column - goal_column)
    return max(dr, dc) + (math.sqrt(2.0) - 1.0) * min(dr, dc)


def clearance_cost(clearance: np.ndarray, radius: float, wish: float) -> list[list[float]]:
    """Return each cell's cost: infinite within ``radius`` of an obstacle, 1.0 beyond ``wish``."""
    costs = []
    for r in range(clearance.shape[0]):
        row = []
        for c in range(clearance.shape[1]):
            distance = float(clearance[r, c])
            if distance <= radius:
                row.append(math.inf)
            elif distance >= wish:
                row.append(1.0)
            else:
                part = (wish - distance) / (wish - radius)
                row.append(1.0 + 4.0 * part * part)
        costs.append(row)
    return costs


def find_path(costs: list[list[float]], start: tuple[int, int], goal: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cheapest path by A*, both ends included; empty when there is none."""
    rows, columns = len(costs), len(costs[0])
    best = {start: 0.0}
    parent: dict[tuple[int, int], tuple[int, int]] = {}
    done = set()
    queue = [(octile(*start, *goal), start)]
    while queue:
        _, cell = heapq.heappop(queue)
        if cell == goal:
            path = [cell]
            while cell in parent:
                cell = parent[cell]
                path.append(cell)
            return path[::-1]
        if cell in done:
            continue
        done.add(cell)
        row, column = cell
        for dr, dc, length in NEIGHBOURS:
            r, c = row + dr, column + dc
            if not (0 <= r < rows and 0 <= c < columns) or costs[r][c] == math.inf:
                continue
            cost = best[cell] + length * costs[r][c]
            if cost < best.get((r, c), math.inf):
                best[(r, c)] = cost
                parent[(r, c)] = cell
                heapq.heappush(queue, (cost + octile(r, c, *goal), (r, c)))
    return []


def smooth(path: list[tuple[int, int]], costs: list[list[float]], rounds: int = 40) -> list[tuple[float, float]]:
    """Pull the path straight, between its ends, as long as points stay off obstacles."""
    xs = [float(column) for _, column in path]
    ys = [float(row) for row, _ in path]
    for _ in range(rounds):
        for i in range(1, len(path) - 1):
            x = xs[i] + 0.1 * (path[i][1] - xs[i]) + 0.3 * (xs[i - 1] + xs[i + 1] - 2.0 * xs[i])
            y = ys[i] + 0.1 * (path[i][0] - ys[i]) + 0.3 * (ys[i - 1] + ys[i + 1] - 2.0 * ys[i])
            if costs[int(y + 0.5)][int(x + 0.5)] < math.inf:
                xs[i], ys[i] = x, y
    return list(zip(xs, ys))


def path_length(points: list[tuple[float, float]]) -> float:
    total = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:]):
        total += math.hypot(x2 - x1, y2 - y1)
    return total

"""The cheapest way over a map, by A*."""

import heapq


def cheapest_way(costs: list[list[int]]) -> int:
    """Return what the way from the first to the last field costs at least; -1 where there is none. 0 is a wall."""
    rows = len(costs)
    columns = len(costs[0])
    known = [[-1] * columns for _ in range(rows)]
    known[0][0] = 0
    queue = [(rows + columns - 2, 0, 0, 0)]
    while queue:
        _, spent, r, c = heapq.heappop(queue)
        if r == rows - 1 and c == columns - 1:
            return spent
        if spent > known[r][c]:
            continue
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            y = r + dr
            x = c + dc
            if y < 0 or y >= rows or x < 0 or x >= columns or costs[y][x] == 0:
                continue
            total = spent + costs[y][x]
            if known[y][x] < 0 or total < known[y][x]:
                known[y][x] = total
                heapq.heappush(queue, (total + rows - 1 - y + columns - 1 - x, total, y, x))
    return -1

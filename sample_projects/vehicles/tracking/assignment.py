"""Who is who: matching of rows to columns at least cost."""

import math


def hungarian(cost: list[list[float]]) -> list[int]:
    """Return for each row its column (-1: none), so that the sum of costs is least.

    Shortest augmenting paths with potentials, O(n^2 m). Needs no more rows than columns.
    """
    n = len(cost)
    if n == 0:
        return []
    m = len(cost[0])
    if n > m:
        raise ValueError("more rows than columns; pass the transposed matrix")
    u = [0.0] * (n + 1)
    v = [0.0] * (m + 1)
    row_of = [0] * (m + 1)
    way = [0] * (m + 1)
    for i in range(1, n + 1):
        row_of[0] = i
        j0 = 0
        least = [math.inf] * (m + 1)
        used = [False] * (m + 1)
        while True:
            used[j0] = True
            i0 = row_of[j0]
            delta = math.inf
            j1 = 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                reduced = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if reduced < least[j]:
                    least[j] = reduced
                    way[j] = j0
                if least[j] < delta:
                    delta = least[j]
                    j1 = j
            for j in range(m + 1):
                if used[j]:
                    u[row_of[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if row_of[j0] == 0:
                break
        while j0 != 0:
            j1 = way[j0]
            row_of[j0] = row_of[j1]
            j0 = j1
    assigned = [-1] * n
    for j in range(1, m + 1):
        if row_of[j] != 0:
            assigned[row_of[j] - 1] = j - 1
    return assigned


def assign(cost: list[list[float]], limit: float) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the best assignment that cost less than ``limit``."""
    if not cost or not cost[0]:
        return []
    if len(cost) <= len(cost[0]):
        pairs = list(enumerate(hungarian(cost)))
    else:
        turned = [list(column) for column in zip(*cost)]
        pairs = [(row, column) for column, row in enumerate(hungarian(turned))]
        pairs.sort()
    return [(i, j) for i, j in pairs if j >= 0 and cost[i][j] < limit]


def assign_greedily(cost: list[list[float]], limit: float) -> list[tuple[int, int]]:
    """Return pairs (row, column), always the cheapest left; quick, and seldom much worse."""
    candidates = [(value, i, j) for i, row in enumerate(cost) for j, value in enumerate(row) if value < limit]
    candidates.sort()
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            pairs.append((i, j))
    return sorted(pairs)

"""Programs on what `heapq`, `bisect` and `collections` give, and calls with `*`; the docstrings give the argument types."""

# ruff: noqa

import bisect
import heapq
import math
from bisect import insort
from heapq import heappop, heappush


def heap_sort(values):
    """types: list[int]"""
    heap = []
    for value in values:
        heapq.heappush(heap, value)
    return [heapq.heappop(heap) for _ in range(len(heap))]


def heap_floats(heap, value):
    """types: list[float]; float"""
    heapq.heapify(heap)
    first = heapq.heappushpop(heap, value)
    second = heapq.heapreplace(heap, first)
    heappush(heap, second - 1.0)
    return first, second, heappop(heap)


def heap_of_pairs(queue, items):
    """types: list[tuple[float, int]]; list[tuple[float, int]]"""
    for item in items:
        heappush(queue, item)
    out = []
    while queue:
        cost, node = heappop(queue)
        out.append(node)
        if cost > 1.0 and len(out) < 40:
            heappush(queue, (cost / 2, node + 1))
    return out


def heap_texts(words):
    """types: list[str]"""
    heapq.heapify(words)
    heapq.heappush(words, "mid")
    return heapq.heappop(words), heapq.nsmallest(2, words), heapq.nlargest(3, words)


def top(values, count):
    """types: list[float]; int"""
    return heapq.nsmallest(count, values), heapq.nlargest(count, values)


def ranks(xs, wanted):
    """types: list[int]; list[int]"""
    xs.sort()
    found = []
    for x in wanted:
        found.append((bisect.bisect(xs, x), bisect.bisect_left(xs, x), bisect.bisect_right(xs, x, 1)))
    return found


def part_ranks(xs, x, low, high):
    """types: list[float]; float; int; int"""
    return bisect.bisect_left(xs, x, low), bisect.bisect_right(xs, x, low, high)


def increasing(values):
    """types: list[int]"""
    tails = []
    for value in values:
        at = bisect.bisect_left(tails, value)
        if at == len(tails):
            tails.append(value)
        else:
            tails[at] = value
    return len(tails)


def sorted_window(xs, size):
    """types: list[float]; int"""
    window = []
    medians = []
    for i, x in enumerate(xs):
        insort(window, x)
        if i >= size > 0:
            del window[bisect.bisect_left(window, xs[i - size])]
        medians.append(window[len(window) // 2])
    return medians


def dijkstra(graph, source):
    """types: dict[int, list[tuple[int, float]]]; int"""
    distances = {source: 0.0}
    queue = [(0.0, source)]
    done = set()
    while queue:
        distance, node = heapq.heappop(queue)
        if node in done:
            continue
        done.add(node)
        if node not in graph:
            continue
        for other, weight in graph[node]:
            new = distance + abs(weight)
            if new < distances.get(other, math.inf):
                distances[other] = new
                heapq.heappush(queue, (new, other))
    return distances


def away(row, column, goal_row, goal_column):
    """types: int; int; int; int"""
    dr, dc = abs(row - goal_row), abs(column - goal_column)
    return max(dr, dc) + 0.5 * min(dr, dc)


def shortest(costs, start, goal):
    """types: list[list[float]]; tuple[int, int]; tuple[int, int]"""
    rows, columns = len(costs), len(costs[0])
    best = {start: 0.0}
    parent: dict[tuple[int, int], tuple[int, int]] = {}
    done = set()
    queue = [(away(*start, *goal), start)]
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
        for dr, dc, length in [(-1, 0, 1.0), (1, 0, 1.0), (0, -1, 1.0), (0, 1, 1.0), (1, 1, math.sqrt(2.0))]:
            r, c = row + dr, column + dc
            if not (0 <= r < rows and 0 <= c < columns) or costs[r][c] == math.inf:
                continue
            cost = best[cell] + length * costs[r][c]
            if cost < best.get((r, c), math.inf):
                best[(r, c)] = cost
                parent[(r, c)] = cell
                heapq.heappush(queue, (cost + away(r, c, *goal), (r, c)))
    return []


def weighted(a, b, c=2.0, *, d=1.0):
    """types: float; float; float; float"""
    return a + b * c - d


def starred_calls(pair, triple, rows):
    """types: tuple[float, float]; tuple[float, float, float]; list[tuple[float, float]]"""
    total = weighted(*pair) + weighted(*triple) + weighted(1.0, *pair, d=pair[0])
    total += math.hypot(*pair) + math.hypot(*triple) + max(*pair) - min(*triple)
    for row in rows:
        total += weighted(*row)
        total += math.atan2(*row)
    return total

"""Programs on what `heapq`, `bisect` and `collections` give, and calls with `*`; the docstrings give the argument types."""

# ruff: noqa

import bisect
import collections
import heapq
import math
from bisect import insort
from collections import Counter, defaultdict, deque
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
    return a + b * c - d


def starred_calls(pair, triple, rows):
    """types: tuple[float, float]; tuple[float, float, float]; list[tuple[float, float]]"""
    total = weighted(*pair) + weighted(*triple) + weighted(1.0, *pair, d=pair[0])
    total += math.hypot(*pair) + math.hypot(*triple) + max(*pair) - min(*triple)
    for row in rows:
        total += weighted(*row)
        total += math.atan2(*row)
    return total


def count_up(words):
    """types: list[str]"""
    counts = defaultdict(int)
    for word in words:
        counts[word] += 1
    return len(counts), max(counts.values()) if counts else 0, sorted(counts.items()), counts


def sums(pairs):
    """types: list[tuple[int, float]]"""
    totals = collections.defaultdict(float)
    for key, value in pairs:
        totals[key] += value
    return totals


def grouped(pairs):
    """types: list[tuple[int, int]]"""
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    best = 0
    for key in groups:
        best = max(best, len(groups[key]))
    return best, groups


def neighbours(edges, start):
    """types: list[tuple[int, int]]; int"""
    graph = defaultdict(list)
    for a, b in edges:
        graph[a].append(b)
        graph[b].append(a)
    seen = {start}
    stack = [start]
    order = []
    while stack:
        node = stack.pop()
        order.append(node)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return order, len(graph)


def unique_by(pairs):
    """types: list[tuple[str, int]]"""
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: len(values) for key, values in found.items()}


def table(rows):
    """types: list[tuple[int, int, int]]"""
    cells = defaultdict(dict)
    for a, b, value in rows:
        cells[a][b] = value
    return sum(cells[a][b] for a, b, _ in rows), len(cells)


def given_default(counts, keys):
    """types: defaultdict_int[str, int]; list[str]"""
    total = 0
    for key in keys:
        total += counts[key]
    if "gone" in counts:
        del counts["gone"]
    return total, counts.get("none"), len(counts)


def given_lists(groups, key, value):
    """types: defaultdict_list[int, list[float]]; int; float"""
    row = groups[key]
    row.append(value)
    groups[key + 1].append(value)
    return len(groups), [len(groups[k]) for k in (key, key + 1)]


def looked_up(weights, keys):
    """types: defaultdict_float[int, float]; list[int]"""
    total = 0.0
    for key in keys:
        total += weights[key]
    return total


def counter_of(words, letters):
    """types: list[str]; str"""
    counts = Counter(words)
    counts["extra"] += 2
    each = Counter(letters)
    return counts, each["a"], each.most_common(2), counts.most_common(), counts["missing"], len(each)


def counter_changes(counts, xs):
    """types: Counter[int, int]; list[int]"""
    counts.update(xs)
    for x in xs:
        counts[x + 1] += 1
        counts[x] -= 1
    counts.update({1: 5, 2: 7})
    both = counts + Counter(x for x in xs if x > 2)
    less = Counter(xs) - counts
    return both, less, sum(counts.values()), [k for k, v in counts.most_common(3)]


def anagrams(words):
    """types: list[str]"""
    groups = defaultdict(list)
    for word in words:
        groups["".join(sorted(word))].append(word)
    return max([len(group) for group in groups.values()], default=0), groups


def shared_counter(counts, other):
    """types: Counter[str, int]; Counter[str, int]"""
    for key in other:
        if counts[key] < other[key]:
            counts[key] = other[key]
    return counts


def copies(groups, counts):
    """types: defaultdict_int[int, int]; Counter[int, int]"""
    mine, theirs = groups.copy(), counts.copy()
    mine[5] += 1
    theirs[5] += 1
    return mine, theirs, dict(counts), Counter(counts), Counter(groups)


def breadth_first(graph, start):
    """types: dict[int, list[int]]; int"""
    queue = deque([start])
    distance = {start: 0}
    while queue:
        node = queue.popleft()
        if node not in graph:
            continue
        for other in graph[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                queue.append(other)
    return distance


def flood(rows, columns):
    """types: int; int"""
    rows, columns = rows % 12, columns % 12
    seen = [[False] * columns for _ in range(rows)]
    pending = collections.deque()
    pending.append((0, 0))
    count = 0
    while pending:
        r, c = pending.pop()
        if not (0 <= r < rows and 0 <= c < columns) or seen[r][c]:
            continue
        seen[r][c] = True
        count += 1
        pending.appendleft((r + 1, c))
        pending.extend([(r, c + 1), (r - 1, c - 1)])
    return count


def moving_average(values, size):
    """types: list[float]; int"""
    window = deque(maxlen=size)
    out = []
    for value in values:
        window.append(value)
        if window:
            out.append(sum(window) / len(window))
    return out, window


def window_maximum(values, size):
    """types: list[int]; int"""
    best = deque()
    out = []
    for i, value in enumerate(values):
        while best and values[best[-1]] <= value:
            best.pop()
        best.append(i)
        if best[0] <= i - size:
            best.popleft()
        if i >= size - 1:
            out.append(values[best[0]])
    return out


def turned(ends, steps, x):
    """types: deque[int]; int; int"""
    ends.rotate(steps)
    ends.appendleft(x)
    ends.extendleft([x + 1, x + 2] if steps > 0 else [x])
    total = 0
    for value in ends:
        total += value
    if total > 1000:
        ends.clear()
    ends.rotate()
    return total, x in ends, ends.count(x), list(ends), sorted(ends), ends


def looked_at(ends, words, i):
    """types: deque[float]; deque[str]; int"""
    best = -math.inf
    for number, value in enumerate(ends):
        best = max(best, value * number)
    copy = words.copy()
    copy.append("new")
    copy.reverse()
    return best, ends[i], words[-1], copy, deque(words), len(ends), deque(list(ends), 3), deque("abc")


def josephus(count, step):
    """types: int; int"""
    circle = deque(range(1, count % 40 + 1))
    out = []
    while len(circle) > 1:
        circle.rotate(-step)
        out.append(circle.pop())
    return out, circle


def with_paths(graph, start):
    """types: dict[int, list[int]]; int"""
    queue = deque([(start, [start])])
    seen = set()
    total = 0
    while queue:
        node, path = queue.popleft()
        total += len(path)
        if node in seen or node not in graph:
            continue
        seen.add(node)
        for other in graph[node]:
            queue.append((other, path + [other]))
    return total


def between(first, second):
    """types: deque[int]; deque[int]"""
    while first:
        second.append(first.popleft())
    return len(second)


def totals_in_any_order(xs):
    """types: list[int]"""
    s = set(xs)
    n = 0
    big = 0
    for x in s:
        n += x * x
        if x > 3:
            big = max(big, x)
    return n, big


def sets_asked_in_any_order(xs, ys):
    """types: list[int]; list[int]"""
    s = set(xs)
    out = set()
    other = set(ys)
    for x in s:
        if x in other:
            continue
        out.add(x + 1)
        out.add((x - 1) * 2)
    found = False
    for x in s:
        if 10 // x > 3:
            found = True
            break
    return len(out), 4 in out, [y for y in ys if y in out], found, any(x > 3 for x in s), all(10 // x > -100 for x in s)


def texts_in_any_order(ws):
    """types: set[str]"""
    n = 0
    for w in ws:
        n += len(w)
    return n, any(len(w) > 2 for w in ws)


def pairs_in_any_order(ps):
    """types: set[tuple[int, int]]"""
    n = 0
    for a, b in ps:
        n += a * b
    return n


def counters_in_common(a, b):
    """types: list[str]; list[str]"""
    c = Counter(tuple(a[i : i + 2]) for i in range(len(a) - 1))
    d = Counter(tuple(b[i : i + 2]) for i in range(len(b) - 1))
    both = Counter(a) & Counter(b)
    return sum((c & d).values()), both, Counter(a) | Counter(b), list((c | d).values())


def window(xs, n):
    """types: list[float]; int"""
    w = deque(maxlen=max(n, 1))
    total = 0.0
    out = []
    for v in xs:
        if len(w) == w.maxlen:
            total -= w[0]
        w.append(v)
        total += v
        out.append(total / len(w))
    return out


class Rolling:
    def __init__(self, size):
        self.window = deque(maxlen=size)
        self.total = 0.0

    def update(self, value):
        """types: object[corpus_collections:Rolling]{window: deque[float], total: float}; float"""
        if len(self.window) == self.window.maxlen:
            self.total -= self.window[0]
        self.window.append(value)
        self.total += value
        return self.total / len(self.window)


def bound(w):
    """types: deque[int]"""
    if w.maxlen is None:
        return -1
    return w.maxlen - len(w)


def full(w):
    """types: deque[int]"""
    return w.maxlen is not None and len(w) >= w.maxlen

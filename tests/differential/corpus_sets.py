"""Loops over sets, in the order in which CPython goes over them.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import math
from collections import Counter


def pearson(a: dict[int, float], b: dict[int, float]) -> float:
    """types: dict[int, float]; dict[int, float]"""
    common = set(a) & set(b)
    n = len(common)
    if n < 2:
        return 0.0
    ma = sum(a[i] for i in common) / n
    mb = sum(b[i] for i in common) / n
    num = sum((a[i] - ma) * (b[i] - mb) for i in common)
    da = math.sqrt(sum((a[i] - ma) ** 2 for i in common))
    db = math.sqrt(sum((b[i] - mb) ** 2 for i in common))
    if da == 0 or db == 0:
        return 0.0
    return num / (da * db)


def minhash(shingles: set[int], seeds: list[tuple[int, int]]) -> list[int]:
    """types: set[int]; list[tuple[int, int]]"""
    sig = []
    for a, b in seeds:
        low = 2147483647
        for s in shingles:
            h = (a * s + b) % 2147483647
            if h < low:
                low = h
        sig.append(low)
    return sig


def life_step(alive: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """types: set[tuple[int, int]]"""
    counts: dict[tuple[int, int], int] = {}
    for r, c in alive:
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    cell = (r + dr, c + dc)
                    counts[cell] = counts.get(cell, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in alive)}


def order_of(values: list[int]) -> list[int]:
    """types: list[int]"""
    return list(set(values))


def order_after_changes(values: list[int], gone: list[int]) -> list[int]:
    """types: list[int]; list[int]"""
    seen = set()
    for v in values:
        seen.add(v)
    for v in gone:
        seen.discard(v)
    for v in gone:
        seen.add(v + 7)
    return [v for v in seen]


def order_of_parts(values: list[int], others: list[int]) -> tuple[list[int], list[int], list[int]]:
    """types: list[int]; list[int]"""
    a = set(values)
    b = set(others)
    return list(a & b), list(a - b), list(set(a))


def order_of_pairs(values: list[int], width: int) -> list[tuple[int, int]]:
    """types: list[int]; int"""
    cells = {(v // (abs(width) + 1), v % 5) for v in values}
    out = []
    for cell in cells:
        out.append(cell)
    return out


def words_as_they_come(words: set[str]) -> list[int]:
    """types: set[str]"""
    return [len(w) for w in words]


def shared(a: set[int], b: set[int]) -> set[int]:
    """types: set[int]; set[int]"""
    return a & b


def how_many_shared(a: set[str], b: set[str]) -> int:
    """types: set[str]; set[str]"""
    return len(a & b) + len(a - b)


def by_weight(xs: list[int], weights: dict[int, float]) -> int:
    """types: list[int]; dict[int, float]"""
    return max(set(xs), key=lambda x: weights.get(x, 0.0))


def grows_after(seen: set[int], extra: list[int]) -> list[int]:
    """types: set[int]; list[int]"""
    out = []
    for v in seen:
        out.append(v)
    for e in extra:
        seen.add(e)
    return out


def numbered(xs: list[int]) -> dict[int, int]:
    """types: list[int]"""
    return {x: i for i, x in enumerate(set(xs))}


def flags_in_order(xs: list[bool]) -> list[bool]:
    """types: list[bool]"""
    return list(set(xs))


def keys_of_counts(xs: list[int]) -> list[int]:
    """types: list[int]"""
    return list(set(Counter(xs)))


def keys_of_dict(d: dict[int, int]) -> list[int]:
    """types: dict[int, int]"""
    return list(set(d))


def taken_apart(xs: list[int], ys: list[int]) -> int:
    """types: list[int]; list[int]"""
    both = set(xs) & set(ys)
    total = 0
    for i, v in enumerate(both):
        total += i * (v % 1000)
    return total


def emptied_and_filled(xs: list[int]) -> list[int]:
    """types: list[int]"""
    seen = set()
    for x in xs:
        if x % 7 == 0:
            seen.clear()
        seen.add(x % 100)
        seen.discard(x % 11)
    return [v for v in seen if v]


def distances(points: list[tuple[int, int]]) -> float:
    """types: list[tuple[int, int]]"""
    total = 0.0
    for x, y in set(points):
        total = total * 0.5 + (x % 1000) * 0.25 + (y % 1000)
    return total


def shrunk(groups: list[set[int]], wanted: set[int]) -> list[int]:
    """types: list[set[int]]; set[int]"""
    out = []
    for g in groups:
        for v in g - wanted:
            out.append(v)
    return out


def distinct_floats(xs: list[float]) -> tuple[list[float], int]:
    """types: list[float]"""
    return sorted(set(xs)), len(set(xs))


def thresholds(xs: list[float]) -> list[float]:
    """types: list[float]"""
    values = sorted(set(xs))
    return [(a + b) / 2 for a, b in zip(values, values[1:])]


def gini(labels: list[int]) -> float:
    """types: list[int]"""
    total = len(labels)
    return 1.0 - sum((labels.count(c) / total) ** 2 for c in set(labels))


def mode_of(xs: list[int]) -> int:
    """types: list[int]"""
    return max(set(xs), key=xs.count)


def bfs_components(adj: list[list[int]]) -> list[int]:
    """types: list[list[int]]"""
    seen = set()
    sizes = []
    for s in range(len(adj)):
        if s in seen:
            continue
        stack = [s]
        comp = set()
        while stack:
            u = stack.pop()
            if u in comp:
                continue
            comp.add(u)
            stack.extend(v for v in adj[u] if v not in comp)
        seen |= comp
        sizes.append(len(comp))
    return sorted(sizes, reverse=True)

"""What a dict holds, looked up with `get` and tested; sets of floats and of what a comprehension gives, sorted."""

# ruff: noqa
from collections import defaultdict


def lookup(d, keys):
    """types: dict[str, list[float]]; list[str]"""
    total = 0.0
    for k in keys:
        row = d.get(k)
        if row is None:
            continue
        total += sum(row)
    return total


def empty_too(d, keys):
    """types: dict[str, list[float]]; list[str]"""
    total = 0.0
    for k in keys:
        row = d.get(k)
        if not row:
            total -= 1.0
        else:
            total += row[0]
    return total


def prob(counts, a, b):
    """types: dict[tuple[str, str], dict[str, int]]; list[str]; str"""
    row = counts.get((a[0], a[-1]))
    if row is None:
        return 0.5
    total = sum(row.values())
    return (row.get(b, 0) + 1) / (total + len(counts))


def add(index, key, v):
    """types: dict[int, list[int]]; int; int"""
    found = index.get(key)
    if found is not None:
        found.append(v)
        return len(found)
    return 0


def choose(graph, start):
    """types: dict[int, list[int]]; int"""
    seen = {start}
    stack = [start]
    while stack:
        node = stack.pop()
        links = graph.get(node)
        if links:
            for other in links:
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
    return len(seen)


def either(d, k):
    """types: dict[str, set[int]]; str"""
    s = d.get(k)
    if s is not None:
        n = len(s)
    else:
        n = -1
    return n


def words(n):
    """types: list[str]"""
    d = defaultdict(list)
    for w in n:
        d[w[:1]].append(w)
    row = d.get("a")
    if not row:
        return 0, len(d)
    return len(row), len(d)


class Index:
    def __init__(self):
        self.table = {}
        self.hits = 0

    def find(self, key, v):
        """types: object[corpus_absent:Index]{table: dict[str, list[float]], hits: int}; str; float"""
        row = self.table.get(key)
        if row is None:
            self.hits -= 1
            self.table[key] = [v]
            return 0.0
        self.hits += 1
        row.append(v)
        return sum(row) / len(row)


class Item:
    def __init__(self, n):
        self.n = n


def objects(d, keys):
    """types: dict[str, object[corpus_absent:Item]{n: int}]; list[str]"""
    total = 0
    for k in keys:
        item = d.get(k)
        if item is None:
            continue
        total += item.n
    return total


def column_thresholds(rows, f):
    """types: list[list[float]]; int"""
    values = sorted({row[f] for row in rows})
    return values[:-1]


def lengths(words):
    """types: list[str]"""
    return sorted({len(w) for w in words if w}, reverse=True)


def initials(words):
    """types: list[str]"""
    out = []
    for c in sorted({w[0] for w in words if w}):
        out.append(c)
    return out


def distinct(xs):
    """types: list[float]"""
    return sorted(set(xs), reverse=True)[:3]


def both(d, k, n):
    """types: dict[str, list[int]]; str; int"""
    row = d.get(k)
    if row is not None and len(row) > n:
        return row[0]
    return -1


def both_else(d, k, n):
    """types: dict[str, list[int]]; str; int"""
    row = d.get(k)
    if row and row[0] > n:
        s = row[0]
    else:
        s = n
    return s


def either_of(d, ks, n):
    """types: dict[str, list[int]]; list[str]; int"""
    s = 0
    for k in ks:
        row = d.get(k)
        if not row or len(row) < n or row[0] == 3:
            continue
        s += row[0]
        row.append(s)
    return s

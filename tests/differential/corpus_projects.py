"""Small functions as projects of new users have them.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import math
from collections import Counter, defaultdict, deque

import numpy as np


def stem(word: str) -> str:
    """types: str"""
    for suffix in ("ingly", "edly", "ing", "ed", "ly", "es", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def packed(bits: str) -> bytes:
    """types: str"""
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def in_base(text: str, base: int) -> int:
    """types: str; int"""
    return int(text, base)


def frequencies(data: bytes) -> list[tuple[int, int]]:
    """types: bytes"""
    return sorted(Counter(data).items())


def entropy(data: bytes) -> float:
    """types: bytes"""
    n = len(data)
    return -sum(c / n * math.log2(c / n) for c in Counter(data).values())


def log_of_sum(x: np.ndarray, start: float) -> float:
    """types: ndarray[float64, 1]; float"""
    args = [start]
    for v in x:
        args.append(v + start)
    if all(a == float("-inf") for a in args):
        return float("-inf")
    m = max(args)
    return m + math.log(sum(math.exp(a - m) for a in args))


def spread(x: np.ndarray, start: float) -> float:
    """types: ndarray[float64, 1]; float"""
    seen = [start]
    for v in x:
        seen.append(v)
    return max(seen) - min(seen)


def smoothed(x: np.ndarray, attack: float, release: float) -> np.ndarray:
    """types: ndarray[float64, 1]; float; float"""
    env = 0.0
    out = []
    for v in np.abs(x):
        coef = attack if v > env else release
        env = coef * env + (1 - coef) * v
        out.append(env)
    return np.array(out)


def without_self(d: np.ndarray) -> np.ndarray:
    """types: ndarray[float64, 2]"""
    num = 1.0 / (1.0 + d * d)
    np.fill_diagonal(num, 0.0)
    return num / num.sum()


def ones_on_diagonal(m: np.ndarray) -> None:
    """types: ndarray[int64, 2]"""
    np.fill_diagonal(m, 1)


def nearest(points: list[tuple[float, float]], limit: float) -> int:
    """types: list[tuple[float, float]]; float"""
    best = None
    for p in points:
        if abs(p[0]) + abs(p[1]) < limit:
            best = p
    if best and best[0] > 0:
        return 1
    return 0 if not best else -1


def thinned(x: np.ndarray, train: bool) -> np.ndarray:
    """types: ndarray[float64, 2]; bool"""
    if not train:
        return x
    return x * 0.5


def through(x: np.ndarray, train: bool) -> float:
    """types: ndarray[float64, 2]; bool"""
    h = x + 1.0
    h = thinned(h, train)
    return h.sum()


def reached(starts: np.ndarray, more: np.ndarray) -> list[int]:
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    seeds = list(np.where(starts > 0)[0])
    seeds.extend(np.where(more > 0)[0])
    return [int(s) for s in seeds]


def grams(tokens: list[str], n: int) -> dict[tuple[str, str, str], int]:
    """types: list[str]; int"""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    counts[("", "", "")] += 1
    for i in range(len(tokens) - n + 1):
        gram = tuple(tokens[i : i + n])
        counts[gram] += 1
    return dict(counts)


def probability(counts: dict[tuple[str, str], int], tokens: list[str], size: int) -> float:
    """types: dict[tuple[str, str], int]; list[str]; int"""
    total = 0.0
    for i in range(len(tokens) - 1):
        total += math.log((counts.get(tuple(tokens[i : i + 2]), 0) + 1) / (abs(size) + 1))
    return total


def pagerank(links: dict[int, list[int]], n: int) -> list[float]:
    """types: dict[int, list[int]]; int"""
    rank = {node: 1.0 / len(links) for node in links}
    for _ in range(abs(n) % 20):
        new = dict.fromkeys(links, 0.15 / len(links))
        for node, outs in links.items():
            for o in outs:
                if o in new:
                    new[o] += 0.85 * rank[node] / len(outs)
        rank = new
    return list(rank.values())


def topo(graph: dict[int, list[int]]) -> list[int]:
    """types: dict[int, list[int]]"""
    indeg = defaultdict(int)
    for u, vs in graph.items():
        for v in vs:
            indeg[v] += 1
    q = deque(u for u in graph if indeg[u] == 0)
    order = []
    while q:
        u = q.popleft()
        order.append(u)
        for v in graph.get(u, ()):
            indeg[v] -= 1
            if indeg[v] == 0:
                q.append(v)
    return order


def closest_pair(points: list[tuple[float, float]]) -> float:
    """types: list[tuple[float, float]]"""
    best = float("inf")
    for i, p in enumerate(points):
        for q in points[i + 1 :]:
            best = min(best, math.dist(p, q))
    return best


def word_vectors(sentences: list[list[str]], window: int) -> dict[tuple[str, str], int]:
    """types: list[list[str]]; int"""
    co = defaultdict(int)
    for s in sentences:
        for i, w in enumerate(s):
            for j in range(max(0, i - window), min(len(s), i + window + 1)):
                if i != j:
                    co[w, s[j]] += 1
    return dict(co)


def confusion(y: np.ndarray, p: np.ndarray) -> float:
    """types: ndarray[int64, 1]; ndarray[int64, 1]"""
    tp = np.sum((y == 1) & (p == 1))
    fp = np.sum((y == 0) & (p == 1))
    fn = np.sum((y == 1) & (p == 0))
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn > 0 else 0.0


def sgd_inplace(w: np.ndarray, x: np.ndarray, y: np.ndarray, lr: float) -> float:
    """types: ndarray[float64, 1]; ndarray[float64, 2]; ndarray[float64, 1]; float"""
    loss = 0.0
    for xi, yi in zip(x, y):
        err = xi @ w - yi
        loss += err**2
        w -= lr * err * xi
    return loss / len(y)


def edit_candidates(word: str, known: set[str]) -> int:
    """types: str; set[str]"""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deletes = [l + r[1:] for l, r in splits if r]
    swaps = [l + r[1] + r[0] + r[2:] for l, r in splits if len(r) > 1]
    replaces = [l + c + r[1:] for l, r in splits if r for c in letters]
    inserts = [l + c + r for l, r in splits for c in letters]
    return len(set(deletes + swaps + replaces + inserts) & known)

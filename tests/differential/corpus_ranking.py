"""The best of a set, the k largest, dicts made of dicts with factories.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import heapq
import math
import string
from collections import defaultdict


def most_voted(xs):
    """types: list[int]"""
    return max(set(xs), key=xs.count)


def most_voted_word(words):
    """types: list[str]"""
    return max(set(words), key=words.count)


def least_key(xs):
    """types: list[int]"""
    return min(set(xs), key=lambda x: x * 0.5 if x % 7 else -1.0)


def knn_vote(train, labels, q, k):
    """types: list[list[float]]; list[int]; list[float]; int"""
    distances = []
    for row, label in zip(train, labels):
        d = math.sqrt(sum((a - b) ** 2 for a, b in zip(row, q)))
        distances.append((d, label))
    distances.sort(key=lambda pair: pair[0])
    votes = [label for _, label in distances[:k]]
    return max(set(votes), key=votes.count)


def largest_items(d, k):
    """types: dict[str, int]; int"""
    return heapq.nlargest(k, d.items(), key=lambda p: p[1]), heapq.nsmallest(k, d.items(), key=lambda p: p[1])


def largest_of_stream(xs, k):
    """types: list[int]; int"""
    return heapq.nlargest(k, (x % 10 for x in xs)), heapq.nsmallest(2, xs, key=lambda x: -x)


def largest_keys(d, k):
    """types: dict[str, int]; int"""
    return heapq.nlargest(k, d, key=lambda w: d[w])


def groups_to_dict(words):
    """types: list[str]"""
    d = defaultdict(list)
    for w in words:
        d[len(w)].append(w)
    return dict(d)


def groups_summed(xs):
    """types: list[int]"""
    groups = defaultdict(list)
    for i, x in enumerate(xs):
        groups[x % 3].append(i)
    plain = dict(groups)
    return sum(len(plain[k]) * k for k in plain), len(plain)


def marks(s):
    """types: str"""
    return "".join(c for c in s if c not in string.punctuation), sum(1 for c in s if c in string.ascii_lowercase)

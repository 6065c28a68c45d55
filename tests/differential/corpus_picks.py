"""Builtins over arrays, and arrays among the indices; the first line of each docstring gives the argument types."""

# ruff: noqa
from collections import Counter

import numpy as np


def builtins_over_floats(a):
    """types: ndarray[float64, 1]"""
    return max(a), min(a), sum(a), sorted(a), list(a)


def builtins_over_ints(a):
    """types: ndarray[int64, 1]"""
    return max(a) + 1, min(a), sum(a), sorted(a)[:2], tuple(list(a)[:1])


def how_many(a, k):
    """types: ndarray[int64, 1]; int"""
    return sum(a == k), len(set(a)), Counter(a).most_common(1)[0][1]


def members_of(a, k):
    """types: ndarray[int32, 1]; int"""
    seen = set(a)
    more = set()
    for x in a:
        more.add(x)
    return len(seen) == len(more), a[0] in seen if len(a) > 0 else False


def small_floats(a):
    """types: ndarray[float32, 1]"""
    return sorted(a), max(a), min(a)


def sum_of_scalars(a):
    """types: ndarray[float64, 2]"""
    return sum([row[0] * 2.0 for row in a]), sum(row.sum() for row in a)


def to_lists(a, m, f):
    """types: ndarray[int64, 1]; ndarray[float64, 2]; ndarray[float32, 1]"""
    return a.tolist(), m.tolist(), f.tolist(), [v + 1 for v in a.tolist()]


def mask_to_list(a):
    """types: ndarray[float64, 1]"""
    return (a > 0.0).tolist()


def list_to_function(a):
    """types: ndarray[float64, 2]"""
    d = [np.sqrt(np.sum(row**2)) for row in a]
    return np.argsort(d)[:2], np.max(d)


def one_hot(y):
    """types: ndarray[int64, 1]"""
    out = np.zeros((len(y), 4))
    out[np.arange(len(y)), y % 4] = 1
    return out


def stored_pairs(a, i, j, v):
    """types: ndarray[float64, 2]; ndarray[int64, 1]; ndarray[int64, 1]; float"""
    a[i, j] = v
    a[i, 0] = a[i, j] + 1.0
    return a[i, j], a[0, j]


def stored_values(a, i, v):
    """types: ndarray[float64, 1]; ndarray[int64, 1]; ndarray[float64, 1]"""
    a[i] = v
    return a


def stored_rows(a, i, v):
    """types: ndarray[float64, 2]; ndarray[int64, 1]; ndarray[float64, 1]"""
    a[i] = v
    a[i, :] *= 2.0


def stored_in_itself(a, i):
    """types: ndarray[int64, 1]; ndarray[int64, 1]"""
    a[a % len(a)] = a
    a[i] = a[::-1][i]


def added_at(a, i, v):
    """types: ndarray[float64, 1]; ndarray[int64, 1]; float"""
    a[i] += v
    a[i] -= a[0]
    return a


def added_pairs(a, i, j):
    """types: ndarray[int64, 2]; ndarray[int64, 1]; ndarray[int64, 1]"""
    a[i, j] += 1
    a[j, i] -= 3


def by_lists(a, i):
    """types: ndarray[float64, 1]; list[int]"""
    a[i] = 0.5
    return a[i]


def masked_rows(a, m):
    """types: ndarray[float64, 2]; ndarray[bool, 1]"""
    a[m] = 0.0
    a[~m, 0] = 1.0


def masked_values(a, m, v):
    """types: ndarray[float64, 1]; ndarray[bool, 1]; ndarray[float64, 1]"""
    a[m] = v


def masked_own(a):
    """types: ndarray[float64, 1]"""
    m = a < 0.0
    a[m] = -a[m]
    a[a > 100.0] = a[a > 100.0] / 2.0
    return a


def rows_counted(a, w):
    """types: ndarray[float64, 2]; ndarray[float64, 1]"""
    out = 0.0
    for i, row in enumerate(a):
        out += row[0] * i
        for other, x in zip(a, w):
            out += other[0] * x
    for x, (k, row) in zip(w, enumerate(a)):
        out -= row[k % len(row)] * x
    return out


def places_of_floats(xs, x):
    """types: list[float]; float"""
    return xs.index(max(xs)), x in xs, xs.count(x)


def without_float(xs, x):
    """types: list[float]; float"""
    xs.remove(x)
    return xs


def best_known(keys, far):
    """types: list[int]; float"""
    best = {0: 0}
    for k in keys:
        if k * 0.5 < best.get(k, float("inf")):
            best[k] = k * 0.5
    return best


def limits(x):
    """types: ndarray[float64, 1]"""
    eps = np.finfo(float).eps
    return np.clip(x, eps, 1 - eps), np.finfo(np.float64).max, np.finfo("float32").tiny


def tested(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    np.testing.assert_allclose(a, b, rtol=1e9)
    return a + b


def list_minus_scalar(a):
    """types: ndarray[float64, 1]"""
    logs = [x * 2.0 for x in a]
    return logs - np.max(logs), logs / a[0]


def from_nothing(xs):
    """types: list[float]"""
    a = np.array([])
    for x in xs:
        a = np.append(a, x)
    return a


def changed_and_returned(w, g):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    w -= 0.5 * g
    w *= 2.0
    return w, g


def places_in_one(a, x):
    """types: ndarray[float64, 1]; float"""
    left = np.argwhere(a <= x).flatten()
    right = np.argwhere(a > x).ravel()
    return a[left], a[right], len(left) - len(right)


def nearest_rows(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    places = []
    for p in a:
        places.append(np.argmin(np.sum((b - p) ** 2, axis=1)))
    return b[places]

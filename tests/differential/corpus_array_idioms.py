"""Idioms of array code: dtypes that are asked for, masks with ``out``, methods of ufuncs, indices in tuples, mixed joins.

The first line of each docstring gives the argument types.
"""

# ruff: noqa
from decimal import Decimal

import numpy as np


def visits_of_a_grid(a):
    """types: ndarray[float64, 2]"""
    total = 0.0
    for i, j in np.ndindex(a.shape):
        total += a[i, j] * (i + 2 * j)
    return total


def boxes_of_a_grid(n, m):
    """types: int; int"""
    return [(i, j) for i, j in np.ndindex(n - 1, m)]


def zeros_of_its_type(x, n):
    """types: ndarray[float32, 1]; int"""
    out = np.zeros(n, dtype=x.dtype)
    for i in range(min(n, len(x))):
        out[i] = x[i]
    return out, np.arange(3, dtype=x.dtype)


def types_by_code(n, x):
    """types: int; ndarray[float64, 1]"""
    kind = np.single
    return np.zeros([n, 2], "i"), np.ones(n, dtype="f4"), x.astype(kind), np.asarray(x, dtype=np.double)


def same_types(x, y):
    """types: ndarray[float32, 1]; ndarray[float64, 1]"""
    if x.dtype == y.dtype:
        return x + 1
    if x.dtype != np.float32:
        return y
    return y.astype(x.dtype)


def histogram_of_places(h, i, j, w):
    """types: ndarray[float64, 2]; ndarray[int64, 1]; ndarray[int64, 1]; ndarray[float64, 1]"""
    np.add.at(h, (i, j), w)
    return h.sum()


def counts_of_labels(labels, k):
    """types: ndarray[int64, 1]; int"""
    out = np.zeros(k, dtype=int)
    np.add.at(out, labels, 1)
    return out


def methods_of_ufuncs(x, y):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    peak = np.maximum.accumulate(x)
    return np.subtract.outer(x, y), peak, np.add.reduce(x)


def indices_in_tuples(a, shift):
    """types: ndarray[float64, 2]; float"""
    places = np.diag_indices_from(a)
    a[places] += shift
    return a[0][np.nonzero(a[0])], a[places]


def joined_of_both(a, r, x):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; float"""
    long = np.concatenate((r, [x, 2.0]))
    return np.vstack([a, r]), np.hstack([x, [1.0, 2.0], r]), long, np.column_stack((a, a[:, 0]))


def divided_where(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return np.divide(a, b, out=np.zeros_like(a), where=b != 0)


def logs_where(p, q):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    out = np.full_like(p, -1.0)
    np.log(p, out=out, where=p > 0)
    np.divide(p, q, where=q != 0, out=out)
    return out


def scaled_where(a, s):
    """types: ndarray[float32, 1]; float"""
    return np.divide(a, s, out=np.ones_like(a), where=a > 0)


def deviations(P):
    """types: ndarray[float64, 2]"""
    return np.sqrt(np.diag(P)), np.diagonal(P).sum(), np.mean(P.diagonal()), np.diag(P) / P[0]


def number_beside_no_elements(a, x):
    """types: ndarray[float64, 1]; float"""
    a[1:] = np.cos(x)
    return a * np.sin(x)


def exact_or_not(x):
    """types: float"""
    if isinstance(x, Decimal):
        return x.ln()
    return x * 2.0


def jacobian_of_columns(q, K):
    """types: ndarray[float64, 1]; ndarray[float64, 2]"""
    H = np.c_[q, K * 2.0]
    return H, np.c_[q, q + 1.0].T @ np.atleast_2d(q).T


def rows_at_least(P, z):
    """types: ndarray[float64, 2]; ndarray[float64, 1]"""
    S = np.atleast_2d(P)
    S[0] += 1.0
    z = np.atleast_1d(z)
    row = np.atleast_2d(z + 1.0)
    return row.shape[0], row[0] * 2.0, np.swapaxes(P * 1.0, 0, 1), np.moveaxis(S, 0, -1).sum(), z.sum()


def ufuncs_as_others(x, k):
    """types: ndarray[float64, 1]; ndarray[int32, 1]"""
    return np.maximum.outer(x, x) - np.add.reduce(x), np.minimum.reduce(x), np.add.reduce(k), np.multiply.outer(k, k)

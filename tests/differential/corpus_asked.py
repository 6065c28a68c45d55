"""What the types of arguments answer about arrays, arrays joined by ``np.r_``, iterators in several blocks.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import numpy as np
from numpy import isscalar


def shape_of(a):
    """types: ndarray[float64, 2]"""
    return np.shape(a)[1] * 100 + np.shape(a)[0] + np.size(a) + np.ndim(a)


def as_matrix(r, n):
    """types: float; int"""
    k = n % 5
    if np.isscalar(r):
        r = np.eye(k) * r
    return r + np.eye(k)


def with_defaults(r):
    """types: list[float]"""
    if isscalar(r):
        return r
    return len(r)


def as_matrix_of(r, n):
    """types: ndarray[float64, 2]; int"""
    k = n % 5
    if np.isscalar(r):
        r = np.eye(k) * r
    return r + r


def joined(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return np.r_[a, b]


def joined_rows(a, b, k):
    """types: ndarray[float64, 2]; ndarray[float64, 2]; float"""
    both = np.r_[a, b * k]
    return both.sum()


def joined_kinds(a, b):
    """types: ndarray[float64, 1]; ndarray[int64, 1]"""
    return np.r_[a[1:], b, a]


def pattern_scores(grid):
    """types: list[list[bool]]"""
    count = len(grid)
    short = range(count - 2)
    points = 0
    for row in range(count):
        this_row = grid[row]
        steps = iter(short)
        col = 0
        for col in steps:
            if this_row[col] and not this_row[col + 1]:
                points += 40
            if this_row[col + 2]:
                next(steps, None)
    for col in range(count):
        steps = iter(short)
        row = 0
        for row in steps:
            if grid[row][col] and not grid[row + 1][col]:
                points += 3
            if grid[row + 2][col]:
                next(steps, None)
    return points


def pairs_and_rest(xs, ys):
    """types: list[int]; list[int]"""
    out = []
    if len(xs) > len(ys):
        it = iter(xs)
        for a in it:
            out.append((a, next(it, -1)))
    else:
        it = iter(ys)
        out.append((next(it, 0), next(it, 1)))
        for b in it:
            out.append((b, b))
    return out


def joined_with_a_list(a, x):
    """types: ndarray[float64, 1]; float"""
    return np.r_[[x, 2.0], a]

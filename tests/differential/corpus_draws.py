"""Draws from NumPy's hidden generator; the first line of each docstring gives the argument types."""

# ruff: noqa
import numpy as np


def seeded(k):
    """types: int"""
    np.random.seed(k)
    return np.random.rand(), np.random.randint(0, 10), np.random.randn(2, 2)


def arrays_drawn(k):
    """types: int"""
    n = abs(k) % 5
    return np.random.rand(n), np.random.uniform(-1, 1, (2, n)), np.random.permutation(n), np.random.normal(0.0, 2.0, n)


def chosen(a, k):
    """types: ndarray[float64, 1]; int"""
    i = np.random.choice(len(a), 2, replace=False)
    return a[i], np.random.choice(a), np.random.choice([1, 2, 3])


def in_order(x):
    """types: float"""
    a = np.random.rand() - np.random.rand() * x
    return a, (np.random.rand(), np.random.randint(5)), np.random.rand(2) + np.random.rand(2)


def only_sometimes(x, n):
    """types: float; int"""
    hits = 0
    for i in range(abs(n) % 50):
        if np.random.rand() < x and np.random.uniform() < 0.5:
            hits += 1
    return hits


def traps_behind(a, k):
    """types: ndarray[int64, 1]; int"""
    x = np.random.randint(0, 100)
    y = np.random.rand()
    return a[k] + x, y


def shuffled(a):
    """types: ndarray[float64, 2]"""
    i = np.arange(len(a))
    np.random.shuffle(i)
    return a[i]


def shuffled_argument(a, b):
    """types: ndarray[int64, 1]; ndarray[float64, 2]"""
    np.random.shuffle(a)
    np.random.shuffle(b)
    return a


def walk(n, p):
    """types: int; float"""
    at = 0
    path = []
    for i in range(abs(n) % 30):
        at += 1 if np.random.random() < p else -1
        path.append(at)
    return path


def stored_where_drawn(a, k):
    """types: ndarray[float64, 1]; int"""
    a[np.random.randint(0, 3, 2)] = np.random.rand(2)
    a[np.random.randint(0, 3) :] = np.random.rand()
    a[np.random.randint(0, 3, 2)] += np.random.rand()
    return a

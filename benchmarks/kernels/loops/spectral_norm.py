"""The largest singular value of an infinite matrix, cut off, by power iteration."""

import math


def element(i: int, j: int) -> float:
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector: list[float], n: int) -> list[float]:
    product = [0.0] * n
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(i, j) * vector[j]
        product[i] = total
    return product


def times_transposed(vector: list[float], n: int) -> list[float]:
    product = [0.0] * n
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(j, i) * vector[j]
        product[i] = total
    return product


def spectral_norm(n: int, rounds: int) -> float:
    """Return the norm of the first ``n`` rows and columns after ``rounds`` iterations."""
    u = [1.0] * n
    v = [0.0] * n
    for _ in range(rounds):
        v = times_transposed(times(u, n), n)
        u = times_transposed(times(v, n), n)
    dot = squared = 0.0
    for i in range(n):
        dot += u[i] * v[i]
        squared += v[i] * v[i]
    return math.sqrt(dot / squared)

"""Distances between all pairs of points."""

import math

import numpy as np


def distances(points: np.ndarray) -> np.ndarray:
    """Return the matrix of Euclidean distances between the rows of ``points``."""
    n, dimensions = points.shape
    result = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            total = 0.0
            for k in range(dimensions):
                difference = points[i, k] - points[j, k]
                total += difference * difference
            distance = math.sqrt(total)
            result[i, j] = distance
            result[j, i] = distance
    return result

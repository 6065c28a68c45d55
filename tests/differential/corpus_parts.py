"""Parts of arrays that get names together, and a name that outlives the array it showed; docstrings give the argument types."""

# ruff: noqa
import numpy as np


def suppressed(boxes, scores, limit):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; float"""
    if boxes.shape[1] != 2 or len(boxes) != len(scores):
        raise ValueError("not boxes")
    low, high = boxes[:, 0], boxes[:, 1]
    order = np.argsort(scores, kind="stable")
    kept = []
    while len(order) > 0:
        i = order[0]
        kept.append(int(i))
        rest = order[1:]
        width = np.minimum(high[i], high[rest]) - np.maximum(low[i], low[rest])
        order = rest[width <= limit]
    return kept


def halved(a):
    """types: ndarray[float64, 1]"""
    total = 0.0
    while len(a) > 1:
        rest = a[1:]
        total += rest[0]
        a = rest[rest > rest[0]]
    return total

"""Convolution of an int8 image with int8 filters, summed up in 32 bits."""

import numpy as np


def convolve(image: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the int32 sums of (row, column, channel) ``image`` under each of the ``weights``."""
    rows, columns, channels = image.shape
    filters, size = weights.shape[0], weights.shape[1]
    out = np.zeros((rows - size + 1, columns - size + 1, filters), dtype=np.int32)
    for r in range(rows - size + 1):
        for c in range(columns - size + 1):
            for f in range(filters):
                total = 0
                for i in range(size):
                    for j in range(size):
                        for k in range(channels):
                            total += int(image[r + i, c + j, k]) * int(weights[f, i, j, k])
                out[r, c, f] = total
    return out

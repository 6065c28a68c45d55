"""Deskewing: shear an image so that its strokes stand upright."""

import math

import numpy as np


def moments(image: np.ndarray) -> tuple[float, float, float, float]:
    """Return the centre (row, column) of the ink, its vertical variance and its covariance."""
    total = sum_row = sum_column = 0.0
    rows, columns = image.shape
    for r in range(rows):
        for c in range(columns):
            value = float(image[r, c])
            total += value
            sum_row += r * value
            sum_column += c * value
    if total == 0.0:
        return rows / 2, columns / 2, 1.0, 0.0
    mean_row, mean_column = sum_row / total, sum_column / total
    variance = covariance = 0.0
    for r in range(rows):
        for c in range(columns):
            value = float(image[r, c])
            variance += value * (r - mean_row) ** 2
            covariance += value * (r - mean_row) * (c - mean_column)
    return mean_row, mean_column, variance / total, covariance / total


def sample_bilinear(image: np.ndarray, row: float, column: float) -> float:
    """Return the image's value between its pixels; 0.0 outside."""
    rows, columns = image.shape
    r0, c0 = math.floor(row), math.floor(column)
    fr, fc = row - r0, column - c0
    value = 0.0
    for r, weight_r in ((r0, 1.0 - fr), (r0 + 1, fr)):
        for c, weight_c in ((c0, 1.0 - fc), (c0 + 1, fc)):
            if 0 <= r < rows and 0 <= c < columns:
                value += weight_r * weight_c * float(image[r, c])
    return value


def deskew(image: np.ndarray) -> np.ndarray:
    """Return the image sheared upright and centred."""
    mean_row, mean_column, variance, covariance = moments(image)
    slant = covariance / variance if variance > 1e-9 else 0.0
    rows, columns = image.shape
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            row = r + mean_row - (rows - 1) / 2
            column = c + mean_column - (columns - 1) / 2 + slant * (row - mean_row)
            result[r, c] = sample_bilinear(image, row, column)
    return result

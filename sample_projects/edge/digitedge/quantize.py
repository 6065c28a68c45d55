"""From floats to int8: scales, zero points and fixed-point multipliers, as on the device.

A real value is ``scale * (q - zero)``. Weights are symmetric (zero point 0) with a scale of their
own for each filter; activations are asymmetric with one scale a layer.
"""

import math
from dataclasses import dataclass

import numpy as np

QMIN, QMAX = -128, 127


@dataclass(frozen=True)
class Range:
    """How a layer's activations map to int8."""

    scale: float
    zero: int


def histogram(values: np.ndarray, low: float, high: float, bins: int) -> list[int]:
    """Count the values in ``bins`` equal parts of ``low`` to ``high``; the ends take the rest."""
    counts = [0] * bins
    width = (high - low) / bins
    for value in values:
        place = int((value - low) / width)
        if place < 0:
            place = 0
        elif place >= bins:
            place = bins - 1
        counts[place] += 1
    return counts


def clipped_maximum(values: np.ndarray, share: float, bins: int = 512) -> float:
    """Return the value below which ``share`` of ``values`` lie: outliers cost resolution."""
    high = float(values.max())
    if high <= 0.0:
        return 1.0
    counts = histogram(values, 0.0, high, bins)
    needed = share * len(values)
    seen = 0
    for place, count in enumerate(counts):
        seen += count
        if seen >= needed:
            return high * (place + 1) / bins
    return high


def activation_range(values: np.ndarray, share: float = 0.9995) -> Range:
    """Return the range for activations that are never negative."""
    return Range(clipped_maximum(values.ravel(), share) / (QMAX - QMIN), QMIN)


def quantize_weights(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return int8 weights and one scale for each filter."""
    flat = np.abs(weights.reshape(len(weights), -1)).max(axis=1)
    scales = np.where(flat > 0.0, flat, 1.0) / QMAX
    shape = (len(weights),) + (1,) * (weights.ndim - 1)
    return np.round(weights / scales.reshape(shape)).astype(np.int8), scales


def quantize_image(image: np.ndarray, scale: float, zero: int) -> np.ndarray:
    """Return a float image as int8."""
    rows, columns = image.shape
    result = np.zeros((rows, columns, 1), dtype=np.int8)
    for r in range(rows):
        for c in range(columns):
            q = round(float(image[r, c]) / scale) + zero
            result[r, c, 0] = max(QMIN, min(QMAX, q))
    return result


def fixed_point(real: float) -> tuple[int, int]:
    """Return a 31-bit multiplier and a shift with ``real ~ multiplier / 2**shift``."""
    if real <= 0.0:
        return 0, 31
    mantissa, exponent = math.frexp(real)
    multiplier = round(mantissa * (1 << 31))
    if multiplier == 1 << 31:
        multiplier //= 2
        exponent += 1
    return multiplier, 31 - exponent

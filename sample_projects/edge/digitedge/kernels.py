"""The integer kernels, loop by loop as the firmware runs them.

Tensors are (row, column, channel) and int8. Products are summed up in 32 bits, then scaled back to
int8 by a fixed-point multiplication; no kernel uses a float.
"""

import numpy as np


def requantize(accumulator: int, multiplier: int, shift: int, zero: int) -> int:
    """Return ``accumulator * multiplier / 2**shift``, rounded half up, as int8 with saturation."""
    scaled = (accumulator * multiplier + (1 << (shift - 1))) >> shift
    return max(-128, min(127, scaled + zero))


def conv2d_int8(
    image: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray,
    multipliers: np.ndarray,
    shifts: np.ndarray,
    zero_in: int,
    zero_out: int,
) -> np.ndarray:
    """Convolve without padding. ReLU comes free: the output's zero point is its lowest value."""
    rows, columns, channels = image.shape
    filters, size_r, size_c, _ = weights.shape
    out_rows, out_columns = rows - size_r + 1, columns - size_c + 1
    out = np.zeros((out_rows, out_columns, filters), dtype=np.int8)
    for f in range(filters):
        for r in range(out_rows):
            for c in range(out_columns):
                acc = int(bias[f])
                for i in range(size_r):
                    for j in range(size_c):
                        for k in range(channels):
                            value = int(image[r + i, c + j, k]) - zero_in
                            acc += value * int(weights[f, i, j, k])
                out[r, c, f] = requantize(acc, int(multipliers[f]), int(shifts[f]), zero_out)
    return out


def max_pool_int8(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Return the largest value of each block of ``size`` by ``size``."""
    rows, columns, channels = image.shape
    out = np.zeros((rows // size, columns // size, channels), dtype=np.int8)
    for r in range(rows // size):
        for c in range(columns // size):
            for k in range(channels):
                best = image[r * size, c * size, k]
                for i in range(size):
                    for j in range(size):
                        value = image[r * size + i, c * size + j, k]
                        if value > best:
                            best = value
                out[r, c, k] = best
    return out


def dense_int32(inputs: np.ndarray, weights: np.ndarray, bias: np.ndarray, zero_in: int) -> np.ndarray:
    """Return the accumulators of a dense layer; the last layer needs no scaling back."""
    accumulators = np.zeros(len(bias), dtype=np.int32)
    for o in range(weights.shape[0]):
        row = weights[o]
        acc = int(bias[o])
        for k in range(len(inputs)):
            acc += (int(inputs[k]) - zero_in) * int(row[k])
        accumulators[o] = acc
    return accumulators


def saturation(image: np.ndarray) -> int:
    """Return how many values sit at the upper end of int8: a sign of a range chosen too small."""
    count = 0
    for row in image:
        for pixel in row:
            for value in pixel:
                if value == 127:
                    count += 1
    return count

"""Small functions that between them pass every type across the boundary: the Python originals."""

import math

SCALE = 3
OFFSETS = [1.5, 2.5]


def add(a, b):
    return a + b


def nothing():
    return None


def half(x):
    return math.sqrt(x) / 2.0


def both(flag, none):
    return (not flag, none)


def norm(values):
    total = 0.0
    for v in values:
        total += v * v
    return total


def count_up(values):
    return [v + 1 for v in values]


def scale_all(values, *, factor=2.0):
    for i in range(len(values)):
        values[i] = values[i] * factor


def push(values, x):
    values.append(x)
    return values


def drain(values, keep):
    while len(values) > keep:
        values.pop()
    return len(values)


def relax(grid):
    for row in grid:
        row[0] = row[0] + 1
    return grid[0][0]


def grow(grid, width):
    grid.append([0] * width)
    for row in grid:
        row.append(7)


def copy_into(target, source):
    for i in range(len(source)):
        target[i] = source[i]


def corners(points, bounds):
    (x0, y0), scale = bounds
    return [(x * scale + x0, y * scale + y0) for x, y in points]


def first_or(values, default):
    if len(values) > 0:
        return values[0]
    return default


def reverse(text):
    return text[::-1]


def total(values):
    total = 0
    for v in values:
        total += v
    return total


def trace(image):
    s = image[0, 0]
    for i in range(1, image.shape[0]):
        s = s + image[i, i]
    return s


def invert(image):
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            image[i, j] = -image[i, j]
    if image[0, 0] > 100.0:
        raise ValueError("too bright")
    return image


def blend(into, other, weight):
    for i in range(into.shape[0]):
        into[i] = into[i] + weight * other[i]
    return (into, weight)


def ramp(n):
    import numpy as np

    out = np.zeros(n)
    for i in range(n):
        out[i] = i * 0.5
    return out


def flags(mask, index):
    return mask[index]


def scaled(x):
    return x * SCALE + OFFSETS[0]


def depth_of(n):
    if n <= 0:
        return 0
    return 1 + depth_of(n - 1)


def panics(n):
    return n


def bump(x):
    return x + 0.5


def ignores(thing, x):
    return (thing, ())


def one_of(values, pair):
    return (None if values is None else list(values), (list(pair[0]), pair[1]))


def touch(pair, more, others):
    pair[0].append(len(others))
    if more is not None:
        more.clear()
    return pair[1]


def first_row(arrays, index):
    return arrays[index][0]


class Box:
    """A class, for methods."""

    @staticmethod
    def area(w, h):
        return w * h


def mixed(a, /, b, *, match):
    return a - b * match

"""Loops as numeric code has them, with independent rounds and with others that only look so."""

import math

import numpy as np


def waves(xs):
    """types: list[float]"""
    return [math.sin(x) * x for x in xs]


def rounds_until_far(c, most):
    z = 0.0
    for k in range(most):
        z = z * z + c
        if abs(z) > 2.0:
            return k
    return most


def escape_times(cs):
    """types: list[float]"""
    return [rounds_until_far(c, 40) for c in cs]


def nearest_of(xs, ys):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    out = np.zeros(len(xs))
    for i in range(len(xs)):
        best = 1e300
        for j in range(len(ys)):
            d = abs(xs[i] - ys[j])
            best = min(best, d)
        out[i] = best
    return out


def pairwise_rows(points):
    """types: ndarray[float64, 2]"""
    n = points.shape[0]
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(points.shape[1]):
                d = points[i, k] - points[j, k]
                s += d * d
            out[i, j] = math.sqrt(s)
    return out


def heat_step(grid, out):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    for i in range(1, grid.shape[0] - 1):
        for j in range(1, grid.shape[1] - 1):
            out[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1])


def soften(xs, by):
    """types: ndarray[float64, 1]; float"""
    for i in range(len(xs)):
        xs[i] = math.tanh(xs[i] * by)


def soften_list(xs, by):
    """types: list[float]; float"""
    for i in range(len(xs)):
        xs[i] = math.tanh(xs[i] * by)


def gelu_list(xs):
    """types: list[float]"""
    out = [0.0] * len(xs)
    for i in range(len(xs)):
        v = xs[i]
        out[i] = 0.5 * v * (1.0 + math.tanh(0.7978845608 * (v + 0.044715 * v * v * v)))
    return out


def product_rows(a, b):
    """types: list[list[float]]; list[list[float]]"""
    out = []
    for i in range(len(a)):
        row = []
        for j in range(len(b)):
            s = 0.0
            for k in range(len(b[j])):
                s += a[i][k] * b[j][k]
            row.append(s)
        out.append(row)
    return out


def row_norms(rows):
    """types: list[list[float]]"""
    norms = []
    for row in rows:
        s = 0.0
        for x in row:
            s += x * x
        norms.append(math.sqrt(s))
    return norms


def mandelbrot_rows(width, height):
    """types: int; int
    seen: width 0 40; height 0 40
    """
    out = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            cr = 3.0 * x / width - 2.0
            ci = 2.0 * y / height - 1.0
            zr = 0.0
            zi = 0.0
            count = 0
            while count < 30 and zr * zr + zi * zi <= 4.0:
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                count += 1
            out[y, x] = count
    return out


def labels_of(points, centres):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    labels = np.zeros(points.shape[0], dtype=np.int64)
    for i in range(points.shape[0]):
        best = 0
        least = 1e300
        for c in range(centres.shape[0]):
            s = 0.0
            for k in range(points.shape[1]):
                d = points[i, k] - centres[c, k]
                s += d * d
            if s < least:
                least = s
                best = c
        labels[i] = best
    return labels


def steps_of_time(xs, steps):
    """types: list[float]; int
    seen: steps 0 6
    """
    now = xs[:]
    for _ in range(steps):
        following = [0.0] * len(now)
        for i in range(len(now)):
            following[i] = math.exp(-now[i] * now[i])
        now = following
    return now


def negative_indices(xs):
    """types: list[float]"""
    for i in range(-2, 2):
        xs[i] = math.sin(xs[i]) + 1.0


def from_before(xs):
    """types: list[float]"""
    for i in range(2, len(xs)):
        xs[i] = math.sin(xs[i - 2])


def another_name(xs):
    """types: list[float]"""
    out = [0.0] * len(xs)
    seen = out
    for i in range(2, len(xs)):
        out[i] = math.sin(xs[i]) + seen[i - 2]
    return out


def rows_above(grid):
    """types: ndarray[float64, 2]"""
    for i in range(1, grid.shape[0]):
        for j in range(grid.shape[1]):
            grid[i, j] = 0.5 * (grid[i, j] + grid[i - 1, j])


def last_one(xs):
    """types: list[float]"""
    y = 0.0
    out = [0.0] * len(xs)
    for i in range(len(xs)):
        y = math.cos(xs[i])
        out[i] = y
    return out, y


def filtered(xs):
    """types: list[float]"""
    return [math.sqrt(x) for x in xs if x > 0.0]


def spins_on(xs, n):
    """types: list[float]; int
    seen: n 0 20
    """
    out = [0.0] * len(xs)
    for i in range(len(xs)):
        s = xs[i]
        for k in range(n):
            s = s * 0.5 + k
        out[i] = s
    return out

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


def reacting(u, v, steps):
    """types: ndarray[float64, 2]; ndarray[float64, 2]; int"""
    u, v = u.copy(), v.copy()
    for _ in range(min(steps, 4)):
        uu, vv = u[1:-1, 1:-1], v[1:-1, 1:-1]
        uvv = uu * vv * vv
        du = 0.16 * uu - uvv
        dv = uvv - 0.122 * vv[::-1]
        u[1:-1, 1:-1] += du
        v[1:-1, 1:-1] += dv
    return u, v


def attracting(position, velocity, steps):
    """types: ndarray[float64, 2]; ndarray[float64, 2]; int"""
    for _ in range(min(steps, 3)):
        x, y = position[:, 0], position[:, 1]
        dx = x[None, :] - x[:, None]
        dy = y[None, :] - y[:, None]
        velocity[:, 0] += 0.01 * dx.sum(axis=1)
        velocity[:, 1] += 0.01 * dy.sum(axis=1)
        position += 0.5 * velocity


def by_the_last_axis(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    d = (a[:, None, :] - b[None, :, :]) ** 2
    return d.sum(axis=2), d.mean(axis=-1), d.max(axis=2), np.min(d, axis=2)


def by_the_last_axis_of_floats(a):
    """types: ndarray[float32, 3]"""
    return a.sum(axis=2), a.max(axis=2), a.min(axis=-1)


def long_rows(m):
    """types: ndarray[float64, 2]"""
    long = (m[:, :, None] * np.linspace(0.1, 1.9, 47)).reshape(m.shape[0], -1)
    scaled = np.where(long > long.mean(axis=1, keepdims=True), long * 0.5, long)
    return long.sum(axis=1), long.max(axis=1), scaled.sum(), np.maximum(long, scaled), np.minimum(long, 1.0)


def every_second(m):
    """types: ndarray[float64, 2]"""
    wide = (m[:, :, None] * np.linspace(0.1, 1.9, 11)).reshape(m.shape[0], -1)
    return wide[:, ::2] * 2.0, wide[:, 1::3] + 1.0, wide[::2, ::-1] - wide[::2]


def updated(a):
    """types: ndarray[float64, 2]"""
    if len(a) < 2 or a.shape[1] < 2:
        return None
    row = a.mean(axis=0)
    a += 0.5
    a[1:, ::2] *= 3.0
    a -= row
    a[:, 1:] /= 7.0
    a.T[1:] += a.shape[0]
    return row * 2.0


def updated_ints(c):
    """types: ndarray[int32, 2]"""
    if len(c) < 3 or c.shape[1] < 3:
        return None
    c[:, ::-1] += 7
    c[1:-1, 1:-1] *= c[:-2, 2:]
    c[0] -= c.shape[1]
    return c[0, 0]


def updated_locally(a, kernel):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    h, w = a.shape[0] - 1, a.shape[1] - 1
    out = np.zeros((3, h, w))
    for k in range(3):
        for i in range(2):
            for j in range(2):
                out[k] += (k - 1.5) * a[i : i + h, j : j + w]
        out[k, 1:] *= kernel[0, 0]
    out /= 3.0
    return out


def flipped(m, a):
    """types: ndarray[float64, 2]; ndarray[int64, 1]"""
    turned = np.flip(m, axis=1) + 2.0 * np.flipud(m)
    return turned - np.flip(m), np.fliplr(m) * 1.5, np.flip(a) + a, np.flip(a * 2, axis=-1) - a


def counts(a, b, least):
    """types: ndarray[int64, 1]; ndarray[uint8, 1]; int"""
    spread = np.bincount(np.abs(a % 9), minlength=min(least, 30))
    return spread, np.bincount(b, minlength=4), np.bincount(b)

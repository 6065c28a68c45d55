"""Grids and images: what looks at its neighbours."""

import numpy as np


def heat_step(u, alpha, steps):
    """Explicit steps of the heat equation on a grid with fixed edges."""
    u = u.copy()
    for _ in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += alpha * lap
    return u


def gray_scott(u, v, steps):
    """Reaction and diffusion of two substances."""
    u, v = u.copy(), v.copy()
    for _ in range(steps):
        lu = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        lv = v[:-2, 1:-1] + v[2:, 1:-1] + v[1:-1, :-2] + v[1:-1, 2:] - 4.0 * v[1:-1, 1:-1]
        uu, vv = u[1:-1, 1:-1], v[1:-1, 1:-1]
        uvv = uu * vv * vv
        du = 0.16 * lu - uvv + 0.06 * (1.0 - uu)
        dv = 0.08 * lv + uvv - 0.122 * vv
        u[1:-1, 1:-1] += du
        v[1:-1, 1:-1] += dv
    return u, v


def sobel(image):
    """The strength of the edges of a grey image."""
    padded = np.pad(image, 1, mode="edge")
    gx = (
        padded[:-2, 2:]
        + 2.0 * padded[1:-1, 2:]
        + padded[2:, 2:]
        - padded[:-2, :-2]
        - 2.0 * padded[1:-1, :-2]
        - padded[2:, :-2]
    )
    gy = (
        padded[2:, :-2]
        + 2.0 * padded[2:, 1:-1]
        + padded[2:, 2:]
        - padded[:-2, :-2]
        - 2.0 * padded[:-2, 1:-1]
        - padded[:-2, 2:]
    )
    return np.sqrt(gx * gx + gy * gy)


def equalize(image):
    """Histogram equalisation of an image of bytes."""
    hist = np.bincount(image.ravel(), minlength=256)
    cdf = hist.cumsum()
    low = cdf[cdf > 0].min()
    table = np.round((cdf - low) / (image.size - low) * 255.0)
    return np.clip(table, 0.0, 255.0).astype(np.uint8)[image]


def resize_bilinear(image, height, width):
    """An image of another size, by bilinear interpolation."""
    h, w = image.shape
    out = np.empty((height, width))
    for i in range(height):
        y = (i + 0.5) * h / height - 0.5
        y0 = min(max(int(np.floor(y)), 0), h - 1)
        y1 = min(y0 + 1, h - 1)
        fy = min(max(y - y0, 0.0), 1.0)
        for j in range(width):
            x = (j + 0.5) * w / width - 0.5
            x0 = min(max(int(np.floor(x)), 0), w - 1)
            x1 = min(x0 + 1, w - 1)
            fx = min(max(x - x0, 0.0), 1.0)
            top = image[y0, x0] * (1.0 - fx) + image[y0, x1] * fx
            bottom = image[y1, x0] * (1.0 - fx) + image[y1, x1] * fx
            out[i, j] = top * (1.0 - fy) + bottom * fy
    return out


def mandelbrot(size, limit):
    """How many rounds each point of the plane stays small."""
    x = np.linspace(-2.0, 0.6, size)
    y = np.linspace(-1.3, 1.3, size)
    cr = np.zeros((size, size)) + x
    ci = np.zeros((size, size)) + y[:, None]
    zr = np.zeros((size, size))
    zi = np.zeros((size, size))
    counts = np.zeros((size, size))
    for _ in range(limit):
        r2, i2 = zr * zr, zi * zi
        inside = r2 + i2 < 4.0
        counts += inside
        new = np.where(inside, r2 - i2 + cr, zr)
        zi = np.where(inside, 2.0 * zr * zi + ci, zi)
        zr = new
    return counts

"""Programs that call NumPy back from inside; the first line of each docstring gives the argument types."""

# ruff: noqa
import numpy as np


def spread(a, q):
    """types: ndarray[float64, 1]; float"""
    return np.percentile(a, 75) - np.percentile(a, 25), np.median(a), np.quantile(a, min(abs(q), 1.0))


def rolled(m, k):
    """types: ndarray[float64, 2]; int"""
    return np.roll(m, k, axis=1) + np.pad(m, 1, mode="edge")[1:-1, 1:-1]


def decomposed(m):
    """types: ndarray[float64, 2]"""
    if not np.all(np.abs(m) < 1e6):
        raise ValueError("LAPACK may never end with infinities and NaN")
    s = m @ m.T + np.eye(len(m))
    values, vectors = np.linalg.eigh(s)
    u, singular, vt = np.linalg.svd(m)
    return values, vectors @ vectors.T, singular, np.linalg.qr(s)[1], np.linalg.pinv(s)


def fitted(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 1]"""
    if not (np.all(np.abs(a) < 1e6) and np.all(np.abs(b) < 1e6)):
        raise ValueError("LAPACK may never end with infinities and NaN")
    x, residuals, rank, singular = np.linalg.lstsq(a, b, rcond=None)
    return x, singular


def counted(k):
    """types: ndarray[int64, 1]"""
    values, counts = np.unique(k, return_counts=True)
    return values, counts, np.histogram(k, bins=5)[0], np.digitize(k, [0, 10, 20])


def contracted(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    return np.einsum("ij,kj->ik", a, b), np.tensordot(a, b, axes=([1], [1])), np.kron(a, b).sum()


def along(c):
    """types: ndarray[float64, 3]"""
    return c.sum(axis=2), c.mean(axis=(0, 1)), np.max(c, axis=0), np.argmax(c, axis=1), c.std(axis=-1, keepdims=True)


def scanned(a, m):
    """types: ndarray[float64, 1]; ndarray[int32, 2]"""
    return a.cumprod(), m.cumsum(axis=0), np.gradient(a), np.trapezoid(a, dx=0.5), np.diff(a, n=2), np.ptp(m, axis=1)


def selected(a, b, c):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; ndarray[bool, 1]"""
    return np.where(c, a, b), np.take(a, np.flatnonzero(c)), np.interp(b, np.sort(a), a), np.isin(a, b)


def small_integers(a, b):
    """types: ndarray[uint8, 2]; ndarray[uint8, 2]"""
    return a << 1, a**2, np.gcd(a, b), a.mean(axis=0), np.bitwise_xor(a, b) >> 2


def repeated(a, n):
    """types: ndarray[float64, 1]; int"""
    total = 0.0
    for i in range(min(n, 5)):
        total += np.median(a + i)
    return total


def of_meshes(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    x, y = np.meshgrid(a, b)
    return x * y, np.tril(x).sum()


def _robust(x):
    centre = np.median(x, axis=0)
    return (x - centre) / (np.percentile(x, 75, axis=0) + 1.0)


def through_helpers(m):
    """types: ndarray[float64, 2]"""
    return _robust(m), _robust(m[1:]), _robust(m[:, ::2])


def in_place(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    a += np.roll(b, 1)
    b[:] = np.convolve(a, [0.25, 0.5, 0.25], mode="same")


def of_none(a):
    """types: ndarray[float64, 1]"""
    return np.nanmax(a), np.nanmean(a)


def often(a, n):
    """types: ndarray[float64, 1]; int"""
    total = 0.0
    for i in range(n):
        total += np.median(a)
    return total


def power_spectrum(a):
    """types: ndarray[float64, 1]"""
    return np.abs(np.fft.rfft(a)) ** 2, np.fft.irfft(np.fft.rfft(a), len(a))


def looked_up(m, mask, i, k):
    """types: ndarray[float64, 2]; ndarray[bool, 1]; ndarray[int64, 1]; ndarray[uint8, 2]"""
    return m[mask], m[i, i], np.arange(256)[k]

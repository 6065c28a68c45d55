"""NumPy's scalars, and arrays made of numbers alone. As in ``corpus.py``."""

# ruff: noqa
import numpy as np


def cubes(a):
    """types: ndarray[float32, 1]"""
    s = np.float32(0.0)
    for x in a:
        s += x**3
    return s


def powers(a, k):
    """types: ndarray[int32, 1]; int"""
    out = []
    for x in a:
        out.append(x**2)
    return out


def hashed(a):
    """types: ndarray[uint32, 1]"""
    h = np.uint32(2166136261)
    for x in a:
        h = (h ^ x) ^ (h << 5) ^ (h >> 3)
    return h


def grid(k):
    """types: int"""
    return np.arange(0, k % 50, 0.25)


def quarter(k, step):
    """types: int; float"""
    if step < 0.01:
        step = 0.5
    t = np.arange(-1.0, k % 20, step)
    return t.sum() + len(t)


def freqs(n, d):
    """types: int; float"""
    n = n % 40 + 1
    return np.fft.rfftfreq(n, 0.5) * 2.0


def tapered(x, window=np.hamming):
    return x * window(len(x))


def tapers(x):
    """types: ndarray[float64, 1]"""
    return tapered(x) + tapered(x, np.hanning)


def summarize(x, how=np.mean):
    return how(x)


def summaries(x):
    """types: ndarray[float64, 1]"""
    return summarize(x), summarize(x, np.std), summarize(x, np.max)


def narrow(v):
    """types: list[int]"""
    out = []
    for x in v:
        out.append(np.uint16(x % 300) << 2)
        out.append(np.uint16(np.int8(x % 100)) >> 1)
    return out


def narrowed(a):
    """types: ndarray[int64, 1]"""
    return [np.uint32(x) for x in a]


def of_float(a):
    """types: ndarray[float64, 1]"""
    return [np.int16(x) for x in a]


def checked(x):
    """types: int"""
    return np.uint32(x)


def pow_float32(a, b):
    """types: np.float32; np.float32"""
    return a**b


def pow_int8(a, b):
    """types: np.int8; np.int8"""
    return a**b


def square_int32(a):
    """types: np.int32"""
    return a**2


def shl_int32(a, b):
    """types: np.int32; np.int32"""
    return a << b


def shr_int64(a, b):
    """types: np.int64; np.int64"""
    return a >> 3 if b else a >> b


def shl_uint8(a, b):
    """types: np.uint8; np.uint8"""
    return a << b


def starts(a, b, k):
    """types: str; str; int"""
    return a.startswith(b, k), a.startswith("", k % 20 - 5), a.startswith(a[2:4], k % 9 - 4)

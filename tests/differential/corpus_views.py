"""Parts of arrays that are returned: views of what came in, and of new arrays that lie otherwise; the docstrings give
the argument types."""

# ruff: noqa
import numpy as np


def transposed(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    return (a * b).T


def every_other(a):
    """types: ndarray[float64, 2]"""
    return a[:, ::2]


def cols(X, idx):
    """types: ndarray[float64, 2]; ndarray[int64, 1]"""
    return X[:, idx]


def col_sum(X, idx):
    """types: ndarray[float64, 2]; ndarray[int64, 1]"""
    return X[:, idx].sum(axis=1)


def row(a, i):
    """types: ndarray[float64, 2]; int"""
    return a[i]


def column(a, j):
    """types: ndarray[float64, 2]; int"""
    return a[:, j]


def slice_arg(a, i, j):
    """types: ndarray[float64, 1]; int; int"""
    return a[i:j]


def rev(a):
    """types: ndarray[float64, 1]"""
    return a[::-1]


def fresh_slice(a, n):
    """types: ndarray[float64, 1]; int"""
    b = a * 2.0
    return b[1:n]


def fresh_col(a):
    """types: ndarray[float64, 2]"""
    b = np.zeros((3, 4))
    b[:, 0] = 1.0
    return b[:, 0]


def fresh_T(a):
    """types: ndarray[float64, 2]"""
    b = np.zeros((3, 2))
    for i in range(3):
        b[i, 0] = i
    return b.T


def rotation(t):
    """types: float"""
    c, s = np.cos(t), np.sin(t)
    return np.array([[c, -s], [s, c]]).T


def cov(X):
    """types: ndarray[float64, 2]"""
    Xc = X - X.mean(axis=0)
    return (Xc.T @ Xc) / len(X)


def ravel_fresh(a):
    """types: ndarray[float64, 2]"""
    return (a + 1.0).ravel()


def flat_reshape(a, n):
    """types: ndarray[float64, 1]; int"""
    return (a * 2).reshape(n, 2)


def newaxis(a):
    """types: ndarray[float64, 1]"""
    return a[:, np.newaxis]


def split2(a):
    """types: ndarray[float64, 1]"""
    m = len(a) // 2
    return a[:m], a[m:]


def split_fresh(a):
    """types: ndarray[float64, 1]"""
    b = np.sort(a)
    m = len(b) // 2
    return b[:m], b[m:]


def last_rows(a, n):
    """types: ndarray[float64, 2]; int"""
    b = a - a.mean(axis=0)
    return b[-n:]


def pairs(X):
    """types: ndarray[float64, 2]"""
    d = X[:, None, :] - X[None, :, :]
    return np.sqrt((d**2).sum(-1))


def tr(a):
    """types: ndarray[float64, 2]"""
    return a.T


def trm(a):
    """types: ndarray[float64, 2]"""
    return np.transpose(a * 2)


def flip(a):
    """types: ndarray[float64, 2]"""
    return np.flip(a, axis=1)


def fliplr(a):
    """types: ndarray[float64, 2]"""
    return np.fliplr(a + 1)


def head(a, k):
    """types: ndarray[float64, 1]; int"""
    order = np.argsort(a)
    return order[:k]


def top(a, k):
    """types: ndarray[float64, 1]; int"""
    return np.argsort(a)[::-1][:k]


def top_values(a, k):
    """types: ndarray[float64, 1]; int"""
    order = np.argsort(-a)[:k]
    return a[order]


def part_of_state(s):
    """types: ndarray[float64, 1]"""
    x = s.copy()
    x[:3] += x[3:6] * 0.1
    return x[:3]


def crop(img, y, x, h, w):
    """types: ndarray[uint8, 2]; int; int; int; int"""
    return img[y : y + h, x : x + w]


def channels(img):
    """types: ndarray[float64, 3]"""
    return img[..., 0], img[:, :, 1]


def eye_part(n):
    """types: int"""
    return np.eye(abs(n) % 5 + 2)[1:]


def kept_alias(a):
    """types: ndarray[float64, 2]"""
    b = a * 2
    c = b
    return c[:, 1]


def early(a):
    """types: ndarray[float64, 2]"""
    b = a * 2
    if len(b) > 2:
        return b[:, 0]
    return b[:, 1]


def whole_or_part(a):
    """types: ndarray[float64, 2]"""
    b = a * 2
    if len(b) > 2:
        return b
    return b.T


def written_first(a, i):
    """types: ndarray[float64, 2]; int"""
    a[0, 0] = 5.0
    return a[i:, 1:]


def twice(a):
    """types: ndarray[float64, 1]"""
    return a[1:], a[1:], a


def negative(a):
    """types: ndarray[float64, 2]"""
    return a[::-1, ::-1], a[-1], a[..., -1]


def ints(a, i):
    """types: ndarray[int32, 3]; int"""
    return a[i], a[:, i], a[i, :, None]


def empty_part(a):
    """types: ndarray[float64, 1]"""
    return a[5:2], a[len(a) :]

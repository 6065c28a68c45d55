"""Programs on whole NumPy arrays; the first line of each docstring gives the argument types."""

# ruff: noqa
import numpy as np


def unpacked_parts(a, k):
    """types: ndarray[float64, 1]; int"""
    x, y = a[k : k + 2]
    u, v, w = a[:3] * 2.0
    z = 0.0
    for i in range(len(a) - 1):
        one, other = a[i : i + 2]
        z += one - other
    return x, y, u + v - w, z


def axpy(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return a * 2.0 + b


def mixed(a, b, c):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; float"""
    return (a - b) * c / 3 + 1


def small_ints(a, b):
    """types: ndarray[int64, 1]; ndarray[int32, 1]"""
    return a * b + 3 - (a & 5)


def dividing(a, b):
    """types: ndarray[int64, 1]; ndarray[int64, 1]"""
    return a / b, a // b, a % b


def float_divisions(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return a // b, a % b, -a, abs(b)


def masks(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    m = (a > b) & (a < 10.0)
    return m, ~m, a == b, a[m]


def singles(a, x):
    """types: ndarray[float32, 1]; float"""
    return a * x + 1 - a / 2


def single_double(a, b):
    """types: ndarray[float32, 1]; ndarray[float64, 1]"""
    return a + b


def powers(a):
    """types: ndarray[float64, 1]"""
    return a**2, abs(a) ** 0.5, a**3


def transcendental(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return np.exp(a) + np.sin(b) * np.tanh(a - b)


def transcendental32(a):
    """types: ndarray[float32, 1]"""
    return np.exp(a * 0.01), np.cos(a)


def logs(a):
    """types: ndarray[float64, 1]"""
    return np.log(np.abs(a) + 1.0), np.arctan2(a, 2.0), np.hypot(a, a)


def sigmoid(x):
    """types: ndarray[float64, 2]"""
    return 1.0 / (1.0 + np.exp(-x))


def relu(x):
    """types: ndarray[float64, 2]"""
    return np.maximum(x, 0.0), np.maximum(0, x), (x > 0) * 1.0


def scalar_functions(x, k):
    """types: float; int"""
    return np.exp(x), np.sqrt(k), np.sin(x) * 2.0, np.abs(k)


def softmax(x):
    """types: ndarray[float64, 1]"""
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def softmax_rows(x):
    """types: ndarray[float64, 2]"""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sums(a):
    """types: ndarray[float64, 2]"""
    return a.sum(), np.sum(a, axis=0), a.sum(axis=1), a.sum(axis=-1, keepdims=True)


def sums_ints(a, b, m):
    """types: ndarray[int64, 2]; ndarray[uint8, 1]; ndarray[bool, 1]"""
    return a.sum(), b.sum(), m.sum(), a.sum(axis=0), a.sum(axis=1)


def means(a, k):
    """types: ndarray[float64, 2]; ndarray[int64, 1]"""
    return a.mean(), a.mean(axis=0), np.mean(a, axis=1), k.mean()


def spread(a):
    """types: ndarray[float64, 2]"""
    return a.var(), a.std(), a.std(axis=0), np.var(a, axis=1), a.var(ddof=1)


def extremes(a, k):
    """types: ndarray[float64, 2]; ndarray[int64, 1]"""
    return a.max(), a.min(axis=0), k.argmax(), np.argmin(a, axis=1), k.min()


def truths(a, b):
    """types: ndarray[bool, 1]; ndarray[float64, 1]"""
    return a.any(), a.all(), np.any(b > 0), np.all(b), np.count_nonzero(b)


def products(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    return a @ b


def products_t(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    return a @ b.T, a.T @ a, a.T @ b


def dots(m):
    """types: ndarray[float64, 2]"""
    a = m[0] * 0.5
    b = a[::-1] * 0.5
    n = m.T @ m
    return np.dot(a, b), a @ b, a[::-1] @ a, m @ m.T[:, 0], m[0] @ m.T, n.dot(a), np.dot(n, n)


def kalman(P):
    """types: ndarray[float64, 2]"""
    n = len(P)
    x = P[0] * 0.5
    F = np.eye(n) * 1.5
    H = np.ones((1, n))
    x = F @ x
    P = F @ P @ F.T + np.eye(n)
    y = 1.0 - H @ x
    S = H @ P @ H.T + np.eye(1)
    K = P @ H.T @ np.linalg.inv(S)
    x = x + K @ y
    P = P - K @ H @ P
    return x, P


def linear(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 1]"""
    m = a @ a.T + np.eye(len(a)) * 10.0
    return np.linalg.inv(m), np.linalg.det(m), np.linalg.cholesky(m), np.linalg.norm(b), np.trace(m)


def solving(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 1]"""
    m = a @ a.T + np.eye(a.shape[0])
    return np.linalg.solve(m, b), np.linalg.solve(m, a)


def in_place(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    a += b
    a *= 2.0
    a -= a
    a[1:] += b[:-1]


def in_place_local(a):
    """types: ndarray[float64, 2]"""
    out = np.zeros(a.shape)
    for i in range(len(a)):
        out[i] = a[i] * 2.0
        out[i, :] += 1.0
    out[:, 0] = 5.0
    out[1:-1, 1:-1] -= a[1:-1, 1:-1]
    return out


def heat(u, steps):
    """types: ndarray[float64, 1]; int"""
    u = u.copy()
    for _ in range(min(steps, 5)):
        u[1:-1] = u[1:-1] + 0.1 * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return u


def laplace(u):
    """types: ndarray[float64, 2]"""
    return (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4 * u[1:-1, 1:-1]).sum()


def slices(a, m, i):
    """types: ndarray[float64, 1]; ndarray[float64, 2]; int"""
    col = m[:, i]
    s = col.sum()
    t = a[::2] * 1.0
    r = a[::-1] + 0.0
    return s, t, r, m[i, 1:] + 1, m[..., 0] * 2, a[-3:] + 0


def outer_forms(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    d = a[:, None] - b[None, :]
    return d, np.outer(a, b), (d * d).sum(axis=1), a[np.newaxis, :] * 2


def symmetrize(p):
    """types: ndarray[float64, 2]"""
    return (p + p.T) / 2


def displays(x, y, k):
    """types: float; float; int"""
    a = np.array([x, y, 1.0])
    m = np.array([[x, -y], [y, x]])
    return a, m, np.array([k, 2, 3]), np.array([1, x]), m @ np.array([1.0, 2.0])


def from_lists(xs, rows):
    """types: list[float]; list[list[float]]"""
    return np.array(xs) * 2.0, np.array(rows), np.sum(xs)


def creations(n, a):
    """types: int; ndarray[float64, 2]"""
    n = min(n, 20)
    return np.arange(n), np.arange(1, n, 2), np.eye(3), np.zeros_like(a), np.ones_like(a), np.linspace(0.0, 1.0, 11)


def wheres(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return np.where(a > b, a, b), np.where(a > 0, 1.0, -1.0), np.clip(a, -1.0, 1.0), np.where(a > 0)[0]


def rounding(a):
    """types: ndarray[float64, 1]"""
    return np.round(a, 2), np.floor(a), np.rint(a), np.sign(a), np.isfinite(a)


def casts(a, k):
    """types: ndarray[float64, 1]; ndarray[int64, 1]"""
    return a.astype(np.float32), k.astype(float), a.astype(int), (a > 0).astype(int), k.astype(np.uint8)


def joined(a, b, m):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; ndarray[float64, 2]"""
    return np.concatenate([a, b]), np.vstack([m, m]), np.hstack([a, b, a]), np.hstack([m, m]), np.stack([a, a])


def reshaped(a, m):
    """types: ndarray[float64, 1]; ndarray[float64, 2]"""
    flat = m.ravel()
    return flat.sum(), m.flatten(), (a * 2).reshape(-1, 1), m.reshape(m.size) @ m.ravel()


def sorting(a, k):
    """types: ndarray[float64, 1]; ndarray[int64, 1]"""
    return np.sort(a), np.argsort(a), np.unique(k), np.cumsum(a), np.diff(a), np.cumsum(k)


def masked_store(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    a[a > b] = 0.0
    b[b < 0] = -1


def gathered(a, m, idx):
    """types: ndarray[float64, 1]; ndarray[float64, 2]; ndarray[int64, 1]"""
    return a[idx], m[idx], m[idx, :] * 2


def pairwise(x):
    """types: ndarray[float64, 2]"""
    n = x.shape[0]
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            d = x[i] - x[j]
            out[i, j] = np.sqrt(np.sum(d * d))
    return out


def gradient_descent(x, y, w, steps):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; ndarray[float64, 1]; int"""
    w = w.copy()
    for _ in range(min(steps, 4)):
        error = x @ w - y
        w -= 0.01 * (x.T @ error) / len(y)
    return w


def quaternion(q, p):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    w, x, y, z = q
    a, b, c, d = p
    r = np.array([w * a - x * b - y * c - z * d, w * b + x * a + y * d - z * c, w * c - x * d + y * a + z * b, 0.0])
    return r / np.linalg.norm(r), np.cross(q[1:], p[1:])


def norms(m):
    """types: ndarray[float64, 2]"""
    return np.linalg.norm(m, axis=1), np.linalg.norm(m), m / np.linalg.norm(m, axis=1, keepdims=True)


def _helper(v, k):
    return v * k + 1.0


def with_calls(a, m):
    """types: ndarray[float64, 1]; ndarray[float64, 2]"""
    return _helper(a, 2.0), _helper(m[0], 3.0), _helper(a[1:], 1.5)


def int_total(k):
    """types: ndarray[int64, 1]"""
    s = 0
    for x in k:
        s += x
    return s


def int_counts(k, m):
    """types: ndarray[int64, 1]; int"""
    best = 0
    total = 0
    for i in range(len(k)):
        total += k[i] * m
        if k[i] > best:
            best = k[i]
    return best, total, total * 2 - best


def into(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    np.multiply(a, 2.0, out=b)
    np.exp(b * 0.001, out=b)


def suffix(n, a):
    """types: int; ndarray[float64, 1]"""
    out = np.zeros(10)
    k = 0
    for x in a:
        if k < 10 and x > 0:
            out[k] = x
            k += 1
    return out[:k]


def ranked(scores, limit):
    """types: ndarray[float64, 1]; float"""
    order = np.argsort(scores)[::-1]
    kept = 0
    while len(order) > 0:
        kept += order[0]
        if scores[order[0]] < limit:
            break
        order = order[1:]
    return kept


def columns(m):
    """types: ndarray[float64, 2]"""
    best = 0.0
    for j in range(m.shape[1]):
        c = m[:, j]
        best = max(best, float(np.dot(c, c)))
        for x in c:
            best += x
    return best, _helper(m[:, 0], 2.0)


def mean_filter(x, w):
    """types: ndarray[float64, 1]; int"""
    n = len(x)
    out = np.zeros(n)
    w = max(1, min(w, 5))
    for i in range(n):
        lo = max(0, i - w)
        window = x[lo : i + w + 1]
        out[i] = window.mean()
    return out


def more_functions(a, b):
    """types: ndarray[float64, 1]; ndarray[float64, 1]"""
    return (
        np.column_stack([a, b]),
        np.stack((a, b), axis=1),
        np.repeat(a, 2),
        np.tile(b, 3),
        np.ptp(a),
        np.isclose(a, b),
        np.allclose(a, b),
        np.expand_dims(a, 0) * 1.0,
    )


def searching(a, x):
    """types: ndarray[int64, 1]; int"""
    s = np.sort(a)
    return np.searchsorted(s, x), np.searchsorted(s, x, side="right"), np.bincount(np.abs(a) % 7)


def loops_over_views(m, out):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    inner = m[1:, :-1]
    t = inner.T
    total = 0.0
    for i in range(inner.shape[0]):
        for j in range(inner.shape[1]):
            total += inner[i, j] * t[j, i]
    for i in range(min(len(out), len(inner))):
        for j in range(min(out.shape[1], inner.shape[1])):
            out[i, j] = inner[i, j] / 2.0
        out[i] *= 2.0
    return total


def rows_and_lengths(a, b):
    """types: ndarray[float64, 2]; ndarray[float64, 2]"""
    for i in range(min(a.shape[0], b.shape[0])):
        for j in range(min(a.shape[1], b.shape[1])):
            a[i, j] = b[i, j] / 2.0
    for i in range(len(b)):
        for j in range(b.shape[1] - 1):
            b[i, j] = b.shape[1] + j


def strided_products(m):
    """types: ndarray[float64, 2]"""
    c = m[:, 0]
    return np.dot(c, c), np.linalg.norm(c), np.linalg.norm(m[0][::-1]), m.T @ c, c[::-1] @ c, m[::2].T @ m[::2]

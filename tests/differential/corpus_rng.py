"""Draws from generators of NumPy's: given, made, kept in objects and modules; the docstrings give the argument types."""

# ruff: noqa
import random

import numpy as np


def coin(rng, p):
    """types: numpy.random.Generator; float"""
    heads = 0
    for _ in range(10):
        if rng.random() < p:
            heads += 1
    return heads


def dice(seed, n):
    """types: int; int"""
    rng = np.random.default_rng(seed)
    return [int(rng.integers(1, 7)) for _ in range(abs(n) % 20)]


def kmeans_init(X, k, seed):
    """types: ndarray[float64, 2]; int; int"""
    rng = np.random.default_rng(seed)
    idx = rng.choice(len(X), size=k, replace=False)
    return X[idx]


def kmeans_pp(X, k, rng):
    """types: ndarray[float64, 2]; int; numpy.random.RandomState"""
    n = X.shape[0]
    centers = np.empty((k, X.shape[1]))
    centers[0] = X[rng.randint(n)]
    for c in range(1, k):
        d = np.full(n, np.inf)
        for j in range(c):
            d = np.minimum(d, ((X - centers[j]) ** 2).sum(axis=1))
        centers[c] = X[rng.choice(n, p=d / d.sum())]
    return centers


def minibatches(X, y, size, rng):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; int; numpy.random.Generator"""
    order = rng.permutation(len(X))
    out = []
    for start in range(0, len(X), size):
        b = order[start : start + size]
        out.append(float(X[b].sum() + y[b].sum()))
    return out


def dropout(x, p, rng):
    """types: ndarray[float64, 2]; float; numpy.random.Generator"""
    mask = rng.random(x.shape) >= p
    return x * mask / (1.0 - p)


def bootstrap(x, b, rng):
    """types: ndarray[float64, 1]; int; numpy.random.Generator"""
    means = np.zeros(b)
    n = len(x)
    for i in range(b):
        means[i] = x[rng.integers(0, n, size=n)].mean()
    return means


def metropolis(n, step, rng):
    """types: int; float; numpy.random.Generator"""
    x = 0.0
    out = np.empty(abs(n) % 100)
    accepted = 0
    for i in range(len(out)):
        y = x + step * rng.standard_normal()
        if rng.random() < np.exp(-0.5 * (y * y - x * x)):
            x = y
            accepted += 1
        out[i] = x
    return out, accepted


def mutate(pop, rate, rng):
    """types: ndarray[float64, 2]; float; numpy.random.RandomState"""
    for i in range(pop.shape[0]):
        for j in range(pop.shape[1]):
            if rng.rand() < rate:
                pop[i, j] += rng.normal(0.0, 0.1)
    return pop


def resample(w, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    n = len(w)
    positions = (np.arange(n) + rng.random()) / n
    return np.searchsorted(np.cumsum(w), positions)


def epsilon_greedy(q, eps, rng):
    """types: ndarray[float64, 1]; float; numpy.random.Generator"""
    if rng.random() < eps:
        return int(rng.integers(len(q)))
    return int(np.argmax(q))


def shuffled(a, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    rng.shuffle(a)
    return a


def shuffled_rows(a, rng):
    """types: ndarray[int64, 2]; numpy.random.RandomState"""
    rng.shuffle(a)
    return a


def init(n, m, seed):
    """types: int; int; int"""
    rng = np.random.RandomState(seed)
    return rng.randn(n, m) * 0.01, rng.uniform(-1, 1, (m, n)), rng.normal(size=n)


def many(rng, n):
    """types: numpy.random.Generator; int"""
    return (
        rng.normal(1.0, 2.0),
        rng.uniform(0, 5),
        rng.exponential(2.0),
        rng.poisson(3.0),
        rng.binomial(10, 0.5),
        rng.standard_normal((2, n)),
        rng.random(n),
        rng.integers(0, 10, n),
    )


def many32(rng, n):
    """types: numpy.random.Generator; int"""
    return (
        rng.random(n, dtype=np.float32),
        rng.standard_normal(n, dtype=np.float32),
        rng.integers(0, 255, n, dtype=np.uint8),
    )


def many_old(rng, n):
    """types: numpy.random.RandomState; int"""
    return (
        rng.random_sample(),
        rng.random_sample(n),
        rng.randint(0, 9),
        rng.randint(5, size=(2, 2)),
        rng.rand(2, n),
        rng.randn(),
        rng.randn(n),
        rng.poisson(2.5, n),
        rng.binomial(5, 0.3),
        rng.gamma(2.0, 1.0),
        rng.beta(1.0, 2.0),
    )


def given_back(rng):
    """types: numpy.random.Generator"""
    return rng


def through(rng, n):
    """types: numpy.random.Generator; int"""
    return _helper(rng, n) + _helper(rng, 1)


def _helper(rng, n):
    s = 0.0
    for _ in range(abs(n) % 10):
        s += rng.random()
    return s


def weighted(rng, p):
    """types: numpy.random.Generator; ndarray[float64, 1]"""
    return rng.choice(len(p), p=p), rng.choice(4, 2), rng.choice([1.5, 2.5], size=3)


def perm_array(a, rng):
    """types: ndarray[int64, 1]; numpy.random.RandomState"""
    return rng.permutation(a), rng.permutation(5)


def traps_after(a, i, rng):
    """types: ndarray[float64, 1]; int; numpy.random.Generator"""
    x = rng.random()
    k = rng.integers(3)
    return a[i] + x + k


def two(a, b):
    """types: numpy.random.Generator; numpy.random.Generator"""
    return a.random() - b.random() + a.random()


def maybe(x, rng=None):
    """types: float; numpy.random.Generator"""
    if rng is None:
        rng = np.random.default_rng()
    return x + rng.random()


def legacy_old(n):
    """types: int"""
    rs = np.random.RandomState(42)
    return rs.permutation(abs(n) % 20)


def from_bits(seed):
    """types: int"""
    rng = np.random.Generator(np.random.PCG64(seed))
    return rng.random(), rng.normal()


class Agent:
    def __init__(self, n, seed):
        self.q = np.zeros(n)
        self.rng = np.random.default_rng(seed)
        self.eps = 0.1

    def act(self):
        """types: object[corpus_rng:Agent]{q: ndarray[float64, 1], eps: float, rng: numpy.random.Generator}"""
        if self.rng.random() < self.eps:
            return self.rng.integers(len(self.q))
        return np.argmax(self.q)


def play(n, seed):
    """types: int; int"""
    a = Agent(3, seed)
    s = 0
    for _ in range(abs(n) % 30):
        s += int(a.act())
    return s


def order_list(xs, rng):
    """types: list[int]; numpy.random.Generator"""
    order = list(range(len(xs)))
    rng.shuffle(order)
    return [xs[i] for i in order]


def pick(xs, rng):
    """types: list[float]; numpy.random.Generator"""
    return xs[rng.integers(len(xs))], rng.choice(xs)


def begins_anew(xs, a, rng):
    """types: list[int]; ndarray[float64, 2]; numpy.random.Generator
    also: list[float]; ndarray[float64, 2]; numpy.random.Generator"""
    u = rng.random()
    w = np.linalg.eigvals(a)
    return u + sum(xs), w


def begins_anew_hidden(xs, a):
    """types: list[int]; ndarray[float64, 2]
    also: list[float]; ndarray[float64, 2]"""
    u = np.random.rand()
    w = np.linalg.eigvals(a)
    return u + sum(xs), w


def _flip(rng):
    return rng.random()


def _place(rng):
    return int(rng.integers(3))


def store_order(a, rng):
    """types: list[float]; numpy.random.Generator"""
    a[_place(rng)] = _flip(rng)
    return a


def _hidden():
    return np.random.rand()


def _hidden_place():
    return int(np.random.randint(3))


def store_order_hidden(a):
    """types: list[float]"""
    a[_hidden_place()] = _hidden()
    return a


def _py():
    return random.random()


def _py_place():
    return random.randrange(3)


def store_order_python(a):
    """types: list[float]"""
    a[_py_place()] = _py()
    return a


def mixed_order(rng, x):
    """types: numpy.random.Generator; float"""
    return _flip(rng) - rng.random() * _flip(rng), [rng.random(), _flip(rng)], (_flip(rng), rng.integers(5))


def unused(rng):
    """types: numpy.random.Generator"""
    rng.random()
    _ = rng.normal(size=2)
    return rng.random()


def circuits(rng, x):
    """types: numpy.random.Generator; float"""
    if x > 0 and rng.random() < 0.5 or rng.random() < 0.1:
        return [1.0]
    y = rng.random() if x < -1 else rng.normal()
    return [y for _ in range(3) if rng.random() < 0.5]


def fused(a, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    n = len(a)
    b = a * rng.random(n) + rng.random(n) * rng.normal()
    a[:] = rng.random(n) - b
    return b


def aug(a, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    a += rng.normal(size=len(a))
    a[rng.integers(len(a))] += rng.random()
    a[0] -= rng.random()
    return a


def invariant(n, rng):
    """types: int; numpy.random.Generator"""
    out = []
    for i in range(abs(n) % 6):
        z = rng.standard_normal(2)
        out.append(z[0] + i)
    return out


def default_or(x, rng):
    """types: float; numpy.random.Generator"""
    rng = rng or np.random.default_rng(0)
    return x + rng.random()


def truth(rng):
    """types: numpy.random.Generator"""
    if rng:
        return 1
    return 0


def rebind(a, b, n):
    """types: numpy.random.Generator; numpy.random.Generator; int"""
    r = a
    s = 0.0
    for i in range(abs(n) % 5):
        s = s * 10 + r.random()
        r = b if i % 2 else a
    return s, r is None


def two_states(seed):
    """types: int"""
    a = np.random.default_rng(seed)
    b = np.random.default_rng(seed)
    c = a
    return a.random(), b.random(), c.random(), a.integers(9), b.integers(9)


def rngs_of(n):
    """types: int"""
    rngs = [np.random.default_rng(i) for i in range(abs(n) % 4)]
    return [r.random() for r in rngs] + [r.random() for r in rngs]


def loc_arrays(mu, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    return rng.normal(mu, 0.5), rng.normal(mu, np.abs(mu)), rng.poisson(np.abs(mu) % 9), rng.uniform(mu - 1, mu + 1)


class Layer:
    def __init__(self, n, rng):
        self.rng = rng
        self.w = rng.standard_normal((n, 2))

    def drop(self, x, p):
        """types: object[corpus_rng:Layer]{rng: numpy.random.RandomState, w: ndarray[float64, 2]}; ndarray[float64, 2]; float"""
        mask = self.rng.binomial(1, 1 - p, size=x.shape)
        return x * mask @ self.w[: x.shape[1]]

    def renew(self, seed):
        """types: object[corpus_rng:Layer]{rng: numpy.random.RandomState!}; int"""
        self.rng = np.random.RandomState(seed)
        return self.rng.rand()


def returned(seed):
    """types: int"""
    rng = np.random.default_rng(seed)
    return rng, rng.random()


def set_rng(layer, rng):
    """types: object[corpus_rng:Layer]{rng: numpy.random.RandomState!}; numpy.random.RandomState"""
    layer.rng = rng
    return rng.rand()

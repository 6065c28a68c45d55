"""Attributes that are bound to an argument, or returned: Python gets the very object."""

# ruff: noqa
import numpy as np


class Dense:
    def __init__(self, n):
        self.weights = [[0.1] * n for _ in range(n)]
        self.inputs = []
        self.outputs = []
        self.last = None

    def forward(self, x):
        """types: object[corpus_bound:Dense]{weights: list[list[float]], inputs: list[float], outputs: list[float]}; list[float]"""
        self.inputs = x
        out = []
        for row in self.weights:
            s = 0.0
            for w, v in zip(row, x):
                s += w * v
            out.append(s)
        self.outputs = out
        return out

    def remember(self, x):
        """types: object[corpus_bound:Dense]{last: optional[list[float]], inputs: list[float]}; list[float]"""
        self.last = x
        return len(x) + len(self.inputs)

    def remember_if(self, x, y, n):
        """types: object[corpus_bound:Dense]{last: optional[list[float]], inputs: list[float]}; list[float]; list[float]; int"""
        if n > 2:
            self.last = x
            self.inputs = y
        elif n > 0:
            self.inputs = x
        if n == 1:
            self.inputs = [1.0]
        return sum(self.inputs)

    def read_back(self, x):
        """types: object[corpus_bound:Dense]{inputs: list[float]}; list[float]"""
        before = sum(self.inputs)
        self.inputs = x
        return before, sum(self.inputs), self.inputs[0]


def both(first, second, x):
    """types: object[corpus_bound:Dense]{inputs: list[float]}; object[corpus_bound:Dense]{inputs: list[float]}; list[float]"""
    first.inputs = x
    second.inputs = x
    first.inputs = [2.0]


def fresh(x):
    """types: list[float]"""
    layer = Dense(2)
    layer.inputs = x
    return layer


class Linear:
    def __init__(self, n):
        self.w = np.ones(n)
        self.b = 0.0
        self.x = None

    def forward(self, x):
        """types: object[corpus_bound:Linear]{w: ndarray[float64, 1], b: float, x: optional[ndarray[float64, 2]]}; ndarray[float64, 2]"""
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad, lr):
        """types: object[corpus_bound:Linear]{w: ndarray[float64, 1], b: float, x: optional[ndarray[float64, 2]]}; ndarray[float64, 1]; float"""
        gw = self.x.T @ grad / len(grad)
        self.w -= lr * gw
        self.b -= lr * grad.mean()

    def fit(self, x, y):
        """types: object[corpus_bound:Linear]{w: ndarray[float64, 1], b: float, x: optional[ndarray[float64, 2]]}; ndarray[float64, 2]; ndarray[float64, 1]"""
        for _ in range(3):
            out = self.forward(x)
            self.backward(out - y, 0.1)
        return self.w.sum()


class Model:
    def __init__(self):
        self.X = None
        self.y = None

    def fit(self, X, y):
        """types: object[corpus_bound:Model]{X: optional[list[list[float]]], y: optional[list[int]]}; list[list[float]]; list[int]"""
        self.X = X
        self.y = y
        return self

    def nearest(self, row):
        """types: object[corpus_bound:Model]{X: list[list[float]], y: list[int]}; list[float]"""
        best = -1
        best_d = 1e300
        for i, other in enumerate(self.X):
            d = sum((a - b) ** 2 for a, b in zip(row, other))
            if d < best_d:
                best_d = d
                best = self.y[i]
        return best


class Layer:
    def __init__(self, n):
        self.w = np.ones((n, n))
        self.out = None
        self.seen = []
        self.counts = {}

    def forward(self, x):
        """types: object[corpus_bound:Layer]{w: ndarray[float64, 2], out: optional[ndarray[float64, 2]]}; ndarray[float64, 2]"""
        self.out = np.tanh(x @ self.w)
        return self.out

    def history(self, v):
        """types: object[corpus_bound:Layer]{seen: list[float]}; float"""
        self.seen.append(v)
        return self.seen

    def table(self, key):
        """types: object[corpus_bound:Layer]{counts: dict[str, int]}; str"""
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts

    def softmax(self, x):
        """types: object[corpus_bound:Layer]{out: optional[ndarray[float64, 1]]}; ndarray[float64, 1]"""
        e = np.exp(x - np.max(x))
        self.out = e / e.sum()
        return self.out

    def kept(self, x):
        """types: object[corpus_bound:Layer]{seen: list[float]}; list[float]"""
        self.seen = x
        return self.seen


class Inner:
    def __init__(self):
        self.inputs = []
        self.x = None

    def forward(self, x):
        self.inputs = x
        return sum(x, 0.0)


class Outer:
    def __init__(self):
        self.inner = Inner()
        self.cache = None
        self.layers = []

    def run(self, x):
        """types: object[corpus_bound:Outer]{inner: object[corpus_bound:Inner]{inputs: list[float]}, cache: optional[list[float]]}; list[float]"""
        self.inner.inputs = x
        self.cache = x
        return self.inner.inputs[0]

    def call(self, x, y, n):
        """types: object[corpus_bound:Outer]{inner: object[corpus_bound:Inner]{inputs: list[float]}, cache: optional[list[float]]}; list[float]; list[float]; int"""
        a = self.inner.forward(x)
        if n > 0:
            a += self.inner.forward(y)
        if n > 1:
            self.inner.inputs = [1.5]
        return a

    def many(self, x):
        """types: object[corpus_bound:Outer]{layers: list[object[corpus_bound:Inner]{inputs: list[float]}]}; list[float]"""
        t = 0.0
        for layer in self.layers:
            t += layer.forward(x)
        return t

    def returned(self, x):
        """types: object[corpus_bound:Outer]{cache: optional[list[float]]}; list[float]"""
        if len(x) > 2:
            self.cache = x
        else:
            self.cache = [v * 2.0 for v in x]
        return self.cache


def arrays(o, p, x, y, n):
    """types: object[corpus_bound:Inner]{x: optional[ndarray[float64, 1]]}; object[corpus_bound:Inner]{x: optional[ndarray[float64, 1]]}; ndarray[float64, 1]; ndarray[float64, 1]; int"""
    o.x = x
    p.x = y
    if n > 0:
        p.x = x
    if n > 1:
        o.x = x + y
    return p.x.sum()


def changes_other(o, x, y):
    """types: object[corpus_bound:Inner]{x: optional[ndarray[float64, 1]]}; ndarray[float64, 1]; ndarray[float64, 1]"""
    o.x = x
    y[0] = 5.0
    return o.x.sum()

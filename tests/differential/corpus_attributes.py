"""What objects hold, changed in place: by `-=`, through parts and names of it, in lists and in what is called."""

# ruff: noqa
import numpy as np


class Linear:
    def __init__(self, n):
        self.w = np.ones(n)
        self.b = 0.0
        self.m = np.zeros((n, 2))

    def backward(self, g, lr):
        """types: object[corpus_attributes:Linear]{b: float, w: ndarray[float64, 1]}; ndarray[float64, 1]; float"""
        self.w -= lr * g
        self.b -= lr * g.sum()

    def decay(self, k):
        """types: object[corpus_attributes:Linear]{w: ndarray[float64, 1], m: ndarray[float64, 2]}; float"""
        self.w *= k
        self.m += self.w[:, None]

    def row(self, i, g):
        """types: object[corpus_attributes:Linear]{m: ndarray[float64, 2]}; int; ndarray[float64, 1]"""
        self.m[i] += g

    def rebound(self, g):
        """types: object[corpus_attributes:Linear]{w: ndarray[float64, 1]}; ndarray[float64, 1]"""
        self.w = self.w - g


class Part:
    def __init__(self, x):
        self.x = x
        self.tags = [0]


class Grid:
    def __init__(self, n):
        self.rows = [[0.0] * n for _ in range(n)]
        self.m = np.zeros((n, n))
        self.d = {"a": [1.0]}
        self.items = [Part(1.0)]
        self.vs = [np.ones(n)]

    def scale_rows(self, k):
        """types: object[corpus_attributes:Grid]{rows: list[list[float]]}; float"""
        for row in self.rows:
            row[0] *= k

    def scale_all(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; float"""
        for row in self.m:
            row *= k

    def named_row(self, i, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; int; float"""
        row = self.m[i]
        row[0] = k
        row += 1.0

    def part(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; float"""
        self.m[1:] = self.m[:-1] * k

    def masked(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; float"""
        self.m[self.m > k] = k

    def picked(self, at, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; ndarray[int64, 1]; float"""
        self.m[at] += k

    def cells(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; float"""
        for i in range(self.m.shape[0]):
            for j in range(self.m.shape[1]):
                self.m[i, j] = k * i

    def dict_row(self, key, v):
        """types: object[corpus_attributes:Grid]{d: dict[str, list[float]]}; str; float"""
        self.d.setdefault(key, []).append(v)

    def objects(self, k):
        """types: object[corpus_attributes:Grid]{items: list[object[corpus_attributes:Part]{x: float, tags: list[int]}]}; float"""
        for it in self.items:
            it.x += k
            it.tags[0] = 7

    def one_object(self, i, k):
        """types: object[corpus_attributes:Grid]{items: list[object[corpus_attributes:Part]{x: float, tags: list[int]}]}; int; float"""
        it = self.items[i]
        it.x += k
        it.tags.append(3)

    def arrays(self, k):
        """types: object[corpus_attributes:Grid]{vs: list[ndarray[float64, 1]]}; float"""
        for v in self.vs:
            v *= k

    def arrays_at(self, i, k):
        """types: object[corpus_attributes:Grid]{vs: list[ndarray[float64, 1]]}; int; float"""
        self.vs[i] -= k

    def callee(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2], rows: list[list[float]]}; float"""
        fill(self.m[0], k)
        bump(self.rows[0], k)

    def out(self, k):
        """types: object[corpus_attributes:Grid]{m: ndarray[float64, 2]}; float"""
        np.multiply(self.m[0], k, out=self.m[1])

    def swapped(self, i, j):
        """types: object[corpus_attributes:Grid]{rows: list[list[float]]}; int; int"""
        self.rows[0][i], self.rows[0][j] = self.rows[0][j], self.rows[0][i]


def fill(row, k):
    row[:] = k


def bump(row, k):
    row[0] += k
    row.append(k)


def grads(params, gs):
    """types: list[ndarray[float64, 1]]; list[ndarray[float64, 1]]"""
    for p, g in zip(params, gs):
        p -= 0.1 * g


def table(params, k, g):
    """types: dict[str, ndarray[float64, 1]]; str; ndarray[float64, 1]"""
    params[k] -= 0.1 * g

"""One of several functions in a variable; indices in a tuple; the first line of each docstring gives the argument types."""

# ruff: noqa
import math

import numpy as np


def gini(y):
    return 1 - sum([(np.count_nonzero(y == c) / len(y)) ** 2 for c in np.unique(y)])


def mse(y):
    return np.mean((y - np.mean(y)) ** 2)


def chosen_by_name(y, criterion):
    """types: ndarray[int64, 1]; str"""
    if criterion == "gini":
        loss = gini
    else:
        loss = mse
    parent = loss(y)
    left = y[y > 0]
    return parent - loss(left), loss(y[:2])


def relu(x):
    return max(x, 0.0)


def tanh(x):
    return math.tanh(x)


def same(x):
    return x * 1.0


def by_condition(xs, k):
    """types: list[float]; int"""
    f = relu if k > 0 else tanh
    g = same
    if k == 3:
        g = f
    return [f(x) + g(x) for x in xs]


def by_table(xs, name):
    """types: list[float]; str"""
    table = {"relu": relu, "tanh": tanh, "same": same}
    f = table.get(name, same) if name else table["relu"]
    return [f(x + 1.0) for x in xs]


def one_after_the_other(x):
    """types: float"""
    out = []
    for f in [relu, tanh, same]:
        out.append(f(x))
    return out


def at_a_tuple(a, c):
    """types: ndarray[float64, 2]; tuple[int, int]"""
    a[c] += 1.0
    r = a[c]
    a[c] = r * 2.0
    return r, a.T[c]


def part_at_a_tuple(a, k):
    """types: ndarray[float64, 3]; int"""
    c = (k, 0)
    a[c] = 1.0
    return a[c].sum()


def tested_with_text(a):
    """types: ndarray[float64, 1]"""
    np.testing.assert_allclose(np.sum(a), a.sum(), err_msg="{} of {}".format(len(a), float(a[0])))
    return "{} and {:.3f}".format(len(a) + 1, float(a[0]) * 2)


def floats_as_text(x, y):
    """types: float; float"""
    return str(x), f"{x} and {x * y}", str(x / 3.0), "%s" % (y * 1e-5)


def from_one_or_many(x, pad):
    """types: ndarray[float64, 2]; int"""
    p = pad
    if isinstance(p, int):
        p = (p, p, p, p)
    if isinstance(p, tuple):
        if len(p) == 2:
            p = (p[0], p[0], p[1], p[1])
        top = x[0, 0] + p[0] * p[3]
    if p == "same" and len(x) > 2:
        p = "other"
    return top, p


def lambda_bound_twice(n):
    """types: int"""
    g = lambda x: x + 1
    if n > 2:
        g = lambda x: x * 2
    return g(n % 1000)


class Move:
    def __init__(self, a, promotion):
        self.a = a
        self.promotion = promotion

    def maybe(self, kind):
        """types: object[corpus_choices:Move]{a: int, promotion: optional[int]}; optional[int]"""
        return self.promotion == kind, self.promotion != self.a, kind == 3, None == kind


class Quiet:
    def __init__(self, a, promotion):
        self.a = a
        self.promotion = promotion

    def quiet(self, kind):
        """types: object[corpus_choices:Quiet]{a: int, promotion: None}; int"""
        return self.promotion == kind or self.a == None or kind != None

    def three(self, kind):
        """types: object[corpus_choices:Quiet]{a: int, promotion: None}; int"""
        return (self.promotion == 3, self.promotion != 3, self.promotion == None, self.promotion == self.promotion)


def text_or_none(s, x):
    """types: optional[str]; float"""
    return s == None, s == "a", x == None, None != x


def nothing(s, x, y):
    """types: None; float; optional[int]"""
    return s == None, s == x, x == s, y == s, s != 2, s == y, y == x


def same_pair(a, b):
    """types: optional[tuple[int, int]]; optional[tuple[int, int]]"""
    return a == b, a != b, a == (1, 2)

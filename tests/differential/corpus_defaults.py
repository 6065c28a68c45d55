"""Defaults of parameters that are functions, lambdas, constants and members. As in ``corpus.py``."""

# ruff: noqa
import math
import operator
from enum import Enum
import numpy as np


EPS = 1e-6
STEPS = 8
k = 3


class Mode(Enum):
    SLOW = 1
    FAST = 2


def square(x):
    return x * x


def integrate(a, b, f=square, n=STEPS):
    s = 0.0
    h = (b - a) / n
    for i in range(n):
        s += f(a + i * h)
    return s * h


def areas(a, b):
    """types: float; float"""
    return integrate(a, b) + integrate(a, b, lambda x: x + 1.0) + integrate(a, b, n=3) + integrate(a, b, math.sin)


def frames(x, window=lambda n: np.ones((n,))):
    return float((x * window(len(x))).sum())


def framed(x):
    """types: ndarray[float64, 1]"""
    return frames(x) + frames(x, lambda n: np.zeros((n,)))


def largest(v, key=abs, better=operator.gt):
    best = v[0]
    for x in v:
        if better(key(x), key(best)):
            best = x
    return best


def extremes(v):
    """types: list[float]"""
    return largest(v), largest(v, key=lambda x: -x), largest(v, better=operator.lt)


def solve(x, tol=EPS, most=STEPS, start=math.pi):
    n = 0
    while abs(start * start - x) > tol and n < most:
        start = 0.5 * (start + x / start)
        n += 1
    return start


def roots(v):
    """types: list[float]"""
    return [solve(x) for x in v] + [solve(x, most=2) for x in v]


def scaled(x, mode=Mode.FAST, unit="cm"):
    if mode is Mode.FAST:
        return x * 2.0 if unit == "cm" else x
    return x


def modes(v):
    """types: list[float]"""
    total = 0.0
    for x in v:
        total += scaled(x) - scaled(x, Mode.SLOW) + scaled(x, unit="m")
    return total


class Smoother:
    LIMIT = 4
    EPS = 0.5

    def __init__(self, gain=EPS, weight=lambda d: 1.0 / (1.0 + d)):
        self.gain = gain
        self.total = 0.0

    def feed(self, x, by=square, most=STEPS):
        self.total += by(x) * self.gain
        return min(self.total, float(most))


class Plain:
    def __init__(self, gain=EPS):
        self.gain = gain
        self.total = 0.0

    def feed(self, x, by=square, most=STEPS, damp=lambda d: 1.0 / (1.0 + d * d)):
        self.total += by(x) * damp(x)
        return min(self.total, float(most))


def smoothed(v):
    """types: list[float]"""
    s = Plain()
    out = [s.feed(x) for x in v]
    out.append(s.feed(1.0, most=2))
    out.append(s.feed(1.0, damp=lambda d: d))
    out.append(s.gain)
    return out


def inner_default(n):
    """types: int"""

    def add(x, by=2):
        return x + by

    return add(n) + add(n, 4)

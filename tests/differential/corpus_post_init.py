"""Dataclasses with ``__post_init__``."""

import math
from dataclasses import dataclass, field


@dataclass
class Vector:
    x: float
    y: float
    norm: float = 0.0

    def __post_init__(self):
        self.norm = math.sqrt(self.x * self.x + self.y * self.y)


@dataclass
class Window:
    low: float
    high: float = 1.0
    seen: list = field(default_factory=list)

    def __post_init__(self):
        if self.low > self.high:
            self.low, self.high = self.high, self.low
        self.width = self.high - self.low
        self._check()

    def _check(self):
        if self.width > 1e6:
            raise ValueError("too wide")

    def see(self, x):
        if self.low <= x < self.high:
            self.seen.append(x - self.low)


@dataclass
class Named(Vector):
    weight: int = 2

    def __post_init__(self):
        super().__post_init__()
        x = self.weight * self.norm
        self.weighted = x


def norms(xs):
    """types: list[float]"""
    total = 0.0
    for i in range(len(xs) - 1):
        total += Vector(xs[i], y=xs[i + 1]).norm
    return total


def seen_in(xs, a, b):
    """types: list[float]; float; float"""
    window = Window(high=a, low=b)
    for x in xs:
        window.see(x)
    return list(window.seen), window.width


def handed_out(a, b):
    """types: float; float"""
    return Named(a, b, weight=3)


def weighted(xs):
    """types: list[float]"""
    found = [Named(x, 1.0) for x in xs]
    return max((v.weighted for v in found), default=0.0)

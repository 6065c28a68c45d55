"""Class methods that Python calls: what they are given is the class that defines them, or Python does it.

As in ``corpus``, the first line of a docstring gives the types, without the class.
"""

# ruff: noqa


class Grid:
    SIZE = 16
    SCALE = 0.5

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @classmethod
    def clamped(cls, v):
        """types: float"""
        return max(0, min(cls.SIZE - 1, int(v * cls.SIZE)))

    @classmethod
    def key(cls, row, column=3, *, wrap=False):
        """types: int; int; bool"""
        if wrap:
            row %= cls.SIZE
            column %= cls.SIZE
        return row * cls.SIZE + column

    @classmethod
    def total(cls, *values):
        """types: tuple[float, float, float]"""
        found = 0.0
        for value in values:
            found += value * cls.SCALE
        return found

    @classmethod
    def cells(cls, xs, ys):
        """types: list[float]; list[float]"""
        made = []
        for x, y in zip(xs, ys):
            made.append((cls.clamped(x), cls.clamped(y)))
        return made

    @classmethod
    def moved(cls, xs, by):
        """types: list[float]; float"""
        for i in range(len(xs)):
            xs[i] = xs[i] * cls.SCALE + by
        return len(xs)

    @classmethod
    def deep(cls, n):
        """types: int"""
        if n <= 0:
            return cls.SIZE
        return cls.deep(n - 2) + n

    @classmethod
    def owner(cls, native):
        """types: int"""
        return native + cls.SIZE


class Finer(Grid):
    SIZE = 64

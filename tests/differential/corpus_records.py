"""Programs about named tuples; as in ``corpus.py``."""

# ruff: noqa

import collections
import math
from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", ["x", "y"])
Interval = collections.namedtuple("Interval", "low high label", defaults=(1.5, "none"))
Both = NamedTuple("Both", [("first", int), ("second", float)])
ORIGIN = Point(0.0, -0.0)


class Pixel(NamedTuple):
    """A place in an image."""

    row: int
    column: int
    weight: float = 1.0

    def away(self, other):
        return abs(self.row - other.row) + abs(self.column - other.column)

    @staticmethod
    def base():
        return 1


class Vector(namedtuple("Vector", "x y z")):
    __slots__ = ()

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def scaled(self, by):
        return Vector(self.x * by, self.y * by, self.z * by)


def inside(p, a, b, c):
    """types: record[corpus_records:Point]{x: float, y: float}; record[corpus_records:Point]{x: float, y: float}; record[corpus_records:Point]{x: float, y: float}; record[corpus_records:Point]{x: float, y: float}"""
    one = (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y)) / 2.0
    other = abs((p.x * (b.y - c.y) + b.x * (c.y - p.y) + c.x * (p.y - b.y)) / 2.0)
    return one == other, p == a, p < b


def middle(points):
    """types: list[record[corpus_records:Point]{x: float, y: float}]"""
    x = y = 0.0
    for p in points:
        x += p.x
        y += p[1]
    for a, b in points:
        x -= a * b
    return Point(x / len(points), y=y / len(points))


def farthest(points, where):
    """types: list[record[corpus_records:Point]{x: float, y: float}]; record[corpus_records:Point]{x: float, y: float}"""
    best, far = where, -1.0
    for p in points:
        d = math.hypot(p.x - where.x, p.y - where.y)
        if d > far:
            best, far = p, d
    points.append(best._replace(y=far))
    return best, tuple(best), best + (far,), len(best), best[1:]


def intervals(n, k):
    """types: int; int"""
    made = [Interval(float(i), float(i + k)) for i in range(n % 30)]
    made.append(Interval(-0.0, label="last"))
    low = min(i.low for i in made)
    return made, low, max(made, key=lambda i: i.high).label, Both(second=0.5, first=n)


def counted(pixels, n):
    """types: list[record[corpus_records:Pixel]{row: int, column: int, weight: float}]; int"""
    seen = {}
    total = 0
    for p in pixels:
        place = (p.row, p.column)
        seen[place] = seen.get(place, 0) + 1
        total += p.away(pixels[0])
    return seen, total, Pixel(n, total)


def keyed(n):
    """types: int"""
    held = {}
    for i in range(n % 20):
        held[Point(i % 3, i % 2)] = i
    kept = {Point(i, 0) for i in range(n % 5)}
    return held, len(kept), Point(1, 0) in kept


def dots(vectors, by):
    """types: list[record[corpus_records:Vector]{x: float, y: float, z: float}]; float"""
    total = 0.0
    for i in range(1, len(vectors)):
        total += vectors[i].dot(vectors[i - 1].scaled(by))
    return total, [v.scaled(by) for v in vectors]


def compared(xs, ys, pairs):
    """types: list[float]; list[float]; list[tuple[int, float]]"""
    return xs == ys, xs != ys, xs < ys, xs >= ys, pairs == pairs[:2], pairs[:1] != pairs[1:2]


def maybe(p, n):
    """types: optional[record[corpus_records:Point]{x: float, y: float}]; int"""
    if p is None:
        p = ORIGIN if n > 0 else Point(1.0, 2.0)
    x, y = p
    return p, x + y, p.x if n < 0 else ORIGIN.y


def asked(p, q, pair):
    """types: record[corpus_records:Pixel]{row: int, column: int, weight: float}; record[corpus_records:Point]{x: float, y: float}; tuple[float, float]"""
    found = [isinstance(p, Pixel), type(p) is Pixel, type(q) is Pixel, isinstance(p, tuple), type(p) is tuple]
    return found, type(pair) == tuple, isinstance(q, tuple), isinstance(pair, (list, tuple)), type(q) != tuple


def least(xs, n):
    """types: list[int]; float"""
    return min(xs, key=lambda x: (x % 3, n)), max(xs, key=lambda x: (n, -x))

"""Constructors that call methods, those of base classes too, and set attributes in branches. As in ``corpus.py``."""

# ruff: noqa
import math
import random


class Base:
    def __init__(self, n):
        self.n = n
        self.total = 0.0

    def size(self):
        return self.n


class Counter(Base):
    def __init__(self, n, step=2):
        super().__init__(n)
        self.step = step
        self.reset()

    def reset(self):
        self.count = 0
        self.seen = []

    def feed(self, x):
        self.count += self.step
        self.seen.append(x)
        self.total += x * self.n


def counted(v):
    """types: list[float]"""
    c = Counter(3)
    for x in v:
        c.feed(x)
    return c.total, c.count, len(c.seen), c.size()


class Net:
    def __init__(self, sizes, kind):
        self.sizes = sizes
        self.weights = self._make(2, 3)
        if kind == "a":
            self.scale = 1.0
        elif kind == "b":
            self.scale = 2.0
        else:
            raise ValueError(kind)
        self.norm = self._norm()

    def _make(self, r, c):
        out = []
        for i in range(r):
            out.append([0.1 * (i + j) for j in range(c)])
        return out

    def _norm(self):
        t = 0.0
        for row in self.weights:
            for w in row:
                t += w * w
        return math.sqrt(t) * self.scale

    def run(self, x):
        return [sum(w * a for w, a in zip(row, x)) / self.norm for row in self.weights]


def net(v, b):
    """types: list[float]; bool"""
    return Net([2, 3], "a" if b else "b").run(v)


class Angle:
    def __init__(self, deg=0.0, minutes=0.0):
        self._deg = 0.0
        self._tol = 1e-9
        self.set(deg, minutes)

    def set(self, deg, minutes):
        if minutes < 0:
            self._deg = -1.0
            return
        self._deg = self.reduce(deg + minutes / 60.0)

    def reduce(self, d):
        while d >= 360.0:
            d -= 360.0
        while d < 0.0:
            d += 360.0
        return d

    def __add__(self, other):
        return Angle(self._deg + other._deg)

    def rad(self):
        return math.radians(self._deg)


def angles(v):
    """types: list[float]"""
    a = Angle()
    for x in v:
        if abs(x) < 5000.0:
            a = a + Angle(x, 3.0)
    return a.rad() + Angle(1.0, -2.0)._deg


class Plain:
    def __init__(self):
        super().__init__()
        self.items = []


class Stack2(Plain):
    LIMIT = 4

    def __init__(self, first):
        super().__init__()
        self.items.append(first)
        self.fill(first)

    def fill(self, x):
        for i in range(self.LIMIT):
            self.items.append(x + i)


def stacked(n):
    """types: int"""
    return sum(Stack2(n % 100).items)


class Two:
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.c = self.mix(self.a) + self.mix(b=b, a=a)

    def mix(self, a, b=2.0):
        a = a * 2.0
        return a + b * self.b


def two(x, y):
    """types: float; float"""
    t = Two(x, y)
    return t.a, t.b, t.c


class Layer:
    def __init__(self, w):
        self.w = w
        self.grad = None


class Dense(Layer):
    def __init__(self, w, b):
        super().__init__(w)
        self.b = b

    def forward(self, x):
        return [sum(wi * xi for wi, xi in zip(row, x)) + bi for row, bi in zip(self.w, self.b)]


def dense(x):
    """types: list[float]"""
    d = Dense([[1.0, 2.0], [0.5, -1.0]], [0.1, 0.2])
    return d.forward(x)


class Poly:
    def __init__(self, *coeffs):
        self.coeffs = list(coeffs)

    def __call__(self, x):
        s = 0.0
        for c in reversed(self.coeffs):
            s = s * x + c
        return s

    def __add__(self, other):
        n = max(len(self.coeffs), len(other.coeffs))
        a = self.coeffs + [0.0] * (n - len(self.coeffs))
        b = other.coeffs + [0.0] * (n - len(other.coeffs))
        return Poly(*[x + y for x, y in zip(a, b)])

    def degree(self):
        return len(self.coeffs) - 1


def polys(x, v):
    """types: float; list[float]"""
    p = Poly(1.0, 2.0, 3.0) + Poly(1.0) + Poly(*v)
    return p(x), p.degree()


class Grid:
    def __init__(self, rows, cols=None, fill=0.0):
        self.rows = rows
        self.cols = rows if cols is None else cols
        self.cells = [[fill for _ in range(self.cols)] for _ in range(rows)]
        self.lo = self.hi = fill
        for i in range(min(self.rows, self.cols)):
            self.cells[i][i] = 1.0
        self._total = self.total()

    def total(self):
        t = 0.0
        for row in self.cells:
            for c in row:
                t += c
        return t

    def neighbours(self, r, c):
        for dr, dc in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            if 0 <= r + dr < self.rows and 0 <= c + dc < self.cols:
                yield r + dr, c + dc

    def __getitem__(self, pos):
        r, c = pos
        return self.cells[r][c]

    def __len__(self):
        return self.rows * self.cols


def grids(n):
    """types: int"""
    g = Grid(n % 7 + 1)
    s = g._total + len(g)
    for r in range(g.rows):
        for c in range(g.cols):
            for a, b in g.neighbours(r, c):
                s += g[a, b]
    return s


class Rng:
    def __init__(self, seed=None):
        self.state = seed or 1
        self.mul = 1103515245

    def next(self):
        self.state = (self.state * self.mul + 12345) % 2147483648
        return self.state / 2147483648


def rng(n):
    """types: int"""
    r = Rng(n % 1000)
    return sum(r.next() for _ in range(n % 20))


class Heap:
    def __init__(self, items=None):
        self.items = []
        if items is not None:
            for x in items:
                self.push(x)

    def push(self, x):
        self.items.append(x)
        i = len(self.items) - 1
        while i > 0 and self.items[(i - 1) // 2] > self.items[i]:
            p = (i - 1) // 2
            self.items[p], self.items[i] = self.items[i], self.items[p]
            i = p

    def peek(self):
        return self.items[0] if self.items else None


def heaps(v):
    """types: list[int]"""
    h = Heap(v)
    return h.peek()

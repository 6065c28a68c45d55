"""Functions that are chosen at run time, library functions as values, and what a class gives its instances."""

# ruff: noqa
import math
import operator

import numpy as np


def two_branches(xs, kind, k):
    """types: list[float]; str; float"""
    if kind == "a":

        def f(x):
            return x * 2.0
    elif kind == "b":

        def f(x):
            return x + 1.0
    else:

        def f(x):
            return -x

    return [f(x) for x in xs]


def shares_nothing_unbound(xs, kind):
    """types: list[float]; str"""
    if kind == "a":

        def f(x):
            return x * 2.0
    elif kind == "b":

        def f(x):
            return x + 1.0

    return [f(x) for x in xs]


def operators_of(a, b, name):
    """types: int; int; str"""
    ops = {"+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv}
    if name in ops:
        return ops[name](a, b)
    return 0


def evaluate(tokens):
    """types: list[str]"""
    ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
    stack = []
    for t in tokens:
        if t in ops:
            b = stack.pop()
            a = stack.pop()
            stack.append(ops[t](a, b))
        else:
            stack.append(len(t))
    return stack


def folded(xs, f):
    total = xs[0]
    for x in xs[1:]:
        total = f(total, x)
    return total


def folds(xs):
    """types: list[int]"""
    return folded(xs, operator.add), folded(xs, operator.mul), folded(xs, operator.xor)


def mapped(xs, f):
    return [f(x) for x in xs]


def maps(xs):
    """types: list[float]"""
    return mapped(xs, math.sqrt), mapped(xs, math.exp), mapped(xs, abs), mapped(xs, math.floor)


def ufuncs(xs):
    """types: list[float]"""
    return mapped(xs, np.tanh)


def held(xs, flag):
    """types: list[float]; bool"""
    f = math.sin if flag else math.cos
    return sum([f(x) for x in xs])


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


def relu(x):
    return x if x > 0.0 else 0.0


class Unit:
    RATE = 0.25
    STEPS = [1, 2, 3]
    NAMES = ("a", "b")

    def __init__(self, w, activation=relu, rate=None):
        self.w = w
        self.activation = activation
        self.rate = self.RATE if rate is None else rate

    def out(self, x):
        return self.activation(self.w * x) * self.rate

    def steps(self):
        total = 0
        for s in self.STEPS:
            total += s
        return total + len(self.NAMES)


def units(ws, x):
    """types: list[float]; float"""
    total = 0.0
    for w in ws:
        total += Unit(w).out(x)
    return total


def units_of(ws, x):
    """types: list[float]; float"""
    return [Unit(w, activation=sigmoid, rate=0.5).out(x) for w in ws], Unit(1.0).steps()


def mixed_units(x, flag):
    """types: float; bool"""
    a = Unit(1.5, sigmoid)
    b = Unit(x, relu)
    return a.out(x), b.out(x), Unit.RATE


def picks_activation(x, name):
    """types: float; str"""
    table = {"relu": relu, "sigmoid": sigmoid}
    return table[name](x) if name in table else x


class Shape:
    SIDES = 0

    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size * self.SIDES


class Square(Shape):
    SIDES = 4


def sides(n):
    """types: int"""
    return Shape(n).area(), Square(n).area()


class Maze:
    ACTIONS = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    LIMIT = 100
    GAMMA = 0.9

    def __init__(self, size):
        self.size = size
        self.pos = (0, 0)
        self.steps = 0

    def step(self, a):
        dx, dy = self.ACTIONS[a]
        x, y = self.pos
        nx = min(max(x + dx, 0), self.size - 1)
        ny = min(max(y + dy, 0), self.size - 1)
        self.pos = (nx, ny)
        self.steps += 1
        done = self.pos == (self.size - 1, self.size - 1) or self.steps >= self.LIMIT
        return self.pos, -1.0 if not done else 10.0 * self.GAMMA, done

    @classmethod
    def limit(cls):
        return cls.LIMIT


def walk_maze(size, acts):
    """types: int; list[int]"""
    env = Maze(size)
    total = 0.0
    for a in acts:
        state, r, done = env.step(a % 4)
        total += r
        if done:
            break
    return total, env.steps, Maze.limit()


class Lru:
    def __init__(self, capacity):
        self.capacity = capacity
        self.cache = {}
        self.order = []

    def get(self, key):
        if key not in self.cache:
            return -1
        self.order.remove(key)
        self.order.append(key)
        return self.cache[key]

    def put(self, key, value):
        if key in self.cache:
            self.order.remove(key)
        elif len(self.cache) >= self.capacity:
            oldest = self.order.pop(0)
            del self.cache[oldest]
        self.cache[key] = value
        self.order.append(key)


def lru_hits(keys, cap):
    """types: list[int]; int"""
    c = Lru(cap)
    hits = 0
    for k in keys:
        if c.get(k) != -1:
            hits += 1
        else:
            c.put(k, k * 2)
    return hits


def chosen_in_branch(xs, kind):
    """types: list[float]; str"""
    if kind == "euclid":

        def dist(a, b):
            return math.sqrt(a * a + b * b)
    else:

        def dist(a, b):
            return abs(a) + abs(b)

    total = 0.0
    for i in range(1, len(xs)):
        total += dist(xs[i - 1], xs[i])
    return total


def held_function(xs):
    """types: list[float]"""
    f = math.sqrt
    return [f(abs(x)) for x in xs]


def lambda_table(a, b, name):
    """types: float; float; str"""
    ops = {"+": lambda x, y: x + y, "-": lambda x, y: x - y}
    return ops[name](a, b)


def rpn(tokens):
    """types: list[str]"""
    stack = []
    for t in tokens:
        if t in "+-*":
            b = stack.pop()
            a = stack.pop()
            if t == "+":
                stack.append(a + b)
            elif t == "-":
                stack.append(a - b)
            else:
                stack.append(a * b)
        else:
            stack.append(int(t))
    return stack[-1]


def rebound_by_another(n):
    """types: int"""
    k = abs

    def g():
        nonlocal k
        k = lambda x: x + 1

    if n % 2 == 0:
        g()
    return k(n)


class Base:
    KIND = "base"
    WEIGHTS = [0.5, 0.25]

    def __init__(self, x):
        self.x = x

    def value(self):
        return self.x * self.WEIGHTS[0] + len(self.KIND)


class Derived(Base):
    WEIGHTS = [1.5]


def class_values(x):
    """types: float"""
    return Base(x).value(), Derived(x).value(), Derived(x).KIND

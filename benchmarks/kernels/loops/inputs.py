"""What the kernels are run on: made from seeds, in the forms in which users hold such data."""

import math
import random
from typing import Any

import numpy as np

PLANETS = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743],
    [4.84143144, -1.16032004, -0.10362204, 0.60632639, 2.81198684, -0.02521836, 0.03769367],
    [8.34336671, 4.12479856, -0.40352341, -1.01077434, 1.82566237, 0.00841576, 0.01128632],
    [12.89436956, -15.11115140, -0.22330757, 1.08279100, 0.86871301, -0.01083263, 0.00172372],
    [15.37969711, -25.91931460, 0.17925877, 0.97909073, 0.59469899, -0.03475596, 0.00203368],
]


def nbody(steps: int = 1800) -> tuple[Any, ...]:
    return ([row[:] for row in PLANETS], steps, 0.01)


def spectral_norm(n: int = 64) -> tuple[Any, ...]:
    return (n, 5)


def mandelbrot(size: int = 56) -> tuple[Any, ...]:
    return (size, size, 120)


def levenshtein(length: int = 260) -> tuple[Any, ...]:
    rng = random.Random(3)
    a = [rng.randrange(20) for _ in range(length)]
    b = [x if rng.random() < 0.7 else rng.randrange(20) for x in a if rng.random() < 0.95]
    return (a, b)


def collatz(limit: int = 2500) -> tuple[Any, ...]:
    return (limit,)


def sieve(limit: int = 40_000) -> tuple[Any, ...]:
    return (limit,)


def matmul(n: int = 56) -> tuple[Any, ...]:
    rng = random.Random(5)
    a = [[rng.gauss(0.0, 1.0) for _ in range(n)] for _ in range(n)]
    b = [[rng.gauss(0.0, 1.0) for _ in range(n)] for _ in range(n)]
    return (a, b)


def dtw(length: int = 320) -> tuple[Any, ...]:
    rng = random.Random(6)
    a = [math.sin(0.05 * i) + rng.gauss(0.0, 0.1) for i in range(length)]
    b = [math.sin(0.05 * i + 0.4) + rng.gauss(0.0, 0.1) for i in range(length)]
    return (a, b, 60)


def fannkuch(n: int = 7) -> tuple[Any, ...]:
    return (n,)


def pairwise(n: int = 110) -> tuple[Any, ...]:
    return (np.random.default_rng(7).normal(size=(n, 8)),)


def conv_int8(size: int = 14) -> tuple[Any, ...]:
    rng = np.random.default_rng(8)
    image = rng.integers(-128, 128, (size, size, 4), dtype=np.int8)
    return (image, rng.integers(-128, 128, (8, 3, 3, 4), dtype=np.int8))


def floyd_warshall(n: int = 50) -> tuple[Any, ...]:
    rng = random.Random(9)
    roads = [[rng.uniform(1.0, 9.0) if rng.random() < 0.15 else 1e9 for _ in range(n)] for _ in range(n)]
    for i in range(n):
        roads[i][i] = 0.0
    return (roads,)


def heat(size: int = 48) -> tuple[Any, ...]:
    grid = np.zeros((size, size))
    grid[0, :] = 100.0
    grid[:, -1] = 40.0
    return (grid, 8, 0.2)


def levenshtein_text(length: int = 260) -> tuple[Any, ...]:
    rng = random.Random(10)
    a = "".join(rng.choice("ACGTNRYKMSWBDHV-") for _ in range(length))
    b = "".join(x if rng.random() < 0.7 else rng.choice("ACGT") for x in a if rng.random() < 0.95)
    return (a, b)


def bpe(length: int = 3500) -> tuple[Any, ...]:
    rng = random.Random(11)
    words = [[rng.randrange(97, 117) for _ in range(rng.randrange(2, 8))] for _ in range(60)]
    symbols: list[int] = []
    while len(symbols) < length:
        symbols += [*rng.choice(words), 32]
    return (symbols, 12)


def knapsack(things: int = 40) -> tuple[Any, ...]:
    rng = random.Random(12)
    return ([rng.randrange(5, 90) for _ in range(things)], [rng.randrange(1, 500) for _ in range(things)], 1500)


def union_find(n: int = 20_000) -> tuple[Any, ...]:
    rng = random.Random(13)
    return (n, [(rng.randrange(n), rng.randrange(n)) for _ in range(n)])


def astar(size: int = 90) -> tuple[Any, ...]:
    rng = random.Random(14)
    costs = [[0 if rng.random() < 0.12 else rng.randrange(1, 10) for _ in range(size)] for _ in range(size)]
    costs[0][0] = costs[0][1] = costs[-1][-1] = costs[-1][-2] = 1
    return (costs,)


def kmeans(n: int = 800) -> tuple[Any, ...]:
    rng = random.Random(15)
    return ([[rng.gauss(3.0 * (i % 6), 1.0) for _ in range(4)] for i in range(n)], 6, 5)


def decision_tree(rows: int = 500, depth: int = 8) -> tuple[Any, ...]:
    rng = random.Random(16)
    inner = 2**depth - 1
    nodes = 2 * inner + 1
    feature = [rng.randrange(8) if i < inner else -1 for i in range(nodes)]
    threshold = [rng.gauss(0.0, 0.7) for _ in range(nodes)]
    left = [2 * i + 1 if i < inner else -1 for i in range(nodes)]
    right = [2 * i + 2 if i < inner else -1 for i in range(nodes)]
    value = [rng.random() for _ in range(nodes)]
    samples = [[rng.gauss(0.0, 1.0) for _ in range(8)] for _ in range(rows)]
    return (samples, feature, threshold, left, right, value)

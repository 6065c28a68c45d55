"""Draws with weights, draws of rows and from ranges.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import random


def weighted(xs, ws, k):
    """types: list[int]; list[float]; int"""
    return random.choices(xs, weights=ws, k=k % 9), random.random()


def weighted_by_ints(xs, ws):
    """types: list[str]; list[int]"""
    return random.choices(xs, ws)[0], random.choices(xs, ws, k=3)


def weighted_tuple(seed):
    """types: int"""
    rng = random.Random(seed)
    return rng.choices((1, 2, 3), weights=[0.5, 0.25, 0.25], k=6), rng.choices(["a", "b", "c"], weights=(1, 2, 3))


def roulette(fitness, seed):
    """types: list[float]; int"""
    rng = random.Random(seed)
    picked = []
    for _ in range(4):
        picked.append(rng.choices(list(range(len(fitness))), weights=fitness)[0])
    return picked


def from_a_range(n, k, seed):
    """types: int; int; int"""
    rng = random.Random(seed)
    return rng.sample(range(n % 100), k % 10), rng.choice(range(1, 9))


def row_of(rows):
    """types: list[list[float]]"""
    row = random.choice(rows)
    return row[0] + row[-1], random.random()


def row_changed(rows, seed):
    """types: list[list[int]]; int"""
    rng = random.Random(seed)
    row = rng.choice(rows)
    row[0] += 1
    return len(row)


def sampled_rows(rows, k):
    """types: list[list[float]]; int"""
    total = 0.0
    for row in random.sample(rows, k):
        total += row[0]
    return total, [r[-1] for r in random.choices(rows, k=2)]


def bootstrap(rows, ratio):
    """types: list[list[float]]; float"""
    sample = []
    n = round(len(rows) * ratio)
    while len(sample) < n:
        index = random.randrange(len(rows))
        sample.append(rows[index])
    return sum(r[0] for r in sample)


def shuffled_copy(rows, seed):
    """types: list[list[int]]; int"""
    rng = random.Random(seed)
    order = list(rows)
    rng.shuffle(order)
    return [r[0] for r in order]


def tournament_of(population, scores, seed):
    """types: list[list[int]]; list[float]; int"""
    rng = random.Random(seed)
    best = None
    for i in rng.sample(range(len(population)), 2):
        if best is None or scores[i] > scores[best]:
            best = i
    parent = population[best]
    child = parent[:]
    child[rng.randrange(len(child))] = rng.randint(0, 9)
    return child

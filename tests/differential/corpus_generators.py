"""Programs that draw from a `random.Random` that they are given; the docstrings give the argument types."""

# ruff: noqa

import math
import random


def noise(count, rng):
    """types: int; random.Random"""
    out = []
    for _ in range(count % 50):
        out.append(rng.gauss(0.0, 0.5) + rng.uniform(-1.0, 1.0))
    return out


def rolls(rng, low, high):
    """types: random.Random; int; int"""
    a = rng.randint(low, high)
    b = rng.randrange(10) + rng.randrange(5, 20) + rng.randrange(0, 100, 7)
    return a, b, rng.getrandbits(20), rng.random() < 0.3


def step(position, rng):
    if rng.random() < 0.5:
        return position - rng.expovariate(2.0)
    return position + rng.normalvariate(0.0, 1.0)


def walk(rng, steps):
    """types: random.Random; int"""
    position = 0.0
    for _ in range(steps % 100):
        position = step(position, rng)
    return position


def shuffled(xs, words, rng):
    """types: list[int]; list[str]; random.Random"""
    rng.shuffle(xs)
    picked = [rng.choice(xs) for _ in range(3)]
    return picked, rng.choice(words), rng.sample(xs, 2), rng.choices(words, k=4), rng.choice("letters")


def of_constants(rng):
    """types: random.Random"""
    lanes = (-1.5, 0.0, 2.5)
    return rng.choice(lanes), rng.choice([1, 2, 3]), rng.gauss()


def two(a, b):
    """types: random.Random; random.Random"""
    return a.random() - b.random(), a.random()


def both(rng):
    """types: random.Random"""
    return rng.random() + random.random()


def of_its_own(seed, count):
    """types: int; int"""
    rng = random.Random(seed)
    inside = 0
    for _ in range(count % 200):
        x, y = rng.random(), rng.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return inside, step(1.0, rng)


class Swarm:
    def __init__(self, rng, count):
        self.rng = rng
        self.places = [rng.random() for _ in range(count)]

    def advance(self, scale):
        """types: object[corpus_generators:Swarm]{rng: random.Random, places: list[float]}; float"""
        for i in range(len(self.places)):
            self.places[i] += self.rng.gauss(0.0, scale)
        return self.jump()

    def jump(self):
        """types: object[corpus_generators:Swarm]{rng: random.Random, places: list[float]}"""
        return math.floor(self.rng.uniform(0.0, 8.0))

"""Keywords in another order than the parameters: the arguments are computed as they are written."""

import random
from dataclasses import dataclass

import numpy as np


@dataclass
class Field:
    x: float
    y: float


class Pair:
    def __init__(self, x, y, z=0.5):
        self.x = x
        self.y = y
        self.z = z

    def moved(self, dx, dy):
        return Pair(x=self.x + dx, y=self.y + dy)

    def both(self):
        return self.x - 2.0 * self.y + self.z


def take(xs):
    return xs.pop()


def fields_as_written(xs):
    """types: list[float]"""
    field = Field(y=take(xs), x=take(xs))
    return field.x - 2.0 * field.y


def arguments_of_a_class_as_written(xs):
    """types: list[float]"""
    pair = Pair(xs.pop(), z=xs[-1], y=take(xs))
    return pair.both()


def arguments_of_a_method_as_written(xs):
    """types: list[float]"""
    pair = Pair(1.0, 2.0)
    return pair.moved(dy=take(xs), dx=take(xs) + len(xs)).both()


def drawn_as_written(n):
    """types: int"""
    pair = Pair(y=random.random(), x=random.random())
    return pair.both() + n


def drawn_by_numpy_as_written(n):
    """types: int"""
    rng = np.random.default_rng(n % 100)
    return rng.normal(scale=rng.random(), loc=rng.random())

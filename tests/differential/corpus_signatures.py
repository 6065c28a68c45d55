"""Functions that are called with several combinations of types: one boundary, which takes the first that fits."""

import math

LIMITS = [1.0, 2.0, 4.0]
K = 3


def total(values):
    """types: list[int]
    also: list[float]
    also: tuple[int, int, int]
    """
    result = 0
    for value in values:
        result += value * 2
    return result


def width(a, b):
    """types: list[float]; list[float]
    also: str; str
    also: list[str]; str
    """
    count = 0
    for x, y in zip(a, b, strict=False):
        if x == y:
            count += 1
    return count, len(a) + len(b)


def scaled(values, factor):
    """types: list[float]; float
    also: list[int]; int
    """
    for i in range(len(values)):
        values[i] = values[i] * factor
    return values


def looked_up(table, keys):
    """types: dict[str, float]; list[str]
    also: dict[int, float]; list[int]
    also: list[float]; list[int]
    """
    found = 0.0
    for key in keys:
        found += table[key]
    return found


def with_global(x):
    """types: float
    also: list[float]
    """
    if isinstance(x, float):
        return math.sqrt(abs(x)) * K
    return [math.floor(v) % K for v in x]


def whole(values):
    """types: ndarray[float64, 1]
    also: list[float]
    """
    best = values[0]
    for i in range(1, len(values)):
        if values[i] > best + 0.5:
            best = values[i]
    return best


class Meter:
    """Reads what it is given."""

    def __init__(self, gain):
        self.gain = gain
        self.seen = 0

    def read(self, value):
        """types: object[corpus_signatures:Meter]{gain: float, seen: int}; float
        also: object[corpus_signatures:Meter]{gain: float, seen: int}; list[float]
        """
        self.seen += 1
        if isinstance(value, list):
            return [v * self.gain for v in value]
        return value * self.gain

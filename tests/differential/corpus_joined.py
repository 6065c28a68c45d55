"""Dicts that are merged in a display, lists that are summed up."""

# ruff: noqa


def merged(a, b):
    """types: dict[str, int]; dict[str, int]"""
    return {**a, **b}


def with_defaults(options, rate):
    """types: dict[str, float]; float"""
    found = {"rate": 0.5, "decay": rate, **options, "steps": 10.0}
    return found, {**found}


def in_turn(xs):
    """types: list[int]"""
    d = {1: 2}
    return {xs.pop(): xs.pop(), **d, xs.pop(): len(xs)}


def counted(words, more):
    """types: list[str]; dict[str, int]"""
    counts = {}
    for word in words:
        counts = {**counts, word: counts.get(word, 0) + 1}
    return {**more, **counts} == {**counts, **more}, counts


def flat(rows):
    """types: list[list[int]]"""
    return sum(rows, [])


def flat_parts(rows, k):
    """types: list[list[float]]; int"""
    ones = sum(([x] * 2 for row in rows for x in row), [])
    return sum([row[:k] for row in rows], []) + ones


class Grid:
    def __init__(self, rows):
        self.rows = rows

    def __matmul__(self, other):
        return Grid([[sum(a * b for a, b in zip(row, column)) for column in zip(*other.rows)] for row in self.rows])

    def trace(self):
        return sum(row[i] for i, row in enumerate(self.rows))


def powers(a, b, n):
    """types: float; float; int"""
    grid = Grid([[a, b], [b, 1.0]])
    power = Grid([[1.0, 0.0], [0.0, 1.0]])
    for _ in range(n % 7):
        power = power @ grid
    return power.trace()


class Bits:
    def __init__(self, word):
        self.word = word

    def __and__(self, other):
        return Bits(self.word & other.word)

    def __or__(self, other):
        return Bits(self.word | other.word)

    def __xor__(self, mask):
        return Bits(self.word ^ mask)

    def __lshift__(self, count):
        return Bits(self.word << count)

    def __rshift__(self, count):
        return Bits(self.word >> count)

    def __invert__(self):
        return Bits(~self.word & 0xFFFF)


def mixed(x, y):
    """types: int; int"""
    a, b = Bits(x & 0xFFFF), Bits(y & 0xFFFF)
    c = (a & ~b | b >> 3) ^ 0x55
    c <<= 2
    return c.word


def gathered(parts):
    """types: list[dict[str, float]]"""
    whole = {}
    for part in parts:
        whole.update(part)
    return whole


def over_made_rows(rows, k):
    """types: list[list[float]]; int"""
    total, longest = [0.5], 0
    for row in [row[:k] for row in rows]:
        total = total + row
        longest = max(longest, len(row))
    for i, row in enumerate([[x, x] for row in rows for x in row]):
        total = row + total if i % 2 else total + row
    return total, longest, sum(len(a) * len(b) for a, b in zip([row[1:] for row in rows], [row[::2] for row in rows]))

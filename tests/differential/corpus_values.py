"""Programs in which functions are values: arguments, attributes, defaults, module-level tables of none.

As in ``corpus``, the first line of a docstring gives the types; whole instances can be called as well.
"""

# ruff: noqa


def square(x):
    return x * x


def half(x, by=2.0):
    return x / by


def distance(a, b):
    return abs(a - b)


def bisect(f, low, high, steps):
    """types: function[corpus_values:square]; float; float; int"""
    for _ in range(steps % 30):
        middle = (low + high) / 2.0
        if f(middle) > 2.0:
            high = middle
        else:
            low = middle
    return low


def root_of_two(low, high):
    """types: float; float"""
    return bisect(square, low, high, 20) + bisect(half, low, high, 5)


def total(xs, ys, dist):
    """types: list[float]; list[float]; function[corpus_values:distance]"""
    found = 0.0
    for x, y in zip(xs, ys):
        found += dist(x, y)
    return found


def total_or_none(xs, ys, dist):
    """types: list[float]; list[float]; optional[function[corpus_values:distance]]"""
    if dist is None:
        return 0.0
    return total(xs, ys, dist)


def handed_back(dist, x):
    """types: function[corpus_values:distance]; int"""
    return dist, x + 1


def by_keyword(f, x):
    """types: function[corpus_values:half]; float"""
    return f(x, by=4.0) + f(x)


class Costs:
    """Holds what it calls."""

    def __init__(self, insert, name, weights):
        self.insert = insert
        self.name = name
        self.weights = weights
        self.measure = self.flat

    @staticmethod
    def flat(a, b):
        return 1 if a == b else 0

    def line(self, xs):
        """types: object[corpus_values:Costs]{insert: function[corpus_values:half], weights: list[float]}; list[float]"""
        found = 0.0
        for x in xs:
            found += self.insert(x)
        self.weights.append(found)
        return found

    def matches(self, a, b):
        """types: object[corpus_values:Costs]{measure: function[corpus_values:Costs.flat]}; str; str"""
        count = 0
        for x, y in zip(a, b):
            count += self.measure(x, y)
        return count


class Poly:
    """Is called itself."""

    def __init__(self, factors):
        self.factors = factors

    def __call__(self, x):
        result = 0.0
        for factor in self.factors:
            result = result * x + factor
        return result


def integral(p, low, high, steps):
    """types: object[corpus_values:Poly]{factors: list[float]}; float; float; int"""
    width = (high - low) / (steps % 40 + 1)
    found = 0.0
    for i in range(steps % 40 + 1):
        found += p(low + i * width) * width
    return found


def or_default(counts, key):
    """types: dict[str, int]; str"""
    return (counts.get(key) or 7) + len([counts.get(k) or 0 for k in counts])


def largest(*values):
    return max(values)


def joined(first, *rest, sign=1.0):
    total = first
    for value in rest:
        total += value * sign
    return total + len(rest)


def same(*elements):
    return len(set(elements)) == 1


def with_stars(xs):
    """types: list[float]"""
    total = 0.0
    for x in xs:
        total += largest(x, 1.0, 2.5) + joined(x, 2.0, 3.0, sign=-1.0) + joined(x)
    return total


def equal_letters(a, b):
    """types: str; str"""
    count = 0
    for x, y in zip(a, b):
        if same(x, y) or same(x, y, "a"):
            count += 1
    return count


class Likeness:
    """Calls a static method with any number of arguments through an attribute."""

    def __init__(self, test):
        self.test = test or self.same

    @staticmethod
    def same(*elements):
        return len(set(elements)) == 1

    def pick(self, *pair):
        return pair[0] if self.test(*pair) else pair[1]

    def count(self, a, b):
        """types: object[corpus_values:Likeness]{test: function[corpus_values:Likeness.same]}; list[int]; list[int]"""
        found = 0
        for x, y in zip(a, b):
            if self.test(x, y):
                found += 1
            found += self.pick(x, y)
        return found

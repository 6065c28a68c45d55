"""Functions that print while they compute, as training loops do."""

import math


def fit(xs, ys, epochs):
    """types: list[float]; list[float]; int"""
    w = 0.0
    for epoch in range(epochs):
        loss = 0.0
        for x, y in zip(xs, ys, strict=False):
            d = w * x - y
            loss += d * d
            w -= 0.01 * d * x
        if epoch % 10 == 0:
            print(f"epoch {epoch}: loss {loss:.4f}")
    return w


def so_far(xs, told):
    """types: list[float]; bool"""
    total = 0.0
    for k, x in enumerate(xs):
        total += x
        if told:
            print("so far", k, total, x > 0.0, sep=", ")
    print()
    return total


def dots(n):
    """types: int"""
    for k in range(n):
        print(".", end="", flush=True)
        if k == 7:
            print("\ttoo many\n", end="")
            break
    return n * n * n


def told_what_changes(xs, k):
    """types: list[int]; int"""
    print("before", xs[k])
    xs[k] += 1
    print("after", xs[k])
    xs.append(k)
    return xs[k] // k


def announce(name, value):
    """types: str; float"""
    print(name, math.sqrt(value))
    return value


def by_callees(values, name):
    """types: list[float]; str"""
    total = 0.0
    for v in values:
        if v > 0.0:
            total += announce(name, v)
    announce("sum", total)
    return total


def lengths(words):
    """types: list[str]"""
    if not words:
        print("no words")
        return 0
    longest = 0
    for word in words:
        longest = max(longest, len(word))
    print("longest:", longest)
    return longest


class Counter:
    def __init__(self):
        self.count = 0

    def add(self, k):
        self.count += k
        if self.count > 100:
            print("many:", self.count)
            self.count = 0
        return self.count


def counted(ks):
    """types: list[int]"""
    counter = Counter()
    return [counter.add(k) for k in ks]

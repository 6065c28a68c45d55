"""Calls whose result is one of their arguments, or may be: which object that is, the caller sees."""


def same(xs):
    """types: list[float]"""
    xs.append(1.0)
    return xs


def of_parameter(xs):
    """types: list[float]"""
    return same(xs)


def of_copy(xs):
    """types: list[float]"""
    return same(xs[1:])


def of_own(xs):
    """types: list[float]"""
    ys = [x * 2 for x in xs]
    return same(ys)


def of_second(xs, ys):
    """types: list[float]; list[float]"""
    return same(ys)


def bound(xs):
    """types: list[float]"""
    ys = same(xs[:])
    ys.append(2.0)
    return ys


def in_tuple(xs, k):
    """types: list[float]; int"""
    return same(xs[k:]), k


def halves(xs):
    """types: list[float]"""
    if len(xs) <= 1:
        return xs
    a = halves(xs[0::2])
    b = halves(xs[1::2])
    return [p + q for p, q in zip(a, b, strict=False)]


def first_half(xs):
    """types: list[float]"""
    if len(xs) <= 1:
        return xs
    return first_half(xs[: len(xs) // 2])


def shorter(xs, k):
    """types: list[int]; int"""
    if k <= 0:
        return xs
    a = shorter(xs[k:], k - 1)
    a.append(k)
    return a

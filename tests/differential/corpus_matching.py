"""Programs on `match` and starred displays; the first line of each docstring gives the argument types."""

# ruff: noqa


def choose(n, s):
    """types: int; str"""
    match n:
        case 0:
            kind = 10
        case 1 | 2:
            kind = 20
        case k if k < 0:
            kind = -k
        case _:
            kind = n
    match s:
        case "add":
            kind += 1
        case "sub" | "b":
            kind -= 1
    return kind


def pairs(p, q, xs):
    """types: tuple[int, int]; optional[int]; list[int]"""
    match p:
        case (0, y):
            return y
        case (x, 0):
            return x
        case (x, y) if x == y:
            return -1
    match xs:
        case []:
            return 5
        case [first]:
            return first
        case [1, second]:
            return second
    match q, p[0]:
        case None, _:
            return 7
        case value, 3:
            return value
    match q:
        case None:
            return 1
        case int():
            return 2


def lists(xs, ys):
    """types: list[int]; list[int]"""
    first, *rest = xs
    return [*xs, 1, *ys], [*rest], [0, *range(3)], [first, *(y * 2 for y in ys)]

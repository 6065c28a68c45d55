"""What is caught around one statement: a division by zero, a text that is no number, an item that is not there.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa


def safe_divide(xs, ys):
    """types: list[float]; list[float]"""
    out = []
    for a, b in zip(xs, ys):
        try:
            out.append(a / b)
        except ZeroDivisionError:
            out.append(0.0)
    return out


def safe_ratio(hits, total):
    """types: int; int"""
    try:
        p = hits / total
    except ZeroDivisionError:
        p = 0.0
    try:
        q = total // hits
    except (ZeroDivisionError, ValueError):
        q = -1
    try:
        r = hits % (total - 3)
    except ArithmeticError:
        r = -2
    return p, q, r


def mean_or_none(xs):
    """types: list[float]"""
    try:
        return sum(xs) / len(xs)
    except ZeroDivisionError:
        return None


def dividend_raises_first(xs, i, n):
    """types: list[int]; int; int"""
    try:
        x = xs[i] / n
    except ZeroDivisionError:
        x = -1.0
    return x


def dividend_caught_too(xs, i, n):
    """types: list[int]; int; int"""
    try:
        x = xs[i] / n
    except:
        x = -1.0
    return x


def ints_or_zero(toks):
    """types: list[str]"""
    total = 0
    bad = 0
    for t in toks:
        try:
            total += int(t)
        except ValueError:
            bad += 1
    return total, bad


def floats_of(toks):
    """types: list[str]"""
    out = []
    for t in toks:
        try:
            v = float(t)
        except Exception:
            v = -1.0
        out.append(v)
    return out


def is_number(t):
    """types: str"""
    try:
        float(t)
        return True
    except ValueError:
        return False


def place_of(xs, v):
    """types: list[int]; int"""
    try:
        return xs.index(v)
    except ValueError:
        return -1


def part_of(s, t):
    """types: str; str"""
    try:
        at = s.index(t)
    except ValueError:
        at = len(s)
    return at


def removed(xs, v):
    """types: list[int]; int"""
    ys = list(xs)
    try:
        ys.remove(v)
    except ValueError:
        ys.append(v)
    return ys


def with_else(a, b):
    """types: float; float"""
    try:
        q = a / b
    except ZeroDivisionError:
        return "zero"
    else:
        return "big" if q > 1.0 else "small"


def numbers_between(toks):
    """types: list[str]"""
    kinds = {"int": 0, "float": 0, "word": 0}
    for t in toks + ["12", "-7", "3.5", "abc", "1e3", "", " 4", "+", "1.", ".5", "--1", "0x10"]:
        try:
            n = int(t)
            kind = "int"
        except ValueError:
            n = 0
            kind = "word"
        kinds[kind] += 1 + n
    return kinds

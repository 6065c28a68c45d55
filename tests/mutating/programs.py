"""Functions in which a careless translation goes wrong beside its operations: order, places, changes, errors."""


def total(values):
    """types: list[float]"""
    s = 0.0
    for value in values:
        s += value
    return s


def last(values, i):
    """types: list[float]; int"""
    return values[i]


def put(values, i, value):
    """types: list[int]; int; int"""
    values[i] = value


def scale(values, k):
    """types: list[float]; float"""
    for i in range(len(values)):
        values[i] = values[i] * k


def shift_in(values, others):
    """types: list[float]; list[float]"""
    for i in range(1, len(values)):
        values[i] = values[i] + others[i - 1]


def positive_root(x):
    """types: float"""
    if x < 0.0:
        raise ValueError("negative")
    return x * 0.5


def first_over(values, limit):
    """types: list[float]; float"""
    for i, value in enumerate(values):
        if value > limit:
            return i
    return -1


def best(values):
    """types: list[float]"""
    top = -1.0
    at = -1
    for i in range(len(values)):
        if values[i] > top:
            top, at = values[i], i
    return top, at


def fibonacci(n):
    """types: int"""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def countdown(n):
    """types: int"""
    steps = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else n - 1
        steps += 1
    return steps


def blur(row):
    """types: ndarray[float64, 1]"""
    for i in range(1, row.shape[0]):
        row[i] = row[i] + row[i - 1]


def middle(row, i):
    """types: ndarray[float64, 1]; int"""
    return row[i]


def corner(grid, i, j):
    """types: ndarray[float64, 2]; int; int"""
    return grid[i, j]


def clamp(x, low, high):
    """types: float; float; float"""
    if low is None:
        return x
    return min(max(x, low), high)


def either(a, b, c):
    """types: bool; bool; bool"""
    return (a and b) or c


def evens(values):
    """types: list[int]"""
    kept = []
    for value in values:
        if value % 2:
            continue
        kept.append(value)
    return kept


def difference(a, b):
    """types: int; int"""
    return a - b


def apart(a, b, c):
    """types: int; int; int"""
    return difference(a, b) * difference(b, c)


K = 2
W = [0.5, 1.5]


def weighted(values):
    """types: list[float]"""
    return values[0] * W[0] + K

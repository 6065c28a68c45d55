"""Lists made on the spot that go where wider ones are. As in ``corpus.py``."""

# ruff: noqa


class Matrix:
    def __init__(self, data):
        self.data = [list(row) for row in data]
        self.n = len(data)

    @classmethod
    def identity(cls, n):
        return cls([[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)])

    def times(self, other):
        if isinstance(other, Matrix):
            return Matrix([[sum(a * b for a, b in zip(row, col)) for col in zip(*other.data)] for row in self.data])
        return Matrix([[x * other for x in row] for row in self.data])

    def trace(self):
        return sum(self.data[i][i] for i in range(self.n))


def mats(v):
    """types: list[list[float]]"""
    k = min([len(v), *[len(r) for r in v]])
    a = Matrix([r[:k] for r in v[:k]])
    b = a.times(2.0)
    return a.times(b).trace(), Matrix.identity(2).trace()


def numbers(v, k):
    """types: list[float]; int"""
    best = v[:3]
    for x in v:
        if x > 1.0:
            best = [sum(v[:1]), 1]
        elif x < -1.0:
            best = sorted(v)
    best.append(k)
    return best


def ints(v):
    """types: list[int]"""
    rows = []
    for x in v:
        rows.append(list(v))
        rows.append([x * 0.5])
    return len(rows), rows[-1][0] if rows else 0, sum(sum(r) for r in rows)


def letters(text):
    """types: str"""
    parts = text.split()
    parts += text
    parts.extend(text[:2])
    parts.extend(list("ab"))
    return parts


def first(*args):
    if len(args) == 1:
        if isinstance(args[0], Matrix):
            return args[0].trace()
        elif isinstance(args[0], (list, tuple)):
            return len(args[0])
    return 0.0


def firsts(v):
    """types: list[float]"""
    return first(Matrix([[x] for x in v[:1]]).times(0.5)), first((1, 2)), first()

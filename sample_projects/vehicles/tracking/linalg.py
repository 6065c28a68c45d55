"""Small dense matrices as lists of rows: up to size 10 a call into a library costs more."""

Matrix = list[list[float]]
Vector = list[float]


def identity(n: int) -> Matrix:
    return [[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)]


def transpose(a: Matrix) -> Matrix:
    return [[a[i][j] for i in range(len(a))] for j in range(len(a[0]))]


def multiply(a: Matrix, b: Matrix) -> Matrix:
    rows, inner, columns = len(a), len(b), len(b[0])
    product = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            product[i][j] = total
    return product


def apply(a: Matrix, x: Vector) -> Vector:
    return [sum(row[k] * x[k] for k in range(len(x))) for row in a]


def add(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]


def subtract(a: Matrix, b: Matrix) -> Matrix:
    return [[x - y for x, y in zip(p, q)] for p, q in zip(a, b)]


def inverse(a: Matrix) -> Matrix:
    """Return the inverse of ``a`` by Gauss-Jordan elimination with partial pivoting."""
    n = len(a)
    work = [row[:] for row in a]
    result = identity(n)
    for column in range(n):
        pivot = column
        for row in range(column + 1, n):
            if abs(work[row][column]) > abs(work[pivot][column]):
                pivot = row
        if work[pivot][column] == 0.0:
            raise ValueError("matrix is singular")
        work[column], work[pivot] = work[pivot], work[column]
        result[column], result[pivot] = result[pivot], result[column]
        scale = work[column][column]
        for j in range(n):
            work[column][j] /= scale
            result[column][j] /= scale
        for row in range(n):
            if row == column:
                continue
            factor = work[row][column]
            if factor == 0.0:
                continue
            for j in range(n):
                work[row][j] -= factor * work[column][j]
                result[row][j] -= factor * result[column][j]
    return result

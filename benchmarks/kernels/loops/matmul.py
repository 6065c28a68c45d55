"""The product of two matrices, each a list of rows."""


def multiply(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    n, inner, m = len(a), len(b), len(b[0])
    product = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            product[i][j] = total
    return product

"""Dense linear algebra, written out."""

import numpy as np


def cholesky(a):
    """The lower factor of a positive definite matrix."""
    n = a.shape[0]
    low = np.zeros((n, n))
    for j in range(n):
        s = a[j, j] - np.dot(low[j, :j], low[j, :j])
        low[j, j] = np.sqrt(s)
        for i in range(j + 1, n):
            low[i, j] = (a[i, j] - np.dot(low[i, :j], low[j, :j])) / low[j, j]
    return low


def gram_schmidt(a):
    """An orthonormal basis of the columns."""
    n = a.shape[1]
    q = a.copy()
    for j in range(n):
        for k in range(j):
            q[:, j] -= np.dot(q[:, k], q[:, j]) * q[:, k]
        q[:, j] /= np.sqrt(np.dot(q[:, j], q[:, j]))
    return q


def ridge(x, y, penalty):
    """Coefficients of a ridge regression."""
    n = x.shape[1]
    return np.linalg.solve(x.T @ x + penalty * np.eye(n), x.T @ y)


def power_iteration(a, steps):
    """The largest eigenvalue and its vector."""
    v = np.ones(a.shape[0])
    for _ in range(steps):
        w = a @ v
        v = w / np.linalg.norm(w)
    return v @ a @ v, v


def pagerank(links, damping, steps):
    """The rank of each page of a small web."""
    n = links.shape[0]
    out = links.sum(axis=1)
    out = np.where(out > 0, out, 1.0)
    transition = (links / out[:, None]).T
    rank = np.full(n, 1.0 / n)
    for _ in range(steps):
        rank = (1.0 - damping) / n + damping * (transition @ rank)
        rank = rank / rank.sum()
    return rank


def floyd_warshall(distance):
    """Shortest ways between all pairs."""
    d = distance.copy()
    for k in range(d.shape[0]):
        d = np.minimum(d, d[:, k][:, None] + d[k, :][None, :])
    return d

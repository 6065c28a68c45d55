"""NumPy: the kernels as array expressions, where that is natural. Arrays are held by the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from harness.cases import Suite
from harness.implementation import Arguments, Implementation


def spectral_norm(n: int, rounds: int) -> float:
    i = np.arange(n)[:, None]
    j = np.arange(n)
    matrix = 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)
    u = np.ones(n)
    v = np.zeros(n)
    for _ in range(rounds):
        v = matrix.T @ (matrix @ u)
        u = matrix.T @ (matrix @ v)
    return float(np.sqrt((u @ v) / (v @ v)))


def mandelbrot(width: int, height: int, limit: int) -> int:
    cx = 3.0 * np.arange(width) / width - 2.2
    cy = 2.4 * np.arange(height)[:, None] / height - 1.2
    x, y = np.zeros((height, width)), np.zeros((height, width))
    alive = np.ones((height, width), dtype=bool)
    total = 0
    for _ in range(limit):
        xx, yy = x * x, y * y
        alive &= xx + yy <= 4.0
        total += int(alive.sum())
        y = np.where(alive, 2.0 * x * y + cy, y)
        x = np.where(alive, xx - yy + cx, x)
    return total


def sieve(limit: int) -> Any:
    is_prime = np.ones(limit + 1, dtype=bool)
    is_prime[:2] = False
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = False
    return np.flatnonzero(is_prime)


def matmul(a: Any, b: Any) -> Any:
    return a @ b


def pairwise(points: Any) -> Any:
    differences = points[:, None, :] - points
    return np.sqrt((differences * differences).sum(axis=2))


def conv_int8(image: Any, weights: Any) -> Any:
    size = weights.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return np.einsum("rckij,fijk->rcf", windows.astype(np.int32), weights.astype(np.int32))


def floyd_warshall(distance: Any) -> None:
    for k in range(len(distance)):
        np.minimum(distance, distance[:, k, None] + distance[k], out=distance)


def heat(grid: Any, steps: int, alpha: float) -> Any:
    current, following = grid.copy(), grid.copy()
    for _ in range(steps):
        inner = current[1:-1, 1:-1]
        around = current[:-2, 1:-1] + current[2:, 1:-1] + (current[1:-1, :-2] + current[1:-1, 2:])
        following[1:-1, 1:-1] = inner + alpha * (around - 4.0 * inner)
        current, following = following, current
    return current


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "spectral_norm": spectral_norm,
    "mandelbrot": mandelbrot,
    "sieve": sieve,
    "matmul": matmul,
    "pairwise": pairwise,
    "conv_int8": conv_int8,
    "floyd_warshall": floyd_warshall,
    "heat": heat,
}


def as_arrays(arguments: Arguments) -> Arguments:
    """Return the arguments with lists as arrays."""
    return tuple(np.array(value) if isinstance(value, list) else value for value in arguments)


def versions() -> dict[str, str]:
    return {"NumPy": np.__version__}


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    column = {}
    for case in (case for case in suite.cases if case.name in FUNCTIONS):
        column[case.name] = Implementation(FUNCTIONS[case.name], case.make, case.mutates, as_arrays)
    return {"NumPy": column}

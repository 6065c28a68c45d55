"""What the array kernels are run on: arguments made from a generator, and how many calls take about 100 ms in NumPy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from arrays import layers, linear, points, series, stencils

Rng = np.random.Generator
Arguments = tuple[Any, ...]


@dataclass(frozen=True)
class Kernel:
    """``calls`` calls on arguments from ``make`` take about as long as those of any other kernel."""

    function: Callable[..., Any]
    make: Callable[[Rng], Arguments]
    calls: int


def _markov(rng: Rng, logarithms: bool) -> Arguments:
    start, transition, emission = rng.random(6), rng.random((6, 6)), rng.random((6, 10))
    tables = (start / start.sum(), transition / transition.sum(1)[:, None], emission / emission.sum(1)[:, None])
    return (rng.integers(0, 10, 400), *(np.log(table) if logarithms else table for table in tables))


def _boxes(rng: Rng) -> Arguments:
    corner, size = rng.random((150, 2)) * 100.0, rng.random((150, 2)) * 20.0 + 5.0
    return (np.hstack([corner, corner + size]), rng.random(150), 0.4)


def _kalman(rng: Rng) -> Arguments:
    f = np.array([[1.0, 0.0, 0.1, 0.0], [0.0, 1.0, 0.0, 0.1], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    h = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]])
    return (rng.normal(size=(100, 2)), f, h, np.eye(4) * 0.01, np.eye(2), np.zeros(4), np.eye(4))


def _definite(rng: Rng, n: int) -> Any:
    a = rng.normal(size=(n, n))
    return a @ a.T + n * np.eye(n)


def _trees(rng: Rng) -> Arguments:
    # Measured values and thresholds have few digits, so that some are equal.
    x, thresholds = rng.normal(size=(60, 8)).round(1), rng.normal(size=(40, 4)).round(1)
    return (x, rng.integers(0, 8, (40, 4)), thresholds, rng.normal(size=(40, 16)))


def _roads(rng: Rng) -> Any:
    d = rng.random((60, 60)) * 9.0 + 1.0
    np.fill_diagonal(d, 0.0)
    return d


def _int8(rng: Rng, *shape: int) -> Any:
    return rng.integers(-128, 128, shape, dtype=np.int8)


def _options(rng: Rng) -> Arguments:
    return (rng.random(20_000) * 50 + 75.0, rng.random(20_000) * 50 + 75.0, rng.random(20_000) + 0.1, 0.03, 0.25)


KERNELS: dict[str, Kernel] = {
    "heat": Kernel(stencils.heat_step, lambda rng: (rng.normal(size=(128, 128)), 0.1, 10), 40),
    "gray_scott": Kernel(stencils.gray_scott, lambda rng: (rng.random((96, 96)), rng.random((96, 96)) * 0.5, 6), 40),
    "sobel": Kernel(stencils.sobel, lambda rng: (abs(rng.normal(size=(160, 160))) * 100.0,), 60),
    "equalize": Kernel(stencils.equalize, lambda rng: (rng.integers(0, 200, (128, 128), dtype=np.uint8),), 900),
    "resize": Kernel(stencils.resize_bilinear, lambda rng: (abs(rng.normal(size=(60, 60))), 40, 50), 9),
    "mandelbrot": Kernel(stencils.mandelbrot, lambda rng: (64, 30), 40),
    "cholesky": Kernel(linear.cholesky, lambda rng: (_definite(rng, 32),), 36),
    "gram_schmidt": Kernel(linear.gram_schmidt, lambda rng: (rng.normal(size=(40, 20)),), 60),
    "ridge": Kernel(linear.ridge, lambda rng: (rng.normal(size=(300, 12)), rng.normal(size=300), 0.5), 1500),
    "power_iteration": Kernel(linear.power_iteration, lambda rng: (_definite(rng, 60), 40), 250),
    "pagerank": Kernel(linear.pagerank, lambda rng: ((rng.random((80, 80)) < 0.1) * 1.0, 0.85, 40), 140),
    "floyd_warshall": Kernel(linear.floyd_warshall, lambda rng: (_roads(rng),), 80),
    "softmax": Kernel(layers.softmax, lambda rng: (rng.normal(size=(200, 64)),), 570),
    "log_sum_exp": Kernel(layers.log_sum_exp, lambda rng: (rng.normal(size=(200, 64)),), 750),
    "layer_norm": Kernel(
        layers.layer_norm, lambda rng: (rng.normal(size=(200, 64)), rng.random(64), rng.random(64)), 1300
    ),
    "batch_norm": Kernel(
        layers.batch_norm, lambda rng: (rng.normal(size=(400, 64)), *(rng.random(64) for _ in range(4))), 2000
    ),
    "gelu": Kernel(layers.gelu, lambda rng: (rng.normal(size=(200, 128)),), 30),
    "attention": Kernel(layers.attention, lambda rng: tuple(rng.normal(size=(64, 32)) for _ in range(3)), 880),
    "conv2d": Kernel(layers.conv2d, lambda rng: (rng.normal(size=(64, 64)), rng.normal(size=(4, 3, 3))), 170),
    "conv2d_int8": Kernel(layers.conv2d_int8, lambda rng: (_int8(rng, 64, 64), _int8(rng, 3, 3)), 890),
    "max_pool": Kernel(layers.max_pool, lambda rng: (rng.normal(size=(128, 128)),), 2700),
    "boosted_trees": Kernel(layers.boosted_trees, _trees, 9),
    "kmeans": Kernel(points.kmeans, lambda rng: (rng.normal(size=(300, 4)), rng.normal(size=(8, 4)), 5), 44),
    "pairwise": Kernel(points.pairwise, lambda rng: (rng.normal(size=(150, 8)), rng.random((120, 8))), 400),
    "nearest": Kernel(
        points.nearest,
        lambda rng: (rng.normal(size=(200, 4)), rng.integers(0, 5, 200), rng.random((40, 4)), 7, 5),
        46,
    ),
    "suppress": Kernel(points.suppress, _boxes, 28),
    "nbody": Kernel(
        points.nbody, lambda rng: (rng.normal(size=(40, 3)), rng.normal(size=(40, 3)), rng.random(40), 0.01, 10), 90
    ),
    "icp": Kernel(points.icp_step, lambda rng: (rng.normal(size=(80, 3)), rng.normal(size=(80, 3)) + 0.1), 150),
    "kalman": Kernel(series.kalman, _kalman, 16),
    "unscented": Kernel(series.unscented, lambda rng: (rng.random(6), _definite(rng, 6), 1.0), 500),
    "black_scholes": Kernel(series.black_scholes, _options, 100),
    "option_tree": Kernel(
        series.option_tree, lambda rng: (100.0, 100.0 + 10.0 * rng.random(), 0.03, 0.2, 1.0, 100), 90
    ),
    "spectrum": Kernel(series.spectrum, lambda rng: (rng.normal(size=4096), np.hanning(256)), 190),
    "forward": Kernel(series.forward, lambda rng: _markov(rng, False), 33),
    "viterbi": Kernel(series.viterbi, lambda rng: _markov(rng, True), 18),
    "smoothing": Kernel(series.exponential_average, lambda rng: (rng.normal(size=(400, 8)), 0.3), 62),
}

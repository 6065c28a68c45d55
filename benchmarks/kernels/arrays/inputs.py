"""What the array kernels are run on, made from seeds."""

from collections.abc import Callable
from typing import Any

import numpy as np

from arrays import layers, linear, points, series, stencils


def _rng() -> np.random.Generator:
    return np.random.default_rng(11)


def _normal(*shape: int) -> Any:
    return _rng().normal(size=shape)


def _markov(logarithms: bool) -> tuple[Any, ...]:
    rng = _rng()
    start, transition, emission = rng.random(6), rng.random((6, 6)), rng.random((6, 10))
    tables = (start / start.sum(), transition / transition.sum(1)[:, None], emission / emission.sum(1)[:, None])
    return (rng.integers(0, 10, 400), *(np.log(table) if logarithms else table for table in tables))


def _boxes() -> tuple[Any, ...]:
    rng = _rng()
    corner, size = rng.random((150, 2)) * 100.0, rng.random((150, 2)) * 20.0 + 5.0
    return (np.hstack([corner, corner + size]), rng.random(150), 0.4)


def _kalman() -> tuple[Any, ...]:
    f = np.array([[1.0, 0.0, 0.1, 0.0], [0.0, 1.0, 0.0, 0.1], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    h = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]])
    return (_normal(100, 2), f, h, np.eye(4) * 0.01, np.eye(2), np.zeros(4), np.eye(4))


def _definite(n: int) -> Any:
    a = _normal(n, n)
    return a @ a.T + n * np.eye(n)


def _web() -> Any:
    return (_rng().random((80, 80)) < 0.1) * 1.0


def _trees() -> tuple[Any, ...]:
    rng = _rng()
    return (rng.normal(size=(200, 8)), rng.integers(0, 8, (40, 4)), rng.normal(size=(40, 4)), rng.normal(size=(40, 16)))


def _roads() -> Any:
    d = _rng().random((60, 60)) * 9.0 + 1.0
    np.fill_diagonal(d, 0.0)
    return d


def _int8(*shape: int) -> Any:
    return _rng().integers(-128, 128, shape, dtype=np.int8)


def _options() -> tuple[Any, ...]:
    rng = _rng()
    return (rng.random(20_000) * 50 + 75.0, rng.random(20_000) * 50 + 75.0, rng.random(20_000) + 0.1, 0.03, 0.25)


KERNELS: dict[str, tuple[Callable[..., Any], Callable[[], tuple[Any, ...]]]] = {
    "heat": (stencils.heat_step, lambda: (_normal(128, 128), 0.1, 10)),
    "gray_scott": (stencils.gray_scott, lambda: (_rng().random((96, 96)), _rng().random((96, 96)) * 0.5, 6)),
    "sobel": (stencils.sobel, lambda: (abs(_normal(160, 160)) * 100.0,)),
    "equalize": (stencils.equalize, lambda: (_rng().integers(0, 200, (128, 128), dtype=np.uint8),)),
    "resize": (stencils.resize_bilinear, lambda: (abs(_normal(60, 60)), 40, 50)),
    "mandelbrot": (stencils.mandelbrot, lambda: (64, 30)),
    "cholesky": (linear.cholesky, lambda: (_definite(32),)),
    "gram_schmidt": (linear.gram_schmidt, lambda: (_normal(40, 20),)),
    "ridge": (linear.ridge, lambda: (_normal(300, 12), _rng().normal(size=300), 0.5)),
    "power_iteration": (linear.power_iteration, lambda: (_definite(60), 40)),
    "pagerank": (linear.pagerank, lambda: (_web(), 0.85, 40)),
    "floyd_warshall": (linear.floyd_warshall, lambda: (_roads(),)),
    "softmax": (layers.softmax, lambda: (_normal(200, 64),)),
    "log_sum_exp": (layers.log_sum_exp, lambda: (_normal(200, 64),)),
    "layer_norm": (layers.layer_norm, lambda: (_normal(200, 64), _rng().random(64), _rng().random(64))),
    "batch_norm": (
        layers.batch_norm,
        lambda: (_normal(400, 64), _rng().random(64), _rng().random(64), _rng().random(64), _rng().random(64)),
    ),
    "gelu": (layers.gelu, lambda: (_normal(200, 128),)),
    "attention": (layers.attention, lambda: (_normal(64, 32), _normal(64, 32), _normal(64, 32))),
    "conv2d": (layers.conv2d, lambda: (_normal(64, 64), _normal(4, 3, 3))),
    "conv2d_int8": (layers.conv2d_int8, lambda: (_int8(64, 64), _int8(3, 3))),
    "max_pool": (layers.max_pool, lambda: (_normal(128, 128),)),
    "boosted_trees": (layers.boosted_trees, _trees),
    "kmeans": (points.kmeans, lambda: (_normal(300, 4), _normal(8, 4), 5)),
    "pairwise": (points.pairwise, lambda: (_normal(150, 8), _rng().random((120, 8)))),
    "nearest": (points.nearest, lambda: (_normal(200, 4), _rng().integers(0, 5, 200), _rng().random((40, 4)), 7, 5)),
    "suppress": (points.suppress, _boxes),
    "nbody": (points.nbody, lambda: (_normal(40, 3), _normal(40, 3), _rng().random(40), 0.01, 10)),
    "icp": (points.icp_step, lambda: (_normal(80, 3), _normal(80, 3) + 0.1)),
    "kalman": (series.kalman, _kalman),
    "unscented": (series.unscented, lambda: (_rng().random(6), _definite(6), 1.0)),
    "black_scholes": (series.black_scholes, _options),
    "option_tree": (series.option_tree, lambda: (100.0, 105.0, 0.03, 0.2, 1.0, 100)),
    "spectrum": (series.spectrum, lambda: (_rng().normal(size=4096), np.hanning(256))),
    "forward": (series.forward, lambda: _markov(False)),
    "viterbi": (series.viterbi, lambda: _markov(True)),
    "smoothing": (series.exponential_average, lambda: (_normal(400, 8), 0.3)),
}

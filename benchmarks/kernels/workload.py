"""Run every kernel for about the same time, and print what it computes."""

import argparse
from typing import Any

import numpy as np

from loops import inputs
from loops.astar import cheapest_way
from loops.bpe import learn
from loops.collatz import longest_chain
from loops.conv_int8 import convolve
from loops.decision_tree import predict
from loops.dtw import warping_distance
from loops.fannkuch import fannkuch
from loops.floyd_warshall import shorten
from loops.heat import diffuse
from loops.kmeans import cluster
from loops.knapsack import most_valuable
from loops.levenshtein import levenshtein
from loops.levenshtein_text import edits
from loops.mandelbrot import count
from loops.matmul import multiply
from loops.nbody import simulate
from loops.pairwise import distances
from loops.sieve import primes
from loops.spectral_norm import spectral_norm
from loops.union_find import components


def digest(value: Any) -> Any:
    """Return a number or a short tuple that depends on all of ``value``."""
    if isinstance(value, np.ndarray):
        return value.dtype.name, value.shape, float(value.sum())
    if isinstance(value, list):
        return len(value), sum(digest(item)[1] if isinstance(item, list) else item for item in value)
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=32)
    repeats = parser.parse_args().repeats
    for _ in range(repeats):
        roads = inputs.floyd_warshall()[0]
        shorten(roads)
        results = {
            "nbody": simulate(*inputs.nbody()),
            "spectral_norm": spectral_norm(*inputs.spectral_norm()),
            "mandelbrot": count(*inputs.mandelbrot()),
            "levenshtein": levenshtein(*inputs.levenshtein()),
            "collatz": longest_chain(*inputs.collatz()),
            "sieve": primes(*inputs.sieve()),
            "matmul": multiply(*inputs.matmul()),
            "dtw": warping_distance(*inputs.dtw()),
            "fannkuch": fannkuch(*inputs.fannkuch()),
            "pairwise": distances(*inputs.pairwise()),
            "conv_int8": convolve(*inputs.conv_int8()),
            "floyd_warshall": roads,
            "heat": diffuse(*inputs.heat()),
            "levenshtein_text": edits(*inputs.levenshtein_text()),
            "bpe": len(learn(*inputs.bpe())),
            "knapsack": most_valuable(*inputs.knapsack()),
            "union_find": components(*inputs.union_find()),
            "astar": cheapest_way(*inputs.astar()),
            "kmeans": cluster(*inputs.kmeans()),
            "decision_tree": predict(*inputs.decision_tree()),
        }
    for name, value in results.items():
        print(name, repr(digest(value)))


if __name__ == "__main__":
    main()

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

UNCHANGED = (
    "spectral_norm",
    "mandelbrot",
    "levenshtein",
    "collatz",
    "sieve",
    "matmul",
    "dtw",
    "fannkuch",
    "pairwise",
    "conv_int8",
    "heat",
    "levenshtein_text",
    "bpe",
    "knapsack",
    "union_find",
    "astar",
    "kmeans",
    "decision_tree",
)


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
    # These leave what they are given alone.
    made = {name: getattr(inputs, name)() for name in UNCHANGED}
    for _ in range(repeats):
        roads = inputs.floyd_warshall()[0]
        shorten(roads)
        results: dict[str, Any] = {
            "nbody": simulate(*inputs.nbody()),
            "spectral_norm": spectral_norm(*made["spectral_norm"]),
            "mandelbrot": count(*made["mandelbrot"]),
            "levenshtein": levenshtein(*made["levenshtein"]),
            "collatz": longest_chain(*made["collatz"]),
            "matmul": multiply(*made["matmul"]),
            "dtw": warping_distance(*made["dtw"]),
            "fannkuch": fannkuch(*made["fannkuch"]),
            "pairwise": distances(*made["pairwise"]),
            "conv_int8": convolve(*made["conv_int8"]),
            "floyd_warshall": roads,
            "heat": diffuse(*made["heat"]),
            "levenshtein_text": edits(*made["levenshtein_text"]),
            "bpe": len(learn(*made["bpe"])),
            "knapsack": most_valuable(*made["knapsack"]),
            "union_find": components(*made["union_find"]),
            "astar": cheapest_way(*made["astar"]),
            "kmeans": cluster(*made["kmeans"]),
        }
        # Short ones, a few times over.
        for _ in range(3):
            results["sieve"] = primes(*made["sieve"])
        for _ in range(30):
            results["decision_tree"] = predict(*made["decision_tree"])
    for name, value in results.items():
        print(name, repr(digest(value)))


if __name__ == "__main__":
    main()

"""Run every array kernel for about the same time, and print what it computes."""

import argparse
from typing import Any

import numpy as np

from arrays.inputs import KERNELS


def digest(value: Any) -> Any:
    """Return numbers that depend on all of ``value``."""
    if isinstance(value, tuple):
        return [digest(item) for item in value]
    return float(np.sum(np.asarray(value, dtype=np.float64)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=3, help="so many different arguments for each kernel")
    parser.add_argument("--scale", type=float, default=1.0, help="so many times the usual number of calls")
    options = parser.parse_args()
    for name, kernel in KERNELS.items():
        for seed in range(options.inputs):
            arguments = kernel.make(np.random.default_rng(seed))
            for _ in range(max(1, round(options.scale * kernel.calls / options.inputs))):
                value = kernel.function(*arguments)
            print(name, seed, digest(value))


if __name__ == "__main__":
    main()

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
    parser.add_argument("--calls", type=int, default=40)
    calls = parser.parse_args().calls
    for name, (function, make) in KERNELS.items():
        for _ in range(calls):
            value = function(*make())
        print(name, digest(value))


if __name__ == "__main__":
    main()

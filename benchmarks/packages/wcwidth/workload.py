"""Measure texts of many scripts with wcwidth's Python: a workload of some seconds.

``WCWIDTH_PYTHON`` turns the compiled module off, where it was built.
"""

import argparse
import os
import random

os.environ["WCWIDTH_PYTHON"] = "1"

import wcwidth  # it reads the variable

RANGES = [(0x20, 0x7E), (0xA1, 0x17F), (0x300, 0x36F), (0x4E00, 0x9FFF), (0x1F300, 0x1F64F), (0xAC00, 0xD7A3)]


def texts(count: int, rng: random.Random) -> list[str]:
    made = []
    for _ in range(count):
        low, high = rng.choice(RANGES)
        made.append("".join(chr(rng.randint(low, high)) for _ in range(rng.randint(5, 60))))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    lines = texts(max(5, int(60_000 * size)), random.Random(17))
    print("wcwidth", sum(wcwidth.wcswidth(line) for line in lines))


if __name__ == "__main__":
    main()

"""Align signals in time with fastdtw's Python: a workload of some seconds.

``fastdtw.fastdtw`` is the module that runs where the compiled one was not built; it is imported by its name.
"""

import argparse
import math
import random

from fastdtw.fastdtw import dtw, fastdtw


def signal(count: int, speed: float, rng: random.Random) -> list[float]:
    return [math.sin(i * speed) + 0.3 * math.sin(i * speed * 3.1) + rng.gauss(0.0, 0.05) for i in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(19)
    for _ in range(max(1, int(6 * size))):
        one, other = signal(900, 0.05, rng), signal(800, 0.055, rng)
        distance, path = fastdtw(one, other, radius=3)
        print("fast", repr(float(distance)), len(path))
    for _ in range(max(1, int(3 * size))):
        distance, path = dtw(signal(250, 0.05, rng), signal(230, 0.055, rng), dist=2)
        print("whole", repr(float(distance)), len(path))


if __name__ == "__main__":
    main()

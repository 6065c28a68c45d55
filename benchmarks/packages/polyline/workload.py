"""Encode paths as text and decode them again with polyline: a workload of some seconds."""

import argparse
import random

import polyline


def path(length: int, rng: random.Random) -> list[tuple[float, float]]:
    latitude, longitude = rng.uniform(-60.0, 60.0), rng.uniform(-170.0, 170.0)
    points = []
    for _ in range(length):
        latitude, longitude = latitude + rng.gauss(0, 0.001), longitude + rng.gauss(0, 0.001)
        points.append((latitude, longitude))
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(11)
    letters, total = 0, 0.0
    for _ in range(max(3, int(700 * size))):
        text = polyline.encode(path(rng.randint(100, 900), rng))
        letters += len(text)
        total += sum(a + b for a, b in polyline.decode(text))
    print("polyline", letters, repr(total))


if __name__ == "__main__":
    main()

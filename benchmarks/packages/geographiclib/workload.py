"""Distances, positions and areas on the ellipsoid with geographiclib: a workload of some seconds."""

import argparse
import random

from geographiclib.geodesic import Geodesic


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(5)
    earth = Geodesic.WGS84
    length = turn = 0.0
    for _ in range(max(3, int(16_000 * size))):
        latitude, longitude = rng.uniform(-80.0, 80.0), rng.uniform(-179.0, 179.0)
        answer = earth.Inverse(latitude, longitude, rng.uniform(-80.0, 80.0), rng.uniform(-179.0, 179.0))
        length += answer["s12"]
        end = earth.Direct(latitude, longitude, answer["azi1"], answer["s12"] / 2)
        turn += end["azi2"]
    polygon = earth.Polygon()
    for corner in range(max(3, int(3000 * size))):
        polygon.AddPoint(rng.uniform(10.0, 20.0), corner * 0.01)
    _, perimeter, area = polygon.Compute()
    print("geodesic", repr(length), repr(turn), repr(perimeter), repr(area))


if __name__ == "__main__":
    main()

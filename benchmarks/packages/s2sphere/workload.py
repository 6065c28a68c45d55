"""Cells for positions and regions on the sphere with s2sphere: a workload of some seconds."""

import argparse
import random

import s2sphere


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(51)
    digest, area, cells = 0, 0.0, 0
    for _ in range(max(5, int(30_000 * size))):
        place = s2sphere.LatLng.from_degrees(rng.uniform(-80.0, 80.0), rng.uniform(-179.0, 179.0))
        cell = s2sphere.CellId.from_lat_lng(place)
        digest ^= cell.parent(12).id()
        area += cell.to_lat_lng().get_distance(place).radians
    coverer = s2sphere.RegionCoverer()
    coverer.max_cells = 8
    for _ in range(max(1, int(80 * size))):
        latitude, longitude = rng.uniform(-60.0, 60.0), rng.uniform(-170.0, 170.0)
        low = s2sphere.LatLng.from_degrees(latitude, longitude)
        high = s2sphere.LatLng.from_degrees(latitude + 0.5, longitude + 0.5)
        cells += len(coverer.get_covering(s2sphere.LatLngRect.from_point_pair(low, high)))
    print("s2sphere", digest, repr(area), cells)


if __name__ == "__main__":
    main()

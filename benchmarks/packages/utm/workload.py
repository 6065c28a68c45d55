"""Convert positions between degrees and UTM, one by one, with utm: a workload of some seconds."""

import argparse
import random

import utm


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(13)
    east = north = back = 0.0
    for _ in range(max(5, int(80_000 * size))):
        latitude, longitude = rng.uniform(-79.0, 83.0), rng.uniform(-179.9, 179.9)
        easting, northing, zone, letter = utm.from_latlon(latitude, longitude)
        east, north = east + easting, north + northing
        again = utm.to_latlon(easting, northing, zone, letter)
        back += abs(again[0] - latitude)
    print("utm", repr(float(east)), repr(float(north)), repr(float(back)))


if __name__ == "__main__":
    main()

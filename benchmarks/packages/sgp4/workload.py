"""Propagate satellites with the pure Python model of sgp4 (not its compiled one): a workload of some seconds."""

import argparse

from sgp4.model import Satrec

ELEMENTS = [
    (
        "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
        "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
    ),
    (
        "1 04632U 70093B   04031.91070959 -.00000084  00000-0  10000-3 0  9955",
        "2 04632  11.4628 273.1101 1450506 207.6000 143.9350  1.20231981 44145",
    ),
    (
        "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
        "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
    ),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    for first, second in ELEMENTS:
        satellite = Satrec.twoline2rv(first, second)
        x = y = z = 0.0
        for step in range(max(5, int(60_000 * size))):
            error, position, _velocity = satellite.sgp4(satellite.jdsatepoch, satellite.jdsatepochF + step / 2880.0)
            if error == 0:
                x, y, z = x + position[0], y + position[1], z + position[2]
        print(satellite.satnum, repr(x), repr(y), repr(z))


if __name__ == "__main__":
    main()

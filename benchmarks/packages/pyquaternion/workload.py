"""Rotate points and interpolate turns with pyquaternion: a workload of some seconds."""

import argparse
import random

from pyquaternion import Quaternion


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(9)
    whole = Quaternion()
    total = 0.0
    for _ in range(max(3, int(9000 * size))):
        axis = [rng.uniform(-1.0, 1.0) for _ in range(3)]
        turn = Quaternion(axis=axis, angle=rng.uniform(-3.0, 3.0))
        whole = (whole * turn).normalised
        point = whole.rotate([1.0, 2.0, 3.0])
        total += sum(point)
        middle = Quaternion.slerp(whole, turn, 0.3)
        total += (middle.inverse * whole).norm + Quaternion.absolute_distance(whole, turn)
        total += Quaternion.log(middle).w + Quaternion.exp(middle).x
    print("turns", repr(float(total)), [repr(float(x)) for x in whole.elements])


if __name__ == "__main__":
    main()

"""Estimate attitude from made-up inertial sensors with AHRS: a workload of some seconds."""

import argparse

import numpy as np
from ahrs.common.quaternion import Quaternion
from ahrs.filters import AQUA, EKF, Complementary, Fourati, Madgwick, Mahony


def sensors(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return gyroscope, accelerometer and magnetometer of a slowly turning body."""
    rng = np.random.default_rng(4)
    t = np.arange(count) * 0.01
    rates = np.stack([0.3 * np.sin(t), 0.2 * np.cos(0.7 * t), 0.1 * np.sin(0.3 * t)], axis=1)
    angle = 0.3 * np.sin(0.5 * t)
    gravity = np.stack([np.sin(angle) * 9.8, np.zeros(count), np.cos(angle) * 9.8], axis=1)
    field = np.stack([np.cos(angle) * 22.0, np.zeros(count), 42.0 + np.sin(angle)], axis=1)
    noise = rng.normal(0.0, 0.05, (3, count, 3))
    return rates + 0.02 * noise[0], gravity + noise[1], field + noise[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    gyr, acc, mag = sensors(max(20, int(6000 * size)))
    for kind in (Madgwick, Mahony, AQUA, EKF, Fourati):
        quaternions = kind(gyr=gyr, acc=acc, mag=mag, frequency=100.0).Q
        print(kind.__name__, repr(float(np.abs(quaternions).sum())))
    print("Complementary", repr(float(np.abs(Complementary(gyr=gyr, acc=acc, mag=mag).Q).sum())))
    turn = Quaternion([1.0, 0.0, 0.0, 0.0])
    step = Quaternion([0.999, 0.01, 0.02, 0.03])
    for _ in range(max(2, int(3000 * size))):
        turn = Quaternion(turn.product(step))
    print("product", repr(float(np.asarray(turn).sum())))


if __name__ == "__main__":
    main()

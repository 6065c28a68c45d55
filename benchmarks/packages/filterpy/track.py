"""Estimate where things are, with filterpy's public filters: a workload of some seconds.

Cars on a motorway by linear Kalman filters with smoothing, an aircraft seen by radar by an unscented filter, a
manoeuvring target by interacting models, a robot in a corridor by particles and by histogram, a noisy scale by g-h
filters. Measurements come from seeded generators; each part prints figures that depend on every estimate.
"""

import argparse
import math

import numpy as np
from filterpy.common import Q_discrete_white_noise
from filterpy.discrete_bayes import normalize, predict, update
from filterpy.gh import GHFilter, GHKFilter
from filterpy.kalman import (
    ExtendedKalmanFilter,
    IMMEstimator,
    JulierSigmaPoints,
    KalmanFilter,
    MerweScaledSigmaPoints,
    UnscentedKalmanFilter,
)
from filterpy.monte_carlo import residual_resample, stratified_resample, systematic_resample


def constant_velocity(dt: float, noise: float) -> KalmanFilter:
    """Return a filter of position and speed in the plane."""
    kf = KalmanFilter(dim_x=4, dim_z=2)
    kf.F = np.array([[1, dt, 0, 0], [0, 1, 0, 0], [0, 0, 1, dt], [0, 0, 0, 1]], dtype=float)
    kf.H = np.array([[1, 0, 0, 0], [0, 0, 1, 0]], dtype=float)
    kf.P *= 100.0
    kf.R *= noise**2
    kf.Q = Q_discrete_white_noise(dim=2, dt=dt, var=0.1, block_size=2)
    return kf


def motorway(cars: int, steps: int) -> None:
    rng = np.random.default_rng(1)
    likelihood = smoothed = 0.0
    for car in range(cars):
        kf = constant_velocity(0.1, 2.0)
        speed = 20.0 + car
        truth = np.array([[speed * 0.1 * step, 3.5 * (car % 3)] for step in range(steps)])
        measured = list((truth + rng.normal(0.0, 2.0, truth.shape)).reshape(steps, 2, 1))
        for z in measured:
            kf.predict()
            kf.update(z)
        likelihood += kf.log_likelihood
        means, covariances, _, _ = constant_velocity(0.1, 2.0).batch_filter(measured)
        smoothed += float(kf.rts_smoother(means, covariances)[0].sum())
    print("motorway", repr(float(likelihood)), repr(smoothed))


def climb(state: np.ndarray, dt: float) -> np.ndarray:
    """Move an aircraft: distance, speed, altitude, climb rate."""
    return np.array([state[0] + dt * state[1], state[1], state[2] + dt * state[3], state[3]])


def radar(state: np.ndarray) -> np.ndarray:
    """Return slant range and elevation as the radar at the origin sees them."""
    return np.array([math.hypot(state[0], state[2]), math.atan2(state[2], state[0])])


def aircraft(steps: int) -> None:
    rng = np.random.default_rng(2)
    for points in (
        MerweScaledSigmaPoints(4, alpha=0.1, beta=2.0, kappa=-1.0),
        JulierSigmaPoints(4, kappa=0.5),
    ):
        ukf = UnscentedKalmanFilter(4, 2, 1.0, hx=radar, fx=climb, points=points)
        ukf.x = np.array([1000.0, 90.0, 1100.0, 4.0])
        ukf.P = np.diag([300.0**2, 30.0**2, 150.0**2, 3.0**2])
        ukf.R = np.diag([25.0**2, math.radians(0.5) ** 2])
        ukf.Q = Q_discrete_white_noise(dim=2, dt=1.0, var=0.1, block_size=2)
        state = np.array([0.0, 100.0, 1000.0, 5.0])
        estimates, covariances, error = [], [], 0.0
        for _ in range(steps):
            state = climb(state, 1.0)
            z = radar(state) + rng.normal(0.0, 1.0, 2) * (25.0, math.radians(0.5))
            ukf.predict()
            ukf.update(z)
            estimates.append(ukf.x.copy())
            covariances.append(ukf.P.copy())
            error += abs(ukf.x[0] - state[0])
        smooth = ukf.rts_smoother(np.array(estimates), np.array(covariances))[0]
        print("aircraft", repr(float(error)), repr(float(smooth.sum())))


def slant_jacobian(x: np.ndarray) -> np.ndarray:
    distance = math.hypot(x[0, 0], x[2, 0])
    return np.array([[x[0, 0] / distance, 0.0, x[2, 0] / distance]])


def slant_range(x: np.ndarray) -> np.ndarray:
    return np.array([[math.hypot(x[0, 0], x[2, 0])]])


def slant(steps: int) -> None:
    """The extended filter: distance, speed and altitude from the slant range alone."""
    rng = np.random.default_rng(3)
    ekf = ExtendedKalmanFilter(dim_x=3, dim_z=1)
    ekf.F = np.eye(3) + np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]]) * 0.05
    ekf.x = np.array([[-100.0], [120.0], [1100.0]])
    ekf.R *= 25.0
    ekf.P *= 50.0
    ekf.Q[:2, :2] = Q_discrete_white_noise(2, dt=0.05, var=0.1)
    ekf.Q[2, 2] = 0.1
    for step in range(steps):
        true = math.hypot(5.0 * step, 1000.0) + rng.normal(0.0, 5.0)
        ekf.update(np.array([[true]]), slant_jacobian, slant_range)
        ekf.predict()
    print("slant", repr(float(ekf.x.sum())))


def manoeuvre(steps: int) -> None:
    rng = np.random.default_rng(4)
    calm, wild = constant_velocity(1.0, 3.0), constant_velocity(1.0, 3.0)
    wild.Q = wild.Q * 500.0
    imm = IMMEstimator([calm, wild], [0.5, 0.5], np.array([[0.97, 0.03], [0.03, 0.97]]))
    x, y, heading = 0.0, 0.0, 0.0
    total = 0.0
    for step in range(steps):
        if 100 < step % 300 < 180:
            heading += 0.05
        x, y = x + 10.0 * math.cos(heading), y + 10.0 * math.sin(heading)
        z = np.array([[x + rng.normal(0.0, 3.0)], [y + rng.normal(0.0, 3.0)]])
        imm.predict()
        imm.update(z)
        total += float(imm.mu[1])
    print("manoeuvre", repr(total), repr(float(imm.x.sum())))


def particles(count: int, steps: int) -> None:
    """A robot between landmarks; the resampling methods take turns."""
    rng = np.random.default_rng(5)
    np.random.seed(5)  # filterpy draws from NumPy's global generator
    landmarks = np.array([[-1.0, 2.0], [5.0, 10.0], [12.0, 14.0], [18.0, 21.0]])
    cloud = rng.uniform(0.0, 20.0, (count, 2))
    methods = (systematic_resample, stratified_resample, residual_resample)
    position = np.array([0.0, 0.0])
    checksum = 0
    for step in range(steps):
        position = position + 0.02
        cloud += 0.02 + rng.normal(0.0, 0.05, cloud.shape)
        weights = np.full(count, 1.0 / count)
        for landmark in landmarks:
            measured = np.linalg.norm(landmark - position) + rng.normal(0.0, 0.2)
            distance = np.linalg.norm(cloud - landmark, axis=1)
            weights *= np.exp(-0.5 * ((distance - measured) / 0.6) ** 2) + 1e-300
        weights /= weights.sum()
        chosen = methods[step % 3](weights)
        checksum += int(chosen.sum())
        cloud = cloud[chosen]
    print("particles", checksum, repr(float(cloud.mean())))


def corridor(steps: int) -> None:
    """Histogram localisation in a circular corridor with doors."""
    rng = np.random.default_rng(6)
    doors = np.array([1.0 if cell % 7 in (0, 3) or cell % 11 == 5 else 0.0 for cell in range(120)])
    belief = np.full(120, 1.0 / 120)
    kernel = np.array([0.1, 0.8, 0.1])
    place = 0
    total = 0.0
    for _ in range(steps):
        place = (place + 1) % 120
        sees_door = doors[place] if rng.random() < 0.9 else 1.0 - doors[place]
        belief = predict(belief, 1, kernel)
        likelihood = np.where(doors == sees_door, 9.0, 1.0)
        belief = normalize(update(likelihood, belief))
        total += float(belief.max())
    print("corridor", repr(total))


def scale(steps: int) -> None:
    rng = np.random.default_rng(7)
    gh = GHFilter(x=160.0, dx=1.0, dt=1.0, g=0.4, h=0.02)
    ghk = GHKFilter(x=160.0, dx=1.0, ddx=0.0, dt=1.0, g=0.4, h=0.05, k=0.001)
    data = [160.0 + 0.03 * day + float(rng.normal(0.0, 4.0)) for day in range(steps)]
    total = 0.0
    for z in data:
        gh.update(z)
        ghk.update(z)
        total += gh.x - ghk.x
    print("scale", repr(float(total)), repr(float(gh.batch_filter(data)[:, 0].sum())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    motorway(max(1, int(20 * size)), 400)
    aircraft(max(10, int(1200 * size)))
    slant(max(10, int(8000 * size)))
    manoeuvre(max(10, int(1500 * size)))
    particles(4000, max(3, int(480 * size)))
    corridor(max(10, int(6000 * size)))
    scale(max(10, int(120_000 * size)))


if __name__ == "__main__":
    main()

"""Planets under gravity: symplectic integration of a few bodies."""

import math

# A body is [x, y, z, vx, vy, vz, mass].


def advance(bodies: list[list[float]], steps: int, dt: float) -> None:
    """Move all bodies ``steps`` times by ``dt``."""
    count = len(bodies)
    for _ in range(steps):
        for i in range(count):
            a = bodies[i]
            for j in range(i + 1, count):
                b = bodies[j]
                dx = a[0] - b[0]
                dy = a[1] - b[1]
                dz = a[2] - b[2]
                squared = dx * dx + dy * dy + dz * dz
                magnitude = dt / (squared * math.sqrt(squared))
                a[3] -= dx * b[6] * magnitude
                a[4] -= dy * b[6] * magnitude
                a[5] -= dz * b[6] * magnitude
                b[3] += dx * a[6] * magnitude
                b[4] += dy * a[6] * magnitude
                b[5] += dz * a[6] * magnitude
        for i in range(count):
            body = bodies[i]
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(bodies: list[list[float]]) -> float:
    """Return kinetic plus potential energy."""
    total = 0.0
    for i in range(len(bodies)):
        a = bodies[i]
        total += 0.5 * a[6] * (a[3] * a[3] + a[4] * a[4] + a[5] * a[5])
        for j in range(i + 1, len(bodies)):
            b = bodies[j]
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            total -= a[6] * b[6] / math.sqrt(dx * dx + dy * dy + dz * dz)
    return total


def simulate(bodies: list[list[float]], steps: int, dt: float) -> float:
    """Move the bodies and return the energy that they then have."""
    advance(bodies, steps, dt)
    return energy(bodies)

"""A constant-velocity Kalman filter for a box in the image, as in SORT and DeepSORT.

The state is (centre x, bottom y, height, aspect, and the speed of each); the first four are
measured. Noise grows with the box, because a near car jitters by more pixels than a far one.
"""

from tracking.linalg import (
    Matrix,
    Vector,
    add,
    apply,
    identity,
    inverse,
    multiply,
    subtract,
    transpose,
)

POSITION_NOISE = 1.0 / 20.0
SPEED_NOISE = 1.0 / 160.0
STATE, MEASURED = 8, 4


def diagonal(values: Vector) -> Matrix:
    matrix = [[0.0] * len(values) for _ in values]
    for i, value in enumerate(values):
        matrix[i][i] = value
    return matrix


def predict_state(mean: Vector, covariance: Matrix, motion: Matrix, noise: Matrix) -> tuple[Vector, Matrix]:
    """Return mean and covariance one step later."""
    moved = multiply(multiply(motion, covariance), transpose(motion))
    return apply(motion, mean), add(moved, noise)


def project_state(mean: Vector, covariance: Matrix, observe: Matrix, noise: Matrix) -> tuple[Vector, Matrix]:
    """Return mean and covariance of the measurement that the state leads to expect."""
    seen = multiply(multiply(observe, covariance), transpose(observe))
    return apply(observe, mean), add(seen, noise)


def correct_state(
    mean: Vector, covariance: Matrix, observe: Matrix, noise: Matrix, measured: Vector
) -> tuple[Vector, Matrix]:
    """Return mean and covariance after ``measured`` was seen."""
    expected, spread = project_state(mean, covariance, observe, noise)
    gain = multiply(multiply(covariance, transpose(observe)), inverse(spread))
    surprise = [value - guess for value, guess in zip(measured, expected)]
    change = apply(gain, surprise)
    corrected = [value + difference for value, difference in zip(mean, change)]
    kept = subtract(identity(len(mean)), multiply(gain, observe))
    return corrected, multiply(kept, covariance)


def mahalanobis(expected: Vector, inverse_spread: Matrix, measured: Vector) -> float:
    """Return the squared distance of ``measured`` from what is expected, in units of its spread."""
    surprise = [value - guess for value, guess in zip(measured, expected)]
    weighted = apply(inverse_spread, surprise)
    return sum(x * y for x, y in zip(surprise, weighted))


class KalmanBox:
    """The filter of one track."""

    def __init__(self, measured: Vector):
        self.motion = identity(STATE)
        for i in range(MEASURED):
            self.motion[i][MEASURED + i] = 1.0
        self.observe = identity(STATE)[:MEASURED]
        self.mean = list(measured) + [0.0] * MEASURED
        height = measured[2]
        spread = [2.0 * POSITION_NOISE * height] * 3 + [1e-2]
        spread += [10.0 * SPEED_NOISE * height] * 3 + [1e-4]
        self.covariance = diagonal([value * value for value in spread])

    def predict(self) -> None:
        height = self.mean[2]
        spread = [POSITION_NOISE * height] * 3 + [1e-2] + [SPEED_NOISE * height] * 3 + [1e-5]
        noise = diagonal([value * value for value in spread])
        self.mean, self.covariance = predict_state(self.mean, self.covariance, self.motion, noise)

    def measurement_noise(self) -> Matrix:
        spread = POSITION_NOISE * self.mean[2]
        return diagonal([spread * spread, spread * spread, spread * spread, 1e-2])

    def update(self, measured: Vector) -> None:
        self.mean, self.covariance = correct_state(
            self.mean, self.covariance, self.observe, self.measurement_noise(), measured
        )

    def gate(self, measurements: list[Vector]) -> list[float]:
        """Return the Mahalanobis distance of each measurement."""
        expected, spread = project_state(self.mean, self.covariance, self.observe, self.measurement_noise())
        inverse_spread = inverse(spread)
        return [mahalanobis(expected, inverse_spread, measured) for measured in measurements]

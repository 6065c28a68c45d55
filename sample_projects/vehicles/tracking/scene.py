"""A simulated drive: a town with traffic, seen by a camera and a laser scanner.

Everything comes from one seed. Distances are in metres, angles in radians, boxes in pixels as
(x1, y1, x2, y2).
"""

import math
import random
from dataclasses import dataclass, field

FOCAL = 720.0
WIDTH, HEIGHT = 1280.0, 720.0
CAMERA_HEIGHT = 1.5
LANES = (-10.5, -7.0, -3.5, 0.0, 3.5, 7.0, 10.5)


@dataclass
class Vehicle:
    """Another car: where it is relative to the camera, and how it moves."""

    number: int
    lateral: float
    ahead: float
    speed: float
    width: float
    height: float
    sway: float

    def box(self) -> tuple[float, float, float, float]:
        """Return the car's rear as the pin-hole camera sees it."""
        scale = FOCAL / self.ahead
        centre = WIDTH / 2 + self.lateral * scale
        bottom = HEIGHT / 2 + CAMERA_HEIGHT * scale
        half = self.width * scale / 2
        return (centre - half, bottom - self.height * scale, centre + half, bottom)


@dataclass(frozen=True)
class Frame:
    """What one moment shows: the truth, and what the detector makes of it."""

    truth: dict[int, tuple[float, float, float, float]]
    boxes: list[tuple[float, float, float, float]]
    scores: list[float]


@dataclass
class Traffic:
    """Cars around ours; those that leave the view are replaced by new ones."""

    rng: random.Random
    count: int
    vehicles: list[Vehicle] = field(default_factory=list)
    created: int = 0

    def spawn(self) -> None:
        lane = self.rng.choice(LANES)
        self.vehicles.append(
            Vehicle(
                number=self.created,
                lateral=lane + self.rng.uniform(-0.4, 0.4),
                ahead=self.rng.uniform(12.0, 75.0),
                speed=self.rng.uniform(-5.0, 5.0),
                width=self.rng.uniform(1.7, 2.4),
                height=self.rng.uniform(1.4, 2.8),
                sway=self.rng.uniform(0.0, 6.28),
            )
        )
        self.created += 1

    def step(self, dt: float) -> None:
        for vehicle in self.vehicles:
            vehicle.ahead += vehicle.speed * dt
            vehicle.sway += 0.8 * dt
            vehicle.lateral += 0.25 * math.sin(vehicle.sway) * dt
        self.vehicles = [v for v in self.vehicles if 6.0 < v.ahead < 90.0]
        while len(self.vehicles) < self.count:
            self.spawn()

    def observe(self) -> Frame:
        """Return the visible cars and noisy detections of them, several a car, and false alarms."""
        truth = {}
        boxes: list[tuple[float, float, float, float]] = []
        scores: list[float] = []
        for vehicle in sorted(self.vehicles, key=lambda v: v.ahead):
            x1, y1, x2, y2 = vehicle.box()
            if x2 < 0.0 or x1 > WIDTH:
                continue
            truth[vehicle.number] = (x1, y1, x2, y2)
            if self.rng.random() < 0.07:
                continue
            size = x2 - x1
            for copy in range(self.rng.randint(1, 5)):
                jitter = 0.03 * size * (1 + copy)
                moved = [value + self.rng.gauss(0.0, jitter) for value in (x1, y1, x2, y2)]
                boxes.append((moved[0], moved[1], moved[2], moved[3]))
                scores.append(self.rng.betavariate(8, 2) / (1 + 0.15 * copy))
        for _ in range(self.rng.randint(0, 4)):
            x = self.rng.uniform(0.0, WIDTH)
            y = self.rng.uniform(HEIGHT / 2, HEIGHT)
            size = self.rng.uniform(15.0, 90.0)
            boxes.append((x, y - size, x + size, y))
            scores.append(self.rng.betavariate(2, 4))
        return Frame(truth, boxes, scores)


@dataclass(frozen=True)
class Town:
    """Axis-aligned houses as (x1, y1, x2, y2), on a square of ``size`` metres."""

    size: float
    houses: list[tuple[float, float, float, float]]


def build_town(rng: random.Random, size: float = 80.0, block: float = 16.0) -> Town:
    """Return a town of blocks with houses of different sizes, streets between them."""
    houses = []
    blocks = int(size / block)
    for row in range(blocks):
        for column in range(blocks):
            left = column * block + rng.uniform(3.0, 5.5)
            low = row * block + rng.uniform(3.0, 5.5)
            right = (column + 1) * block - rng.uniform(3.0, 5.5)
            high = (row + 1) * block - rng.uniform(3.0, 5.5)
            houses.append((left, low, right, high))
    return Town(size, houses)


def ray_to_box(x: float, y: float, dx: float, dy: float, box: tuple[float, float, float, float]) -> float:
    """Return how far a ray goes before it meets ``box``; infinity when it never does."""
    near, far = 0.0, math.inf
    for start, direction, low, high in ((x, dx, box[0], box[2]), (y, dy, box[1], box[3])):
        if abs(direction) < 1e-12:
            if start < low or start > high:
                return math.inf
            continue
        first = (low - start) / direction
        second = (high - start) / direction
        if first > second:
            first, second = second, first
        near = max(near, first)
        far = min(far, second)
        if near > far:
            return math.inf
    return near


def scan(town: Town, x: float, y: float, heading: float, beams: int, reach: float, rng: random.Random) -> list[float]:
    """Return what a laser scanner at (x, y) measures all round, ``reach`` where nothing is."""
    ranges = []
    for beam in range(beams):
        angle = heading + 2.0 * math.pi * beam / beams
        dx, dy = math.cos(angle), math.sin(angle)
        distance = reach
        for house in town.houses:
            distance = min(distance, ray_to_box(x, y, dx, dy, house))
        if distance < reach:
            distance = max(0.05, distance + rng.gauss(0.0, 0.04))
        ranges.append(distance)
    return ranges


def route(size: float, block: float = 16.0) -> list[tuple[float, float, float]]:
    """Return poses (x, y, heading) on a loop through town, one every two metres."""
    low, high = block, size - block
    corners = [(low, low), (high, low), (high, high), (low, high), (low, low)]
    poses = []
    for (x1, y1), (x2, y2) in zip(corners, corners[1:]):
        heading = math.atan2(y2 - y1, x2 - x1)
        length = math.hypot(x2 - x1, y2 - y1)
        for step in range(int(length / 2.0)):
            part = 2.0 * step / length
            poses.append((x1 + part * (x2 - x1), y1 + part * (y2 - y1), heading))
    return poses

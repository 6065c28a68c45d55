"""Drive through town: track the traffic, map the houses, plan the way home."""

import argparse
import random

import numpy as np

from tracking.grid import chamfer_distance, integrate_scan, occupied
from tracking.metrics import Score
from tracking.planner import clearance_cost, find_path, path_length, smooth
from tracking.scene import Traffic, build_town, route, scan
from tracking.tracker import Tracker

RESOLUTION = 0.5
REACH = 25.0
BEAMS = 240


def track_traffic(frames: int, cars: int, seed: int) -> None:
    traffic = Traffic(random.Random(seed), cars)
    tracker = Tracker()
    score = Score()
    for _ in range(frames):
        traffic.step(0.1)
        frame = traffic.observe()
        score.add(frame.truth, tracker.step(frame.boxes, frame.scores))
    print(f"{frames} frames, {score.objects} sightings, {tracker.created} tracks")
    print(f"misses {score.misses}, false alarms {score.false_alarms}, switches {score.switches}")
    print(f"accuracy {score.accuracy!r}, precision {score.precision!r}")


def map_town(plans: int, seed: int) -> None:
    rng = random.Random(seed)
    town = build_town(rng)
    cells = int(town.size / RESOLUTION)
    grid = np.zeros((cells, cells))
    poses = route(town.size)
    home = (int(poses[0][1] / RESOLUTION), int(poses[0][0] / RESOLUTION))
    every = max(1, len(poses) // plans)
    lengths = []
    for number, (x, y, heading) in enumerate(poses):
        ranges = scan(town, x, y, heading, BEAMS, REACH, rng)
        integrate_scan(grid, x, y, heading, ranges, REACH, RESOLUTION)
        if number % every == every - 1:
            clearance = chamfer_distance(occupied(grid))
            costs = clearance_cost(clearance, 1.5, 5.0)
            here = (int(y / RESOLUTION), int(x / RESOLUTION))
            path = find_path(costs, here, home)
            lengths.append(path_length(smooth(path, costs)) * RESOLUTION if path else 0.0)
    cells_occupied = int(occupied(grid).sum())
    print(f"{len(poses)} scans, {cells_occupied} cells occupied, map {float(grid.sum())!r}")
    print(f"{len(lengths)} plans of {sum(lengths)!r} m")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=200, help="camera frames to track")
    parser.add_argument("--cars", type=int, default=40, help="cars around ours")
    parser.add_argument("--plans", type=int, default=24, help="paths to plan on the way")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    track_traffic(arguments.frames, arguments.cars, arguments.seed)
    map_town(arguments.plans, arguments.seed)


if __name__ == "__main__":
    main()

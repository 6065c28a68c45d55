import math
import random

import numpy as np
import pytest

from tracking.grid import chamfer_distance, integrate_scan, occupied, trace
from tracking.planner import clearance_cost, find_path, octile, path_length, smooth
from tracking.scene import build_town, ray_to_box, route, scan


def test_ray_meets_box():
    assert ray_to_box(0.0, 0.0, 1.0, 0.0, (2.0, -1.0, 3.0, 1.0)) == 2.0
    assert ray_to_box(0.0, 0.0, -1.0, 0.0, (2.0, -1.0, 3.0, 1.0)) == math.inf
    assert ray_to_box(0.0, 5.0, 1.0, 0.0, (2.0, -1.0, 3.0, 1.0)) == math.inf


def test_trace_stops_before_the_hit():
    grid = np.zeros((5, 5))
    trace(grid, 0, 0, 4, 4, -1.0, 3.0)
    assert [grid[i, i] for i in range(5)] == [-1.0, -1.0, -1.0, -1.0, 0.0]
    for _ in range(5):
        trace(grid, 0, 0, 0, 9, -1.0, 3.0)
    assert grid[0, 0] == -3.0


def test_scan_marks_the_wall():
    grid = np.zeros((20, 20))
    integrate_scan(grid, 5.0, 5.0, 0.0, [3.0, 25.0, 25.0, 25.0], 25.0, 0.5)
    assert grid[10, 16] > 0.0
    assert occupied(grid, 0.5).sum() == 1


def test_chamfer_distance():
    blocked = np.zeros((5, 7), dtype=np.uint8)
    blocked[2, 3] = 1
    distance = chamfer_distance(blocked)
    assert distance[2, 3] == 0.0
    assert distance[2, 0] == 3.0
    assert distance[0, 1] == pytest.approx(2 * math.sqrt(2.0))
    assert chamfer_distance(np.zeros((2, 2), dtype=np.uint8)).max() == 4.0


def test_path_goes_round_the_wall():
    blocked = np.zeros((9, 9), dtype=np.uint8)
    blocked[0:8, 4] = 1
    costs = clearance_cost(chamfer_distance(blocked), 0.5, 1.0)
    path = find_path(costs, (0, 0), (0, 8))
    assert path[0] == (0, 0)
    assert path[-1] == (0, 8)
    assert (8, 4) in path
    points = smooth(path, costs)
    assert path_length(points) <= path_length([(float(c), float(r)) for r, c in path])


def test_no_path():
    blocked = np.zeros((3, 3), dtype=np.uint8)
    blocked[:, 1] = 1
    costs = clearance_cost(chamfer_distance(blocked), 0.5, 1.0)
    assert find_path(costs, (0, 0), (0, 2)) == []


def test_octile():
    assert octile(0, 0, 3, 4) == pytest.approx(4 + 3 * (math.sqrt(2.0) - 1.0))


def test_town_leaves_the_streets_free():
    town = build_town(random.Random(1))
    for x, y, heading in route(town.size):
        assert all(not (h[0] < x < h[2] and h[1] < y < h[3]) for h in town.houses)
        assert min(scan(town, x, y, heading, 8, 25.0, random.Random(2))) > 1.0

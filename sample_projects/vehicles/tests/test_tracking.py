import itertools
import random

import pytest

from tracking.assignment import assign, assign_greedily, hungarian
from tracking.boxes import area, iou, iou_matrix, merge_cluster, soft_suppress, suppress
from tracking.kalman import KalmanBox
from tracking.linalg import apply, identity, inverse, multiply, transpose
from tracking.metrics import Score
from tracking.scene import Traffic
from tracking.tracker import Tracker, to_box, to_measurement


def test_iou():
    assert iou((0.0, 0.0, 2.0, 2.0), (1.0, 1.0, 3.0, 3.0)) == pytest.approx(1 / 7)
    assert iou((0.0, 0.0, 1.0, 1.0), (2.0, 2.0, 3.0, 3.0)) == 0.0
    assert iou((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0)) == 1.0
    assert area((1.0, 1.0, 0.0, 5.0)) == 0.0


def test_suppress_keeps_the_best():
    boxes = [(0.0, 0.0, 10.0, 10.0), (0.0, 0.0, 10.0, 11.0), (50.0, 50.0, 60.0, 60.0)]
    assert suppress(boxes, [0.8, 0.9, 0.5]) == [1, 2]
    kept = soft_suppress(boxes, [0.8, 0.9, 0.5])
    assert [i for i, _ in kept] == [1, 2]


def test_merge_cluster_weighs_by_score():
    boxes = [(0.0, 0.0, 2.0, 2.0), (4.0, 4.0, 6.0, 6.0)]
    assert merge_cluster(boxes, [3.0, 1.0], [0, 1]) == (1.0, 1.0, 3.0, 3.0)


def test_inverse():
    a = [[0.0, 2.0, 1.0], [1.0, 1.0, 0.0], [3.0, 0.0, 1.0]]
    product = multiply(a, inverse(a))
    for i, row in enumerate(product):
        assert row == pytest.approx(identity(3)[i])
    with pytest.raises(ValueError, match="singular"):
        inverse([[1.0, 2.0], [2.0, 4.0]])


def test_small_algebra():
    assert transpose([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]) == [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]
    assert apply([[1.0, 2.0], [3.0, 4.0]], [1.0, 1.0]) == [3.0, 7.0]


def test_hungarian_is_optimal():
    rng = random.Random(5)
    for _ in range(30):
        n, m = rng.randint(1, 5), rng.randint(5, 6)
        cost = [[rng.random() for _ in range(m)] for _ in range(n)]
        best = min(sum(cost[i][p[i]] for i in range(n)) for p in itertools.permutations(range(m), n))
        assert sum(cost[i][j] for i, j in enumerate(hungarian(cost))) == pytest.approx(best)


def test_assignments_respect_the_limit():
    cost = [[0.1, 0.9], [0.2, 0.95], [0.5, 0.3]]
    assert assign(cost, 0.8) == [(0, 0), (2, 1)]
    assert assign_greedily(cost, 0.8) == [(0, 0), (2, 1)]
    assert assign([], 1.0) == []
    with pytest.raises(ValueError, match="transposed"):
        hungarian([[1.0], [2.0]])


def test_filter_learns_the_speed():
    box = KalmanBox([100.0, 200.0, 50.0, 1.0])
    for step in range(1, 30):
        box.predict()
        box.update([100.0 + 3.0 * step, 200.0, 50.0, 1.0])
    assert box.mean[4] == pytest.approx(3.0, abs=0.1)
    near, far = box.gate([box.mean[:4], [500.0, 500.0, 50.0, 1.0]])
    assert near == pytest.approx(0.0)
    assert far > 100.0


def test_measurement_and_box_are_inverse():
    box = (10.0, 20.0, 40.0, 60.0)
    assert to_box(to_measurement(box)) == pytest.approx(box)


def test_a_quiet_scene_is_tracked():
    tracker, score = Tracker(), Score()
    for step in range(10):
        truth = {0: (10.0 + step, 10.0, 50.0 + step, 50.0), 1: (200.0, 10.0, 260.0, 70.0)}
        score.add(truth, tracker.step(list(truth.values()), [0.9, 0.8]))
    assert tracker.created == 2
    assert (score.switches, score.false_alarms, score.misses) == (0, 0, 4)


def test_traffic_is_repeatable():
    def boxes():
        traffic = Traffic(random.Random(1), 10)
        traffic.step(0.1)
        return traffic.observe().boxes

    assert boxes() == boxes()
    assert iou_matrix([], boxes()) == []

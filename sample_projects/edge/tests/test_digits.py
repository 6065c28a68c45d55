from pathlib import Path

import numpy as np
import pytest

from digitedge.data import load_split
from digitedge.floatnet import Parameters, forward, gradients
from digitedge.neighbours import (
    NearestNeighbours,
    assign_centres,
    nearest,
    prototypes,
    squared_distance,
    vote,
)
from digitedge.network import QuantizedNetwork
from digitedge.preprocess import deskew, moments, sample_bilinear

MODEL = Path(__file__).parent.parent / "models" / "digits_cnn.npz"


@pytest.fixture(scope="module")
def split():
    return load_split()


def test_gradients():
    rng = np.random.default_rng(0)
    p = Parameters.random(rng)
    images, labels = rng.random((3, 8, 8)), np.array([1, 2, 3])

    def loss():
        logits = forward(p, images).logits
        return -(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))[np.arange(3), labels].mean()

    found = gradients(p, images, labels)
    for name in ("conv1", "conv2", "dense", "bias2"):
        place = np.unravel_index(np.abs(found[name]).argmax(), found[name].shape)
        array = getattr(p, name)
        array[place] += 1e-6
        above = loss()
        array[place] -= 2e-6
        assert (above - loss()) / 2e-6 == pytest.approx(found[name][place], rel=1e-3)
        array[place] += 1e-6


def test_int8_agrees_with_float(split):
    parameters = Parameters.load(MODEL)
    network = QuantizedNetwork(parameters, split.train_images[:50] / 16.0)
    images = split.test_images[:20] / 16.0
    expected = forward(parameters, images).logits.argmax(axis=1)
    assert sum(network.classify(i) == e for i, e in zip(images, expected)) >= 19


def test_distance_stops_at_the_bound():
    a, b = np.array([0.0, 3.0, 1.0]), np.array([4.0, 0.0, 1.0])
    assert squared_distance(a, b) == 25.0
    assert squared_distance(a, b, 10.0) == 16.0


def test_nearest_equals_sorting(split):
    samples = split.train_images[:200].reshape(200, -1)
    query = split.test_images[0].ravel()
    exact = ((samples - query) ** 2).sum(axis=1)
    found = nearest(query, samples, 5)
    assert [row for _, row in found] == np.argsort(exact, kind="stable")[:5].tolist()
    assert vote(found, split.train_labels) == split.test_labels[0]


def test_centres():
    samples = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0]])
    owners = np.zeros(4, dtype=np.int64)
    assert assign_centres(samples, samples[[0, 2]], owners) == 2.0
    assert owners.tolist() == [0, 0, 1, 1]
    centres, inertia = prototypes(samples, 2, 3, seed=0)
    assert inertia == 1.0
    assert sorted(centres.tolist()) == [[0.0, 0.5], [9.0, 8.5]]


def test_condensed_classifier(split):
    flat = split.train_images[:300].reshape(300, -1)
    small = NearestNeighbours.condensed(flat, split.train_labels[:300], each=3, rounds=2)
    test = split.test_images[:20].reshape(20, -1)
    assert sum(small.classify(q) == e for q, e in zip(test, split.test_labels)) >= 16


def test_deskew_straightens_a_slanted_stroke():
    image = np.zeros((8, 8))
    for r in range(1, 7):
        image[r, 6 - (r + 1) // 2] = 16.0
    slanted, straight = moments(image), moments(deskew(image))
    assert abs(straight[3]) < 0.2 * abs(slanted[3])
    assert deskew(np.zeros((8, 8))).sum() == 0.0


def test_bilinear():
    image = np.array([[0.0, 1.0], [2.0, 3.0]])
    assert sample_bilinear(image, 0.5, 0.5) == 1.5
    assert sample_bilinear(image, -5.0, 0.0) == 0.0

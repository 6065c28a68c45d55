"""Quantise the network, run it and the nearest neighbours on the test digits, and compare."""

import argparse
from pathlib import Path

import numpy as np

from digitedge.data import load_split
from digitedge.floatnet import Parameters, forward
from digitedge.neighbours import NearestNeighbours
from digitedge.network import QuantizedNetwork
from digitedge.preprocess import deskew

MODEL = Path(__file__).parent / "models" / "digits_cnn.npz"


def confusion(guesses: list[int], labels: np.ndarray) -> list[list[int]]:
    """Return a table of counts: one row for each true digit."""
    table = [[0] * 10 for _ in range(10)]
    for guess, label in zip(guesses, labels):
        table[label][guess] += 1
    return table


def right(guesses: list[int], labels: np.ndarray) -> int:
    return sum(guess == label for guess, label in zip(guesses, labels))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=360, help="test images for the network")
    parser.add_argument("--neighbours", type=int, default=160, help="test images for k-NN")
    parser.add_argument("--model", type=Path, default=MODEL)
    arguments = parser.parse_args()

    split = load_split()
    parameters = Parameters.load(arguments.model)
    network = QuantizedNetwork(parameters, split.train_images[:100] / 16.0)
    images = split.test_images[: arguments.images] / 16.0
    labels = split.test_labels[: arguments.images]
    logits = [network.logits(image) for image in images]
    guesses = [row.index(max(row)) for row in logits]
    reference = forward(parameters, images).logits
    error = float(np.abs(np.array(logits) - reference).max())
    print(f"int8 network: {right(guesses, labels)} of {len(labels)}")
    print(f"float network: {int((reference.argmax(axis=1) == labels).sum())} of {len(labels)}")
    print(f"largest logit error {error:.6f}, {network.saturated} values saturated")
    print("logits", repr(sum(sum(row) for row in logits)))
    for row in confusion(guesses, labels):
        print(" ".join(f"{count:4d}" for count in row))

    train = np.array([deskew(image).ravel() for image in split.train_images])
    test = np.array([deskew(image).ravel() for image in split.test_images[: arguments.neighbours]])
    labels = split.test_labels[: arguments.neighbours]
    print("deskewed ink", repr(float(train.sum())))
    full = NearestNeighbours(train, split.train_labels)
    print(f"5-NN: {right([full.classify(q) for q in test], labels)} of {len(labels)}")
    small = NearestNeighbours.condensed(train, split.train_labels, each=12, rounds=4)
    print(f"prototypes: {right([small.classify(q) for q in test], labels)} of {len(labels)}")
    print("centres", repr(float(small.samples.sum())))


if __name__ == "__main__":
    main()

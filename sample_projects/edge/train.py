"""Train the float network with Adam and store its weights."""

from pathlib import Path

import numpy as np

from digitedge.data import load_split
from digitedge.floatnet import Parameters, forward, gradients

MODEL = Path(__file__).parent / "models" / "digits_cnn.npz"


def train(epochs: int = 30, batch: int = 32, rate: float = 2e-3, seed: int = 1) -> Parameters:
    split = load_split()
    images, labels = split.train_images / 16.0, split.train_labels
    rng = np.random.default_rng(seed)
    parameters = Parameters.random(rng)
    names = list(Parameters.__annotations__)
    mean = {name: 0.0 for name in names}
    square = {name: 0.0 for name in names}
    step = 0
    for epoch in range(epochs):
        order = rng.permutation(len(labels))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            step += 1
            for name, gradient in gradients(parameters, images[chosen], labels[chosen]).items():
                mean[name] = 0.9 * mean[name] + 0.1 * gradient
                square[name] = 0.999 * square[name] + 0.001 * gradient**2
                unbiased = mean[name] / (1 - 0.9**step)
                size = np.sqrt(square[name] / (1 - 0.999**step)) + 1e-8
                setattr(parameters, name, getattr(parameters, name) - rate * unbiased / size)
        guesses = forward(parameters, split.test_images / 16.0).logits.argmax(axis=1)
        print(f"epoch {epoch + 1}: {(guesses == split.test_labels).mean():.4f}")
    return parameters


if __name__ == "__main__":
    MODEL.parent.mkdir(exist_ok=True)
    train().save(MODEL)

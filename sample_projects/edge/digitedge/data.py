"""The handwritten digits that come with scikit-learn."""

from dataclasses import dataclass

import numpy as np
from sklearn.datasets import load_digits


@dataclass(frozen=True)
class Split:
    """Images of 8 by 8 pixels with values from 0 to 16, and their digits."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load_split(test_share: float = 0.2, seed: int = 0) -> Split:
    """Return the digits, shuffled by ``seed`` and split."""
    digits = load_digits()
    order = np.random.default_rng(seed).permutation(len(digits.target))
    images, labels = digits.images[order], digits.target[order]
    border = int(len(labels) * (1.0 - test_share))
    return Split(images[:border], labels[:border], images[border:], labels[border:])

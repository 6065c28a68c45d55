"""The float network, vectorised for training: two convolutions, pooling, one dense layer."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass
class Parameters:
    """Weights as (filter, row, column, channel); images as (n, row, column, channel)."""

    conv1: np.ndarray
    bias1: np.ndarray
    conv2: np.ndarray
    bias2: np.ndarray
    dense: np.ndarray
    bias3: np.ndarray

    @classmethod
    def random(cls, rng: np.random.Generator) -> "Parameters":
        def he(*shape: int) -> np.ndarray:
            return rng.normal(0.0, np.sqrt(2.0 / np.prod(shape[1:])), shape)

        return cls(he(8, 3, 3, 1), np.zeros(8), he(16, 3, 3, 8), np.zeros(16), he(10, 64), np.zeros(10))

    @classmethod
    def load(cls, path: Path) -> "Parameters":
        with np.load(path) as stored:
            return cls(**{name: stored[name].astype(np.float64) for name in cls.__annotations__})

    def save(self, path: Path) -> None:
        arrays = {name: getattr(self, name).astype(np.float32) for name in self.__annotations__}
        np.savez_compressed(path, **arrays)


def patches(images: np.ndarray, size: int) -> np.ndarray:
    """Return all windows as (n, row, column, size * size * channel)."""
    view = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    n, rows, columns = view.shape[:3]
    return view.transpose(0, 1, 2, 4, 5, 3).reshape(n, rows, columns, -1)


def convolve(images: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return patches(images, weights.shape[1]) @ weights.reshape(len(weights), -1).T + bias


@dataclass(frozen=True)
class Activations:
    """What each layer puts out; calibration needs all of them."""

    image: np.ndarray
    first: np.ndarray
    second: np.ndarray
    pooled: np.ndarray
    logits: np.ndarray


def forward(p: Parameters, images: np.ndarray) -> Activations:
    """Run the network on images of (n, 8, 8) with values from 0 to 1."""
    image = images[..., None]
    first = np.maximum(convolve(image, p.conv1, p.bias1), 0.0)
    second = np.maximum(convolve(first, p.conv2, p.bias2), 0.0)
    n = len(images)
    pooled = second.reshape(n, 2, 2, 2, 2, 16).max(axis=(2, 4))
    logits = pooled.reshape(n, -1) @ p.dense.T + p.bias3
    return Activations(image, first, second, pooled, logits)


def gradients(p: Parameters, images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Return the gradient of the cross-entropy loss for each parameter."""
    a = forward(p, images)
    n = len(images)
    shifted = np.exp(a.logits - a.logits.max(axis=1, keepdims=True))
    d_logits = shifted / shifted.sum(axis=1, keepdims=True)
    d_logits[np.arange(n), labels] -= 1.0
    d_logits /= n
    d_pooled = (d_logits @ p.dense).reshape(n, 2, 1, 2, 1, 16)
    blocks = a.second.reshape(n, 2, 2, 2, 2, 16)
    winners = (blocks == a.pooled.reshape(n, 2, 1, 2, 1, 16)) & (blocks > 0.0)
    d_second = (winners * d_pooled).reshape(n, 4, 4, 16)
    flat2 = patches(a.first, 3).reshape(-1, 72)
    d_flat2 = d_second.reshape(-1, 16)
    d_first = np.zeros_like(a.first)
    for i in range(3):
        for j in range(3):
            d_first[:, i : i + 4, j : j + 4] += d_second @ p.conv2[:, i, j]
    d_first *= a.first > 0.0
    flat1 = patches(a.image, 3).reshape(-1, 9)
    d_flat1 = d_first.reshape(-1, 8)
    return {
        "conv1": (d_flat1.T @ flat1).reshape(p.conv1.shape),
        "bias1": d_flat1.sum(axis=0),
        "conv2": (d_flat2.T @ flat2).reshape(p.conv2.shape),
        "bias2": d_flat2.sum(axis=0),
        "dense": d_logits.T @ a.pooled.reshape(n, -1),
        "bias3": d_logits.sum(axis=0),
    }

"""k-nearest neighbours by exhaustive search, and k-means to shrink what is searched."""

import math

import numpy as np


def squared_distance(a: np.ndarray, b: np.ndarray, bound: float = math.inf) -> float:
    """Return the squared distance of two vectors; any value beyond ``bound`` once it is passed."""
    total = 0.0
    for i in range(len(a)):
        difference = a[i] - b[i]
        total += difference * difference
        if total > bound:
            break
    return float(total)


def nearest(query: np.ndarray, samples: np.ndarray, k: int) -> list[tuple[float, int]]:
    """Return the ``k`` samples nearest to ``query`` as (squared distance, row), nearest first."""
    best: list[tuple[float, int]] = []
    for row in range(len(samples)):
        bound = best[-1][0] if len(best) == k else math.inf
        distance = squared_distance(query, samples[row], bound)
        if distance < bound:
            place = len(best)
            while place > 0 and best[place - 1][0] > distance:
                place -= 1
            best.insert(place, (distance, row))
            if len(best) > k:
                best.pop()
    return best


def vote(found: list[tuple[float, int]], labels: np.ndarray, classes: int = 10) -> int:
    """Return the label with the largest weight; near samples weigh more."""
    weights = [0.0] * classes
    for distance, row in found:
        weights[labels[row]] += 1.0 / (1e-9 + math.sqrt(distance))
    return weights.index(max(weights))


def assign_centres(samples: np.ndarray, centres: np.ndarray, owners: np.ndarray) -> float:
    """Write each sample's nearest centre to ``owners``; return the sum of squared distances."""
    inertia = 0.0
    for n in range(samples.shape[0]):
        best, best_distance = 0, math.inf
        for m in range(centres.shape[0]):
            distance = 0.0
            for i in range(samples.shape[1]):
                distance += (samples[n, i] - centres[m, i]) ** 2
                if distance >= best_distance:
                    break
            if distance < best_distance:
                best, best_distance = m, distance
        owners[n] = best
        inertia += best_distance
    return float(inertia)


def prototypes(samples: np.ndarray, count: int, rounds: int, seed: int) -> tuple[np.ndarray, float]:
    """Return ``count`` centres of ``samples`` by Lloyd's algorithm, and the inertia reached."""
    rng = np.random.default_rng(seed)
    centres = samples[rng.choice(len(samples), count, replace=False)].copy()
    owners = np.zeros(len(samples), dtype=np.int64)
    inertia = math.inf
    for _ in range(rounds):
        inertia = assign_centres(samples, centres, owners)
        for m in range(count):
            members = samples[owners == m]
            if len(members):
                centres[m] = members.mean(axis=0)
    return centres, inertia


class NearestNeighbours:
    """Classifier over stored images, or over prototypes of them."""

    def __init__(self, samples: np.ndarray, labels: np.ndarray, k: int = 5):
        self.samples = samples
        self.labels = labels
        self.k = k

    @classmethod
    def condensed(cls, samples: np.ndarray, labels: np.ndarray, each: int, rounds: int) -> "NearestNeighbours":
        """Keep only ``each`` prototypes a class."""
        parts = [prototypes(samples[labels == d], each, rounds, seed=d)[0] for d in range(10)]
        return cls(np.concatenate(parts), np.repeat(np.arange(10), each), k=3)

    def classify(self, query: np.ndarray) -> int:
        return vote(nearest(query, self.samples, self.k), self.labels)

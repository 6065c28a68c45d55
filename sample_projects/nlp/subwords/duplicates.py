"""Finds passages that say nearly the same thing."""

import math

from subwords.distance import cosine, dice


def hashed_vector(ids: list[int], weights: list[float], buckets: int) -> list[float]:
    """Return weighted token counts, hashed into ``buckets`` places with signs, and dampened."""
    vector = [0.0] * buckets
    for token in ids:
        mixed = (token * 2654435761) & 0xFFFFFFFF
        sign = 1.0 if mixed & 0x80000000 else -1.0
        vector[(mixed >> 7) % buckets] += sign * weights[token]
    return [math.copysign(math.log1p(abs(value)), value) for value in vector]


def near_duplicates(
    documents: list[list[int]],
    ngrams: list[list[int]],
    weights: list[float],
    threshold: float = 0.5,
    buckets: int = 96,
) -> list[tuple[int, int, float]]:
    """Return pairs of documents with a likeness of at least ``threshold``, and that likeness."""
    vectors = [hashed_vector(document, weights, buckets) for document in documents]
    pairs = []
    for i in range(len(vectors)):
        for j in range(i + 1, len(vectors)):
            if cosine(vectors[i], vectors[j]) < threshold:
                continue
            likeness = dice(ngrams[i], ngrams[j])
            if likeness >= threshold:
                pairs.append((i, j, likeness))
    return pairs

"""Passage search in two steps: a cheap n-gram filter, then alignment of the best candidates."""

import math
from dataclasses import dataclass

from subwords.distance import align_locally, find_approximately, levenshtein, ngram_codes, shared
from subwords.tokenizer import BytePairTokenizer

NGRAM = 2


@dataclass(frozen=True)
class Match:
    """A passage that answers a query, with the measures by which it was ranked."""

    passage: int
    distance: int
    end: int
    score: float


def document_frequency(documents: list[list[int]], size: int) -> list[int]:
    """Return in how many documents each of ``size`` tokens occurs."""
    counts = [0] * size
    last_seen = [-1] * size
    for number, document in enumerate(documents):
        for token in document:
            if last_seen[token] != number:
                last_seen[token] = number
                counts[token] += 1
    return counts


def inverse_frequency(counts: list[int], total: int) -> list[float]:
    """Return the smoothed inverse document frequency of each token."""
    return [math.log((total + 1) / (count + 1)) + 1.0 for count in counts]


def most_overlapping(query: list[int], documents: list[list[int]], keep: int) -> list[int]:
    """Return the numbers of the ``keep`` documents that share most n-grams with ``query``."""
    overlaps = []
    for number, document in enumerate(documents):
        overlaps.append((-shared(query, document), number))
    overlaps.sort()
    return [number for _, number in overlaps[:keep]]


class SearchIndex:
    """Passages as token ids, with sorted n-grams for the filter and weights for the alignment."""

    def __init__(self, tokenizer: BytePairTokenizer, passages: list[str]):
        self.tokenizer = tokenizer
        self.documents = [tokenizer.encode(passage) for passage in passages]
        base = len(tokenizer)
        self.ngrams = [ngram_codes(document, NGRAM, base) for document in self.documents]
        counts = document_frequency(self.documents, base)
        self.weights = inverse_frequency(counts, len(self.documents))

    def candidates(self, query: list[int], keep: int) -> list[int]:
        grams = ngram_codes(query, NGRAM, len(self.tokenizer))
        return most_overlapping(grams, self.ngrams, keep)

    def search(self, text: str, keep: int = 60, align: int = 10) -> list[Match]:
        """Return the best passages for ``text``, best first."""
        query = self.tokenizer.encode(" " + text)
        found = []
        for number in self.candidates(query, keep):
            distance, end = find_approximately(query, self.documents[number])
            found.append((distance, number, end))
        found.sort()
        matches = []
        for distance, number, end in found[:align]:
            document = self.documents[number]
            start = max(0, end - len(query) - distance)
            score = align_locally(query, document, self.weights)
            score -= levenshtein(query, document[start:end]) / max(1, len(query))
            matches.append(Match(number, distance, end, score))
        matches.sort(key=lambda match: (-match.score, match.passage))
        return matches

"""Repairs words that are not in the vocabulary."""

from subwords.corpus import WORD
from subwords.distance import jaro_winkler, typing_distance


def code_points(word: str) -> list[int]:
    """Return the word as numbers, which compare faster than letters in the inner loops."""
    return [ord(letter) for letter in word]


def nearest(codes: list[int], entries: list[list[int]], limit: int) -> list[tuple[int, int]]:
    """Return ``(distance, entry number)`` for the entries within ``limit`` edits, nearest first.

    The limit shrinks to the best distance found, so only ties with the best remain at the end.
    """
    hits = []
    for number, entry in enumerate(entries):
        distance = typing_distance(codes, entry, limit)
        if distance <= limit:
            hits.append((distance, number))
            limit = distance
    return sorted(hit for hit in hits if hit[0] <= limit)


class SpellingCorrector:
    """Suggests the vocabulary's nearest word, by edits first, then by Jaro-Winkler likeness."""

    def __init__(self, words: list[str], limit: int = 3):
        self.words = words
        self.known = set(words)
        self.codes = [code_points(word) for word in words]
        self.limit = limit
        self.repaired = 0

    def correct_word(self, word: str) -> str:
        if word in self.known or len(word) < 4:
            return word
        hits = nearest(code_points(word), self.codes, self.limit)
        if not hits:
            return word
        self.repaired += 1
        candidates = [self.words[number] for _, number in hits]
        return max(candidates, key=lambda candidate: jaro_winkler(word, candidate))

    def correct(self, phrase: str) -> str:
        return WORD.sub(lambda match: self.correct_word(match.group()), phrase)

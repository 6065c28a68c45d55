"""Functions of arguments that are large, come in again and are touched in a few places: what is made of them is kept."""

from __future__ import annotations

from collections import Counter, defaultdict


def value_of(table: dict[str, int], key: str) -> int:
    """types: dict[str, int]; str"""
    return table.get(key, -1) * 2


def first_of(groups: dict[str, list[int]], key: str) -> int:
    """types: dict[str, list[int]]; str"""
    if key not in groups or not groups[key]:
        return -1
    return groups[key][0] + len(groups[key])


def cell(rows: list[list[float]], i: int, j: int) -> float:
    """types: list[list[float]]; int; int"""
    return rows[i][j] + len(rows)


def score(documents: list[dict[str, int]], word: str) -> list[int]:
    """types: list[dict[str, int]]; str"""
    return [document.get(word, 0) for document in documents]


def is_known(words: set[str], word: str) -> bool:
    """types: set[str]; str"""
    return word in words


def order(words: set[int]) -> list[int]:
    """types: set[int]"""
    return list(words)


def rank(ranks: dict[tuple[str, str], int], word: str) -> int:
    """types: dict[tuple[str, str], int]; str"""
    best = len(ranks)
    for i in range(len(word) - 1):
        best = min(best, ranks.get((word[i], word[i + 1]), best))
    return best


def shortest(names: list[str], most: int) -> str:
    """types: list[str]; int"""
    best = ""
    for name in names:
        if len(name) <= most and len(name) > len(best):
            best = name
    return best


def weighed(counts: Counter[str], edges: defaultdict[int, list[int]], word: str, node: int) -> int:
    """types: Counter[str, int]; defaultdict_list[int, list[int]]; str; int"""
    return counts[word] + (len(edges[node]) if node in edges else 0)


def mixed(parts: tuple[list[int], dict[int, float]], k: int) -> float:
    """types: tuple[list[int], dict[int, float]]; int"""
    return parts[1].get(k, 0.5) + (parts[0][k] if 0 <= k < len(parts[0]) else 0)


def maybe(rows: list[list[int]] | None, at: int) -> int:
    """types: optional[list[list[int]]]; int"""
    if rows is None:
        return -1
    return sum(rows[at])


class Encoder:
    """Splits words into known pieces, and counts what it does not know."""

    def __init__(self, pieces: dict[str, int], rows: list[list[int]], names: list[str]) -> None:
        self.pieces = pieces
        self.rows = rows
        self.names = names
        self.unknown = 0
        self.last: list[int] = []

    def encode(self, word: str) -> list[int]:
        """types: object[corpus_kept:Encoder]{pieces: dict[str, int], unknown: int, last: list[int]}; str"""
        found = []
        for letter in word:
            if letter in self.pieces:
                found.append(self.pieces[letter])
            else:
                self.unknown += 1
        self.last = found[:2]
        return found

    def name_at(self, at: int) -> str:
        """types: object[corpus_kept:Encoder]{rows: list[list[int]], names: list[str]}; int"""
        return self.names[self.rows[at][0] % len(self.names)]

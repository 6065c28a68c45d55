"""A byte-pair encoding tokenizer: merges are learned greedily, most frequent pair first."""

from collections.abc import Iterable

BYTES = 256


def count_pairs(ids: list[int]) -> dict[tuple[int, int], int]:
    """Count how often each pair of neighbouring ids occurs."""
    counts: dict[tuple[int, int], int] = {}
    for pair in zip(ids, ids[1:]):
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def merge_pair(ids: list[int], first: int, second: int, new_id: int) -> list[int]:
    """Replace each occurrence of ``first, second`` in ``ids`` by ``new_id``, from the left."""
    merged = []
    i = 0
    while i < len(ids):
        if ids[i] == first and i + 1 < len(ids) and ids[i + 1] == second:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def apply_merges(ids: list[int], merges: list[tuple[int, int]]) -> list[int]:
    """Apply all ``merges`` to ``ids`` in the order in which they were learned."""
    for rank, (first, second) in enumerate(merges):
        if len(ids) < 2:
            break
        ids = merge_pair(ids, first, second, BYTES + rank)
    return ids


class BytePairTokenizer:
    """Text to token ids and back. Ids below 256 are bytes, id ``256 + k`` is the k-th merge."""

    def __init__(self, merges: Iterable[tuple[int, int]] = ()):
        self.merges = list(merges)
        self.pieces = [bytes([byte]) for byte in range(BYTES)]
        for first, second in self.merges:
            self.pieces.append(self.pieces[first] + self.pieces[second])
        self._words: dict[str, list[int]] = {}

    @classmethod
    def train(cls, text: str, vocabulary_size: int) -> "BytePairTokenizer":
        """Learn merges from ``text`` until there are ``vocabulary_size`` tokens."""
        if vocabulary_size < BYTES:
            raise ValueError(f"a vocabulary needs at least {BYTES} entries, not {vocabulary_size}")
        ids = list(text.encode("utf-8"))
        merges: list[tuple[int, int]] = []
        for new_id in range(BYTES, vocabulary_size):
            counts = count_pairs(ids)
            if not counts:
                break
            # The smaller pair wins a tie, so that training does not depend on the text's order.
            pair = min(counts, key=lambda p: (-counts[p], p))
            if counts[pair] < 2:
                break
            ids = merge_pair(ids, pair[0], pair[1], new_id)
            merges.append(pair)
        return cls(merges)

    def __len__(self) -> int:
        return len(self.pieces)

    def encode(self, text: str) -> list[int]:
        """Return the token ids of ``text``; words are encoded once and remembered."""
        ids: list[int] = []
        for position, word in enumerate(text.split(" ")):
            piece = word if position == 0 else " " + word
            known = self._words.get(piece)
            if known is None:
                known = apply_merges(list(piece.encode("utf-8")), self.merges)
                self._words[piece] = known
            ids.extend(known)
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of ``ids``; a broken character becomes U+FFFD."""
        return b"".join(self.pieces[i] for i in ids).decode("utf-8", errors="replace")

"""Byte-pair encoding: which neighbours to merge, the most frequent pair first."""


def most_frequent(symbols: list[int]) -> tuple[int, int]:
    """Return the pair of neighbours that is seen most often, the first seen of equals."""
    counts: dict[tuple[int, int], int] = {}
    for i in range(len(symbols) - 1):
        pair = (symbols[i], symbols[i + 1])
        counts[pair] = counts.get(pair, 0) + 1
    best = (0, 0)
    most = 0
    for pair, count in counts.items():
        if count > most:
            best = pair
            most = count
    return best


def merge(symbols: list[int], pair: tuple[int, int], new: int) -> list[int]:
    """Return ``symbols`` with each ``pair`` in it replaced by ``new``."""
    merged = []
    i = 0
    while i < len(symbols):
        if i + 1 < len(symbols) and symbols[i] == pair[0] and symbols[i + 1] == pair[1]:
            merged.append(new)
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def learn(symbols: list[int], merges: int) -> list[tuple[int, int]]:
    """Return the first pairs to merge."""
    learned = []
    for new in range(256, 256 + merges):
        pair = most_frequent(symbols)
        symbols = merge(symbols, pair, new)
        learned.append(pair)
    return learned

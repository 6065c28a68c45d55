"""Programs on tuples of any length and on columns; the first line of each docstring gives the argument types."""

# ruff: noqa

from collections import Counter


def columns(rows, words):
    """types: list[list[int]]; list[list[str]]"""
    turned = [list(column) for column in zip(*rows)]
    sums = [sum(column) for column in zip(*rows)]
    for column in zip(*words):
        if column[0] == "stop":
            break
        sums.append(len(column))
    return turned, sums, list(map(list, zip(*rows))), list(zip(*rows))


def ngrams(words, size):
    """types: list[str]; int"""
    counts = Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    grams = {}
    for i in range(len(words) - 1):
        gram = tuple(words[i : i + 2])
        grams[gram] = grams.get(gram, 0) + 1
    pairs = Counter(zip(words, words[1:]))
    return counts, grams, pairs.most_common(2)


def given(row, rows, key):
    """types: tuple_of[float]; list[tuple_of[int]]; tuple_of[str]"""
    total = 0.0
    for i, x in enumerate(row):
        total += x * i
    longest = max([len(r) for r in rows], default=0)
    short = row[:2] + row[-1:]
    return total, longest, short, row[::-1], len(key), sorted(row), sum(row), key * 2


def compared(a, b, x):
    """types: tuple_of[int]; tuple_of[int]; int"""
    seen = {a}
    seen.add(b)
    if a == b or x in a:
        return a.count(x), b, len(seen)
    if a and b:
        return a[0] + b[-1], tuple(sorted(a + b)), len(seen)
    return -1, tuple(y * 2 for y in a), len(seen)

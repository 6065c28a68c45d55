"""Measures of likeness between two sequences: token ids, code points or text."""

import math


def levenshtein(a: list[int], b: list[int]) -> int:
    """Return the least number of insertions, deletions and substitutions from ``a`` to ``b``."""
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            cost = 0 if x == y else 1
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost))
        previous = current
    return previous[-1]


def typing_distance(a: list[int], b: list[int], limit: int) -> int:
    """Edit distance where swapped neighbours count once; ``limit + 1`` when it exceeds ``limit``.

    This is the optimal string alignment distance: no part is edited twice.
    """
    n, m = len(a), len(b)
    if abs(n - m) > limit:
        return limit + 1
    before_last = [0] * (m + 1)
    last = list(range(m + 1))
    for i in range(1, n + 1):
        row = [i] + [0] * m
        best = i
        for j in range(1, m + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                value = min(value, before_last[j - 2] + 1)
            row[j] = value
            if value < best:
                best = value
        if best > limit:
            return limit + 1
        before_last, last = last, row
    return last[m] if last[m] <= limit else limit + 1


def find_approximately(pattern: list[int], text: list[int]) -> tuple[int, int]:
    """Return the distance and the end of the part of ``text`` that is most like ``pattern``.

    Sellers' algorithm: as the edit distance, but a match may start anywhere at no cost.
    """
    m = len(pattern)
    column = list(range(m + 1))
    best = m
    best_end = 0
    for end, token in enumerate(text, start=1):
        diagonal = 0
        for i in range(1, m + 1):
            up = column[i]
            if pattern[i - 1] == token:
                value = diagonal
            else:
                value = 1 + min(diagonal, up, column[i - 1])
            column[i] = value
            diagonal = up
        if column[m] < best:
            best = column[m]
            best_end = end
    return best, best_end


def align_locally(
    a: list[int],
    b: list[int],
    weights: list[float],
    mismatch: float = -0.6,
    gap: float = -0.8,
) -> float:
    """Return the Smith-Waterman score of the best common part; matches count their weight."""
    best = 0.0
    previous = [0.0] * (len(b) + 1)
    for x in a:
        row = [0.0] * (len(b) + 1)
        weight = weights[x]
        for j, y in enumerate(b, start=1):
            diagonal = previous[j - 1] + (weight if x == y else mismatch)
            score = max(0.0, diagonal, previous[j] + gap, row[j - 1] + gap)
            row[j] = score
            if score > best:
                best = score
        previous = row
    return best


def ngram_codes(ids: list[int], n: int, base: int) -> list[int]:
    """Return the n-grams of ``ids`` as sorted numbers in base ``base``."""
    codes = []
    for start in range(len(ids) - n + 1):
        code = 0
        for token in ids[start : start + n]:
            code = code * base + token
        codes.append(code)
    codes.sort()
    return codes


def shared(a: list[int], b: list[int]) -> int:
    """Return how many items two sorted lists have in common, repeats included."""
    i = j = common = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            common += 1
            i += 1
            j += 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return common


def dice(a: list[int], b: list[int]) -> float:
    """Return the Dice coefficient of two sorted lists of n-gram codes."""
    if not a and not b:
        return 1.0
    return 2.0 * shared(a, b) / (len(a) + len(b))


def cosine(a: list[float], b: list[float]) -> float:
    """Return the cosine of the angle between two vectors; 0.0 when one has no length."""
    dot = norm_a = norm_b = 0.0
    for x, y in zip(a, b):
        dot += x * y
        norm_a += x * x
        norm_b += y * y
    if norm_a == 0.0 or norm_b == 0.0:
        return 0.0
    return dot / math.sqrt(norm_a * norm_b)


def jaro_winkler(a: str, b: str, scale: float = 0.1) -> float:
    """Return the Jaro-Winkler likeness of two words, from 0.0 to 1.0."""
    if a == b:
        return 1.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken = [False] * len(b)
    found = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                found.append(letter)
                break
    if not found:
        return 0.0
    other = [letter for letter, used in zip(b, taken) if used]
    swaps = sum(x != y for x, y in zip(found, other)) / 2
    matches = len(found)
    jaro = (matches / len(a) + matches / len(b) + (matches - swaps) / matches) / 3
    prefix = 0
    for x, y in zip(a[:4], b[:4]):
        if x != y:
            break
        prefix += 1
    return jaro + prefix * scale * (1 - jaro)

"""Match misspelled words and titles of the language reference with textdistance: a workload of some seconds.

Every algorithm is made with ``external=False``, so that the package's own Python does the work and no compiled library
stands in for it.
"""

import argparse
import random
import re
from pydoc_data.topics import topics

import textdistance

LETTERS = "abcdefghijklmnopqrstuvwxyz"

# How many pairs each algorithm gets: they differ by a factor of a thousand in cost.
ALGORITHMS = [
    (textdistance.Hamming(external=False), 6000),
    (textdistance.Levenshtein(external=False), 6000),
    (textdistance.DamerauLevenshtein(external=False), 4000),
    (textdistance.DamerauLevenshtein(external=False, restricted=False), 4000),
    (textdistance.JaroWinkler(external=False), 6000),
    (textdistance.StrCmp95(external=False), 3000),
    (textdistance.NeedlemanWunsch(external=False), 2000),
    (textdistance.Gotoh(external=False), 1000),
    (textdistance.SmithWaterman(external=False), 2000),
    (textdistance.LCSSeq(external=False), 1800),
    (textdistance.LCSStr(external=False), 1800),
    (textdistance.Editex(external=False), 300),
    (textdistance.MLIPNS(external=False), 4000),
    (textdistance.Jaccard(qval=2, external=False), 4000),
    (textdistance.Cosine(qval=2, external=False), 4000),
    (textdistance.MongeElkan(external=False), 50),
]


def misspell(word: str, rng: random.Random) -> str:
    """Return ``word`` with one or two slips of the finger."""
    for _ in range(rng.randint(1, 2)):
        place = rng.randrange(len(word))
        kind = rng.randrange(3)
        if kind == 0 and len(word) > 3:
            word = word[:place] + word[place + 1 :]
        elif kind == 1:
            word = word[:place] + rng.choice(LETTERS) + word[place:]
        else:
            word = word[:place] + rng.choice(LETTERS) + word[place + 1 :]
    return word


def word_pairs(count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Return pairs of a misspelled word and either its right form or any other word."""
    text = " ".join(topics[title] for title in sorted(topics))
    words = sorted({word.lower() for word in re.findall(r"[A-Za-z]{6,18}", text)})
    pairs = []
    for _ in range(count):
        word = rng.choice(words)
        other = word if rng.random() < 0.5 else rng.choice(words)
        pairs.append((misspell(word, rng), other))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    pairs = word_pairs(max(1, int(6000 * size)), random.Random(11))
    for algorithm, count in ALGORITHMS:
        used = pairs[: max(1, int(count * size))]
        distance = sum(algorithm.distance(a, b) for a, b in used)
        likeness = sum(algorithm.normalized_similarity(a, b) for a, b in used)
        print(f"{type(algorithm).__name__} {float(distance)!r} {float(likeness)!r}")


if __name__ == "__main__":
    main()

"""Compare misspelled words with strsimpy: a workload of some seconds."""

import argparse
import random

from strsimpy.cosine import Cosine
from strsimpy.damerau import Damerau
from strsimpy.jaccard import Jaccard
from strsimpy.jaro_winkler import JaroWinkler
from strsimpy.levenshtein import Levenshtein
from strsimpy.longest_common_subsequence import LongestCommonSubsequence
from strsimpy.metric_lcs import MetricLCS
from strsimpy.ngram import NGram
from strsimpy.normalized_levenshtein import NormalizedLevenshtein
from strsimpy.optimal_string_alignment import OptimalStringAlignment
from strsimpy.qgram import QGram
from strsimpy.weighted_levenshtein import WeightedLevenshtein

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word_pairs(count: int, rng: random.Random) -> list[tuple[str, str]]:
    pairs = []
    for _ in range(count):
        word = "".join(rng.choices(LETTERS[:12], k=rng.randint(5, 20)))
        place = rng.randrange(len(word))
        other = word[:place] + rng.choice(LETTERS) + word[place + rng.randint(0, 2) :]
        pairs.append((word, other if rng.random() < 0.6 else "".join(rng.sample(other, len(other)))))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    pairs = word_pairs(max(1, int(3000 * size)), random.Random(7))
    measures = [Levenshtein(), NormalizedLevenshtein(), WeightedLevenshtein(), Damerau(), OptimalStringAlignment()]
    measures += [JaroWinkler(), LongestCommonSubsequence(), MetricLCS(), NGram(2), QGram(2), Cosine(2), Jaccard(2)]
    for measure in measures:
        print(type(measure).__name__, repr(float(sum(measure.distance(a, b) for a, b in pairs))))


if __name__ == "__main__":
    main()

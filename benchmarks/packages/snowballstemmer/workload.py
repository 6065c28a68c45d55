"""Stem invented words in three languages with snowballstemmer: a workload of some seconds."""

import argparse
import random

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer
from snowballstemmer.porter_stemmer import PorterStemmer

PARTS = "nation rel sens act form connect gener organ creat play happi fli argu".split()
ENDINGS = ["", "al", "ally", "ation", "ing", "ed", "iveness", "fulness", "ization", "ies", "ement", "ous", "s", "able"]


def words(count: int, rng: random.Random) -> list[str]:
    return [
        rng.choice(["", "un", "re"]) + rng.choice(PARTS) + rng.choice(["", "at", "ic"]) + rng.choice(ENDINGS)
        for _ in range(count)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    text = words(max(10, int(15_000 * size)), random.Random(3))
    for kind in (EnglishStemmer, PorterStemmer, FrenchStemmer):
        stemmer = kind()
        stems = [stemmer.stemWord(word) for word in text]
        print(kind.__name__, len(set(stems)), sum(map(len, stems)), stems[:4])


if __name__ == "__main__":
    main()

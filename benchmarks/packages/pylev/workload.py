"""Compare misspelled words with pylev: a workload of some seconds."""

import argparse
import random

import pylev

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(23)
    total = [0, 0, 0]
    for _ in range(max(5, int(9000 * size))):
        word = "".join(rng.choices(LETTERS[:10], k=rng.randint(4, 30)))
        other = "".join(rng.choice(LETTERS) if rng.random() < 0.2 else letter for letter in word)[rng.randint(0, 3) :]
        total[0] += pylev.levenshtein(word, other)
        total[1] += pylev.wf_levenshtein(word, other)
        total[2] += pylev.damerau_levenshtein(word, other)
    print("pylev", total)


if __name__ == "__main__":
    main()

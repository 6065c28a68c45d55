"""Tell the language of short texts with langdetect: a workload of some seconds."""

import argparse
import random

from langdetect import DetectorFactory, detect_langs

TEXTS = {
    "en": "the quick brown fox jumps over the lazy dog while all of the people of the town are looking at it",
    "de": "der schnelle braune fuchs springt ueber den faulen hund und alle leute in der stadt sehen ihm dabei zu",
    "fr": "le renard brun saute par dessus le chien paresseux et tous les gens de la ville le regardent faire",
    "es": "el zorro marron salta sobre el perro perezoso y toda la gente de la ciudad lo mira desde la ventana",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    DetectorFactory.seed = 0
    rng = random.Random(31)
    total, right = 0.0, 0
    for _ in range(max(3, int(700 * size))):
        language = rng.choice(sorted(TEXTS))
        words = TEXTS[language].split()
        best = detect_langs(" ".join(rng.choices(words, k=rng.randint(5, 40))))[0]
        total += best.prob
        right += best.lang == language
    print("langdetect", repr(total), right)


if __name__ == "__main__":
    main()

"""Score made-up summaries against their references with rouge-score: a workload of some seconds."""

import argparse
import random

from rouge_score import rouge_scorer, scoring

CONSONANTS, VOWELS = "bcdfglmnprst", "aeiou"


def vocabulary(rng: random.Random, count: int) -> list[str]:
    return [
        "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(1, 4))) for _ in range(count)
    ]


def pair(rng: random.Random, words: list[str]) -> tuple[str, str]:
    """Return a reference of some sentences, and a summary that shares a part of it."""
    sentences = [[rng.choice(words) for _ in range(rng.randint(8, 25))] for _ in range(rng.randint(3, 8))]
    kept = [[word if rng.random() < 0.7 else rng.choice(words) for word in s] for s in sentences if rng.random() < 0.6]
    return "\n".join(" ".join(s) for s in sentences), "\n".join(" ".join(s) for s in kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(3)
    words = vocabulary(rng, 600)
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"], use_stemmer=False)
    aggregator = scoring.BootstrapAggregator(n_samples=20)
    total = 0.0
    for _ in range(max(3, int(120 * size))):
        reference, summary = pair(rng, words)
        scores = scorer.score(reference, summary)
        aggregator.add_scores(scores)
        total += sum(score.fmeasure for score in scores.values())
    print("scores", repr(total), sorted(aggregator.aggregate()))


if __name__ == "__main__":
    main()

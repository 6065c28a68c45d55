"""Rank made-up documents for queries with rank-bm25: a workload of some seconds."""

import argparse
import random

from rank_bm25 import BM25L, BM25Okapi, BM25Plus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(5)
    words = [f"w{i}" for i in range(3000)]
    weights = [1.0 / (i + 5) for i in range(3000)]
    corpus = [rng.choices(words, weights, k=rng.randint(20, 200)) for _ in range(1500)]
    queries = [rng.choices(words, weights, k=rng.randint(2, 6)) for _ in range(max(1, int(220 * size)))]
    for kind in (BM25Okapi, BM25L, BM25Plus):
        index = kind(corpus)
        total = 0.0
        for query in queries:
            total += float(index.get_scores(query).max())
            total += float(sum(index.get_batch_scores(query, list(range(0, 1500, 7)))))
        print(kind.__name__, repr(total), index.get_top_n(queries[0], corpus, n=1)[0][:3])


if __name__ == "__main__":
    main()

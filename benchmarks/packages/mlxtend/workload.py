"""Mine item sets and train small classifiers with mlxtend: a workload of some seconds."""

import argparse
import random

import numpy as np
import pandas as pd
from mlxtend.classifier import Adaline, LogisticRegression, MultiLayerPerceptron, Perceptron
from mlxtend.evaluate import mcnemar_table, permutation_test
from mlxtend.frequent_patterns import association_rules, fpgrowth, fpmax
from mlxtend.math import num_combinations, num_permutations
from mlxtend.preprocessing import TransactionEncoder


def baskets(count: int, rng: random.Random) -> pd.DataFrame:
    items = [f"item{i}" for i in range(30)]
    rows = [
        sorted({items[min(29, int(rng.expovariate(0.15)))] for _ in range(rng.randint(2, 9))}) for _ in range(count)
    ]
    encoder = TransactionEncoder()
    return pd.DataFrame(encoder.fit(rows).transform(rows), columns=encoder.columns_)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    frame = baskets(max(50, int(3000 * size)), random.Random(15))
    sets = fpgrowth(frame, min_support=0.02, use_colnames=True)
    rules = association_rules(sets, metric="lift", min_threshold=1.0)
    print("item sets", len(sets), len(fpmax(frame, min_support=0.02)), len(rules))
    rng = np.random.default_rng(15)
    x = np.vstack([rng.normal(-1.0, 1.0, (150, 2)), rng.normal(1.0, 1.0, (150, 2))])
    y = np.array([0] * 150 + [1] * 150)
    epochs = max(2, int(60 * size))
    models = [
        Perceptron(epochs=epochs, eta=0.05, random_seed=1),
        Adaline(epochs=epochs, eta=0.0005, random_seed=1, minibatches=30),
    ]
    models += [LogisticRegression(epochs=epochs, eta=0.01, random_seed=1, minibatches=30)]
    models += [MultiLayerPerceptron(hidden_layers=[8], epochs=epochs, eta=0.05, random_seed=1, minibatches=30)]
    answers = [model.fit(x, y).predict(x) for model in models]
    print("right", [int((a == y).sum()) for a in answers], mcnemar_table(y, answers[0], answers[2]).tolist())
    print(
        "p",
        repr(permutation_test(x[:40, 0], x[150:190, 0], method="approximate", num_rounds=int(900 * size) + 5, seed=1)),
    )
    print("counts", sum(num_combinations(60, k) + num_permutations(20, k % 20) for k in range(max(2, int(40 * size)))))


if __name__ == "__main__":
    main()

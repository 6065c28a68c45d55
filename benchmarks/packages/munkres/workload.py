"""Assign workers to jobs with munkres: a workload of some seconds."""

import argparse
import random

from munkres import Munkres, make_cost_matrix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(21)
    total = 0.0
    for number in range(max(1, int(260 * size))):
        count = 24 + number % 10
        costs = [
            [rng.randint(1, 400) if number % 2 else rng.uniform(0.0, 100.0) for _ in range(count)] for _ in range(count)
        ]
        total += sum(costs[row][column] for row, column in Munkres().compute(costs))
        profit = make_cost_matrix(costs, lambda cost: 1000 - cost)
        total += len(Munkres().compute(profit))
    print("cost", repr(float(total)))


if __name__ == "__main__":
    main()

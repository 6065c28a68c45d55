"""Find change points in made-up signals with ruptures' Python searches: a workload of some seconds."""

import argparse

import numpy as np
import ruptures as rpt
from ruptures.metrics import hausdorff, precision_recall, randindex


def signal(count: int, breaks: list[int]) -> np.ndarray:
    rng = np.random.default_rng(23)
    level, values = 0.0, []
    for place in range(count):
        if place in breaks:
            level += float(rng.choice([-3.0, 3.0]))
        values.append(level + float(rng.normal(0.0, 1.0)))
    return np.array(values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    count = max(120, int(400 * size))
    breaks = list(range(60, count, 60))
    values = signal(count, breaks)
    truth = [*breaks, count]
    searches = [
        rpt.Pelt(model="l2", min_size=3, jump=4),
        rpt.Binseg(model="l2", jump=3),
        rpt.BottomUp(model="l2", jump=5),
    ]
    searches += [
        rpt.Window(width=40, model="l1", jump=2),
        rpt.Dynp(model="l1", jump=20),
        rpt.Binseg(model="rbf", jump=5),
    ]
    for search in searches:
        fitted = search.fit(values)
        found = fitted.predict(pen=8.0) if isinstance(search, rpt.Pelt) else fitted.predict(n_bkps=len(breaks))
        scores = hausdorff(truth, found), precision_recall(truth, found)[0], randindex(truth, found)
        print(type(search).__name__, [int(f) for f in found], [repr(float(s)) for s in scores])


if __name__ == "__main__":
    main()

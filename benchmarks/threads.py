"""What two Python threads get done in the time of one: the Python original, and its Rust.

Run it with ``python benchmarks/threads.py``. It compiles one function on lists (edit distances of one word to many), and
lets one thread and then two work through the same calls, in turns. Prints the ratio of the calls per second with its
spread; 2 is the most there can be.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.differential.build import build_package  # noqa: E402 - found by the line above

ROUNDS = 9
SOURCE = '''
def nearest(word, others):
    """types: list[int]; list[list[int]]"""
    best = 10**9
    for other in others:
        row = list(range(len(other) + 1))
        for i in range(len(word)):
            last, row[0] = row[0], i + 1
            for j in range(len(other)):
                cost = last if word[i] == other[j] else last + 1
                last = row[j + 1]
                row[j + 1] = min(cost, last + 1, row[j] + 1)
        best = min(best, row[-1])
    return best
'''


def seconds(call: Callable[[], object], threads: int, calls: int) -> float:
    """Return how long ``threads`` threads take that call ``calls`` times each."""

    def work() -> None:
        for _ in range(calls):
            call()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began


def measure(name: str, call: Callable[[], object], calls: int) -> None:
    """Print what two threads get done, as a multiple of what one does."""
    call()
    ratios = []
    for _ in range(ROUNDS):
        one = seconds(call, 1, calls)
        ratios.append(2 * one / seconds(call, 2, calls))
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{name:8} {middle:5.2f} ({low:.2f} to {high:.2f})   {one / calls * 1e3:8.2f} ms a call")


def main() -> int:
    """Build, and measure both."""
    with tempfile.TemporaryDirectory(prefix="threads-") as place:
        folder = Path(place)
        (folder / "pyproject.toml").write_text('[project]\nname = "threads"\nversion = "1"\n')
        (folder / "words.py").write_text(SOURCE)
        built = build_package(folder, [folder / "words.py"])
        sys.path[:0] = [str(folder), str(built.path)]
        words = importlib.import_module("words")
        word = [i * i % 23 for i in range(200)]
        others = [[(i * k + k) % 23 for i in range(200)] for k in range(1, 2000)]
        original = words.nearest
        print(f"two threads beside one, median of {ROUNDS} rounds (quartiles)")
        measure("Python", lambda: original(word, others[:8]), 1)
        importlib.import_module(built.name).use_rust(vars(words), "nearest")
        if words.nearest(word, others[:8]) != original(word, others[:8]):
            raise SystemExit("the two do not agree")
        measure("Rust", lambda: words.nearest(word, others), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())

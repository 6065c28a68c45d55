"""Long calls on data of their own: other threads run Python meanwhile, Ctrl-C and the end of the program still work."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.differential.build import Package

FIXED = 1.0 - 2.0**-52
"""Where the rounds of ``one_range`` end up."""


@pytest.fixture
def rust(package: Package) -> Iterator[Any]:
    """The module of long loops, with its functions in Rust."""
    native = importlib.import_module(package.name)
    corpus = importlib.import_module("corpus_interrupt")
    before = dict(vars(corpus))
    native.use_rust(vars(corpus), "one_range", "whole_lists", "dict_values")
    yield corpus
    vars(corpus).update(before)


def turns_meanwhile(call: Callable[[], Any]) -> tuple[Any, int]:
    """The result of ``call`` in another thread, and how often this one had a turn before that ended."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    turns = 0
    while thread.is_alive():
        time.sleep(0.002)
        turns += 1
    return results[0], turns


def rounds_for(call: Callable[[int], Any], seconds: float) -> int:
    """So many rounds take ``call`` about so long."""
    rounds = 100
    while True:
        began = time.perf_counter()
        call(rounds)
        spent = time.perf_counter() - began
        if spent > 0.02:
            return int(rounds * seconds / spent)
        rounds *= 4


def test_other_threads_run_while_rust_computes(rust: Any) -> None:
    rounds = rounds_for(lambda n: rust.one_range(n, 0.5), 0.8)
    result, turns = turns_meanwhile(lambda: rust.one_range(rounds, 0.5))
    assert result == FIXED
    assert turns > 20


def test_an_argument_that_changes_meanwhile(rust: Any) -> None:
    xs = list(range(1000))
    rounds = rounds_for(lambda n: rust.whole_lists(xs, n), 0.5)
    begun = threading.Event()

    def call() -> Any:
        begun.set()
        return rust.whole_lists(xs, rounds)

    thread = threading.Thread(target=begun.wait)
    thread.start()
    results: list[Any] = []
    caller = threading.Thread(target=lambda: results.append(call()))
    caller.start()
    begun.wait()
    time.sleep(0.05)
    xs[:] = [-1] * 5000  # it works on its own copy
    caller.join()
    thread.join()
    assert results == [0]


def test_who_changes_an_argument_keeps_the_interpreter(rust: Any) -> None:
    def call(rounds: int) -> Any:
        return rust.dict_values(dict.fromkeys(range(100), 1), rounds)

    rounds = rounds_for(call, 0.5)
    result, turns = turns_meanwhile(lambda: call(rounds))
    assert result >= 1000
    assert turns < 20


def test_two_threads_in_one_function(rust: Any) -> None:
    rounds = rounds_for(lambda n: rust.one_range(n, 0.5), 0.1)
    results: list[float] = []
    threads = [threading.Thread(target=lambda: results.append(rust.one_range(rounds, 0.5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [FIXED] * 4


_LAST = """
import importlib, os, sys, threading, time
import corpus_interrupt
importlib.import_module(sys.argv[1]).use_rust(vars(corpus_interrupt), "one_range")
for _ in range(2):
    threading.Thread(target=corpus_interrupt.one_range, args=(10**12, 0.5), daemon=True).start()
time.sleep(0.2)
if sys.argv[2] == "fork" and (child := os.fork()):
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print("end", flush=True)
"""


@pytest.mark.parametrize("how", ["plain", "fork"])
def test_a_program_ends_while_its_daemons_compute(package: Package, how: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package.path.parent.parent), str(package.path)])}
    quiet = ["-W", "ignore::DeprecationWarning"]  # of fork beside threads
    argv = [sys.executable, *quiet, "-c", _LAST, package.name, how]
    ended = subprocess.run(argv, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "end\n" * (1 + (how == "fork")), "")

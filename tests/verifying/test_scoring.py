"""How mutants are tried: all of them before any takes long, in the time of the processor, whatever they do."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from migrator.verifying import scoring
from tests.verifying.fakes import TRAPPED, proof

_WRONG = 100
"""From this number on a mutant is wrong; from twice this, it loops; from three times, it ends the process."""


class Native:
    """A stand-in for the extension with mutants, all of one function that takes a while."""

    def __init__(self, work: int) -> None:
        self.work, self.number = work, 0

    def select_mutant(self, number: int) -> None:
        self.number = number

    def was_reached(self) -> bool:
        return True

    def __call__(self, x: int) -> object:
        sum(range(self.work))  # a clock would tick too rarely while a timer runs
        if self.number < _WRONG or x < 0:
            return x
        while 2 * _WRONG <= self.number < 3 * _WRONG:
            pass
        if self.number >= 3 * _WRONG:
            os._exit(1)
        return x + 1


def tried(seconds: float, numbers: list[int], cases: int, work: int) -> dict[int, str]:
    native = Native(work)
    pair = proof.Pair("demo:same", lambda x: x, native, TRAPPED)
    with proof.Runner(pair._replace(native=lambda x: x)) as runner:
        tape = [((x,), runner.run((x,), 1.0, watch=False), "bulk") for x in range(cases)]
    found = scoring.score(proof, pair, native, tape, numbers, seconds, seed=1)
    return found.outcomes


def test_what_takes_long_keeps_no_time_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """To run one that does nothing wrong on all inputs takes a fifth of the time, and there are ten of these."""
    monkeypatch.setattr(scoring, "_FIRST", 20)
    right, wrong = list(range(1, 11)), list(range(_WRONG, _WRONG + 10))
    outcomes = tried(3.0, [*right, *wrong], 4000, 100_000)
    assert {n for n, outcome in outcomes.items() if outcome == "killed"} == set(wrong)
    assert set(outcomes) == {*right, *wrong}
    reached = [int(outcomes[n].split()[1]) for n in right]
    assert min(reached) >= 20
    assert max(reached) > 20  # as many of the rest as there was time for


def test_the_end_of_the_time_is_no_sign_of_a_mutant() -> None:
    outcomes = tried(1.0, list(range(1, 51)), 300, 50_000)
    assert "killed" not in outcomes.values()
    assert len(outcomes) < 50


def test_few_inputs_kill_nothing() -> None:
    assert tried(3.0, [1, _WRONG], 5, 0) == {1: "survived 5", _WRONG: "killed"}


@pytest.mark.parametrize("number", [2 * _WRONG, 3 * _WRONG])
def test_one_that_does_not_come_back_is_noticed_and_the_next_is_tried(number: int) -> None:
    outcomes = tried(3.0, [1, number, 2], 100, 0)
    assert outcomes == {1: "survived 100", 2: "survived 100", number: "killed"}


def test_counts() -> None:
    some: Any = scoring.Counts(given=20, answers=20, reached=7)
    assert some.outcome() == "survived 7"
    assert scoring.Counts(given=100, answers=20, reached=7).outcome() == "killed"
    both = scoring.Counts(given=11, answers=10, more_traps=1, reached=2).plus(some)
    assert (both.given, both.answers, both.more_traps, both.reached) == (31, 30, 1, 9)
    assert both.outcome() == "harmless"


def test_one_is_not_tried_for_ever_where_it_has_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "_FIRST", 20)
    native = Native(0)
    pair = proof.Pair("demo:same", lambda x: x, native, TRAPPED)
    with proof.Runner(pair._replace(native=lambda x: x)) as runner:
        tape = [((x,), runner.run((x,), 1.0, watch=False), "bulk") for x in range(200)]
    found = scoring.score(proof, pair, native, tape, [1, 2, 3], 5.0, seed=1, enough=30)
    assert found.outcomes == {1: "survived 30", 2: "survived 30", 3: "survived 30"}
    assert found.left > 4.0


def test_what_counts_is_a_fair_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those beyond the first that is open, only the ones that were soon noticed are known."""
    monkeypatch.setattr(scoring, "FEW", 2)
    found = scoring.Tried([], 0.0)
    found.order = [3, 1, 4, 2, 5]
    found.outcomes = {3: "killed", 1: "survived 9", 4: "killed", 2: "survived 0", 5: "killed"}
    assert scoring.sample(found) == found.outcomes
    found.open = {2}
    assert list(scoring.sample(found)) == [3, 1, 4]
    found.open = {3, 2}
    assert list(scoring.sample(found)) == [3, 1]  # the first few count, and the open one against the proof
    del found.outcomes[3]
    assert list(scoring.sample(found)) == [1]


def test_a_few_recorded_inputs_come_first() -> None:
    """Also where they are slower by far than those that the search made."""
    rng = scoring.random.Random(1)
    made = [((x,), proof.Case("native"), "bulk") for x in range(500)]
    recorded = [((x,), proof.Case("native"), "recorded") for x in range(1000, 1100)]
    given_back = [((x,), proof.Case("trapped"), "recorded") for x in range(2000, 2100)]
    native = lambda x: sum(range(20 * x))  # noqa: E731 - a stand-in
    pair = proof.Pair("demo:same", native, native, TRAPPED)
    cases, _ = scoring._cheap_first(proof, pair, [*made, *given_back, *recorded], rng, time.perf_counter() + 60.0)
    first = [arguments[0] for arguments, _, _ in cases[: scoring._REAL]]
    assert set(first) <= set(range(1000, 1100))
    assert len(cases) == 700


def test_what_there_was_no_time_for_is_open() -> None:
    native = Native(50_000)
    pair = proof.Pair("demo:same", lambda x: x, native, TRAPPED)
    with proof.Runner(pair._replace(native=lambda x: x)) as runner:
        tape = [((x,), runner.run((x,), 1.0, watch=False), "bulk") for x in range(300)]
    found = scoring.score(proof, pair, native, tape, list(range(1, 51)), 1.0, seed=1)
    assert found.open == {number for number in range(1, 51) if number not in found.outcomes}
    assert found.open
    assert list(scoring.sample(found)) == [n for n in found.order if n in found.outcomes]

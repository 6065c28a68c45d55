"""Known-wrong Rust is found out: every row of ``ops.wrong``, and every other mistake that mutants make, in one build."""

from __future__ import annotations

import importlib
import json
import math
import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from migrator.mutating.program import Mutant, mutator
from migrator.ops import OPERATIONS
from migrator.ops.wrong import RECORDS, wrong_for
from migrator.verifying import hunting, scoring
from migrator.verifying.mutants import MutantBuild, build_mutants
from tests.differential.build import observe, stated_types
from tests.differential.conftest import proof
from tests.differential.forms import form_names, forms_module

__all__ = ["proof"]

_PROGRAMS = Path(__file__).with_name("programs.py")
_OUT_OF_REACH: dict[str, str] = {}
"""Mistakes that the default search need not find, each with the reason."""


def _wrong_forms() -> str:
    """The functions of ``forms_module`` for which there is a known mistake."""
    wanted = {
        f"{operation.name.replace('.', '_')}_{number}"
        for operation in OPERATIONS.values()
        for number, form in enumerate(operation.forms)
        if wrong_for(operation.name, form)
    } & set(form_names())
    head, *functions = forms_module().split("\n\ndef ")
    kept = [f"def {text}" for text in functions if text.partition("(")[0] in wanted]
    return "\n\n".join([head, *kept])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, MutantBuild]]:
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "pyproject.toml").write_text('[project]\nname = "wrong"\nversion = "1"\n')
    shutil.copy(_PROGRAMS, folder / "programs.py")
    (folder / "wrong_forms.py").write_text(_wrong_forms(), encoding="utf-8")
    seen = observe(folder, [folder / "programs.py", folder / "wrong_forms.py"])
    assert not any(seen.reasons.values()), {id: why for id, why in seen.reasons.items() if why}
    mutants = build_mutants(folder, sys.executable, False, mutator(seen.project, seen.found, seen.observations))
    sys.path[0:0] = [str(folder), mutants.path]
    yield folder, mutants
    sys.path.remove(str(folder))
    sys.path.remove(mutants.path)


@pytest.fixture(scope="module")
def outcomes(built: tuple[Path, MutantBuild], proof: ModuleType) -> dict[int, str]:
    """What the verification says of every mutant; it has time for all its inputs also on a busy machine."""
    folder, mutants = built
    found: dict[int, str] = {}
    native = importlib.import_module(f"{mutants.package}._native")
    types = {**stated_types(folder / "programs.py"), **stated_types(folder / "wrong_forms.py")}
    for id, kinds in types.items():
        pair = proof.load(mutants.package, id)
        tape: list[object] = []
        right = proof.check(
            pair, kinds, canary=False, budget=proof.Budget(seconds=8.0, hypothesis=0, bulk=3000), tape=tape
        )
        assert right.verdict == "equal", right.explain()
        tried = scoring.score(proof, pair, native, tape, mutants.numbers(id), 20.0, 0)
        found.update(tried.outcomes)
    return found


def _told(mutants: list[Mutant]) -> list[str]:
    return [f"{m.function}, line {m.line}: {m.what}" for m in mutants]


def test_every_known_mistake_is_compiled(built: tuple[Path, MutantBuild]) -> None:
    _, mutants = built
    texts = {m.what for m in mutants.mutants}
    missing = [row for row in RECORDS if not any(row.what in text for text in texts)]
    assert not missing
    assert len(RECORDS) >= 52


def test_every_known_mistake_is_found(built: tuple[Path, MutantBuild], outcomes: dict[int, str]) -> None:
    _, mutants = built
    known = [m for m in mutants.mutants if m.function.startswith("wrong_forms:")]
    assert len(known) >= len(RECORDS)
    missed = [m for m in known if outcomes[m.number] != "killed" and "exact type" not in m.what]
    harmless = [m for m in missed if outcomes[m.number] == "harmless"]
    missed = [m for m in missed if m not in harmless]
    assert not missed, (_told(missed), _told(harmless))


def test_names_that_are_not_looked_at_are_found(built: tuple[Path, MutantBuild], outcomes: dict[int, str]) -> None:
    _, mutants = built
    blind = [m for m in mutants.mutants if "not looked at" in m.what]
    assert len(blind) > 10
    missed = [m for m in blind if outcomes.get(m.number) != "killed"]
    assert not missed, _told(missed)


def test_other_mistakes_are_found(built: tuple[Path, MutantBuild], outcomes: dict[int, str]) -> None:
    _, mutants = built
    others = [m for m in mutants.mutants if m.function.startswith("programs:")]
    assert len(others) > 100
    survived = [m for m in others if outcomes.get(m.number, "survived").startswith("survived")]
    assert len(survived) <= 0.05 * len(others), _told(survived)


def _tape(proof: ModuleType, pair: Any, inputs: list[tuple[Any, ...]]) -> list[tuple[Any, Any, str]]:
    with proof.Runner(pair) as runner:
        return [(given, runner.run(given, 1.0), "recorded") for given in inputs]


def test_a_search_leads_to_what_the_inputs_did_not_show(built: tuple[Path, MutantBuild], proof: ModuleType) -> None:
    _, mutants = built
    id = "programs:clamp"
    pair = proof.load(mutants.package, id)
    native = importlib.import_module(f"{mutants.package}._native")
    tape = _tape(proof, pair, [(float(x), 1.0, 50.0) for x in range(2, 42)])
    tried = scoring.score(proof, pair, native, tape, mutants.numbers(id), 20.0, 0)
    survived = [number for number, outcome in tried.outcomes.items() if outcome.startswith("survived")]
    assert survived
    types = [proof.parse_type("float")] * 3
    hunts = [hunting.hunt(proof, scoring, pair, native, tried, types, number, 2.0) for number in survived]
    assert {h.outcome for h in hunts} <= {"killed", ""}
    assert sum(h.outcome == "killed" for h in hunts) > len(hunts) / 2
    assert all(h.reached for h in hunts if not h.outcome)


def test_the_search_for_mutants_may_find_the_right_function_wrong(
    built: tuple[Path, MutantBuild], proof: ModuleType
) -> None:
    _, mutants = built
    id = "programs:clamp"
    pair = proof.load(mutants.package, id)
    native = importlib.import_module(f"{mutants.package}._native")
    right = pair.original
    tape = _tape(proof, pair, [(float(x), 1.0, 50.0) for x in range(2, 42)])
    other = pair._replace(original=lambda x, low, high: right(x, low, high) if not math.isnan(x) else 0.0)
    types = [proof.parse_type("float")] * 3
    tried = scoring.Tried(tape, 0.0)
    hunts = [hunting.hunt(proof, scoring, other, native, tried, types, n, 2.0) for n in mutants.numbers(id)]
    found = [h for h in hunts if h.outcome == "different"]
    assert found
    given = proof.decode_call(json.loads(found[0].call)).arguments
    assert math.isnan(given[0])


def test_an_input_that_does_not_end_is_left_out(proof: ModuleType) -> None:
    """Built to be made quickly, the Rust may take minutes where the proof took a moment."""

    def slow(x: float) -> float:
        if x == 3.0:
            time.sleep(60.0)
        return x

    pair = SimpleNamespace(native=slow)
    tape = [((float(x),), SimpleNamespace(kind="native"), "edges") for x in range(8)]
    began = time.monotonic()
    cases, slowest = scoring._cheap_first(proof, pair, tape, random.Random(1), time.perf_counter() + 20.0)
    assert time.monotonic() - began < 15.0
    assert sorted(given[0] for given, *_ in cases) == [0.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0]
    assert slowest < 1.0
    assert scoring._cheap_first(proof, pair, tape[3:4], random.Random(1), time.perf_counter() + 20.0) == ([], 0.0)

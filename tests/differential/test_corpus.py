"""Whole functions equal their originals: results, changes of arguments, exceptions (by trapping)."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.differential.build import Package, assert_holds, stated_signatures
from tests.differential.conftest import CORPORA

CORPUS = {
    f"{id}{f' #{place}' if place else ''}": (id, place, types)
    for corpus in CORPORA
    for id, signatures in stated_signatures(corpus).items()
    for place, types in enumerate(signatures)
}


@pytest.mark.parametrize("case", CORPUS)
def test_program(package: Package, proof: ModuleType, case: str) -> None:
    id, place, types = CORPUS[case]
    assert id not in package.reasons, package.reasons[id]
    pair = proof.load(package.name, id)
    budget = proof.Budget(seconds=0.14, edges=600, hypothesis=25, bulk=3000, call_s=0.1)
    if place or any("object[" in text for text in types):
        # The compiler adds which methods are called: the proof hides them by attributes.
        root = next(f for f in package.program.functions if f.root and f.id == id)
        types = tuple(p.type for p in root.signatures[place].parameters)
    found = proof.check(pair, types, budget=budget)
    assert_holds(found)

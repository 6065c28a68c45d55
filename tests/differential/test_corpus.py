"""Whole functions equal their originals: results, changes of arguments, exceptions (by trapping)."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.differential.build import Package, assert_holds, stated_types
from tests.differential.conftest import CORPORA

CORPUS = {id: types for corpus in CORPORA for id, types in stated_types(corpus).items()}


@pytest.mark.parametrize("id", CORPUS)
def test_program(package: Package, proof: ModuleType, id: str) -> None:
    assert id not in package.reasons, package.reasons[id]
    pair = proof.load(package.name, id)
    budget = proof.Budget(seconds=0.3, edges=600, hypothesis=25, bulk=3000, call_s=0.1)
    types = CORPUS[id]
    if any("object[" in text for text in types):
        # The compiler adds which methods are called: the proof hides them by attributes.
        types = next(tuple(p.type for p in f.parameters) for f in package.program.functions if f.root and f.id == id)
    found = proof.check(pair, types, budget=budget)
    assert_holds(found)

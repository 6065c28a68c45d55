"""Every wrong translation is found out, by every seed; the right ones are equal."""

from __future__ import annotations

import pytest

from tests.verifying.fakes import TRAPPED, fake, proof
from tests.verifying.mutants import MUTANTS, RIGHT, Row


def pair_of(row: Row) -> object:
    native = fake(row.wrong or row.original, row.types, row.changed, **row.boundary)
    return proof.Pair(f"sample:{row.original.__name__}", row.original, native, TRAPPED)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_translation_is_found(name: str, seed: int) -> None:
    row = MUTANTS[name]
    found = proof.check(pair_of(row), row.types, recorded=row.recorded, seed=seed)
    assert found.verdict == "different", found.explain()
    assert row.original.__name__ in found.counterexample


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_translation_is_equal(name: str) -> None:
    row = RIGHT[name]
    budget = proof.Budget(seconds=0.8)
    found = proof.check(pair_of(row), row.types, recorded=row.recorded, budget=budget)
    assert found.verdict == "equal", found.explain()
    native = {e.kind: e.native for e in found.evidence}
    assert native["recorded"] == len(row.recorded)
    assert native["edges"]
    assert native["canary"] >= 2

"""Every form of every operation equals the Python expression of its record, to the bit, or traps."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.differential.build import Package, assert_holds, stated_types
from tests.differential.forms import form_names

NEVER_NATIVE: dict[str, str] = {}


@pytest.mark.parametrize("name", form_names())
def test_form(package: Package, proof: ModuleType, name: str) -> None:
    id = f"forms:{name}"
    assert id not in package.reasons, package.reasons[id]
    types = stated_types(package.path.parent.parent / "forms.py")[id]
    pair = proof.load(package.name, id)
    budget = proof.Budget(seconds=0.09, edges=500, hypothesis=5, bulk=1500, call_s=0.05)
    found = proof.check(pair, types, budget=budget, canary=False)
    assert_holds(found)

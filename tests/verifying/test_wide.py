"""Inputs for functions of objects with many attributes: one changes at a time."""

from __future__ import annotations

import random
from typing import Any

from tests.verifying.fakes import TRAPPED, proof

NAMES = tuple(f"a{k}" for k in range(30))


class Wide:
    """Thirty numbers."""


def wide(start: float) -> Any:
    made = Wide()
    for k, name in enumerate(NAMES):
        setattr(made, name, start + k)
    return made


KINDS = [f"object[{__name__}:Wide]{{{', '.join(f'{name}: float' for name in NAMES)}}}", "float"]


def test_most_inputs_have_one_odd_attribute() -> None:
    types = [proof.parse_type(kind) for kind in KINDS]
    recorded = [(wide(1.0), 2.0), (wide(50.0), 3.0)]
    inputs = proof.edge_inputs(types, recorded, random.Random(1), 100, proof.Pool(recorded))
    found = [next(inputs) for _ in range(400)]
    bases = [vars(base) for base, _ in recorded]
    changed: set[str] = set()
    usable = 0
    for value, _ in found:
        if type(value) is Wide and all(type(vars(value).get(name)) is float for name in NAMES):
            usable += 1
            fewest = min((names(vars(value), base) for base in bases), key=len)
            assert len(fewest) <= 3
            changed |= fewest
    assert usable > 200
    assert len(changed) > 25
    assert any(type(value) is not Wide for value, _ in found)
    assert any(type(value) is Wide and len(vars(value)) < len(NAMES) for value, _ in found)


def names(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in NAMES if repr(one.get(name)) != repr(other.get(name))}


def test_a_wrong_guard_of_one_attribute_is_found() -> None:
    def total(value: Any, by: float) -> float:
        return sum([getattr(value, name) for name in NAMES]) + (1.0 if value.a7 == 0.0 else 0.0)

    def native(value: Any, by: Any) -> Any:
        given = [getattr(value, name, None) for name in NAMES]
        if type(value) is not Wide or any(type(x) is not float for x in (*given, by)):
            return TRAPPED
        return sum(given)

    pair = proof.Pair("m:total", total, native, TRAPPED)
    recorded = [(wide(1.0), 2.0), (wide(50.0), 3.0)]
    found = proof.check(pair, KINDS, recorded=recorded, budget=proof.Budget(seconds=2.0))
    assert found.verdict == "different", found.explain()

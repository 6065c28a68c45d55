"""Named tuples that are not what was compiled: every one goes back to Python, and so do classes that change."""

from __future__ import annotations

import importlib
from collections import namedtuple
from enum import Enum
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package

_INSIDE = "corpus_records:inside"
_DOTS = "corpus_records:dots"


@pytest.fixture
def module(package: Package) -> Any:
    return importlib.import_module("corpus_records")


def _traps(package: Package, proof: ModuleType, id: str, *given: Any) -> bool:
    pair = proof.load(package.name, id)
    return bool(pair.native(*given) is pair.trapped)


def test_a_record_as_it_should_be(package: Package, proof: ModuleType, module: Any) -> None:
    p = module.Point(0.5, 1.5)
    assert not _traps(package, proof, _INSIDE, p, p, p, p)
    pair = proof.load(package.name, "corpus_records:middle")
    found = pair.native([p])
    assert (found, type(found), found.y) == ((-0.25, 1.5), module.Point, 1.5)


def test_another_class_with_the_same_fields(package: Package, proof: ModuleType, module: Any) -> None:
    p, other = module.Point(0.5, 1.5), namedtuple("Point", "x y")(0.5, 1.5)
    assert _traps(package, proof, _INSIDE, p, p, p, other)
    assert _traps(package, proof, _INSIDE, p, p, p, (0.5, 1.5))
    assert _traps(package, proof, _INSIDE, p, p, p, type("Sub", (module.Point,), {})(0.5, 1.5))


def test_a_field_that_is_patched(
    package: Package, proof: ModuleType, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    p = module.Point(0.5, 1.5)
    monkeypatch.setattr(module.Point, "x", property(lambda self: 7.0))
    assert _traps_or_refused(package, proof, _INSIDE, p, p, p, p)


def test_a_method_that_is_patched(
    package: Package, proof: ModuleType, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = [module.Vector(1.0, 2.0, 3.0)] * 2
    pair = proof.load(package.name, _DOTS)
    assert pair.native(vectors, 2.0) is not pair.trapped
    monkeypatch.setattr(module.Vector, "dot", lambda self, other: 7.0)
    assert pair.native(vectors, 2.0) is pair.trapped


def _traps_or_refused(package: Package, proof: ModuleType, id: str, *given: Any) -> bool:
    try:
        return _traps(package, proof, id, *given)
    except LookupError:
        return True


def test_members_of_other_enumerations(package: Package, proof: ModuleType) -> None:
    enums = importlib.import_module("corpus_enums")
    pair = proof.load(package.name, "corpus_enums:flipped")
    assert pair.native(enums.Mode.LOW) is enums.Mode.HIGH
    for other in (enums.Kind.STEEP, "low", None, Enum("Mode", "LOW HIGH").LOW):  # type: ignore[attr-defined]
        assert pair.native(other) is pair.trapped

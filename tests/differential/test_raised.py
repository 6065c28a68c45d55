"""An exception class that is no longer what it was goes back to Python."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from tests.differential.build import Package


@pytest.mark.parametrize("member", ["__init__", "__new__", "__del__"])
def test_a_constructor_that_is_patched(
    package: Package, proof: ModuleType, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    module = importlib.import_module("corpus_raised")
    pair = proof.load(package.name, "corpus_raised:bases_catch")
    assert pair.native(9) is not pair.trapped
    monkeypatch.setattr(module.Stop, member, lambda *given: None, raising=False)
    assert pair.native(9) is pair.trapped


def test_another_class_under_the_name(package: Package, proof: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("corpus_raised")
    pair = proof.load(package.name, "corpus_raised:bases_catch")
    monkeypatch.setattr(module, "Early", module.Numbered)
    assert pair.native(9) is pair.trapped

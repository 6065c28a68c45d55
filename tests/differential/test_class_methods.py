"""A class method of another class than the one that was compiled is Python's."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from tests.differential.build import Package


def test_a_subclass_is_not_the_class(package: Package, proof: ModuleType) -> None:
    module = importlib.import_module("corpus_class_methods")
    pair = proof.load(package.name, "corpus_class_methods:Grid.clamped")
    shim: Any = pair.shim
    assert shim.__self__ is module.Grid
    assert shim(3.0) == pair.native(3.0) == 15
    assert shim.__func__(module.Finer, 3.0) == module.Finer.clamped(3.0) == 63

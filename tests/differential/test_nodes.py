"""Objects that are read in place and are not what was compiled, and what must not be read while it is changed."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package


@pytest.fixture
def module(package: Package) -> Any:
    return importlib.import_module("corpus_nodes")


def _pair(package: Package, proof: ModuleType, name: str) -> Any:
    return proof.load(package.name, f"corpus_nodes:{name}")


def _tree(module: Any, low: int = 0, high: int = 30) -> Any:
    if low > high:
        return None
    middle = (low + high) // 2
    return module.Tree(middle, _tree(module, low, middle - 1), _tree(module, middle + 1, high))


def test_the_very_object_comes_back(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "find"), _tree(module)
    assert pair.native(root, 15) is root
    assert pair.native(root, 3) is pair.original(root, 3)
    assert pair.native(root, 77) is None
    assert pair.native(None, 1) is None


def test_what_is_not_on_the_way_is_not_looked_at(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "contains"), _tree(module)
    root.right.value = "odd"
    assert pair.native(root, 3) is True
    assert pair.native(root, 20) is pair.trapped


@pytest.mark.parametrize("odd", [7, None, 2**70, object()])
def test_an_odd_value_on_the_way(package: Package, proof: ModuleType, module: Any, odd: object) -> None:
    pair, root = _pair(package, proof, "Tree.total"), _tree(module)
    root.left.right.value = odd
    assert (pair.native(root) is pair.trapped) == (odd != 7)


def test_a_child_of_a_subclass(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "Tree.total"), _tree(module)
    root.left.right = type("Tree", (module.Tree,), {})(1)
    assert pair.native(root) is pair.trapped


def test_a_method_that_a_child_hides(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "Tree.leaves"), _tree(module)
    assert pair.native(root) == pair.original(root) == 16
    root.left.is_leaf = lambda: True
    assert pair.native(root) is pair.trapped
    del root.left.is_leaf
    assert pair.native(root) == 16


def test_attributes_in_a_dict_of_their_own(package: Package, proof: ModuleType, module: Any) -> None:
    """Looking at ``__dict__`` may move the attributes, and so may many names, or deleting one."""
    pair, root = _pair(package, proof, "Tree.total"), _tree(module)
    assert vars(root.left)["value"] == 7
    for number in range(40):
        setattr(root.right, f"further_{number}", number)
    root.left.left.extra = 1
    del root.left.left.extra
    assert pair.native(root) == pair.original(root) == sum(range(31))
    del root.right.value
    assert pair.native(root) is pair.trapped


def test_attributes_set_in_another_order(package: Package, proof: ModuleType, module: Any) -> None:
    pair = _pair(package, proof, "Tree.total")
    assert pair.native(_tree(module)) == sum(range(31))
    other: Any = object.__new__(module.Tree)
    other.right, other.value, other.left = None, 5, _tree(module, 0, 2)
    assert pair.native(other) == pair.original(other) == 8


def test_a_slot_that_was_never_set(package: Package, proof: ModuleType, module: Any) -> None:
    pair = _pair(package, proof, "predict_row")
    leaf = module.Split(value=3)
    assert pair.native(leaf, [1.0]) == 3
    del leaf.value
    assert pair.native(leaf, [1.0]) is pair.trapped


def test_a_chain_deeper_than_python_goes(package: Package, proof: ModuleType, module: Any) -> None:
    top = None
    for number in range(100_000):
        top = module.Tree(number, top)
    assert _pair(package, proof, "height").native(top) is _pair(package, proof, "height").trapped
    assert _pair(package, proof, "smallest").native(top).value == 0
    while top is not None:
        top = top.left


def test_a_list_that_is_changed_and_read(package: Package, proof: ModuleType, module: Any) -> None:
    pair = _pair(package, proof, "collect_items")
    shared = [1, 2]
    inside = module.Bag(shared)
    assert pair.native(module.Bag([5], inside), shared) is pair.trapped
    assert shared == [1, 2]
    assert pair.native(module.Bag([5], module.Bag([6])), shared) == 4
    assert shared == [1, 2, 5, 6]


def test_a_dict_with_a_key_that_is_no_text(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "Trie.find"), module.Trie()
    root.children = {"a": module.Trie(), "é": module.Trie()}
    root.children["é"].is_end = True
    assert pair.native(root, "é") is True
    assert pair.native(root, "b") is False
    root.children[type("Text", (str,), {})("c")] = module.Trie()
    assert pair.native(root, "é") is pair.trapped


def test_objects_are_held_for_the_caller_only(package: Package, proof: ModuleType, module: Any) -> None:
    pair, root = _pair(package, proof, "smallest"), _tree(module)
    before = [len(gc.get_referrers(node)) for node in (root, root.left)]
    kept = [pair.native(root) for _ in range(50)]
    assert len(set(map(id, kept))) == 1
    del kept
    assert [len(gc.get_referrers(node)) for node in (root, root.left)] == before


def test_a_class_that_changes(
    package: Package, proof: ModuleType, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, root = _pair(package, proof, "Tree.total"), _tree(module)
    with monkeypatch.context() as patch:
        patch.setattr(module.Tree, "__getattr__", lambda self, name: 1, raising=False)
        assert pair.native(root) is pair.trapped
    assert pair.native(root) == sum(range(31))
    monkeypatch.setattr(module.Tree, "value", property(lambda self: 1), raising=False)
    assert pair.native(root) is pair.trapped

"""Objects that are not what was compiled: every one goes back to Python, and so do classes that change."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package

_BODY = "corpus_objects:Body.step"
_RUN = "corpus_objects:Filter.run"


@pytest.fixture
def module(package: Package) -> Iterator[Any]:
    """The module with the classes; what a test patches in a class is taken back."""
    found = importlib.import_module("corpus_objects")
    kept = {kind: dict(vars(kind)) for kind in vars(found).values() if isinstance(kind, type)}
    yield found
    for kind, names in kept.items():
        for name in [name for name in vars(kind) if name not in names]:
            delattr(kind, name)
        for name, value in names.items():
            if not name.startswith("__") and vars(kind)[name] is not value:
                setattr(kind, name, value)


def _made(module: Any) -> Any:
    made = module.Filter(1.0, 0.5)
    made.history.append(2.0)
    return made


def _traps(package: Package, proof: ModuleType, id: str, *given: Any) -> bool:
    pair = proof.load(package.name, id)
    return bool(pair.native(*given) is pair.trapped)


def test_an_object_as_it_should_be(package: Package, proof: ModuleType, module: Any) -> None:
    made = _made(module)
    history = made.history
    assert not _traps(package, proof, _RUN, made, [3.0, 4.0])
    assert (made.value, made.count, history) == (3.0, 2, [2.0, 2.0, 2.0])
    assert made.history is history


def test_an_object_that_a_module_holds(package: Package, proof: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    states = importlib.import_module("corpus_states")
    pair = proof.load(package.name, "corpus_states:read_only")
    assert pair.native([2.0]) == pair.original([2.0]) == 5.0
    monkeypatch.setattr(states.SETTINGS, "gain", 4.0)
    assert pair.native([2.0]) == pair.original([2.0]) == 8.0
    monkeypatch.setattr(states, "SETTINGS", states.Settings())
    assert pair.native([2.0]) == pair.original([2.0]) == 5.0
    monkeypatch.setattr(states, "SETTINGS", type("Sub", (states.Settings,), {})())
    assert pair.native([2.0]) is pair.trapped
    monkeypatch.setattr(states, "SETTINGS", 3)
    assert pair.native([2.0]) is pair.trapped


def test_an_argument_that_the_module_holds_too(package: Package, proof: ModuleType) -> None:
    states = importlib.import_module("corpus_states")
    assert _traps(package, proof, "corpus_states:through", [2.0], states.SETTINGS)
    other = states.Settings()
    assert not _traps(package, proof, "corpus_states:through", [2.0], other)
    assert (other.gain, states.SETTINGS.gain) == (1.0, 2.5)


def test_an_instance_of_a_subclass(package: Package, proof: ModuleType, module: Any) -> None:
    other = type("Other", (module.Filter,), {})(1.0, 0.5)
    assert _traps(package, proof, _RUN, other, [3.0])


def test_an_attribute_that_is_missing(package: Package, proof: ModuleType, module: Any) -> None:
    made = _made(module)
    del made.gain
    assert _traps(package, proof, _RUN, made, [3.0])


def test_an_attribute_that_hides_a_method(package: Package, proof: ModuleType, module: Any) -> None:
    made = _made(module)
    made.step = lambda x: 7.0
    assert _traps(package, proof, _RUN, made, [3.0])
    del made.step
    assert not _traps(package, proof, _RUN, made, [3.0])


def test_a_method_that_is_patched(package: Package, proof: ModuleType, module: Any) -> None:
    pair = proof.load(package.name, _RUN)
    step = module.Filter.step
    module.Filter.step = lambda self, x: 7.0
    assert pair.native(_made(module), [3.0]) is pair.trapped
    module.Filter.step = step
    assert pair.native(_made(module), [3.0]) is not pair.trapped


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("__getattr__", lambda self, name: 1.0),
        ("__getattribute__", object.__getattribute__),
        ("__setattr__", object.__setattr__),
        ("gain", property(lambda self: 1.0)),
    ],
)
def test_a_class_that_gets_a_hook(package: Package, proof: ModuleType, module: Any, name: str, value: Any) -> None:
    pair = proof.load(package.name, _RUN)
    made = _made(module)
    assert pair.native(made, [3.0]) is not pair.trapped
    setattr(module.Filter, name, value)
    assert pair.native(made, [3.0]) is pair.trapped
    delattr(module.Filter, name)
    assert pair.native(made, [3.0]) is not pair.trapped


def test_other_changes_of_a_class_do_no_harm(package: Package, proof: ModuleType, module: Any) -> None:
    pair = proof.load(package.name, _RUN)
    module.Filter.other = 3
    assert pair.native(_made(module), [3.0]) is not pair.trapped


def test_one_object_in_two_attributes(package: Package, proof: ModuleType, module: Any) -> None:
    point = module.Point(1.0, 2.0)
    assert _traps(package, proof, _BODY, module.Body(point, point, 1.0), 0.1)
    assert not _traps(package, proof, _BODY, module.Body(module.Point(0.0, 0.0), point, 1.0), 0.1)
    assert (point.x, point.y) == (1.0, 2.0)


def test_a_value_of_the_class_is_not_set(package: Package, proof: ModuleType, module: Any) -> None:
    """``scale`` is the class's until the object gets its own; Rust only changes what is there."""
    square = module.Square(2.0)
    assert _traps(package, proof, "corpus_objects:Square.grow", square)
    square.scale = 5
    assert not _traps(package, proof, "corpus_objects:Square.grow", square)
    assert vars(square) == {"side": 4.0, "scale": 6}


def test_a_list_that_is_exchanged_leaves_the_old_one(package: Package, proof: ModuleType, module: Any) -> None:
    made = _made(module)
    old = made.history
    assert not _traps(package, proof, "corpus_objects:Filter.reset", made, 1)
    assert old == [2.0, -1.0]
    assert made.history == [2.0, 1.0]
    assert made.history is not old

"""Memory that ends in the middle of a call: the arguments change wholly or not at all, and the process lives."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package

_memory: Any = pytest.importorskip("_testcapi", reason="this Python cannot make allocations fail")

_Inputs = Callable[[], tuple[Any, ...]]


def _filter() -> tuple[Any, ...]:
    made = importlib.import_module("corpus_objects").Filter(1000.5, 0.5)
    made.history.append(2.0)
    return made, [3.0, 4.0]


def _keys(count: int, sign: int = 1) -> dict[str, int]:
    return {f"key {i}": (1000 + i) * (sign if i % 2 else 1) for i in range(count)}


CALLS: dict[str, _Inputs] = {
    "corpus_maps:reorder": lambda: (_keys(10, -1),),  # every other key is moved, and the table has no room left
    "corpus_maps:tally": lambda: (_keys(6), ["key 2", "key 3", "new"]),
    "corpus_maps:prune": lambda: ({i: 1000 * i for i in range(9)}, 4000),
    "corpus_maps:extend_groups": lambda: ({i: [2000, i] for i in range(5)}, 3, 3000),
    "corpus_maps:drop": lambda: ({(i, i): float(i) for i in range(12)}, [(3, 3), (4, 4)]),
    "corpus_maps:visit": lambda: ({1000, 2000, 3000}, [*range(4000, 4030)]),
    "corpus_objects:Filter.run": _filter,
    "corpus_objects:Filter.reset": lambda: (_filter()[0], 1),
}
_MOST = 2000
_ENOUGH = 12
"""So many calls are answered, so that some of them had all the memory that they wanted. One failure alone may be made good:
where it cannot be found out in which place an attribute lies, it is looked up by its name."""
_SETS = {"corpus_maps:visit"}
"""A set that has grown cannot be made what it was, to its order."""


@pytest.mark.parametrize("id", CALLS)
@pytest.mark.parametrize("ends", [True, False], ids=["ends", "fails once"])
def test_memory_that(package: Package, proof: ModuleType, id: str, ends: bool) -> None:
    pair = proof.load(package.name, id)
    raised = trapped = answered = 0
    for number in range(_MOST):
        given = CALLS[id]()
        same, wanted = proof.copy_arguments(given), proof.copy_arguments(given)
        held = proof.changeable(given)
        untouched = proof.Outcome(same, proof.changeable(same), pair.trapped)
        expected = proof.Outcome(wanted, proof.changeable(wanted), pair.original(*wanted))
        result = _called(pair, given, number, ends)
        found = proof.Outcome(given, held, result)
        if result is MemoryError:
            raised += 1
        elif result is pair.trapped:
            trapped += 1
            assert proof.difference(untouched, found) is None, (number, proof.difference(untouched, found))
        else:
            assert proof.difference(expected, found) is None, (number, proof.difference(expected, found))
            answered += 1
            if answered == _ENOUGH:
                break
    else:
        pytest.fail(f"{id} still wants memory after {_MOST} allocations")
    assert trapped > 0 or not ends
    assert ends or id in _SETS or not raised, "where memory comes back, what was changed is put back"


def _called(pair: Any, given: tuple[Any, ...], number: int, ends: bool) -> Any:
    native = pair.native
    _memory.set_nomemory(number, 0 if ends else number + 1)
    try:
        return native(*given)
    except MemoryError:
        return MemoryError
    finally:
        _memory.remove_mem_hooks()

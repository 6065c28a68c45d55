"""While a function is timed, its arguments are given as the workload gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from migrator.measuring.given import ways
from migrator.model.profile import Observation
from migrator.model.program import CompiledFunction, Parameter
from migrator.profiling.child.recurring import Recurring

_ENCODER = "object[m:Encoder, Encoder]{pieces: dict[str, int], unknown: int!}"
_FOREST = "object[m:Forest, Forest]{trees: list[object[m:Tree, Tree]{hits: int!}]}"


@dataclass(frozen=True)
class _Made:
    """What of a compiled function counts here."""

    parameters: tuple[Parameter, ...]

    @property
    def signatures(self) -> tuple[_Made, ...]:
        return (self,)


def _given(kind: str, mutated: bool, again: float) -> Any:
    made = cast(CompiledFunction, _Made((Parameter("x", "x", kind, mutated),)))
    (way,) = ways(made, Observation("m:f", 9, ("x",), (), (), {}, (), 9, again=(again,)))
    return way


@pytest.mark.parametrize(
    ("kind", "mutated", "again", "way"),
    [
        ("float", False, 0.0, "same"),
        ("list[float]", False, 0.0, "same"),
        ("list[float]", True, 1.0, "copy"),
        ("dict[str, int]", False, 1.0, "same"),
        ("dict[str, int]", False, 0.1, "copy"),
        (_ENCODER, True, 1.0, ["unknown"]),
        (_ENCODER, True, 0.0, "copy"),
        (_FOREST, True, 1.0, "copy"),
    ],
)
def test_what_came_again_is_given_again(kind: str, mutated: bool, again: float, way: Any) -> None:
    assert _given(kind, mutated, again) == way


def test_objects_that_come_again_are_told_from_new_ones() -> None:
    seen = Recurring(3)
    table = {"a": 1}
    for i in range(100):
        seen.see((table, [i], i))
    assert seen.shares() == [1.0, 0.0, 0.0]


def test_nothing_is_held_in_the_end() -> None:
    seen = Recurring(1)
    for _ in range(100):
        seen.see(([1],))
    assert seen._before == ()

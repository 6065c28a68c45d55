"""Which combinations of types a function is compiled for."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.compiler import Compiler
from migrator.finding.modules import discover
from migrator.model.codec import from_plain, to_plain
from migrator.model.profile import Observation, Observations, Signature
from migrator.model.program import CompiledFunction
from migrator.signatures import MOST, signatures_of

TEXT = """
def f(values, other):
    total = 0
    for value in values:
        total += value
    return total
"""


def _grouped(*rows: str) -> list[str]:
    """Each row: the types of two parameters and how often they came."""
    seen = []
    for row in rows:
        *types, count = row.split(" ")
        seen.append(Signature(tuple(types), "?", int(count)))
    return [" ".join(map(str, types)) for types in signatures_of(seen, [False] * len(seen[0].types))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["int float 5", "float int 5"], ["number[float|int] number[float|int]"]),
        (["int None 5", "int list[int] 5"], ["int optional[list[int]]"]),
        (["list[int] int 5", "list[float] int 9"], ["list[float] int", "list[int] int"]),
        (["list[number[float|int]] int 9", "list[int] int 5"], ["list[number[float|int]] int"]),
        (["str int 5", "list[str] int 9", "str float 5"], ["str number[float|int]", "list[str] int"]),
        (["str int 5000", "list[str] int 1"], ["str int"]),
    ],
)
def test_groups(rows: list[str], expected: list[str]) -> None:
    assert _grouped(*rows) == expected


def test_many_combinations_are_few_signatures() -> None:
    kinds = ["list[int]", "list[float]", "list[bool]"]
    rows = [f"{a} {b} {100 - 10 * i - j}" for i, a in enumerate(kinds) for j, b in enumerate(kinds)]
    found = _grouped(*rows)
    assert found[0] == "list[number[float|int]] list[number[float|int]]"
    assert len(found) == MOST


def _compile(folder: Path, *signatures: tuple[str, ...]) -> CompiledFunction:
    (folder / "m.py").write_text(TEXT, encoding="utf-8")
    rows = tuple(Signature(types, "?", 9 - place) for place, types in enumerate(signatures))
    seen = Observation("m:f", 1, (), rows, (), {}, tuple(range(9)), 0)
    compiler = Compiler(discover(folder), Observations("migrator.observations/1", (seen,), "", 1.0))
    return compiler.region("m:f")[0]


def test_what_cannot_be_compiled_is_left_out(tmp_path: Path) -> None:
    made = _compile(tmp_path, ("list[int]", "int"), ("list[str]", "int"), ("list[float]", "int"))
    assert [each.parameters[0].type for each in made.signatures] == ["list[int]", "list[float]"]
    assert made.root
    assert not any(each.core for each in made.further)


def test_the_most_frequent_one_may_be_left_out(tmp_path: Path) -> None:
    made = _compile(tmp_path, ("list[str]", "int"), ("list[float]", "int"))
    assert [each.parameters[0].type for each in made.signatures] == ["list[float]"]


def test_signatures_survive_json(tmp_path: Path) -> None:
    made = _compile(tmp_path, ("list[int]", "int"), ("list[float]", "str"))
    assert len(made.further) == 1
    assert from_plain(CompiledFunction, to_plain(made)) == made

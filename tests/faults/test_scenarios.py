"""The table of scenarios is true: every test is there, every group is counted in the README."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.faults.scenarios import SCENARIOS

_TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", sorted({name for names in SCENARIOS.values() for name in names}))
def test_the_test_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    tree = ast.parse((_TESTS / f"{file}.py").read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_readme_counts_them() -> None:
    readme = " ".join((_TESTS.parent / "README.md").read_text(encoding="utf-8").split())
    tests = sum(map(len, SCENARIOS.values()))
    assert len(SCENARIOS) == 19
    assert f"{tests} tests in {len(SCENARIOS)} groups of faults" in readme

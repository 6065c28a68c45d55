"""CrossHair's inputs: how its lines are read, and that they find what the other searches do not."""

from __future__ import annotations

import importlib.util
import math
from typing import Any

import pytest

from migrator.model.proof import Verdict
from migrator.verifying import verify
from migrator.verifying.covering import read, suggested
from tests.installing.native_package import Demo, Rust
from tests.verifying import projects
from tests.verifying.fakes import proof

needs_crosshair = pytest.mark.skipif(
    importlib.util.find_spec("crosshair") is None,
    reason="CrossHair is optional: `pip install 'migrator[crosshair]'` runs this",
)
SOURCE = '''
import sys


def rare(x, items):
    """No constant of it says for which `x` the first branch is taken."""
    if x * 7 - 3 == 8_641_966 and len(items) == 3:
        return 1
    return 0


def never(x):
    print('{"a0": 1}')
    sys.exit(3)
'''
STAND_IN = """
import sys

assert sys.argv[1] == "cover"

from migrator_covered import covered

assert covered.__annotations__ == {"a0": int, "a1": list[int]}
print("begins", covered(2, []))
print('{"a0": 7, "a1": [1]}')
print('{"a0": "of another type", "a1": [1]}')
print('{"a0": 1234567, "a1": [4, 5, 6]}')
"""
RUST = [
    Rust("shapes:rare", "x, items", "0 if type(x) is int else TRAPPED"),
    Rust("shapes:never", "x", "TRAPPED"),
]


def verdict(demo: Demo, id: str, types: dict[str, str], calls: list[Any]) -> Verdict:
    projects.make(demo, SOURCE, RUST)
    program = projects.program(projects.function(demo, id, types))
    observed = projects.record(demo, {id: calls})
    native = demo.root / "native"
    return verify(demo.root, native, projects.workload(demo), program, observed, "build-1", timeout_s=60.0).functions[0]


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ('{"a0": -3, "a1": [0.5, -0.0]}', (-3, [0.5, -0.0])),
        ('{"a0": (True, \'x\\u1234\'), "a1": {1: [b"z"]}}', ((True, "x\u1234"), {1: [b"z"]})),
        ('{"a0": float("-inf"), "a1": set()}', (-math.inf, set())),
        ('{"a0": v1:=[1], "a1": v1}', None),
        ('{"a0": 1}', None),
        ('{"a1": 1, "a0": 1}', None),
        ('{"a0": __import__("os").getcwd(), "a1": 1}', None),
        ('{"a0": float(2), "a1": 1}', None),
        ('{"a0": float("x"), "a1": 1}', None),
        ("printed by the program", None),
        ("", None),
    ],
)
def test_lines(line: str, arguments: tuple[Any, ...] | None) -> None:
    assert repr(read(line, 2)) == repr(arguments)


def test_nan_is_read() -> None:
    assert repr(read('{"a0": [float("nan")]}', 1)) == "([nan],)"


@pytest.mark.parametrize("types", [[], ["ndarray[float64, 1]"], ["int", "object[m:C]{x: int}"], ["optional[int]"]])
def test_what_is_not_of_plain_values_is_not_asked(types: list[str]) -> None:
    plan = {"crosshair": 1.0, "result": "/nowhere/result.json"}
    assert suggested(plan, types, [proof.parse_type(text) for text in types], proof.all_fit) == []


def test_what_is_proposed_is_compared(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for CrossHair imports the function that was written for it, and prints lines as CrossHair does."""
    stand_in = demo.root / "stand_in" / "crosshair"
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").touch()
    (stand_in / "__main__.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(stand_in.parent))
    found = verdict(demo, "shapes:rare", {"x": "int", "items": "list[int]"}, [(1, [2]), (3, [])])
    assert found.verdict == "different"
    assert "rare(1234567, " in found.counterexample
    (row,) = [e for e in found.evidence if e.kind == "crosshair"]
    assert (row.inputs, row.native) == (2, 1)  # the line that fits, and the one that differs


@needs_crosshair
def test_crosshair_finds_the_rare_branch(demo: Demo) -> None:
    found = verdict(demo, "shapes:rare", {"x": "int", "items": "list[int]"}, [(1, [2]), (3, [])])
    assert found.verdict == "different"
    assert "1234567" in found.counterexample
    assert "crosshair" in [e.kind for e in found.evidence]


@needs_crosshair
def test_a_program_that_ends_is_only_no_help(demo: Demo) -> None:
    found = verdict(demo, "shapes:never", {"x": "int"}, [(1,)])
    assert found.verdict == "unproven"
    assert {e.kind for e in found.evidence} >= {"recorded", "edges"}

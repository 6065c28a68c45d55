"""What the text of a named tuple says, and which are not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.finding.names import ModuleNames
from tests.finding import project_of

_IMPORTS = "import collections, typing\nfrom collections import namedtuple\nfrom typing import NamedTuple\n"
TAKEN = [
    ('P = namedtuple("P", "x y")', ("x", "y"), {}),
    ('P = collections.namedtuple("P", ["x", "y"], defaults=[0.5])', ("x", "y"), {"y": "0.5"}),
    ('P = typing.NamedTuple("P", [("x", float)])', ("x",), {}),
    ("class P(NamedTuple):\n    x: int\n    y: float = -1.0\n    def f(self): return 1", ("x", "y"), {"y": "-1.0"}),
    ('class P(namedtuple("Q", "x, y")):\n    __slots__ = ()', ("x", "y"), {}),
]
NOT_TAKEN = [
    'P = namedtuple("Q", "x y")',
    'P = namedtuple("P", FIELDS)',
    'P = namedtuple("P", "x class", rename=True)',
    'P = namedtuple("P", "x y", defaults=[[]])',
    'P = namedtuple("P", "x y")\nP = 3',
    'class P(namedtuple("P", "x")):\n    def __new__(cls): return 1',
    "class P(NamedTuple):\n    x: list = []",
    "class P(tuple):\n    x: int",
    "def namedtuple(*a): return a\nP = namedtuple('P', 'x')",
]


@pytest.mark.parametrize(("text", "fields", "defaults"), TAKEN)
def test_taken(tmp_path: Path, text: str, fields: tuple[str, ...], defaults: dict[str, str]) -> None:
    project = project_of(tmp_path, {"m.py": _IMPORTS + text, "other.py": "from m import P as Q\n"})
    for module, name in (("m", "P"), ("other", "Q")):
        source = project.load(module)
        assert source is not None
        found = ModuleNames(project, source).record(name)
        assert found is not None
        assert (found.id, found.fields, found.defaults) == ("m:P", fields, defaults)


@pytest.mark.parametrize("text", NOT_TAKEN)
def test_not_taken(tmp_path: Path, text: str) -> None:
    project = project_of(tmp_path, {"m.py": _IMPORTS + text})
    source = project.load("m")
    assert source is not None
    assert ModuleNames(project, source).record("P") is None

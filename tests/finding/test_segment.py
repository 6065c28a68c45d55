"""The source segment is one definition, held equal to the copy that generated packages carry."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from migrator.finding.segment import (
    decode_source,
    definitions,
    segment_of,
    segment_sha256,
    source_segment,
)

RUNTIME = Path(__file__).parents[2] / "templates" / "python" / "_runtime.py"
TEXT = '''import math


def f(x):
    """Doc.

      indented
    """
    return x


class Box:
    @staticmethod
    def unit(
        a,
    ):
        return a

    def area(self):
        return math.pi  # round
\x0c
    def __private(self): return """a
b"""


def f(y):
    return y
'''


def test_from_first_decorator_to_last_line_dedented() -> None:
    expected = "@staticmethod\ndef unit(\n    a,\n):\n"
    assert source_segment(TEXT, "Box.unit") == f"{expected}    return a"


def test_the_last_definition_counts() -> None:
    assert source_segment(TEXT, "f") == "def f(y):\n    return y"


def test_missing_function() -> None:
    with pytest.raises(LookupError):
        source_segment(TEXT, "Box.none")


def test_inner_function() -> None:
    text = "def f():\n    if f:\n        def g():\n            return 1\n"
    assert source_segment(text, "f.<locals>.g") == "def g():\n    return 1"


def test_line_ends_and_trailing_blanks_do_not_count() -> None:
    unix = TEXT
    windows = TEXT.replace("\n", "\r\n")
    trailing = TEXT.replace("return y", "return y   ")
    for other in (windows, trailing):
        assert source_segment(other, "f") == source_segment(unix, "f")
        assert source_segment(other, "Box.area") == source_segment(unix, "Box.area")


def test_a_change_counts() -> None:
    changed = TEXT.replace("return y", "return -y")
    before, after = source_segment(TEXT, "f"), source_segment(changed, "f")
    assert segment_sha256(before) != segment_sha256(after)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_equal_to_the_definition_of_the_runtime(tmp_path: Path, encoding: str) -> None:
    text = f"# coding: {encoding.removesuffix('-sig')}\n# é\n{TEXT}"
    path = tmp_path / "subject.py"
    path.write_bytes(text.encode(encoding))
    runtime = _runtime(tmp_path)
    subject = _load("segment_subject", path)
    decoded = decode_source(path.read_bytes())
    for function in (subject.f, subject.Box.unit, subject.Box.area, subject.Box._Box__private):
        ours = segment_sha256(source_segment(decoded, function.__qualname__))
        assert runtime._source_sha256(function) == ours


def test_every_definition_has_a_segment_that_parses() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    found = list(definitions(ast.parse(text)))
    assert found
    for _, node in found:
        ast.parse(segment_of(text, node))


def _runtime(folder: Path) -> ModuleType:
    """Return the runtime as a generated package holds it, with an empty table."""
    package = folder / "segment_runtime"
    package.mkdir()
    for source in RUNTIME.parent.glob("_*.py"):
        shutil.copy(source, package)
    (package / "__init__.py").write_text("")
    (package / "_table.py").write_text("SOURCES = {}\nREPLACEMENTS = {}\nBUILD_ID = ''\n")
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("segment_runtime._runtime")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.startswith("segment_runtime")]:
            del sys.modules[name]


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module


def test_the_segment_of_a_property_is_of_what_reads_it() -> None:
    text = (
        "class Box:\n    @property\n    def side(self):\n        return 1\n\n"
        "    @side.setter\n    def side(self, value):\n        pass\n"
    )
    assert source_segment(text, "Box.side") == "@property\ndef side(self):\n    return 1"
    assert source_segment(text, "Box.side.setter") == "@side.setter\ndef side(self, value):\n    pass"

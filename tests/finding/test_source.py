"""Reading one file: encodings, line ends, refusals, the index of its functions and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.errors import MigratorError
from migrator.finding.source import MAX_BYTES, SourceModule, parse_module, read_module


def parse(raw: str | bytes, module: str = "pkg.m", package: str = "pkg") -> SourceModule:
    data = raw.encode() if isinstance(raw, str) else raw
    return parse_module(data, Path("m.py"), module, package)


def error_of(raw: str | bytes) -> MigratorError:
    with pytest.raises(MigratorError) as caught:
        parse(raw)
    return caught.value


@pytest.mark.parametrize(
    "raw",
    [
        b"def f(x):\n    return x\n",
        b"def f(x):\r\n    return x\r\n",
        b"\xef\xbb\xbfdef f(x):\n    return x\n",
        b"# -*- coding: latin-1 -*-\ndef f(x):  # \xe9\n    return x\n",
        b"def f(x):\n\x0c    return x\n\x0c\ndef g(x):\n    return x",
        b"def f(x):\r\n    return x\ndef g(x):\n    return x\r\n",
        b"def f(x): return x",
        b"def f(x):\n\treturn (x\n# odd\n   )  \n\n\n",
    ],
    ids=["plain", "crlf", "bom", "latin-1", "form-feed", "mixed", "one-line", "layout"],
)
def test_file_is_read_and_given_back_as_it_was(raw: bytes) -> None:
    source = parse(raw)
    assert source.tree.code == source.text
    function = source.functions["f"]
    assert function.node.name.value == "f"
    assert source.line(function.node) == function.line


def test_newline_is_that_of_the_file() -> None:
    assert parse(b"x = 1\r\n").newline == "\r\n"


def test_empty_file() -> None:
    source = parse("")
    assert not source.functions
    assert not source.bindings


def test_syntax_error_names_the_line() -> None:
    error = error_of("x = 1\ndef f(:\n    pass\n")
    assert error.code == "M007"
    assert error.place == "m.py:2"


@pytest.mark.parametrize("raw", [b"x = '\xe9'\n", b"# coding: utf-8\nx = '\xff'\n", b"# coding: no-such\nx = 1\n"])
def test_undecodable(raw: bytes) -> None:
    assert error_of(raw).code == "M008"


def test_null_byte() -> None:
    assert error_of("x = 1\0\n").code == "M007"


def test_lone_carriage_returns_are_refused_not_misread() -> None:
    assert error_of("x = 1\ry = 2\r").code == "M018"


def test_a_long_sum_either_parses_or_is_refused() -> None:
    assert error_of("x = " + " + ".join(["1"] * 20_000)).code == "M016"


def test_nested_parentheses() -> None:
    assert error_of("x = " + "(" * 2_000 + ")" * 2_000).code in ("M007", "M016")


def test_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "big.py"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(MigratorError) as caught:
        read_module(path, "big")
    assert caught.value.code == "M017"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MigratorError) as caught:
        read_module(tmp_path / "none.py", "none")
    assert caught.value.code == "M005"


def test_cache_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text("x = 1\n")
    first = read_module(path, "m")
    assert read_module(path, "m") is first
    path.write_text("x = 2\n")
    assert read_module(path, "m").text == "x = 2\n"


FUNCTIONS = '''
import functools

def plain(a): return a

@functools.cache
@staticmethod
def decorated(
    a,
):
    """Doc."""
    return a

async def later(): pass

def made():
    yield 1

def not_made():
    inner = lambda: (yield)
    return inner

def outer():
    def inner(): return 1
    class Local:
        def method(self): return 2
    return inner

class Box:
    def area(self): return 1
    @staticmethod
    def unit(): return 1
    class Part:
        def size(this, /): return 1

if functools:
    def maybe(): pass

match functools:
    case None:
        def matched(): pass

def plain(b): return b
'''


def test_index_of_functions() -> None:
    functions = parse(FUNCTIONS).functions
    assert list(functions) == [
        "plain",
        "decorated",
        "later",
        "made",
        "not_made",
        "outer",
        "outer.<locals>.inner",
        "outer.<locals>.Local.method",
        "Box.area",
        "Box.unit",
        "Box.Part.size",
        "maybe",
        "matched",
    ]
    assert functions["decorated"].decorators == ("functools.cache", "staticmethod")
    assert (functions["decorated"].line, functions["decorated"].def_line) == (6, 8)
    assert functions["decorated"].end_line == 12
    assert functions["later"].is_async
    assert functions["made"].is_generator
    assert not functions["not_made"].is_generator
    assert functions["outer.<locals>.inner"].nested
    assert not functions["outer.<locals>.Local.method"].is_method
    assert functions["Box.area"].receiver == "self"
    assert functions["Box.unit"].receiver is None
    assert functions["Box.Part.size"].class_path == ("Box", "Part")
    assert functions["Box.Part.size"].receiver == "this"
    assert functions["maybe"].conditional
    assert functions["matched"].conditional
    assert not functions["plain"].conditional


def test_the_last_definition_of_a_name_counts() -> None:
    plain = parse(FUNCTIONS).functions["plain"]
    assert plain.redefined
    assert plain.node.params.params[0].name.value == "b"


BINDINGS = """
from __future__ import annotations
import numpy as np, os.path
from .geometry import iou as overlap
from . import util
from .. import above
from ..other import *
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .types import Shape
try:
    import fast
except ImportError as error:
    fast = None
LIMIT: int = 3
only: int
a, (b, *c) = 1, (2, 3)
for i in range(3):
    total = i
with open("f") as handle: pass
print(walrus := 3)
squares = [q for q in range(3)]
class Box: inside = 1
def f():
    global counter
    local = 1
"""


def test_module_level_names() -> None:
    source = parse(BINDINGS, "pkg.sub.m", "pkg.sub")
    kinds = {name: [(b.kind, b.target, b.conditional) for b in bound] for name, bound in source.bindings.items()}
    assert kinds["np"] == [("import", "numpy", False)]
    assert kinds["os"] == [("import", "os", False)]
    assert kinds["overlap"] == [("import", "pkg.sub.geometry.iou", False)]
    assert kinds["util"] == [("import", "pkg.sub.util", False)]
    assert kinds["above"] == [("import", "pkg.above", False)]
    assert kinds["fast"][0] == ("import", "fast", True)
    assert kinds["fast"][1][0] == "value"
    assert kinds["Box"] == [("class", "pkg.sub.m:Box", False)]
    assert kinds["f"] == [("function", "pkg.sub.m:f", False)]
    assert kinds["counter"] == [("value", "pkg.sub.m:counter", True)]
    assert set(kinds) >= {"LIMIT", "a", "b", "c", "i", "total", "handle", "walrus", "squares"}
    assert not set(kinds) & {"Shape", "only", "q", "inside", "local"}
    assert source.stars == ("pkg.other",)


def test_names_with_compatibility_characters_are_one() -> None:
    # Python normalises identifiers: the two spellings below are one name.
    source = parse("def \ufb01t(x): return x\nfit = 3\n")
    assert list(source.functions) == ["fit"]
    assert len(source.bindings["fit"]) == 2


def test_keywords_of_rust_and_soft_keywords_are_ordinary_names() -> None:
    source = parse("def match(type, fn, self): return type\ndef impl(): return match(1, 2, 3)\n")
    assert list(source.functions) == ["match", "impl"]

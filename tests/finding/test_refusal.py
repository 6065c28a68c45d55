"""The table of functions that are refused by their text, and of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.finding.find import refusal_of
from tests.finding import project_of

REFUSED = [
    ("async def f(): pass", "M104"),
    ("import functools\n@functools.cache\ndef f(): pass", "M107"),
    ("@unknown\ndef f(): pass", "M107"),
    ("@staticmethod_like(3)\ndef f(): pass", "M107"),
    ("def f():\n    class G: pass", "M101"),
    ("if True:\n    def f(): pass", "M109"),
    ("try:\n    from x import f\nexcept ImportError:\n    def f(): pass", "M109"),
    ("def f(): pass\nf = wrap(f)", "M109"),
    ("def f(): pass\ndef g():\n    global f\n    f = 3", "M109"),
    ("def g(): pass", "M111"),
    ("def f(:", "M007"),
]
ALLOWED = [
    "def f(a, **options): pass",
    "def f(): pass",
    "def f(a, /, b=1, *, c=2): return [x for x in a]",
    "def f(): pass\ndef f(x): pass",
    "import typing\n@typing.final\ndef f(): pass",
    "from typing import override as o\n@o\ndef f(): pass",
    "def f(): return (lambda x: x)(1)",
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused(tmp_path: Path, text: str, code: str) -> None:
    why = refusal_of(project_of(tmp_path, {"m.py": text}), "m:f")
    assert why is not None
    assert why.code == code
    assert why.message


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(tmp_path: Path, text: str) -> None:
    assert refusal_of(project_of(tmp_path, {"m.py": text}), "m:f") is None


CHOSEN = """
if old:
    def f(): return 1
else:
    def f(): return 2
"""


@pytest.mark.parametrize(("line", "code"), [(5, None), (3, "M109")])
def test_what_ran_tells_which_definition_counts(tmp_path: Path, line: int, code: str | None) -> None:
    project = project_of(tmp_path, {"m.py": CHOSEN}).with_seen({}, ran={"m:f": line})
    why = refusal_of(project, "m:f")
    assert (why.code if why else None) == code


METHODS = """
import functools
class Box:
    def area(self): return 1
    @staticmethod
    def unit(): return 1
    @classmethod
    def make(cls): return 1
    @property
    def side(self): return 1
    def swapped(self): return 1
    swapped = functools.cache(swapped)
if functools:
    class Maybe:
        def area(self): return 1
"""


@pytest.mark.parametrize(
    ("qualname", "code"),
    [
        ("Box.area", None),
        ("Box.unit", None),
        ("Box.make", None),
        ("Box.side", None),  # it can be read from Rust, but is no root
        ("Box.swapped", "M109"),
        ("Maybe.area", "M109"),
    ],
)
def test_methods(tmp_path: Path, qualname: str, code: str | None) -> None:
    why = refusal_of(project_of(tmp_path, {"m.py": METHODS}), f"m:{qualname}")
    assert (why.code if why else None) == code


@pytest.mark.parametrize(
    ("id", "code"),
    [
        ("m:<module>", "M110"),
        ("m:f.<locals>.<lambda>", "M105"),
        ("m:outer.<locals>.inner", "M105"),
        ("other:f", "M111"),
    ],
)
def test_code_that_is_no_definition(tmp_path: Path, id: str, code: str) -> None:
    text = "def outer():\n    def inner(): pass\n    return inner\n"
    why = refusal_of(project_of(tmp_path, {"m.py": text}), id)
    assert why is not None
    assert why.code == code

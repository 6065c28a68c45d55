"""Objects: what is refused and why, names of structs, private names, the order of base classes."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from migrator.compiler import Compiler
from migrator.finding.classes import Classes
from migrator.finding.modules import discover
from migrator.model.profile import Observations
from migrator.objects import _TAKEN
from migrator.resources import templates
from tests.compiler.harness import compile_one, compiler_for, refusal

BOX = "object[m:Box]{x: float, items: list[float], rows: list[list[float]], other: object[m:Dot]{x: float}}"
CLASSES = """
import abc
class Dot:
    def __init__(self, x):
        self.x = x
class Box:
    scale = 2
    def __init__(self, x):
        self.x = x
        self.items = []
        self.rows = []
        self.other = Dot(x)
    def grow(self, by=1.0):
        self.x += by
        return self.x
    @property
    def half(self):
        return self.x / 2
    @classmethod
    def make(cls):
        return cls(1.0)
    def __len__(self):
        return 3
class Kept:
    LIMIT = 3
    TABLE = [1.0]
    made = object()

    def __init__(self, x):
        self.x = x


class Hooked:
    def __getattr__(self, name):
        return 1.0
class Meta(metaclass=abc.ABCMeta):
    pass
class Early:
    def __init__(self, x):
        if x > 0.0:
            return
        self.x = x
"""


@pytest.mark.parametrize(
    ("body", "types", "code"),
    [
        ("def f(b): return b.missing", (BOX,), "M230"),
        ("def f(b): return b.half", (BOX,), ""),
        ("def f(b): b.half = 2.0", (BOX,), "M130"),
        ("def f(b): return type(b) == type(b)", ("object[m:Meta]{x: float}",), "M102"),
        ("def f(b): return type(b) is b.__class__", (BOX,), ""),
        ("class Sub(Box): pass\ndef f(b): return b.make().x", ("object[m:Sub]{x: float}",), "M131"),
        ("class Sub(Box): pass\ndef f(b): return Sub.make().x + b", ("float",), "M103"),
        ("def f(b): return b.unknown()", (BOX,), "M131"),
        ("def f(b): return b.grow(1.0, 2.0)", (BOX,), "M103"),
        ("def f(b): return b.grow(by=2.0)", (BOX,), ""),
        ("def f(b): return b.grow(more=2.0)", (BOX,), "M103"),
        ("def f(b): return 1 if b else 0", (BOX,), ""),
        ("def f(b): return b.x", ("object[m:Hooked]{x: float}",), "M130"),
        ("def f(b): return b.x", ("object[m:Meta]{x: float}",), "M130"),
        ("def f(b): return b.x", ("object[m:Nothing]{x: float}",), "M130"),
        ("def f(b): return b.x", ("object[m:Box]{x: other[mixed]}",), "M202"),
        ("def f(b): return b.x", ("object[m:Box]{x: other[dict]}",), "M201"),
        ("def f(b, d): b.other = d", (BOX, "object[m:Dot]{x: float}"), "M303"),
        ("def f(b, xs): b.items = xs", (BOX, "list[float]"), ""),
        ("def f(b): b.rows[0] = [1.0]", (BOX,), "M301"),
        ("def f(b): return b.items", (BOX,), "M303"),
        ("def f(b): b.x = [1.0]", (BOX,), "M202"),
        ("def f(b): return b.items[0] + b.grow()", (BOX,), "M302"),
        ("def f(b): return b.x + b.grow()", (BOX,), ""),
        ("def f(b): return b == b", (BOX,), "M131"),
        ("def f(b, c): return b is c", (BOX, BOX), "M102"),
        ("def f(x): return Early(x).x", ("float",), "M132"),
        ("def f(x): return Hooked(x).x", ("float",), "M130"),
        ("def f(x): return Dot(x, x).x", ("float",), "M103"),
        ("def f(x): return Dot(x)", ("float",), ""),
        ("def f(x): return isinstance(x, Dot)", ("object[m:Dot]{x: float}",), ""),
        ("HELD = Box(1.0)\ndef f(x): return HELD.x * HELD.half", ("float",), ""),
        ("HELD = Box(1.0)\ndef f(x): return HELD.grow()", ("float",), "M301"),
        ("HELD = Box(1.0)\ndef f(x): HELD.x = x", ("float",), "M101"),
        ("HELD = Box(1.0)\ndef f(x): HELD.items[0] = x", ("float",), "M301"),
        ("HELD = Box(1.0)\ndef f(x): return HELD", ("float",), "M303"),
        ("HELD = Box(1.0)\ndef f(x): return HELD.unknown", ("float",), "M230"),
        ("def f(x): return Kept(x).LIMIT", ("float",), ""),
        ("def f(k): return Kept(1.0).LIMIT + k.x", ("object[m:Kept]{x: float, LIMIT: int}",), "M230"),
        ("def f(k): return Kept(1.0).x + k.LIMIT", ("object[m:Kept]{x: float, LIMIT: int}",), "M230"),
        ("def f(x):\n k = Kept(x)\n k.LIMIT = 4\n return k.LIMIT", ("float",), "M230"),
        ("def f(x):\n k = Kept(x)\n k.TABLE.append(x)", ("float",), "M301"),
        ("def f(x): return Kept(x).TABLE.append(x)", ("float",), "M230"),
        ("def f(x): return Kept(x).made", ("float",), "M230"),
        ("MANY = [Dot(1.0)]\ndef f(x): return MANY[0].x", ("float",), "M201"),
    ],
)
def test_what_is_refused(tmp_path: Path, body: str, types: tuple[str, ...], code: str) -> None:
    assert refusal(tmp_path, f"{CLASSES}\n{body}\n", *types) == code


def test_only_what_is_touched_comes_in(tmp_path: Path) -> None:
    made, text = compile_one(tmp_path, f"{CLASSES}\ndef f(b): return b.grow(0.5) + b.other.x\n", BOX)
    assert str(made.params[0]) == ("object[m:Box, BoxObject]{x: float!, other: object[m:Dot, Dot]{x: float}, grow()}")
    assert "b: &mut BoxObject" in text


def test_a_list_that_is_exchanged(tmp_path: Path) -> None:
    made, text = compile_one(tmp_path, f"{CLASSES}\ndef f(b):\n    b.items = [b.x]\n    b.items.append(1.0)\n", BOX)
    assert "items: list[float]=" in str(made.params[0])
    assert "b.items.set(" in text
    assert "&mut b.items.value" in text


def test_private_names_are_those_of_the_class(tmp_path: Path) -> None:
    text = "class _Deep:\n    def get(self): return self.__v + self.__v__\ndef f(d): return d.get()\n"
    made, _ = compile_one(tmp_path, text, "object[m:_Deep]{_Deep__v: int, __v__: int}")
    assert "_Deep__v: int, __v__: int" in str(made.params[0])


def test_the_order_of_bases(tmp_path: Path) -> None:
    text = "class A: pass\nclass B(A): pass\nclass C(A): pass\nclass D(B, C): pass\nclass E(A, B): pass\nclass F(int): pass\n"
    (tmp_path / "m.py").write_text(text)
    classes = Classes(discover(tmp_path))
    assert classes.order("m:D") == ("m:D", "m:B", "m:C", "m:A")
    assert classes.order("m:E") is None
    assert classes.order("m:F") is None


def test_a_method_that_is_refused_and_never_called_is_a_trap(tmp_path: Path) -> None:
    text = """\
UNSEEN = []


class Box:
    def __init__(self, side):
        self.side = side

    def odd(self, n):
        return UNSEEN[n]


def f(box, n):
    if n > 5:
        return box.odd(n)
    return box.side + n
"""
    types = {"f": ("object[m:Box]{side: int}", "int")}
    compiler = compiler_for(tmp_path, text, types)
    assert compiler.reasons("m:f")[0].code == "M201"
    seen = compiler.observed["m:f"]
    cold = dataclasses.replace(seen, lines=(13, 15))
    compiler = Compiler(compiler.project, Observations("", (cold,), "", 1.0))
    assert compiler.reasons("m:f") == ()


def test_structs_have_no_names_that_the_boundary_imports() -> None:
    text = (templates() / "support" / "src" / "boundary" / "mod.rs").read_text(encoding="utf-8")
    used = {
        name for line in re.findall(r"^pub use (.*?);", text, re.M | re.S) for name in re.findall(r"[A-Z]\w*", line)
    }
    camel = {name for name in used if not name.isupper()}
    assert {"Item", "State", "Value"} <= camel
    assert camel <= _TAKEN


def test_structs_have_no_names_of_marker_types(tmp_path: Path) -> None:
    text = (
        "class Game:\n def __init__(self):\n  self.x = 1\nclass GameObject:\n def __init__(self):\n  self.y = 2\n"
        "def f(a, b):\n return a.x + b.y"
    )
    _, rust = compile_one(tmp_path, text, "object[m:Game]{x: int}", "object[m:GameObject]{y: int}")
    assert "a: &Game, b: &GameObject2" in rust


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (" def f(self, g):\n  self.w -= g", ""),
        (" @property\n def w(self):\n  return self.v\n def f(self, g):\n  self.w -= g", "M303"),
        (" @property\n def w(self):\n  return [1]\n def f(self, g):\n  self.w.sort(key=lambda x: -x)", "M103"),
    ],
)
def test_arrays_of_objects_in_place(tmp_path: Path, body: str, code: str) -> None:
    kind = "object[m:Net]{w: ndarray[float64, 1], v: ndarray[float64, 1]}"
    compiler = compiler_for(tmp_path, f"class Net:\n{body}", {"Net.f": (kind, "ndarray[float64, 1]")})
    assert [each.code for each in compiler.reasons("m:Net.f")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("method", "operator", "code"),
    [
        ("__iadd__", "+=", "M131"),
        ("__itruediv__", "/=", "M131"),
        ("__ifloordiv__", "//=", "M131"),
        ("__imod__", "%=", "M131"),
        ("__ilshift__", "<<=", "M131"),
        ("__ior__", "//=", ""),
    ],
)
def test_what_a_class_does_in_place_is_its_own(tmp_path: Path, method: str, operator: str, code: str) -> None:
    plain = " ".join(f"__{n}__" for n in "add truediv floordiv mod lshift".split()).split()
    methods = "".join(f" def {name}(self, k):\n  return V(self.x + k)\n" for name in (*plain, method))
    text = (
        f"class V:\n def __init__(self, x):\n  self.x = x\n{methods}def f(x):\n v = V(x)\n v {operator} 2\n return v.x"
    )
    assert refusal(tmp_path, text, "int") == code


def test_frozen_objects_are_not_changed_in_place(tmp_path: Path) -> None:
    text = "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Net:\n w: object\ndef f(net, g):\n net.w -= g"
    assert refusal(tmp_path, text, "object[m:Net]{w: ndarray[float64, 1]}", "ndarray[float64, 1]") == "M130"


@pytest.mark.parametrize(
    ("body", "types", "code"),
    [
        ("def f(b, x): b.items = x", ("list[float]",), ""),
        ("def f(b, x):\n b.items = x\n x.append(1.0)", ("list[float]",), "M303"),
        ("def f(b, x):\n b.items = x\n b.items.append(1.0)", ("list[float]",), "M303"),
        ("def f(b, x):\n b.items.append(1.0)\n b.items = x", ("list[float]",), "M303"),
        ("def g(b, x): b.items = x\ndef f(b, x): g(b, x)", ("list[float]",), ""),
        ("def g(b, x): b.items = x\ndef f(b, x): g(b, [1.0])", ("list[float]",), "M303"),
        ("def g(b, x): b.items = x\ndef f(b, x):\n g(b, x)\n x.append(1.0)", ("list[float]",), "M303"),
        ("def g(b, x): b.items = x\ndef f(b, x):\n g(b, x)\n b.items[0] = 1.0", ("list[float]",), "M303"),
        ("def f(b, x):\n x = x + [1.0]\n b.items = x", ("list[float]",), ""),
        ("def f(b, x):\n b.rows = x\n for row in b.rows:\n  row[0] = 1.0", ("list[list[float]]",), "M303"),
        ("def f(b, x):\n b.rows = x\n row = b.rows[0]\n row[0] = 1.0", ("list[list[float]]",), "M303"),
        ("def f(b, x):\n b.items.append(x)\n return b.items", ("float",), ""),
        ("def g(b, x):\n b.items.append(x)\n return b.items\ndef f(b, x): return g(b, x)", ("float",), "M303"),
        ("def f(b, x):\n b.x = x\n return b.items", ("float",), "M303"),
        ("def f(b, x):\n b.items.append(x)\n if x > 1.0: return b.items\n return b.rows[0]", ("float",), "M303"),
    ],
)
def test_attributes_that_are_bound_to_arguments(tmp_path: Path, body: str, types: tuple[str, ...], code: str) -> None:
    assert refusal(tmp_path, f"{CLASSES}\n{body}\n", BOX, *types) == code


def test_lists_of_objects_that_hold_one_another_are_not_made(tmp_path: Path) -> None:
    text = (
        "class Node:\n def __init__(self, v, after=None):\n  self.v = v\n  self.after = after\n"
        "def f(n):\n head = None\n for i in range(n):\n  head = Node(i, head)\n return n"
    )
    assert refusal(tmp_path, text, "int") == "M308"

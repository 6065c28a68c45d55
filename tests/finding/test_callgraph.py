"""Which calls the text resolves, and that the others are kept as spelled."""

from __future__ import annotations

from pathlib import Path

from migrator.finding.callgraph import CallGraph
from tests.finding import project_of

FILES: dict[str, str | bytes] = {
    "pkg/__init__.py": "",
    "pkg/base.py": """
class Base:
    def __init__(self): pass
    def step(self): return 1
    @classmethod
    def make(cls): return cls.helper()
    @staticmethod
    def helper(): return 1
""",
    "pkg/model.py": """
import numpy as np
from .base import Base
from . import base as b

def leaf(x): return x

class Model(Base):
    def step(self):
        return super().step() + self.inner(self.helper()) + self.missing()
    def inner(self, x):
        def local(): return leaf(x)
        return [leaf(v) for v in x] + sorted(x, key=lambda q: leaf(q)) + local()
    def other(this, items):
        items.sort()
        items[0].step()
        Base.step(this)
        b.Base()
        np.dot(items, len(items))
        leaf(x=leaf(2))
""",
}


def test_calls(tmp_path: Path) -> None:
    graph = CallGraph(project_of(tmp_path, FILES))

    def calls(name: str) -> list[tuple[str, str, str | None]]:
        return [(c.spelled, c.kind, c.callee) for c in graph.calls_of(f"pkg.{name}")]

    assert calls("model:Model.step") == [
        ("super().step", "function", "pkg.base:Base.step"),
        ("super", "builtin", "super"),
        ("self.inner", "function", "pkg.model:Model.inner"),
        ("self.helper", "function", "pkg.base:Base.helper"),
        ("self.missing", "unknown", None),
    ]
    assert ("local", "function", "pkg.model:Model.inner.<locals>.local") in calls("model:Model.inner")
    assert calls("model:Model.inner").count(("leaf", "function", "pkg.model:leaf")) == 3
    assert calls("model:Model.other") == [
        ("items.sort", "unknown", None),
        ("items[0].step", "unknown", None),
        ("Base.step", "function", "pkg.base:Base.step"),
        ("b.Base", "class", "pkg.base:Base"),
        ("np.dot", "library", "numpy.dot"),
        ("len", "builtin", "len"),
        ("leaf", "function", "pkg.model:leaf"),
        ("leaf", "function", "pkg.model:leaf"),
    ]
    assert calls("base:Base.make") == [("cls.helper", "function", "pkg.base:Base.helper")]
    assert graph.callees_of("pkg.model:Model.other") == (
        "pkg.base:Base.step",
        "pkg.base:Base.__init__",
        "pkg.model:leaf",
    )


def test_lines(tmp_path: Path) -> None:
    graph = CallGraph(project_of(tmp_path, {"m.py": "def f(x):\n    y = g(\n        len(x))\n"}))
    assert [(c.spelled, c.line) for c in graph.calls_of("m:f")] == [("g", 2), ("len", 3)]


def test_unknown_ids_have_no_calls(tmp_path: Path) -> None:
    graph = CallGraph(project_of(tmp_path, {"m.py": ""}))
    assert graph.calls_of("m:none") == ()
    assert graph.calls_of("other:none") == ()


def test_a_base_class_outside_the_project_may_define_the_method(tmp_path: Path) -> None:
    text = "import lib\nclass C(lib.Base):\n    def f(self): return self.g()\n"
    graph = CallGraph(project_of(tmp_path, {"m.py": text}))
    assert graph.calls_of("m:C.f")[0].callee is None


def test_class_that_inherits_itself_ends(tmp_path: Path) -> None:
    text = "class C(C):\n    def f(self): return self.g()\n"
    graph = CallGraph(project_of(tmp_path, {"m.py": text}))
    assert graph.calls_of("m:C.f")[0].callee is None

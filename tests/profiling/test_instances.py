"""Instances of the project's classes: their attributes are observed and stored, and no code of theirs runs."""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import Any

from migrator.resources import templates
from tests.profiling.conftest import Tiny
from tests.profiling.test_observe import one, stored, watch

TEXT = """
import threading
class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
class Box:
    LIMIT = 3
    def __init__(self, n):
        self.n = n
        self.corner = Point(1.0, 2.0)
        self.items = []
        self.again = self.items
        self.lock = threading.Lock()
        self.mixed = None
        self.parent = self
    def __getattr__(self, name):
        raise RuntimeError("no code of the class is run")
    @property
    def wrong(self):
        raise RuntimeError("no code of the class is run")
    def step(self, x):
        self.items.append(x)
        self.mixed = x if x > 1 else "text"
        return self
class Deep:
    def __init__(self, inner):
        self.inner = inner
def depth(d):
    return 1
def limit():
    return Box.LIMIT
box = Box(5)
for x in (1, 2, 3):
    box.step(x)
d = Deep(1)
for _ in range(9):
    d = type("Deep", (Deep,), {"__module__": "elsewhere"})(d) if _ == 8 else Deep(d)
depth(d)
limit()
"""


def test_what_is_seen_of_an_object(tiny: Tiny) -> None:
    found = watch(tiny, TEXT, "Box.step", "depth", "limit")
    types = [s.types[0] for s in one(found, "Box.step").signatures]
    point = "corner: object[main:Point]{x: float, y: float}"
    assert types == [
        f"node[main:Box]{{LIMIT: int, again: list[int], {point}, items: list[int], lock: other[_thread.lock], "
        "mixed: other[mixed], n: int, parent: node[main:Box]{}}"
    ]
    assert {s.result for s in one(found, "Box.step").signatures} == {"argument[0]"}
    assert one(found, "depth").signatures[0].types == ("other[elsewhere.Deep]",)
    assert one(found, "limit").globals == {"Box.LIMIT": "int"}


def test_what_is_stored_of_an_object(tiny: Tiny) -> None:
    calls = [call for call in stored(watch(tiny, TEXT, "Box.step")) if call["id"] == "main:Box.step"]
    first = calls[0]["args"][0]
    assert first["t"] == "object"
    assert first["c"] == "main:Box"
    assert list(first["v"]) == ["n", "corner", "items", "again", "mixed", "parent"]
    assert first["v"]["again"] == {"t": "ref", "n": first["v"]["items"]["n"]}
    assert first["v"]["parent"] == {"t": "ref", "n": first["n"]}
    json.dumps(first)


def test_a_proof_makes_the_object_again(tiny: Tiny) -> None:
    calls = [call for call in stored(watch(tiny, TEXT, "Box.step")) if call["id"] == "main:Box.step"]
    proof = _proof()
    main: Any = type(sys)("main")
    exec(compile(TEXT.split("box = Box(5)", maxsplit=1)[0], "main.py", "exec"), vars(main))
    sys.modules["main"] = main
    try:
        box = proof.decode_call(calls[-1]).arguments[0]
        assert type(box) is main.Box
        assert box.items == [1, 2]
        assert box.again is box.items
        assert box.parent is box
        assert (box.corner.x, box.corner.y) == (1.0, 2.0)
        assert proof.encode_call(proof.decode_call(calls[-1]))["args"] == calls[-1]["args"]
        (copy,) = proof.copy_arguments((box,))
        assert copy is not box
        assert copy.parent is copy
        assert proof.difference(proof.Outcome((box,)), proof.Outcome((copy,))) is None
        copy.corner.x = -1.0
        assert "corner.x" in (proof.difference(proof.Outcome((box,)), proof.Outcome((copy,))) or "")
    finally:
        del sys.modules["main"]


def _proof() -> Any:
    spec = importlib.util.spec_from_file_location(
        "_proof_of_instances", templates() / "python" / "_proof" / "__init__.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module

"""Constructors that do more than set attributes: what is written out in them, what must hold then, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compiler_for, refusal

CLASSES = """
from dataclasses import dataclass
class Bare:
    pass
class Base(Bare):
    def __init__(self, n):
        super().__init__()
        self.n = n
class Counter(Base):
    def __init__(self, n):
        super().__init__(n)
        self.reset()
    def reset(self):
        self.count = 0
        self.seen = []
    def feed(self, x):
        self.count += self.n
        self.seen.append(x)
class Branches:
    def __init__(self, n):
        if n > 3:
            self.a = 1
        self.b = n
class Order:
    def __init__(self, n):
        if n > 3:
            self.a = 1
            self.b = 2
        else:
            self.b = 1
            self.a = 2
class Early:
    def __init__(self, n):
        self.n = n
        self.check()
        self.m = n
    def check(self):
        if self.n > 5:
            return
        self.n = 5
class Circle:
    def __init__(self, n):
        self.n = n
        self.again(n)
    def again(self, n):
        if n > 0:
            self.again(n - 1)
        self.n += 1
class Hidden:
    def __init__(self, n):
        self.step = n
        self.grow()
    def step(self):
        self.x = 1
    def grow(self):
        self.step()
class Sets:
    def __init__(self, n):
        self.n = n
        tell(self)
def tell(other):
    other.late = 1
class Dial:
    def __init__(self, n):
        self.top = 90
        self.angle = n
    @property
    def angle(self):
        return self.turn
    @angle.setter
    def angle(self, value):
        self.turn = value % self.top
    @property
    def half(self):
        return self.top / 2
class Lazy(Dial):
    def __init__(self, n):
        self.top = 90
        self.angle = n
    @property
    def angle(self):
        return self.turn
    @angle.setter
    def angle(self, value):
        self.turn = 1
        if value < 0:
            return
        self.turn = value
class Added(Dial):
    def __init__(self, n):
        super().__init__(n)
        self.angle += n
class Halved(Dial):
    def __init__(self, n):
        super().__init__(n)
        self.half = n
@dataclass
class Square:
    a: int
    def __post_init__(self):
        self.area = self.a * self.a
@dataclass
class Checked:
    a: int
    def __post_init__(self):
        if self.a < 0:
            return
        self.b = 1
@dataclass
class Pair:
    a: int
    b: int
"""


def test_what_is_written_out_must_stay_as_it_is(tmp_path: Path) -> None:
    text = CLASSES + "def f(n):\n c = Counter(n)\n c.feed(1.0)\n return c.count + len(c.seen)\n"
    members = compiler_for(tmp_path, text, {"f": ("int",)}).region("m:f")
    root = next(each for each in members if each.root)
    assert {each.id for m in members for each in m.written_out} == {"m:Base.__init__", "m:Counter.reset"}
    assert {"m:Base.__init__", "m:Counter.reset"} < set(root.dependencies)
    (use,) = root.classes
    assert ("__init__", "init", "m:Counter", "m:Base.__init__") in use.methods
    assert ("__init__", "absent", "m:Base", "") in use.methods
    assert ("reset", "init", "", "m:Counter.reset") in use.methods
    assert use.attributes == (("n", ""), ("count", "!"), ("seen", "!"))


def test_a_property_that_is_set_and_a_post_init_must_stay_as_they_are(tmp_path: Path) -> None:
    text = f"{CLASSES}def f(n):\n dial = Dial(n)\n dial.angle = n\n return dial.angle + Square(n).area\n"
    members = compiler_for(tmp_path, text, {"f": ("int",)}).region("m:f")
    root = next(m for m in members if m.root)
    assert {"m:Dial.angle", "m:Dial.angle.setter", "m:Square.__post_init__"} < set(root.dependencies)
    methods = {row for use in root.classes for row in use.methods}
    assert ("angle", "setter", "", "m:Dial.angle.setter") in methods
    assert ("__init__", "dataclass", "", "a; __post_init__") in methods
    assert ("__post_init__", "init", "", "m:Square.__post_init__") in methods


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Counter(n).count", ""),
        ("Branches(n).b", "M132"),
        ("Order(n).b", "M132"),
        ("Early(n).m", "M132"),
        ("Circle(n % 9).n", ""),
        ("Hidden(n).step", "M230"),
        ("Sets(n).n", "M230"),
        ("Pair(*[n, 2]).a", "M103"),
        ("Dial(n).angle", ""),
        ("Lazy(n).angle", "M132"),
        ("Added(n).angle", "M132"),
        ("Halved(n).top", "M132"),
        ("Square(n).area", ""),
        ("Checked(n).a", "M230"),
        ("Base(*[n]).n", "M103"),
        ("Base(*(n,)).n", ""),
    ],
)
def test_which_constructors_compile(tmp_path: Path, body: str, code: str) -> None:
    assert refusal(tmp_path, f"{CLASSES}def f(n):\n return {body}\n", "int") == code

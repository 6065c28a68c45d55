"""Objects that stay in Python: what must not compile, and what does though the class holds itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compile_one, compiler_for, refusal

_CLASS = "class Node:\n def __init__(self, v):\n  self.v, self.next, self.items = v, None, []\n"
_NODE = "node[m:Node]{v: int, next: optional[node[m:Node]{}], items: list[int], rows: list[list[int]], w: ndarray[float64, 1], k: other[mixed]}"
_ARRAY = "ndarray[float64, 1]"

CASES = [
    ("the next one's attribute is set", "def f(a):\n a.next.v = 1", (_NODE,), "M308"),
    ("a list in it grows", "def f(a):\n a.next.items.append(1)", (_NODE,), "M307"),
    ("an element is set", "def f(a):\n a.next.items[0] = 1", (_NODE,), "M307"),
    ("a list of it grows under a name", "def f(a):\n x = a.next.items\n x.append(1)", (_NODE,), "M307"),
    (
        "a list of it or another grows",
        "def f(a, c):\n x = a.next.items if c else [1]\n x.append(1)",
        (_NODE, "bool"),
        "M307",
    ),
    ("a list of it is returned", "def f(a):\n return a.next.items", (_NODE,), "M307"),
    ("a list of it is returned in a tuple", "def f(a):\n return 1, a.next.items", (_NODE,), "M307"),
    ("a list of it is kept", "def f(a):\n return [a.next.items]", (_NODE,), "M307"),
    ("a list of it is appended", "def f(a, out):\n out.append(a.next.items)", (_NODE, "list[list[int]]"), "M307"),
    (
        "a list of it as a default",
        "def f(a, d):\n x = d.get(1, a.next.items)\n x.append(1)",
        (_NODE, "dict[int, list[int]]"),
        "M307",
    ),
    ("a call changes it", "def g(x):\n x.append(1)\ndef f(a):\n g(a.next.items)", (_NODE,), "M307"),
    ("a call gives it back", "def g(x):\n return x\ndef f(a):\n return g(a.next.items)", (_NODE,), "M307"),
    ("an array of it is changed", "def f(a):\n a.next.w[0] = 1.0", (_NODE,), "M307"),
    ("a view of an array of it", "def f(a):\n return a.next.w[1:]", (_NODE,), "M307"),
    ("an array of it, and one that is changed", "def f(a, b):\n b[0] = a.next.w[0]", (_NODE, _ARRAY), "M309"),
    ("lists in a list", "def f(a):\n return a.next.rows[0][0]", (_NODE,), "M201"),
    ("an attribute of several types", "def f(a):\n return a.next.k", (_NODE,), "M202"),
    ("an attribute that was never seen", "def f(a):\n return a.next.z", (_NODE,), "M230"),
    (
        "NumPy is called back",
        "import numpy as np\ndef f(a, b):\n return np.percentile(b, 50) + a.next.v",
        (_NODE, _ARRAY),
        "M309",
    ),
]


@pytest.mark.parametrize(("text", "types", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_refusals(text: str, types: tuple[str, ...], code: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, _CLASS + text, *types) == code


def test_only_what_is_asked_is_read(tmp_path: Path) -> None:
    made, rust = compile_one(tmp_path, f"{_CLASS}def f(a, i):\n return a.items[i] + len(a.items)", _NODE, "int")
    assert str(made.returns) == "int"
    assert "a.items_at(i)?" in rust
    assert "a.items_len()?" in rust


def test_a_method_that_only_sets_its_own_attributes_has_a_struct(tmp_path: Path) -> None:
    text = "class Node:\n def step(self):\n  self.v += 1\n"
    compiler = compiler_for(tmp_path, text, {"Node.step": (_NODE,)})
    made = compiler.root("m:Node.step")
    assert [str(kind) for kind in made.params] == ["object[m:Node, Node2]{v: int!}"]


def test_what_is_known_at_the_end_is_not_known_at_the_start(tmp_path: Path) -> None:
    text = "def f(a, b):\n if a is None:\n  return a\n return b"
    _, rust = compile_one(tmp_path, text, "optional[int]", "int")
    assert "ok_or" not in rust

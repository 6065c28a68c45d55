"""Lists that are kept in other lists are copies in Rust: what must not compile, since somebody could tell them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import refusal

_ROWS = ("list[list[float]]",)
_SPLIT = "def split(rows):\n left = []\n for row in rows:\n  left.append(row)\n return left\n"
_BOX = "class Box:\n def __init__(self, w):\n  self.w = w\n def bump(self):\n  self.w[0] += 1.0\n"
_BEST = "def f(rows):\n best = None\n for r in rows:\n  if best is None or r[0] < best[0]:\n   best = r\n"
_ONE = "def f(rows):\n r = rows[0] if rows[0][0] < rows[1][0] else rows[1]\n"
_TABLE = ("dict[int, list[float]]",)
_NET = "class Net:\n def __init__(self, w):\n  self.w = w\n"
_OBJECT = ("object[m:Net]{w: list[list[float]]}",)

CASES = [
    ("kept and returned", f"{_SPLIT}def f(rows):\n return split(rows)", _ROWS),
    ("kept and sorted, then returned", "def f(rows):\n return sorted(rows, key=lambda r: r[0])", _ROWS),
    ("a slice of rows returned", "def f(rows):\n return rows[1:]", _ROWS),
    (
        "kept, then the row changes",
        f"{_SPLIT}def f(rows):\n a = split(rows)\n rows[0][0] = 5.0\n return a[0][0]",
        _ROWS,
    ),
    ("kept, then changed there", f"{_SPLIT}def f(rows):\n a = split(rows)\n a[0][0] = 5.0\n return rows[0][0]", _ROWS),
    (
        "kept, then changed by a call",
        f"{_SPLIT}def g(r):\n r[0] = 1.0\ndef f(rows):\n for r in split(rows):\n  g(r)",
        _ROWS,
    ),
    (
        "taken out again and changed",
        "def f(rows):\n a = [r for r in rows]\n r = a.pop()\n r[0] = 3.0\n return rows[-1][0]",
        _ROWS,
    ),
    ("the best one changes", f"{_BEST} best[0] = 1.0\n return rows[0][0]", _ROWS),
    ("the best one returned", f"{_BEST} return best", _ROWS),
    ("one of two rows changes", f"{_ONE} rows[0][0] = 5.0\n return r[0]", _ROWS),
    ("one of two rows is changed under its name", f"{_ONE} r[0] = 5.0\n return rows[0][0]", _ROWS),
    ("one of two rows returned", f"{_ONE} rows[0][0] = 5.0\n return r", _ROWS),
    ("one of two rows kept", f"{_ONE} rows.append(r)\n return rows", _ROWS),
    ("one of two rows changes in a loop", f"{_ONE} for i in range(2):\n  rows[i][0] = r[0]", _ROWS),
    ("what a dict holds changes", "def f(q):\n r = q.get(1, [1.0])\n q[1].append(2.0)\n return r[-1]", _TABLE),
    (
        "what a dict holds changes where it is stored",
        "def f(q):\n r = q.get(1, [1])\n q[q[1].pop()][0] += r[-1]",
        ("dict[int, list[int]]",),
    ),
    ("into an argument", "def f(rows, out):\n for r in rows:\n  out.append(r)", _ROWS * 2),
    ("an argument extended by rows", "def f(rows, out):\n out.extend(rows)", _ROWS * 2),
    ("an elite that stays", "def f(rows):\n out = [rows[0]]\n out.append([1.0])\n return out", _ROWS),
    (
        "kept and changed",
        "def f(n):\n a = []\n r = [0]\n for i in range(n):\n  a.append(r)\n  r.append(i)\n return len(a[0])",
        ("int",),
    ),
    (
        "a list for two objects",
        f"{_BOX}def f(n):\n w = [1.0] * n\n a, b = Box(w), Box(w)\n a.bump()\n return b.w[0]",
        ("int",),
    ),
    ("an object's list returned", f"{_BOX}def f(n):\n w = [1.0] * n\n a = Box(w)\n a.bump()\n return w", ("int",)),
    (
        "an argument in an object that changes",
        f"{_BOX}def f(w):\n a = Box(w)\n a.bump()\n return a.w[0]",
        ("list[float]",),
    ),
    ("an argument in an object that leaves", f"{_BOX}def f(w):\n return Box(w)", ("list[float]",)),
    (
        "a part in an object that changes",
        f"{_BOX}def f(rows):\n a = Box(rows[0])\n a.bump()\n return rows[0][0]",
        _ROWS,
    ),
    ("a row in an object that changes", f"{_NET}def f(b):\n a = [b.w[0]]\n b.w[0][0] = 5.0\n return a[0][0]", _OBJECT),
    ("a copy into an object", f"{_NET}def f(b, xs):\n a = [x for x in xs]\n b.w[0] = a[0]", (*_OBJECT, *_ROWS)),
    (
        "the best into an object",
        f"{_NET}def f(b, xs):\n y = xs[0]\n for x in xs:\n  if x[0] > y[0]:\n   y = x\n b.w[0] = y",
        (*_OBJECT, *_ROWS),
    ),
    (
        "a popped copy into an object",
        f"{_NET}def f(b, xs):\n a = [x for x in xs]\n b.w[0] = a.pop()",
        (*_OBJECT, *_ROWS),
    ),
    (
        "rows that a test changes again and again",
        "def g(a):\n a[0][0] += 1\n return a[0][0] < 3\ndef f(n):\n a = [[0], [n]]\n k = 0\n while g(a[1:]):\n  k += 1\n return k",
        ("int",),
    ),
    ("rows twice in one list", "def f(n):\n a = [[n]]\n b = a + a\n b[0][0] = 7\n return b[1][0]", ("int",)),
    ("rows under two names", "def f(n):\n a = [[n]]\n c = a\n b = a + c\n b[0][0] = 7\n return b[1][0]", ("int",)),
    (
        "rows drawn again",
        "import random\ndef f(n):\n a = [[n]]\n b = random.choices(a, k=2)\n b[0][0] = 7\n return b[1][0]",
        ("int",),
    ),
]


@pytest.mark.parametrize(("why", "text", "types"), CASES, ids=[c[0] for c in CASES])
def test_refused(tmp_path: Path, why: str, text: str, types: tuple[str, ...]) -> None:
    assert refusal(tmp_path, text + "\n", *types) == "M303", why

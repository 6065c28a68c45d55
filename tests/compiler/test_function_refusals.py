"""What must not compile of functions and statements: values that are functions, names with two meanings, hot handlers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import refusal

_CALLED = "def call(g):\n return g()\n"
_BOXED = "class Box:\n def __init__(self, n):\n  self.n = n\n def __len__(self):\n"
CASES = [
    (
        "nonlocal of a lambda",
        "def f(n):\n k = abs\n def g():\n  nonlocal k\n  k = lambda x: x\n g()\n return k(n)",
        "",
    ),
    ("an inner function bound twice", "def f(n):\n def g(): return 1\n g = 3\n return n", ""),
    (
        "a function bound twice that names itself",
        "def f(n):\n if n:\n  def g(k): return g(k)\n else:\n  def g(k): return k\n return g(n)",
        "M105",
    ),
    (
        "functions bound twice that share",
        "def f(n):\n k = 1\n if n:\n  def g(): return k\n  k = 2\n else:\n  def g(): return 3\n return g()",
        "M105",
    ),
    ("an inner generator", "def f(n):\n def g():\n  yield n\n return n", "M105"),
    ("an inner function returned", "def f(n):\n def g(): return 1\n return g", "M105"),
    ("a closure returned", "def f(n):\n return lambda x: x + n", "M105"),
    ("a closure in the caller's list", "def f(n):\n fs = [lambda: n]\n return fs", "M105"),
    ("a closure over a loop's variable", "def f(n):\n for i in range(n):\n  g = lambda: i\n  return [g][0]()", "M105"),
    ("a closure over what changes", f"{_CALLED}def f(n):\n k = 1\n g = lambda: k\n k = n\n return call(g)", "M105"),
    ("a closure over a list", f"{_CALLED}def f(n):\n xs = [n]\n return call(lambda: xs[0])", "M105"),
    ("a closure over an item", f"{_CALLED}def f(n):\n return [call(lambda: i) for i in range(n)]", "M105"),
    (
        "a value that rebinds",
        f"{_CALLED}def f(n):\n k = 1\n def g():\n  nonlocal k\n  k = n\n call(g)\n return k",
        "M105",
    ),
    ("an iterator used twice", "def f(xs):\n g = (x for x in xs)\n a = sum(g)\n return a + sum(g)", "M102"),
    ("an iterator used in a loop", "def f(xs):\n g = (x for x in xs)\n for i in xs:\n  i = sum(g)\n return i", "M102"),
    ("an iterator as a value", "def f(xs):\n g = map(abs, xs)\n return g", "M102"),
    ("a list for all parameters", "def g(a, *b):\n return a\ndef f(n):\n return g(*[n])", "M103"),
    ("an attribute that may be missing", "def f(n):\n return getattr(n, 'real', 0)", "M230"),
    ("a range returned", "def f(n):\n r = range(n)\n return r", "M102"),
    ("a stepped iterator passed on", "def f(n):\n it = iter([n])\n next(it)\n return list(it)", "M102"),
    ("a length that is no int", f"{_BOXED}  return 1.5\ndef f(n):\n return len(Box(n))", "M131"),
    (
        "an object without a place for items",
        f"{_BOXED}  return 1\ndef f(n):\n b = Box(n)\n b[0] = n\n return n",
        "M131",
    ),
    ("closures compared", "def f(n):\n def g(): return n\n h = g\n return h == g", "M102"),
    ("a closure taken apart", "def f(n):\n def g(): return n\n h = g\n a, = h\n return a", "M204"),
    ("the length of a closure", "def f(n):\n def g(): return n\n h = g\n return len(h)", "M102"),
    ("an inner function of another branch", "def f(n):\n if n:\n  def g(): return 1\n return g()", "M204"),
    ("never equal, but it may raise", "def f(n):\n s = 'ab'\n return 1 if s == (1 // n, 2) else 2", "M102"),
    ("a closure bound twice", "def f(n):\n g = lambda: n\n if n:\n  g = lambda: n + 1\n return g()", "M202"),
    ("a lambda of another branch", "def f(n):\n if n:\n  g = lambda: 1\n return g()", "M204"),
    ("a lambda with a default", "def f(n):\n return sorted([n], key=lambda x, k=n: x)", "M105"),
    ("an argument given twice", "def g(a, b=1): return a\ndef f(n):\n return g(n, a=n)", "M103"),
    ("a positional parameter by keyword", "def g(a, /): return a\ndef f(n):\n return g(a=n)", "M103"),
    ("a key that looks at the list", "def f(n):\n x = [n]\n x.sort(key=lambda v: len(x))\n return x", "M103"),
    ("an iterator that is ahead", "def f(n):\n return [a for a, b in zip((1 // x for x in [n]), [n])]", "M103"),
    (
        "one of several lambdas returned",
        "def f(k):\n if k == 1:\n  return lambda x: x + 1\n return lambda x: x + 2",
        "M105",
    ),
    (
        "one of several functions returned",
        "def g(x):\n return x + 1\ndef h(x):\n return x + 2\ndef f(k):\n if k == 1:\n  return g\n return h",
        "M105",
    ),
    ("a list in a finally", "def f(n):\n try:\n  return n\n finally:\n  n = 1", "M108"),
    ("a hot import in a branch", "def f(n):\n if n:\n  import math\n return n", "M101"),
    ("a hot import of a name used before", "def f(n):\n n += m.pi\n import math as m\n return n", "M101"),
    ("a hot import of a name bound again", "def f(n):\n import math as m\n m = n\n return m", "M101"),
    ("a version with three parts", "import sys\ndef f(n):\n return sys.version_info > (3, 9, 1)", "M102"),
    (
        "isinstance of an unknown class",
        "from pathlib import Path\ndef f(n):\n return isinstance(n, Path)",
        "M103",
    ),
    ("a generator as a root", "def f(n):\n yield n", "M104"),
    (
        "an endless generator",
        "def g(n):\n while True:\n  yield n\n  n += 1\ndef f(n):\n for x in g(n):\n  return x",
        "M104",
    ),
    (
        "a generator that may hang before its next item",
        "def g(n):\n while n:\n  if n > 3:\n   yield n\ndef f(n):\n for x in g(n):\n  return x",
        "M104",
    ),
    ("a generator that is kept", "def g(n):\n yield n\ndef f(n):\n it = g(n)\n return 1", "M104"),
    (
        "a generator over a list that its loop changes",
        "def g(a):\n for x in a:\n  yield x\ndef f(n):\n a = [n]\n for x in g(a):\n  a.append(x)\n return a",
        "M303",
    ),
    (
        "a generator that changes its argument",
        "def g(a):\n a.append(1)\n yield 1\ndef f(n):\n a = [n]\n for x in g(a):\n  n += x\n return n",
        "M104",
    ),
    (
        "a class of an argument that is bound anew",
        "def f(n):\n if isinstance(n, float):\n  return -1.0\n if n > 3:\n  n = n / 2\n return n",
        "M102",
    ),
    ("reverse that is not known", "def f(n):\n return sorted([n], reverse=n)", "M103"),
]


@pytest.mark.parametrize(("why", "text", "code"), CASES, ids=[c[0] for c in CASES])
def test_refused(tmp_path: Path, why: str, text: str, code: str) -> None:
    assert refusal(tmp_path, text + "\n", "int") == code, why


KEPT = [
    ("a dead branch binds nothing", "def f(w):\n if w is None:\n  w = 'a'\n return w", "int"),
    ("None is bound anew", "def f(w):\n if w is None:\n  w = [1.0]\n return w[0]", "None"),
    ("not w", "def f(w):\n if not w:\n  w = [1.0]\n return w[0]", "None"),
    ("or", "def f(w):\n w = w or [1]\n return w[0]", "None"),
    ("isinstance", "def f(w):\n if isinstance(w, (list, tuple)):\n  return w[0]\n return w", "list[int]"),
]


@pytest.mark.parametrize(("why", "text", "types"), KEPT, ids=[c[0] for c in KEPT])
def test_decided(tmp_path: Path, why: str, text: str, types: str) -> None:
    assert refusal(tmp_path, text + "\n", types) == "", why

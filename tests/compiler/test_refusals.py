"""What must not compile: sharing that Rust cannot show, types that Python keeps apart, statements without Rust."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import refusal

_RAISED = "{}\ndef f(n):\n try:\n  if n: raise {}\n except {}:\n  n = 7\n return n"
_ORDERED = """from functools import total_ordering
@total_ordering
class A:
 def __init__(self, x): self.x = x
 def __eq__(self, other): return self.x == other.x
 def __lt__(self, other): return self.x < other.x
"""
_CACHED = "import functools\ndef f(n):\n xs = []\n @functools.lru_cache(maxsize=9)\n def g(k): return {}\n return {}"
_OF_CLASS = "K = 3\nclass A:\n K = 4\n @staticmethod\n def g(x, k=K): return x + k\ndef f(n):\n return A.g(n)"
CASES = [
    (
        "a name bound anew is another variable",
        "def f(n):\n a = [0] * n\n b = a\n a = [1]\n b.append(2)\n return a, b",
        ("int",),
        "",
    ),
    (
        "a row kept twice",
        "def f(n):\n row = [0] * n\n out = []\n for i in range(n):\n  out.append(row)\n return out",
        ("int",),
        "M303",
    ),
    ("an argument kept", "def f(xs, grid):\n grid.append(xs)", ("list[int]", "list[list[int]]"), "M303"),
    ("a row of an argument returned", "def f(grid):\n return grid[0]", ("list[list[int]]",), "M303"),
    (
        "rows moved under a name",
        "def f(g):\n r = g[0]\n g.pop()\n r[0] = 1\n return g",
        ("list[list[int]]",),
        "M303",
    ),
    (
        "a list that grows in the loop over its rows",
        "def f(g):\n for r in g:\n  r[0] = 1\n  g.append([1])",
        ("list[list[int]]",),
        "M303",
    ),
    ("int and str in one variable", "def f(n):\n x = 1\n if n:\n  x = 'a'\n return x", ("int",), "M202"),
    ("bool and int in one variable", "def f(n):\n x = True\n if n:\n  x = 2\n return x", ("int",), "M202"),
    ("max of bool and int", "def f(n):\n return max(True, n)", ("int",), "M102"),
    ("float in a display", "def f(x):\n return x in (1.0, 2.0)", ("float",), "M102"),
    ("a list of a set of texts made here", "def f(s):\n return list(set(s))", ("list[str]",), "M102"),
    ("a float key", "def f(x):\n d = {}\n d[x] = 1\n return d", ("float",), "M201"),
    ("int and bool keys", "def f(n):\n return {n: 1, True: 2}", ("int",), "M202"),
    ("a view that is kept", "def f(d):\n v = d.keys()\n d[1] = 2\n return len(v)", ("dict[int, int]",), "M201"),
    ("a view that is returned", "def f(d):\n return d.values()", ("dict[int, int]",), "M201"),
    (
        "a list of a dict kept elsewhere",
        "def f(d):\n out = []\n out.append(d[1])\n return out",
        ("dict[int, list[int]]",),
        "M303",
    ),
    (
        "a list of a dict under a name, and put into it",
        "def f(d):\n r = d[1]\n d[2] = [0]\n r.append(1)",
        ("dict[int, list[int]]",),
        "M303",
    ),
    ("a dict's part returned", "def f(d, k):\n return d.get(k, [])", ("dict[int, list[int]]", "int"), "M303"),
    ("a lone surrogate", "def f(s):\n return s == '\\ud800'", ("str",), "M102"),
    ("a generator", "def f(n):\n yield n", ("int",), "M104"),
    ("named arguments", "def f(**kw):\n return len(kw)", (), "M102"),
    ("a global statement", "K = 1\ndef f(n):\n global K\n K = n", ("int",), "M301"),
    ("try", "def f(n):\n try:\n  return 1 // n\n except ZeroDivisionError:\n  return 0", ("int",), ""),
    (
        "a dividend that does something",
        "def g(xs):\n xs.append(1)\n return 1\ndef f(xs, n):\n try:\n  return g(xs) // n\n except ZeroDivisionError:\n  return 0",
        ("list[int]", "int"),
        "M108",
    ),
    ("another exception", "def f(n):\n try:\n  return 1 // n\n except TypeError:\n  return 0", ("int",), "M108"),
    (
        "a NumPy scalar divided",
        "def f(x, y):\n try:\n  r = x / y\n except ZeroDivisionError:\n  r = y\n return r",
        ("np.float64", "np.float64"),
        "M108",
    ),
    ("raised and caught", _RAISED.format("class E(Exception): pass", "E('x')", "E"), ("int",), ""),
    ("raised and caught as a base", _RAISED.format("", "KeyError", "LookupError"), ("int",), ""),
    (
        "an exception with a constructor",
        _RAISED.format("class E(Exception):\n def __init__(self): pass", "E()", "E"),
        ("int",),
        "M108",
    ),
    (
        "an exception with a metaclass",
        _RAISED.format("class M(type): pass\nclass E(Exception, metaclass=M): pass", "E()", "E"),
        ("int",),
        "M108",
    ),
    (
        "an exception with a finalizer",
        _RAISED.format("class E(Exception):\n def __del__(self): pass", "E()", "E"),
        ("int",),
        "M108",
    ),
    (
        "an exception that goes through a finally",
        "def f(n, xs):\n try:\n  try:\n   if n: raise KeyError\n  finally:\n   xs.append(1)\n except KeyError:\n  n = 7\n return n",
        ("int", "list[int]"),
        "M108",
    ),
    (
        "an exception of a handler that goes through a finally",
        "def f(n, xs):\n try:\n  try:\n   if n: raise KeyError\n  except KeyError:\n   if n > 3: raise ValueError\n"
        "  finally:\n   xs.append(1)\n except ValueError:\n  n = 7\n return n",
        ("int", "list[int]"),
        "M108",
    ),
    ("an exception of another class", _RAISED.format("", "KeyError", "IndexError"), ("int",), "M108"),
    ("an exception that says a value", _RAISED.format("", "KeyError(n)", "KeyError"), ("int",), "M108"),
    ("an exception that cannot be made", _RAISED.format("", "UnicodeDecodeError", "ValueError"), ("int",), "M108"),
    ("an exception that is another class", _RAISED.format("", "OSError(2, 'x')", "OSError"), ("int",), "M108"),
    ("an exception under a name", _RAISED.format("", "KeyError", "KeyError as e"), ("int",), "M108"),
    ("an order of its own", _ORDERED + "def f(n):\n return A(n) < A(3)", ("int",), ""),
    ("an order that a decorator adds", _ORDERED + "def f(n):\n return A(n) >= A(3)", ("int",), "M131"),
    ("the larger by such an order", _ORDERED + "def f(n):\n return max(A(n), A(3)).x", ("int",), "M102"),
    ("print", "def f(n):\n print(n, end='', flush=True)\n return n", ("int",), ""),
    ("print elsewhere", "import sys\ndef f(n):\n print(n, file=sys.stderr)\n return n", ("int",), "M103"),
    ("print with an end that is computed", "def f(n, s):\n print(n, end=s)\n return n", ("int", "str"), "M103"),
    ("print with a lone surrogate", "def f(n):\n print(n, end='\\ud800')\n return n", ("int",), "M103"),
    ("print of unpacked values", "def f(xs):\n print(*xs)\n return xs[0]", ("list[int]",), "M103"),
    ("a cached inner function that prints", _CACHED.format("print(k)", "g(n)"), ("int",), "M107"),
    ("a big literal", "def f(n):\n return n + 2**3 + 9999999999999999999999999999999999999999", ("int",), "M102"),
    ("an unknown type", "def f(x):\n return x + 1", ("other[decimal.Decimal]",), "M201"),
    ("a float index", "def f(xs, x):\n return xs[x]", ("list[int]", "float"), "M204"),
    ("a decorated function", "import functools\n@functools.cache\ndef f(n):\n return n", ("int",), "M107"),
    ("a cached inner function", _CACHED.format("k * 2", "g(n)"), ("int",), ""),
    ("a cached inner function that changes something", _CACHED.format("xs.append(k)", "g(n)"), ("int",), "M107"),
    ("a cached inner function of floats", _CACHED.format("k * 2", "g(n * 0.5)"), ("int",), "M107"),
    ("a cached inner function of bools", _CACHED.format("k * 2", "g(n > 1)"), ("int",), "M107"),
    ("a cached inner function that gives a list", _CACHED.format("[k]", "len(g(n))"), ("int",), "M107"),
    ("a cached inner function as a value", _CACHED.format("k * 2", "list(map(g, [n]))"), ("int",), ""),
    ("a cached inner function that is kept", _CACHED.format("k * 2", "(g if n else g)(n)"), ("int",), "M105"),
    ("the cache of an inner function", _CACHED.format("k * 2", "g.cache_clear()"), ("int",), "M105"),
    ("an iterator added to a number", "def f(n):\n n += range(3)\n return n", ("int",), "M102"),
    (
        "an iterator added to an array",
        "def f(a):\n a += (x for x in [1.0])\n return a",
        ("ndarray[float64, 1]",),
        "M102",
    ),
    ("a list that grows by itself", "def f(xs):\n xs += (x for x in xs)\n return xs", ("list[int]",), "M103"),
    ("a default of the class", _OF_CLASS, ("int",), "M103"),
    (
        "a default of the function around it",
        "k = 2\ndef f(n):\n k = n\n def g(x, y=k): return x + y\n return g(n)",
        ("int",),
        "M103",
    ),
    (
        "a changed default and a new name",
        "def f(a):\n a.append(1)\n a = [2]\n a.append(3)\n return len(a)",
        ("list[int]",),
        "",
    ),
    (
        "argument changed, bound anew",
        "def f(a, n):\n a.append(1)\n if n:\n  a = [2]\n return len(a)",
        ("list[int]", "int"),
        "M302",
    ),
    (
        "the same list twice to a callee",
        "def g(a, b):\n a.append(b[0])\ndef f(n):\n x = [n]\n g(x, x)\n return x",
        ("int",),
        "M302",
    ),
    ("rows of an argument exchanged", "def f(g):\n g[0], g[1] = g[1], g[0]", ("list[list[int]]",), "M301"),
    ("rows of an argument removed", "def f(g):\n g.pop()", ("list[list[int]]",), "M301"),
    ("rows exchanged by a callee", "def s(g):\n g.reverse()\ndef f(g):\n s(g)", ("list[list[int]]",), "M102"),
    (
        "rows of a copy exchanged",
        "def f(g):\n m = [r[:] for r in g]\n m[0], m[1] = m[1], m[0]\n return m",
        ("list[list[int]]",),
        "",
    ),
    ("inner function", "def f(n):\n def g(): return 1\n return g()", ("int",), ""),
    ("a walrus", "def f(n):\n if (m := n):\n  return m\n return 0", ("int",), ""),
]


@pytest.mark.parametrize(("why", "text", "types", "code"), CASES, ids=[c[0] for c in CASES])
def test_refused(tmp_path: Path, why: str, text: str, types: tuple[str, ...], code: str) -> None:
    assert refusal(tmp_path, text + "\n", *types) == code, why

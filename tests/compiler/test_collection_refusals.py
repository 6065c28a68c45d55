"""What must not compile of heaps, collections and calls with `*`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compile_one, refusal

_MAPS = "from collections import Counter, defaultdict\n"
_DEQUE = "from collections import deque\n"
_TWO = "def g(a, b): return a + b\n"
_OWN = "from collections import defaultdict\ndef f(n):\n d = defaultdict(lambda: 5)\n d[n] += 1\n"
CASES = [
    ("a heap of what has no order", "import heapq\ndef f(n):\n q = [[n]]\n heapq.heapify(q)\n return n", "int", "M102"),
    ("nsmallest by a key", "import heapq\ndef f(n):\n return heapq.nsmallest(1, [n], key=abs)", "int", ""),
    ("bisect by a key", "import bisect\ndef f(n):\n return bisect.bisect([n], n, key=abs)", "int", "M103"),
    ("* of a list", _TWO + "def f(n):\n return g(*n)", "list[int]", "M103"),
    ("* of too long a tuple", _TWO + "def f(n):\n return g(*n)", "tuple[int, int, int]", "M103"),
    ("**", _TWO + "def f(n):\n return g(**n)", "dict[str, int]", "M103"),
    (":= behind what it changes", _TWO + "def f(n):\n return g(n, *(n := (1,)))", "int", "M103"),
    ("a dict with a factory of its own returned", f"{_OWN} return d", "int", "M201"),
    ("a dict with a factory of its own passed on", f"def g(d):\n return d[1]\n{_OWN} return g(d)", "int", "M201"),
    ("a dict with a factory of its own in a list", f"{_OWN} return [d]", "int", "M201"),
    ("a factory that reads what changes", f"{_OWN.replace('5', 'n')} n = 7\n return d[1]", "int", "M103"),
    ("a factory that calls", f"{_OWN.replace('5', 'print()')} return d[1]", "int", "M103"),
    ("a shallow copy", f"{_MAPS}def f(d):\n return dict(d)", "defaultdict_list[int, list[int]]", "M303"),
    ("counters compared", f"{_MAPS}def f(a, b):\n return a == b", ("Counter[int, int]",) * 2, "M102"),
    ("a dict and a counter", f"{_MAPS}def f(n):\n d = {{}}\n if n:\n  d = Counter()\n return d", "int", "M202"),
    (
        "a deque that its loop changes",
        f"{_DEQUE}def f(n):\n d = deque([n])\n for x in d:\n  d.append(x)\n return n",
        "int",
        "M303",
    ),
    ("an element of a deque set", f"{_DEQUE}def f(d):\n d[0] = 1\n return d", "deque[int]", "M301"),
    ("a deque in two places", f"{_DEQUE}def f(d):\n e = [d]\n d.append(1)\n return e", "deque[int]", "M303"),
    (
        "a bytearray that its loop changes",
        "def f(d):\n for x in d:\n  d[0] = x\n return d",
        "bytearray",
        "M303",
    ),
    ("text and bytes", "def f(d):\n return d + 'a'", "bytes", "M102"),
    ("a slice of a bytearray set to text", "def f(d):\n d[1:2] = 'ab'\n return d", "bytearray", "M102"),
    ("a tuple of lists", "def f(n):\n return tuple([[n]])", "int", "M102"),
    ("columns of mixed tuples", "def f(n):\n return [c for c in zip(*n)]", "list[tuple[int, float]]", "M102"),
    ("columns that change", "def f(a):\n for c in zip(*a):\n  a[0][0] = c[0]\n return a", "list[list[int]]", "M303"),
    ("tuples of two kinds compared", "def f(a):\n return a == (1, 2)", "tuple_of[int]", "M102"),
    ("a starred pattern", "def f(n):\n match n:\n  case [a, *b]:\n   return a\n return n", "list[int]", "M101"),
    (
        "a pattern of a mapping",
        "def f(n):\n match n:\n  case {1: a}:\n   return a\n return 0",
        "dict[int, int]",
        "M101",
    ),
    ("a pattern for a deque", "def f(n):\n match n:\n  case [a]:\n   return a\n return 0", "deque[int]", "M102"),
    (
        "names in alternatives",
        "def f(n):\n match n:\n  case [a] | [a, _]:\n   return a\n return 0",
        "list[int]",
        "M101",
    ),
    ("a list starred in a tuple", "def f(n):\n a = [n]\n return (*a, n)", "int", "M103"),
    ("a computed format", 'def f(n):\n return f"{n:{n}d}"', "int", "M102"),
    ("a float as text of a width", 'def f(n):\n return f"{n:9}"', "float", "M102"),
    ("a format of a float as an int", 'def f(n):\n return "%d" % n', "float", "M102"),
    ("a generator as a result", "import random\ndef f(n):\n return random.Random(n)", "int", "M201"),
    ("a generator with a seed of its own", "import random\ndef f(n):\n r = random.Random()\n return n", "int", "M102"),
    ("a text for Python 2", "import six\ndef f(s):\n return six.u('a') + s", "str", ""),
    ("a list of a class that is changed", "class C:\n K = [1]\ndef f(n):\n C.K.append(n)\n return n", "int", "M301"),
    ("choices by weight", "def f(r):\n return r.choices([1, 2], [3, 4])", "random.Random", ""),
    ("a draw without Rust", "def f(r):\n return r.betavariate(1.0, 2.0)", "random.Random", "M103"),
    ("a draw that NumPy has not", "def f(r):\n return r.randint(3)", "numpy.random.Generator", "M103"),
    ("a draw of Python's type", "def f(r):\n return r.integers(3, dtype=int)", "numpy.random.Generator", "M103"),
    ("generators compared", "def f(r):\n return r == r", "numpy.random.Generator", "M102"),
    ("a generator as a key", "def f(r):\n return {r: 1}", "numpy.random.Generator", "M201"),
    ("a dict by floats that is not named", "def f(x):\n return {x: 1}", "float", "M201"),
    ("the state of a generator", "def f(r):\n return r.bit_generator.state", "numpy.random.Generator", "M102"),
    ("no seed", "import numpy as np\ndef f(n):\n return np.random.default_rng().random()", "int", "M103"),
    (
        "None as a seed",
        "import numpy as np\ndef f(n):\n return np.random.RandomState(n).rand()",
        "optional[int]",
        "M103",
    ),
    ("a named keyword twice", _TWO + "def f(n):\n return g(*n, b=1)", "tuple[int, int]", "M103"),
]


@pytest.mark.parametrize(("why", "text", "kind", "code"), CASES, ids=[c[0] for c in CASES])
def test_refused(tmp_path: Path, why: str, text: str, kind: str | tuple[str, ...], code: str) -> None:
    kinds = (kind,) if isinstance(kind, str) else kind
    assert refusal(tmp_path, text + "\n", *kinds) == code, why


ORDERS = [
    ("the last element", "def f(s):\n last = 0\n for x in s:\n  last = x\n return last"),
    ("a list of a set", "def f(s):\n out = []\n for x in s:\n  out.append(x)\n return out"),
    ("a sum of floats", "def f(s):\n t = 0.0\n for x in s:\n  t += x * 0.1\n return t"),
    ("the first element", "def f(s):\n for x in s:\n  break\n return x"),
    ("a total that is asked", "def f(s):\n n = 0\n for x in s:\n  if n < 5:\n   n += x\n return n"),
    (
        "a set that is asked and grows",
        "def f(s):\n seen = set()\n n = 0\n for x in s:\n  if x % 3 in seen:\n   n += 1\n  seen.add(x % 3)\n return n",
    ),
    ("a break behind a total", "def f(s):\n n = 0\n for x in s:\n  n += 1\n  if n > 3:\n   break\n return n"),
    (
        "a flag with two values",
        "def f(s):\n a = False\n for x in s:\n  if x > 1:\n   a = True\n  elif x < 0:\n   a = False\n return a",
    ),
    (
        "a flag and a total before a break",
        "def f(s):\n n = 0\n found = False\n for x in s:\n  n += x\n  if x > 3:\n   found = True\n   break\n return n, found",
    ),
    (
        "two flags before a break",
        "def f(s):\n found = low = False\n for x in s:\n  if x > 3:\n   found = True\n   break\n  if x < 0:\n   low = True\n return low, found",
    ),
    ("an element behind the loop", "def f(s):\n n = 0\n for x in s:\n  n += x\n else:\n  n = x\n return n"),
    ("a set of a set returned", "def f(s):\n out = set()\n for x in s:\n  out.add(x * 2)\n return out"),
]


@pytest.mark.parametrize(("what", "text"), ORDERS, ids=[c[0] for c in ORDERS])
def test_what_shows_the_order_of_a_set_goes_in_that_order(tmp_path: Path, what: str, text: str) -> None:
    assert "in_order()" in compile_one(tmp_path, text + "\n", "set[int]")[1], what


MADE_HERE = [
    ("a list of texts", "def f(words):\n s = set(words)\n return [len(w) for w in s]"),
    ("the list of a set", "def f(words):\n return list(set(words))"),
    (
        "pairs with texts",
        "def f(words):\n s = {(w, 1) for w in words}\n n = 0\n for w, k in s:\n  n = len(w)\n return n",
    ),
]


@pytest.mark.parametrize(("what", "text"), MADE_HERE, ids=[c[0] for c in MADE_HERE])
def test_a_set_of_texts_that_is_made_here_has_no_order(tmp_path: Path, what: str, text: str) -> None:
    assert refusal(tmp_path, text + "\n", "list[str]") == "M102", what


def test_a_set_that_grows_in_the_loop_over_it(tmp_path: Path) -> None:
    text = "def f(s):\n for x in s:\n  s.add(x + 1)\n return len(s)\n"
    assert refusal(tmp_path, text, "set[int]") == "M303"


_ROWS = "dict[str, list[float]]"
LOOKED_UP = [
    (
        "where there is none the row is bound",
        "def f(d):\n r = d.get('a')\n if r is None:\n  r = [1.0]\n return sum(r)",
        "M102",
    ),
    ("None is looked at", "def f(d):\n r = d.get('a')\n if r is None:\n  return False\n return r is None", ""),
    (
        "None is looked at afterwards",
        "def f(d):\n r = d.get('a')\n n = 0\n if r is not None:\n  n = len(r)\n return n, r is None",
        "M102",
    ),
    ("the row is returned", "def f(d):\n r = d.get('a')\n if r is None:\n  return [1.0]\n return r", "M303"),
    ("a test behind it", "def f(d):\n r = d.get('a')\n if r is None or len(r) > 2:\n  return 0\n return len(r)", ""),
    ("a test for one that is there", "def f(d):\n r = d.get('a')\n if r and r[0] > 2.0:\n  return 0\n return 1", ""),
    (
        "a test of something else",
        "def f(d):\n r = d.get('a')\n if r is None and len(d) > 2:\n  return 0\n return 1",
        "M102",
    ),
    ("the row changes", "def f(d):\n r = d.get('a')\n if r:\n  r.append(1.0)", ""),
    (
        "the dict changes while the row is used",
        "def f(d):\n r = d.get('a')\n if r is None:\n  return 0.0\n d['a'] = [2.0]\n return r[0]",
        "",
    ),
]


@pytest.mark.parametrize(("what", "text", "code"), LOOKED_UP, ids=[c[0] for c in LOOKED_UP])
def test_rows_that_a_dict_may_not_have(tmp_path: Path, what: str, text: str, code: str) -> None:
    assert refusal(tmp_path, text + "\n", _ROWS) == code, what


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("for x in xs:\n  out.write(x)\n return out.getvalue()", ""),
        ("for x in xs:\n  out.write(len(x))\n return out.getvalue()", "M102"),
        ("n = out.write(xs[0])\n return out.getvalue(), n", "M103"),
        ("add = out.write\n add(xs[0])\n return out.getvalue()", "M103"),
        ("def add(x):\n  out.write(x)\n add(xs[0])\n return out.getvalue()", "M103"),
        ("out.write(xs[0])\n return len(xs)", "M103"),
        ("out.write(xs[0])\n out.seek(0)\n return out.getvalue()", "M103"),
    ],
)
def test_what_is_only_written_to_is_a_list_of_texts(tmp_path: Path, body: str, code: str) -> None:
    assert refusal(tmp_path, f"import io\ndef f(xs):\n out = io.StringIO()\n {body}\n", "list[str]") == code

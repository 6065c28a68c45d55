"""Which loops are marked as parallel, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.passes.parallel import Parallel, has_parallel
from tests.compiler.harness import compiler_for

_HEAD = "import math\nimport numpy as np\n\n\n"
_PARALLEL = {
    "comprehension": "def f(xs):\n    return [math.sin(x) for x in xs]\n",
    "store": "def f(xs):\n    ys = [0.0] * len(xs)\n    for i in range(len(xs)):\n        ys[i] = math.sin(xs[i])\n    return ys\n",
    "own element": "def f(xs):\n    for i in range(len(xs)):\n        xs[i] = math.sin(xs[i])\n",
    "inner loop": "def f(xs):\n    for _ in range(3):\n        for i in range(len(xs)):\n            xs[i] = math.sin(xs[i])\n",
}
_OTHERS = {
    "another element": ("M304", "def f(xs):\n    for i in range(9):\n        xs[i] = math.sin(xs[9 - i])\n"),
    "negative": ("M304", "def f(xs):\n    for i in range(-1, 3):\n        xs[i] = math.sin(xs[i])\n"),
    "carried": (
        "M304",
        "def f(xs):\n    y = 0.0\n    out = []\n    for x in xs:\n        y = math.sin(x + y)\n        out.append(y)\n    return out\n",
    ),
    "last": (
        "M304",
        "def f(xs):\n    y = 0.0\n    out = []\n    for x in xs:\n        y = math.sin(x)\n        out.append(y)\n    return out, y\n",
    ),
    "two lists": (
        "M304",
        "def f(xs):\n    a, b = [], []\n    for x in xs:\n        a.append(math.sin(x))\n        b.append(math.cos(x))\n    return a, b\n",
    ),
    "its length": (
        "M304",
        "def f(xs):\n    a = []\n    for x in xs:\n        a.append(math.sin(x) + len(a))\n    return a\n",
    ),
    "filter": ("M305", "def f(xs):\n    return [math.sin(x) for x in xs if x > 0.0]\n"),
    "sum": ("M305", "def f(xs):\n    s = 0.0\n    for x in xs:\n        s += math.sin(x)\n    return s\n"),
    "leaves": (
        "M305",
        "def f(xs):\n    out = []\n    for x in xs:\n        if x < 0.0:\n            break\n        out.append(math.sin(x))\n    return out\n",
    ),
    "while": (
        "M305",
        "def f(xs):\n    i = 0\n    while i < len(xs):\n        xs[i] = math.sin(xs[i])\n        i += 1\n",
    ),
    "short": ("M306", "def f(xs):\n    return [x + 1.0 for x in xs]\n"),
}


@pytest.mark.parametrize("name", _PARALLEL)
def test_independent(tmp_path: Path, name: str) -> None:
    compiler = compiler_for(tmp_path, _HEAD + _PARALLEL[name], {"f": ("list[float]",)})
    assert not has_parallel(compiler.root("m:f").function), "only where it is asked for"  # type: ignore[arg-type]
    for wanted in (Parallel(everywhere=True), Parallel(functions=("m:f",))):
        compiler = compiler_for(tmp_path, _HEAD + _PARALLEL[name], {"f": ("list[float]",)})
        compiler.parallel = wanted
        made = compiler.root("m:f")
        assert made.function is not None
        assert has_parallel(made.function), made.loops
        assert "parallel::" in compiler.rust(made)


@pytest.mark.parametrize("name", _OTHERS)
def test_not_independent(tmp_path: Path, name: str) -> None:
    code, text = _OTHERS[name]
    compiler = compiler_for(tmp_path, _HEAD + text, {"f": ("list[float]",)})
    compiler.parallel = Parallel(everywhere=True)
    made = compiler.root("m:f")
    assert made.function is not None
    assert not has_parallel(made.function)
    assert [why.code for why in made.loops] == [code]
    assert made.loops[0].line

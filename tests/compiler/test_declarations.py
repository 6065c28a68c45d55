"""Which variables are ``mut`` in Rust: those that some path binds twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compile_one

_LOOP = "def f(n):\n i = 0\n while True:\n  if i > n:\n   i += 2\n   continue\n  x = i\n  {}\n return x"


@pytest.mark.parametrize(("end", "mutable"), [("break", False), ("i += 3\n  if i > 9: break", True)])
def test_a_variable_that_a_loop_binds(tmp_path: Path, end: str, mutable: bool) -> None:
    _, rust = compile_one(tmp_path, _LOOP.format(end) + "\n", "int")
    assert ("let mut x" in rust) == mutable

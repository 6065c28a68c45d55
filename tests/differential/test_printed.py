"""What a function prints is written once, at the end, to what ``sys.stdout`` is then; a trap prints nothing."""

from __future__ import annotations

import contextlib
import io
import sys
from types import ModuleType
from typing import Any

import pytest

from tests.differential.build import Package

DATA = ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], 25)


def test_where_it_is_written_is_asked_at_each_call(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_printed:fit")
    said = []
    for function in (pair.original, pair.native, pair.native):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            assert function(*DATA) is not pair.trapped
        said.append(output.getvalue())
    assert said[0].count("epoch") == 3
    assert said == [said[0]] * 3


def test_a_trap_prints_nothing(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_printed:told_what_changes")
    values = [1, 2**63 - 1]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        assert pair.native(values, 1) is pair.trapped
    assert output.getvalue() == ""
    assert values == [1, 2**63 - 1]


def test_without_an_output_it_is_left_to_python(
    package: Package, proof: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = proof.load(package.name, "corpus_printed:fit")
    monkeypatch.setattr(sys, "stdout", None)
    assert pair.native(*DATA) is pair.trapped


class Broken(io.StringIO):
    """An output that nobody reads any more."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError(32, text)


def test_what_writing_raises_goes_on(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_printed:told_what_changes")
    values = [1, 2]
    with contextlib.redirect_stdout(Broken()), pytest.raises(BrokenPipeError):
        pair.native(values, 1)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        assert pair.native([1, 2], 1) == 3  # and it does not come again
    assert output.getvalue() == "before 2\nafter 3\n"


def test_an_output_may_call_the_function_again(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_printed:told_what_changes")
    inner: list[Any] = []

    class Echo(io.StringIO):
        def write(self, text: str, /) -> int:
            if not inner:
                inner.append(None)
                inner.append(pair.native([5, 6], 1))
            return super().write(text)

    outer = [1, 2]
    with contextlib.redirect_stdout(Echo()) as output:
        assert pair.native(outer, 1) == 3
    assert (inner, outer) == ([None, 7], [1, 3, 1])
    assert output.getvalue() == "before 6\nafter 7\nbefore 2\nafter 3\n"


def test_another_print(package: Package, proof: ModuleType) -> None:
    pair = proof.load(package.name, "corpus_printed:lengths")
    module = sys.modules["corpus_printed"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "print", lambda *_: None, raising=False)
        assert pair.native(["a"]) is pair.trapped

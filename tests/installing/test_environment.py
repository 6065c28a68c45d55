"""A proof holds for the environment it was made in: elsewhere Python answers, with one warning that says why."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from migrator.building.facts import environment_facts, note_facts, noted_facts
from tests.installing.conftest import Installed
from tests.installing.native_package import Demo, Rust

DOUBLE = "def double(x):\n    return x * 2.0\n"
WRONG = Rust("shapes:double", "x", "'rust'")


def _note(demo: Demo, **changed: str) -> None:
    import sys

    folder = demo.root / "native" / "python" / "demo_native"
    folder.mkdir(parents=True, exist_ok=True)
    noted = environment_facts(sys.executable, numpy=True) | changed
    (folder / "_environment.json").write_text(json.dumps(noted))


def test_in_the_same_environment_rust_answers(demo: Demo, installed: Installed) -> None:
    _note(demo)
    assert installed(DOUBLE, WRONG).double(1.0) == "rust"


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("python", "cpython 3.9"),
        ("libm", "0123456789abcdef"),
        ("numpy", "1.26.4"),
        ("numpy features", "SSE SSE2"),
        ("blas", "mkl 2024"),
        ("platform", "aix 32 bits, big endian"),
    ],
)
def test_in_another_python_answers(demo: Demo, installed: Installed, fact: str, value: str) -> None:
    _note(demo, **{fact: value})
    with pytest.warns(RuntimeWarning, match="the proof is of another environment") as told:
        shapes = installed(DOUBLE, WRONG)
    assert shapes.double(1.0) == 2.0
    assert len(told) == 1
    assert f"{fact} was {value}, is " in str(told[0].message)


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"'])
def test_a_damaged_note_is_none(demo: Demo, installed: Installed, text: str) -> None:
    _note(demo)
    (demo.root / "native" / "python" / "demo_native" / "_environment.json").write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert installed(DOUBLE, WRONG).double(1.0) == "rust"


def test_a_build_notes_what_is_needed(tmp_path: Path) -> None:
    import sys

    (tmp_path / "_table.py").write_text('parameters=(("x", "float", False),)')
    note_facts(sys.executable, tmp_path)
    assert "numpy" not in noted_facts(tmp_path)
    (tmp_path / "_table.py").write_text('parameters=(("x", "ndarray[float64, 1]", False),)')
    note_facts(sys.executable, tmp_path)
    assert noted_facts(tmp_path).keys() >= {"python", "libm", "numpy", "numpy features", "blas"}

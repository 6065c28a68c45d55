"""Complex numbers: what they become, which variables are real or complex, and what stays Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.ops import complexes
from tests.compiler.harness import compile_one, refusal

pytestmark = pytest.mark.skipif(not complexes.KNOWN, reason="stays Python from 3.14 on")

RUST = [
    ("return z * z + c", "z * z + c"),
    ("return abs(z) > 2", "complex::longer(z, 2.0)"),
    ("return abs(z) <= c.real", "complex::within(z, c.re)"),
    ("return abs(z) < 2**60", "complex::abs(z)?"),
    ("return 2 - z", "Complex::from(2 as f64) - z"),
    ("return z / c", "complex::true_div(z, c)"),
    ("return z**2", "complex::pow_int(z, 2)"),
    ("w = 0\n w = w * w + c\n return w", "let w"),
    ("w = 0\n for _ in range(9):\n  w = w * w + c\n return w", "let mut w: Mixed = Mixed::from(Number::from_int(0)?);"),
]


@pytest.mark.parametrize(("body", "rust"), RUST)
def test_rust(tmp_path: Path, body: str, rust: str) -> None:
    _, text = compile_one(tmp_path, f"def f(z, c):\n {body}", "complex", "complex")
    assert rust in " ".join(text.split()).replace("( ", "(")


KINDS = [
    ("s = 0\n for x in xs:\n  s += x\n return s", ("list[complex]",), "number[complex|int]"),
    ("s = 0\n for x in xs:\n  s += x\n return abs(s)", ("list[complex]",), "number[float|int]"),
    ("s = 0\n for x in xs:\n  s += x\n return s + 1j", ("list[complex]",), "complex"),
    ("s = 0\n for x in xs:\n  s += x\n return s * 2", ("list[complex]",), "number[complex|int]"),
    ("s = 0j\n for x in xs:\n  s += x\n return s", ("ndarray[complex128, 1]",), "number[complex|np.complex128]"),
    ("return xs[0] * 2", ("ndarray[complex128, 1]",), "np.complex128"),
    ("return xs[0].real", ("ndarray[complex128, 1]",), "np.float64"),
    ("return 1j * xs[0]", ("ndarray[float64, 1]",), "complex"),
    ("return xs[0] * 1j", ("ndarray[float64, 1]",), "np.complex128"),
    ("return sum(xs)", ("list[complex]",), "number[complex|int]"),
]


@pytest.mark.parametrize(("body", "types", "result"), KINDS)
def test_kinds(tmp_path: Path, body: str, types: tuple[str, ...], result: str) -> None:
    made, _ = compile_one(tmp_path, f"def f(xs):\n {body}", *types)
    assert str(made.returns) == result


REFUSED = [
    ("a complex exponent", "return 2 ** z", "M102"),
    ("an order", "return z < c", "M102"),
    ("in a display", "return z in (1j, c)", "M102"),
    ("in a list", "return z in [c, c]", "M102"),
    ("a key", "return {z: 1}", "M201"),
    ("equal lists", "return [z] == [c]", "M102"),
    ("sorted", "return sorted([z, c])", "M102"),
    ("as text", "return str(z)", "M102"),
    ("formatted", "return f'{z}'", "M102"),
    ("of parts that are complex", "return complex(1.0, z)", "M102"),
    ("of a text", "return complex('1j')", "M102"),
    ("a square root of math", "import math\n return math.sqrt(z)", "M102"),
    ("mixed with a bool", "w = True\n while w != z:\n  w = z\n return w", "M202"),
]


@pytest.mark.parametrize(("what", "body", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(tmp_path: Path, what: str, body: str, code: str) -> None:
    assert refusal(tmp_path, f"def f(z, c):\n {body}", "complex", "complex") == code, what

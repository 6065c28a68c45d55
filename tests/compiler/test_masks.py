"""Arithmetic below a mask keeps the low bits; ints beyond 64 bits are long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compile_one

MASKED = [
    ("return (h * 31 + 7) & 0xFF", "h.wrapping_mul(31).wrapping_add(7) & 255"),
    ("return 0xFF & -h", "255 & h.wrapping_neg()"),
    ("return ((h << 5) ^ ~h) % 2**8", "int::shl_low(h, 5)? ^ !h"),
    ("h *= 31\n h &= 0xFF\n return h", "h.wrapping_mul(31) & 255"),
    # All bits count here:
    ("return (h * 31) & -8", "int::mul(h, 31)? & -8"),
    ("return ((h * 31) // 7) & 0xFF", "int::mul(h, 31)?"),
    ("return ((h * 31) >> 7) & 0xFF", "int::mul(h, 31)?"),
    ("return (h * 31) % 7", "long::mul(i128::from(h), 31_i128)?"),
    ("return (7 << (h * 31)) & 0xFF", "int::shl_low(7, int::mul(h, 31)?)?"),
    ("x = h * 31\n y = x & 0xFF\n return x + y", "int::mul(h, 31)?"),
]


@pytest.mark.parametrize(("body", "rust"), MASKED)
def test_low_bits(tmp_path: Path, body: str, rust: str) -> None:
    _, text = compile_one(tmp_path, f"def f(h):\n {body}", "int")
    assert rust in " ".join(text.split()).replace("( ", "(")


def test_a_large_literal_makes_a_long(tmp_path: Path) -> None:
    made, text = compile_one(tmp_path, "def f(x):\n return x ^ 0xFFFFFFFFFFFFFFFF", "int")
    assert str(made.returns) == "long"
    assert "0xffff_ffff_ffff_ffff_i128" in text


def test_a_long_is_an_index_where_it_fits(tmp_path: Path) -> None:
    _, text = compile_one(tmp_path, "def f(xs, h):\n return xs[h % 8] + xs[h >> 60]", "list[int]", "long")
    assert "long::floor_mod_int(h, 8)?" in text
    assert "long::to_int(long::shr(h, 60)?)?" in text

"""Python's literals as Rust ones."""

from __future__ import annotations

import math

from migrator import types as t
from migrator.rust import text as r
from migrator.rust.text import R


def constant(value: bool | int | float | str | None, kind: t.Type = t.UNKNOWN) -> R:
    """A literal; floats keep their bits, NaN and infinities are named."""
    match value:
        case None:
            return R("()")
        case bool():
            return R(str(value).lower())
        case int() if kind == t.LONG:
            return _long(value)
        case int():
            if value == -(2**63):
                return R("i64::MIN")
            if value == 2**63 - 1:
                return R("i64::MAX")
            if value >= 2**31 and value & (value + 1) == 0:
                return R(f"{value:#_x}_i64")  # a mask
            suffix = "" if is_i32(value) else "_i64"  # where nothing says the type, Rust takes i32
            return R(f"{value}{suffix}", r.ATOM if value >= 0 else r.UNARY)
        case float():
            return _float(value)
        case str() if kind == t.CHAR:
            return R(_letter(value))
        case "":
            return R("Text::new()")
        case str():
            return r.call("text::of", R(literal(value)))


def _long(value: int) -> R:
    """An int of 128 bits; masks and the like, which are long, in hexadecimal."""
    shown = f"{abs(value):#_x}" if abs(value) >= 2**32 else str(abs(value))
    return R(f"{'-' if value < 0 else ''}{shown}_i128", r.ATOM if value >= 0 else r.UNARY)


def is_i32(value: object) -> bool:
    return isinstance(value, int) and -(2**31) <= value < 2**31


def letters(text: str) -> R:
    """An array of code points; an empty one says of what it is empty."""
    if not text:
        return R("[' '; 0]")
    return R(f"[{', '.join(map(_letter, text))}]")


def _letter(c: str) -> str:
    return "'\\''" if c == "'" else f"'{_escaped(c)}'".replace('\\"', '"')


def literal(text: str) -> str:
    """A Rust string literal."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(c: str) -> str:
    known = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", '"': '\\"'}
    if c in known:
        return known[c]
    return c if c.isascii() and c.isprintable() else f"\\u{{{ord(c):x}}}"


def _float(value: float) -> R:
    if math.isnan(value):
        return R("f64::NAN")
    if value in (float("inf"), float("-inf")):
        return R("f64::INFINITY") if value > 0 else R("f64::NEG_INFINITY")
    text = repr(value)
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    elif "." not in text:
        text += ".0"
    return R(text, r.ATOM if not text.startswith("-") else r.UNARY)

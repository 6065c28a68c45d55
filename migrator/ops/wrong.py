"""Known-wrong Rust for operations: what a plausible but careless translation would write.

A proof must tell each of these from the right form, or it is worth little. They are compiled only into the build that
measures a proof, never into what is shipped. One row is one mistake; the form's types say where it applies.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator.ops.record import Form, Operation, form
from migrator.ops.shorthand import text


@dataclass(frozen=True)
class Wrong:
    """One mistake in the place of ``operation``; ``what`` completes "the Rust …"."""

    operation: str
    form: Form
    what: str


def _row(operation: str, signature: str, template: str, what: str, *modes: str) -> Wrong:
    return Wrong(operation, form(signature, text(template, *modes)), what)


_II, _FF, _F = "int, int -> int", "float, float -> float", "float -> float"
_ORDERED = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}

_INTS = (
    _row("operator.add", _II, "i64::wrapping_add({0}, {1})", "wraps around beyond 64 bits"),
    _row("operator.sub", _II, "i64::wrapping_sub({0}, {1})", "wraps around beyond 64 bits"),
    _row("operator.mul", _II, "i64::wrapping_mul({0}, {1})", "wraps around beyond 64 bits"),
    _row("operator.neg", "int -> int", "i64::wrapping_neg({0})", "wraps around for the smallest int"),
    _row("builtins.abs", "int -> int", "i64::wrapping_abs({0})", "wraps around for the smallest int"),
    _row("operator.pow", _II, "i64::wrapping_pow({0}, {1} as u32)", "wraps around beyond 64 bits"),
    _row("operator.floor_div", _II, "i64::checked_div({0}, {1}).ok_or(Trap::Overflow)?", "cuts towards zero"),
    _row("operator.floor_div", _II, "i64::checked_div_euclid({0}, {1}).ok_or(Trap::Overflow)?", "divides as Euclid"),
    _row("operator.floor_div", _II, "i64::checked_div({0}, {1}).unwrap_or(0)", "answers where Python raises"),
    _row("operator.floor_mod", _II, "i64::checked_rem({0}, {1}).ok_or(Trap::Overflow)?", "has the dividend's sign"),
    _row("operator.floor_mod", _II, "i64::checked_rem_euclid({0}, {1}).ok_or(Trap::Overflow)?", "is never negative"),
    _row(
        "operator.true_div", "int, int -> float", "float::true_div({0} as f64, {1} as f64)?", "divides rounded floats"
    ),
    _row("operator.true_div", "int, int -> float", "{0} as f64 / {1} as f64", "answers where Python raises"),
    _row("operator.shl", _II, "i64::wrapping_shl({0}, {1} as u32)", "loses bits"),
    _row("operator.shr", _II, "i64::wrapping_shr({0}, {1} as u32)", "shifts by the low six bits"),
    _row("builtins.sum", "list[int] -> int", "{0}.iter().fold(0, |s, &x| i64::wrapping_add(s, x))", "wraps", "ref"),
    _row(
        "builtins.min.sequence", "list[int] -> int", "{0}.iter().copied().min().unwrap_or(0)", "answers for []", "ref"
    ),
    _row(
        "builtins.max.sequence", "list[int] -> int", "{0}.iter().copied().max().unwrap_or(0)", "answers for []", "ref"
    ),
)
_LL = "long, long -> long"
_LONGS = (
    _row("operator.add", _LL, "i128::from(({0} + {1}) as i64)", "keeps 64 bits"),
    _row("operator.mul", _LL, "i128::wrapping_mul({0}, {1})", "wraps around beyond 128 bits"),
    _row("operator.floor_div", _LL, "i128::checked_div({0}, {1}).ok_or(Trap::Overflow)?", "cuts towards zero"),
    _row("operator.floor_mod", _LL, "i128::checked_rem({0}, {1}).ok_or(Trap::Overflow)?", "has the dividend's sign"),
    _row("operator.shl", "long, int -> long", "i128::wrapping_shl({0}, {1} as u32)", "loses bits"),
    _row("operator.shr", "long, int -> long", "i128::wrapping_shr({0}, {1} as u32)", "shifts by the low seven bits"),
)
_FLOATS = (
    _row("operator.true_div", _FF, "{0} / {1}", "gives infinity where Python raises"),
    _row("operator.floor_div", _FF, "f64::floor({0} / {1})", "rounds the rounded quotient down"),
    _row("operator.floor_mod", _FF, "{0} % {1}", "has the dividend's sign"),
    _row("operator.pow", _FF, "f64::powf({0}, {1})", "answers where Python raises"),
    _row("operator.pow", _FF, "f64::powi({0}, {1} as i32)", "multiplies in place of libm's pow"),
    _row("builtins.int", "float -> int", "{0} as i64", "stops at the last int of 64 bits"),
    _row("builtins.round", "float -> int", "f64::round({0}) as i64", "rounds half away from zero"),
    _row(
        "builtins.round.digits",
        "float, int -> float",
        "{{ let unit = 10f64.powi({1} as i32); ({0} * unit).round() / unit }}",
        "rounds by scaling",
    ),
    _row("builtins.min", _FF, "f64::min({0}, {1})", "ignores NaN"),
    _row("builtins.max", _FF, "f64::max({0}, {1})", "ignores NaN"),
    _row(
        "builtins.min.sequence",
        "list[float] -> float",
        "{0}.iter().copied().fold(f64::INFINITY, f64::min)",
        "ignores NaN and emptiness",
        "ref",
    ),
    _row(
        "builtins.max.sequence",
        "list[float] -> float",
        "{0}.iter().copied().fold(f64::NEG_INFINITY, f64::max)",
        "ignores NaN and emptiness",
        "ref",
    ),
    _row(
        "builtins.sum",
        "list[float] -> number[float|int]",
        "Number::from_float({0}.iter().sum::<f64>())",
        "starts at -0.0, without compensation",
        "ref",
    ),
)
_MATH = (
    *(
        _row(f"math.{name}", _F, f"f64::{rust}({{0}})", "answers where Python raises")
        for name, rust in {
            **{n: n for n in "sqrt log2 log10 sin cos tan asin acos sinh cosh exp".split()},
            "log": "ln",
            "expm1": "exp_m1",
            "log1p": "ln_1p",
        }.items()
    ),
    *(_row(f"math.{n}", _F, f"f64::{n}({{0}})", "is not libm's") for n in ("asinh", "acosh", "atanh", "cbrt")),
    *(
        _row(f"math.{n}", "float -> int", f"f64::{n}({{0}}) as i64", "stops at the last int of 64 bits")
        for n in ("floor", "ceil", "trunc")
    ),
    _row("math.hypot", _FF, "f64::sqrt({0} * {0} + {1} * {1})", "squares, which overflows"),
    _row("math.log.base", _FF, "f64::log({0}, {1})", "answers where Python raises"),
    _row("math.fmod", _FF, "{0} % {1}", "answers where Python raises"),
    _row("math.pow", _FF, "f64::powf({0}, {1})", "answers where Python raises"),
)
_MIXED = tuple(
    row
    for name, symbol in _ORDERED.items()
    for row in (
        _row(f"operator.{name}", "int, float -> bool", f"({{0}} as f64) {symbol} {{1}}", "compares a rounded int"),
        _row(f"operator.{name}", "float, int -> bool", f"{{0}} {symbol} ({{1}} as f64)", "compares a rounded int"),
    )
)
_CC = "complex, complex -> complex"
_COMPLEX = (
    _row("operator.mul", _CC, "{0} * {1}.conjugate()", "multiplies by the conjugate"),
    _row("operator.true_div", _CC, "complex::true_div(Complex::from(1.0), {1})? * {0}", "multiplies by the reciprocal"),
    _row("complex.conjugate", "complex -> complex", "{0}", "keeps the sign"),
)
_NUMPY = tuple(
    _row(f"operator.{name}", f"np.{d}, np.{d} -> np.{d}", f"{{0}} {symbol} {{1}}", "answers where NumPy warns")
    for name, symbol in {"add": "+", "sub": "-", "mul": "*", "true_div": "/"}.items()
    for d in ("float64", "float32")
)

RECORDS: tuple[Wrong, ...] = (*_INTS, *_LONGS, *_FLOATS, *_MATH, *_MIXED, *_COMPLEX, *_NUMPY)
PREFIX = "wrong."
MARK = "wrong.reached"
"""No mistake: counts that the place of one was reached."""
WRONG: dict[str, Operation] = {
    f"{PREFIX}{number}": Operation(f"{PREFIX}{number}", "", (row.form,), row.what) for number, row in enumerate(RECORDS)
} | {MARK: Operation(MARK, "", (form("-> None", text("crate::mutants::reached()")),), "")}
"""Every row as an operation that emission understands; ``exact`` says what is wrong."""


def wrong_for(operation: str, chosen: Form) -> list[tuple[str, str]]:
    """Return name and description of each mistake for this form of ``operation``."""
    return [
        (f"{PREFIX}{number}", row.what)
        for number, row in enumerate(RECORDS)
        if row.operation == operation and row.form.params == chosen.params and row.form.result == chosen.result
    ]

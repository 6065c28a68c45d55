"""Python's builtin functions. ``len``, ``range``, ``min`` and the like over generators are shaped by lowering."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call, method, pure, text

_NUMBER = "number[float|int]"

RECORDS: tuple[Operation, ...] = (
    Operation(
        "builtins.abs",
        "abs(a)",
        (
            form("int -> int", call("int::abs"), method("abs")),
            form("float -> float", method("abs")),
            form(f"{_NUMBER} -> {_NUMBER}", call("number::abs")),
        ),
        "int: checked; float: the sign bit",
        promotes=True,
    ),
    Operation(
        "builtins.min",
        "min(a, b)",
        (
            form("int, int -> int", method("min")),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", pure("number::min2")),
            form("float, float -> float", pure("float::min2")),
        ),
        "the first of equal values wins, as in CPython; NaN keeps its place",
        promotes=True,
    ),
    Operation(
        "builtins.max",
        "max(a, b)",
        (
            form("int, int -> int", method("max")),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", pure("number::max2")),
            form("float, float -> float", pure("float::max2")),
        ),
        "the first of equal values wins, as in CPython; NaN keeps its place",
        promotes=True,
    ),
    Operation(
        "builtins.min.sequence",
        "min(a)",
        (
            form("list[int] -> int", call("int::min_of", "ref")),
            form("list[float] -> float", call("float::min_of", "ref")),
        ),
        "scanned in order; an empty list traps",
    ),
    Operation(
        "builtins.max.sequence",
        "max(a)",
        (
            form("list[int] -> int", call("int::max_of", "ref")),
            form("list[float] -> float", call("float::max_of", "ref")),
        ),
        "scanned in order; an empty list traps",
    ),
    Operation(
        "builtins.sum",
        "sum(a)",
        (
            form("list[int] -> int", call("int::sum", "ref")),
            form("list[bool] -> int", text("{0}.iter().map(|&b| i64::from(b)).sum::<i64>()", "ref")),
            form("list[float] -> number[float|int]", call("number::sum_floats", "ref")),
        ),
        "int: checked; float: in order, compensated from Python 3.12 on; an empty list gives int 0",
    ),
    Operation(
        "builtins.round",
        "round(a)",
        (
            form("int -> int", text("{0}")),
            form("float -> int", call("float::round")),
        ),
        "half to even; NaN, infinities and what is beyond 64 bits trap",
    ),
    Operation(
        "builtins.round.digits",
        "round(a, b)",
        (form("float, int -> float", call("float::round_to")),),
        "correctly rounded through the decimal digits, as CPython's dtoa",
    ),
    Operation(
        "builtins.int",
        "int(a)",
        (
            form("bool -> int", text("i64::from({0})")),
            form("int -> int", text("{0}")),
            form("float -> int", call("float::to_int")),
            form(f"{_NUMBER} -> int", call("number::to_int")),
        ),
        "truncates; NaN, infinities and what is beyond 64 bits trap",
    ),
    Operation(
        "builtins.float",
        "float(a)",
        (
            form("bool -> float", text("f64::from(u8::from({0}))")),
            form("int -> float", text("{0} as f64")),
            form("float -> float", text("{0}")),
            form(f"{_NUMBER} -> float", text("{0}.value()")),
        ),
        "an int rounds half to even, as C's conversion does",
    ),
    Operation(
        "builtins.divmod",
        "divmod(a, b)",
        (
            form("int, int -> tuple[int, int]", call("int::divmod")),
            form("float, float -> tuple[float, float]", call("float::divmod")),
        ),
        "as // and %",
        promotes=True,
    ),
    Operation(
        "builtins.len",
        "len(a)",
        (
            form("list[T] -> int", text("{0}.len() as i64", "place")),
            form("str -> int", text("{0}.len() as i64", "place")),
        ),
        "the number of elements (of code points for str)",
    ),
)

"""Python's builtin functions. ``len``, ``range``, ``min`` and the like over generators are shaped by lowering."""

from __future__ import annotations

from migrator.ops.record import Operation, Rust, form
from migrator.ops.shorthand import call, method, pure, text

_NUMBER = "number[float|int]"

RECORDS: tuple[Operation, ...] = (
    Operation(
        "builtins.abs",
        "abs(a)",
        (
            form("int -> int", call("int::abs"), method("abs")),
            form("long -> long", call("long::abs")),
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
            form("long, long -> long", method("min")),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", pure("number::min2")),
            form("float, float -> float", pure("float::min2")),
            form("E, E -> E", method("min")),
        ),
        "the first of equal values wins, as in CPython; NaN keeps its place",
        promotes=True,
    ),
    Operation(
        "builtins.max",
        "max(a, b)",
        (
            form("int, int -> int", method("max")),
            form("long, long -> long", method("max")),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", pure("number::max2")),
            form("float, float -> float", pure("float::max2")),
            form("E, E -> E", method("max")),
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
            form("list[K] -> K", call("order::min_of", "ref")),
            form(f"list[{_NUMBER}] -> {_NUMBER}", call("number::min_of", "ref")),
            form("str -> char", call("seq::least", "ref")),
            form("set[E] -> E", Rust("method", "least", True, ("place",))),
        ),
        "scanned in order; an empty list traps",
    ),
    Operation(
        "builtins.max.sequence",
        "max(a)",
        (
            form("list[int] -> int", call("int::max_of", "ref")),
            form("list[float] -> float", call("float::max_of", "ref")),
            form("list[K] -> K", call("order::max_of", "ref")),
            form(f"list[{_NUMBER}] -> {_NUMBER}", call("number::max_of", "ref")),
            form("str -> char", call("seq::greatest", "ref")),
            form("set[E] -> E", Rust("method", "greatest", True, ("place",))),
        ),
        "scanned in order; an empty list traps",
    ),
    Operation(
        "builtins.sum",
        "sum(a)",
        (
            form("list[int] -> int", call("int::sum", "ref")),
            form("list[long] -> long", call("long::sum", "ref")),
            form("set[int] -> int", Rust("method", "sum", True, ("place",))),
            form("list[bool] -> int", text("{0}.iter().map(|&b| i64::from(b)).sum::<i64>()", "ref")),
            form("list[float] -> number[float|int]", call("number::sum_floats", "ref")),
            form(f"list[{_NUMBER}] -> {_NUMBER}", call("number::sum", "ref")),
            form("list[np.float64] -> np.float64", call("np::sum", "ref")),
            form("list[np.int64] -> np.int64", call("np::sum", "ref")),
            form("list[np.bool] -> np.int64", call("np::sum_bools", "ref")),
        ),
        "int: checked; float: in order, compensated from Python 3.12 on; an empty list gives int 0, and traps where it holds NumPy's scalars",
    ),
    Operation(
        "builtins.sum.from",
        "sum(a, b)",
        (
            form("list[int], int -> int", call("int::sum_from", "ref", "value")),
            form("list[float], float -> float", text("float::sum_from({1}, {0})", "ref", "value")),
            form("list[float], int -> number[float|int]", call("number::sum_from_int", "ref", "value")),
            form("list[int], float -> float", pure("float::sum_ints_from", "ref", "value")),
        ),
        "int: checked; float: in order, compensated from Python 3.12 on",
    ),
    Operation(
        "builtins.pow.mod",
        "pow(a, b, c)",
        (
            form("int, int, int -> int", call("int::pow_mod")),
            form("long, long, long -> long", call("long::pow_mod")),
        ),
        "square and multiply in 128 bits; a negative exponent traps",
        promotes=True,
    ),
    Operation(
        "int.bit_length",
        "a.bit_length()",
        (form("int -> int", pure("int::bit_length")), form("long -> int", pure("long::bit_length"))),
        "the bits of the absolute value",
    ),
    Operation(
        "int.bit_count",
        "a.bit_count()",
        (form("int -> int", pure("int::bit_count")), form("long -> int", pure("long::bit_count"))),
        "the ones in the absolute value",
    ),
    Operation(
        "float.is_integer",
        "a.is_integer()",
        (form("float -> bool", pure("float::is_integer")),),
        "false for NaN and infinities",
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
            form("long -> long", text("{0}")),
            form("float -> int", call("float::to_int")),
            form("str -> int", call("text::to_int", "ref")),
            form(f"{_NUMBER} -> int", call("number::to_int")),
        ),
        "truncates; NaN, infinities, what is beyond 64 bits, and text that is not plain digits trap",
    ),
    Operation(
        "float.distinct",
        "sorted(set(a))",
        (form("list[float] -> list[float]", call("float::distinct", "ref")),),
        "of 0.0 and -0.0 the first one stays; NaN, of which there may be several, traps",
    ),
    Operation(
        "number.floats",
        "[float(x) for x in a]",
        (form("list[number[float|np.float64]] -> list[float]", call("number::floats", "ref")),),
        "the same values",
    ),
    Operation(
        "builtins.int.base",
        "int(a, b)",
        (form("str, int -> int", call("text::to_int_of_base", "ref", "value")),),
        "a sign and digits of the base; all else (blanks, underscores, `0x`), and what is beyond 64 bits, traps",
    ),
    Operation(
        "builtins.float",
        "float(a)",
        (
            form("bool -> float", text("f64::from(u8::from({0}))")),
            form("int -> float", text("{0} as f64")),
            form("long -> float", text("{0} as f64")),
            form("float -> float", text("{0}")),
            form("str -> float", call("text::to_float", "ref")),
            form(f"{_NUMBER} -> float", text("{0}.value()")),
        ),
        "an int rounds half to even, as C's conversion does; text that is not a plain decimal number traps",
    ),
    Operation(
        "builtins.divmod",
        "divmod(a, b)",
        (
            form("int, int -> tuple[int, int]", call("int::divmod")),
            form("long, long -> tuple[long, long]", call("long::divmod")),
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
            form("dict[E, T] -> int", text("{0}.len() as i64", "place")),
            form("set[E] -> int", text("{0}.len() as i64", "place")),
            form("deque[T] -> int", text("{0}.len() as i64", "place")),
            form("tuple_of[V] -> int", text("{0}.len() as i64", "place")),
            form("bytes -> int", text("{0}.len() as i64", "place")),
            form("bytearray -> int", text("{0}.len() as i64", "place")),
        ),
        "the number of elements (of code points for str)",
    ),
)

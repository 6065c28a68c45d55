"""Python's operators on bool, int, float and Number. NumPy scalars' operators are in ``numpy_scalars``."""

from __future__ import annotations

from migrator.ops.record import Form, Operation, Rust, form
from migrator.ops.shorthand import call, infix, method, prefix, pure, text

_NUMBER = "number[float|int]"
_IEEE = "one IEEE 754 operation, never fused or reordered"
_CHECKED = "checked: a result beyond 64 (of a long: 128) bits traps"
_RECIPE = "CPython's own algorithm, tested bit for bit"


def _arithmetic(name: str, python: str, symbol: str) -> Operation:
    return Operation(
        f"operator.{name}",
        python,
        (
            form("int, int -> int", call(f"int::{name}"), infix(symbol), low=method(f"wrapping_{name}")),
            form("long, long -> long", call(f"long::{name}"), low=method(f"wrapping_{name}")),
            form("float, float -> float", infix(symbol)),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", call(f"number::{name}")),
        ),
        f"int: {_CHECKED}; float: {_IEEE}",
        promotes=True,
    )


def _division(name: str, python: str, result: str, plain: str | None = None) -> Operation:
    proven = pure(plain) if plain else None
    return Operation(
        f"operator.{name}",
        python,
        (
            form(f"int, int -> {result}", call(f"int::{name}"), proven),
            *((form("long, int -> int", call("long::floor_mod_int")),) if name == "floor_mod" else ()),
            form(f"long, long -> {'long' if result == 'int' else result}", call(f"long::{name}")),
            form("float, float -> float", call(f"float::{name}"), watched=name if name == "true_div" else ""),
            form(f"{_NUMBER}, {_NUMBER} -> {_NUMBER}", call(f"number::{name}")),
        ),
        f"{_RECIPE}; a zero divisor traps",
        promotes=True,
    )


def _bits(name: str, python: str, symbol: str) -> Operation:
    return Operation(
        f"operator.{name}",
        python,
        (
            form("bool, bool -> bool", infix(symbol)),
            form("int, int -> int", infix(symbol)),
            form("long, long -> long", infix(symbol)),
        ),
        "two's complement of 64 (or 128) bits is Python's infinite two's complement for operands of so many bits",
        promotes=True,
    )


def _shift(name: str, python: str, symbol: str) -> Operation:
    return Operation(
        f"operator.{name}",
        python,
        (
            form("int, int -> int", call(f"int::{name}"), infix(symbol), low=_low_shift("int", name)),
            form("long, int -> long", call(f"long::{name}"), low=_low_shift("long", name)),
            form("long, long -> long", text(f"long::{name}({{0}}, long::to_int({{1}})?)?")),
        ),
        "range-tested: a negative count or a lost bit traps",
        promotes=True,
    )


def _low_shift(kind: str, name: str) -> Rust | None:
    return call(f"{kind}::shl_low") if name == "shl" else None


def _comparison(name: str, python: str, symbol: str) -> Operation:
    forms: list[Form] = [
        form("bool, bool -> bool", infix(symbol)),
        form("int, int -> bool", infix(symbol)),
        form("long, long -> bool", infix(symbol)),
        form("long, float -> bool", call(f"long::{name}_if")),
        form("float, long -> bool", call(f"long::{name}_fi")),
        form("float, float -> bool", infix(symbol)),
        form("int, float -> bool", pure(f"compare::{name}_if")),
        form("float, int -> bool", pure(f"compare::{name}_fi")),
        form("bool, int -> bool", text(f"i64::from({{0}}) {symbol} {{1}}")),
        form("int, bool -> bool", text(f"{{0}} {symbol} i64::from({{1}})")),
        form("Q, Q -> bool" if name in ("eq", "ne") else "O, O -> bool", infix(symbol)),
        form(f"{_NUMBER}, {_NUMBER} -> bool", pure(f"number::{name}")),
        # In a tuple or list a NaN is equal to itself where it is the same object, which Rust cannot tell.
        form("P, P -> bool", call(f"order::{name}", "ref", "ref")),
    ]
    if name not in ("eq", "ne"):
        forms.append(form("list[K], list[K] -> bool", call(f"order::{name}_lists", "ref", "ref")))
    return Operation(
        f"operator.{name}",
        python,
        tuple(forms),
        "int against float compares the exact values, as CPython does",
        promotes=True,
    )


RECORDS: tuple[Operation, ...] = (
    _arithmetic("add", "a + b", "+"),
    _arithmetic("sub", "a - b", "-"),
    _arithmetic("mul", "a * b", "*"),
    _division("true_div", "a / b", "float"),
    # For a positive divisor rounding down is Euclid's division.
    _division("floor_div", "a // b", "int", "i64::div_euclid"),
    _division("floor_mod", "a % b", "int", "i64::rem_euclid"),
    Operation(
        "operator.pow",
        "a ** b",
        (
            form("int, int -> int", call("int::pow")),
            form("long, int -> long", call("long::pow")),
            form("float, float -> float", call("float::pow")),
        ),
        "int: checked, a negative exponent traps; float: libm's pow, never folded",
        promotes=True,
    ),
    _bits("and", "a & b", "&"),
    _bits("or", "a | b", "|"),
    _bits("xor", "a ^ b", "^"),
    _shift("shl", "a << b", "<<"),
    _shift("shr", "a >> b", ">>"),
    Operation(
        "operator.neg",
        "-a",
        (
            form("int -> int", call("int::neg"), prefix("-"), low=method("wrapping_neg")),
            form("long -> long", call("long::neg"), low=method("wrapping_neg")),
            form("float -> float", prefix("-")),
            form(f"{_NUMBER} -> {_NUMBER}", call("number::neg")),
        ),
        f"int: {_CHECKED}; float: the sign bit",
        promotes=True,
    ),
    Operation(
        "operator.pos",
        "+a",
        (
            form("int -> int", text("{0}")),
            form("long -> long", text("{0}")),
            form("float -> float", text("{0}")),
        ),
        "the value itself",
        promotes=True,
    ),
    Operation(
        "operator.invert",
        "~a",
        (form("int -> int", prefix("!")), form("long -> long", prefix("!"))),
        "two's complement",
    ),
    _comparison("lt", "a < b", "<"),
    _comparison("le", "a <= b", "<="),
    _comparison("gt", "a > b", ">"),
    _comparison("ge", "a >= b", ">="),
    _comparison("eq", "a == b", "=="),
    _comparison("ne", "a != b", "!="),
)

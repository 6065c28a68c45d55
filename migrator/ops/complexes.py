"""Python's complex numbers: the forms that operators and builtins have for them, their parts, and ``cmath``.

Without any from Python 3.14 on, which computes otherwise where a real number stands beside a complex one: what is not here
is refused. The interpreter that compiles is the one whose package is built.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from migrator import types as t
from migrator.ops.record import Form, Operation, form
from migrator.ops.shorthand import call, infix, method, prefix, pure, text

KNOWN = sys.version_info < (3, 14)
_MIXED = "number[complex|float|int|np.complex128]"
_PYTHON = "number[complex|float|int]"
_REAL = "number[float|int]"
_CC = "complex, complex -> complex"
_NN = "np.complex128, np.complex128 -> np.complex128"
_MM = f"{_MIXED}, {_MIXED} -> {_MIXED}"


def _plain(name: str, symbol: str) -> tuple[Form, ...]:
    return (form(_CC, infix(symbol)), form(_MM, call(f"mixed::{name}")), form(_NN, call(f"np_complex::{name}")))


_EQUAL = (
    form("complex, complex -> bool", infix("==")),
    form("complex, int -> bool", pure("complex::eq_int")),
    form("int, complex -> bool", text("complex::eq_int({1}, {0})")),
    form(f"{_PYTHON}, {_PYTHON} -> bool", pure("mixed::eq")),
    form("np.complex128, np.complex128 -> np.bool", infix("==")),
)
_UNEQUAL = (
    form("complex, complex -> bool", infix("!=")),
    form("complex, int -> bool", pure("complex::ne_int")),
    form("int, complex -> bool", text("complex::ne_int({1}, {0})")),
    form(f"{_PYTHON}, {_PYTHON} -> bool", pure("mixed::ne")),
    form("np.complex128, np.complex128 -> np.bool", infix("!=")),
)
_FORMS: dict[str, tuple[Form, ...]] = {
    "operator.add": _plain("add", "+"),
    "operator.sub": _plain("sub", "-"),
    "operator.mul": _plain("mul", "*"),
    "operator.true_div": (
        form(_CC, call("complex::true_div")),
        form(_MM, call("mixed::true_div")),
        form(_NN, call("np_complex::true_div")),
    ),
    # Of a complex exponent CPython's last bits are not known.
    "operator.pow": (
        form("complex, int -> complex", call("complex::pow_int")),
        form("complex, float -> complex", call("complex::pow")),
        form(f"{_MIXED}, {_REAL} -> {_MIXED}", call("mixed::pow")),
    ),
    "operator.neg": (
        form("complex -> complex", prefix("-")),
        form(f"{_MIXED} -> {_MIXED}", call("mixed::neg")),
        form("np.complex128 -> np.complex128", prefix("-")),
    ),
    "operator.pos": (form("complex -> complex", text("{0}")),),
    "operator.eq": _EQUAL,
    "operator.ne": _UNEQUAL,
    "builtins.abs": (
        form("complex -> float", call("complex::abs")),
        form(f"{_MIXED} -> {_REAL}", call("mixed::abs")),
        form("np.complex128 -> np.float64", call("np_complex::abs")),
    ),
    "builtins.sum": (
        form("list[complex] -> number[complex|int]", pure("mixed::sum", "ref")),
        form(f"list[{_PYTHON}] -> {_PYTHON}", call("mixed::sum_mixed", "ref")),
    ),
    "builtins.sum.from": (form("list[complex], complex -> complex", pure("complex::sum_from", "ref", "value")),),
}
"""Beside the records of the other numbers."""


_FORMULA = "CPython's own formula, one IEEE 754 operation after the other"
_EXACT = {
    "operator.pow": "products for whole exponents up to 100, else libm; what is infinite traps",
    "operator.eq": "both parts; an int by its exact value",
    "operator.ne": "both parts; an int by its exact value",
    "operator.neg": "both sign bits",
    "operator.pos": "the number itself",
    "builtins.abs": "libm's hypot; an overflow traps",
    "builtins.sum": "in order, from the int 0",
    "builtins.sum.from": "in order",
}


def with_complex(records: dict[str, Operation]) -> dict[str, Operation]:
    """Return ``records`` with the forms for complex numbers added."""
    import dataclasses

    merged = dict(records)
    for name, forms in _FORMS.items() if KNOWN else ():
        record = merged[name]
        exact = f"{record.exact}; complex: {_EXACT.get(name, _FORMULA)}"
        merged[name] = dataclasses.replace(record, forms=(*record.forms, *forms), exact=exact)
    return merged


_LIBM = "CPython's own formula over the same libm functions; what is not finite traps"


def _function(name: str, signature: str, exact: str = _LIBM, *, traps: bool = True) -> Operation:
    letters = ", ".join("ab"[: signature.split("->", maxsplit=1)[0].count(",") + 1])
    python = f"cmath.{name.partition('.')[0]}({letters})"
    rust = f"cmath::{name.replace('.', '_')}"
    return Operation(
        f"cmath.{name}", python, (form(signature, call(rust) if traps else pure(rust)),), exact, promotes=True
    )


_ONE = "exp sqrt log log10 sin cos tan sinh cosh tanh".split()
_ALL = (
    Operation(
        "builtins.complex.parts",
        "complex(a, b)",
        (form("float, float -> complex", pure("Complex::new")),),
        "the two parts",
        promotes=True,
    ),
    Operation(
        "builtins.complex",
        "complex(a)",
        (
            form("complex -> complex", text("{0}")),
            form(f"{_MIXED} -> complex", method("to_complex")),
            form("np.complex128 -> complex", text("{0}")),
        ),
        "an int rounds half to even, as float() does",
        promotes=True,
    ),
    Operation(
        "complex.real",
        "a.real",
        (
            form("complex -> float", text("{0}.re")),
            form(f"{_MIXED} -> {_REAL}", method("real")),
            form("np.complex128 -> np.float64", text("{0}.re")),
        ),
        "the part itself",
    ),
    Operation(
        "complex.imag",
        "a.imag",
        (
            form("complex -> float", text("{0}.im")),
            form(f"{_MIXED} -> {_REAL}", method("imag")),
            form("np.complex128 -> np.float64", text("{0}.im")),
        ),
        "the part itself",
    ),
    Operation(
        "complex.conjugate",
        "a.conjugate()",
        (
            form("complex -> complex", method("conjugate")),
            form(f"{_MIXED} -> {_MIXED}", method("conjugate")),
            form("np.complex128 -> np.complex128", method("conjugate")),
        ),
        "the sign bit of the imaginary part",
    ),
    *(_function(name, "complex -> complex") for name in _ONE),
    _function("log.base", _CC),
    _function("phase", "complex -> float"),
    _function("polar", "complex -> tuple[float, float]"),
    _function("rect", "float, float -> complex"),
    *(_function(name, "complex -> bool", "exact on the bits", traps=False) for name in ("isnan", "isinf", "isfinite")),
)
RECORDS: tuple[Operation, ...] = _ALL if KNOWN else ()


def result(op: str, pattern: t.Type, operands: Iterable[frozenset[str]]) -> t.Type:
    """The kinds that come out of ``op``, whose record says ``pattern``, for the kinds that go in."""
    kinds: frozenset[str] | None = None
    for given in operands:
        kinds = given if kinds is None else frozenset(_wider(a, b) for a in kinds for b in given)
    assert kinds is not None
    if op in ("operator.true_div", "operator.pow"):
        # An int to a negative power is a float.
        kinds = frozenset("float" if kind == "int" else kind for kind in kinds) | (
            kinds if op == "operator.pow" else frozenset()
        )
    if isinstance(pattern, t.Mixed):
        return t.Mixed(kinds)
    return t.Number(frozenset(_PART.get(kind, kind) for kind in kinds))


_PART = {"complex": "float", "np.complex128": "np.float64"}
"""The kind of the parts, and of the length, of a complex number."""
_WIDTH = ("int", "float", "complex", "np.complex128")


def _wider(a: str, b: str) -> str:
    return max(a, b, key=_WIDTH.index)

"""The functions of Python's ``math``. Each is the platform's libm or CPython's own algorithm, with its domain checks."""

from __future__ import annotations

from migrator.ops.record import Form, Operation, form
from migrator.ops.shorthand import call, pure, text

_LIBM = "the same libm function that CPython calls, with CPython's domain and range checks as traps"
_OWN = "CPython's own algorithm, ported and tested bit for bit"
_BITS = "exact on the bits"


def _one(name: str, exact: str = _LIBM, watched: str = "") -> Operation:
    return Operation(
        f"math.{name}",
        f"math.{name}(a)",
        (form("float -> float", call(f"math::{name}"), watched=watched),),
        exact,
        promotes=True,
    )


def _two(name: str, exact: str = _LIBM) -> Operation:
    return Operation(
        f"math.{name}",
        f"math.{name}(a, b)",
        (form("float, float -> float", call(f"math::{name}")),),
        exact,
        promotes=True,
    )


def _test(name: str) -> Operation:
    return Operation(
        f"math.{name}",
        f"math.{name}(a)",
        (form("float -> bool", pure(f"math::{name}")),),
        _BITS,
        promotes=True,
    )


def _to_int(name: str) -> Operation:
    forms: tuple[Form, ...] = (
        form("int -> int", text("{0}")),
        form("float -> int", call(f"math::{name}")),
    )
    return Operation(f"math.{name}", f"math.{name}(a)", forms, "beyond 64 bits traps", promotes=True)


def _ints(name: str, count: int) -> Operation:
    params = ", ".join(["int"] * count)
    letters = ", ".join("abc"[:count])
    return Operation(
        f"math.{name}",
        f"math.{name}({letters})",
        (form(f"{params} -> int", call(f"int::{name}")),),
        "integer arithmetic, checked",
        promotes=True,
    )


RECORDS: tuple[Operation, ...] = (
    _one("sqrt", watched="sqrt"),
    *(
        _one(name)
        for name in (
            "exp expm1 log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp2 cbrt erf erfc"
        ).split()
    ),
    *(_one(name, _OWN) for name in "degrees radians ulp".split()),
    _one("fabs", _BITS),
    *(_two(name) for name in "atan2 fmod pow".split()),
    *(_two(name, _BITS) for name in "copysign nextafter remainder".split()),
    Operation("math.log", "math.log(a)", (form("float -> float", call("math::log")),), _LIBM, promotes=True),
    Operation(
        "math.log.base",
        "math.log(a, b)",
        (form("float, float -> float", call("math::log_base")),),
        "log(a) / log(b), as CPython computes it",
        promotes=True,
    ),
    *(_test(name) for name in "isnan isinf isfinite".split()),
    *(_to_int(name) for name in "floor ceil trunc".split()),
    _ints("gcd", 2),
    _ints("lcm", 2),
    _ints("comb", 2),
    _ints("perm", 2),
    _ints("isqrt", 1),
    _ints("factorial", 1),
    Operation(
        "math.hypot",
        "math.hypot(a, b)",
        (form("float, float -> float", text("math::hypot(&[{0}, {1}])?")),),
        _OWN,
        promotes=True,
    ),
    Operation(
        "math.hypot.three",
        "math.hypot(a, b, c)",
        (form("float, float, float -> float", text("math::hypot(&[{0}, {1}, {2}])?")),),
        _OWN,
        promotes=True,
    ),
    Operation(
        "math.dist",
        "math.dist(a, b)",
        (form("list[float], list[float] -> float", call("math::dist", "ref", "ref")),),
        _OWN,
    ),
    Operation(
        "math.fsum",
        "math.fsum(a)",
        (form("list[float] -> float", call("math::fsum", "ref")),),
        _OWN,
    ),
    Operation(
        "math.prod",
        "math.prod(a)",
        (
            form("list[int] -> int", call("math::prod_int", "ref")),
            form("list[float] -> float", call("math::prod_float", "ref")),
        ),
        "int: checked; float: in order; the product of an empty list of floats, an int, traps",
    ),
    Operation(
        "math.ldexp",
        "math.ldexp(a, b)",
        (form("float, int -> float", call("math::ldexp")),),
        _BITS,
    ),
    Operation(
        "math.frexp",
        "math.frexp(a)",
        (form("float -> tuple[float, int]", call("math::frexp")),),
        _BITS,
    ),
    Operation(
        "math.modf",
        "math.modf(a)",
        (form("float -> tuple[float, float]", call("math::modf")),),
        _BITS,
    ),
    Operation(
        "math.isclose",
        "math.isclose(a, b)",
        (form("float, float -> bool", call("math::isclose")),),
        _OWN,
        promotes=True,
    ),
)

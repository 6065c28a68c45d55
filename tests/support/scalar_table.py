"""What each scalar function of the support crate must equal."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EXACT = 2**53


@dataclass(frozen=True)
class Scalar:
    """One function: its name in the C interface, argument kinds, result codes, what it must equal.

    ``may_trap``: where it may trap although Python has a value; everywhere else it must not.
    """

    name: str
    kinds: tuple[str, ...]
    result: str
    python: Callable[..., object]
    may_trap: Callable[..., bool] | None = None


def _number(operation: Callable[..., Any]) -> Callable[..., object]:
    def run(a: int, b_is_int: bool, b: float) -> object:
        result = operation(a, int(b) if b_is_int else b)
        if isinstance(result, int) and not -(2**63) <= result < 2**63:
            raise OverflowError
        return (float(result), type(result) is int) if not isinstance(result, complex) else result

    return run


def _number_may_trap(a: int, b_is_int: bool, b: float) -> bool:
    # Arithmetic whose result is a large int; the operands may be small ones.
    return (abs(a) + 1) * (abs(b) + 1) >= EXACT


def _ints(name: str, python: Callable[..., object], second: str = "int") -> Scalar:
    return Scalar(f"int_{name}", ("int", second), "q", python)


def _math(names: str, kind: str = "float") -> list[Scalar]:
    return [Scalar(f"math_{n}", (kind,), "d", getattr(math, n)) for n in names.split()]


def _math2(names: str) -> list[Scalar]:
    return [Scalar(f"math_{n}", ("float", "float"), "d", getattr(math, n)) for n in names.split()]


def _compare() -> list[Scalar]:
    found = []
    for name in ("lt", "le", "gt", "ge", "eq", "ne"):
        python = getattr(operator, name)
        found.append(Scalar(f"compare_{name}_if", ("int", "float"), "?", python))
        found.append(Scalar(f"compare_{name}_fi", ("float", "int"), "?", python))
    return found


def _numbers() -> list[Scalar]:
    operations: dict[str, Callable[..., object]] = {
        "add": operator.add,
        "sub": operator.sub,
        "mul": operator.mul,
        "true_div": operator.truediv,
        "floor_div": operator.floordiv,
        "floor_mod": operator.mod,
        "min2": min,
        "max2": max,
        "neg": lambda a, b: -b,
        "abs": lambda a, b: abs(b),
    }
    kinds = ("int", "bool", "float")
    found = [
        Scalar(f"number_{name}", kinds, "d?", _number(python), _number_may_trap) for name, python in operations.items()
    ]
    small = ("choose", "bool", "float")
    found.append(Scalar("number_pow", small, "d?", _number(_small_pow), _number_may_trap))
    return found


def _small_pow(a: object, b: object) -> object:
    """``a ** b`` where Python can compute it in time; elsewhere the result is too large anyway."""
    if isinstance(b, int) and b > 10**6:
        if a in (0, 1, -1):
            return a if b % 2 or a == 0 else 1
        raise OverflowError
    return a**b  # type: ignore[operator]


TWO_FLOATS = ("float", "float")

SCALARS: tuple[Scalar, ...] = (
    _ints("add", operator.add),
    _ints("sub", operator.sub),
    _ints("mul", operator.mul),
    _ints("floor_div", operator.floordiv),
    _ints("floor_mod", operator.mod),
    _ints("min", min),
    _ints("max", max),
    _ints("gcd", math.gcd),
    _ints("lcm", math.lcm),
    _ints("pow", operator.pow, "exponent"),
    _ints("shl", operator.lshift, "count"),
    _ints("shr", operator.rshift, "count"),
    Scalar("int_shr", ("int", "int"), "q", operator.rshift),
    Scalar("int_neg", ("int",), "q", operator.neg),
    Scalar("int_abs", ("int",), "q", abs),
    Scalar("int_bit_length", ("int",), "q", int.bit_length),
    Scalar("int_isqrt", ("int",), "q", math.isqrt),
    Scalar("int_factorial", ("choose",), "q", math.factorial),
    Scalar("int_comb", ("choose", "choose"), "q", math.comb),
    Scalar("int_perm", ("choose", "choose"), "q", math.perm),
    Scalar("int_divmod", ("int", "int"), "qq", divmod),
    Scalar("int_true_div", ("int", "int"), "d", operator.truediv),
    Scalar("int_from_float", ("float",), "q", int),
    Scalar("float_true_div", TWO_FLOATS, "d", operator.truediv),
    Scalar("float_floor_div", TWO_FLOATS, "d", operator.floordiv),
    Scalar("float_floor_mod", TWO_FLOATS, "d", operator.mod),
    Scalar("float_divmod", TWO_FLOATS, "dd", divmod),
    Scalar("float_pow", TWO_FLOATS, "d", operator.pow),
    Scalar("float_square", ("float",), "d", lambda x: x**2.0),
    Scalar("float_cube", ("float",), "d", lambda x: x**3.0),
    Scalar("float_inverse", ("float",), "d", lambda x: x**-1.0),
    Scalar("float_root", ("float",), "d", lambda x: x**0.5),
    Scalar("float_two_to", ("float",), "d", lambda x: 2.0**x),
    Scalar("float_to_int", ("float",), "q", int),
    Scalar("float_trunc", ("float",), "q", math.trunc),
    Scalar("float_floor", ("float",), "q", math.floor),
    Scalar("float_ceil", ("float",), "q", math.ceil),
    Scalar("float_round", ("float",), "q", round),
    Scalar("float_round_to", ("float", "digits"), "d", round),
    Scalar("float_round_to", ("float", "few digits"), "d", round),
    Scalar("float_round_2", ("float",), "d", lambda x: round(x, 2)),
    Scalar("float_min2", TWO_FLOATS, "d", min),
    Scalar("float_max2", TWO_FLOATS, "d", max),
    *_compare(),
    *_math("sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan atan sinh cosh tanh asinh acosh cbrt"),
    *_math("erf erfc fabs degrees radians ulp"),
    *_math("asin acos atanh", "unit"),
    # Only whole numbers up to 23: the rest has the bits of CPython's own approximation.
    Scalar("math_gamma", ("float",), "d", math.gamma, lambda x: x not in range(1, 24)),
    Scalar("math_lgamma", ("float",), "d", math.lgamma, lambda x: x not in (1, 2)),
    *_math2("atan2 copysign fmod remainder pow nextafter"),
    Scalar("math_log_base", TWO_FLOATS, "d", math.log),
    Scalar("math_modf", ("float",), "dd", math.modf),
    Scalar("math_frexp", ("float",), "dq", math.frexp),
    Scalar("math_ldexp", ("float", "scale"), "d", math.ldexp),
    *(Scalar(f"math_{n}", ("float",), "?", getattr(math, n)) for n in ("isnan", "isinf", "isfinite")),
    *(Scalar(f"math_{n}", ("float",), "q", getattr(math, n)) for n in ("floor", "ceil", "trunc")),
    Scalar("math_isclose", TWO_FLOATS, "?", math.isclose),
    Scalar(
        "math_isclose_with",
        (*TWO_FLOATS, *TWO_FLOATS),
        "?",
        lambda a, b, r, t: math.isclose(a, b, rel_tol=r, abs_tol=t),
    ),
    *(Scalar(f"math_hypot{n}", ("float",) * n, "d", math.hypot) for n in (1, 2, 3, 4)),
    Scalar("math_dist2", ("float",) * 4, "d", lambda a, b, c, d: math.dist((a, b), (c, d))),
    Scalar("seq_range_len", ("int", "int", "int"), "q", lambda a, b, c: len(range(a, b, c))),
    *_numbers(),
)

CANARIES: tuple[Scalar, ...] = (
    Scalar("canary_int_floor_div", ("int", "int"), "q", operator.floordiv),
    Scalar("canary_float_square", ("float",), "d", lambda x: x**2.0),
    Scalar("canary_float_round", ("float",), "q", round),
)
"""Known-wrong functions: a comparison that does not find them proves nothing."""

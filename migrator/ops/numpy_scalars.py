"""Operators on NumPy's scalars, one form for each dtype; inference promotes the operands to one dtype first.

Exact because every case in which NumPy would warn, wrap or raise is a trap.
"""

from __future__ import annotations

from migrator.ops.record import Form, Operation, form
from migrator.ops.shorthand import call, infix, prefix, pure, text
from migrator.types.core import RUST_DTYPES

_FLOATS = ("float64", "float32")
_INTS = tuple(d for d in RUST_DTYPES if d not in ("bool", "complex128", *_FLOATS))
_NUMBERS = (*_FLOATS, *_INTS)


def _binary(path: str, dtypes: tuple[str, ...]) -> tuple[Form, ...]:
    return tuple(
        form(f"np.{d}, np.{d} -> np.{d}", call(f"np::{path}"), watched=path if _waits(path, d) else "") for d in dtypes
    )


def _waits(path: str, dtype: str) -> bool:
    """Whether a loop may go on with an odd result: floats come out as infinity or NaN, ints would have to wrap."""
    return dtype in _FLOATS and path in ("add", "sub", "mul", "div")


def _compare(symbol: str) -> tuple[Form, ...]:
    return tuple(form(f"np.{d}, np.{d} -> np.bool", infix(symbol)) for d in (*_NUMBERS, "bool"))


EXTRA: dict[str, tuple[Form, ...]] = {
    "operator.add": _binary("add", _NUMBERS),
    "operator.sub": _binary("sub", _NUMBERS),
    "operator.mul": _binary("mul", _NUMBERS),
    "operator.floor_div": _binary("floor_div", _NUMBERS),
    "operator.floor_mod": _binary("floor_mod", _NUMBERS),
    "operator.pow": _binary("pow", _NUMBERS),
    "operator.shl": _binary("shl", _INTS),
    "operator.shr": _binary("shr", _INTS),
    "operator.true_div": _binary("div", _FLOATS),
    "operator.and": tuple(form(f"np.{d}, np.{d} -> np.{d}", infix("&")) for d in (*_INTS, "bool")),
    "operator.or": tuple(form(f"np.{d}, np.{d} -> np.{d}", infix("|")) for d in (*_INTS, "bool")),
    "operator.xor": tuple(form(f"np.{d}, np.{d} -> np.{d}", infix("^")) for d in (*_INTS, "bool")),
    "operator.neg": (
        *(form(f"np.{d} -> np.{d}", prefix("-")) for d in _FLOATS),
        *(form(f"np.{d} -> np.{d}", call("np::neg")) for d in _INTS if not d.startswith("u")),
    ),
    "operator.lt": _compare("<"),
    "operator.le": _compare("<="),
    "operator.gt": _compare(">"),
    "operator.ge": _compare(">="),
    "operator.eq": _compare("=="),
    "operator.ne": _compare("!="),
    "builtins.abs": (
        *(form(f"np.{d} -> np.{d}", text("{0}.abs()")) for d in _FLOATS),
        *(form(f"np.{d} -> np.{d}", call("np::abs")) for d in _INTS if not d.startswith("u")),
    ),
    "builtins.min": tuple(form(f"np.{d}, np.{d} -> np.{d}", pure("np::min2")) for d in _NUMBERS),
    "builtins.max": tuple(form(f"np.{d}, np.{d} -> np.{d}", pure("np::max2")) for d in _NUMBERS),
}


def with_numpy(records: dict[str, Operation]) -> dict[str, Operation]:
    """Return ``records`` with the forms for NumPy scalars added."""
    import dataclasses

    merged = dict(records)
    for name, forms in EXTRA.items():
        merged[name] = dataclasses.replace(merged[name], forms=(*merged[name].forms, *forms))
    return merged

"""``abs(z) > 2`` of a complex number: where the squares of the parts show it, no square root is drawn.

Only what is asked is another; that the answer is the same is for ``templates/support/src/complex.rs`` to show.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator import types as t
from migrator.ir import nodes as n

_FUNCTIONS = {
    "operator.gt": "longer",
    "operator.ge": "as_long",
    "operator.lt": "shorter",
    "operator.le": "within",
}
_EXACT = 2.0**53
"""Below it every int is a float, so that a larger int is still larger where it is rounded."""


@dataclass(frozen=True)
class ComparedLength:
    """``abs(z)`` against ``limit``, by a function of the support code's ``complex``."""

    function: str
    z: n.Expr
    limit: n.Expr


def compared_length(node: n.Apply) -> ComparedLength | None:
    """What ``node`` compares, if it is the length of a complex number with a float or a constant on its right."""
    function = _FUNCTIONS.get(node.op)
    if function is None or node.watch:
        return None
    length, limit = node.args[0], _limit(node.args[1])
    if not isinstance(length, n.Apply) or length.op != "builtins.abs" or limit is None:
        return None
    (z,) = length.args
    if z.type == t.COMPLEX or (isinstance(z.type, t.Mixed) and isinstance(limit, n.Const)):
        return ComparedLength(function, z, limit)
    return None


def _limit(value: n.Expr) -> n.Expr | None:
    """The right side as a float; None where it is none, or an int that may not be one."""
    if isinstance(value, n.Convert) and isinstance(value.value, n.Const) and isinstance(value.type, t.Number):
        value = value.value
    if isinstance(value, n.Const) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        small = abs(value.value) < _EXACT
        return n.Const(value=float(value.value), type=t.FLOAT, line=value.line) if small else None
    return value if value.type == t.FLOAT else None

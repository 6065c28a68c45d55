"""What the cache of a function may be asked for and hold, so that it gives what Python's would.

Python compares arguments: ``f(1)``, ``f(1.0)`` and ``f(True)`` can be one entry. And it hands out the very object that the
function returned first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_KEYS = (t.INT, t.STR, t.CHAR)


def _memo_key(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """The key that a cache makes of arguments: of other types some are equal that are not the same, as 1.0 and True are."""
    for arg in args:
        if arg.type not in _KEYS:
            inference.fail("M107", node.line, f"it is cached, and called with {arg.type}", "Cache by ints and texts.")
    if len(args) == 1:
        return args[0]
    return n.TupleExpr(items=args, type=t.TupleOf(tuple(a.type for a in args)), line=node.line)


def _memo_value(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """What a cache keeps, and gives again: the very same object."""
    if args[0].type.mutable:
        inference.fail("M107", node.line, f"it is cached, and returns {args[0].type}, which can be changed")
    return args[0]


PARTS = {"memo.key": _memo_key, "memo.value": _memo_value}

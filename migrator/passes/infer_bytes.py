"""Types of what works on ``bytes`` and ``bytearray``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_TAKE_ITEMS = frozenset(
    f"builtins.{name}" for name in "list sorted set sum tuple min.sequence max.sequence".split()
) | {"collections.Counter"}
_SHARED = frozenset({"concat", "repeat", "slice", "slice.step", "eq", "contains"})
"""Operations that are declared once, for ``bytes``, with forms for ``bytearray``."""
_OPERATORS = {"operator.add": "concat", "operator.mul": "repeat", "operator.eq": "eq"}


def of_bytes(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``list(data)``, ``sum(data)``, ``data[a:b]``, ``a + b``; None for what has a record under its own name."""
    if node.op in _TAKE_ITEMS and isinstance(args[0].type, t.Bytes):
        listed = n.Apply(op="bytes.list", args=node.args, line=node.line)
        return inference.expr(listed if node.op == "builtins.list" else dataclasses.replace(node, args=(listed,)))
    if node.op == "operator.ne":
        same = inference.expr(dataclasses.replace(node, op="bytes.eq"))
        return n.Not(value=same, type=t.BOOL, line=node.line)
    name = _OPERATORS.get(node.op) or node.op.removeprefix("method.")
    if name not in _SHARED or not isinstance(args[0].type, t.Bytes) or node.op == f"bytes.{name}":
        return None
    return inference.expr(dataclasses.replace(node, op=f"bytes.{name}"))


def store(inference: Inference, stmt: n.Stmt) -> n.Stmt | None:
    """``data[i] = x`` of a ``bytearray``; also ``data[i] ^= x``."""
    match stmt:
        case n.Assign(target=n.IndexTarget(base=base, index=index), value=value):
            if inference.expr(base).type != t.BYTEARRAY:
                return None
        case _:
            return None
    if isinstance(value, n.Apply) and value.op.startswith("inplace."):
        value = dataclasses.replace(value, op=f"operator.{value.op.removeprefix('inplace.')}")
    put = n.Apply(op="bytearray.set", args=(base, index, value), line=stmt.line)
    return n.Eval(value=inference.expr(put), line=stmt.line, comments=stmt.comments)

"""Types of what works on a tuple of any length, partly by way of a list of its elements."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_TAKE_ITEMS = frozenset(f"builtins.{name}" for name in "list sorted set sum min.sequence max.sequence".split()) | {
    "collections.Counter",
    "collections.deque",
    "method.index",
}


def of_row(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``list(row)``, ``sum(row)``, ``sorted(row, key=…)``; None for what a tuple does itself."""
    if node.op == "builtins.tuple":
        return args[0]
    if node.op in ("operator.eq", "operator.ne") and not isinstance(args[1].type, t.RowOf):
        inference.fail("M102", node.line, f"comparing {args[0].type} with {args[1].type} has no Rust yet")
    whole = node.op in _TAKE_ITEMS or node.op.startswith(("builtins.sorted.", "builtins.min.", "builtins.max."))
    if not whole:
        return None
    listed = n.Apply(op="row.list", args=node.args[:1], line=node.line)
    if node.op == "builtins.list":
        return inference.expr(listed)
    return inference.expr(dataclasses.replace(node, args=(listed, *node.args[1:])))

"""Types of what works on a ``deque`` as on any sequence, by way of a list of its elements."""

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


def of_deque(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``list(d)``, ``sum(d)``, ``sorted(d, key=…)``; None for what a deque does itself."""
    if node.op == "method.get" or not (
        node.op in _TAKE_ITEMS or node.op.startswith(("builtins.sorted.", "builtins.min.", "builtins.max."))
    ):
        return None
    listed = n.Apply(op="deque.list", args=node.args[:1], line=node.line)
    if node.op == "builtins.list":
        return inference.expr(listed)
    return inference.expr(dataclasses.replace(node, args=(listed, *node.args[1:])))


def check_source(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> None:
    """``deque(values)`` takes the elements over: of a list that is somebody's only where they are copied."""
    source = args[0]
    if isinstance(source.type, t.ListOf) and source.type.element.mutable and not isinstance(source, n.ListExpr):
        inference.fail("M303", node.line, "a deque of the lists that another list holds has no Rust yet")

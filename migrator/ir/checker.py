"""Invariants of typed IR; the tests run it after every pass."""

from __future__ import annotations

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.ops import OPERATIONS
from migrator.types import UNKNOWN, View


class BrokenIR(AssertionError):
    """A pass left the IR in a state that the next may not assume."""


def check(function: n.Function) -> None:
    """Check that everything is typed, every form chosen, every name bound somewhere.

    Raises:
        BrokenIR: naming the node and its line.
    """
    bound = {p.name for p in function.params} | {g.name for g in function.globals}
    bound |= {x.name for x in walk(function) if isinstance(x, n.NameTarget | n.Alias)}
    for node in walk(function):
        if isinstance(node, n.Local) and node.name not in bound:
            raise BrokenIR(f"line {node.line}: `{node.name}` is read but never bound")
        if isinstance(node, n.Expr) and not isinstance(node, n.HoleExpr) and node.type == UNKNOWN:
            raise BrokenIR(f"line {node.line}: {type(node).__name__} has no type")
        if isinstance(node, n.Apply):
            _check_apply(node)
        if isinstance(node, n.NameTarget) and node.type == UNKNOWN:
            raise BrokenIR(f"line {node.line}: `{node.name}` is bound without a type")


def _check_apply(node: n.Apply) -> None:
    if node.op.startswith("array.") or isinstance(node.type, View):
        return
    if node.op not in OPERATIONS:
        raise BrokenIR(f"line {node.line}: unknown operation {node.op}")
    if not 0 <= node.form < len(OPERATIONS[node.op].forms):
        raise BrokenIR(f"line {node.line}: {node.op} has no form chosen")
    if len(node.args) != len(OPERATIONS[node.op].forms[node.form].params):
        raise BrokenIR(f"line {node.line}: {node.op} has the wrong number of arguments")

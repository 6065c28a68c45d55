"""``del xs[i]``, ``del xs[a:b]``, ``del xs[a:b:c]`` and ``xs[a:b] = ys``."""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import root_name
from migrator.lowering.context import Context


def lower_delete(target: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt]:
    """``del`` of elements and slices; of several, one after the other."""
    from migrator.lowering.expressions import lower_expression

    if isinstance(target, cst.Tuple):
        return [s for e in target.elements for s in lower_delete(e.value, context, line)]
    place = lower_expression(target, context) if isinstance(target, cst.Subscript) else None
    match place:
        case n.Index(base=base, index=index):
            return [n.Eval(value=n.Apply(op="method.delete", args=(base, index), line=line), line=line)]
        case n.Apply(op="method.slice" | "method.slice.step" as op, args=args):
            deletion = f"list.delete.{op.removeprefix('method.')}"
            return [n.Eval(value=n.Apply(op=deletion, args=args, line=line), line=line)]
        case _:
            hole = context.hole(target, "M101", "this `del` has no Rust yet", "Delete elements or slices of a list.")
            return [n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=line)]


def store_slice(target: cst.Subscript, value: n.Expr, context: Context, line: int) -> list[n.Stmt] | None:
    """``xs[a:b] = value``; None where ``target`` is no such slice. The value comes first, then the places."""
    from migrator.lowering.expressions import lower_expression

    place = lower_expression(target, context)
    if not (isinstance(place, n.Apply) and place.op == "method.slice"):
        return None
    base, low, high = place.args
    statements: list[n.Stmt] = []
    same = isinstance(value, n.Local) and value.name == root_name(base)
    if same or not isinstance(value, n.Local):
        name = context.fresh("values")
        kept = n.Apply(op="method.copy", args=(value,), line=line) if same else value
        statements.append(n.Assign(target=n.NameTarget(name=name, line=line), value=kept, line=line))
        value = n.Local(name=name, line=line)
    store = n.Apply(op="list.set.slice", args=(base, low, high, value), line=line)
    return [*statements, n.Eval(value=store, line=line)]

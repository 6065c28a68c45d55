"""Generators of the project, where a loop consumes them: all items are made at once, in a list.

That is the same as one by one where making them changes nothing outside and the loop changes nothing that they are made
from (later passes see to both), and where they end: loops that need not end are refused, and a million items trap.
"""

from __future__ import annotations

import dataclasses

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.lowering.context import Context, Refused
from migrator.model.diagnostic import Diagnostic

_ENDLESS = 2**63 - 1


def yields(node: cst.FunctionDef) -> bool:
    """Whether ``yield`` stands in the function itself."""
    finder = _Yields()
    node.body.visit(finder)
    return finder.found


class _Yields(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def visit_Yield(self, node: cst.Yield) -> None:
        self.found = True

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False


def generated(path: str, function: str, node: cst.Call, context: Context) -> n.Iter | n.HoleExpr:
    """What a loop over ``function(…)`` runs over."""
    from migrator.lowering.calls import project_call
    from migrator.lowering.expressions import lower_expression

    call = project_call(path, function, node, context, lower_expression)
    if not isinstance(call, n.Invoke):
        return call if isinstance(call, n.HoleExpr) else context.hole(node, "M104", "this call of a generator")
    return n.SequenceIter(value=dataclasses.replace(call, lazy=True), line=call.line)


def lower_yield(node: cst.Yield, context: Context, line: int) -> list[n.Stmt]:
    """``yield value`` and ``yield from values`` as statements."""
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.iterators import stream_of
    from migrator.lowering.streams import loops

    if isinstance(node.value, cst.From):
        stream = stream_of(node.value.item, context)
        if isinstance(stream, n.HoleExpr):
            return [n.TrapStmt(reason="Hole", diagnostic=stream.diagnostic, line=line)]
        return list(loops(stream.levels, (_push(stream.item, context, line),), context, line))
    value = n.Const(value=None, line=line) if node.value is None else lower_expression(node.value, context)
    if isinstance(value, n.HoleExpr):
        return [n.TrapStmt(reason="Hole", diagnostic=value.diagnostic, line=line)]
    return [_push(value, context, line)]


def _push(value: n.Expr, context: Context, line: int) -> n.Stmt:
    items = n.Local(name=context.items, line=line)
    return n.Eval(value=n.Apply(op="list.yielded", args=(items, value), line=line), line=line)


def collecting(body: tuple[n.Stmt, ...], items: str, line: int) -> tuple[n.Stmt, ...]:
    """The body of a generator as that of a function that returns the list ``items``.

    Raises:
        Refused: where it need not end.
    """
    for node in (c for s in body for c in walk(s)):
        if isinstance(node, n.While) and (isinstance(node.test, n.Const) or not any(_yielded(s) for s in node.body)):
            raise Refused(Diagnostic("M104", node.line, "it is a generator with a loop that need not end"))
        if isinstance(node, n.RangeIter) and isinstance(node.stop, n.Const) and node.stop.value == _ENDLESS:
            raise Refused(Diagnostic("M104", node.line, "it is a generator with a loop that does not end"))
    whole = n.Local(name=items, line=line)
    start = n.Assign(target=n.NameTarget(name=items, line=line), value=n.ListExpr(items=(), line=line), line=line)
    return (start, *_returning(body, whole), n.Return(value=whole, line=line))


def _yielded(stmt: n.Stmt) -> bool:
    return isinstance(stmt, n.Eval) and isinstance(stmt.value, n.Apply) and stmt.value.op == "list.yielded"


def _returning(stmts: tuple[n.Stmt, ...], items: n.Local) -> tuple[n.Stmt, ...]:
    made: list[n.Stmt] = []
    for stmt in stmts:
        match stmt:
            case n.Return(value=value):
                if not isinstance(value, n.Const | n.Local):
                    made.append(n.Eval(value=value, line=stmt.line))
                made.append(dataclasses.replace(stmt, value=items))
            case n.If(body=body, orelse=orelse) | n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                made.append(dataclasses.replace(stmt, body=_returning(body, items), orelse=_returning(orelse, items)))
            case _:
                made.append(stmt)
    return tuple(made)

"""Iterators that an assignment takes apart: ``xs, ys = zip(*pairs)``, ``a, b = map(int, parts)``.

before:  xs, ys = zip(*pairs)       after:  rows = pairs; test that there are rows, each of two items
                                            xs = tuple(row[0] for row in rows); ys = tuple(row[1] for row in rows)
"""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.streams import collected, mapped, plain

_MADE_ONE_BY_ONE = frozenset({"map", "filter", "zip", "reversed", "enumerate"})


def unpacked_columns(
    target: cst.Tuple | cst.List, value: cst.BaseExpression, context: Context, line: int
) -> list[n.Stmt] | None:
    """The assignment of an iterator's items to several targets; None where ``value`` is no iterator."""
    if any(isinstance(e, cst.StarredElement) for e in target.elements) or not target.elements:
        return None
    if isinstance(value, cst.GeneratorExp) or (isinstance(value, cst.Name) and value.value in context.deferred):
        return _items(target, value, context, line)
    name = value.func.value if isinstance(value, cst.Call) and isinstance(value.func, cst.Name) else ""
    if not isinstance(value, cst.Call) or name not in _MADE_ONE_BY_ONE or context.local(name) is not None:
        return None
    if context.names.resolve(name).kind != "builtin":
        return None
    if not any(a.star for a in value.args):
        return _items(target, value, context, line)
    if name != "zip" or len(value.args) != 1 or value.args[0].star != "*":
        return None
    context.guard(name, "builtin", name)
    return _columns(target, value.args[0].value, context, line)


def _items(target: cst.Tuple | cst.List, value: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt] | None:
    """All items as a list, whose length must be that of the targets."""
    from migrator.lowering.consumers import as_list

    return _stored(target, as_list(value, context), context, line)


def _stored(target: cst.Tuple | cst.List, value: n.Expr, context: Context, line: int) -> list[n.Stmt]:
    from migrator.lowering.statements import unpacked

    place, stores = unpacked(target, context, line)
    return [n.Assign(target=place, value=value, line=line), *stores]


def _columns(target: cst.Tuple | cst.List, rows: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt]:
    """The columns of rows that all have as many items as there are targets; other rows trap."""
    from migrator.lowering.consumers import as_list

    before: list[n.Stmt] = []
    whole = as_list(rows, context)
    if not isinstance(whole, n.Local | n.HoleExpr):
        if isinstance(rows, cst.Call) and not isinstance(whole, n.BlockExpr):
            whole = n.Apply(op="builtins.list", args=(whole,), line=line)  # it may be a view of a dict
        name = context.fresh("rows")
        before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=whole, line=line))
        whole = n.Local(name=name, line=line)
    count = len(target.elements)
    before += _tests(whole, count, context, line)
    columns: list[n.Expr] = []
    for number in range(count):
        stream = plain(n.SequenceIter(value=whole, line=line), context, line, "row")
        item = n.Index(base=stream.item, index=n.Const(value=number, line=line), line=line)
        column = n.Apply(
            op="builtins.tuple", args=(collected(mapped(stream, item), context, line, "column"),), line=line
        )
        name = context.fresh("column")
        before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=column, line=line))
        columns.append(n.Local(name=name, line=line))
    return [*before, *_stored(target, n.TupleExpr(items=tuple(columns), line=line), context, line)]


def _tests(rows: n.Expr, count: int, context: Context, line: int) -> list[n.Stmt]:
    def trap_if(op: str, value: n.Expr, other: int) -> n.Stmt:
        test = n.Apply(
            op=op,
            args=(n.Apply(op="builtins.len", args=(value,), line=line), n.Const(value=other, line=line)),
            line=line,
        )
        return n.If(test=test, body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line)

    row = context.fresh("row")
    each = n.For(
        target=n.NameTarget(name=row, line=line),
        iter=n.SequenceIter(value=rows, line=line),
        body=(trap_if("operator.ne", n.Local(name=row, line=line), count),),
        orelse=(),
        line=line,
    )
    return [trap_if("operator.eq", rows, 0), each]

"""``np.ndindex``: the product of the ranges of its sides, whose bounds are computed before.

How many sides a shape has shows where it is written out, or by the names that each index is unpacked to. Negative sides
trap, and very long ones: of those NumPy makes lists, or it refuses them.
"""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context

_MOST = 6

Ranges = tuple[list[n.Iter], tuple[n.Stmt, ...]]


def sides(node: cst.Call, target: cst.BaseExpression | None, context: Context) -> Ranges | None:
    """The ranges of the call ``node`` and what comes before them, for indices that are bound to ``target``."""
    args = [a.value for a in node.args]
    starred = [a.star for a in node.args]
    if any(a.keyword for a in node.args) or not args or starred not in (["*"], [""] * len(args)):
        return None
    if len(args) == 1 and isinstance(args[0], cst.Tuple):
        elements = args[0].elements
        if any(isinstance(e, cst.StarredElement) for e in elements):
            return None
        args, starred = [e.value for e in elements], [""] * len(elements)
    elif len(args) == 1:
        count = _unpacked(target)
        if count > 1 or starred == ["*"]:
            return _of_shape(args[0], count, context)
    if not 1 <= len(args) <= _MOST:
        return None
    return _ranges([_bound(arg, len(args), context) for arg in args], context.line(node))


def _unpacked(target: cst.BaseExpression | None) -> int:
    """How many parts an item that is bound to ``target`` must have; 0 where any number will do."""
    if not isinstance(target, cst.Tuple | cst.List):
        return 0
    return 0 if any(isinstance(e, cst.StarredElement) for e in target.elements) else len(target.elements)


def _of_shape(shape: cst.BaseExpression, count: int, context: Context) -> Ranges | None:
    """The ranges of a shape of so many sides; one with another number of them cannot be unpacked like this."""
    from migrator.lowering.expressions import lower_expression

    if not 1 <= count <= _MOST:
        return None
    line = context.line(shape)
    names = [context.fresh("side") for _ in range(count)]
    parts = n.TupleTarget(items=tuple(n.NameTarget(name=name, line=line) for name in names), line=line)
    unpack = n.Assign(target=parts, value=lower_expression(shape, context), line=line)
    locals_ = [n.Local(name=name, line=line) for name in names]
    ranges, _ = _ranges([((), side) for side in locals_], line)
    return ranges, (unpack, *(_checked(side, count) for side in locals_))


def _longest(count: int) -> int:
    """The longest of so many sides that is looked at here: there are fewer indices than 2**63 then."""
    return 1 << min(62 // count, 22)


def _checked(side: n.Local, count: int) -> n.Stmt:
    """What traps where one of so many sides is not as ``range`` takes it."""
    line = side.line
    negative = n.Apply(op="operator.lt", args=(side, n.Const(value=0, line=line)), line=line)
    long = n.Apply(op="operator.gt", args=(side, n.Const(value=_longest(count), line=line)), line=line)
    test = n.Logic(kind="or", left=negative, right=long, line=line)
    return n.If(test=test, body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line)


def _bound(arg: cst.BaseExpression, count: int, context: Context) -> tuple[tuple[n.Stmt, ...], n.Expr]:
    from migrator.lowering.expressions import lower_expression

    size = lower_expression(arg, context)
    if isinstance(size, n.HoleExpr):
        return (), size
    if isinstance(size, n.Const) and type(size.value) is int and 0 <= size.value <= _longest(count):
        return (), size
    line = context.line(arg)
    side = n.Local(name=context.fresh("side"), line=line)
    bound = n.Assign(target=n.NameTarget(name=side.name, line=line), value=size, line=line)
    return (bound, _checked(side, count)), side


def _ranges(bounds: list[tuple[tuple[n.Stmt, ...], n.Expr]], line: int) -> Ranges:
    start = n.Const(value=0, line=line)
    ranges: list[n.Iter] = [n.RangeIter(start=start, stop=stop, step=None, line=line) for _, stop in bounds]
    return ranges, tuple(stmt for before, _ in bounds for stmt in before)

"""Operations on tuples, whose length is known: each becomes one on the elements."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes.join import NoJoin, join

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_LONGEST = 16
_AS_LIST = frozenset(
    f"builtins.{name}"
    for name in "sum sum.from list sorted sorted.reverse sorted.by sorted.by.reverse min.sequence max.sequence".split()
)


def infer_tuple(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """Type ``node`` where its first argument is a tuple and the operation one that takes it apart; else None."""
    whole = args[0] if args else None
    if whole is None or not isinstance(whole.type, t.TupleOf) or not _cheap(whole):
        return None
    if node.op == "method.slice" and all(isinstance(a, n.Const) for a in args[1:]):
        bounds = [a.value for a in args[1:] if isinstance(a, n.Const) and not isinstance(a.value, str | float)]
        if len(bounds) == 2:
            return _tuple(elements(whole)[bounds[0] : bounds[1]], node.line)
    if node.op == "operator.add" and isinstance(args[1].type, t.TupleOf) and _cheap(args[1]):
        items = (*elements(whole), *elements(args[1]))
        return _tuple(items, node.line) if len(items) <= _LONGEST else None
    if node.op == "operator.mul" and isinstance(args[1], n.Const) and type(args[1].value) is int:
        items = elements(whole) * args[1].value
        return _tuple(items, node.line) if len(items) <= _LONGEST else None
    if node.op == "builtins.set" and whole.type.elements and not any(isinstance(a, n.Starred) for a in args):
        return inference.expr(n.SetExpr(items=elements(whole), line=node.line))
    if node.op == "math.dist" and all(isinstance(a.type, t.TupleOf) and _cheap(a) for a in args):
        points = [_list(inference, elements(a), node.line) for a in args]
        if all(p is not None for p in points):
            return inference.expr(dataclasses.replace(node, args=tuple(p for p in points if p is not None)))
    if node.op in _AS_LIST and whole.type.elements:
        as_list = _list(inference, elements(whole), node.line)
        if as_list is not None:
            return inference.expr(dataclasses.replace(node, args=(as_list, *node.args[1:])))
    return None


def elements(whole: n.Expr) -> tuple[n.Expr, ...]:
    """The elements of a tuple that costs nothing to name several times."""
    if isinstance(whole, n.TupleExpr):
        return whole.items
    assert isinstance(whole.type, t.TupleOf)
    return tuple(
        n.Index(base=whole, index=n.Const(value=i, type=t.INT, line=whole.line), type=kind, line=whole.line)
        for i, kind in enumerate(whole.type.elements)
    )


def _cheap(whole: n.Expr) -> bool:
    """Whether the elements can be taken one by one: nothing is computed twice, and they are immutable."""
    if whole.type.mutable:
        return False
    match whole:
        case n.Local():
            return True
        case n.Index(base=base, index=n.Local() | n.Const()):
            return _cheap_place(base)
        case n.TupleExpr(items=items):
            return all(isinstance(i, n.Local | n.Const) or _cheap_place(i) for i in items)
        case _:
            return False


def _cheap_place(base: n.Expr) -> bool:
    match base:
        case n.Local():
            return True
        case n.Index(base=inner, index=n.Local() | n.Const()):
            return _cheap_place(inner)
        case _:
            return False


def _tuple(items: tuple[n.Expr, ...], line: int) -> n.Expr:
    return n.TupleExpr(items=items, type=t.TupleOf(tuple(i.type for i in items)), line=line)


def as_list(inference: Inference, whole: n.Expr) -> n.Expr | None:
    """The elements of a tuple as a list, where they can be taken one by one and are of one type."""
    if not isinstance(whole.type, t.TupleOf) or not whole.type.elements or not _cheap(whole):
        return None
    return _list(inference, elements(whole), whole.line)


def _list(inference: Inference, items: tuple[n.Expr, ...], line: int) -> n.Expr | None:
    kind: t.Type = t.UNKNOWN
    try:
        for item in items:
            kind = join(kind, item.type)
    except NoJoin:
        return None
    return n.ListExpr(items=items, line=line)

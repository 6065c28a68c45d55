"""``==`` and ``!=`` where one side is ``None``, or may be: whether both are None decides before the values do."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_UNLIKE_NONE = (
    t.Int | t.Long | t.Float | t.Complex | t.Bool | t.Str | t.Char | t.Bytes | t.TupleOf | t.ListOf | t.DictOf | t.SetOf
)
"""Types of which no value is equal to None, and whose ``==`` nobody has written anew."""


def equality(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``a == b`` or ``a != b`` with a None among them; None where the values alone decide, or cannot be asked twice."""
    if node.op not in ("operator.eq", "operator.ne") or not all(map(_asked_twice, args)):
        return None
    if not all(_is_known(a.type) for a in args) or not any(_may_be_none(a.type) for a in args):
        return None
    same = _same(inference, node, args)
    return same if node.op == "operator.eq" else n.Not(value=same, type=t.BOOL, line=node.line)


def _same(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    (left, right), line = args, node.line
    if t.NONE in (left.type, right.type):
        # Both stay in the function, though the types decide: what is not read is not guarded.
        unlike = any(isinstance(a, n.Const) and a.value is not None for a in args)
        asked = [n.IsNone(value=a, negated=unlike, type=t.BOOL, line=line) for a in args if not isinstance(a, n.Const)]
        if len(asked) == len(args):
            return n.Logic(kind="and", left=asked[0], right=asked[1], type=t.BOOL, line=line)
        return asked[0] if asked else n.Const(value=not unlike, type=t.BOOL, line=line)
    plain = dataclasses.replace(node, op="operator.eq", args=(_value(left), _value(right)))
    values: n.Expr = inference.expr(plain)
    for one in (right, left):
        if isinstance(one.type, t.OptionalOf):
            there = n.IsNone(value=one, negated=True, type=t.BOOL, line=line)
            values = n.Logic(kind="and", left=there, right=values, type=t.BOOL, line=line)
    if isinstance(left.type, t.OptionalOf) and isinstance(right.type, t.OptionalOf):
        neither = n.IsNone(value=right, negated=False, type=t.BOOL, line=line)
        missing = n.IsNone(value=left, negated=False, type=t.BOOL, line=line)
        values = n.Cond(test=missing, then=neither, orelse=values, type=t.BOOL, line=line)
    return values


def _value(node: n.Expr) -> n.Expr:
    """What is in an optional that is not None."""
    if isinstance(node.type, t.OptionalOf):
        return n.Convert(value=node, type=node.type.inner, line=node.line)
    return node


def _asked_twice(node: n.Expr) -> bool:
    """Whether ``node`` may be computed twice, or not at all, without anybody noticing."""
    match node:
        case n.Local() | n.Const():
            return True
        case n.Attr(base=base):
            return _asked_twice(base)
        case _:
            return False


def _may_be_none(kind: t.Type) -> bool:
    return kind == t.NONE or isinstance(kind, t.OptionalOf)


def _is_known(kind: t.Type) -> bool:
    inner = kind.inner if isinstance(kind, t.OptionalOf) else kind
    return inner == t.NONE or isinstance(inner, _UNLIKE_NONE)

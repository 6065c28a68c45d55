"""Types of objects that stay in Python: their attributes, which object one is, and what may not be done with them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes.join import NoJoin, join

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


def read(inference: Inference, node: n.Attr, base: n.Expr, kind: t.NodeOf) -> n.Expr:
    """``base.name``: the attribute is read where it is asked for."""
    held = inference.classes.seen(kind.cls, node.name)
    what = f"the attribute `{node.name}` of `{kind.cls.rpartition(':')[2]}`"
    if held == t.UNKNOWN:
        inference.fail("M230", node.line, f"{what} was not seen on any instance")
    elif held == t.Other("mixed"):
        inference.fail("M202", node.line, f"{what} is now of one type, now of another")
    elif not held.supported or not can_be_read(held):
        inference.fail("M201", node.line, f"{what} is {held}, which cannot be read in place")
    return n.Read(base=base, name=node.name, type=held, line=node.line)


def can_be_read(kind: t.Type) -> bool:
    """Whether an attribute of this type is read in place: nothing that can be changed in place is inside a container."""
    if isinstance(kind, t.RandomState | t.ObjectOf | t.NpRandom):
        return False
    if isinstance(kind, t.OptionalOf):
        return can_be_read(kind.inner)
    return not any(part.mutable for part in kind.parts)


def same(inference: Inference, node: n.Same) -> n.Expr:
    """``a is b``: of references to objects it is known whether they are one."""
    left, right = inference.expr(node.left), inference.expr(node.right)
    if t.UNKNOWN in (left.type, right.type):
        return dataclasses.replace(node, left=left, right=right, type=t.BOOL)
    try:
        both = join(left.type, right.type)
    except NoJoin:
        both = t.UNKNOWN
    if not isinstance(both.inner if isinstance(both, t.OptionalOf) else both, t.NodeOf):
        inference.fail("M102", node.line, f"`is` between {left.type} and {right.type} has no Rust yet")
        return dataclasses.replace(node, left=left, right=right, type=t.BOOL)
    return n.Same(left=inference.to(left, both), right=inference.to(right, both), type=t.BOOL, line=node.line)


def equal(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``a == b`` of two objects whose class does not say when they are equal: where they are one."""
    if node.op not in ("operator.eq", "operator.ne"):
        return None
    kinds = [a.type.inner if isinstance(a.type, t.OptionalOf) else a.type for a in args]
    nodes = [kind for kind in kinds if isinstance(kind, t.NodeOf)]
    if len(nodes) != len(kinds) or len({kind.cls for kind in nodes}) != 1:
        return None
    if inference.classes.member(nodes[0].cls, "__eq__") or inference.classes.member(nodes[0].cls, "__ne__"):
        return None
    alike = same(inference, n.Same(left=node.args[0], right=node.args[1], line=node.line))
    return alike if node.op == "operator.eq" else n.Not(value=alike, type=t.BOOL, line=node.line)

"""Closures as the tuples that they are in Rust.

Runs right after inference, which tells a closure from a tuple by its type: no operation of tuples is one of closures. What
a closure shares was bound once before, and cannot be changed in place, so its value at that time is what the cell holds.

before:  add = &f.<locals>.add[k] : closure[f.<locals>.add, int]       after:  add = (k,) : tuple[int]
         f.<locals>.add(1, add[0])                                              f.<locals>.add(1, add[0])
"""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, walk


def closures_as_tuples(function: n.Function) -> n.Function:
    """Return ``function`` with tuples in the places of closures, in its types too."""
    typed = n.Expr | n.NameTarget | n.Param | n.GlobalRead
    if not any(isinstance(node, typed) and _holds_closure(node.type) for node in walk(function)):
        return function
    made = bottom_up(function, _changed)
    assert isinstance(made, n.Function)
    return dataclasses.replace(made, returns=_as_tuple(made.returns))


def _changed(node: n.Node) -> n.Node:
    if isinstance(node, n.Expr | n.NameTarget | n.Param) and _holds_closure(node.type):
        node = dataclasses.replace(node, type=_as_tuple(node.type))
    match node:
        case n.Closure(held=held, type=kind):
            return n.TupleExpr(items=held, type=kind, line=node.line)
        case n.Held(closure=closure, index=index, type=kind):
            place = n.Const(value=index, type=t.INT, line=node.line)
            return n.Index(base=closure, index=place, type=kind, line=node.line)
        case _:
            return node


def _holds_closure(kind: t.Type) -> bool:
    return isinstance(kind, t.ClosureOf) or any(map(_holds_closure, kind.parts))


def _as_tuple(kind: t.Type) -> t.Type:
    parts = tuple(map(_as_tuple, kind.parts))
    return t.TupleOf(parts) if isinstance(kind, t.ClosureOf) else kind.rebuilt(parts) if parts else kind

"""Tests that the arguments' types decide: ``x is None``, ``isinstance(x, …)``, and the branches that can then never run.

Runs first, once for each combination of argument types, on untyped IR: what a dead branch binds must not widen a variable,
and ``if w is None: w = …`` makes ``w`` a new variable where the argument is always ``None``.

    before:  if w is None: w = [1.0] * n       after (w: None):  w = [1.0] * n       after (w: list):  nothing
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, rebuild, walk
from migrator.types.classes import EXACT, class_of

Known = dict[str, t.Type]
IsInstance = Callable[[t.Type, str], bool | None]


def decide(function: n.Function, params: tuple[t.Type, ...], is_instance: IsInstance) -> n.Function:
    """Return ``function`` without the branches that arguments of types ``params`` rule out."""
    known = {p.name: kind for p, kind in zip(function.params, params, strict=True) if _certain(kind)}
    return dataclasses.replace(function, body=_Decide(is_instance).block(function.body, known))


def _certain(kind: t.Type) -> bool:
    return not isinstance(kind, t.OptionalOf | t.Unknown | t.Number)


class _Decide:
    """Walks forward; ``known`` has the types of the parameters that are not bound anew so far."""

    def __init__(self, is_instance: IsInstance) -> None:
        self.is_instance = is_instance

    def block(self, stmts: tuple[n.Stmt, ...], known: Known) -> tuple[n.Stmt, ...]:
        result: list[n.Stmt] = []
        for stmt in stmts:
            made = self.stmt(stmt, known)
            result.extend(made)
            known = _without(known, names_bound(made))
            if made and leaves(made[-1]):
                break
        return tuple(result)

    def stmt(self, stmt: n.Stmt, known: Known) -> tuple[n.Stmt, ...]:
        match stmt:
            case n.If(test=test, body=body, orelse=orelse):
                decided = self.expr(test, known)
                truth = _truth(decided, known)
                known = _without(known, _bound(decided))
                if truth is not None:
                    return self.block(body if truth else orelse, known)
                then, other = self.block(body, known), self.block(orelse, known)
                return (dataclasses.replace(stmt, test=decided, body=then, orelse=other),)
            case n.While(test=test, body=body, orelse=orelse):
                known = _without(known, _bound(stmt))
                decided = self.expr(test, known)
                if _truth(decided, known) is False:
                    return self.block(orelse, known)
                return (
                    dataclasses.replace(
                        stmt, test=decided, body=self.block(body, known), orelse=self.block(orelse, known)
                    ),
                )
            case n.For(body=body, orelse=orelse):
                over = self.node(stmt.iter, known)
                assert isinstance(over, n.RangeIter | n.SequenceIter | n.EnumerateIter | n.ZipIter)
                known = _without(known, _bound(stmt))
                made = dataclasses.replace(
                    stmt, iter=over, body=self.block(body, known), orelse=self.block(orelse, known)
                )
                return (made,)
            case _:
                rebuilt = rebuild(stmt, lambda x: self.node(x, _without(known, _bound_in_blocks(stmt))))
                assert isinstance(rebuilt, n.Stmt)
                return (rebuilt,)

    def node(self, node: n.Node, known: Known) -> n.Node:
        return self.expr(node, known) if isinstance(node, n.Expr) else rebuild(node, lambda x: self.node(x, known))

    def expr(self, node: n.Expr, known: Known) -> n.Expr:
        if isinstance(node, n.BlockExpr):
            body = self.block(node.body, known)
            inside = _without(known, names_bound(node.body))
            return dataclasses.replace(node, body=body, value=self.expr(node.value, inside))
        made = rebuild(node, lambda x: self.node(x, known))
        match made:
            case n.IsNone(value=n.Local(name=name), negated=negated) if name in known:
                return _bool((known[name] == t.NONE) != negated, made)
            case n.Apply(op="builtins.isinstance", args=(n.Local(name=name), n.Const(value=str() as classes))) if (
                name in known
            ):
                found = self.is_instance(known[name], classes)
                return made if found is None else _bool(found, made)
            case n.Apply(
                op="object.like", args=(n.Local(name=name), n.Local(name=other), n.Const(value=bool() as exact))
            ) if name in known and other in known:
                cls = class_of(known[other])
                found = None if cls is None else self.is_instance(known[name], f"{EXACT * exact}{cls}")
                return made if found is None else _bool(found, made)
            case n.Not(value=n.Const(value=bool() as value)):
                return _bool(not value, made)
            case n.Logic(kind=kind, left=left, right=right):
                truth = _truth(left, known)
                if truth is None:
                    return made
                return right if truth == (kind == "and") else left
            case n.Cond(test=test, then=then, orelse=orelse):
                truth = _truth(test, known)
                return made if truth is None else (then if truth else orelse)
            case _:
                assert isinstance(made, n.Expr)
                return made


def _bool(value: bool, node: n.Expr) -> n.Expr:
    return n.Const(value=value, line=node.line)


def _truth(test: n.Expr, known: Known) -> bool | None:
    """Whether ``test`` holds, where that is certain and evaluating it does nothing."""
    match test:
        case n.Const(value=bool() as value):
            return value
        case n.Const(value=None):
            return False
        case n.Local(name=name) if known.get(name) == t.NONE:
            return False
        case n.Not(value=value):
            inner = _truth(value, known)
            return None if inner is None else not inner
        case n.Truth(value=value):
            return _truth(value, known)
        case _:
            return None


def leaves(stmt: n.Stmt) -> bool:
    """Whether nothing after ``stmt`` is reached."""
    match stmt:
        case n.Return() | n.TrapStmt() | n.Break() | n.Continue():
            return True
        case n.If(body=body, orelse=orelse):
            return bool(body and orelse) and leaves(body[-1]) and leaves(orelse[-1])
        case _:
            return False


def _bound(node: n.Node) -> set[str]:
    return {c.name for c in walk(node) if isinstance(c, n.NameTarget)}


def _bound_in_blocks(stmt: n.Stmt) -> set[str]:
    return {name for c in walk(stmt) if isinstance(c, n.BlockExpr) for name in names_bound(c.body)}


def _without(known: Known, names: set[str]) -> Known:
    return {name: kind for name, kind in known.items() if name not in names} if names else known

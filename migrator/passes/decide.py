"""Tests that the arguments' types decide: ``x is None``, ``isinstance(x, …)``, and the branches that can then never run.

What a variable is that is bound to an argument, a constant or a tuple is known as well.

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
from migrator.passes.infer_asked import is_scalar
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
    """Walks forward; ``known`` has the types of the parameters that are not bound anew so far, and of what is bound to
    them, to constants and to tuples that are written out."""

    def __init__(self, is_instance: IsInstance) -> None:
        self.is_instance = is_instance

    def block(self, stmts: tuple[n.Stmt, ...], known: Known) -> tuple[n.Stmt, ...]:
        result: list[n.Stmt] = []
        for stmt in stmts:
            made = self.stmt(stmt, known)
            result.extend(made)
            for each in made:
                known = _after(each, known)
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
                op="builtins.isinstance",
                args=(
                    n.Index(base=n.Local(name=name), index=n.Const(value=int() as place)),
                    n.Const(value=str() as classes),
                ),
            ) if isinstance(known.get(name), t.TupleOf) and 0 <= place < len(known[name].parts):
                found = self.is_instance(known[name].parts[place], classes)
                return made if found is None else _bool(found, made)
            case n.Apply(
                op="object.like", args=(n.Local(name=name), n.Local(name=other), n.Const(value=bool() as exact))
            ) if name in known and other in known:
                cls = class_of(known[other])
                found = None if cls is None else self.is_instance(known[name], f"{EXACT * exact}{cls}")
                return made if found is None else _bool(found, made)
            case n.LibraryCall(target="numpy.isscalar", args=(n.Local(name=name),), keywords=()) if name in known:
                found = is_scalar(known[name])
                return made if found is None else _bool(found, made)
            case n.Apply(op="builtins.len", args=(n.Local(name=name),)) if isinstance(known.get(name), t.TupleOf):
                return n.Const(value=len(known[name].parts), line=made.line)
            case n.Apply(op="operator.eq" | "operator.ne" as op, args=(left, right)):
                same = _equal(left, right, known)
                return made if same is None else _bool(same == (op == "operator.eq"), made)
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


def _after(stmt: n.Stmt, known: Known) -> Known:
    """What is known behind ``stmt``."""
    if not isinstance(stmt, n.Assign) or not isinstance(stmt.target, n.NameTarget):
        return _without(known, names_bound((stmt,)))
    kind = _kind(stmt.value, known)
    rest = _without(known, names_bound((stmt,)))
    return rest if kind is None else {**rest, stmt.target.name: kind}


_CONSTANTS: dict[type, t.Type] = {bool: t.BOOL, int: t.INT, float: t.FLOAT, str: t.STR, type(None): t.NONE}


def _kind(value: n.Expr, known: Known) -> t.Type | None:
    """The type of what needs no inference."""
    match value:
        case n.Local(name=name):
            return known.get(name)
        case n.Const(value=constant):
            return _CONSTANTS.get(type(constant))
        case n.TupleExpr(items=items, cls="") if not any(isinstance(i, n.Starred) for i in items):
            return t.TupleOf(tuple(_kind(i, known) or t.UNKNOWN for i in items))
        case _:
            return None


def _equal(left: n.Expr, right: n.Expr, known: Known) -> bool | None:
    """Whether two values are equal, where constants or types that never equal each other say so."""
    if isinstance(left, n.Const) and isinstance(right, n.Const) and type(left.value) is type(right.value) is int:
        return left.value == right.value
    kinds = _kind(left, known), _kind(right, known)
    texts = [kind == t.STR for kind in kinds]
    other = next((kind for kind in kinds if kind is not None and kind != t.STR), None)
    plain = isinstance(other, t.TupleOf | t.ListOf) or other in (t.INT, t.FLOAT, t.BOOL, t.NONE)
    # What is written out as a tuple may raise while it is computed.
    computed = not all(isinstance(side, n.Local | n.Const) for side in (left, right))
    return False if any(texts) and plain and not computed else None


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

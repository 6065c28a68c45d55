"""A variable that begins as an argument's list and goes on with lists of its own: ``row = inputs; …; row = layer(row)``.

Where neither is changed in place, nobody can tell a copy from the argument, except by what the function returns: so a flag
goes along, and returning the variable while it is still the argument traps. Part of the ownership pass; on typed IR.

    before:  row = xs                         after:  row = list.copy(xs); row_is_new = False
             for w in ws: row = scaled(row, w)        for w in ws: row = scaled(row, w); row_is_new = True
             return row                               if not row_is_new: trap; return row
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.passes.effects import MutatedParams, mutated_names

Stored = Callable[[n.Stmt], list[n.Expr]]


def copy_arguments(function: n.Function, callee: MutatedParams, stored: Stored) -> n.Function:
    """Return ``function`` with copies where a variable begins as a parameter; ``stored`` says what a statement keeps."""
    params = {p.name for p in function.params if isinstance(p.type, t.ListOf) and _plain(p.type)}
    mutated = mutated_names(function.body, callee)
    bound: dict[str, list[n.Expr] | None] = {}
    for node in walk(function):
        if isinstance(node, n.Assign) and isinstance(node.target, n.NameTarget):
            known = bound.setdefault(node.target.name, [])
            if known is not None:
                known.append(node.value)
    counts = [node.name for node in walk(function) if isinstance(node, n.NameTarget | n.Alias)]
    for name, values in bound.items():
        begins = [v for v in values or () if isinstance(v, n.Local) and v.name in params]
        sources = {v.name for v in begins if isinstance(v, n.Local)}
        whole = counts.count(name) == len(values or ()) and name not in function.option_locals
        if (
            not begins
            or not whole
            or len(begins) == len(values or ())
            or ({name} | sources) & (mutated | set(counts) - {name})
        ):
            continue
        if not _kept(function, {name} | sources, stored):
            function = _with_copies(function, name, sources, stored)
    return function


def _plain(kind: t.ListOf) -> bool:
    return kind.element.copy


def _kept(function: n.Function, names: set[str], stored: Stored) -> bool:
    """Whether one of ``names`` goes into an object; being bound to each other and being returned does not count."""
    for stmt in walk(function):
        if isinstance(stmt, n.Stmt) and not isinstance(stmt, n.Return):
            own = isinstance(stmt, n.Assign) and isinstance(stmt.target, n.NameTarget) and stmt.target.name in names
            if not own and any(isinstance(v, n.Local) and v.name in names for v in stored(stmt)):
                return True
    return False


def _with_copies(function: n.Function, name: str, sources: set[str], stored: Stored) -> n.Function:
    def returns(stmt: n.Stmt) -> bool:
        return isinstance(stmt, n.Return) and any(isinstance(v, n.Local) and v.name == name for v in stored(stmt))

    returned = any(returns(stmt) for stmt in walk(function) if isinstance(stmt, n.Stmt))
    flag = f"{name}_is_new"
    taken = {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget | n.Param)}
    while flag in taken:
        flag += "_2"

    def block(stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        return tuple(made for s in stmts for made in statement(s))

    def statement(stmt: n.Stmt) -> tuple[n.Stmt, ...]:
        line = stmt.line
        match stmt:
            case n.Assign(target=n.NameTarget(name=target), value=value) if target == name:
                is_new = not (isinstance(value, n.Local) and value.name in sources)
                if not is_new:
                    value = n.Apply(op="list.copy", args=(value,), form=0, type=value.type, line=line)
                bind = dataclasses.replace(stmt, value=value)
                told = n.Const(value=is_new, type=t.BOOL, line=line)
                tell = n.Assign(target=n.NameTarget(name=flag, type=t.BOOL, line=line), value=told, line=line)
                return (bind, tell) if returned else (bind,)
            case n.Return() if returns(stmt):
                old = n.Not(value=n.Local(name=flag, type=t.BOOL, line=line), type=t.BOOL, line=line)
                trap = n.TrapStmt(reason="Alias", line=line)
                return (n.If(test=old, body=(trap,), orelse=(), line=line), stmt)
            case n.If(body=body, orelse=orelse) | n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                return (dataclasses.replace(stmt, body=block(body), orelse=block(orelse)),)
            case _:
                return (stmt,)

    inside = [c for s in function.body for c in walk(s) if isinstance(c, n.BlockExpr)]
    if any(isinstance(c, n.NameTarget) and c.name == name for b in inside for c in walk(b)):
        return function
    return dataclasses.replace(function, body=block(function.body))

"""Parameters that are bound anew and then returned: a flag tells whether the result still is the caller's object.

Runs on untyped IR, before the webs are split, because it needs the types of the arguments only.

    before:  ids = merge(ids); return ids        after:  is_argument = False; ids = merge(ids); return maybe(is_argument, ids)
"""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import new_name, rebuild, target_names, walk


def mark_arguments(function: n.Function, params: tuple[t.Type, ...]) -> n.Function:
    """Return ``function`` with ``MaybeArgument`` where it returns a list parameter that it may have bound anew."""
    for index, (param, kind) in enumerate(zip(function.params, params, strict=True)):
        if isinstance(kind, t.ListOf) and _returned(function, param.name) and _bound_to_values(function, param.name):
            function = _marked(function, index, param.name)
    return function


def _returned(function: n.Function, name: str) -> bool:
    return any(isinstance(c, n.Return) and _is(c.value, name) for c in walk(function))


def _is(value: n.Expr, name: str) -> bool:
    return isinstance(value, n.Local) and value.name == name


def _bound_to_values(function: n.Function, name: str) -> bool:
    """Whether ``name`` is bound anew, and only by statements that compute a value: not to what another name means."""
    found = False
    for node in walk(function):
        match node:
            case n.Assign(target=target, value=value) if name in set(target_names(target)):
                if not isinstance(target, n.NameTarget) or isinstance(value, n.Local | n.Cond | n.Logic | n.Index):
                    return False
                found = True
            case n.ParallelAssign(targets=targets) if any(name in set(target_names(x)) for x in targets):
                return False
            case n.For(target=target) if name in set(target_names(target)):
                return False
            case n.BlockExpr(body=body):
                if any(isinstance(c, n.NameTarget) and c.name == name for s in body for c in walk(s)):
                    return False
            case _:
                pass
    return found


def _marked(function: n.Function, index: int, name: str) -> n.Function:
    taken = {c.name for c in walk(function) if isinstance(c, n.Local | n.NameTarget | n.Param)}

    flag = new_name(f"{name}_is_argument", taken)

    def put(value: bool, line: int) -> n.Stmt:
        return n.Assign(target=n.NameTarget(name=flag, line=line), value=n.Const(value=value, line=line), line=line)

    def block(stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        made: list[n.Stmt] = []
        for stmt in stmts:
            match stmt:
                case n.Assign(target=n.NameTarget(name=bound), value=n.Invoke() as call) if bound == name:
                    made += called(stmt, call)
                case n.Assign(target=n.NameTarget(name=bound), line=line) if bound == name:
                    made += [stmt, put(False, line)]
                case _:
                    made.append(stmt_of(stmt))
        return tuple(made)

    def called(stmt: n.Assign, call: n.Invoke) -> list[n.Stmt]:
        """``ids = f(ids)``, where ``f`` may return what it was given."""
        positions = tuple(i for i, arg in enumerate(call.args) if _is(arg, name))
        line = stmt.line
        result = n.Local(name=new_name(f"{name}_result", taken), line=line)
        old = n.Local(name=flag, line=line)
        still = n.StillArgument(flag=old, result=result, positions=positions, line=line)
        return [
            dataclasses.replace(
                stmt, target=n.NameTarget(name=result.name, line=line), value=n.CallResult(value=call, line=line)
            ),
            n.Assign(target=n.NameTarget(name=flag, line=line), value=still, line=line),
            n.Assign(
                target=stmt.target,
                value=n.OrElse(value=result, fallback=n.Local(name=name, line=line), positions=positions, line=line),
                line=line,
            ),
        ]

    def stmt_of(stmt: n.Stmt) -> n.Stmt:
        match stmt:
            case n.If(body=body, orelse=orelse) | n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                return dataclasses.replace(stmt, body=block(body), orelse=block(orelse))
            case n.Return(value=value, line=line) if _is(value, name):
                whole = n.MaybeArgument(index=index, flag=n.Local(name=flag, line=line), value=value, line=line)
                return dataclasses.replace(stmt, value=whole)
            case _:
                changed = rebuild(stmt, lambda node: node)
                assert isinstance(changed, n.Stmt)
                return changed

    return dataclasses.replace(function, body=(put(True, function.line), *block(function.body)))

"""What loops and comprehensions run over, as nested plain loops: generator expressions, ``map``, ``filter``, itertools.

A stream is evaluated as lazily as Python's iterator: each level is one ``for`` with conditions, and the innermost body
runs once for each item. So nothing is computed earlier, later or more often than in the original.

    before:  for p in filter(ok, map(f, xs)): …       after:  for x in xs: item = f(x); if ok(item): p = item; …
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from migrator.ir import nodes as n
from migrator.lowering.context import Context


@dataclass(frozen=True)
class Level:
    """One ``for``: ``before`` runs each time before it.

    ``steps`` come first in each round, in order: a statement is run, an expression is a test that ends the round where it
    fails.
    """

    target: n.Target
    iter: n.Iter
    before: tuple[n.Stmt, ...] = ()
    steps: tuple[n.Stmt | n.Expr, ...] = ()

    def then(self, *steps: n.Stmt | n.Expr) -> Level:
        """The level with more steps."""
        return dataclasses.replace(self, steps=(*self.steps, *steps))


@dataclass(frozen=True)
class Stream:
    """Nested levels, outermost first, and the item that each innermost round gives."""

    levels: tuple[Level, ...]
    item: n.Expr


Body = Callable[[n.Expr], tuple[n.Stmt, ...]]


def plain(iterable: n.Iter, context: Context, line: int, wish: str = "item") -> Stream:
    """The stream of the items of ``iterable`` itself."""
    name = context.fresh(wish)
    level = Level(n.NameTarget(name=name, line=line), iterable)
    return Stream((level,), n.Local(name=name, line=line))


def mapped(stream: Stream, item: n.Expr) -> Stream:
    """``stream`` with another item."""
    return dataclasses.replace(stream, item=item)


def stepped(stream: Stream, *steps: n.Stmt | n.Expr) -> Stream:
    """``stream`` with more steps for each of its items."""
    *outer, last = stream.levels
    return dataclasses.replace(stream, levels=(*outer, last.then(*steps)))


def bind(target: n.Target, item: n.Expr, line: int) -> n.Stmt:
    """``target = item``, taken apart where both are tuples."""
    if isinstance(target, n.TupleTarget) and isinstance(item, n.TupleExpr) and len(target.items) == len(item.items):
        return n.ParallelAssign(targets=target.items, values=item.items, line=line)
    return n.Assign(target=target, value=item, line=line)


def loops(
    levels: tuple[Level, ...],
    body: tuple[n.Stmt, ...],
    context: Context,
    line: int,
    orelse: tuple[n.Stmt, ...] = (),
) -> tuple[n.Stmt, ...]:
    """The loops around ``body``. A ``break`` in it leaves them all, and then ``orelse`` does not run."""
    leaves = breaks(body)
    if orelse and not leaves:
        # Nothing leaves the loops early, so what `else` does simply follows.
        return (*loops(levels, body, context, line), *orelse)
    if len(levels) == 1:
        return _one(levels[0], body, line, orelse)
    stop = context.fresh("stop") if leaves else ""
    flag = n.Local(name=stop, line=line)
    inner = _leaving(body, stop) if leaves else body
    for depth in range(len(levels) - 1, -1, -1):
        inner = _one(levels[depth], inner, line, ())
        if leaves and depth:
            inner = (*inner, n.If(test=flag, body=(n.Break(line=line),), orelse=(), line=line))
    if not leaves:
        return inner
    start = _flag(stop, False, line)
    after = (n.If(test=n.Not(value=flag, line=line), body=orelse, orelse=(), line=line),) if orelse else ()
    return (start, *inner, *after)


def _flag(name: str, value: bool, line: int) -> n.Stmt:
    return n.Assign(target=n.NameTarget(name=name, line=line), value=n.Const(value=value, line=line), line=line)


def _one(level: Level, body: tuple[n.Stmt, ...], line: int, orelse: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
    for step in reversed(level.steps):
        body = (step, *body) if isinstance(step, n.Stmt) else (n.If(test=step, body=body, orelse=(), line=line),)
    loop = n.For(target=level.target, iter=level.iter, body=body, orelse=orelse, line=line)
    return (*level.before, loop)


def collected(stream: Stream, context: Context, line: int, wish: str = "items") -> n.Expr:
    """A fresh list of the items of ``stream``."""
    name = context.fresh(wish)
    whole = n.Local(name=name, line=line)
    push = n.Apply(op="list.append", args=(whole, stream.item), line=line)
    start = n.Assign(target=n.NameTarget(name=name, line=line), value=n.ListExpr(items=(), line=line), line=line)
    fill = loops(stream.levels, (n.Eval(value=push, line=line),), context, line)
    return n.BlockExpr(body=(start, *fill), value=whole, line=line)


def breaks(body: tuple[n.Stmt, ...]) -> bool:
    """Whether a ``break`` in ``body`` leaves the loop that ``body`` belongs to."""
    for stmt in body:
        match stmt:
            case n.Break():
                return True
            case n.If(body=then, orelse=orelse):
                if breaks(then) or breaks(orelse):
                    return True
            case n.While(orelse=orelse) | n.For(orelse=orelse):
                if breaks(orelse):
                    return True
            case _:
                pass
    return False


def _leaving(body: tuple[n.Stmt, ...], stop: str) -> tuple[n.Stmt, ...]:
    """``body`` with ``stop = True`` before each ``break`` of its own."""
    found: list[n.Stmt] = []
    for stmt in body:
        match stmt:
            case n.Break():
                found += [_flag(stop, True, stmt.line), stmt]
            case n.If(body=then, orelse=orelse):
                found.append(dataclasses.replace(stmt, body=_leaving(then, stop), orelse=_leaving(orelse, stop)))
            case n.While(orelse=orelse) | n.For(orelse=orelse):
                found.append(dataclasses.replace(stmt, orelse=_leaving(orelse, stop)))
            case _:
                found.append(stmt)
    return tuple(found)

"""The element that a loop has just stored, kept in a variable for the next round, which reads it again.

Runs on owned IR, after ``lines``. Where each round stores ``xs[j + 1]`` and the next one reads it as ``xs[j]``, the
processor would wait for the store before it could load: that wait is longer than the arithmetic of most such loops. The
element of the first round is read before the loop, if there is a first round. Where that one is missing, so that the
read traps, the first round would have trapped, or have found it missing in an untaken branch: an early trap (C2).

    before:  for j in range(m): current[j + 1] = min(previous[j], current[j]) + 1
    after:   current_last = current[0] if 0 < m else 0
             for j in range(m): current_last = min(previous[j], current_last) + 1; current[j + 1] = current_last
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import (
    children,
    names_bound,
    names_read,
    new_name,
    rebuild,
    root_name,
    walk,
    walk_all,
    with_blocks,
)
from migrator.ops import OPERATIONS

_ANY_ORDER = ("builtins.min", "builtins.max")
_NOTHING: dict[t.Type, bool | int | float] = {t.BOOL: False, t.INT: 0, t.FLOAT: 0.0}
Stmts = tuple[n.Stmt, ...]


def carry_elements(function: n.Function) -> n.Function:
    """Return ``function`` with such elements carried from round to round."""
    body = _Carry(function).block(function.body)
    return dataclasses.replace(function, body=body)


@dataclasses.dataclass(frozen=True)
class _Stored:
    """What each round of a loop stores: statement ``place`` of the body stores ``xs[j + offset]``."""

    place: int
    xs: str
    offset: int


class _Carry:
    def __init__(self, function: n.Function) -> None:
        nodes = tuple(walk(function))
        self.taken = {x.name for x in nodes if isinstance(x, n.Local | n.NameTarget | n.Alias)}
        self.taken |= {p.name for p in function.params} | {g.name for g in function.globals}
        self.unfit = function.option_locals | _shared(nodes)
        self.less = _less()

    def block(self, stmts: Stmts) -> Stmts:
        done: list[n.Stmt] = []
        for stmt in stmts:
            made = self._below(stmt)
            done += self._carried(made) if isinstance(made, n.For) else (made,)
        return tuple(done)

    def _below(self, stmt: n.Stmt) -> n.Stmt:
        return with_blocks(stmt, self.block)

    def _carried(self, loop: n.For) -> Stmts:
        if not isinstance(loop.target, n.NameTarget) or not isinstance(loop.iter, n.RangeIter):
            return (loop,)
        stored = _stored(loop, loop.target.name, self.unfit) if loop.iter.step is None else None
        if stored is None:
            return (loop,)
        head = loop.body[: stored.place]
        store = loop.body[stored.place]
        assert isinstance(store, n.Assign)
        again = [r for s in (*head, store.value) for r in _reads(s, loop.target.name, stored)]
        if not again or again[0].type != store.value.type:
            return (loop,)
        bounds, ranged = self._named_bounds(loop.iter, loop.line)
        loop = dataclasses.replace(loop, iter=ranged)
        return (*bounds, *self._with_last(loop, store, again[0], stored))

    def _with_last(self, loop: n.For, store: n.Assign, read: n.Index, stored: _Stored) -> Stmts:
        assert isinstance(loop.target, n.NameTarget)
        assert isinstance(loop.iter, n.RangeIter)
        counter, start = loop.target.name, loop.iter.start
        last = n.Local(name=self._fresh(f"{stored.xs}_last"), type=read.type, line=store.line)
        target = n.NameTarget(name=last.name, type=read.type, line=store.line)

        def through(node: n.Node) -> n.Node:
            return last if _is_read(node, counter, stored) else rebuild(node, through)

        def at_start(node: n.Node) -> n.Node:
            return start if isinstance(node, n.Local) and node.name == counter else rebuild(node, at_start)

        first = at_start(read)
        if isinstance(start, n.Const) and isinstance(start.value, int):
            place = n.Const(value=start.value + stored.offset - 1, type=t.INT, line=read.line)
            first = dataclasses.replace(read, index=place)
        value = through(store.value)
        assert isinstance(first, n.Expr)
        assert isinstance(value, n.Expr)
        value = _late(value, last.name)
        runs = n.Apply(op="operator.lt", form=self.less, args=(start, loop.iter.stop), type=t.BOOL, line=loop.line)
        nothing = n.Const(value=_NOTHING[read.type], type=read.type, line=loop.line)
        before = n.Cond(test=runs, then=first, orelse=nothing, type=read.type, line=loop.line)
        head = tuple(s for s in map(through, loop.body[: stored.place]) if isinstance(s, n.Stmt))
        body = (
            *head,
            n.Assign(target=target, value=value, line=store.line),
            dataclasses.replace(store, value=last),
            *loop.body[stored.place + 1 :],
        )
        return (
            n.Assign(target=target, value=before, line=loop.line),
            dataclasses.replace(loop, body=body),
        )

    def _named_bounds(self, ranged: n.RangeIter, line: int) -> tuple[list[n.Stmt], n.RangeIter]:
        """The bounds of the loop by names, as they are needed twice, and the statements that give the names."""
        made: list[n.Stmt] = []

        def named(bound: n.Expr, wish: str) -> n.Expr:
            if isinstance(bound, n.Const | n.Local):
                return bound
            name = self._fresh(wish)
            made.append(n.Assign(target=n.NameTarget(name=name, type=t.INT, line=line), value=bound, line=line))
            return n.Local(name=name, type=t.INT, line=line)

        start = named(ranged.start, "start")
        return made, dataclasses.replace(ranged, start=start, stop=named(ranged.stop, "stop"))

    def _fresh(self, wish: str) -> str:
        return new_name(wish, self.taken)


def _less() -> int:
    """The form of ``<`` on ints."""
    forms = OPERATIONS["operator.lt"].forms
    return next(i for i, form in enumerate(forms) if form.params == (t.INT, t.INT))


def _shared(nodes: tuple[n.Node, ...]) -> frozenset[str]:
    """The names of lists that may have another name: rows that are cells, and other names for whole lists."""
    found: set[str] = set()
    for alias in (x for x in nodes if isinstance(x, n.Alias)):
        root = root_name(alias.place)
        if isinstance(alias.place, n.Shared | n.Local) or root in found:
            found |= {alias.name} | ({root} if root is not None else set())
    return frozenset(found)


def _stored(loop: n.For, counter: str, unfit: frozenset[str]) -> _Stored | None:
    """What each round stores in the same way, where the loop does nothing else to the list but read elements of it."""
    if any(isinstance(x, n.For | n.While | n.Continue) for x in walk_all(loop.body)):
        return None
    bound = names_bound(loop.body)
    if counter in bound | unfit:
        return None
    for place, stmt in enumerate(loop.body):
        match stmt:
            case n.Assign(target=n.IndexTarget(base=n.Local(name=xs, type=t.ListOf(element=kind)), index=index)):
                offset = _offset(index, counter)
                known = kind in _NOTHING and xs not in bound | unfit
                if offset is not None and known and _only_elements(loop.body, xs):
                    return _Stored(place, xs, offset)
            case _:
                pass
    return None


def _only_elements(body: Stmts, xs: str) -> bool:
    """Whether ``body`` does nothing to ``xs`` but store one of its elements in one place, and read some."""
    stores = 0

    def visit(node: n.Node) -> bool:
        nonlocal stores
        match node:
            case n.Local(name=name) if name == xs:
                return False
            case n.Index(base=n.Local(name=name), index=index) if name == xs:
                return visit(index)
            case n.Apply(op="builtins.len", args=(n.Local(name=name),)) if name == xs:
                return True
            case n.IndexTarget(base=n.Local(name=name), index=index) if name == xs:
                stores += 1
                return visit(index)
            case _:
                return all(visit(child) for child in children(node))

    return all(visit(stmt) for stmt in body) and stores == 1


def _reads(node: n.Node, counter: str, stored: _Stored) -> Iterator[n.Index]:
    """The reads, at and below ``node``, of what the round before has stored."""
    for below in walk(node):
        if isinstance(below, n.Index) and _is_read(below, counter, stored):
            yield below


def _is_read(node: n.Node, counter: str, stored: _Stored) -> bool:
    match node:
        case n.Index(base=n.Local(name=name), index=index):
            return name == stored.xs and _offset(index, counter) == stored.offset - 1
        case _:
            return False


def _late(value: n.Expr, name: str) -> n.Expr:
    """``value``, where it is the least or the greatest of several ints, with what needs ``name`` compared last.

    So the next round waits for one comparison and not for all. (Of ints, nobody can tell in which order it was done.)
    """
    if not isinstance(value, n.Apply) or value.op not in _ANY_ORDER or value.type != t.INT:
        return value
    parts = _parts(value, value.op)
    waiting = [p for p in parts if name in names_read(p)]
    if any(p.type != t.INT for p in parts) or len(waiting) != 1:
        return value
    first, *others = (p for p in parts if p is not waiting[0])
    for part in (*others, waiting[0]):
        first = dataclasses.replace(value, args=(first, part))
    return first


def _parts(value: n.Expr, op: str) -> list[n.Expr]:
    """What ``value`` is the least or the greatest of."""
    if isinstance(value, n.Apply) and value.op == op and len(value.args) == 2:
        return [part for arg in value.args for part in _parts(arg, op)]
    return [value]


def _offset(index: n.Expr, counter: str) -> int | None:
    """``c`` where ``index`` is the loop's variable plus the constant ``c``."""
    match index:
        case n.Local(name=name) if name == counter:
            return 0
        case n.Apply(op="operator.add", args=(n.Local(name=name), n.Const(value=int() as c))) if name == counter:
            return c
        case n.Apply(op="operator.add", args=(n.Const(value=int() as c), n.Local(name=name))) if name == counter:
            return c
        case n.Apply(op="operator.sub", args=(n.Local(name=name), n.Const(value=int() as c))) if name == counter:
            return -c
        case _:
            return None

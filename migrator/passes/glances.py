"""Names for one of several rows that are only looked at: ``ahead = q.get(state, [0.0] * 4)``, ``row = a[i] if c else b[i]``.

What such a name means is known only when it runs, so it can be no other name for one place. But until something changes
the row, nobody can tell a copy from it. Part of the ownership pass; on typed IR.

    before:  ahead = q.get(s, zeros); q[r][i] = max(ahead)     after:  ahead = list.copy(q.get(s, zeros)); …
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import children, names_read, overlap, place_path, walk, with_blocks
from migrator.passes.effects import MutatedParams, changes, mutated_names, rebound
from migrator.passes.places import expanded, is_place, row_sources

Stored = Callable[[n.Stmt], list[n.Expr]]


def copy_glances(function: n.Function, callee: MutatedParams, stored: Stored) -> n.Function:
    """Return ``function`` with a copy where a name is bound to one of several rows, only read, and read no more when
    one of them may have changed. ``stored`` says what a statement keeps."""
    return with_blocks(function, _Glances(function, callee, stored).block)


class _Glances:
    def __init__(self, function: n.Function, callee: MutatedParams, stored: Stored) -> None:
        self.callee = callee
        self.counts = rebound(function.body)
        self.sources = row_sources(function)
        self.reads: dict[str, int] = {}
        for node in walk(function):
            if isinstance(node, n.Local):
                self.reads[node.name] = self.reads.get(node.name, 0) + 1
        kept = [value for stmt in walk(function) if isinstance(stmt, n.Stmt) for value in stored(stmt)]
        kept += [arg for call in walk(function) if isinstance(call, n.Invoke) for arg in call.args]
        self.elsewhere = {c.name for value in kept for c in walk(value) if isinstance(c, n.Local) and c is value}
        self.elsewhere |= mutated_names(function.body, callee) | {p.name for p in function.params}

    def block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        return tuple(self._bound(stmt, stmts[place + 1 :]) for place, stmt in enumerate(stmts))

    def _bound(self, stmt: n.Stmt, rest: Sequence[n.Stmt]) -> n.Stmt:
        match stmt:
            case n.Assign(target=n.NameTarget(name=name), value=value) if self._is_glance(name, value, rest):
                return dataclasses.replace(stmt, value=_copied(value))
            case _:
                return with_blocks(stmt, self.block)

    def _is_glance(self, name: str, value: n.Expr, rest: Sequence[n.Stmt]) -> bool:
        kind = value.type
        if not (isinstance(kind, t.ListOf) and kind.element.copy) or not isinstance(value, n.Cond | n.Apply):
            return False
        rows = list(_rows(value))
        here = sum(isinstance(c, n.Local) and c.name == name for stmt in rest for c in walk(stmt))
        once = self.counts.get(name, 0) == 1 and self.reads.get(name, 0) == here
        if not rows or not once or name in self.elsewhere:
            return False
        reading = [place for place, stmt in enumerate(rest) if name in names_read(stmt)]
        scope = rest[: reading[-1] + 1] if reading else []
        paths = [place_path(row) for row in rows]
        return all(path is not None and not self._changes(scope, path) for path in paths)

    def _changes(self, scope: Sequence[n.Stmt], row: tuple[str, ...]) -> bool:
        """Whether something in ``scope`` changes ``row`` before the last read."""
        found = [path for stmt in scope[:-1] for path, _ in changes(stmt, self.callee)]
        for last in scope[-1:]:
            # The store of an assignment comes after its value, and what is read is in that.
            seen = [last.value, *children(last.target)] if isinstance(last, n.Assign) else [last]
            found += [path for node in seen for path, _ in changes(node, self.callee)]
        places = list(expanded(row, self.sources))
        return any(
            overlap(where, place) for path in found for where in expanded(path, self.sources) for place in places
        )


def _rows(value: n.Expr) -> Iterator[n.Expr]:
    """Yield the parts of other objects that ``value`` may be."""
    match value:
        case n.Cond(then=then, orelse=orelse):
            yield from _rows(then)
            yield from _rows(orelse)
        case _ if is_place(value):
            yield value


def _copied(value: n.Expr) -> n.Expr:
    match value:
        case n.Cond(then=then, orelse=orelse):
            return dataclasses.replace(value, then=_copied(then), orelse=_copied(orelse))
        case _ if is_place(value):
            return n.Apply(op="list.copy", args=(value,), form=0, type=value.type, line=value.line)
        case _:
            return value

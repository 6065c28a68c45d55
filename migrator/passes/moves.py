"""What reads a list in the statement that gives the list away is computed before.

Runs on typed IR, before ownership. Rust moves the list into the tuple, so nothing may read it later in the same
expression; Python's tuple holds the list itself, so reading it first gives the same.

    before:  return (items, len(items))          after:  part = len(items); return (items, part)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from migrator.ir import nodes as n
from migrator.ir.walk import names_read, rebuild, walk


def read_before_moved(function: n.Function) -> n.Function:
    """Return ``function`` with the parts of tuples, lists and parallel assignments in an order that Rust can keep."""
    taken = {c.name for c in walk(function) if isinstance(c, n.Local | n.NameTarget | n.Alias | n.Param)}
    changed = _Moves(taken).function(function)
    assert isinstance(changed, n.Function)
    return changed


class _Moves:
    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def function(self, node: n.Node) -> n.Node:
        """Change the blocks of ``node``, and the displays inside its expressions."""
        changed = rebuild(node, self.function)
        for field in ("body", "orelse"):
            stmts = getattr(changed, field, None)
            if isinstance(stmts, tuple):
                changed = dataclasses.replace(changed, **{field: self._block(stmts)})  # type: ignore[arg-type]
        if isinstance(changed, n.TupleExpr | n.ListExpr):
            before, items = self._apart(changed.items)
            whole = dataclasses.replace(changed, items=items)
            return n.BlockExpr(body=before, value=whole, type=whole.type, line=whole.line) if before else whole
        return changed

    def _block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        return tuple(part for stmt in stmts for part in self._statement(stmt))

    def _statement(self, stmt: n.Stmt) -> list[n.Stmt]:
        match stmt:
            case n.ParallelAssign(values=values):
                before, items = self._apart(values)
                return [*before, dataclasses.replace(stmt, values=items)]
            case n.Return(value=n.BlockExpr(body=body, value=n.TupleExpr() as value)):
                return [*body, dataclasses.replace(stmt, value=value)]
            case _:
                return [stmt]

    def _apart(self, items: Sequence[n.Expr]) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]]:
        """The statements that compute what reads a list beside it, and the items that are left."""
        moved = {i.name for i in items if isinstance(i, n.Local) and i.type.mutable}
        if not any(moved & names_read(i) for i in items if not isinstance(i, n.Local)):
            return (), tuple(items)
        before: list[n.Stmt] = []
        left: list[n.Expr] = []
        for item in items:
            if isinstance(item, n.Local | n.Const):
                left.append(item)
                continue
            name = self._fresh()
            before.append(
                n.Assign(target=n.NameTarget(name=name, type=item.type, line=item.line), value=item, line=item.line)
            )
            left.append(n.Local(name=name, type=item.type, line=item.line))
        return tuple(before), tuple(left)

    def _fresh(self) -> str:
        name, number = "part", 1
        while name in self.taken:
            number += 1
            name = f"part_{number}"
        self.taken.add(name)
        return name

"""Operands in Python's order, where Rust would take another or cannot borrow.

Runs on typed IR, before ownership. An operand that changes something (``xs.pop()``, a walrus, a call that writes to its
argument) is computed at its turn: what stands before it is bound to names first. And what reads a list in the statement
that gives the list away is computed before: Rust moves the list, Python's tuple holds the list itself.

    before:  return (items, len(items))          after:  part = len(items); return (items, part)
             xs[ys.pop()] = ys[-1]                       part = ys[-1]; xs[ys.pop()] = part
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_read, new_name, rebuild, root_name, walk, with_blocks
from migrator.passes.effects import MutatedParams, changes


def in_order(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with operands bound to names where their order would not be Python's."""
    changed = _Order(function, callee).node(function)
    assert isinstance(changed, n.Function)
    return changed


class _Order:
    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.callee = callee
        self.taken = {c.name for c in walk(function) if isinstance(c, n.Local | n.NameTarget | n.Alias | n.Param)}
        self.total = _bindings(function)

    # --- what acts ---

    def acted_on(self, node: n.Expr) -> set[str]:
        """The variables that evaluating ``node`` changes or binds (those of its own comprehensions do not count)."""
        found = {path[0] for path, _ in changes(node, self.callee)}
        return found | {name for name, count in _bindings(node).items() if count != self.total[name]}

    # --- the tree ---

    def node(self, node: n.Node) -> n.Node:
        """Change the blocks of ``node``, and the operands inside its expressions."""
        changed = rebuild(node, self.node)
        changed = with_blocks(changed, self._block)
        match changed:
            case n.TupleExpr(items=items) | n.ListExpr(items=items):
                before, items = self._apart(items)
                return _in_block(before, dataclasses.replace(changed, items=items))
            case n.Apply(op=op, args=args) if op.endswith(".contains"):
                before, turned = self._apart(args[::-1])
                return _in_block(before, dataclasses.replace(changed, args=turned[::-1]))
            case n.Apply(args=args) | n.Invoke(args=args):
                own = dataclasses.replace(changed, args=tuple(_without_effect(a) for a in args))
                before, args = self._apart(args, hoists=bool(self.acted_on(own)))
                return _in_block(before, dataclasses.replace(changed, args=args))
            case _:
                return changed

    def _block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        return tuple(part for stmt in stmts for part in self._statement(stmt))

    def _statement(self, stmt: n.Stmt) -> list[n.Stmt]:
        match stmt:
            case n.ParallelAssign(values=values):
                before, items = self._apart(values)
                return [*before, dataclasses.replace(stmt, values=items)]
            case n.Assign(target=n.IndexTarget() | n.CellTarget() as target, value=value):
                places = (*_indices(target),)
                if not isinstance(value, n.Const) and (self.acted_on(value) or any(map(self.acted_on, places))):
                    bound = self._bind(value)
                    return [bound, dataclasses.replace(stmt, value=_read(bound))]
                return [stmt]
            case n.Store(place=place, value=value, mask=mask, picks=picks):
                chosen = (place, *picks, *(() if mask is None else (mask,)))
                if not isinstance(value, n.Const) and any(map(self.acted_on, chosen)):
                    bound = self._bind(value)
                    return [bound, dataclasses.replace(stmt, value=_read(bound))]
                return [stmt]
            case (
                n.Return(value=n.BlockExpr(body=body, value=value)) | n.Eval(value=n.BlockExpr(body=body, value=value))
            ):
                return [*body, dataclasses.replace(stmt, value=value)]
            case _:
                return [stmt]

    # --- binding operands ---

    def _apart(self, items: Sequence[n.Expr], hoists: bool = False) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]]:
        """The statements that compute operands before the rest, and the operands that are left."""
        acting = [bool(self.acted_on(item)) for item in items]
        moved = {i.name for i in items if isinstance(i, n.Local) and i.type.mutable}
        if any(acting):
            return self._up_to(items, acting, hoists)
        if not any(moved & names_read(i) for i in items if not isinstance(i, n.Local)):
            return (), tuple(items)
        return self._bound(items, len(items))

    def _up_to(
        self, items: Sequence[n.Expr], acting: list[bool], hoists: bool
    ) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]]:
        """Bind what is computed up to the last operand that acts.

        Rust computes operands in Python's order too. But a list that an operand changes cannot be borrowed meanwhile,
        and where the operation changes a list itself (``hoists``), emission computes some operands before others.
        """
        changed = {name for item in items for name in self.acted_on(item)}
        computed = sum(_is_value(item) and not isinstance(item, n.Const) for item in items)
        borrowed = any(
            root_name(i) in changed for i, act in zip(items, acting, strict=True) if not act and not _is_value(i)
        )
        if not borrowed and not (hoists and computed > 1):
            return (), tuple(items)
        return self._bound(items, max(i for i, act in enumerate(acting) if act) + 1, locals_too=True)

    def _bound(
        self, items: Sequence[n.Expr], count: int, locals_too: bool = False
    ) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]]:
        before: list[n.Stmt] = []
        left: list[n.Expr] = []
        for place, item in enumerate(items):
            named = isinstance(item, n.Local) and not (locals_too and _is_value(item))
            looked_at = root_name(item) is not None and not _is_value(item)
            if place >= count or named or looked_at or isinstance(item, n.Const | n.HoleExpr):
                left.append(item)
                continue
            before.append(self._bind(item))
            left.append(_read(before[-1]))
        return tuple(before), tuple(left)

    def _bind(self, value: n.Expr) -> n.Assign:
        name = new_name("part", self.taken)
        return n.Assign(target=n.NameTarget(name=name, type=value.type, line=value.line), value=value, line=value.line)


def _is_value(item: n.Expr) -> bool:
    """Whether ``item`` is copied where it is used, so that a later change of its variable would not show."""
    return item.type.copy and not isinstance(item.type, t.ArgRef)


def _read(bound: n.Stmt) -> n.Local:
    assert isinstance(bound, n.Assign)
    assert isinstance(bound.target, n.NameTarget)
    return n.Local(name=bound.target.name, type=bound.target.type, line=bound.line)


def _without_effect(item: n.Expr) -> n.Expr:
    """An operand as a mere place, so that only the operation's own effect counts."""
    root = root_name(item)
    return n.Local(name=root, type=item.type) if root is not None else n.Const(value=0, type=t.INT)


def _in_block(before: tuple[n.Stmt, ...], value: n.Expr) -> n.Expr:
    return n.BlockExpr(body=before, value=value, type=value.type, line=value.line) if before else value


def _indices(target: n.IndexTarget | n.CellTarget) -> tuple[n.Expr, ...]:
    """What is computed to find the place that is stored to."""
    indices = (target.index,) if isinstance(target, n.IndexTarget) else target.indices
    return (target.base, *indices)


def _bindings(node: n.Node) -> Counter[str]:
    """How often each name occurs below ``node``, if it is bound there."""
    bound = {c.name for c in walk(node) if isinstance(c, n.NameTarget | n.Alias)}
    return Counter(c.name for c in walk(node) if isinstance(c, n.Local | n.NameTarget | n.Alias) and c.name in bound)

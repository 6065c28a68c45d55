"""Where each Rust variable is declared: at its first binding where that dominates its uses, else just before.

Works on the final IR. A variable lives in the innermost block that holds all its occurrences, but outside any loop whose
next round may read the value of the round before.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.passes.liveness import Liveness


@dataclass(frozen=True)
class Declaration:
    """``inline``: the ``let`` is the binding itself; else a ``let name;`` goes before the statement."""

    name: str
    inline: bool
    mutable: bool


def occurrences(node: n.Node) -> Counter[str]:
    """How often each local occurs at or below ``node``, read or bound."""
    found: Counter[str] = Counter()
    for child in walk(node):
        if isinstance(child, n.Local | n.NameTarget | n.Alias):
            found[child.name] += 1
    return found


class Declarations:
    """Plans declarations block by block; ``plan(stmts)`` is asked once for each block, outermost first."""

    def __init__(self, function: n.Function, mutated: frozenset[str]) -> None:
        self.total = Counter[str]()
        for stmt in function.body:
            self.total += occurrences(stmt)
        self.declared = {p.name for p in function.params} | {g.name for g in function.globals}
        self.live = Liveness(function)
        self.mutated = mutated
        self.options = function.option_locals

    def plan(self, stmts: tuple[n.Stmt, ...], value: n.Expr | None = None) -> dict[int, list[Declaration]]:
        """Return, by statement position in ``stmts``, what is declared there; ``value`` ends the block."""
        counts = [occurrences(s) for s in stmts]
        whole = sum(counts, Counter[str]())
        if value is not None:
            whole = whole + occurrences(value)
        plans: dict[int, list[Declaration]] = {}
        for name in whole:
            if name in self.declared or whole[name] != self.total[name]:
                continue
            holders = [i for i, c in enumerate(counts) if c[name]]
            if not holders:
                continue
            alone = len(holders) == 1 and counts[holders[0]][name] == whole[name]
            if alone and self._goes_inside(stmts[holders[0]], name):
                continue
            self.declared.add(name)
            first = stmts[holders[0]]
            inline = name not in self.options and self._binds_at(first, name)
            rest = stmts[holders[0] :]
            mutable = name in self.mutated or name in self.options or self._assigned_again(rest, name)
            plans.setdefault(holders[0], []).append(Declaration(name, inline, mutable))
        return plans

    def loop_declares(self, stmt: n.For, name: str) -> bool:
        """Whether the loop's own pattern declares ``name`` (all its occurrences are in the loop)."""
        inside = Counter[str]()
        for child in (stmt.target, *stmt.body):
            inside += occurrences(child)
        return name not in self.declared and inside[name] == self.total[name] and name not in self.options

    def assigned_in(self, stmts: tuple[n.Stmt, ...], name: str) -> bool:
        return any(isinstance(c, n.NameTarget) and c.name == name for s in stmts for c in walk(s))

    def _goes_inside(self, stmt: n.Stmt, name: str) -> bool:
        """Whether all occurrences of ``name`` in ``stmt`` are in one of its blocks (or its loop pattern)."""
        if isinstance(stmt, n.For):
            if self.loop_declares(stmt, name):
                bound_here = any(isinstance(c, n.NameTarget) and c.name == name for c in walk(stmt.target))
                if bound_here:
                    return True
        if any(isinstance(c, n.BlockExpr) and occurrences(c)[name] == self.total[name] for c in walk(stmt)):
            return True
        for block in self._blocks(stmt):
            inside = sum((occurrences(s) for s in block), Counter[str]())
            if inside[name] == self.total[name]:
                loops = isinstance(stmt, n.For | n.While) and block is stmt.body
                return not (loops and self._carried(block, name))
        return False

    def _blocks(self, stmt: n.Stmt) -> list[tuple[n.Stmt, ...]]:
        blocks: list[tuple[n.Stmt, ...]] = []
        if isinstance(stmt, n.If | n.While | n.For):
            blocks += [stmt.body, stmt.orelse]
        return blocks

    def _carried(self, body: tuple[n.Stmt, ...], name: str) -> bool:
        """Whether a round of the loop may read the value of the round before."""
        return bool(body) and name in self.live.before.get(id(body[0]), frozenset())

    def _binds_at(self, stmt: n.Stmt, name: str) -> bool:
        match stmt:
            case n.Alias():
                return stmt.name == name
            case n.Assign(target=n.NameTarget(name=bound), value=value):
                return bound == name and not occurrences(value)[name]
            case n.Assign(target=n.TupleTarget(items=items), value=value):
                return self._all_new(items, name) and not occurrences(value)[name]
            case n.ParallelAssign(targets=targets, values=values):
                apart = any(isinstance(x, n.NameTarget) and x.name == name for x in targets) and any(
                    isinstance(x, n.AttrTarget | n.IndexTarget | n.CellTarget) for x in targets
                )
                new = apart or self._all_new(targets, name)
                return new and not any(occurrences(part)[name] for part in values)
            case _:
                return False

    def _all_new(self, targets: tuple[n.Target, ...], name: str) -> bool:
        return any(isinstance(x, n.NameTarget) and x.name == name for x in targets) and all(
            isinstance(x, n.NameTarget) for x in targets
        )

    def _assigned_again(self, stmts: tuple[n.Stmt, ...], name: str) -> bool:
        """Whether some path binds ``name`` twice from the declaration on."""
        return _Twice(name).block(stmts, False)[1]


class _Twice:
    def __init__(self, name: str) -> None:
        self.name = name

    def block(self, stmts: tuple[n.Stmt, ...], bound: bool) -> tuple[bool, bool]:
        twice = False
        for stmt in stmts:
            bound, again = self.stmt(stmt, bound)
            twice |= again
        return bound, twice

    def stmt(self, stmt: n.Stmt, bound: bool) -> tuple[bool, bool]:
        match stmt:
            case n.If(test=test, body=body, orelse=orelse):
                bound, in_test = self._expression(test, bound)
                if in_test:
                    return True, True
                first = self.block(body, bound)
                second = self.block(orelse, bound)
                ends = body and isinstance(body[-1], n.Return | n.TrapStmt | n.Continue | n.Break)
                return (first[0] and not ends) or second[0], first[1] or second[1]
            case n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                head = stmt.iter if isinstance(stmt, n.For) else stmt.test
                if self._expression(head, bound)[0] != bound:
                    return True, True
                here = isinstance(stmt, n.For) and self._targets(stmt.target)
                once = self.block(body, bound or bool(here))
                more = self.block(body, (once[0] and not self._leaves_bound(body)) or bool(here))
                after = self.block(orelse, once[0])
                again = once[1] or more[1] or after[1] or (bool(here))
                return once[0] or after[0] or bool(here), again
            case _:
                count = sum(isinstance(c, n.NameTarget | n.Alias) and c.name == self.name for c in walk(stmt))
                if not count:
                    return bound, False
                return True, bound or count > 1

    def _leaves_bound(self, body: tuple[n.Stmt, ...]) -> bool:
        """Whether no round of a loop follows one that binds the name: behind the binding ``body`` ends the loop."""
        if not body or not isinstance(body[-1], n.Return | n.TrapStmt | n.Break):
            return False
        from_binding = itertools.dropwhile(lambda stmt: not self._targets(stmt), body)
        return not any(isinstance(c, n.Continue) for stmt in from_binding for c in walk(stmt))

    def _expression(self, node: n.Node, bound: bool) -> tuple[bool, bool]:
        """Bindings in the statements inside an expression."""
        again = False
        for child in walk(node):
            if isinstance(child, n.BlockExpr):
                bound, more = self.block(child.body, bound)
                again |= more
        return bound, again

    def _targets(self, node: n.Node) -> bool:
        return any(isinstance(c, n.NameTarget | n.Alias) and c.name == self.name for c in walk(node))

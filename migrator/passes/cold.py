"""Statements that no profile has seen run become traps where they would keep the whole function from being compiled.

Works on untyped IR, after a later pass has failed at a line: the function is worth compiling without that statement, and
a call that gets there goes back to Python.

    before:  if odd: log(f"{x!r}")        after:  if odd: trap
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator.ir import nodes as n
from migrator.ir.walk import children, rebuild
from migrator.model.diagnostic import Diagnostic


def trap_cold(function: n.Function, line: int, cold: Callable[[int], bool], why: Diagnostic) -> n.Function | None:
    """Return ``function`` with the statements at ``line`` as traps; None where there are none that are ``cold``.

    Where ``line`` itself is not, all cold statements become traps: one of them may be what does not fit to ``line``.
    """
    found = False
    everything = not cold(line)

    def fits(stmt: n.Stmt) -> bool:
        return everything or _own_line(stmt, line)

    def change(node: n.Node) -> n.Node:
        nonlocal found
        if isinstance(node, n.Stmt) and not isinstance(node, n.TrapStmt) and cold(node.line) and fits(node):
            found = True
            return n.TrapStmt(reason="Hole", diagnostic=why, line=node.line, comments=node.comments)
        return rebuild(node, change)

    changed = change(function)
    assert isinstance(changed, n.Function)
    return changed if found else None


def _own_line(stmt: n.Stmt, line: int) -> bool:
    """Whether ``stmt`` itself, not a statement inside it, has something at ``line``."""

    def visit(node: n.Node) -> bool:
        return node.line == line or any(visit(c) for c in children(node) if not isinstance(c, n.Stmt))

    return visit(stmt)


def without_dead_code(function: n.Function) -> n.Function:
    """Return ``function`` without what follows a statement that never falls through."""
    from migrator.passes.decide import leaves

    def cut(stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        kept: list[n.Stmt] = []
        for stmt in stmts:
            kept.append(stmt)
            if leaves(stmt):
                break
        return tuple(kept)

    def change(node: n.Node) -> n.Node:
        made = rebuild(node, change)
        match made:
            case n.If(body=body, orelse=orelse) | n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                return dataclasses.replace(made, body=cut(body), orelse=cut(orelse))
            case n.Function(body=body):
                return dataclasses.replace(made, body=cut(body))
            case _:
                return made

    changed = change(function)
    assert isinstance(changed, n.Function)
    return changed

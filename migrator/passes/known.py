"""Which variables are known not to be None at a place: after ``if x is None: return``, in ``if x is not None:``.

Inference reads such a variable as what is inside of its ``optional``. Where a fact were wrong, the read would trap.
"""

from __future__ import annotations

from collections.abc import Iterable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, target_names

Facts = tuple[frozenset[str], frozenset[str]]
"""The variables that are not None where a test holds, and where it does not."""
_NONE: frozenset[str] = frozenset()


def facts(test: n.Expr) -> Facts:
    """What the outcome of ``test`` says."""
    match test:
        case n.IsNone(value=n.Local(name=name) | n.BlockExpr(value=n.Local(name=name)), negated=negated):
            return (frozenset({name}), _NONE) if negated else (_NONE, frozenset({name}))
        case n.Local(name=name):
            return frozenset({name}), _NONE
        case n.Not(value=value):
            holds, fails = facts(value)
            return fails, holds
        case n.Logic(kind="and", left=left, right=right):
            return facts(left)[0] | facts(right)[0], _NONE
        case n.Logic(left=left, right=right):
            return _NONE, facts(left)[1] | facts(right)[1]
        case _:
            return _NONE, _NONE


def leaves(stmts: tuple[n.Stmt, ...]) -> bool:
    """Whether control never reaches the end of ``stmts``."""
    match stmts[-1] if stmts else None:
        case n.Return() | n.TrapStmt() | n.Break() | n.Continue():
            return True
        case n.If(body=body, orelse=orelse):
            return leaves(body) and leaves(orelse)
        case _:
            return False


def after_assignment(present: frozenset[str], stmt: n.Stmt) -> frozenset[str]:
    """What is known behind ``stmt``, typed, where ``present`` was known before."""
    match stmt:
        case n.Assign(target=n.NameTarget(name=name), value=n.Convert(value=value)):
            there = not isinstance(value.type, t.OptionalOf) and value.type not in (t.NONE, t.UNKNOWN)
            return present | {name} if there else present - {name}
        case n.Assign(target=target):
            return present - set(target_names(target))
        case n.ParallelAssign(targets=targets):
            return present - {name for target in targets for name in target_names(target)}
        case _:
            return present


def bound_in(*blocks: Iterable[n.Stmt]) -> frozenset[str]:
    """The variables that a loop binds in its parts."""
    return frozenset(name for block in blocks for name in names_bound(tuple(block)))

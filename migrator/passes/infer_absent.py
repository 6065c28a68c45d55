"""A list or dict that a dict may hold: ``row = d.get(key)`` and a test of ``row`` right behind it.

Rust would have to copy the row to say that there may be none. So the test asks the dict, and the row gets its name where it is
there. Part of inference: it needs the type of the dict only.

    before:  row = d.get(k)                      after:  if k not in d: continue
             if row is None: continue                    row = d[k]
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.passes.effects import rebound
from migrator.passes.known import leaves

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_SHORT = 2
"""So many statements may be written twice."""


def looked_up(inference: Inference, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
    """Return ``stmts`` with such tests before the name."""
    for place, stmt in enumerate(stmts[:-1]):
        match stmt, stmts[place + 1]:
            case n.Assign(
                target=n.NameTarget(name=name), value=n.Apply(op="method.get", args=(base, key))
            ), n.If() as test:
                if not _is_plain(base) or not _holds_rows(inference.expr(base).type):
                    continue
                before, key = _named(inference, stmt, key)
                rest = stmts[place + 2 :]
                made = _tested(inference, _Row(stmt, name, base, key), test, rest)
                if made is not None:
                    return (*stmts[:place], *before, *made, *looked_up(inference, rest))
    return stmts


@dataclasses.dataclass(frozen=True)
class _Row:
    stmt: n.Assign
    name: str
    base: n.Expr
    key: n.Expr

    def reads(self, *blocks: tuple[n.Stmt, ...]) -> int:
        """How often the row is read in ``blocks``."""
        return sum(isinstance(c, n.Local) and c.name == self.name for block in blocks for s in block for c in walk(s))


def _is_plain(base: n.Expr) -> bool:
    return isinstance(base, n.Local) or (isinstance(base, n.Attr) and _is_plain(base.base))


def _holds_rows(kind: t.Type) -> bool:
    """Whether what is in the dict cannot be copied unseen, and is never None itself."""
    return isinstance(kind, t.DictOf) and kind.element.mutable and not isinstance(kind.element, t.OptionalOf)


def _named(inference: Inference, stmt: n.Assign, key: n.Expr) -> tuple[tuple[n.Stmt, ...], n.Expr]:
    """The key as something to write twice."""
    if isinstance(key, n.Local | n.Const):
        return (), key
    name = inference.fresh.get(id(stmt)) or inference.fresh.setdefault(id(stmt), inference.unused("key"))
    bound = n.Assign(target=n.NameTarget(name=name, line=stmt.line), value=key, line=stmt.line)
    return (bound,), n.Local(name=name, line=stmt.line)


def _tested(inference: Inference, row: _Row, test: n.If, rest: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...] | None:
    """The test and the name in the other order; None where the row may be looked at as None."""
    asked = _asks(test.test, row.name)
    if asked is None or rebound(inference.function.body).get(row.name) != 1:
        return None
    negated, further = asked
    gone, there = (test.orelse, test.body) if negated else (test.body, test.orelse)
    every = row.reads(inference.function.body) - row.reads((n.Eval(value=test.test),))
    if row.reads(gone) or (further is not None and len(gone) > _SHORT):
        return None
    has = n.Apply(op="method.contains", args=(row.base, row.key), line=row.stmt.line)
    present = n.Index(base=row.base, index=row.key, present=True, line=row.stmt.line)
    bind = dataclasses.replace(row.stmt, value=present, comments=())
    going_on = there if further is None else (dataclasses.replace(test, test=further),)
    comments = (*row.stmt.comments, *test.comments)
    if gone and leaves(gone) and every == row.reads(there, rest):
        absent = n.Not(value=has, line=test.line)
        return (n.If(test=absent, body=gone, orelse=(), line=test.line, comments=comments), bind, *going_on)
    if every != row.reads(there):
        return None
    return (n.If(test=has, body=(bind, *going_on), orelse=gone, line=test.line, comments=comments),)


def _asks(test: n.Expr, name: str) -> tuple[bool, n.Expr | None] | None:
    """Whether the body of ``if test`` is for a row that is there, and what is still to be tested then.

    None: it is another test.
    """
    match test:
        case n.IsNone(value=n.Local(name=asked), negated=negated) if asked == name:
            return negated, None
        case n.Local(name=asked) if asked == name:
            return True, test
        case n.Not(value=n.Local(name=asked)) if asked == name:
            return False, test
        case n.Logic(kind=kind, left=left, right=right) if (first := _asks(left, name)) is not None:
            # `row is None or …` for a row that is not there, `row is not None and …` for one that is
            negated, further = first
            if negated != (kind == "and"):
                return None
            return negated, right if further is None else dataclasses.replace(test, left=further)
        case _:
            return None

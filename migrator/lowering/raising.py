"""``raise`` inside of a ``try`` whose handler catches it is a way to leave the block, and needs no exception.

Lowering a ``raise`` only marks the place, by a trap that names the handler; ``left`` turns the marks of one ``try`` into
``if`` and ``break``, once all of its body is there. Whatever else is raised in the body is a trap, as everywhere.

    before:  try:                                 after:  if s[i] != "y": i = start
                 if s[i] != "y": raise Stop               else: i += 1
                 i += 1
             except Stop: i = start
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
from dataclasses import dataclass, field

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk, walk_all
from migrator.lowering.context import Context
from migrator.lowering.expressions import dotted
from migrator.lowering.names import ExceptionText

_SHORT = 2
"""A handler of so many statements may stand in several places."""


@dataclass
class Catcher:
    """One ``try`` while its body is lowered. ``classes``: what each handler catches, None where that cannot be told.

    ``final``: it has a ``finally``, which would have to run before an exception gets any further.
    """

    number: int
    classes: tuple[tuple[str, ...] | None, ...]
    final: bool
    used: set[int] = field(default_factory=set)
    """The handlers that a ``raise`` in the body leads to."""

    def mark(self, handler: int) -> str:
        """The reason of the trap that stands for a ``raise`` which ``handler`` catches."""
        return f"Raise {self.number} {handler}"

    def handler_of(self, raised: ExceptionText, context: Context) -> int | None:
        """Return the handler that catches ``raised``, -1 for none; None where it cannot be told."""
        for number, names in enumerate(self.classes):
            if names is None:
                return None
            if not names:
                return number
            caught = [context.names.exception(name) for name in names]
            if None in caught:
                return None
            for name in names:
                guard_exception(name, context)
            if any(each is not None and each.order[0] in raised.order for each in caught):
                return number
        return None if self.final else -1


def catcher(node: cst.Try, context: Context) -> Catcher:
    """Return what the handlers of ``node`` catch."""
    final = node.finalbody is not None
    return Catcher(context.tries, tuple(_classes(handler, context) for handler in node.handlers), final)


def behind(caught: Catcher) -> Catcher:
    """What is left of ``caught`` for its handlers and its ``else``: they are not caught, but the ``finally`` is there."""
    return Catcher(caught.number, (), caught.final)


def _classes(handler: cst.ExceptHandler, context: Context) -> tuple[str, ...] | None:
    """The classes that ``handler`` names, none for a bare ``except``; None where it says more than that."""
    if handler.name is not None:
        return None
    if handler.type is None:
        return ()
    kinds = [e.value for e in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
    names = [_name(kind, context) for kind in kinds]
    return tuple(name for name in names if name) if names and all(names) else None


def _name(node: cst.BaseExpression, context: Context) -> str:
    path = dotted(node)
    return path if path is not None and context.local(path.partition(".")[0]) is None else ""


def lower_raise(node: cst.Raise, context: Context, line: int) -> n.Stmt:
    """A trap: one that is a mark where a handler of the function catches what is raised."""
    raised = _raised(node, context)
    for each in reversed(context.catching):
        handler = None if raised is None else each.handler_of(raised[1], context)
        if handler is None:
            break
        if handler >= 0 and raised is not None:
            guard_exception(raised[0], context)
            each.used.add(handler)
            return n.TrapStmt(reason=each.mark(handler), line=line)
    return n.TrapStmt(reason="Raise", line=line)


def _raised(node: cst.Raise, context: Context) -> tuple[str, ExceptionText] | None:
    """The class that is raised, where making the exception does nothing else and cannot fail."""
    if node.exc is None or node.cause is not None:
        return None
    call = node.exc if isinstance(node.exc, cst.Call) else cst.Call(node.exc)
    name = _name(call.func, context)
    found = context.names.exception(name) if name else None
    if found is None or any(a.keyword is not None or a.star for a in call.args):
        return None
    try:
        args = [ast.literal_eval(cst.Module([]).code_for_node(a.value)) for a in call.args]
        own = getattr(builtins, found.builtin)
        made = own(*args)
    except Exception:  # no literals, or it does not take these
        return None
    # An ``OSError`` with a number is one of its subclasses.
    return (name, found) if found.id or type(made) is own else None


def guard_exception(name: str, context: Context) -> None:
    """The class must be what its text says."""
    found = context.names.exception(name)
    assert found is not None
    if found.id:
        context.guard(name, "exception", " ".join(found.order))
    else:
        context.guard(name, "builtin", name)


def left(
    stmts: tuple[n.Stmt, ...], each: Catcher, handlers: dict[int, tuple[n.Stmt, ...]], context: Context, line: int
) -> tuple[n.Stmt, ...]:
    """Return ``stmts``, the body of a ``try``, where each mark of ``each`` leads to its handler and out."""
    line = stmts[0].line or line
    flags = {number: context.fresh("caught") for number in sorted(handlers)}
    leaving = _Leaving(each, handlers, flags, line)
    leaving.choose(stmts)
    body, _ = leaving.block(stmts, 0)
    for number, name in flags.items():
        if handlers[number] and number not in leaving.inline:
            body = _handled(body, name, handlers[number], line)
    before = [_set(name, False, line) for name in flags.values()]
    none = frozenset[str]()
    return _without_needless((*before, *body), frozenset(flags.values()), none, none)[0]


def _handled(body: tuple[n.Stmt, ...], name: str, handler: tuple[n.Stmt, ...], line: int) -> tuple[n.Stmt, ...]:
    """``body`` with the ``handler`` behind it, where the flag ``name`` is set."""
    flag = n.Local(name=name, line=line)
    match body[-1]:
        case n.If(test=n.Not(value=n.Local(name=other)), body=rest, orelse=()) if other == name and not _binds(
            rest, name
        ):
            return (*body[:-1], n.If(test=flag, body=handler, orelse=rest, line=handler[0].line))
        case _:
            return (*body, n.If(test=flag, body=handler, orelse=(), line=handler[0].line))


def _binds(stmts: tuple[n.Stmt, ...], name: str) -> bool:
    return any(isinstance(x, n.NameTarget) and x.name == name for x in walk_all(stmts))


def _set(name: str, value: bool, line: int) -> n.Stmt:
    return n.Assign(target=n.NameTarget(name=name, line=line), value=n.Const(value=value, line=line), line=line)


class _Leaving:
    """Rewrites the body of one ``try``. ``inline``: the handlers that stand where the marks were."""

    def __init__(
        self, each: Catcher, handlers: dict[int, tuple[n.Stmt, ...]], flags: dict[int, str], line: int
    ) -> None:
        self.marks = {each.mark(number): number for number in handlers}
        self.handlers = handlers
        self.flags = flags
        self.line = line
        self.inline: set[int] = set()

    def block(self, stmts: tuple[n.Stmt, ...], depth: int) -> tuple[tuple[n.Stmt, ...], bool]:
        """Return ``stmts`` at ``depth`` loops inside of the ``try``, and whether their end may be reached by leaving.

        In a loop it never is: there a ``break`` follows.
        """
        made: list[n.Stmt] = []
        for place, stmt in enumerate(stmts):
            rest = stmts[place + 1 :]
            if not self._marked((stmt,)):
                made.append(stmt)
                continue
            match stmt:
                case n.TrapStmt(reason=reason):
                    last = self._leave(self.marks[reason], depth, stmt.line)
                    return (*made, *last), not _leaves(last)
                case n.If():
                    whole, reached = self._branches(stmt, rest, depth)
                    return (*made, *whole), reached
                case n.While() | n.For():
                    made.append(self._loop(stmt, depth))
                    after, reached = self._behind(rest, depth)
                    return (*made, *after), reached
                case _:
                    raise AssertionError(f"a raise inside of {type(stmt).__name__}")
        return tuple(made), False

    def choose(self, stmts: tuple[n.Stmt, ...]) -> None:
        """Find the handlers that are short, or wanted in one place only, and that no loop is around."""
        marks = [x.reason for x in walk_all(stmts) if isinstance(x, n.TrapStmt) and x.reason in self.marks]
        loops = [x for x in walk_all(stmts) if isinstance(x, n.While | n.For)]
        for mark, number in self.marks.items():
            short = len(self.handlers[number]) <= _SHORT and not any(_has_blocks(s) for s in self.handlers[number])
            if (short or marks.count(mark) == 1) and not any(mark in _reasons(loop) for loop in loops):
                self.inline.add(number)

    def _leave(self, number: int, depth: int, line: int) -> tuple[n.Stmt, ...]:
        flag = _set(self.flags[number], True, line)
        if depth:
            return (flag, n.Break(line=line))
        handler = self.handlers[number] if number in self.inline else ()
        return handler if handler and _leaves(handler) else (*handler, flag)

    def _branches(self, stmt: n.If, rest: tuple[n.Stmt, ...], depth: int) -> tuple[tuple[n.Stmt, ...], bool]:
        body, body_left = self.block(stmt.body, depth)
        orelse, orelse_left = self.block(stmt.orelse, depth)
        # Where only one branch goes on (a mark is a trap, so it does not), what follows is a part of it.
        if body_left and _leaves(stmt.body) and not orelse_left:
            after, _ = self.block((*stmt.orelse, *rest), depth)
            return (dataclasses.replace(stmt, body=body, orelse=after),), True
        if orelse_left and _leaves(stmt.orelse) and not body_left:
            after, _ = self.block((*stmt.body, *rest), depth)
            return (dataclasses.replace(stmt, body=after, orelse=orelse),), True
        made = dataclasses.replace(stmt, body=body, orelse=orelse)
        if not (body_left or orelse_left):
            after, reached = self.block(rest, depth)
            return (made, *after), reached
        after, _ = self._guarded(rest, depth)
        return (made, *after), True

    def _loop(self, stmt: n.While | n.For, depth: int) -> n.Stmt:
        body, _ = self.block(stmt.body, depth + 1)
        orelse, _ = self.block(stmt.orelse, depth)
        return dataclasses.replace(stmt, body=body, orelse=orelse)

    def _behind(self, rest: tuple[n.Stmt, ...], depth: int) -> tuple[tuple[n.Stmt, ...], bool]:
        """What follows a loop that may have been left."""
        if depth == 0:
            return self._guarded(rest, depth)
        after, _ = self.block(rest, depth)
        return (n.If(test=self._any(), body=(n.Break(line=self.line),), orelse=(), line=self.line), *after), False

    def _guarded(self, rest: tuple[n.Stmt, ...], depth: int) -> tuple[tuple[n.Stmt, ...], bool]:
        if not rest:
            return (), True
        after, _ = self.block(rest, depth)
        line = rest[0].line
        return (n.If(test=n.Not(value=self._any(), line=line), body=after, orelse=(), line=line),), True

    def _any(self) -> n.Expr:
        first, *others = (n.Local(name=name, line=self.line) for name in self.flags.values())
        test: n.Expr = first
        for other in others:
            test = n.Logic(kind="or", left=test, right=other, line=self.line)
        return test

    def _marked(self, stmts: tuple[n.Stmt, ...]) -> bool:
        return any(isinstance(x, n.TrapStmt) and x.reason in self.marks for x in walk_all(stmts))


def _leaves(stmts: tuple[n.Stmt, ...]) -> bool:
    match stmts[-1] if stmts else None:
        case n.Return() | n.TrapStmt() | n.Break() | n.Continue():
            return True
        case n.If(body=body, orelse=orelse):
            return _leaves(body) and _leaves(orelse)
        case _:
            return False


def _has_blocks(stmt: n.Stmt) -> bool:
    return isinstance(stmt, n.If | n.While | n.For)


def _reasons(stmt: n.Stmt) -> set[str]:
    return {x.reason for x in walk_all((stmt,)) if isinstance(x, n.TrapStmt)}


def _without_needless(
    stmts: tuple[n.Stmt, ...], flags: frozenset[str], after: frozenset[str], looped: frozenset[str]
) -> tuple[tuple[n.Stmt, ...], frozenset[str]]:
    """``stmts`` without the assignments to ``flags`` that nothing reads, and which flags may be read from their start.

    ``after``: those that may be read behind; ``looped``: those that may be where the loop around ends or goes on.
    """
    kept: list[n.Stmt] = []
    for stmt in reversed(stmts):
        match stmt:
            case n.Assign(target=n.NameTarget(name=name)) if name in flags:
                if name not in after:
                    continue
                after -= {name}
            case n.If(test=test, body=body, orelse=orelse):
                then, first = _without_needless(body, flags, after, looped)
                other, second = _without_needless(orelse, flags, after, looped)
                after = first | second | _read(test, flags)
                stmt = _tidy(dataclasses.replace(stmt, body=then, orelse=other))
            case n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                after |= _read(stmt, flags)
                body, _ = _without_needless(body, flags, after, after)
                orelse, _ = _without_needless(orelse, flags, after, looped)
                stmt = dataclasses.replace(stmt, body=body, orelse=orelse)
            case n.Return() | n.TrapStmt():
                after = frozenset()
            case n.Break() | n.Continue():
                after = looped
            case _:
                pass
        kept.append(stmt)
    return tuple(reversed(kept)), after


def _read(node: n.Node, flags: frozenset[str]) -> frozenset[str]:
    return frozenset(x.name for x in walk(node) if isinstance(x, n.Local) and x.name in flags)


def _tidy(stmt: n.If) -> n.If:
    """``if test: pass else: …`` is ``if not test: …``."""
    if stmt.body or not stmt.orelse:
        return stmt
    return dataclasses.replace(stmt, test=n.Not(value=stmt.test, line=stmt.line), body=stmt.orelse, orelse=())

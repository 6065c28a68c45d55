"""Loops whose rounds are independent, and may run on several threads with the same bits for any number of them.

Runs last, over functions that are asked for, and only marks loops (``For.parallel``). A loop is marked where every round
gives one value, which it stores at its own index (``out[i] = …``, all of a row ``out[i, …]``) or appends, and reads
nothing that another round writes. The threads compute the values; the storing comes after all of them and in order, so
where a round traps nothing was stored yet. What cannot be shown is said, by code, for the report.

May assume what the passes before made sure of: an alias names what ``place`` says, and two parameters are never one
object where one of them is changed.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import children, names_bound, names_read, rebuild, root_name, walk, walk_all
from migrator.model.diagnostic import Diagnostic
from migrator.ops import OPERATIONS
from migrator.passes.liveness import Liveness

_Node = TypeVar("_Node", bound=n.Node)
_DEPENDS, _FORM, _SHORT = "M304", "M305", "M306"


@dataclass(frozen=True)
class Parallel:
    """Which functions are to run their independent loops on several threads: all, or those with these ids.

    ``shared_arrays``: whether other threads may also run while Rust works in the memory of the caller's arrays.
    """

    everywhere: bool = False
    functions: tuple[str, ...] = ()
    shared_arrays: bool = False

    def wanted(self, function: str) -> bool:
        return self.everywhere or function in self.functions


class NotParallel(Exception):
    """Why a loop stays as it is."""

    def __init__(self, code: str, line: int, message: str) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, line, message)


@dataclass(frozen=True)
class Result:
    """What one round gives: ``value``, computed after ``body``; ``row`` is the alias of the row that it fills instead."""

    base: n.Local
    body: tuple[n.Stmt, ...]
    store: n.Assign | n.Eval | None
    value: n.Expr | None
    row: n.Alias | None = None


def result_of(loop: n.For) -> Result | None:
    """Return what a round of ``loop`` gives, where it gives one thing."""
    index = loop.target.name if isinstance(loop.target, n.NameTarget) else ""
    rows = [s for s in loop.body if isinstance(s, n.Alias) and s.mutable]
    match loop.body[-1]:
        case n.Eval(value=n.Apply(op="list.append" | "list.yielded", args=(n.Local() as base, value))) as store:
            return Result(base, loop.body[:-1], store, value) if not rows else None
        case n.Assign(target=n.IndexTarget(base=n.Local() as base, index=n.Local(name=at)), value=value) as store:
            return Result(base, loop.body[:-1], store, value) if at == index and not rows else None
        case n.Assign(target=n.CellTarget(base=n.Local() as base, indices=(n.Local(name=at),)), value=value) as store:
            return Result(base, loop.body[:-1], store, value) if at == index and not rows else None
        case _:
            pass
    match rows:
        case [n.Alias(place=n.Line(base=n.Local() as base, indices=(n.Local(name=at),))) as row]:
            if at == index and isinstance(row.place.type, t.ArrayOf):
                return Result(base, tuple(s for s in loop.body if s is not row), None, None, row)
        case _:
            pass
    return None


Pure = Callable[[n.Invoke], n.Function | None]
"""The function that is called, where it changes nothing and is not recursive."""


def mark_parallel(function: n.Function, callee: Pure) -> tuple[n.Function, tuple[Diagnostic, ...]]:
    """Return ``function`` with its independent loops marked, and why the outermost others are not."""
    marker = _Marker(function, callee)
    body = tuple(marker.mark(stmt) for stmt in function.body)
    return dataclasses.replace(function, body=body), tuple(marker.notes)


def has_parallel(function: n.Function) -> bool:
    """Whether a loop of ``function`` is marked."""
    return any(isinstance(node, n.For) and node.parallel for node in walk_all(function.body))


class _Marker:
    def __init__(self, function: n.Function, callee: Pure) -> None:
        self.function = function
        self.callee = callee
        self.notes: list[Diagnostic] = []
        self.live = Liveness(function)
        self.total = _occurrences(function.body)
        self.params = {p.name for p in function.params} | {g.name for g in function.globals}
        self.places = {a.name: a.place for a in walk_all(function.body) if isinstance(a, n.Alias)}

    def mark(self, node: _Node, noted: bool = False) -> _Node:
        """``node`` with the outermost independent loops in it marked."""
        if isinstance(node, n.For | n.While):
            try:
                if not isinstance(node, n.For):
                    raise NotParallel(_FORM, node.line, "it is a `while` loop")
                self._check(node)
                return dataclasses.replace(node, parallel=True)
            except NotParallel as why:
                if not noted:
                    self.notes.append(why.diagnostic)
                    noted = True
        return rebuild(node, lambda child: self.mark(child, noted))

    # --- one loop ---

    def _check(self, loop: n.For) -> None:
        self._iterates(loop)
        if loop.orelse or loop.totals or any(_leaves(loop.body)):
            raise NotParallel(_FORM, loop.line, "a round can leave the loop, or the loop has an `else`")
        result = result_of(loop)
        if result is None:
            raise NotParallel(
                _FORM, loop.line, "a round does not give one value to append or to store at its own index"
            )
        if not isinstance(result.store, n.Eval) and not isinstance(loop.iter, n.RangeIter):
            raise NotParallel(_FORM, loop.line, "it stores at indices that come from a list")
        self._locals(loop)
        self._writes(loop, result)
        self._reads(loop, result)
        for node in self._computed(result):
            self._allowed(node, loop.line)
        watches = {node.watch for node in walk(loop) if isinstance(node, n.For)}
        if any(isinstance(node, n.Apply) and node.watch and node.watch not in watches for node in walk(loop)):
            raise NotParallel(_FORM, loop.line, "a test of its numbers waits for the loop around it")
        if not any(self._takes_long(node) for node in self._computed(result)):
            raise NotParallel(_SHORT, loop.line, "a round does too little")

    def _computed(self, result: Result) -> Iterator[n.Node]:
        yield from walk_all(result.body)
        if result.value is not None:
            yield from walk(result.value)

    def _iterates(self, loop: n.For) -> None:
        match loop.iter:
            case n.RangeIter(step=None | n.Const(value=1)):
                known = True
            case n.SequenceIter(value=n.Local() as value, reverse=False, live=False):
                known = isinstance(value.type, t.ListOf) and _crosses(value.type)
                known = known and value.name not in self.function.borrows and value.name not in self.places
            case _:
                known = False
        if not known or not isinstance(loop.target, n.NameTarget):
            raise NotParallel(
                _FORM, loop.line, "it does not run over a range by ones or over a list of numbers or rows"
            )

    def _locals(self, loop: n.For) -> None:
        """Every variable that a round binds lives in that round alone."""
        assert isinstance(loop.target, n.NameTarget)
        inside = _occurrences((*loop.body, loop.target))
        bound = names_bound(loop.body)
        if loop.target.name in bound:
            raise NotParallel(_FORM, loop.line, f"its body binds `{loop.target.name}` anew")
        carried = self.live.before.get(id(loop.body[0]), frozenset())
        for name in sorted(bound | {loop.target.name}):
            if inside[name] != self.total[name] or name in self.params or name in self.function.option_locals:
                message = f"`{name}` is used outside the loop as well"
                raise NotParallel(_DEPENDS, loop.line, message)
            if name in carried and name != loop.target.name:
                message = f"a round may use the `{name}` of the round before"
                raise NotParallel(_DEPENDS, loop.line, message)

    def _writes(self, loop: n.For, result: Result) -> None:
        """A round changes nothing else but what it made itself."""
        own = names_bound(loop.body)
        if (
            result.base.name in own | self.places.keys() | self.function.option_locals
            or result.base.name in self.function.borrows
        ):
            raise NotParallel(_FORM, loop.line, f"`{result.base.name}` is another name for something")
        if isinstance(result.store, n.Eval) and (result.base.name in self.params or not _is_list(result.base.type)):
            raise NotParallel(_FORM, loop.line, f"`{result.base.name}` is not a list that the function made")
        if isinstance(result.store, n.Assign) and not _holds_numbers(result.base.type):
            raise NotParallel(_FORM, loop.line, f"`{result.base.name}` does not hold plain numbers")
        fresh = {
            s.target.name
            for s in walk_all(result.body)
            if _makes_anew(s) and isinstance(s, n.Assign) and isinstance(s.target, n.NameTarget)
        }
        for node in self._computed(result):
            for place in _changed(node):
                name = root_name(place) or ""
                if name not in fresh and (result.row is None or name != result.row.name):
                    raise NotParallel(_DEPENDS, loop.line, f"a round changes `{name or 'something'}`")
            if isinstance(node, n.Alias) and node.mutable:
                raise NotParallel(_DEPENDS, loop.line, f"a round changes `{root_name(node.place)}`")

    def _reads(self, loop: n.For, result: Result) -> None:
        """No round reads what another one writes: of ``base`` only its own element, and its length."""
        assert isinstance(loop.target, n.NameTarget)
        own = 0
        lengths = 0
        for node in self._computed(result):
            match node:
                case (
                    n.Index(base=n.Local(name=name), index=n.Local(name=at))
                    | n.Cell(base=n.Local(name=name), indices=(n.Local(name=at),))
                ) if name == result.base.name and at == loop.target.name and isinstance(result.store, n.Assign):
                    own += 1
                case n.Apply(op="builtins.len" | "array.len" | "array.shape", args=(n.Local(name=name),)) if (
                    name == result.base.name and not isinstance(result.store, n.Eval)
                ):
                    lengths += 1
                case _:
                    pass
        read = sum(isinstance(x, n.Local) and x.name == result.base.name for x in self._computed(result))
        if read != own + lengths:
            raise NotParallel(_DEPENDS, loop.line, f"a round reads `{result.base.name}`, which other rounds change")
        first = loop.iter.start if isinstance(loop.iter, n.RangeIter) else None
        if (own or result.row) and not (
            isinstance(first, n.Const) and isinstance(first.value, int) and first.value >= 0
        ):
            message = f"two rounds may mean the same element of `{result.base.name}`, one of them by a negative index"
            raise NotParallel(_DEPENDS, loop.line, message)
        for name in sorted(names_read(n.BlockExpr(body=result.body, value=result.value or n.Const(value=None)))):
            if result.row is not None and name == result.row.name:
                continue
            if name in self.function.borrows:
                raise NotParallel(_FORM, loop.line, f"`{name}` may be one of several objects")
            for place in self._behind(name):
                if root_name(place) == result.base.name:
                    message = f"a round reads `{result.base.name}`, which other rounds change, by the name `{name}`"
                    raise NotParallel(_DEPENDS, loop.line, message)
                if any(isinstance(x, n.Part | n.Shared | n.Rows) for x in walk(place)):
                    raise NotParallel(_FORM, loop.line, f"`{name}` is a view of something")

    def _behind(self, name: str) -> Iterator[n.Expr]:
        """The places that ``name`` stands for, through other aliases."""
        seen: set[str] = set()
        while name in self.places and name not in seen:
            seen.add(name)
            yield self.places[name]
            name = root_name(self.places[name]) or ""

    def _allowed(self, node: n.Node, line: int, inside: bool = False) -> None:
        if isinstance(node, n.Return) and inside:
            return
        if not isinstance(node, _ALLOWED):
            raise NotParallel(_FORM, node.line or line, "a round does something that has no parallel form")
        if isinstance(node, n.Invoke):
            called = self.callee(node)
            if called is None or node.lazy or node.through or node.found:
                raise NotParallel(
                    _FORM,
                    node.line or line,
                    f"a round calls `{node.function.partition(':')[2]}`, "
                    "which changes something, is recursive, or is not known before",
                )
            for each in walk_all(called.body):
                self._allowed(each, line, True)
        if isinstance(node, n.Expr) and not _crosses(node.type) and not isinstance(node.type, t.Unknown):
            raise NotParallel(
                _FORM, node.line or line, f"a round works with {node.type}, which is no number, list or array"
            )

    def _takes_long(self, node: n.Node) -> bool:
        """Whether a round with ``node`` in it is worth handing to a thread."""
        return isinstance(node, n.For | n.While | n.Invoke) or (
            isinstance(node, n.Apply) and node.op.startswith("math.")
        )


_ALLOWED = (
    n.Const, n.Local, n.Apply, n.Invoke, n.Logic, n.Not, n.Truth, n.Cond, n.IsNone, n.TupleExpr, n.ListExpr, n.Index,
    n.Cell, n.Line, n.Convert, n.BlockExpr, n.Assign, n.ParallelAssign, n.Alias, n.Eval, n.If, n.While, n.For, n.Break,
    n.Continue, n.TrapStmt, n.Within, n.NameTarget, n.TupleTarget, n.IndexTarget, n.CellTarget, n.RangeIter,
    n.SequenceIter, n.EnumerateIter, n.ZipIter,
)  # fmt: skip
"""What a thread may do: nothing of it asks Python or keeps something beyond the round."""


def _occurrences(nodes: tuple[n.Node, ...]) -> Counter[str]:
    """How often each local occurs, read or bound."""
    return Counter(c.name for c in walk_all(nodes) if isinstance(c, n.Local | n.NameTarget | n.Alias))


def _leaves(stmts: tuple[n.Stmt, ...]) -> Iterator[bool]:
    """Whether each statement may end the round or the loop around it."""
    for stmt in stmts:
        if isinstance(stmt, n.For | n.While):
            yield any(isinstance(c, n.Return) for c in walk(stmt)) or any(_leaves(stmt.orelse))
        elif isinstance(stmt, n.If):
            yield any(_leaves((*stmt.body, *stmt.orelse)))
        else:
            yield isinstance(stmt, n.Break | n.Continue | n.Return)


def _changed(node: n.Node) -> Iterator[n.Expr]:
    match node:
        case n.IndexTarget(base=base) | n.CellTarget(base=base) | n.AttrTarget(base=base):
            yield base
        case n.Apply(op=op, args=args) if op in OPERATIONS and OPERATIONS[op].mutates:
            yield from (args[position] for position in OPERATIONS[op].mutates)
        case _:
            pass


def _makes_anew(node: n.Node) -> bool:
    """Whether a variable gets a new object, which no other name means."""
    return isinstance(node, n.Assign) and isinstance(node.value, n.ListExpr | n.Apply) and not any(
        isinstance(child, n.ListExpr) and any(x.type.mutable for x in children(child) if isinstance(x, n.Expr))
        for child in walk(node.value)
    )  # fmt: skip


def _is_list(kind: t.Type) -> bool:
    return isinstance(kind, t.ListOf)


def _holds_numbers(kind: t.Type) -> bool:
    return (isinstance(kind, t.ListOf) and kind.element.copy) or (isinstance(kind, t.ArrayOf) and kind.ndim == 1)


def _crosses(kind: t.Type) -> bool:
    """Whether values of this type may be looked at by several threads, and given by one to another."""
    if isinstance(kind, t.Bool | t.Int | t.Float | t.Complex | t.NoneT | t.NpScalar | t.Number | t.Mixed):
        return True
    whole = isinstance(kind, t.ListOf | t.ArrayOf | t.OptionalOf) or type(kind) is t.TupleOf
    return whole and kind.supported and all(map(_crosses, kind.parts))

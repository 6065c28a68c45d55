"""Rows that a loop stays in: looked up once before the loop instead of at every element.

Runs on owned IR, after ``shared``. In a loop that reads or writes ``a[i, j]`` and leaves ``i`` and ``a`` alone, the row
``a[i]`` gets a name before it (an ``Alias`` of a ``Line``), and the element becomes ``row[j]``: one test of one index, which
rustc removes where the loop's bounds show that it holds. A row that does not exist is an empty one, so looking it up
never traps: the first element that is really touched does. The same goes for the rest of a block that touches a row
several times.

A row is given a name that may write only where everything that the loop does with the array goes through that one row,
or where the array is shared as cells.

    before:  for j in range(m): t += a[i, j]        after:  alias a_i = line(a, i)
                                                            for j in range(m): t += a_i[j]
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, names_read, new_name, rebuild, root_name, target_names, walk, with_blocks
from migrator.passes.effects import MutatedParams, mutated_names
from migrator.passes.elements import Element, Key, element, elements, stays, strided_names

_WORDS = {"operator.add": "plus", "operator.sub": "less", "operator.mul": "times"}
_OFTEN = 2
_LENGTHS = frozenset({"builtins.len", "array.len", "array.shape", "array.size", "array.place"})
Stmts = tuple[n.Stmt, ...]


def name_lines(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with the rows of its loops named; ``callee`` says which arguments a call changes.

    >>> i, j = (n.Local(name=x, type=t.INT) for x in "ij")
    >>> grid = n.Local(name="a", type=t.ArrayOf("float64", 2))
    >>> read = n.Eval(value=n.Cell(base=grid, indices=(i, j), type=t.NpScalar("float64")))
    >>> loop = n.For(
    ...     target=n.NameTarget(name="j", type=t.INT),
    ...     iter=n.RangeIter(start=n.Const(value=0, type=t.INT), stop=i, step=None),
    ...     body=(read,),
    ...     orelse=(),
    ... )
    >>> alias, loop = name_lines(n.Function(id="m:f", name="f", params=(), body=(loop,)), lambda call: ()).body
    >>> alias.name, loop.body[0].value.indices == (j,)
    ('a_i', True)
    """
    namer = _Namer(function, callee)
    return dataclasses.replace(function, body=namer.blocks(namer.loops(function.body)))


class _Namer:
    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.callee = callee
        self.taken = {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget | n.Alias)}
        self.taken |= {p.name for p in function.params} | {g.name for g in function.globals}
        self.options = function.option_locals
        self.strided = strided_names(function)
        self.cells = {a.name for a in walk(function) if isinstance(a, n.Alias) and isinstance(a.place, n.Shared)}

    def loops(self, stmts: Stmts) -> Stmts:
        """Name rows before loops, outermost loops first."""
        result: list[n.Stmt] = []
        for stmt in stmts:
            kept = stmt
            if isinstance(kept, n.For | n.While):
                aliases, (kept,) = self._scope((kept,), 1)
                bounds, kept = self._bounds_first(aliases, kept)
                result += [*bounds, *aliases]
            result.append(_nested(kept, self.loops))
        return tuple(result)

    def _bounds_first(self, aliases: list[n.Stmt], loop: n.Stmt) -> tuple[list[n.Stmt], n.Stmt]:
        """The bounds of ``loop`` that ask for a length of what is about to be lent to a row, computed before."""
        lent = {root_name(a.place) for a in aliases if isinstance(a, n.Alias) and a.mutable}
        if not isinstance(loop, n.For) or not isinstance(loop.iter, n.RangeIter):
            return [], loop
        made: list[n.Stmt] = []

        def first(bound: n.Expr, wish: str) -> n.Expr:
            if not lent & names_read(bound):
                return bound
            name = self._fresh(wish, ())
            target = n.NameTarget(name=name, type=t.INT, line=loop.line)
            made.append(n.Assign(target=target, value=bound, line=loop.line))
            return n.Local(name=name, type=t.INT, line=loop.line)

        bounds = dataclasses.replace(
            loop.iter, start=first(loop.iter.start, "start"), stop=first(loop.iter.stop, "stop")
        )
        return made, dataclasses.replace(loop, iter=bounds)

    def blocks(self, stmts: Stmts, in_loop: bool = False) -> Stmts:
        """Name the rows that the rest of a block in a loop, from some statement on, touches several times."""

        def inner(stmt: n.Stmt) -> n.Stmt:
            deeper = in_loop or isinstance(stmt, n.For | n.While)
            return _nested(stmt, lambda nested: self.blocks(nested, deeper))

        inside = tuple(map(inner, stmts))
        done: list[n.Stmt] = []
        while in_loop and inside:
            aliases, inside = self._scope(inside, _OFTEN)
            done += [*aliases, inside[0]]
            inside = inside[1:]
        return (*done, *inside)

    def _scope(self, scope: Stmts, often: int) -> tuple[list[n.Stmt], Stmts]:
        """Name the rows that ``scope`` stays in and whose elements stand in it at least ``often`` times."""
        bound = frozenset(names_bound(scope))
        bound |= {x for s in scope for c in walk(s) if isinstance(c, n.For) for x in target_names(c.target)}
        moving = bound | self.options
        others: set[str] = set()
        found = [e for stmt in scope for e in elements(stmt, others)]
        others |= {e.base for e in found if not all(stays(i, moving) for i in e.key)}
        counts = Counter((e.base, e.row) for e in found)
        rows = {
            (e.base, e.row): e
            for e in found
            if e.base not in bound | self.strided and all(stays(i, moving) for i in e.key)
        }
        changed = mutated_names(scope, self.callee)
        aliases: list[n.Stmt] = []
        for (base, _), row in rows.items():
            writes = base in changed and base not in self.cells
            alone = base not in others and sum(b == base for b, _ in rows) == 1
            if counts[base, row.row] < often or not _touched(scope[0], row, often) or (writes and not alone):
                continue
            if writes and base in _asked(scope):
                continue
            alias = self._alias(row, writes, scope[0].line)
            aliases.append(alias)
            name = n.Local(name=alias.name, type=alias.place.type, line=alias.line)
            scope = tuple(_through(s, row, name) for s in scope)
        return aliases, scope

    def _alias(self, row: Element, writes: bool, line: int) -> n.Alias:
        place = n.Line(base=row.whole, indices=row.key, type=_line_type(row.whole.type), line=line)
        name = self._fresh(row.base.removesuffix("_cells") if row.base in self.cells else row.base, row.key)
        if row.base in self.cells:
            self.cells.add(name)
        return n.Alias(name=name, place=place, mutable=writes, line=line)

    def _fresh(self, base: str, key: Key) -> str:
        return new_name("_".join([base, *(_spelled(index) for index in key)]), self.taken)


def _asked(scope: Stmts) -> set[str | None]:
    """The variables whose lengths ``scope`` asks for, but for the bounds of the loop that it may be."""
    whole = scope[0] if len(scope) == 1 and isinstance(scope[0], n.For) else None
    ranged = whole is not None and isinstance(whole.iter, n.RangeIter)
    parts: Stmts = (*whole.body, *whole.orelse) if whole is not None and ranged else scope
    names: set[str | None] = {
        root_name(c.args[0]) for s in parts for c in walk(s) if isinstance(c, n.Apply) and c.op in _LENGTHS and c.args
    }
    if whole is not None and isinstance(whole.iter, n.RangeIter) and whole.iter.step is not None:
        names |= names_read(whole.iter.step)
    return names


def _nested(stmt: n.Stmt, change: Callable[[Stmts], Stmts]) -> n.Stmt:
    """``stmt`` with ``change`` made to the blocks directly inside it, those inside expressions too."""

    def inside(node: n.Node) -> n.Node:
        if isinstance(node, n.Stmt):
            return node
        if isinstance(node, n.BlockExpr):
            return dataclasses.replace(node, body=change(node.body))
        return rebuild(node, inside)

    made = rebuild(stmt, inside)
    assert isinstance(made, n.Stmt)
    return with_blocks(made, change)


def _touched(first: n.Stmt, row: Element, often: int) -> bool:
    """Whether the scope is to begin with ``first``: a loop always, else where it touches the row."""
    if often == 1:
        return True
    others: set[str] = set()
    return any((e.base, e.row) == (row.base, row.row) for e in elements(first, others))


def _spelled(index: n.Expr) -> str:
    """``i - 1`` as part of a name."""
    match index:
        case n.Local(name=name):
            return name.removesuffix("_index")
        case n.Const(value=int() as value) if value >= 0:
            return str(value)
        case n.Apply(op=op, args=(n.Local(name=name), n.Const(value=int() as value))) if op in _WORDS and value >= 0:
            return f"{name}_{_WORDS[op]}_{value}"
        case n.Apply(op=op, args=(n.Local(name=left), n.Local(name=right))) if op in _WORDS:
            return f"{left}_{_WORDS[op]}_{right}"
        case _:
            return "row"


def _line_type(kind: t.Type) -> t.Type:
    if isinstance(kind, t.ListOf):
        return kind.element
    assert isinstance(kind, t.ArrayOf)
    return t.ArrayOf(kind.dtype, 1)


def _through(stmt: n.Stmt, row: Element, line: n.Local) -> n.Stmt:
    """``stmt`` with the elements of the row reached through its name."""

    def change(node: n.Node) -> n.Node:
        found = element(node)
        if found is None or (found.base, found.row) != (row.base, row.row):
            return rebuild(node, change)
        last = change(found.last)
        assert isinstance(last, n.Expr)
        match node:
            case n.Cell() | n.CellTarget():
                return dataclasses.replace(node, base=line, indices=(last,))
            case n.Index() | n.IndexTarget():
                return dataclasses.replace(node, base=line, index=last)
            case _:
                raise AssertionError(f"{type(node).__name__} is no element")

    changed = change(stmt)
    assert isinstance(changed, n.Stmt)
    return changed

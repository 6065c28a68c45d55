"""Sums over a column, computed for all columns at once: the loops change places, and memory is read in its own order.

Runs on owned IR, before ``narrow``. Where a loop over ``j`` makes for each ``j`` a sum over ``k`` of products with
``b[k][j]``, every step of the inner loop goes to another row, and waits for the sum of the step before. With the loops
exchanged, and a list of the sums, row ``k`` is read from one end to the other, and the sums do not wait for each other.
Each sum adds up the same terms in the same order, so its bits are the same. Only the order between different sums
changes, which nothing sees: what is summed up can do nothing but trap, and is not changed by what is done with the sums.

    before:  for j in range(m): t = 0.0; for k in range(n): t += a[i][k] * b[k][j]; out[i][j] = t
    after:   if 15 < m: t_all = [0.0] * m
                        for k in range(n): x = a[i][k]; for j in range(m): t_all[j] += x * b[k][j]
                        for j in range(m): t = t_all[j]; out[i][j] = t
             else: as before, since a list of few sums costs more than it brings
"""

from __future__ import annotations

import dataclasses
from collections import Counter

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, names_read, new_name, rebuild, root_name, walk, walk_all, with_blocks
from migrator.ops import OPERATIONS
from migrator.passes.effects import MutatedParams, mutated_names
from migrator.passes.elements import element, stays
from migrator.passes.webs import unique_nodes

_PLAIN = frozenset(f"operator.{name}" for name in "add sub mul neg".split())
_FEW = 15
_LEAVES = (n.Return, n.TrapStmt, n.Break, n.Continue, n.Alias)


def interchange(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with such loops exchanged; ``callee`` says which arguments a call changes."""
    made = _Interchange(function, callee).node(function)
    assert isinstance(made, n.Function)
    return function if made is function else unique_nodes(made)


@dataclasses.dataclass(frozen=True)
class _Sum:
    """``total``, begun with ``first``, is for each ``column`` the sum of ``term`` over ``loop``; then comes ``rest``."""

    column: str
    width: n.Expr
    total: str
    first: n.Const
    loop: n.For
    plus: n.Apply
    rest: tuple[n.Stmt, ...]

    @property
    def term(self) -> n.Expr:
        return self.plus.args[1]

    @property
    def row(self) -> str:
        assert isinstance(self.loop.target, n.NameTarget)
        return self.loop.target.name


class _Interchange:
    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.callee = callee
        nodes = tuple(walk(function))
        self.taken = {x.name for x in nodes if isinstance(x, n.Local | n.NameTarget | n.Alias)}
        self.taken |= {p.name for p in function.params} | {g.name for g in function.globals}
        self.reads = Counter(x.name for x in nodes if isinstance(x, n.Local))
        self.options = function.option_locals
        self.roots: dict[str, str | None] = {}
        for alias in (x for x in nodes if isinstance(x, n.Alias)):
            root = root_name(alias.place)
            self.roots[alias.name] = self.roots.get(root, root) if root is not None else None

    def node(self, node: n.Node) -> n.Node:
        made = rebuild(node, self.node)
        return with_blocks(made, lambda stmts: tuple(map(self._exchanged, stmts)))

    def _exchanged(self, stmt: n.Stmt) -> n.Stmt:
        found = _sum(stmt)
        if found is None or not self._may(found):
            return stmt
        return self._written(found, self._moving(found), stmt)

    def _may(self, found: _Sum) -> bool:
        inside = Counter(x.name for s in (*found.rest, found.loop) for x in walk(s) if isinstance(x, n.Local))
        own = (found.column, found.row, found.total)
        if len(set(own)) < len(own) or any(inside[name] != self.reads[name] for name in own):
            return False
        if found.row in {x.name for x in walk_all(found.rest) if isinstance(x, n.Local)}:
            return False
        moving = self._moving(found)
        bounds = (*_ends(found.loop), found.width)
        if not all(_invariant(bound_, moving) for bound_ in bounds):
            return False
        if not self._term(found.term, found, moving):
            return False
        changed = {self.roots.get(name, name) for name in mutated_names(found.rest, self.callee)}
        summed = {self.roots.get(name, name) for name in names_read(found.term)}
        summed |= {name for each in bounds for name in names_read(each)}
        if None in changed | summed or changed & summed:
            return False
        return any(_in_column(x, found, moving) for x in walk(found.term))

    def _moving(self, found: _Sum) -> frozenset[str]:
        """What is not the same all the time."""
        return frozenset(names_bound(found.rest) | {found.column, found.row, found.total} | self.options)

    def _term(self, node: n.Expr, found: _Sum, moving: frozenset[str]) -> bool:
        """Whether ``node`` is arithmetic over elements of which each is in a column, or the same for all columns."""
        match node:
            case n.Const():
                return True
            case n.Local(name=name):
                return node.type == t.FLOAT and name not in moving
            case n.Apply(op=op, args=args):
                return op in _PLAIN and node.type == t.FLOAT and all(self._term(a, found, moving) for a in args)
            case n.Index():
                return node.type == t.FLOAT and (_in_column(node, found, moving) or _same_for_all(node, found, moving))
            case _:
                return False

    def _written(self, found: _Sum, moving: frozenset[str], stmt: n.Stmt) -> n.Stmt:
        line = stmt.line
        floats = t.ListOf(t.FLOAT)
        sums = n.Local(name=self._fresh(f"{found.total}_all"), type=floats, line=line)
        one = n.ListExpr(items=(found.first,), type=floats, line=line)
        repeated = n.Apply(op="list.repeat", form=0, args=(one, found.width), type=floats, line=line)
        made = n.Assign(target=n.NameTarget(name=sums.name, type=floats, line=line), value=repeated, line=line)

        def sum_at(column: str) -> n.Index:
            return n.Index(base=sums, index=n.Local(name=column, type=t.INT, line=line), type=t.FLOAT, line=line)

        before, term = self._outside(found, moving)
        added = n.Assign(
            target=n.IndexTarget(base=sums, index=sum_at(found.column).index, line=line),
            value=dataclasses.replace(found.plus, args=(sum_at(found.column), term)),
            line=found.plus.line,
        )
        all_sums = dataclasses.replace(found.loop, body=(*before, self._columns(found, (added,), line)))
        target = n.NameTarget(name=found.total, type=t.FLOAT, line=line)
        total = n.Assign(target=target, value=sum_at(found.column), line=line)
        # Names of their own, so that each is declared where it is used.
        first = self._renamed(all_sums, (found.column, found.row))
        second = self._renamed(self._columns(found, (total, *found.rest), line), (found.column, found.total))
        few = n.Const(value=_FEW, type=t.INT, line=line)
        many = n.Apply(op="operator.lt", form=_less(), args=(few, found.width), type=t.BOOL, line=line)
        return n.If(test=many, body=(made, first, second), orelse=(stmt,), line=line)

    def _columns(self, found: _Sum, body: tuple[n.Stmt, ...], line: int) -> n.For:
        target = n.NameTarget(name=found.column, type=t.INT, line=line)
        ranged = n.RangeIter(start=n.Const(value=0, type=t.INT, line=line), stop=found.width, step=None, line=line)
        return n.For(target=target, iter=ranged, body=body, orelse=(), line=line)

    def _renamed(self, stmt: n.Stmt, names: tuple[str, ...]) -> n.Stmt:
        anew = {name: self._fresh(name) for name in names}

        def change(node: n.Node) -> n.Node:
            if isinstance(node, n.Local | n.NameTarget) and node.name in anew:
                return dataclasses.replace(node, name=anew[node.name])
            return rebuild(node, change)

        made = change(stmt)
        assert isinstance(made, n.Stmt)
        return made

    def _outside(self, found: _Sum, moving: frozenset[str]) -> tuple[list[n.Stmt], n.Expr]:
        """The elements that are the same for all columns by names, and the term with the names in it."""
        before: list[n.Stmt] = []

        def change(node: n.Node) -> n.Node:
            if not isinstance(node, n.Index):
                return rebuild(node, change)
            if _in_column(node, found, moving):
                return node
            base = root_name(node)
            name = self._fresh(f"{base}_{found.row}")
            target = n.NameTarget(name=name, type=t.FLOAT, line=node.line)
            before.append(n.Assign(target=target, value=node, line=node.line))
            return n.Local(name=name, type=t.FLOAT, line=node.line)

        term = change(found.term)
        assert isinstance(term, n.Expr)
        return before, term

    def _fresh(self, wish: str) -> str:
        return new_name(wish, self.taken)


def _sum(stmt: n.Stmt) -> _Sum | None:
    """``stmt`` as a loop over columns that begins with a sum for each; None where it is something else."""
    match stmt:
        case n.For(
            target=n.NameTarget(name=column),
            iter=n.RangeIter(start=n.Const(value=0), stop=width, step=None),
            body=(
                n.Assign(target=n.NameTarget(name=total, type=kind), value=n.Const() as first),
                n.For(
                    target=n.NameTarget(type=t.Int()),
                    iter=n.RangeIter(step=None),
                    body=(
                        n.Assign(
                            target=n.NameTarget(name=same),
                            value=n.Apply(op="operator.add", args=(n.Local(name=again), _)) as plus,
                        ),
                    ),
                    orelse=(),
                ) as loop,
                *rest,
            ),
            orelse=(),
        ) if kind == first.type == plus.type == t.FLOAT and total == same == again:
            if any(isinstance(x, _LEAVES) for x in walk_all(tuple(rest))):
                return None
            return _Sum(column, width, total, first, loop, plus, tuple(rest))
        case _:
            return None


def _ends(loop: n.For) -> tuple[n.Expr, n.Expr]:
    assert isinstance(loop.iter, n.RangeIter)
    return loop.iter.start, loop.iter.stop


def _invariant(bound: n.Expr, moving: frozenset[str]) -> bool:
    match bound:
        case n.Apply(op="builtins.len", args=(n.Local(name=name),)):
            return name not in moving
        case _:
            return stays(bound, moving)


def _in_column(node: n.Node, found: _Sum, moving: frozenset[str]) -> bool:
    """Whether ``node`` is ``b[k][j]``, by the row and the column of the loops, of a ``b`` that stays."""
    match node:
        case n.Index(index=n.Local(name=last)) if last == found.column and (there := element(node)) is not None:
            (key,) = there.key
            return there.base not in moving and found.row in names_read(key) and stays(key, moving - {found.row})
        case _:
            return False


def _same_for_all(node: n.Index, found: _Sum, moving: frozenset[str]) -> bool:
    """Whether ``node`` is an element of a list, or of a list in one, that does not depend on the column."""
    others = moving - {found.row}
    base = node.base
    if isinstance(base, n.Index):
        if not stays(base.index, others):
            return False
        base = base.base
    return isinstance(base, n.Local) and base.name not in moving and stays(node.index, others)


def _less() -> int:
    """The form of ``<`` on ints."""
    return next(i for i, form in enumerate(OPERATIONS["operator.lt"].forms) if form.params == (t.INT, t.INT))

"""Ownership: which name owns a list, which is only another name for it, where a list moves.

Runs on typed IR. Python names share objects; a Rust ``Vec`` has one owner. So each binding of a list (or array row) to
a second name is shown to be one of:

- a *move*: the first name is not read again before it is bound anew (``prev = cur`` at the end of a loop);
- the *same name*: both names mean one object for good, so the second is replaced by the first;
- a *row*: ``row = grid[i]`` while nothing moves the rows of ``grid``: read-only rows become a borrow (``Alias``), rows
  that change become their place (``grid[row_index]``).

Everything else is refused with a diagnostic: a copy would lose changes that Python shows through both names.

    before:  row = grid[i]; row[j] = 1          after:  row_index = i; grid[row_index][j] = 1
"""

from __future__ import annotations

import dataclasses
from typing import Any

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import (
    ITEM,
    Path,
    bottom_up,
    children,
    names_bound,
    names_read,
    new_name,
    overlap,
    place_path,
    rebuild,
    root_name,
    target_names,
    walk,
    with_blocks,
)
from migrator.model.diagnostic import Diagnostic
from migrator.ops import OPERATIONS
from migrator.passes.argument_copies import copy_arguments
from migrator.passes.borrows import borrowing_variables
from migrator.passes.convert import TypeFailure
from migrator.passes.effects import MutatedParams, borrowed_to_change, changes, mutated_names, rebound
from migrator.passes.given import check_unchanged, give_arguments, return_attribute
from migrator.passes.glances import copy_glances
from migrator.passes.kept_copies import Kept, KeptBy, keep_rows
from migrator.passes.liveness import Liveness
from migrator.passes.loop_leaves import Leaf, as_cell, element_of, grows, leaves_of, length_of
from migrator.passes.places import expanded, is_place, row_sources
from migrator.passes.returned_views import check_views
from migrator.passes.scopes import until_bound, until_last_use

_COPY_HINT = "Make a copy where one is meant: `list(x)` or `x[:]`."


def settle_ownership(function: n.Function, callee: MutatedParams, kept_by: KeptBy) -> tuple[n.Function, Kept]:
    """Return ``function`` with rows as aliases or places, and ``Param.mutated`` filled in; and what it keeps.

    ``kept_by``: what the result of a call may hold copies of.

    Raises:
        TypeFailure: where two names share a list in a way that has no Rust.
    """
    function, given = give_arguments(function, kept_by)
    failure: TypeFailure | None = None
    # A row that is kept is a copy only where it can be nothing else.
    attempts: list[tuple[n.Function, bool | None]] = [(function, None)]
    while attempts:
        tried, named = attempts.pop(0)
        try:
            made, kept = keep_rows(tried, _kept, callee, kept_by, named=named)
            settled = _settled(made, callee)
            check_unchanged(settled, given)
            result = isinstance(settled.returns, t.AttrOf)
            return settled, dataclasses.replace(kept, attributes=given, result=result)
        except TypeFailure as found:
            if found.diagnostic.code != "M303":
                raise failure or found from None
            if failure is None:
                glanced = copy_glances(function, callee, _kept)
                again: list[bool | None] = [False, True] if glanced is function else [None, False, True]
                attempts = [(glanced, each) for each in again]
            failure = failure or found
    assert failure is not None
    raise failure


def _kept(stmt: n.Stmt) -> list[n.Expr]:
    return _stored(stmt, frozenset())


def _settled(function: n.Function, callee: MutatedParams) -> n.Function:
    function = copy_arguments(function, callee, _kept)
    function = dataclasses.replace(function, borrows=borrowing_variables(function, callee))
    body = _Rows(function, callee).block(function.body)
    function = dataclasses.replace(function, body=body)
    function = return_attribute(_same_names(function))
    mutated = mutated_names(function.body, callee)
    _check(function, mutated, callee)
    params = tuple(dataclasses.replace(p, mutated=p.name in mutated and p.type.mutable) for p in function.params)
    for read in function.globals:
        if read.name in mutated and read.type not in t.HIDDEN:
            _fail(function.line, "M301", f"it changes the module-level `{read.path}` in place")
    return dataclasses.replace(function, params=params)


def _fail(line: int, code: str, message: str, hint: str = "") -> None:
    raise TypeFailure(Diagnostic(code, line, message, hint))


def _order_shows(part: n.Part) -> bool:
    """Whether a name for a part of a fresh array must be a view: what floats give may depend on the strides."""
    kind = part.type
    floats = isinstance(kind, t.ArrayOf) and (kind.dtype.startswith("float") or kind.ndim > 1)
    return floats and not is_place(part)


class _Rows:
    """Turns names for rows into aliases or places, block by block."""

    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.function = function
        self.callee = callee
        self.counts = rebound(function.body)
        self.sources = row_sources(function)
        self.fixed: set[str] = set()
        """Names of indices that were checked and count from the front."""
        self.taken = {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget)}
        self.taken |= {p.name for p in function.params}

    def fresh(self, wish: str) -> str:
        return new_name(wish, self.taken)

    def block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        result: list[n.Stmt] = []
        rest = list(stmts)
        while rest:
            stmt = rest.pop(0)
            match stmt:
                case n.ParallelAssign() if _splits(stmt):
                    rest = [*_one_by_one(stmt), *rest]
                case n.Assign(target=n.NameTarget(name=name), value=n.Part() as part) if _order_shows(part):
                    whole = self.fresh(f"whole_{name}")
                    source = n.Assign(
                        target=n.NameTarget(name=whole, type=part.base.type), value=part.base, line=stmt.line
                    )
                    place = dataclasses.replace(part, base=n.Local(name=whole, type=part.base.type, line=stmt.line))
                    rest = [source, dataclasses.replace(stmt, value=place), *rest]
                case n.Assign(target=n.NameTarget(name=name), value=n.Part() as part) if root_name(
                    part
                ) == name and name not in mutated_names(self.function.body, self.callee):
                    result.append(stmt)  # a shorter array takes the name of the longer one
                case n.Assign(target=n.NameTarget(name=name), value=n.ArrayOp(op="view") as view) if is_place(view):
                    self._check_view(stmt, name, view, rest)
                    result.append(stmt)
                case n.Assign(target=n.NameTarget(name=name), value=n.Index() | n.Attr() | n.Part() as place) if (
                    place.type.mutable and is_place(place) and name not in self.function.borrows
                ):
                    made, rest = self._bind_row(stmt, name, place, rest)
                    result.extend(made)
                case n.Assign(target=n.AttrTarget(anew=True) as target, value=n.Local(name=name)) if any(
                    name in names_read(s) for s in rest
                ):
                    result.append(stmt)
                    rest = self._now_attribute(stmt, target, name, result, rest)
                case n.For():
                    result.append(self._for(stmt))
                case _:
                    result.append(self._inside(stmt))
        return tuple(result)

    def _now_attribute(
        self, stmt: n.Assign, target: n.AttrTarget, name: str, before: list[n.Stmt], rest: list[n.Stmt]
    ) -> list[n.Stmt]:
        """After ``self.rows = rows`` both names mean one object: from there on it is ``self.rows``."""
        place = n.Attr(base=target.base, name=target.name, type=stmt.value.type, line=stmt.line)
        path = place_path(place)
        uses = sum(isinstance(c, n.Local) and c.name == name for c in walk(self.function))
        here = sum(isinstance(c, n.Local) and c.name == name for s in (*before, *rest) for c in walk(s))
        bound_here = any(name in _bound(s) for s in before)
        plain = all(isinstance(c, n.Local | n.Attr) for c in walk(place))
        if path is None or not plain or uses != here or self.counts.get(name, 0) != 1 or not bound_here:
            _fail(stmt.line, "M303", f"`{name}` is kept in another object and used afterwards", _COPY_HINT)
        assert path is not None
        self._stable(path, name, rest, stmt.line)
        return [_substitute(s, name, place) for s in rest]

    def _inside(self, stmt: n.Stmt) -> n.Stmt:
        def change(node: Any) -> Any:
            if isinstance(node, n.BlockExpr):
                return dataclasses.replace(node, body=self.block(node.body), value=node.value)
            return rebuild(node, change)

        match stmt:
            case n.If(body=body, orelse=orelse) | n.While(body=body, orelse=orelse):
                return dataclasses.replace(
                    stmt,
                    test=change(stmt.test),
                    body=self.block(body),
                    orelse=self.block(orelse),
                )
            case n.For(body=body, orelse=orelse):
                return dataclasses.replace(
                    stmt,
                    iter=change(stmt.iter),
                    body=self.block(body),
                    orelse=self.block(orelse),
                )
            case _:
                changed = rebuild(stmt, change)
                assert isinstance(changed, n.Stmt)
                return changed

    def _stable(self, place: Path, name: str, scope: list[n.Stmt], line: int) -> bool:
        """Check that ``place``, which ``name`` names, stays where it is in ``scope``; return whether it is changed."""
        changed = False
        root, shown = place[0], shown_path(place)
        if root in names_bound(tuple(scope)):
            _fail(line, "M303", f"`{root}` is bound anew while `{name}` names a part of it", _COPY_HINT)
        for stmt in scope:
            for path, structural in changes(stmt, self.callee):
                for where in expanded(path, self.sources):
                    changed |= where[0] == name or overlap(where, place)
                    if structural and len(where) <= len(place) and overlap(where, place):
                        _fail(
                            line,
                            "M303",
                            f"the rows of `{shown}` are moved while `{name}` names one of them",
                            _COPY_HINT,
                        )
            for path in borrowed_to_change(stmt, self.callee):
                changed |= any(where[0] == name or overlap(where, place) for where in expanded(path, self.sources))
        return changed

    def _check_view(self, stmt: n.Assign, name: str, view: n.ArrayOp, rest: list[n.Stmt]) -> None:
        """A view that Rust makes as a copy: neither it nor what it shows may change while it is in use."""
        path = place_path(view.args[0])
        assert path is not None
        if self._single_use_block(name, rest) and not self._stable(path, name, rest, stmt.line):
            return
        _fail(stmt.line, "M303", f"`{name}` is another shape of `{path[0]}`, and one of them changes", _COPY_HINT)

    def _single_use_block(self, name: str, rest: list[n.Stmt]) -> bool:
        """Whether ``name`` is bound once, and read in ``rest`` only."""
        uses = sum(isinstance(c, n.Local) and c.name == name for c in walk(self.function))
        here = sum(isinstance(c, n.Local) and c.name == name for s in rest for c in walk(s))
        return self.counts.get(name, 0) == 1 and uses == here

    def _bind_row(
        self, stmt: n.Assign, name: str, place: n.Index | n.Attr | n.Part, rest: list[n.Stmt]
    ) -> tuple[list[n.Stmt], list[n.Stmt]]:
        path = place_path(place)
        assert path is not None
        uses = sum(isinstance(c, n.Local) and c.name == name for c in walk(self.function))
        here = sum(isinstance(c, n.Local) and c.name == name for s in rest for c in walk(s))
        if self.counts.get(name, 0) != 1 or uses != here:
            _fail(
                stmt.line,
                "M303",
                f"`{name}` is a second name for a part of `{path[0]}`, and is bound in several places",
                _COPY_HINT,
            )
        scope = until_bound(rest, path[0], name)
        if isinstance(place, n.Part):
            scope = until_last_use(scope, name)
        if not self._stable(path, name, scope, stmt.line):
            alias = n.Alias(name=name, place=place, line=stmt.line, comments=stmt.comments)
            return [alias], rest
        if isinstance(place, n.Part):
            _fail(stmt.line, "M303", f"`{name}` is a view of `{path[0]}`, and one of them changes", _COPY_HINT)
        made, fixed = self._fix_index(name, place, stmt)
        return made, [_substitute(s, name, fixed) for s in rest]

    def _fix_index(self, name: str, place: n.Expr, stmt: n.Stmt) -> tuple[list[n.Stmt], n.Expr]:
        """Bind the indices of ``place`` to names, so that it keeps meaning the same row."""
        match place:
            case n.Attr(base=base):
                made, base = self._fix_index(name, base, stmt)
                return made, dataclasses.replace(place, base=base)
            case n.Index(base=base) if isinstance(base.type, t.TupleOf):
                made, base = self._fix_index(name, base, stmt)
                return made, dataclasses.replace(place, base=base)
            case n.Convert(value=value):
                made, value = self._fix_index(name, value, stmt)
                return made, dataclasses.replace(place, value=value)
            case n.Index(base=base, index=n.Local(name=index_name)) if index_name in self.fixed:
                made, base = self._fix_index(name, base, stmt)
                return made, dataclasses.replace(place, base=base)
            case n.Index(base=base, index=index):
                made, base = self._fix_index(name, base, stmt)
            case _:
                return [], place
        keyed = isinstance(base.type, t.DictOf)
        kind = index.type if keyed else t.INT
        index_name = self.fresh(f"{name}_key" if keyed else f"{name}_index")
        self.fixed.add(index_name)
        made.append(
            n.Assign(
                target=n.NameTarget(name=index_name, type=kind, line=stmt.line),
                # Checked here, as Python does, and counted from the front: the list may grow meanwhile.
                value=n.Apply(op="array.place", args=(base, index), type=kind, line=stmt.line),
                line=stmt.line,
                comments=stmt.comments,
            )
        )
        fixed = n.Local(name=index_name, type=kind, line=stmt.line)
        return made, dataclasses.replace(place, base=base, index=fixed)

    def _for(self, stmt: n.For) -> n.Stmt:
        leaves = leaves_of(stmt.iter, stmt.target)
        rows = [leaf for leaf in leaves or () if leaf.row]
        changed = False
        for leaf in rows:
            path = place_path(leaf.value)
            assert path is not None
            changed |= self._stable((*path, ITEM), leaf.name, list(stmt.body), stmt.line)
        if leaves is None:
            self._check_loop(stmt)
        elif changed:
            return self._inside(self._by_index(stmt, leaves))
        return self._inside(stmt)

    def _check_loop(self, stmt: n.For) -> None:
        for target in walk(stmt.target):
            if isinstance(target, n.NameTarget) and target.type.mutable:
                for source in walk(stmt.iter):
                    if isinstance(source, n.SequenceIter) and is_place(source.value):
                        path = place_path(source.value)
                        assert path is not None
                        if self._stable((*path, ITEM), target.name, list(stmt.body), stmt.line):
                            _fail(
                                stmt.line,
                                "M303",
                                f"`{target.name}` is changed while `{shown_path(path)}` is iterated",
                                "Iterate over the index instead.",
                            )

    def _by_index(self, stmt: n.For, leaves: list[Leaf]) -> n.For:
        """Loop over rows that change by their index."""
        line = stmt.line
        index_name = self.fresh(f"{next(leaf.name for leaf in leaves if leaf.row)}_index")
        index = n.Local(name=index_name, type=t.INT, line=line)
        zero = n.Const(value=0, type=t.INT, line=line)
        body = stmt.body
        first: list[n.Stmt] = []
        stop: n.Expr | None = None
        for leaf in leaves:
            if isinstance(leaf.value, n.Rows):
                _fail(line, "M303", f"`{leaf.name}` is changed while a part of its list is iterated", _COPY_HINT)
            if leaf.counts:
                first.append(n.Assign(target=leaf.target, value=index, line=line))
                continue
            length = length_of(leaf.value, line)
            stop = (
                length
                if stop is None
                else n.Apply(op="builtins.min", args=(stop, length), form=0, type=t.INT, line=line)
            )
            place = n.Index(base=leaf.value, index=index, type=element_of(leaf.value.type), line=line)
            if not leaf.row:
                first.append(n.Assign(target=leaf.target, value=as_cell(place), line=line))
                continue
            if grows(stmt.body, leaf.value):
                _fail(line, "M303", f"`{leaf.name}` loops over a list that grows", _COPY_HINT)
            if any(isinstance(c, n.Local) and c.name == leaf.name for s in stmt.orelse for c in walk(s)):
                _fail(line, "M303", f"`{leaf.name}` is used after its loop", _COPY_HINT)
            body = tuple(_substitute(s, leaf.name, place) for s in body)
        assert stop is not None
        return dataclasses.replace(
            stmt,
            target=n.NameTarget(name=index_name, type=t.INT, line=line),
            iter=n.RangeIter(start=zero, stop=stop, step=None, line=line),
            body=(*first, *body),
        )


def _bound(stmt: n.Stmt) -> list[str]:
    """The names that ``stmt`` itself binds."""
    return [name for name, _ in _bindings(stmt)] if isinstance(stmt, n.Assign | n.ParallelAssign) else []


def _splits(stmt: n.ParallelAssign) -> bool:
    """Whether ``a, b = x[i], y[j]`` binds rows and can be written one after the other."""
    names = {t_.name for t_ in stmt.targets if isinstance(t_, n.NameTarget)}
    return (
        len(names) == len(stmt.targets)
        and any(v.type.mutable and isinstance(v, n.Index | n.Part) for v in stmt.values)
        and not any(names & names_read(v) for v in stmt.values)
    )


def _one_by_one(stmt: n.ParallelAssign) -> list[n.Stmt]:
    return [
        n.Assign(target=target, value=value, line=stmt.line, comments=stmt.comments if i == 0 else ())
        for i, (target, value) in enumerate(zip(stmt.targets, stmt.values, strict=True))
    ]


def _substitute(stmt: n.Stmt, name: str, place: n.Expr) -> n.Stmt:
    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Local) and node.name == name:
            return place
        return _flat(node)

    changed = bottom_up(stmt, change)
    assert isinstance(changed, n.Stmt)
    return changed


def _flat(node: n.Node) -> n.Node:
    """A cell of a row of an array is a cell of the array."""
    match node:
        case n.Cell(base=n.Index(base=base, index=index), indices=indices) if isinstance(base.type, t.ArrayOf):
            return _flat(dataclasses.replace(node, base=base, indices=(index, *indices)))
        case n.CellTarget(base=n.Index(base=base, index=index), indices=indices) if isinstance(base.type, t.ArrayOf):
            return _flat(dataclasses.replace(node, base=base, indices=(index, *indices)))
        case _:
            return node


def _same_names(function: n.Function) -> n.Function:
    """Replace a name that means another name's object for good."""
    while True:
        counts = rebound(function.body)
        fixed = {p.name for p in function.params} | {g.name for g in function.globals}
        live = Liveness(function)
        found: tuple[n.Assign, str, n.Local] | None = None
        for node in walk(function):
            if (
                isinstance(node, n.Assign)
                and isinstance(node.target, n.NameTarget)
                and isinstance(node.value, n.Local)
                and node.value.type.mutable
            ):
                source = node.value.name
                if node.target.name in function.borrows:
                    continue
                if {source, node.target.name} <= rebindable_params(function):
                    continue
                if source in fixed or source in live.after.get(id(node), frozenset()):
                    limit = 0 if source in fixed else 1
                    if counts.get(source, 0) > limit or counts[node.target.name] != 1 or node.target.name in fixed:
                        _fail(
                            node.line,
                            "M303",
                            f"`{node.target.name}` and `{source}` are names for the same object",
                            _COPY_HINT,
                        )
                    found = (node, node.target.name, node.value)
                    break
        if found is None:
            return function
        assign, name, value = found

        def drop(stmts: tuple[n.Stmt, ...], assign: n.Assign = assign) -> tuple[n.Stmt, ...]:
            return tuple(s for s in stmts if s is not assign)

        def change(node: n.Node, name: str = name, value: n.Local = value, assign: n.Assign = assign) -> n.Node:
            if isinstance(node, n.Local) and node.name == name:
                return value
            left = with_blocks(node, lambda stmts: tuple(s for s in stmts if s is not assign))
            return rebuild(left, change)

        changed = change(function)
        assert isinstance(changed, n.Function)
        function = changed


def _check(function: n.Function, mutated: frozenset[str], callee: MutatedParams) -> None:
    """Check every place where a list goes into another owner, and every call that changes an argument."""
    live = Liveness(function)
    counts = rebound(function.body)
    borrowed = (rebindable_params(function) - mutated) | function.borrows
    fixed = {p.name for p in function.params} | {g.name for g in function.globals}
    fixed |= _borrowing_names(function) | function.borrows
    for param in function.params:
        if isinstance(param.type, t.ObjectOf) and counts.get(param.name, 0):
            _fail(function.line, "M302", f"the argument `{param.name}` is an object, and its name is bound anew")
        if param.type.mutable and counts.get(param.name, 0) and param.name in mutated:
            _fail(
                function.line,
                "M302",
                f"the argument `{param.name}` is changed in place and its name is bound anew",
                "Use another name for the new value.",
            )
    for stmt in _statements(function.body):
        after = live.after.get(id(stmt), frozenset()) - {name for name, _ in _bindings(stmt)}
        kept: set[str] = set()
        for value in _stored(stmt, borrowed):
            _check_stored(value, after | kept, fixed, stmt.line)
            whole = value.args[0] if isinstance(value, n.ArrayOp) and value.op == "laid" else value
            given = root_name(whole) if whole is not value or isinstance(value, n.Local) else None
            kept |= {given} - fixed if given is not None else set()
        for expression in _expressions(stmt):
            if isinstance(expression, n.Invoke):
                _check_order(stmt, expression, callee)
        for node in walk(stmt):
            if isinstance(node, n.Invoke):
                _check_call(node, callee)
            check_views(node, counts)
            if isinstance(node, n.Local) and isinstance(node.type, t.ArgRef) and counts.get(node.name):
                _fail(node.line, "M303", f"`{node.name}` is returned, but may be bound anew")


def _borrowing_names(function: n.Function) -> set[str]:
    """Names that only borrow: aliases of rows, and loop variables over the rows of something."""
    names: set[str] = set()
    for stmt in _statements(function.body):
        match stmt:
            case n.Alias(name=name):
                names.add(name)
            case n.For(target=target, iter=iterable) if any(
                isinstance(c, n.SequenceIter) and is_place(c.value) for c in walk(iterable)
            ):
                names |= {c.name for c in walk(target) if isinstance(c, n.NameTarget) and c.type.mutable}
            case _:
                pass
    return names


def _statements(stmts: tuple[n.Stmt, ...]) -> list[n.Stmt]:
    return [c for s in stmts for c in walk(s) if isinstance(c, n.Stmt)]


def rebindable_params(function: n.Function) -> frozenset[str]:
    """List parameters that are only ever bound anew to one another (``a, b = b, a``): their borrows can be exchanged."""
    names = {p.name for p in function.params if p.type.mutable or p.type == t.STR}
    while True:
        kept = set(names)
        for stmt in _statements(function.body):
            for name, value in _bindings(stmt):
                if name in kept and not (isinstance(value, n.Local) and value.name in kept):
                    kept.discard(name)
        if kept == names:
            return frozenset(names)
        names = kept


def _bindings(stmt: n.Stmt) -> list[tuple[str, n.Expr | None]]:
    match stmt:
        case n.Assign(target=n.NameTarget(name=name), value=value):
            return [(name, value)]
        case n.ParallelAssign(targets=targets, values=values):
            pairs: list[tuple[str, n.Expr | None]] = []
            for target, value in zip(targets, values, strict=True):
                whole = value if isinstance(target, n.NameTarget) else None
                pairs += [(name, whole) for name in target_names(target)]
            return pairs
        case n.Assign(target=target) | n.For(target=target):
            return [(name, None) for name in target_names(target)]
        case n.Alias(name=name):
            return [(name, None)]
        case _:
            return []


def _stored(stmt: n.Stmt, borrowed: frozenset[str]) -> list[n.Expr]:
    """Values of mutable type that ``stmt`` puts into a place that keeps them."""
    if (pairs := _bindings(stmt)) and all(name in borrowed for name, _ in pairs):
        return []
    found: list[n.Expr] = []

    def keep(value: n.Expr) -> None:
        if isinstance(value, n.TupleExpr | n.ListExpr):
            for item in value.items:
                keep(item)
        elif isinstance(value, n.DictExpr):
            for item in value.values:
                keep(item)
        elif isinstance(value, n.Cond):
            keep(value.then)
            keep(value.orelse)
        elif isinstance(value, n.MaybeArgument):
            return  # the last use of a parameter that is bound anew, which Rust has copied
        elif isinstance(value, n.OrElse):
            if not any(name == root_name(value.fallback) for name, _ in _bindings(stmt)):
                keep(value.fallback)
        elif isinstance(value, n.BlockExpr) or isinstance(value, n.Convert):
            keep(value.value)
        elif (isinstance(value, n.ArrayOp) and value.op == "laid") or (
            value.type.mutable and not isinstance(value, n.NewObject)
        ):
            found.append(value)

    own = [stmt]
    match stmt:
        case n.Assign(target=n.NameTarget(), value=n.ArrayOp(op="view") | n.Part()):
            pass  # checked where the name was bound
        case n.Assign(target=n.TupleTarget(), value=value) if _plain_items(value.type):
            pass  # ``x, y = self.pair``: what is kept are the numbers in it
        case n.Assign(target=n.TupleTarget(), value=value) if isinstance(value.type, t.ArrayOf):
            pass  # the elements are copied
        case n.Assign(target=n.TupleTarget(), value=n.Local(type=t.ListOf(element=element))) if element.copy:
            pass  # taken apart, not kept
        case n.Assign(value=value) | n.Return(value=value):
            keep(value)
        case n.ParallelAssign(values=values) if not swaps(stmt):
            for value in values:
                keep(value)
        case _:
            pass
    for child in _expressions(own[0]):
        match child:
            case n.NewObject(values=values):
                for value in values:
                    keep(value)
            case n.Apply(op="list.append" | "list.yielded" | "deque.append" | "deque.appendleft", args=(_, value)):
                keep(value)
            case n.Apply(
                op="collections.deque" | "collections.deque.most",
                args=(n.Expr(type=t.ListOf(element=element)) as value, *_),
            ) if element.mutable:
                keep(value)
            case n.Apply(op="list.insert" | "dict.setdefault" | "dict.get.or", args=(_, _, value)):
                keep(value)
            case _:
                pass
    return found


def _plain_items(kind: t.Type) -> bool:
    """Whether taking a value of ``kind`` apart copies what is in it."""
    return (isinstance(kind, t.ListOf) and kind.element.copy) or (isinstance(kind, t.ArrayOf) and kind.ndim == 1)


def swaps(stmt: n.ParallelAssign) -> bool:
    """Whether ``stmt`` is ``a[i], a[j] = a[j], a[i]``."""
    match stmt:
        case n.ParallelAssign(
            targets=(n.IndexTarget(base=a, index=i), n.IndexTarget(base=b, index=j)),
            values=(n.Index(base=c, index=k), n.Index(base=d, index=m)),
        ):
            same = a == b == c == d and i == m and j == k
            return same and isinstance(a.type, t.ListOf) and _plain(i) and _plain(j)
        case _:
            return False


def _plain(index: n.Expr) -> bool:
    """Whether it makes no difference that ``index`` is computed once only."""
    return not any(isinstance(c, n.BlockExpr | n.Invoke) or (isinstance(c, n.Apply) and _acts(c)) for c in walk(index))


def _acts(node: n.Apply) -> bool:
    return node.op in OPERATIONS and bool(OPERATIONS[node.op].mutates)


def _expressions(stmt: n.Stmt) -> list[n.Expr]:
    """The expressions of ``stmt`` itself, not those of statements inside it."""
    found: list[n.Expr] = []

    def visit(node: n.Node) -> None:
        for child in children(node):
            if isinstance(child, n.Stmt):
                continue
            if isinstance(child, n.Expr):
                found.append(child)
            visit(child)

    visit(stmt)
    return found


def _check_stored(value: n.Expr, after: frozenset[str], fixed: set[str], line: int) -> None:
    match value:
        case n.ArrayOp(op="laid", args=(part,)):
            _check_stored(part, after, fixed, line)
        case n.Local(name=name):
            if name in fixed:
                _fail(line, "M303", f"the argument `{name}` is kept in another object", _COPY_HINT)
            if name in after:
                _fail(line, "M303", f"`{name}` is kept in another object and used afterwards", _COPY_HINT)
        case n.Part() | n.ArrayOp(op="view"):
            root = root_name(value)
            if root is not None and (root in fixed or root in after):
                _fail(line, "M303", f"a view of `{root}` is kept or returned", _COPY_HINT)
        case n.Index() | n.Attr() | n.Apply() if not isinstance(value, n.Apply) or value.op in n.PARTS:
            _fail(
                line,
                "M303",
                f"a part of `{root_name(value)}` is kept in another object",
                _COPY_HINT,
            )
        case _:
            return


def _check_call(node: n.Invoke, callee: MutatedParams) -> None:
    """An argument that the callee changes must not be reachable through another argument."""
    for i, (arg, mutated) in enumerate(zip(node.args, callee(node)[:-1], strict=True)):
        if not mutated:
            continue
        path = place_path(arg)
        if path is None and isinstance(arg, n.Cond | n.BlockExpr):
            _fail(node.line, "M303", "which object the call changes is decided in its argument", "Use `if` statements.")
        for j, other in enumerate(node.args):
            where = place_path(other) if other.type.mutable else None
            if i != j and path is not None and where is not None and overlap(path, where):
                _fail(node.line, "M302", f"`{shown_path(path)}` is passed twice to a function that changes it")


def _check_order(stmt: n.Stmt, call: n.Invoke, callee: MutatedParams) -> None:
    """A call that changes an object stands alone, or beside plain values of the object's attributes only."""
    roots = {
        root_name(arg) for arg, changed in zip(call.args, callee(call)[:-1], strict=True) if changed and _of_object(arg)
    }
    if not roots:
        return

    def look(node: n.Node) -> None:
        if node is call or isinstance(node, n.Stmt):
            return
        if isinstance(node, n.Local | n.Attr | n.Index | n.Cell) and root_name(node) in roots:
            chain = isinstance(node, n.Attr) and all(isinstance(c, n.Local | n.Attr) for c in walk(node))
            if not (chain and node.type.copy):
                name = root_name(node)
                hint = "Bind the result of the call to a variable first."
                _fail(stmt.line, "M302", f"`{name}` is used in the same expression as a call that changes it", hint)
            return
        if isinstance(node, n.Invoke):
            for arg in node.args:
                if not isinstance(arg, n.Local):
                    look(arg)
            return
        for child in children(node):
            look(child)

    for child in children(stmt):
        if not isinstance(child, n.AttrTarget | n.IndexTarget | n.CellTarget | n.NameTarget | n.TupleTarget):
            look(child)


def _of_object(arg: n.Expr) -> bool:
    return any(isinstance(c, n.Expr) and isinstance(c.type, t.ObjectOf) for c in walk(arg))


def shown_path(path: Path) -> str:
    """A place as one would write it in Python."""
    return ".".join(path).replace(f".{ITEM}", "[…]")

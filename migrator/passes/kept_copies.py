"""Rows that a function keeps in lists of its own: ``left.append(row)``, ``best = population[i]``, ``activations = [x]``.

A Rust ``Vec`` has one owner, so what is kept is a copy. Nobody can tell it from the row itself as long as nothing of its type
changes in place (but fresh lists under their own names), and it does not leave the region. Both are asked of the types, for
the function that keeps it and for every caller that gets what it was kept in. Part of the ownership pass; on typed IR.

    before:  for row in rows: left.append(row)        after:  for row in rows: left.append(list.copy(row))
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import ITEM, Path, children, overlap, place_path, rebuild, walk
from migrator.model.diagnostic import Diagnostic
from migrator.ops import OPERATIONS, draws, lists
from migrator.passes.convert import TypeFailure
from migrator.passes.effects import MutatedParams
from migrator.passes.liveness import Liveness
from migrator.passes.places import expanded, is_place, row_sources

SHARING = lists.SHARING | draws.SHARING
_AGAIN = frozenset({"random.choices", "random.choices.weighted"})
"""Of those, the ones that may take an element several times."""
Stored = Callable[[n.Stmt], list[n.Expr]]


@dataclasses.dataclass(frozen=True)
class Kept:
    """What the result of a function may hold copies of: lists of these types, and the arguments at these positions.

    ``attributes``: the arguments at these positions are bound to attributes. ``result``: the result is held by one.
    """

    types: frozenset[t.Type] = frozenset()
    params: frozenset[int] = frozenset()
    attributes: frozenset[int] = frozenset()
    result: bool = False


KeptBy = Callable[[n.Invoke], Kept]


def keep_rows(
    function: n.Function, stored: Stored, callee: MutatedParams, kept_by: KeptBy, *, named: bool | None
) -> tuple[n.Function, Kept]:
    """Return ``function`` with copies of the rows that it keeps, and what its result may hold copies of.

    ``stored`` says what a statement keeps. ``named``: a name for one row is a copy too; None where nothing is copied here,
    and only what the calls give counts.

    Raises:
        TypeFailure: where somebody could tell a copy from what it is a copy of.
    """
    uses = _Uses(function, kept_by)
    if uses.shared and named is None:
        _fail(uses.shared[0].line, "the lists in one list are kept in another one")
    wanted = {} if named is None else _wanted(function, stored, named)
    whole = [*wanted.values(), *uses.given]
    params = {p.name: i for i, p in enumerate(function.params)}
    of_params = {v.name for v in whole if isinstance(v, n.Local) and v.name in params}
    others = [v.type for v in whole if not (isinstance(v, n.Local) and v.name in params)]
    others += [v.type.element for v in uses.shared if isinstance(v.type, t.ListOf | t.DictOf)]
    inside = {kind for each in others for kind in _lists_in(each)} | uses.types
    kinds = inside | {kind for v in whole for kind in _lists_in(v.type)}
    if not kinds:
        return function, Kept()
    places = row_sources(function)
    paths = [place_path(node) for node in whole]
    paths += [(*path, ITEM) for node in uses.shared if (path := place_path(node)) is not None]
    sources = frozenset(each for path in paths if path is not None for each in expanded(path, places))
    names = _Names(function, uses.lending, set(wanted) | {id(node) for node in (*uses.shared, *uses.given)})
    for kind in kinds:
        for change in _changed(function, callee):
            if not names.allows(kind, change, sources, known=kind not in uses.types):
                _fail(
                    change.line,
                    f"a list that is kept in another one is a copy in Rust, and a {kind} is changed in place",
                )
    if function.generator:
        _fail(function.line, "a generator keeps lists that it is given")
    leaving = [v for s in walk(function) if isinstance(s, n.Return) for v in _returned(s, stored)]
    out = {kind for kind in kinds if any(names.leaves(kind, value) for value in leaving)}
    given = {i for name, i in params.items() if name in of_params and _lists_in(function.params[i].type) & out}
    kept = _with_copies(function, wanted) if wanted else function
    return kept, Kept(frozenset(inside & out), frozenset(given))


def _with_copies(function: n.Function, wanted: dict[int, n.Expr]) -> n.Function:
    def change(node: n.Node) -> n.Node:
        if id(node) not in wanted:
            return rebuild(node, change)
        assert isinstance(node, n.Expr)
        return n.Apply(op="list.copy", args=(node,), form=0, type=node.type, line=node.line)

    changed = change(function)
    assert isinstance(changed, n.Function)
    return changed


def _fail(line: int, message: str) -> None:
    hint = "Make a copy where one is meant: `list(x)` or `x[:]`."
    raise TypeFailure(Diagnostic("M303", line, message, hint))


def _returned(stmt: n.Return, stored: Stored) -> list[n.Expr]:
    """What a result holds, and a parameter that was bound anew too."""
    return [*stored(stmt), *(c.value for c in walk(stmt) if isinstance(c, n.MaybeArgument))]


class _Uses:
    """Where lists go into further ones, or into the results of calls, while they may still be used themselves.

    ``shared``: lists whose elements go into another list; ``given``: arguments that a result holds; ``types``: what results
    hold besides; ``lending``: the calls with such results, by identity.
    """

    def __init__(self, function: n.Function, kept_by: KeptBy) -> None:
        self.kept_by = kept_by
        self.live = Liveness(function)
        self.outside = {p.name for p in function.params} | {g.name for g in function.globals} | _row_names(function)
        places = row_sources(function)
        self.roots = {name: {path[0] for path in expanded((name,), places)} for name in places}
        self.shared: list[n.Expr] = []
        self.given: list[n.Expr] = []
        self.types: set[t.Type] = set()
        self.lending: set[int] = set()
        for stmt in function.body:
            self._visit(stmt, stmt)

    def _visit(self, node: n.Node, within: n.Stmt) -> None:
        if isinstance(node, n.Given):
            return  # neither the argument nor what the attribute holds changes, in no part
        within = node if isinstance(node, n.Stmt) else within
        if isinstance(node, n.Apply) and node.op in SHARING:
            for arg in node.args:
                rows = isinstance(arg.type, t.ListOf | t.DictOf) and arg.type.element.mutable
                if rows and is_place(arg) and not (self._once(arg, node) and self._moved(arg, within, node)):
                    self.shared.append(arg)
        if isinstance(node, n.Invoke):
            kept = self.kept_by(node)
            self.types |= kept.types
            held = [node.args[i] for i in kept.params]
            lent = [arg for arg in held if is_place(arg) and not self._moved(arg, within, arg)]
            self.given += lent
            if kept.types or lent:
                self.lending.add(id(node))
        for child in children(node):
            self._visit(child, within)

    def _once(self, arg: n.Expr, node: n.Apply) -> bool:
        """Whether each element of ``arg`` goes into the result once at most."""
        own = self._roots(arg)
        return node.op not in _AGAIN and not any(own & self._roots(other) for other in node.args if other is not arg)

    def _roots(self, arg: n.Expr) -> set[str]:
        """The variables that ``arg`` is, or is a part of."""
        path = place_path(arg)
        return set() if path is None else self.roots.get(path[0], {path[0]})

    def _moved(self, arg: n.Expr, within: n.Stmt, around: n.Expr) -> bool:
        """Whether ``arg`` is a variable's own list that nothing names outside of ``around`` any more."""
        # The test of a loop is computed again and again.
        if not isinstance(arg, n.Local) or isinstance(within, n.While):
            return False
        own = self.roots.get(arg.name, {arg.name})
        after = self.live.after.get(id(within), frozenset())
        if own & (self.outside | after) or any(self.roots.get(name, set()) & own for name in after):
            return False
        return _mentions(within, arg.name) == _mentions(around, arg.name)


def _mentions(node: n.Node, name: str) -> int:
    return sum(isinstance(c, n.Local) and c.name == name for c in walk(node))


def _lists_in(kind: t.Type) -> set[t.Type]:
    """The types of the lists that a value of type ``kind`` is, or holds."""
    own = {kind} if isinstance(kind, t.ListOf) else set()
    return own.union(*map(_lists_in, kind.parts))


def _wanted(function: n.Function, stored: Stored, named: bool) -> dict[int, n.Expr]:
    """The expressions that are kept though something else holds them too, by identity."""
    live = Liveness(function)
    held = {p.name for p in function.params} | {g.name for g in function.globals} | _row_names(function)
    counts: dict[str, int] = {}
    for node in walk(function):
        if isinstance(node, n.NameTarget):
            counts[node.name] = counts.get(node.name, 0) + 1
    found: dict[int, n.Expr] = {}
    for stmt in walk(function):
        if not isinstance(stmt, n.Stmt):
            continue
        once = isinstance(stmt, n.Assign) and isinstance(stmt.target, n.NameTarget) and counts[stmt.target.name] == 1
        for value in stored(stmt):
            if not is_place(value) or not is_plain_list(value.type):
                continue
            if once and isinstance(stmt, n.Assign) and value is stmt.value:
                wanted = named and not isinstance(value, n.Local)
            else:
                after = live.after.get(id(stmt), frozenset())
                wanted = not isinstance(value, n.Local) or value.name in held or value.name in after
            if wanted:
                found[id(value)] = value
    return found


def is_plain_list(kind: t.Type) -> bool:
    """Whether values of ``kind`` are lists of nothing but numbers, texts, tuples and such lists."""
    return isinstance(kind, t.ListOf) and _is_data(kind.element)


def _is_data(kind: t.Type) -> bool:
    if isinstance(kind, t.TupleOf):
        return all(map(_is_data, kind.elements))
    return kind.copy or kind == t.STR or is_plain_list(kind)


def _row_names(function: n.Function) -> set[str]:
    """Names for a part of something: loop variables, and what is bound to an element."""
    found: set[str] = set()
    for node in walk(function):
        match node:
            case n.For(target=target):
                found |= {c.name for c in walk(target) if isinstance(c, n.NameTarget) and c.type.mutable}
            case n.Assign(target=n.NameTarget(name=name), value=value) if not isinstance(value, n.Local):
                if is_place(value) and value.type.mutable:
                    found.add(name)
            case _:
                pass
    return found


@dataclasses.dataclass(frozen=True)
class _Changing:
    """A place that changes: the type of what changes there, or holds it, and what is put in, where that is known."""

    path: Path
    kind: t.Type
    line: int
    put: tuple[n.Expr, ...] | None = None


_PUT: dict[str, tuple[int, ...]] = {
    "list.append": (1,),
    "list.yielded": (1,),
    "list.insert": (2,),
    "list.extend": (1,),
    **dict.fromkeys(
        "list.sort list.sort.reverse list.sort.by list.sort.by.reverse list.pop list.pop.at list.remove".split(), ()
    ),
    **dict.fromkeys(
        "list.delete list.delete.slice list.delete.slice.step list.reverse list.clear random.shuffle".split(), ()
    ),
}
"""Which arguments an operation puts into the list that it changes."""


def _changed(function: n.Function, callee: MutatedParams) -> Iterator[_Changing]:
    """Yield every place that changes."""
    whole: set[int] = set()
    for node in walk(function):
        match node:
            case n.Assign(target=n.IndexTarget() | n.AttrTarget() as target, value=value):
                whole.add(id(target))
                yield from _target(target, (value,))
            case n.IndexTarget() | n.AttrTarget() if id(node) not in whole:
                yield from _target(node, None)
            case n.PartTarget(place=n.Part(base=base)):
                yield _Changing(place_path(base) or (), base.type, node.line)
            case n.Apply(op=op, args=args) if op in OPERATIONS:
                for position in OPERATIONS[op].mutates:
                    put = tuple(args[i] for i in _PUT[op]) if op in _PUT else None
                    yield _Changing(place_path(args[position]) or (), args[position].type, node.line, put)
            case n.Invoke(args=args):
                for arg, changes in zip(args, callee(node)[:-1], strict=True):
                    for suffix, _ in changes:
                        kind = arg.type if not suffix else t.TupleOf((arg.type,))
                        yield _Changing((*(place_path(arg) or ()), *suffix), kind, node.line)
            case _:
                pass


def _target(target: n.IndexTarget | n.AttrTarget, put: tuple[n.Expr, ...] | None) -> Iterator[_Changing]:
    path = place_path(target.base) or ()
    if isinstance(target, n.IndexTarget):
        yield _Changing(path, target.base.type, target.line, put)
    elif isinstance(target.base.type, t.ObjectOf):
        held = target.base.type.field(target.name)
        kind = t.TupleOf((held.type,)) if held is not None else t.UNKNOWN
        yield _Changing((*path, target.name), kind, target.line, put)


class _Names:
    """Which variables of a function hold lists that nothing else holds."""

    def __init__(self, function: n.Function, lending: set[int], copied: set[int]) -> None:
        self.function = function
        self.copied = copied
        self.lending = lending
        self.outside = {p.name for p in function.params} | {g.name for g in function.globals}
        self.places = row_sources(function)
        self.bound: dict[str, list[n.Expr]] = {}
        whole: set[int] = set()
        for node in walk(function):
            if isinstance(node, n.Assign) and isinstance(node.target, n.NameTarget):
                whole.add(id(node.target))
                self.bound.setdefault(node.target.name, []).append(node.value)
        others = {c.name for c in walk(function) if isinstance(c, n.NameTarget) and id(c) not in whole}
        others |= {c.name for c in walk(function) if isinstance(c, n.Alias)} | self.outside
        self.own = set(self.bound) - others
        self.copies = {
            name
            for name, values in self.bound.items()
            if any(id(node) in self.copied for value in values for node in walk(value))
        }
        while True:
            kept = {name for name in self.own if all(self.fresh(value) for value in self.bound[name])}
            if kept == self.own:
                return
            self.own = kept

    def fresh(self, value: n.Expr) -> bool:
        """Whether ``value`` is a list that nothing else holds."""
        match value:
            case n.Local(name=name):
                return name in self.own
            case n.BlockExpr(value=inner) | n.Convert(value=inner):
                return self.fresh(inner)
            case n.Cond(then=then, orelse=orelse):
                return self.fresh(then) and self.fresh(orelse)
            case n.Invoke(type=kind):
                return id(value) not in self.lending and not isinstance(kind, t.ArgRef | t.ArgOr)
            case n.ListExpr() | n.Const():
                return True
            case n.Apply(op=op):
                return op in SHARING or op in ("builtins.sorted", "list.repeat")
            case _:
                return False

    def _is_outside(self, path: Path) -> bool:
        """Whether ``path`` leads into what came in, where no copy is ever put."""
        names = {where[0] for where in expanded(path, self.places)}
        roots = names - set(self.places)
        return bool(roots) and roots <= self.outside and not names & self.copies

    def allows(self, kind: t.Type, change: _Changing, sources: frozenset[Path], *, known: bool) -> bool:
        """Whether what changes cannot be a copy of type ``kind``, or what it is a copy of, and keeps none outside.

        ``known``: all that such copies are copies of is among ``sources``.
        """
        if not _holds(change.kind, kind):
            return True
        changed = change.kind.inner if isinstance(change.kind, t.OptionalOf) else change.kind
        if changed == kind:
            if any(overlap(w, s) for w in expanded(change.path, self.places) for s in sources):
                return False
            own = len(change.path) == 1 and change.path[0] in self.own
            return own or (known and self._is_outside(change.path))
        if change.put is not None and change.path and not any(self.leaves(kind, value) for value in change.put):
            return True
        if not change.path or isinstance(change.kind, t.TupleOf):
            return False
        return not any(where[0] in self.outside for where in expanded(change.path, self.places))

    def leaves(self, kind: t.Type, value: n.Expr) -> bool:
        """Whether a copy of type ``kind`` may be in ``value``, which the function returns."""
        if not _holds(value.type, kind):
            return False
        path = place_path(value)
        if path is not None and self._is_outside(path):
            return any(id(node) in self.copied for node in walk(value))
        if value.type == kind:
            return not self.fresh(value)
        inner = value.value if isinstance(value, n.BlockExpr) else value
        return not (value.type == t.ListOf(kind) and isinstance(inner, n.Local) and self._all_fresh(inner))

    def _all_fresh(self, rows: n.Local) -> bool:
        """Whether the list of lists ``rows`` begins empty, and only fresh lists are appended to it."""
        begins = self.bound.get(rows.name, ())
        if rows.name not in self.own or not all(isinstance(v, n.ListExpr) and not v.items for v in begins):
            return False
        mentions = sum(isinstance(c, n.Local) and c.name == rows.name for c in walk(self.function))
        known = 0
        for node in walk(self.function):
            match node:
                case n.Apply(op="list.append" | "list.yielded", args=(n.Local(name=name), item)) if name == rows.name:
                    if id(item) in self.copied or not self.fresh(item):
                        return False
                    known += 1
                case n.Apply(op="builtins.len", args=(n.Local(name=name),)) if name == rows.name:
                    known += 1
                case n.Return(value=n.Local(name=name)) | n.BlockExpr(value=n.Local(name=name)) if name == rows.name:
                    known += 1
                case _:
                    pass
        return mentions == known


def _holds(kind: t.Type, wanted: t.Type) -> bool:
    """Whether a value of type ``kind`` is, or may hold, one of type ``wanted``."""
    if isinstance(kind, t.ObjectOf):
        return any(_holds(field.type, wanted) for field in kind.fields)
    return kind == wanted or any(_holds(part, wanted) for part in kind.parts)

"""Variables that only ever name an object somewhere else, and nothing changes while they do: ``best = track``.

Such a variable may be bound in several places (``best = None`` before a loop, ``best = t`` in it), which a name for one row
may not. In Rust it holds a shared borrow (``Option<&Track>``). Part of the ownership pass; works on typed IR.
"""

from __future__ import annotations

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, overlap, place_path, walk
from migrator.passes.effects import MutatedParams, borrowed_to_change, changes
from migrator.passes.places import expanded, row_sources


def borrowing_variables(function: n.Function, callee: MutatedParams) -> frozenset[str]:
    """Return the variables of ``function`` that can be shared borrows of objects for good."""
    values = _values(function)
    names = {name for name, found in values.items() if found is not None and any(map(_is_place, found))}
    names = _closed(names, values)
    if not names:
        return frozenset()
    sources = row_sources(function)
    found = [path for stmt in function.body for path, _ in changes(stmt, callee)]
    found += [path for stmt in function.body for path in borrowed_to_change(stmt, callee)]
    changed = {where for path in found for where in expanded(path, sources)}
    bound = names_bound(function.body)

    def steady(value: n.Expr) -> bool:
        path = place_path(_inner(value))
        if path is None or path[0] in names:
            return True
        for where in expanded(path, sources):
            if any(overlap(where, other) for other in changed) or (where[0] in bound and where[0] not in sources):
                return False
        return True

    touched = {path[0] for path in changed}
    kept = {
        name
        for name in names
        if name not in touched and all(steady(v) for v in values[name] or ()) and name not in function.option_locals
    }
    return frozenset(_closed(kept, values))


def _values(function: n.Function) -> dict[str, list[n.Expr] | None]:
    """What each variable that holds objects is bound to; None where it is bound otherwise than by one value."""
    found: dict[str, list[n.Expr] | None] = {}
    whole = set()
    for node in walk(function):
        if isinstance(node, n.Assign) and isinstance(node.target, n.NameTarget) and _holds(node.target.type):
            whole.add(id(node.target))
            known = found.setdefault(node.target.name, [])
            if known is not None:
                known.append(node.value)
    for node in walk(function):
        if isinstance(node, n.NameTarget | n.Alias) and id(node) not in whole:
            found[node.name] = None
    return found


def _holds(kind: t.Type) -> bool:
    return isinstance(kind.inner if isinstance(kind, t.OptionalOf) else kind, t.ObjectOf)


def _inner(value: n.Expr) -> n.Expr:
    """An object that becomes an optional one."""
    return value.value if isinstance(value, n.Convert) and isinstance(value.type, t.OptionalOf) else value


def _is_place(value: n.Expr) -> bool:
    inner = _inner(value)
    return place_path(inner) is not None and _holds(inner.type)


def _closed(names: set[str], values: dict[str, list[n.Expr] | None]) -> set[str]:
    """Those of ``names`` that are bound to None and to places only."""
    return {
        name
        for name in names
        if all(
            _is_place(v) or (isinstance(_inner(v), n.Const) and _inner(v).type == t.NONE) for v in values[name] or ()
        )
    }

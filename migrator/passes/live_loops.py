"""Mark loops over a sequence that their own body changes: they must go by index against the present length (C4)."""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import Path, bottom_up, names_bound, overlap, place_path, walk
from migrator.model.diagnostic import Diagnostic
from migrator.passes.convert import TypeFailure
from migrator.passes.effects import MutatedParams, borrowed_to_change, changes


def mark_live_loops(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with ``SequenceIter.live`` set.

    Raises:
        TypeFailure: where the sequence's name is bound anew in the loop, or a changed one is part of ``zip``.
    """

    def change(node: n.Node) -> n.Node:
        if not isinstance(node, n.For):
            return node
        mutated = frozenset(path for s in node.body for path, _ in changes(s, callee))
        mutated |= frozenset(path for s in node.body for path in borrowed_to_change(s, callee))
        bound = names_bound(node.body)
        return dataclasses.replace(node, iter=_mark(node.iter, mutated, bound, node.line, True))

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed


def _gives_lists(kind: t.Type) -> bool:
    """Whether an item of it is a list, or holds one."""
    if isinstance(kind, t.DictOf):
        return False
    element = kind.item if isinstance(kind, t.View) else getattr(kind, "element", None)
    return element is not None and element.mutable


def _mark(iterable: n.Iter, mutated: frozenset[Path], bound: set[str], line: int, alone: bool) -> n.Iter:
    match iterable:
        case n.SequenceIter(value=n.Invoke(lazy=True) as call):
            late = {c.name for c in walk(call) if isinstance(c, n.Local) and c.type.mutable} & {
                path[0] for path in mutated
            }
            if late:
                message = f"`{min(late)}` is changed inside the loop over a generator that reads it"
                raise TypeFailure(Diagnostic("M303", line, message, "Make a list of the generator's items first."))
            return iterable
        case n.SequenceIter(
            value=n.Apply(op="deque.list" | "bytes.list" | "set.in_order" | "zip.columns", args=(base,))
        ):
            path = place_path(base)
            if path is not None and any(overlap(path, changed) for changed in mutated):
                message = f"the {base.type} `{path[0]}` is changed inside the loop over it"
                raise TypeFailure(Diagnostic("M303", line, message, "Iterate over a copy."))
            return iterable
        case n.SequenceIter(value=value):
            path = place_path(value)
            if path is None:
                return iterable
            root = path[0]
            if root in bound and not value.type.copy:
                raise TypeFailure(
                    Diagnostic(
                        "M303",
                        line,
                        f"`{root}` is bound anew inside the loop over it",
                        "Iterate over another name.",
                    )
                )
            live = any(overlap(path, changed) for changed in mutated)
            rows = _gives_lists(value.type)
            if live and (not alone or iterable.reverse or rows):
                raise TypeFailure(
                    Diagnostic(
                        "M303",
                        line,
                        f"`{root}` is changed inside the loop over it",
                        "Iterate over a copy or over the index.",
                    )
                )
            return dataclasses.replace(iterable, live=live)
        case n.EnumerateIter(inner=inner):
            return dataclasses.replace(iterable, inner=_mark(inner, mutated, bound, line, False))
        case n.ZipIter(inner=inners):
            return dataclasses.replace(iterable, inner=tuple(_mark(i, mutated, bound, line, False) for i in inners))
        case _:
            return iterable

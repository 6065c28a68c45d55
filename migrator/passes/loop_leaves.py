"""The sequences that a loop runs over side by side, each with what it binds; part of the ownership pass."""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import place_path, walk
from migrator.passes.places import is_place


@dataclasses.dataclass(frozen=True)
class Leaf:
    """One of the sequences that a loop runs over side by side, with what it binds.

    ``row``: it binds a name to a list or row inside ``value``. ``counts``: it is the counter of ``enumerate``.
    """

    value: n.Expr
    target: n.Target
    row: bool
    counts: bool = False

    @property
    def name(self) -> str:
        return self.target.name if isinstance(self.target, n.NameTarget) else ""


def leaves_of(iterable: n.Iter, target: n.Target) -> list[Leaf] | None:
    """The sequences of ``iterable``; None where the loop cannot be written by index."""
    match iterable, target:
        case n.SequenceIter(value=value, reverse=False), _ if is_place(value) and isinstance(
            value.type, t.ListOf | t.ArrayOf
        ):
            row = isinstance(target, n.NameTarget) and target.type.mutable
            if not row and element_of(value.type).mutable:
                return None
            return [Leaf(value, target, row)]
        case n.EnumerateIter(inner=inner, start=n.Const(value=0)), n.TupleTarget(items=(counter, item)):
            rest = leaves_of(inner, item)
            return None if rest is None else [Leaf(counter_value(), counter, False, True), *rest]
        case n.ZipIter(inner=inners, strict=False), n.TupleTarget(items=items) if len(inners) == len(items):
            found: list[Leaf] = []
            for inner, item in zip(inners, items, strict=True):
                rest = leaves_of(inner, item)
                if rest is None:
                    return None
                found += rest
            return found
        case _:
            return None


def counter_value() -> n.Expr:
    """What stands for the counter of ``enumerate``; it is never evaluated."""
    return n.Const(value=0, type=t.INT)


def length_of(value: n.Expr, line: int) -> n.Expr:
    op = "array.len" if isinstance(value.type, t.ArrayOf) else "builtins.len"
    return n.Apply(op=op, args=(value,), form=0, type=t.INT, line=line)


def as_cell(place: n.Index) -> n.Expr:
    """An element of a 1-D array is a cell."""
    if isinstance(place.base.type, t.ArrayOf) and place.base.type.ndim == 1:
        return n.Cell(
            base=place.base,
            indices=(place.index,),
            type=place.base.type.scalar,
            line=place.line,
        )
    return place


def grows(body: tuple[n.Stmt, ...], value: n.Expr) -> bool:
    """Whether ``body`` appends to the list of rows that is iterated, so that the loop would go on over the new rows."""
    return any(
        isinstance(c, n.Apply)
        and c.op in ("list.append", "list.extend")
        and c.args[0].type == value.type
        and place_path(c.args[0]) == place_path(value)
        for stmt in body
        for c in walk(stmt)
    )


def element_of(kind: t.Type) -> t.Type:
    if isinstance(kind, t.ListOf):
        return kind.element
    assert isinstance(kind, t.ArrayOf)
    return kind.scalar if kind.ndim == 1 else t.ArrayOf(kind.dtype, kind.ndim - 1)

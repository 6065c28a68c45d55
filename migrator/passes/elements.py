"""Elements of rows: which places of the IR read or write one element of a row of an array or of a list of lists.

What ``shared`` and ``lines`` ask. An element's *key* is all its indices but the last: what says which row it is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.printer import expr as text
from migrator.ir.walk import children, walk

_PURE = frozenset(f"operator.{name}" for name in "add sub mul neg".split())
_SHALLOW = 2
_DEEP = 4
Key = tuple[n.Expr, ...]


@dataclass(frozen=True)
class Element:
    """An element of a row of the variable ``base``; ``whole`` is the read of that variable."""

    whole: n.Local
    key: Key
    last: n.Expr

    @property
    def base(self) -> str:
        return self.whole.name

    @property
    def row(self) -> str:
        """What the key says, wherever it stands."""
        return ", ".join(map(text, self.key))


def element(node: n.Node) -> Element | None:
    """``node`` as an element of a row; None where it is something else."""
    match node:
        case (
            n.Cell(base=n.Local() as base, indices=indices) | n.CellTarget(base=n.Local() as base, indices=indices)
        ) if isinstance(base.type, t.ArrayOf) and len(indices) == base.type.ndim and _SHALLOW <= len(indices) <= _DEEP:
            return Element(base, indices[:-1], indices[-1])
        case n.Index(base=n.Index(base=n.Local() as base) as line, index=index) if is_row(line):
            return Element(base, (line.index,), index)
        case n.IndexTarget(base=n.Index(base=n.Local() as base) as line, index=index) if is_row(line):
            return Element(base, (line.index,), index)
        case _:
            return None


def is_row(line: n.Index) -> bool:
    """Whether ``line`` is a list of plain values inside a list."""
    outer = line.base.type
    return (
        isinstance(outer, t.ListOf)
        and isinstance(outer.element, t.ListOf)
        and outer.element.element.copy
        and line.index.type == t.INT
    )


def elements(node: n.Node, others: set[str]) -> Iterator[Element]:
    """Yield the elements at and below ``node``; put the variables that are used otherwise into ``others``.

    Asking for a length or a shape is no other use.
    """
    found = element(node)
    match node:
        case _ if found is not None:
            yield found
            for index in (*found.key, found.last):
                yield from elements(index, others)
        case n.Apply(op="builtins.len" | "array.len" | "array.shape" | "array.size", args=(n.Local(),)):
            return
        case n.Apply(op="array.place", args=(n.Local(), index)):
            yield from elements(index, others)
        case n.Local(name=name):
            others.add(name)
        case _:
            for child in children(node):
                yield from elements(child, others)


def strided_names(function: n.Function) -> frozenset[str]:
    """The names of views with strides of their own, whose rows are no slices."""
    names: set[str] = set()
    for alias in (a for a in walk(function) if isinstance(a, n.Alias)):
        place: n.Expr = alias.place
        while isinstance(place, n.Index):
            place = place.base
        if isinstance(place, n.Part) or (isinstance(place, n.Local) and place.name in names):
            names.add(alias.name)
    return frozenset(names)


def stays(index: n.Expr, moving: frozenset[str]) -> bool:
    """Whether ``index`` is the same number as long as no variable of ``moving`` is bound, and is cheap to compute."""
    match index:
        case n.Const():
            return True
        case n.Local(name=name):
            return name not in moving
        case n.Apply(op=op, args=args) if op in _PURE and index.type == t.INT:
            return all(stays(a, moving) for a in args)
        case _:
            return False

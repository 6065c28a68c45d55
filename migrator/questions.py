"""Questions that the compiler asks about whole functions and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.rust.places import found_in

_Kind = TypeVar("_Kind", bound=t.Type)


def works_on_whole_arrays(function: n.Function | None) -> bool:
    """Whether the order in which an array lies in memory may show in what the function computes."""
    whole = n.ArrayOp | n.Part | n.Store
    return function is not None and any(isinstance(node, whole) for node in walk(function))


def in_types(function: n.Function, wanted: type[_Kind]) -> Iterator[_Kind]:
    """Yield the types of the class ``wanted`` in what the function works with."""
    kinds = [function.returns, *(p.type for p in function.params), *(g.type for g in function.globals)]
    for kind in dict.fromkeys([*kinds, *(node.type for node in walk(function) if isinstance(node, n.Expr))]):
        yield from (found for found in found_in(kind, wanted) if found.supported)


_WIDEST = 16


def wide(kind: t.Type) -> bool:
    """Whether a tuple in ``kind`` has more elements than the boundary takes apart."""
    if isinstance(kind, t.ObjectOf):
        return bool(kind.struct) and any(wide(f.type) for f in kind.fields)
    too_long = isinstance(kind, t.TupleOf) and len(kind.elements) > _WIDEST
    return too_long or any(wide(part) for part in kind.parts)


def is_read(ir: n.Function, name: str) -> bool:
    return any(isinstance(c, n.Local) and c.name == name for c in walk(ir))

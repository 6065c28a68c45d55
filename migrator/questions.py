"""Questions that the compiler asks about whole functions and types."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.model.diagnostic import Diagnostic
from migrator.passes.convert import TypeFailure
from migrator.rust.places import found_in

INSIDE = ".<locals>."
"""In the name of an inner function, behind that of the function around it."""
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


def holds_inner(kind: t.Type) -> bool:
    """Whether an inner function is in a value of this type, as a value, or one of several functions."""
    inner = isinstance(kind, t.ClosureOf | t.OneOf) or (isinstance(kind, t.FunctionOf) and INSIDE in kind.function)
    return inner or any(map(holds_inner, kind.parts))


def check_generator(ir: n.Function) -> None:
    """The items of a generator are made in one go, so making them must change nothing that its user could see."""
    if ir.generator and (any(p.mutated for p in ir.params) or any(g.type in t.HIDDEN for g in ir.globals)):
        raise TypeFailure(Diagnostic("M104", ir.line, "it is a generator that changes something outside"))


def check_cached(ir: n.Function, changes: Sequence[Collection[object]]) -> None:
    """A cache may drop what it holds, which is computed again: a function that changes something would show how often."""
    *of_params, outside = changes
    changed = [p.name for p, found in zip(ir.params, of_params, strict=True) if found and p.name != ir.memo]
    if ir.memo and (changed or outside):
        what = f"changes `{changed[0]}`" if changed else "draws random numbers or prints"
        raise TypeFailure(Diagnostic("M107", ir.line, f"it is cached, and {what}"))


def written_out(function: n.Function | None) -> tuple[str, ...]:
    """The functions whose statements stand in ``function``."""
    found = (node.found for node in walk(function) if isinstance(node, n.NewObject)) if function is not None else ()
    return tuple(dict.fromkeys(method.function for each in found for method in each if method.function))


def read_globals(ir: n.Function) -> n.Function:
    """``ir`` with the module-level values that are still read where branches have gone."""
    read = {c.name for c in walk(ir) if isinstance(c, n.Local)}
    return dataclasses.replace(ir, globals=tuple(g for g in ir.globals if g.name in read))


def outermost(function: str) -> str:
    """The function at module or class level in which ``function`` is defined."""
    return function.partition(INSIDE)[0]

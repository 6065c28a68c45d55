"""Arrays among the indices: ``a[rows, columns]``, ``a[indices] = value``, ``a[mask] = values``, ``a[indices] += value``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes import infer_arrays as arrays
from migrator.passes.convert import operand

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_INDICES = ("int64", "bool")
_SCALARS = ("int64", "int32", "int16", "int8", "uint32", "uint16", "uint8")


def vector(inference: Inference, index: n.Expr) -> n.Expr | None:
    """An index that is an array, or a list of ints, which means the same; None for another one."""
    from migrator.passes.infer_library import as_array

    typed = inference.expr(index)
    if typed.type in (t.ListOf(t.INT), t.ListOf(t.NpScalar("int64"))):
        return as_array(inference, typed, "int64", typed)
    return typed if isinstance(typed.type, t.ArrayOf) else None


def picked(inference: Inference, base: n.Expr, indices: tuple[n.Expr, ...], line: int) -> n.Expr | None:
    """``base[i, j]`` with an index for each axis, arrays among them: a vector; None where it is something else."""
    kind = base.type
    assert isinstance(kind, t.ArrayOf)
    chosen = _chosen(inference, indices)
    if chosen is None or len(chosen) != kind.ndim:
        return None
    return n.ArrayOp(op="pick", args=(base, *chosen), type=t.ArrayOf(kind.dtype, 1), line=line)


def store(inference: Inference, target: n.Target, value: n.Expr, stmt: n.Stmt) -> n.Stmt | None:
    """``base[i, j] = value`` with arrays among the indices of the first axes; None where it is something else."""
    place = _place(inference, target)
    if place is None:
        return None
    whole, chosen = place
    assert isinstance(whole.type, t.ArrayOf)
    ndim = 1 + whole.type.ndim - len(chosen)
    from migrator.passes.infer_library import as_array

    if isinstance(value.type, t.ListOf | t.TupleOf):
        value = as_array(inference, value, "", value)
    if value.type != t.UNKNOWN:
        fits = arrays.is_scalar(value.type) or (isinstance(value.type, t.ArrayOf) and value.type.ndim <= ndim)
        if not fits:
            inference.fail("M102", stmt.line, f"storing {value.type} at the places of an array has no Rust yet")
        else:
            value = arrays.cast(inference, value, whole.type.dtype)
    return n.Store(place=whole, value=value, picks=chosen, line=stmt.line, comments=stmt.comments)


def elements_of(inference: Inference, base: n.Expr, index: n.Expr) -> tuple[n.Expr, ...]:
    """The indices in a variable that holds a tuple of them: ``a[at]`` is ``a[i, j]``; empty for anything else.

    Also those of ``np.nonzero(a)``, as which there is no tuple.
    """
    if not isinstance(index, n.Local | n.LibraryCall) or not isinstance(inference.expr(base).type, t.ArrayOf):
        return ()
    typed = inference.expr(index)
    kind = typed.type
    if not isinstance(kind, t.TupleOf) or not all(_is_index(e) or _is_vector(e) for e in kind.elements):
        return ()
    if isinstance(typed, n.TupleExpr):
        return typed.items
    if not isinstance(index, n.Local):
        return ()
    places = range(len(kind.elements))
    return tuple(n.Index(base=index, index=n.Const(value=k, line=index.line), line=index.line) for k in places)


def _is_index(kind: t.Type) -> bool:
    return kind == t.INT or (isinstance(kind, t.NpScalar) and kind.dtype in _SCALARS)


def _is_vector(kind: t.Type) -> bool:
    return isinstance(kind, t.ArrayOf) and kind.ndim == 1 and kind.dtype in _INDICES


def by_elements(inference: Inference, stmt: n.Assign) -> n.Assign:
    """A store by a variable that holds a tuple of indices, as one by the indices."""
    match stmt.target:
        case n.IndexTarget(base=base, index=index) if found := elements_of(inference, base, index):
            return dataclasses.replace(stmt, target=n.CellTarget(base=base, indices=found, line=stmt.line))
        case _:
            return stmt


def _place(inference: Inference, target: n.Target) -> tuple[n.Expr, tuple[n.Expr, ...]] | None:
    """The array and the indices of its first axes that a target with arrays among its indices means."""
    match target:
        case n.IndexTarget(base=base, index=index):
            items: tuple[n.Expr | n.SliceItem | n.AxisItem, ...] = (index,)
        case n.CellTarget(base=base, indices=indices):
            items = indices
        case n.PartTarget(place=n.Part(base=base, items=items, transposed=False)):
            pass
        case _:
            return None
    whole = inference.expr(base)
    if not isinstance(whole.type, t.ArrayOf) or not isinstance(whole, n.Local | n.Part | n.Index | n.Attr):
        return None
    leading = tuple(i for i in items if isinstance(i, n.Expr))
    full = all(isinstance(i, n.SliceItem) and i.lower is i.upper is i.step is None for i in items[len(leading) :])
    if not full or items[: len(leading)] != leading:
        return None
    chosen = _chosen(inference, leading)
    return (whole, chosen) if chosen is not None and len(chosen) <= whole.type.ndim else None


def _chosen(inference: Inference, indices: tuple[n.Expr, ...]) -> tuple[n.Expr, ...] | None:
    """The typed indices, at least one of them a vector of indices or a mask; None where they are something else."""
    made: list[n.Expr] = []
    for index in indices:
        typed = vector(inference, index) or inference.expr(index)
        if isinstance(typed.type, t.ArrayOf):
            if typed.type.ndim != 1 or typed.type.dtype not in _INDICES:
                return None
        elif _is_index(typed.type):
            typed = operand(typed, t.INT)
        else:
            return None
        made.append(typed)
    return tuple(made) if any(isinstance(m.type, t.ArrayOf) for m in made) else None


def inplace(inference: Inference, stmt: n.Assign, computed: n.Expr) -> n.Stmt | None:
    """``base[indices] += value``: what the elements were, changed, is stored again; the last one stays."""
    return store(inference, stmt.target, computed, dataclasses.replace(stmt, value=computed))

"""Results that go into an array that is there: ``np.add(a, b, out=c)``, ``np.divide(a, b, out=np.zeros_like(a), where=b != 0)``.

With ``where`` nothing is computed where the mask is false, so NumPy does not warn there: the operands are ones then, of
which no function here warns.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops.arrays import ARRAY_RECORDS, FLOATS
from migrator.passes import infer_arrays as arrays

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_QUIET_OF_ONES = frozenset(
    f"numpy.{name}"
    for name in "add subtract multiply divide true_divide floor_divide remainder mod power sqrt square reciprocal negative"
    " absolute exp log log2 log10 log1p maximum minimum".split()
)
"""Functions whose value at ones is a number, without a warning."""


def statement(inference: Inference, stmt: n.Stmt, call: n.LibraryCall) -> tuple[n.Stmt, ...]:
    """The call as a statement: the result goes into ``out``."""
    plain, options = _apart(call)
    place = inference.expr(options["out"])
    value = inference.expr(plain)
    mask = inference.expr(options["where"]) if "where" in options else None
    if t.UNKNOWN in (place.type, value.type) or (mask is not None and mask.type == t.UNKNOWN):
        return (n.Eval(value=value, line=stmt.line),)
    same = isinstance(place.type, t.ArrayOf) and isinstance(value.type, t.ArrayOf)
    if not same or not isinstance(place, n.Local | n.Part | n.Index):
        return _refused(inference, stmt, call)
    assert isinstance(place.type, t.ArrayOf)
    assert isinstance(value.type, t.ArrayOf)
    if place.type.dtype == "complex128":
        inference.fail("M102", stmt.line, "complex numbers as `out` have no Rust yet")
    if place.type != value.type:
        inference.fail("M102", stmt.line, f"{place.type} as `out` of {value.type} has no Rust yet")
    if mask is not None:
        masked = _where(value, mask, place)
        if masked is None:
            return _refused(inference, stmt, call)
        value = masked
    return (arrays.stored(inference, place, value, stmt),)


def expression(inference: Inference, call: n.LibraryCall) -> n.Expr | None:
    """The call as a value, where ``out`` is an array that is made for it; None for all else."""
    if "out" not in call.keywords or set(call.keywords) - {"out", "where"}:
        return None
    plain, options = _apart(call)
    place, value = inference.expr(options["out"]), inference.expr(plain)
    fresh = isinstance(place, n.NewArray) or (isinstance(place, n.ArrayOp) and place.op == "copy")
    if not fresh or place.type != value.type or "where" not in options:
        return None
    key = id(call)
    name = inference.fresh.get(key) or inference.fresh.setdefault(key, inference.unused("out"))
    inference.variables[name] = place.type
    made = n.Local(name=name, type=place.type, line=call.line)
    masked = _where(value, inference.expr(options["where"]), made)
    if masked is None:
        return None
    bound = n.Assign(target=n.NameTarget(name=name, type=place.type, line=call.line), value=place, line=call.line)
    store = n.Store(place=made, value=masked, line=call.line)
    return n.BlockExpr(body=(bound, store), value=made, type=made.type, line=call.line)


def _refused(inference: Inference, stmt: n.Stmt, call: n.LibraryCall) -> tuple[n.Stmt, ...]:
    inference.fail("M103", stmt.line, f"this form of `{call.target}` with `out` has no Rust yet")
    return (stmt,)


def _apart(call: n.LibraryCall) -> tuple[n.LibraryCall, dict[str, n.Expr]]:
    """The call without ``out`` and ``where``, and those."""
    split = len(call.args) - len(call.keywords)
    named = dict(zip(call.keywords, call.args[split:], strict=True))
    rest = {key: value for key, value in named.items() if key not in ("out", "where")}
    plain = dataclasses.replace(call, args=(*call.args[:split], *rest.values()), keywords=tuple(rest))
    return plain, named


def _where(value: n.Expr, mask: n.Expr, place: n.Expr) -> n.Expr | None:
    """What is computed of ``value`` where ``mask`` is true, and what ``place`` holds elsewhere; None for other forms."""
    known = isinstance(value, n.ArrayOp) and value.op in _QUIET_OF_ONES and value.option == ARRAY_RECORDS[value.op].rust
    if not known or not isinstance(mask.type, t.ArrayOf) or mask.type.dtype != "bool":
        return None
    assert isinstance(value, n.ArrayOp)
    assert isinstance(value.type, t.ArrayOf)
    if value.type.dtype not in FLOATS or mask.type.ndim > value.type.ndim:
        return None
    quiet = tuple(_chosen(mask, arg, None) for arg in value.args)
    if any(arg is None for arg in quiet):
        return None
    computed = dataclasses.replace(value, args=tuple(arg for arg in quiet if arg is not None))
    return _chosen(mask, computed, place)


def _chosen(mask: n.Expr, value: n.Expr, other: n.Expr | None) -> n.Expr | None:
    """``np.where(mask, value, other)``, with ones for no other."""
    kind = value.type
    if not isinstance(kind, t.ArrayOf | t.NpScalar) or kind.dtype not in FLOATS:
        return None
    if other is None:
        other = n.Const(value=1.0, type=t.NpScalar(kind.dtype), line=value.line)
    shape = tuple(x.type.ndim for x in (mask, value, other) if isinstance(x.type, t.ArrayOf))
    made = t.ArrayOf(kind.dtype, max(shape))
    return n.ArrayOp(op="where", args=(mask, value, other), option="choose", type=made, line=value.line)

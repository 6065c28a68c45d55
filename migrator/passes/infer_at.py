"""``np.add.at(a, places, values)``: a change for each place in turn, so that a place may come more than once.

before:  np.add.at(a, places, values)      after:  for at in range(len(places)): a[places[at]] += values[at]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import root_name
from migrator.ops.callbacks import AT

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_WEAK: dict[str, tuple[t.Type, ...]] = {"float64": (t.FLOAT, t.INT, t.NpScalar("float64")), "int64": (t.INT,)}
"""Numbers that NumPy takes for elements of an array of this dtype."""


def changed(inference: Inference, stmt: n.Stmt, call: n.LibraryCall) -> tuple[n.Stmt, ...]:
    """The call as a loop; refused where NumPy would convert something, or the places are no vectors of one length."""
    place, index, value = call.args
    places = index.items if isinstance(index, n.TupleExpr) else (index,)
    whole, kinds, given = inference.expr(place), [inference.expr(p).type for p in places], inference.expr(value)
    if t.UNKNOWN in (whole.type, given.type, *kinds):
        return (n.Eval(value=call, line=stmt.line),)
    if not _fits(whole, kinds, given) or not all(_is_name(x) for x in (place, value, *places)):
        inference.fail("M103", stmt.line, f"this form of `{call.target}()` has no Rust yet")
        return (stmt,)
    if root_name(place) in {root_name(x) for x in (value, *places)}:
        inference.fail(
            "M103", stmt.line, f"`{call.target}()` with the array itself among its arguments has no Rust yet"
        )
        return (stmt,)
    return inference.block(_loop(inference, stmt, call))


def _is_name(node: n.Expr) -> bool:
    """Whether computing ``node`` again and again gives the same."""
    return isinstance(node, n.Local | n.Const) or (isinstance(node, n.Attr) and isinstance(node.base, n.Local))


def _fits(whole: n.Expr, places: list[t.Type], value: n.Expr) -> bool:
    kind = whole.type
    if not isinstance(kind, t.ArrayOf) or kind.dtype not in _WEAK or len(places) != kind.ndim:
        return False
    if any(p != t.ArrayOf("int64", 1) for p in places):
        return False
    return value.type == t.ArrayOf(kind.dtype, 1) or value.type in _WEAK[kind.dtype]


def _loop(inference: Inference, stmt: n.Stmt, call: n.LibraryCall) -> tuple[n.Stmt, ...]:
    place, index, value = call.args
    places = index.items if isinstance(index, n.TupleExpr) else (index,)
    line = stmt.line
    name = inference.fresh.get(id(call)) or inference.fresh.setdefault(id(call), inference.unused("at"))
    at = n.Local(name=name, line=line)

    def length(of: n.Expr) -> n.Expr:
        return n.Apply(op="builtins.len", args=(of,), line=line)

    def part(of: n.Expr) -> n.Expr:
        return n.Index(base=of, index=at, line=line)

    several = isinstance(inference.expr(value).type, t.ArrayOf)
    trap = n.TrapStmt(reason="Raise", line=line)
    others = (*places[1:], *((value,) if several else ()))
    checks = tuple(
        n.If(
            test=n.Apply(op="operator.ne", args=(length(other), length(places[0])), line=line),
            body=(trap,),
            orelse=(),
            line=line,
        )
        for other in others
    )
    indices = tuple(part(p) for p in places)
    old = n.Index(base=place, index=indices[0], line=line) if len(indices) == 1 else None
    current = old or n.Cell(base=place, indices=indices, line=line)
    new = n.Apply(op=AT[call.target], args=(current, part(value) if several else value), line=line)
    target = n.CellTarget(base=place, indices=indices, line=line)
    over = n.RangeIter(start=n.Const(value=0, line=line), stop=length(places[0]), step=None, line=line)
    change = n.Assign(target=target, value=new, line=line)
    loop = n.For(target=n.NameTarget(name=name, line=line), iter=over, body=(change,), orelse=(), line=line)
    return (*checks, loop)

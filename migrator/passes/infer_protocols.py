"""What the classes of the program say of their instances as containers: ``len(x)``, ``y in x``, ``x[i] = y``, ``if x:``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes import infer_objects

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_PLAIN = (t.Int, t.Float, t.Bool, t.Number, t.Str, t.Char, t.NpScalar)


def length(inference: Inference, node: n.Expr, base: n.Expr) -> n.Expr | None:
    """``len(base)``: what ``__len__`` gives, where that is a length."""
    called = infer_objects.call_special(inference, node.line, base, "__len__", ())
    if called is None or called.type == t.UNKNOWN:
        return called
    if called.type != t.INT:
        inference.fail("M131", node.line, f"`__len__` gives {called.type}, which `len()` looks at")
        return None
    line = node.line
    name = inference.fresh.get(id(node)) or inference.fresh.setdefault(id(node), inference.unused("length"))
    found = n.Local(name=name, line=line)
    negative = n.Apply(op="operator.lt", args=(found, n.Const(value=0, line=line)), line=line)
    trap = n.If(test=negative, body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line)
    keep = n.Assign(target=n.NameTarget(name=name, line=line), value=called, line=line)
    return inference.expr(n.BlockExpr(body=(keep, trap), value=found, line=line))


def contains(inference: Inference, node: n.Apply, base: n.Expr) -> n.Expr | None:
    """``value in base``: the truth of what ``__contains__`` gives."""
    called = infer_objects.call_special(inference, node.line, base, "__contains__", node.args[1:])
    return None if called is None or called.type == t.UNKNOWN else inference.truth(called)


def truth(inference: Inference, base: n.Expr) -> n.Expr | None:
    """The truth of an object whose class has ``__bool__`` or ``__len__``; None where it has neither."""
    assert isinstance(base.type, t.ObjectOf | t.NodeOf)
    if inference.classes.member(base.type.cls, "__bool__"):
        called = infer_objects.call_special(inference, base.line, base, "__bool__", ())
        if called is not None and called.type not in (t.BOOL, t.UNKNOWN):
            inference.fail("M131", base.line, f"`__bool__` gives {called.type}, which is no bool")
        return called
    if not inference.classes.member(base.type.cls, "__len__"):
        return None
    found = length(inference, base, base)
    if found is None or found.type == t.UNKNOWN:
        return found
    none = n.Const(value=0, line=base.line)
    return inference.expr(n.Apply(op="operator.ne", args=(found, none), line=base.line))


def stored(inference: Inference, stmt: n.Stmt) -> tuple[n.Stmt, ...] | None:
    """``base[index] = value`` and ``base[index] += value`` of an object, ``base.name = value`` of a property; None for all
    else."""
    match stmt:
        case n.Assign(target=n.AttrTarget(base=base, name=name), value=value):
            return _set_property(inference, stmt, base, name, value)
        case n.Assign(target=n.IndexTarget(base=base, index=index), value=value):
            where = index
        case n.Assign(target=n.CellTarget(base=base, indices=indices), value=value):
            where = n.TupleExpr(items=indices, line=stmt.line)
        case _:
            return None
    whole = inference.expr(base)
    if not isinstance(whole.type, t.ObjectOf | t.NodeOf):
        return None
    value, made = _computed_first(inference, stmt, value)
    called = infer_objects.call_special(inference, stmt.line, whole, "__setitem__", (where, value))
    if called is None:
        return tuple(made)
    return (*made, n.Eval(value=called, line=stmt.line, comments=stmt.comments))


def _computed_first(inference: Inference, stmt: n.Stmt, value: n.Expr) -> tuple[n.Expr, list[n.Stmt]]:
    """What ``stmt`` stores, a name or constant, and what computes it before; of ``+=`` the sum."""
    if isinstance(value, n.Apply) and value.op.startswith("inplace."):
        current = inference.expr(value.args[0])
        if not isinstance(current.type, (*_PLAIN, t.Unknown)):
            inference.fail("M301", stmt.line, f"{current.type} is changed in place, and stored anew by the class")
        value = n.Apply(op=f"operator.{value.op.removeprefix('inplace.')}", args=value.args, line=value.line)
    if isinstance(value, n.Local | n.Const):
        return value, []
    name = inference.fresh.get(id(stmt)) or inference.fresh.setdefault(id(stmt), inference.unused("value"))
    kept = n.Assign(target=n.NameTarget(name=name, line=stmt.line), value=value, line=stmt.line)
    return n.Local(name=name, line=stmt.line), [inference.stmt(kept)]


def _set_property(
    inference: Inference, stmt: n.Stmt, base: n.Expr, name: str, value: n.Expr
) -> tuple[n.Stmt, ...] | None:
    """``base.name = value`` is a call where ``name`` is a property that says what setting it does; else None."""
    whole = inference.expr(base)
    kind = whole.type
    member = inference.classes.member(kind.cls, name) if isinstance(kind, t.ObjectOf) else None
    if not isinstance(kind, t.ObjectOf) or member is None or not member.setter or inference.classes.frozen(kind.cls):
        return None
    value, made = _computed_first(inference, stmt, value)
    found = n.FoundMethod(kind.cls, name, "setter", member.setter)
    call = n.Invoke(function=member.setter, args=(base, value), found=found, line=stmt.line)
    return (*made, n.Eval(value=inference.expr(call), line=stmt.line, comments=stmt.comments))

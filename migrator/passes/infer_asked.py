"""Questions about an array that its type answers: ``a.ndim``, ``a.dtype``, ``np.shape``, ``np.size``, ``np.isscalar``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference
    from migrator.passes.infer_library import Call, Handler

_SCALARS = t.Int | t.Float | t.Bool | t.Complex | t.Long | t.Str | t.Char | t.Bytes | t.NpScalar | t.Number | t.Mixed
_OTHERS = t.ArrayOf | t.ListOf | t.TupleOf | t.RowOf | t.DictOf | t.SetOf | t.DequeOf | t.NoneT
"""What ``np.isscalar`` says no to. An instance of a class could be registered as a number."""


def is_scalar(kind: t.Type) -> bool | None:
    """What ``np.isscalar`` says of values of the type ``kind``; None where that is not certain."""
    if isinstance(kind, _SCALARS):
        return True
    return False if isinstance(kind, _OTHERS) else None


def scalar(inference: Inference, call: Call) -> n.Expr | None:
    """``np.isscalar(x)``."""
    arg = call.args[0] if len(call.args) == 1 and not call.options else None
    plain = arg.value if isinstance(arg, n.Convert) else arg
    known = is_scalar(arg.type) if arg is not None and isinstance(plain, n.Local | n.Const | n.Attr) else None
    return None if known is None else n.Const(value=known, type=t.BOOL, line=call.line)


def about_array(name: str) -> Handler:
    """``np.shape(a)`` is ``a.shape``; what is no array is made one before."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        arg = call.args[0] if len(call.args) == 1 and not call.options else None
        if arg is None or not isinstance(arg.type, t.ArrayOf):
            return None
        return inference.expr(n.Apply(op=f"array.{name}", args=(arg,), line=call.line))

    return handler


def attribute(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """``a.shape``, ``a.ndim`` and their like; ``a.dtype`` where it is only asked which one it is."""
    kind, line = args[0].type, node.line
    if node.op == "array.same_dtype" and all(isinstance(a, n.Const) for a in args):
        first, second = (a.value for a in args if isinstance(a, n.Const))
        return n.Const(value=first == second, type=t.BOOL, line=line)
    if node.op == "array.dtype" and isinstance(kind, t.ArrayOf | t.NpScalar):
        return n.Const(value=kind.dtype, type=t.STR, line=line)
    if not isinstance(kind, t.ArrayOf):
        inference.fail("M102", line, f"`.{node.op[6:]}` of {kind} has no Rust yet")
        return node
    match node.op:
        case "array.shape":
            return dataclasses.replace(node, type=t.TupleOf((t.INT,) * kind.ndim))
        case "array.size" | "array.len":
            return dataclasses.replace(node, type=t.INT)
        case "array.ndim":
            return n.Const(value=kind.ndim, type=t.INT, line=line)
        case _:
            inference.fail("M102", line, f"`.{node.op[6:]}` of an array has no Rust yet")
            return node

"""Questions to NumPy about a value that its type answers: ``np.shape``, ``np.size``, ``np.ndim``, ``np.isscalar``."""

from __future__ import annotations

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
    known = is_scalar(arg.type) if isinstance(arg, n.Local | n.Const | n.Attr) else None
    return None if known is None else n.Const(value=known, type=t.BOOL, line=call.line)


def about_array(name: str) -> Handler:
    """``np.shape(a)`` is ``a.shape``; what is no array is made one before."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        arg = call.args[0] if len(call.args) == 1 and not call.options else None
        if arg is None or not isinstance(arg.type, t.ArrayOf):
            return None
        return inference.expr(n.Apply(op=f"array.{name}", args=(arg,), line=call.line))

    return handler

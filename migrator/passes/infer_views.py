"""NumPy's functions that look at the elements of an array in another order, and those that count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops.arrays import INTS
from migrator.passes import infer_arrays as arrays

if TYPE_CHECKING:
    from migrator.passes.infer import Inference
    from migrator.passes.infer_library import Call, Handler

_COUNTED = tuple(dtype for dtype in INTS if dtype != "uint64")
"""What NumPy takes for indices; it refuses ``uint64``."""


def transposed(inference: Inference, call: Call) -> n.Expr | None:
    """``a.transpose()``, ``np.transpose(a)``."""
    if call.options or len(call.args) != 1 or not isinstance(call.args[0].type, t.ArrayOf):
        return None
    return n.Part(base=call.args[0], transposed=True, type=call.args[0].type, line=call.line)


def exchanged(inference: Inference, call: Call) -> n.Expr | None:
    """``np.swapaxes(a, 0, 1)``, ``np.moveaxis(a, 0, -1)`` of a matrix: its transpose."""
    if call.options or len(call.args) != 3:
        return None
    value, *axes = call.args
    if not isinstance(value.type, t.ArrayOf) or value.type.ndim != 2:
        return None
    named = {a.value % 2 for a in axes if isinstance(a, n.Const) and type(a.value) is int and -2 <= a.value < 2}
    if len(named) != 2:
        return None
    return n.Part(base=value, transposed=True, type=value.type, line=call.line)


def at_least(ndim: int) -> Handler:
    """``np.atleast_1d(a)``, ``np.atleast_2d(a)``: the array itself, or the vector as the row of a matrix."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        value = call.args[0] if len(call.args) == 1 and not call.options else None
        if value is None or not isinstance(value.type, t.ArrayOf):
            return None
        if value.type.ndim >= ndim:
            return value
        if value.type.ndim != 1:
            return None
        items = (n.AxisItem(), n.SliceItem())
        return n.Part(base=value, items=items, type=t.ArrayOf(value.type.dtype, 2), line=call.line)

    return handler


def flipped(inference: Inference, call: Call) -> n.Expr | None:
    """``np.flip(a)``, ``np.flip(a, axis)``, ``np.flipud(a)``, ``np.fliplr(a)``: the parts ``a[::-1]``, …"""
    value = call.args[0] if call.args else None
    if value is None or not isinstance(value.type, t.ArrayOf):
        return None
    ndim = value.type.ndim
    axes = _flipped_axes(call, ndim)
    if axes is None or not axes <= set(range(ndim)):
        return None
    back = n.SliceItem(step=n.Const(value=-1, type=t.INT, line=call.line), line=call.line)
    items = tuple(back if axis in axes else n.SliceItem(line=call.line) for axis in range(ndim))
    return n.Part(base=value, items=items, type=value.type, line=call.line)


def _flipped_axes(call: Call, ndim: int) -> set[int] | None:
    """The axes along which a call turns its argument round; None for a form that is not known."""
    extra = len(call.args) - 1 + len(call.options)
    fixed = {"numpy.flipud": 0, "numpy.fliplr": 1}.get(call.node.target)
    if fixed is not None:
        return {fixed} if extra == 0 else None
    if extra == 0:
        return set(range(ndim))
    axis = call.args[1] if len(call.args) == 2 else call.options.get("axis")
    if extra > 1 or not isinstance(axis, n.Const):
        return None
    if axis.value is None:
        return set(range(ndim))
    return {axis.value + ndim if axis.value < 0 else axis.value} if type(axis.value) is int else None


def counted(inference: Inference, call: Call) -> n.Expr | None:
    """``np.bincount(a)``, ``np.bincount(a, minlength=n)``."""
    value = call.args[0] if len(call.args) == 1 and set(call.options) <= {"minlength"} else None
    if value is None or not isinstance(value.type, t.ArrayOf):
        return None
    least = call.options.get("minlength", n.Const(value=0, type=t.INT, line=call.line))
    if value.type.ndim != 1 or value.type.dtype not in _COUNTED or least.type != t.INT:
        return None
    return arrays.call("nd::bincount", (value, least), t.ArrayOf("int64", 1), call.line)

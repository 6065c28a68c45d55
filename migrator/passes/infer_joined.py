"""Arrays joined to one: ``np.concatenate``, ``np.stack``, ``np.r_[a, b]`` and their like."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops.arrays import ALL
from migrator.passes import infer_arrays as arrays

if TYPE_CHECKING:
    from migrator.passes.infer import Inference
    from migrator.passes.infer_library import Call


def _parts(inference: Inference, call: Call) -> tuple[n.Expr, ...] | None:
    """The arrays of a display, all of one dtype and number of dimensions."""
    import numpy as np

    display = call.args[0] if len(call.args) == 1 else None
    if not isinstance(display, n.ListExpr | n.TupleExpr) or not display.items:
        return None
    items = _of_two(call, tuple(_part(inference, item, call) for item in display.items))
    kinds = [i.type for i in items]
    if not all(isinstance(k, t.ArrayOf) for k in kinds):
        return None
    shapes = {k.ndim for k in kinds if isinstance(k, t.ArrayOf)}
    dtype = str(np.result_type(*(np.dtype(k.dtype) for k in kinds if isinstance(k, t.ArrayOf))))
    if len(shapes) != 1 or dtype not in ALL:
        return None
    return tuple(arrays.cast(inference, i, dtype) for i in items)


def _part(inference: Inference, item: n.Expr, call: Call) -> n.Expr:
    """What NumPy makes of a part: of a list an array, and of a number one with a single element where it joins vectors."""
    from migrator.passes.infer_library import as_array

    if isinstance(item.type, t.ListOf | t.TupleOf):
        return as_array(inference, item, "", call.node)
    if call.node.target == "numpy.hstack" and isinstance(item.type, t.Float | t.Int | t.NpScalar):
        one = n.TupleExpr(items=(item,), type=t.TupleOf((item.type,)), line=item.line)
        return as_array(inference, one, "", call.node)
    return item


_RAISED: dict[str, tuple[n.SliceItem | n.AxisItem, ...]] = {
    "numpy.vstack": (n.AxisItem(), n.SliceItem()),
    "numpy.column_stack": (n.SliceItem(), n.AxisItem()),
}
"""What makes a row, or a column, of a vector."""


def _of_two(call: Call, items: tuple[n.Expr, ...]) -> tuple[n.Expr, ...]:
    """Vectors beside matrices as the rows, or the columns, that NumPy makes of them."""
    raised = _RAISED.get(call.node.target)
    if raised is None or not any(isinstance(i.type, t.ArrayOf) and i.type.ndim > 1 for i in items):
        return items
    return tuple(
        n.Part(base=i, items=raised, type=t.ArrayOf(i.type.dtype, 2), line=i.line)
        if isinstance(i.type, t.ArrayOf) and i.type.ndim == 1
        else i
        for i in items
    )


def join(inference: Inference, call: Call) -> n.Expr | None:
    """``np.concatenate``, ``np.stack`` and their like."""
    from migrator.passes.infer_library import stacked

    if set(call.options) - {"axis"}:
        return None
    axis = call.constant("axis") if "axis" in call.options else 0
    name = call.node.target.removeprefix("numpy.")
    if name != "concatenate" and name != "stack" and "axis" in call.options:
        return None
    if len(call.args) == 1 and isinstance(call.args[0], n.Local) and axis == 0:
        return _join_list(name, call.args[0], call.line)
    parts = _parts(inference, call)
    if parts is None:
        return None
    kind = parts[0].type
    assert isinstance(kind, t.ArrayOf)
    sides = (name == "stack" and kind.ndim == 1 and axis in (1, -1)) or (name == "column_stack" and kind.ndim == 1)
    if sides:
        return n.ArrayOp(
            op="join", args=parts, option="nd::stack_columns", type=t.ArrayOf(kind.dtype, 2), line=call.line
        )
    stacks = name == "stack" or (name == "vstack" and kind.ndim == 1)
    if stacks and axis == 0 and kind.ndim <= 3:
        return stacked(inference, parts, "", call.node)
    sideways = (name == "hstack" and kind.ndim == 2) or (name == "concatenate" and kind.ndim == 2 and axis in (1, -1))
    sideways = sideways or (name == "column_stack" and kind.ndim == 2)
    along = (name in ("concatenate", "vstack") and axis == 0) or (name == "hstack" and kind.ndim == 1)
    if not (sideways or along) or stacks:
        return None
    function = "nd::concatenate_columns" if sideways else "nd::concatenate"
    return n.ArrayOp(op="join", args=parts, option=function, type=kind, line=call.line)


def by_r(inference: Inference, call: Call) -> n.Expr | None:
    """``np.r_[a, b]``."""
    if not all(isinstance(part.type, t.ArrayOf) and part.type.ndim > 0 for part in call.args):
        return None
    first = call.args[0].type
    if isinstance(call.node.args[0], n.ListExpr) and isinstance(first, t.ArrayOf) and first.ndim > 1:
        return None  # a list of arrays
    display = n.TupleExpr(items=call.args, type=t.TupleOf(tuple(part.type for part in call.args)), line=call.line)
    node = dataclasses.replace(call.node, target="numpy.concatenate")
    return join(inference, dataclasses.replace(call, node=node, args=(display,)))


def by_c(inference: Inference, call: Call) -> n.Expr | None:
    """``np.c_[a, b]`` of vectors and matrices."""
    if not all(isinstance(part.type, t.ArrayOf) and part.type.ndim in (1, 2) for part in call.args):
        return None
    if any(isinstance(part, n.ListExpr) for part in call.node.args):
        return None
    display = n.TupleExpr(items=call.args, type=t.TupleOf(tuple(part.type for part in call.args)), line=call.line)
    node = dataclasses.replace(call.node, target="numpy.column_stack")
    return join(inference, dataclasses.replace(call, node=node, args=(display,)))


def _join_list(name: str, value: n.Local, line: int) -> n.Expr | None:
    """The arrays of a list."""
    if not isinstance(value.type, t.ListOf) or not isinstance(value.type.element, t.ArrayOf):
        return None
    kind = value.type.element
    if name == "stack" or (name == "vstack" and kind.ndim == 1):
        return n.ArrayOp(
            op="list", args=(value,), option="nd::stack_all", type=t.ArrayOf(kind.dtype, kind.ndim + 1), line=line
        )
    if name == "concatenate" or (name == "vstack" and kind.ndim > 1) or (name == "hstack" and kind.ndim == 1):
        return n.ArrayOp(op="list", args=(value,), option="nd::concatenate_all", type=kind, line=line)
    return None

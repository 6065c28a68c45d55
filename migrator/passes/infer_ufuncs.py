"""Methods of ufuncs that are another operation: ``np.add.reduce(x)`` of a vector, ``np.subtract.outer(x, y)`` of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops.arrays import ARRAY_RECORDS
from migrator.passes import infer_arrays as arrays

if TYPE_CHECKING:
    from migrator.passes.infer import Inference
    from migrator.passes.infer_library import Call

_REDUCED = {"numpy.add": "numpy.sum", "numpy.maximum": "numpy.max", "numpy.minimum": "numpy.min"}


def method(inference: Inference, call: Call) -> n.Expr | None:
    """The call as what it means; None for a form that is called back."""
    ufunc, _, name = call.node.target.rpartition(".")
    if call.options or not all(isinstance(a.type, t.ArrayOf) and a.type.ndim == 1 for a in call.args):
        return None
    if name == "reduce" and len(call.args) == 1 and ufunc in _REDUCED:
        return arrays.reduction(inference, ARRAY_RECORDS[_REDUCED[ufunc]], call.args[0], {}, call.node)
    record = ARRAY_RECORDS.get(ufunc)
    if name != "outer" or len(call.args) != 2 or record is None or record.operands != 2:
        return None
    return arrays.elementwise(inference, record, against_each_other(call.args, call.line), call.node)


def against_each_other(pair: tuple[n.Expr, ...], line: int) -> tuple[n.Expr, ...]:
    """Two vectors as a column and a row, which meet in a matrix."""
    shapes: tuple[tuple[n.SliceItem | n.AxisItem, ...], ...] = (
        (n.SliceItem(), n.AxisItem()),
        (n.AxisItem(), n.SliceItem()),
    )
    parts = []
    for value, items in zip(pair, shapes, strict=True):
        assert isinstance(value.type, t.ArrayOf)
        parts.append(n.Part(base=value, items=items, type=t.ArrayOf(value.type.dtype, 2), line=line))
    return tuple(parts)

"""Creation of NumPy arrays: ``zeros``, ``ones``, ``empty``, ``full`` with their ``dtype``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.dtypes import dtype_name, dtype_value
from migrator.ops.arrays import LIBRARY_NAMES, METHOD_NAMES
from migrator.types.core import RUST_DTYPES

CREATORS = frozenset({"numpy.zeros", "numpy.ones", "numpy.empty", "numpy.full"})
JOINING = frozenset(f"numpy.{name}" for name in ("concatenate", "stack", "vstack", "hstack", "column_stack"))
LIBRARY = LIBRARY_NAMES
ARRAY_METHODS = METHOD_NAMES
SCALAR_TYPES = frozenset(f"numpy.{name}" for name in RUST_DTYPES)


def new_array(
    target: str,
    positional: list[n.Expr],
    nodes: list[cst.BaseExpression],
    keywords: dict[str, cst.BaseExpression],
    node: cst.Call,
    context: Context,
) -> n.Expr:
    """Return the array that ``target`` makes; ``nodes`` are the positional arguments as written.

    ``empty`` is filled with zeros: what it holds is undefined, so zeros are one of its right answers.
    """
    line = context.line(node)
    wanted = 2 if target == "numpy.full" else 1
    dtype_node = keywords.pop("dtype", nodes[wanted] if len(nodes) > wanted else None)
    if keywords or not wanted <= len(positional) <= wanted + 1:
        return context.hole(node, "M103", f"this form of `{target}()` has no Rust yet")
    dtype, dtype_of = "" if target == "numpy.full" else "float64", None
    if dtype_node is not None:
        found = dtype_value(dtype_node, context)
        if found is None:
            return context.hole(node, "M103", f"the dtype of `{target}()` is not known")
        if isinstance(found, n.Const):
            dtype = str(found.value)
        else:
            dtype, dtype_of = "", found
    fill: n.Expr | None = positional[1] if target == "numpy.full" else None
    if target == "numpy.ones":
        fill = n.Const(value=1, line=line)
    shape = positional[0]
    parts = shape.items if isinstance(shape, n.TupleExpr | n.ListExpr) else (shape,)
    return n.NewArray(shape=parts, dtype=dtype, dtype_of=dtype_of, fill=fill, line=line)


def joined_by_r(
    base: cst.BaseExpression,
    elements: Sequence[cst.SubscriptElement],
    context: Context,
    lower: Callable[[cst.BaseExpression, Context], n.Expr],
    line: int,
) -> n.Expr | None:
    """``np.r_[a, b]`` of arrays is ``np.concatenate``, and ``np.c_[a, b]`` is ``np.column_stack``; None for all else, and
    for slices, which make numbers.

    One part alone could be a tuple, which stands for its elements.
    """
    from migrator.lowering.expressions import dotted

    path = dotted(base)
    if path is None or context.local(path.partition(".")[0]) is not None:
        return None
    found = context.names.resolve(path)
    if found.kind != "library" or found.target not in ("numpy.r_", "numpy.c_"):
        return None
    parts = [e.slice.value for e in elements if isinstance(e.slice, cst.Index) and e.slice.star is None]
    if len(parts) != len(elements) or len(parts) < 2:
        return None
    context.guard(path, "library", found.target)
    return n.LibraryCall(
        target=f"{found.target}[]", args=tuple(lower(part, context) for part in parts), keywords=(), line=line
    )


_LIMITS = ("eps", "max", "min", "tiny", "smallest_normal", "resolution")


def float_limit(node: cst.Attribute, context: Context) -> n.Expr | None:
    """``np.finfo(float).eps`` and its like, as the scalar that it is; None for anything else."""
    from migrator.lowering.expressions import dotted

    call = node.value
    path = dotted(call.func) if isinstance(call, cst.Call) and len(call.args) == 1 else None
    if path is None or not isinstance(call, cst.Call) or context.local(path.partition(".")[0]) is not None:
        return None
    dtype = dtype_name(call.args[0].value, context)
    if context.names.resolve(path).target != "numpy.finfo" or dtype not in ("float64", "float32"):
        return None
    if node.attr.value not in _LIMITS:
        return None
    import numpy as np

    context.guard(path, "library", "numpy.finfo")
    line = context.line(node)
    value = n.Const(value=float(getattr(np.finfo(dtype), node.attr.value)), line=line)
    return n.LibraryCall(target=f"numpy.{dtype}", args=(value,), keywords=(), line=line)


def filled_diagonal(whole: n.Expr, value: n.Expr, context: Context, line: int) -> n.Expr:
    """``np.fill_diagonal(a, x)`` of a matrix; an array of another number of dimensions cannot be unpacked like this."""
    array, fill, rows, columns, at = (context.fresh(name) for name in ("matrix", "fill", "rows", "columns", "at"))

    def local(name: str) -> n.Local:
        return n.Local(name=name, line=line)

    def target(name: str) -> n.NameTarget:
        return n.NameTarget(name=name, line=line)

    before: list[n.Stmt] = []
    if not isinstance(whole, n.Local):
        before.append(n.Assign(target=target(array), value=whole, line=line))
        whole = local(array)
    if not isinstance(value, n.Const):
        before.append(n.Assign(target=target(fill), value=value, line=line))
        value = local(fill)
    shape = n.TupleTarget(items=(target(rows), target(columns)), line=line)
    count = n.Apply(op="builtins.min", args=(local(rows), local(columns)), line=line)
    start = n.Const(value=0, line=line)
    put = n.Assign(target=n.CellTarget(base=whole, indices=(local(at), local(at)), line=line), value=value, line=line)
    loop = n.For(
        target=target(at),
        iter=n.RangeIter(start=start, stop=count, step=None, line=line),
        body=(put,),
        orelse=(),
        line=line,
    )
    unpack = n.Assign(target=shape, value=n.Apply(op="array.shape", args=(whole,), line=line), line=line)
    return n.BlockExpr(body=(*before, unpack, loop), value=n.Const(value=None, line=line), line=line)

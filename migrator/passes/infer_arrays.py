"""Types of operations on whole arrays: element-wise functions and operators, reductions, products, parts and stores.

What dtype comes out is asked of the installed NumPy: of the ufunc's own ``resolve_dtypes`` (with Python's scalars weak,
as NEP 50 has it), or of the function itself on a small array of the same type.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.printer import expr as expr_text
from migrator.ir.walk import root_name, walk
from migrator.ops.arrays import ARRAY_RECORDS, BY_OPERATOR, FLOATS, ArrayRecord
from migrator.passes import infer_callbacks, infer_objects, infer_picks
from migrator.passes.convert import operand
from migrator.passes.join import is_complex

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_BOOLEAN = {"numpy.add": "numpy.bitwise_or", "numpy.multiply": "numpy.bitwise_and"}
"""What sums and products of bools are."""


def is_scalar(kind: t.Type) -> bool:
    """Whether NumPy takes a value of this type as a scalar operand."""
    return kind in (t.BOOL, t.INT, t.FLOAT, t.COMPLEX) or isinstance(kind, t.NpScalar | t.Number | t.Mixed)


def operator(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """An operator with an array among its operands."""
    record = BY_OPERATOR.get(node.op)
    if record is None:
        return _refuse(inference, node, f"`{node.op.rpartition('.')[2]}` of whole arrays has no Rust yet")
    if record.kind == "product":
        return product(inference, record, args, node)
    return elementwise(inference, record, args, node)


def power(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """``a ** b``: NumPy has short cuts for some constant exponents of the operator."""
    base, exponent = args
    short = {2: "numpy.square", 0.5: "numpy.sqrt", -1: "numpy.reciprocal"}
    value = exponent.value if isinstance(exponent, n.Const) and type(exponent.value) in (int, float) else None
    floats = isinstance(base.type, t.ArrayOf) and base.type.dtype in FLOATS
    integral = isinstance(base.type, t.ArrayOf) and type(value) is int and value == 2
    if value in short and (floats or integral):
        return elementwise(inference, ARRAY_RECORDS[short[value]], (base,), node)
    if value in (0, 1):
        return _refuse(inference, node, f"an array to the power of {value} has no Rust yet")
    dtypes = _resolved("power", tuple(weak(a.type) for a in args))
    if dtypes is not None and dtypes[-1] not in FLOATS:
        record = dataclasses.replace(ARRAY_RECORDS["numpy.power"], kind="map", rust="int_pow", dtypes=(dtypes[-1],))
        return elementwise(inference, record, args, node)
    return elementwise(inference, ARRAY_RECORDS["numpy.power"], args, node)


# --- element by element ---


def component(inference: Inference, node: n.Expr) -> n.Expr | None:
    """``a.real`` or ``a.imag`` of complex numbers, as an operand of which only the values count: a copy of the parts.

    None for all else, also where the array may not lie in memory as a new one does, which the result's layout would show.
    """
    if not isinstance(node, n.Attr) or node.name not in ("real", "imag"):
        return None
    base = inference.expr(node.base)
    if not isinstance(base.type, t.ArrayOf) or base.type.dtype != "complex128":
        return None
    own = isinstance(base, n.ArrayOp) or (isinstance(base, n.Local) and base.name not in inference.views)
    if not own:
        return None
    return call(f"nd::{node.name}_parts", (base,), t.ArrayOf("float64", base.type.ndim), node.line)


def elementwise(inference: Inference, record: ArrayRecord, args: Sequence[n.Expr], node: n.Expr) -> n.Expr:
    """A ufunc of arrays and scalars: an expression that is computed element by element."""
    args = tuple(as_operand(inference, a) for a in args)
    if any(a.type == t.UNKNOWN for a in args):
        return node
    found = _resolved(record.name.removeprefix("numpy."), tuple(weak(a.type) for a in args))
    if found is None or len(args) != record.operands:
        return _refuse(inference, node, f"`{record.name}` on ({_shown(args)}) has no Rust yet")
    inputs, result = found[:-1], found[-1]
    if record.as_float:
        inputs = (result,) * len(inputs)
    name = record.name
    if inputs[0] == "bool" and name in _BOOLEAN:
        record = ARRAY_RECORDS[_BOOLEAN[name]]
    if any(dtype not in record.dtypes for dtype in inputs) or result not in t.core.RUST_DTYPES:
        return _refuse(inference, node, f"`{record.name}` on ({_shown(args)}) has no Rust yet")
    typed = tuple(cast(inference, a, dtype) for a, dtype in zip(args, inputs, strict=True))
    return n.ArrayOp(op=record.name, args=typed, option=record.rust, type=_like(result, args), line=node.line)


def as_operand(inference: Inference, arg: n.Expr) -> n.Expr:
    """What NumPy makes an array of before it computes."""
    if isinstance(arg.type, t.OptionalOf):
        return inference.to(arg, arg.type.inner)
    return values_of(arg)


_DIAGONALS = ("numpy.diag", "numpy.diagonal", "method.diagonal")


def values_of(arg: n.Expr) -> n.Expr:
    """``arg``; a view that only NumPy can make as a copy, where nothing but the values counts."""
    looked = isinstance(arg, n.ArrayOp) and arg.op == "host" and arg.option in _DIAGONALS and len(arg.args) == 1
    if not looked or not isinstance(arg.type, t.ArrayOf) or arg.type.ndim != 1:
        return arg
    assert isinstance(arg, n.ArrayOp)
    return call("nd::diagonal_of", arg.args, arg.type, arg.line)


def _like(dtype: str, args: Sequence[n.Expr]) -> t.Type:
    """The type of a result of this dtype with the dimensions of its operands."""
    ndim = max((a.type.ndim for a in args if isinstance(a.type, t.ArrayOf)), default=0)
    return t.ArrayOf(dtype, ndim) if ndim else t.NpScalar(dtype)


def cast(inference: Inference, arg: n.Expr, dtype: str) -> n.Expr:
    """``arg`` with elements of ``dtype``."""
    if isinstance(arg.type, t.ArrayOf):
        if arg.type.dtype == dtype:
            return arg
        if arg.type.dtype == "complex128":
            _refuse(inference, arg, f"complex numbers as {dtype} have no Rust yet")
        return n.ArrayOp(op="cast", args=(arg,), option=dtype, type=t.ArrayOf(dtype, arg.type.ndim), line=arg.line)
    if isinstance(arg.type, t.NpScalar) and arg.type.dtype == dtype:
        return arg
    return operand(arg, t.NpScalar(dtype))


def weak(kind: t.Type) -> object:
    """What stands for a value of this type in NumPy's questions about dtypes; None where nothing does."""
    import numpy as np

    match kind:
        case t.ArrayOf(dtype=dtype) | t.NpScalar(dtype=dtype):
            return np.dtype(dtype)
        case t.Int():
            return int
        case t.Float():
            return float
        case t.Complex():
            return complex
        case t.Bool():
            return np.dtype("bool")
        case t.Number(kinds=kinds):
            if "np.int64" in kinds:
                return None
            return float if "np.float64" not in kinds else np.dtype("float64")
        case _:
            return None


@cache
def _resolved(ufunc: str, operands: tuple[Any, ...]) -> tuple[str, ...] | None:
    """The dtypes of the loop that NumPy chooses, the result's last; None where there is none."""
    import numpy as np

    function = getattr(np, ufunc)
    if any(x is None for x in operands) or function.nin != len(operands) or function.nout != 1:
        return None
    if all(isinstance(x, type) for x in operands):
        operands = tuple(np.dtype("int64" if x is int else x) for x in operands)
    try:
        found = function.resolve_dtypes((*operands, None))
    except TypeError:
        return None
    return tuple(str(dtype) for dtype in found)


def _shown(args: Sequence[n.Expr]) -> str:
    return ", ".join(str(a.type) for a in args)


def _refuse(inference: Inference, node: n.Expr, message: str, code: str = "M102") -> n.Expr:
    inference.fail(code, node.line, message)
    return node


def call(path: str, args: Sequence[n.Expr], kind: t.Type, line: int) -> n.ArrayOp:
    """A call of the support function ``path``."""
    return n.ArrayOp(op="call", args=tuple(args), option=path, type=kind, line=line)


# --- products ---


def product(inference: Inference, record: ArrayRecord, args: Sequence[n.Expr], node: n.Expr) -> n.Expr:
    """``a @ b`` and ``np.dot(a, b)`` of vectors and matrices."""
    kinds = [a.type for a in args]
    if t.UNKNOWN in kinds:
        return node
    if record.name == "numpy.dot" and any(is_scalar(k) for k in kinds):
        return elementwise(inference, ARRAY_RECORDS["numpy.multiply"], args, node)
    if len(kinds) != 2 or not all(isinstance(k, t.ArrayOf) and k.ndim <= 2 for k in kinds):
        return _refuse(inference, node, f"`{record.name}` on ({_shown(args)}) has no Rust yet")
    a, b = kinds
    assert isinstance(a, t.ArrayOf)
    assert isinstance(b, t.ArrayOf)
    found = _resolved("matmul", (weak(a), weak(b)))
    if found is None or found[-1] not in FLOATS:
        return _refuse(inference, node, f"`{record.name}` on ({_shown(args)}) has no Rust yet")
    dtype = found[-1]
    ndim = a.ndim + b.ndim - 2
    kind: t.Type = t.ArrayOf(dtype, ndim) if ndim else t.NpScalar(dtype)
    suffix = "" if (a.ndim, b.ndim) == (2, 2) else f"_{a.ndim}{b.ndim}"
    return call(f"nd::{record.rust}{suffix}", [cast(inference, x, dtype) for x in args], kind, node.line)


# --- reductions ---


def reduction(
    inference: Inference, record: ArrayRecord, arg: n.Expr, options: dict[str, n.Expr], node: n.Expr
) -> n.Expr:
    """``np.sum(a)`` and its like, of the whole array or along an axis of a matrix."""
    if arg.type == t.UNKNOWN:
        return node
    arg = values_of(arg)
    kind = arg.type
    values = {key: value.value for key, value in options.items() if isinstance(value, n.Const)}
    if len(values) != len(options) or set(values) - {"axis", "keepdims", "ddof", "dtype"}:
        return _refuse(inference, node, f"this form of `{record.name}` has no Rust yet", "M103")
    if not isinstance(kind, t.ArrayOf) or kind.dtype not in record.dtypes:
        return _refuse(inference, node, f"`{record.name}` on ({arg.type}) has no Rust yet")
    axis = values.get("axis")
    if type(axis) is int and kind.ndim == 1 and axis in (0, -1) and not values.get("keepdims"):
        axis = None
    if type(axis) is int and -kind.ndim <= axis < 0:
        axis += kind.ndim
    whole = axis is None and not values.get("keepdims")
    last = record.rust in _LAST and kind.dtype in FLOATS and axis == kind.ndim - 1 and not values.get("keepdims")
    along = record.axis and (last or kind.ndim == 2) and axis in range(kind.ndim) and type(axis) is int
    ddof = values.get("ddof", 0)
    integral = record.rust == "mean" and kind.dtype != "float64"
    if not (whole or (along and not integral)) or type(ddof) is not int:
        return _refuse(inference, node, f"this form of `{record.name}` has no Rust yet", "M103")
    result = _sampled_reduction(record.name, kind.dtype)
    if values.get("dtype", result) != result or result not in t.core.RUST_DTYPES:
        return _refuse(inference, node, f"this dtype of `{record.name}` has no Rust yet", "M103")
    function = "nd::" + _typed_reduction(record.rust, kind.dtype)
    extra = [n.Const(value=ddof, type=t.INT)] if record.rust in ("var", "std") else []
    if whole:
        return call(function, [arg, *extra], t.NpScalar(result), node.line)
    return _along(function, arg, extra, axis == kind.ndim - 1, bool(values.get("keepdims")), result, node.line)


_LAST = frozenset({"sum", "mean", "max", "min"})
"""Reductions of floats along the last axis that have Rust for arrays of any number of dimensions."""


def _along(
    function: str, arg: n.Expr, extra: list[n.Const], rows: bool, keepdims: bool, dtype: str, line: int
) -> n.Expr:
    """A reduction of each row, or of each column, of a matrix; of rows also in arrays of more dimensions."""
    assert isinstance(arg.type, t.ArrayOf)
    vector = t.ArrayOf(dtype, arg.type.ndim - 1)
    if rows and function.removeprefix("nd::") in _LAST and arg.type.dtype in FLOATS:
        made = call(f"{function}_last", [arg], vector, line)
    elif not rows and function in ("nd::sum", "nd::mean", "nd::var", "nd::std"):
        made = call(f"{function}_columns", [arg, *extra], vector, line)
    else:
        each = f"|x| {function}(x, {extra[0].value})" if extra else function
        made = n.ArrayOp(
            op="each", args=(arg,), option=f"{'rows' if rows else 'columns'} {each}", type=vector, line=line
        )
    if not keepdims:
        return made
    return n.ArrayOp(
        op="owned", args=(made,), option=f"nd::as_{'column' if rows else 'row'}", type=t.ArrayOf(dtype, 2), line=line
    )


def _typed_reduction(rust: str, dtype: str) -> str:
    if rust in ("sum", "prod") and dtype not in FLOATS:
        return f"{rust}_u64" if dtype.startswith("u") else f"{rust}_i64"
    return "mean_int" if rust == "mean" and dtype != "float64" else rust


@cache
def _sampled_reduction(name: str, dtype: str) -> str:
    import numpy as np

    result = getattr(np, name.removeprefix("numpy."))(np.ones(2, dtype))
    return str(np.asarray(result).dtype)


# --- parts ---

_FULL = n.SliceItem()


def _is_full(item: n.Node) -> bool:
    return isinstance(item, n.SliceItem) and item.lower is item.upper is item.step is None


def part(inference: Inference, node: n.Part) -> n.Expr:
    """``base[items]`` with slices, new axes or ``...`` among the items, and ``base.T``."""
    from migrator.passes.infer_access import position

    base = as_operand(inference, inference.expr(node.base))
    if isinstance(base, n.HoleExpr) or base.type == t.UNKNOWN:
        return base if isinstance(base, n.HoleExpr) else node
    if not isinstance(base.type, t.ArrayOf):
        return _refuse(inference, node, f"{base.type} is subscripted with several items")
    if node.transposed:
        return dataclasses.replace(node, base=base, type=base.type)
    items = _expanded(node.items, base.type.ndim)
    if items is None:
        return _refuse(inference, node, "the array has fewer dimensions than indices")
    typed: list[n.Expr | n.SliceItem | n.AxisItem] = []
    for item in items:
        match item:
            case n.SliceItem(lower=lower, upper=upper, step=step):
                bounds = [_bound(inference, x) for x in (lower, upper, step)]
                typed.append(n.SliceItem(lower=bounds[0], upper=bounds[1], step=bounds[2], line=item.line))
            case n.AxisItem():
                typed.append(item)
            case _:
                index = inference.expr(item)
                if isinstance(index.type, t.ArrayOf | t.ListOf):
                    return _fancy_rows(inference, base, index, items, node)
                typed.append(position(inference, item))
    points = [item for item in typed if isinstance(item, n.Expr)]
    ndim = base.type.ndim - len(points) + sum(isinstance(i, n.AxisItem) for i in typed)
    rows = len(points)
    if rows and all(isinstance(i, n.Expr) for i in typed[:rows]) and all(_is_full(i) for i in typed[rows:]):
        result: n.Expr = base
        for point in points:
            assert isinstance(result.type, t.ArrayOf)
            row = t.ArrayOf(result.type.dtype, result.type.ndim - 1)
            result = n.Index(base=result, index=point, type=row, line=node.line)
        return result
    return dataclasses.replace(node, base=base, items=tuple(typed), type=t.ArrayOf(base.type.dtype, ndim))


def shown(inference: Inference, value: n.Expr) -> n.Expr | None:
    """A returned part of an array, as the view that NumPy gives: of the array that came in, or of a new one.

    None where it is no such part; also of a new one where it lies in memory as a copy does, which nobody can tell from it.
    """
    root = value
    while isinstance(root, n.Part | n.Index) and isinstance(root.type, t.ArrayOf):
        root = root.base
    if root is value or not isinstance(root.type, t.ArrayOf) or not isinstance(value.type, t.ArrayOf):
        return None
    if isinstance(root, n.Local) and root.name in inference.params:
        kind = t.ArgView(inference.params[root.name], value.type)
        return n.ArrayOp(op="shown", args=(value, root), type=kind, line=value.line)
    if not _turned(value) or not (isinstance(root, n.ArrayOp) or isinstance(root, n.Local)):
        return None
    if isinstance(inference.returns, t.ArrayOf):
        return None  # elsewhere a whole array is returned
    return n.ArrayOp(op="laid", args=(value,), type=t.LaidOut(root.type, value.type), line=value.line)


def refuse_shared(inference: Inference, value: n.Expr) -> None:
    """Of a new array that is returned as a view of it, nothing else in the result may know: it would have to share it."""
    named = Counter(c.name for c in walk(value) if isinstance(c, n.Local))
    for node in walk(value):
        root = root_name(node.args[0]) if isinstance(node, n.ArrayOp) and node.op == "laid" else None
        if root is not None and named[root] > 1:
            inference.fail(
                "M303", node.line, f"`{root}` is returned beside a view of it", "Return a copy (`x.copy()`)."
            )

    parts: dict[str, list[n.Expr]] = {}
    for leaf in _leaves(value):
        root = root_name(leaf)
        if root is not None and root not in inference.params:
            parts.setdefault(root, []).append(leaf)
    for root, beside in parts.items():
        if len(beside) > 1 and any(isinstance(part, n.Part | n.Index) for part in beside) and not _apart(beside):
            inference.fail(
                "M303", value.line, f"parts of `{root}` are returned beside each other", "Return copies (`x.copy()`)."
            )


def _leaves(value: n.Expr) -> Iterator[n.Expr]:
    """Yield the arrays in a display that are named, or parts of named ones."""
    match value:
        case n.TupleExpr(items=items) | n.ListExpr(items=items) | n.DictExpr(values=items):
            for item in items:
                yield from _leaves(item)
        case n.Local() | n.Part() | n.Index() if isinstance(value.type, t.ArrayOf):
            yield value


def _apart(parts: list[n.Expr]) -> bool:
    """Whether there are two parts, and the second begins where the first ends: ``b[:m], b[m:]``."""
    ends: list[tuple[str, str]] = []
    for part in parts:
        match part:
            case n.Part(base=n.Local(), items=(n.SliceItem(lower=lower, upper=upper, step=None), *rest)):
                if not all(map(_is_full, rest)):
                    return False
                ends.append(("" if lower is None else expr_text(lower), "" if upper is None else expr_text(upper)))
            case _:
                return False
    return len(ends) == 2 and bool(ends[0][1]) and ends[0][1] == ends[1][0]


def _turned(value: n.Expr) -> bool:
    """Whether the part may lie in memory otherwise than a new array."""
    match value:
        case n.Part(transposed=True):
            return True
        case n.Part(base=base, items=(first, *rest)):
            whole = isinstance(first, n.Expr) or (isinstance(first, n.SliceItem) and first.step is None)
            return not whole or not all(map(_is_full, rest)) or _turned(base)
        case n.Part(base=base) | n.Index(base=base):
            return _turned(base)
        case _:
            return False


def _bound(inference: Inference, bound: n.Expr | None) -> n.Expr | None:
    from migrator.passes.infer_access import position

    if bound is None or (isinstance(bound, n.Const) and bound.value is None):
        return None
    return position(inference, bound)


def _expanded(
    items: tuple[n.Expr | n.SliceItem | n.AxisItem, ...], ndim: int
) -> tuple[n.Expr | n.SliceItem | n.AxisItem, ...] | None:
    """The items with ``...`` written out, and full slices for the axes that are not named."""
    used = sum(not isinstance(i, n.AxisItem) for i in items)
    if used > ndim or sum(isinstance(i, n.AxisItem) and i.rest for i in items) > 1:
        return None
    full = (_FULL,) * (ndim - used)
    for place, item in enumerate(items):
        if isinstance(item, n.AxisItem) and item.rest:
            return (*items[:place], *full, *items[place + 1 :])
    return (*items, *full)


def _fancy_rows(
    inference: Inference,
    base: n.Expr,
    index: n.Expr,
    items: tuple[n.Expr | n.SliceItem | n.AxisItem, ...],
    node: n.Expr,
) -> n.Expr:
    if all(_is_full(i) for i in items[1:]) and isinstance(items[0], n.Expr):
        return fancy(inference, base, index, node)
    if len(items) == 2 and _is_full(items[0]) and index.type == t.ArrayOf("int64", 1):
        # NumPy takes columns one after the other, and so they lie in memory.
        columns = n.Part(base=base, items=(), transposed=True, type=base.type, line=node.line)
        taken = fancy(inference, columns, index, node)
        return n.Part(base=taken, items=(), transposed=True, type=taken.type, line=node.line)
    return _refuse(inference, node, "an array as one of several indices has no Rust yet")


def gathered(inference: Inference, base: n.Expr, indices: tuple[n.Expr, ...], line: int) -> n.Expr | None:
    """``a[rows, columns]`` with arrays among the indices; None where all are numbers."""
    points = tuple(inference.expr(i) for i in indices)
    made = infer_picks.picked(inference, base, indices, line)
    if made is not None or not any(isinstance(p.type, t.ArrayOf) for p in points):
        return made
    where = n.TupleExpr(items=points, type=t.TupleOf(tuple(p.type for p in points)), line=line)
    return infer_callbacks.called_back(inference, "method.__getitem__", (base, where), (), line)


def fancy(inference: Inference, base: n.Expr, index: n.Expr, node: n.Expr) -> n.Expr:
    """``a[mask]`` and ``a[indices]``: a copy of the elements."""
    kind, where = base.type, index.type
    assert isinstance(kind, t.ArrayOf)
    if isinstance(where, t.ArrayOf) and where.dtype == "bool" and where.ndim == kind.ndim:
        return call("nd::select", (base, index), t.ArrayOf(kind.dtype, 1), node.line)
    if isinstance(where, t.ArrayOf) and where.dtype == "int64" and where.ndim == 1 and kind.ndim <= 2:
        name = "nd::take" if kind.ndim == 1 else "nd::take_rows"
        return call(name, (base, index), kind, node.line)
    back = infer_callbacks.called_back(inference, "method.__getitem__", (base, index), (), node.line)
    return back or _refuse(inference, node, f"indexing {kind} with {where} has no Rust yet")


# --- stores ---


def store(inference: Inference, stmt: n.Assign) -> n.Stmt | None:
    """A store to a part or a row of an array; None where the target is a single element, or no array."""
    match stmt.target:
        case n.PartTarget(place=target):
            if (made := infer_picks.store(inference, stmt.target, inference.expr(stmt.value), stmt)) is not None:
                return made
            place = inference.expr(target)
            if isinstance(place, n.HoleExpr):
                return dataclasses.replace(stmt, value=place)
            if place.type == t.UNKNOWN:
                return stmt
        case n.IndexTarget(base=base, index=index):
            whole = inference.expr(base)
            if not isinstance(whole.type, t.ArrayOf):
                return None
            where = inference.expr(index)
            if infer_picks.vector(inference, index) is not None:
                return _store_chosen(inference, stmt, whole, where)
            if whole.type.ndim == 1:
                return None
            place = inference.expr(n.Index(base=base, index=index, line=stmt.line))
        case n.CellTarget(base=base, indices=indices):
            whole = inference.expr(base)
            if not isinstance(whole.type, t.ArrayOf):
                return None
            if (made := infer_picks.store(inference, stmt.target, inference.expr(stmt.value), stmt)) is not None:
                return made
            if len(indices) >= whole.type.ndim:
                return None
            place = inference.expr(n.Cell(base=base, indices=indices, line=stmt.line))
        case _:
            return None
    if not isinstance(place.type, t.ArrayOf) or not isinstance(place, n.Part | n.Index):
        inference.fail("M102", stmt.line, "storing to this part has no Rust yet")
        return stmt
    value = inference.expr(stmt.value)
    return stored(inference, place, value, stmt)


def stored(inference: Inference, place: n.Expr, value: n.Expr, stmt: n.Stmt) -> n.Stmt:
    """``place[...] = value``."""
    from migrator.passes.infer_library import as_array

    assert isinstance(place.type, t.ArrayOf)
    if value.type == t.UNKNOWN:
        return n.Store(place=place, value=value, line=stmt.line, comments=stmt.comments)
    if isinstance(value.type, t.ListOf | t.TupleOf):
        value = as_array(inference, value, "", value)
    fits = is_scalar(value.type) or (isinstance(value.type, t.ArrayOf) and value.type.ndim <= place.type.ndim)
    if not fits:
        inference.fail("M102", stmt.line, f"storing {value.type} in a part of an array has no Rust yet")
        return n.Store(place=place, value=value, line=stmt.line, comments=stmt.comments)
    typed = cast(inference, value, place.type.dtype)
    return n.Store(place=place, value=typed, line=stmt.line, comments=stmt.comments)


def without_name(store: n.Store, before: n.Stmt, uses: Counter[str]) -> tuple[n.Store, n.Stmt | None]:
    """A store of a value that was only named for it, as one statement; else both as they are."""
    value = store.value
    inner = value.args[0] if isinstance(value, n.ArrayOp) and value.op == "cast" else value
    match before, inner:
        case n.Assign(target=n.NameTarget(name=bound), value=named), n.Local(name=name) if (
            name == bound and uses[name] == 1
        ):
            if inner is not value:
                assert isinstance(value, n.ArrayOp)
                named = dataclasses.replace(value, args=(named,))
            return dataclasses.replace(store, value=named, comments=before.comments), None
        case _:
            return store, before


def _store_chosen(inference: Inference, stmt: n.Assign, whole: n.Expr, mask: n.Expr) -> n.Stmt:
    """``a[mask] = value``, ``a[indices] = value``."""
    assert isinstance(whole.type, t.ArrayOf)
    value = inference.expr(stmt.value)
    same = isinstance(mask.type, t.ArrayOf) and mask.type.dtype == "bool" and mask.type.ndim == whole.type.ndim
    if not same or not (is_scalar(value.type) or value.type == t.UNKNOWN):
        made = infer_picks.store(inference, stmt.target, value, stmt)
        if made is not None:
            return made
        inference.fail("M102", stmt.line, "this store to the elements that an array selects has no Rust yet")
        return stmt
    typed = value if value.type == t.UNKNOWN else cast(inference, value, whole.type.dtype)
    return n.Store(place=whole, value=typed, mask=mask, line=stmt.line, comments=stmt.comments)


def shuffled(inference: Inference, stmt: n.Stmt, place: n.Expr, rng: n.Expr | None = None) -> tuple[n.Stmt, ...]:
    """``np.random.shuffle(place)``, ``rng.shuffle(place)``: what ``permutation`` gives of the same array, by the same
    draws, is stored in it."""
    whole = inference.expr(place)
    if whole.type == t.UNKNOWN:
        return (stmt,)
    target, of = ("method.permutation", (rng,)) if rng is not None else ("numpy.random.permutation", ())
    if isinstance(whole.type, t.ListOf):
        return _reordered(inference, stmt, place, target, of)
    drawn = infer_callbacks.called_back(inference, target, (*of, whole), (), stmt.line)
    if not isinstance(whole.type, t.ArrayOf) or drawn is None or not isinstance(whole, n.Local | n.Part | n.Index):
        inference.fail("M103", stmt.line, f"`shuffle()` of {whole.type} has no Rust yet")
        return (stmt,)
    return (stored(inference, whole, drawn, stmt),)


def _reordered(
    inference: Inference, stmt: n.Stmt, place: n.Expr, target: str, of: tuple[n.Expr, ...]
) -> tuple[n.Stmt, ...]:
    """A list that is shuffled: by the draws for an array of its length, as NumPy makes them for any sequence."""
    count = inference.expr(n.Apply(op="builtins.len", args=(place,), line=stmt.line))
    drawn = infer_callbacks.called_back(inference, target, (*of, count), (), stmt.line)
    if drawn is None:
        inference.fail("M103", stmt.line, "`shuffle()` of a list has no Rust yet")
        return (stmt,)
    places = n.LibraryCall(target="method.tolist", args=(drawn,), keywords=(), line=stmt.line)
    moved = n.Apply(op="list.reorder", args=(place, places), line=stmt.line)
    return (n.Eval(value=inference.expr(moved), line=stmt.line),)


_SAME_IN_PLACE = ("inplace.add", "inplace.sub", "inplace.true_div")
"""Operators whose results on complex numbers have the same bits in a new array and in place."""
_OTHER_BITS = "Write `a = a * b`: its last bits may be others than those of `a *= b`."


def kept_apart(op: str, args: tuple[n.Expr, ...]) -> tuple[n.Expr, ...]:
    """The operands of an operator; of a product of complex numbers the right one traps where it is new and large.

    There NumPy exchanges the operands, to compute into the memory of the new one, which shows in the last bits.
    """
    complex_ones = any(
        is_complex(a.type) or (isinstance(a.type, t.ArrayOf) and a.type.dtype == "complex128") for a in args
    )
    if op != "operator.mul" or not complex_ones or not isinstance(args[1].type, t.ArrayOf):
        return args
    if isinstance(args[1], n.Local | n.Attr | n.Part | n.Index):
        return args  # somebody holds it, or it is a part of what it belongs to
    return (args[0], call("nd::not_large", (args[1],), args[1].type, args[1].line))


def inplace(inference: Inference, stmt: n.Assign, value: n.Apply, current: n.Expr) -> tuple[n.Stmt, ...]:
    """``a += value`` changes the array that ``a`` means."""
    import numpy as np

    plain = n.Apply(op=value.op.replace("inplace.", "operator."), args=value.args, line=value.line)
    computed = inference.expr(plain)
    kind = current.type
    assert isinstance(kind, t.ArrayOf)
    if kind.dtype == "complex128" and value.op not in _SAME_IN_PLACE:
        inference.fail("M102", stmt.line, "this change in place of complex numbers has no Rust yet", _OTHER_BITS)
    if isinstance(computed.type, t.ArrayOf):
        if computed.type.ndim != kind.ndim or not np.can_cast(computed.type.dtype, kind.dtype, "same_kind"):
            inference.fail("M102", stmt.line, f"{kind} cannot hold the result in place")
    elif computed.type != t.UNKNOWN:
        inference.fail("M102", stmt.line, f"`{value.op}` of {kind} has no Rust yet")
    held = infer_objects.settable(inference, current) if isinstance(current, n.Attr) else False
    if not (held or isinstance(current, n.Local | n.Part | n.Index)):
        chosen = infer_picks.inplace(inference, stmt, computed)
        if chosen is None:
            inference.fail("M102", stmt.line, "changing this part in place has no Rust yet")
        return (stmt,) if chosen is None else (chosen,)
    if isinstance(stmt.target, n.NameTarget) and isinstance(current, n.Local) and stmt.target.name != current.name:
        # It is the same array as before.
        inference.one_variable(stmt.target.name, current.name)
    return (stored(inference, current, computed, stmt),)

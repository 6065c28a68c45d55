"""Types of calls into NumPy: functions and methods that make, reshape, join, choose, and linear algebra."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops.arrays import ALL, ARRAY_RECORDS, BY_METHOD, FLOATS, INTS, LIBRARY_NAMES
from migrator.ops.callbacks import OF_UFUNCS
from migrator.passes import infer_arrays as arrays
from migrator.passes import infer_asked, infer_items, infer_joined, infer_out, infer_ufuncs, infer_views
from migrator.passes.convert import operand
from migrator.passes.infer_callbacks import called_back, or_called_back

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


@dataclasses.dataclass(frozen=True)
class Call:
    """The arguments of one call: positional, and by name."""

    node: n.LibraryCall
    args: tuple[n.Expr, ...]
    options: dict[str, n.Expr]

    @property
    def line(self) -> int:
        return self.node.line

    def constant(self, name: str) -> object:
        """The value of the literal option ``name``; None where there is none."""
        value = self.options.get(name)
        return value.value if isinstance(value, n.Const) else None

    @property
    def dtype(self) -> str:
        found = self.constant("dtype")
        return found if isinstance(found, str) else ""


Handler = Callable[["Inference", Call], "n.Expr | None"]


def library_call(inference: Inference, node: n.LibraryCall) -> n.Expr:
    """Type the call ``node``; what no handler takes is refused."""
    split = len(node.args) - len(node.keywords)
    typed = tuple((_component(inference, node, a) or _array_there(inference, inference.expr(a))) for a in node.args)
    hole = next((a for a in typed if isinstance(a, n.HoleExpr)), None)
    if hole is not None:
        return hole
    if any(a.type == t.UNKNOWN for a in typed):
        if inference.strict:
            inference.fail("M204", node.line, "the type of an argument could not be determined")
        return dataclasses.replace(node, args=typed)
    if (made := infer_out.expression(inference, node)) is not None:
        return made
    call = Call(node, typed[:split], dict(zip(node.keywords, typed[split:], strict=True)))
    result = or_called_back(
        inference, lambda: _on_arrays(inference, call), node.target, typed, node.keywords, node.line
    )
    if result is not None:
        return result
    shown = ", ".join(str(a.type) for a in typed)
    inference.fail("M103", node.line, f"`{node.target}` on ({shown}) has no Rust yet")
    return dataclasses.replace(node, args=typed)


_OF_VECTORS = frozenset(f"{owner}.{name}" for owner in ("numpy", "method") for name in ("sum", "mean", "max", "min"))
"""Reductions that go through a vector in the same order however far apart its elements lie."""


def _array_there(inference: Inference, arg: n.Expr) -> n.Expr:
    """An array that may be None as what it is where it is not: what NumPy makes of None is Python's to say."""
    maybe = isinstance(arg.type, t.OptionalOf) and isinstance(arg.type.inner, t.ArrayOf)
    return arrays.as_operand(inference, arg) if maybe else arg


def _component(inference: Inference, node: n.LibraryCall, arg: n.Expr) -> n.Expr | None:
    """The real or imaginary parts of a vector that is summed up; None for all else."""
    found = arrays.component(inference, arg) if node.target in _OF_VECTORS else None
    return found if found is not None and isinstance(found.type, t.ArrayOf) and found.type.ndim == 1 else None


def _on_arrays(inference: Inference, call: Call) -> n.Expr | None:
    """The call, or the same on what NumPy makes of a list as the first argument."""
    if "dtype" in call.options and not call.dtype and call.constant("dtype") is None:
        if not isinstance(call.options["dtype"], n.Const):
            return None  # which dtype it is shows at run time
    made = _dispatch(inference, call)
    first = call.args[0] if call.args else None
    if made is not None or first is None or call.node.target.startswith("method."):
        return made
    array = _listed(inference, first, "", call.node)
    return None if array is None else _dispatch(inference, dataclasses.replace(call, args=(array, *call.args[1:])))


def _dispatch(inference: Inference, call: Call) -> n.Expr | None:
    target = call.node.target
    if target in OF_UFUNCS:
        return infer_ufuncs.method(inference, call)
    if target.startswith("method."):
        name = target.removeprefix("method.")
        if not call.args or not isinstance(call.args[0].type, t.ArrayOf | t.NpScalar):
            return None
        record = BY_METHOD.get(name)
        handler = _METHODS.get(name) or _FUNCTIONS.get(f"numpy.{name}" if name in _SHARED else "")
    else:
        record = ARRAY_RECORDS.get(target)
        handler = _FUNCTIONS.get(target)
    if record is not None:
        return _recorded(inference, record, call)
    return handler(inference, call) if handler is not None else None


def _recorded(inference: Inference, record: object, call: Call) -> n.Expr | None:
    from migrator.ops.arrays import ArrayRecord

    assert isinstance(record, ArrayRecord)
    if record.kind == "reduce":
        options = dict(call.options)
        rest = call.args[1:]
        if len(rest) == 1:
            options["axis"] = rest[0]
        if not call.args or len(rest) > 1:
            return None
        arg = call.args[0]
        if isinstance(arg.type, t.ListOf | t.TupleOf):
            arg = as_array(inference, arg, "", call.node)
        if record.name in ("numpy.min", "numpy.max") and not options and arg.type in _OF_ONE:
            # The extreme of one number is the number, as NumPy's own scalar.
            return arrays.cast(inference, arg, _OF_ONE[arg.type])
        return arrays.reduction(inference, record, arg, options, call.node)
    if call.options or len(call.args) != record.operands:
        return None
    args = tuple(as_array(inference, a, "", a) if isinstance(a.type, t.ListOf) else a for a in call.args)
    if record.kind == "product":
        return arrays.product(inference, record, args, call.node)
    if record.name == "numpy.power" and not all(a.type in FLOAT_TYPES or _floats(a.type) for a in args):
        return None
    return arrays.elementwise(inference, record, args, call.node)


FLOAT_TYPES = (t.FLOAT, t.INT)
_OF_ONE: dict[t.Type, str] = {
    t.FLOAT: "float64",
    t.INT: "int64",
    **{t.NpScalar(dtype): dtype for dtype in ("float64", "float32", "int64")},
}
"""Types of single numbers, with the dtype that NumPy gives them."""


def _floats(kind: t.Type) -> bool:
    return isinstance(kind, t.ArrayOf | t.NpScalar) and kind.dtype in FLOATS


# --- making arrays ---


def as_array(inference: Inference, value: n.Expr, dtype: str, node: n.Expr) -> n.Expr:
    """``np.array(value)`` of lists, tuples and displays; an array stays as it is."""
    if isinstance(value.type, t.ArrayOf):
        return arrays.cast(inference, value, dtype) if dtype else value
    if isinstance(value.type, t.ListOf) and value.type.element == t.Number(frozenset({"float", "np.float64"})):
        value = n.Apply(op="number.floats", args=(value,), form=0, type=t.ListOf(t.FLOAT), line=node.line)
    made = _display(inference, value, dtype, node) or _listed(inference, value, dtype, node)
    if made is None:
        inference.fail("M102", node.line, f"an array of {value.type} has no Rust yet")
        return dataclasses.replace(value, type=t.UNKNOWN)
    return made


def _display(inference: Inference, value: n.Expr, dtype: str, node: n.Expr) -> n.Expr | None:
    """A list display of scalars, of displays of scalars, or of arrays."""
    if not isinstance(value, n.ListExpr | n.TupleExpr):
        return None
    if not value.items:
        empty = dtype or "float64"
        none = n.Const(value=0, type=t.INT, line=node.line)
        return n.NewArray(shape=(none,), dtype=empty, fill=None, type=t.ArrayOf(empty, 1), line=node.line)
    rows = [i.items for i in value.items if isinstance(i, n.ListExpr | n.TupleExpr)]
    if len(rows) == len(value.items) and len({len(r) for r in rows}) == 1 and rows[0]:
        items = tuple(_unconverted(i) for r in rows for i in r)
        shape: tuple[int, ...] = (len(rows), len(rows[0]))
    else:
        items, shape = tuple(_unconverted(i) for i in value.items), (len(value.items),)
    if all(isinstance(i.type, t.ArrayOf) for i in items) and len(shape) == 1:
        return stacked(inference, items, dtype, node)
    if not all(arrays.is_scalar(i.type) and not isinstance(i.type, t.Number | t.Mixed) for i in items):
        return None
    found = dtype or _common([i.type for i in items])
    if found not in (*ALL, "complex128"):
        return None
    typed = tuple(arrays.cast(inference, i, found) for i in items)
    text = ", ".join(map(str, shape))
    return n.ArrayOp(op="array", args=typed, option=text, type=t.ArrayOf(found, len(shape)), line=node.line)


def _unconverted(item: n.Expr) -> n.Expr:
    """An item of a display before it was widened to the list's element type, which NumPy never sees."""
    return item.value if isinstance(item, n.Convert) and isinstance(item.type, t.Number | t.Mixed) else item


def _common(kinds: list[t.Type]) -> str:
    """The dtype of ``np.array`` of such scalars."""
    import numpy as np

    samples: dict[t.Type, object] = {t.INT: 1, t.FLOAT: 1.0, t.COMPLEX: 1j, t.BOOL: True}
    values = [np.dtype(k.dtype).type(1) if isinstance(k, t.NpScalar) else samples.get(k) for k in kinds]
    return "" if None in values else str(np.array(values).dtype)


def stacked(inference: Inference, items: tuple[n.Expr, ...], dtype: str, node: n.Expr) -> n.Expr | None:
    """Arrays of one shape as the rows of a new one."""
    kinds = {i.type for i in items}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    assert isinstance(kind, t.ArrayOf)
    if kind.ndim > 3:
        return None
    made = n.ArrayOp(
        op="join", args=items, option="nd::stack", type=t.ArrayOf(kind.dtype, kind.ndim + 1), line=node.line
    )
    return arrays.cast(inference, made, dtype) if dtype else made


def _listed(inference: Inference, value: n.Expr, dtype: str, node: n.Expr) -> n.Expr | None:
    """A list of scalars, of lists of scalars, or of arrays."""
    match value.type:
        case t.ListOf(element=element) if arrays.is_scalar(element) and not isinstance(element, t.Number):
            function, ndim = "nd::from_list", 1
        case t.ListOf(element=t.ListOf(element=element)) if arrays.is_scalar(element) and not isinstance(
            element, t.Number
        ):
            function, ndim = "nd::from_rows", 2
        case t.ListOf(element=t.ArrayOf(dtype=own, ndim=inner)) if inner <= 3:
            made = n.ArrayOp(
                op="list", args=(value,), option="nd::stack_all", type=t.ArrayOf(own, inner + 1), line=node.line
            )
            return arrays.cast(inference, made, dtype) if dtype else made
        case _:
            return None
    found = _common([element])
    made = n.ArrayOp(op="list", args=(value,), option=function, type=t.ArrayOf(found, ndim), line=node.line)
    return arrays.cast(inference, made, dtype) if dtype else made


def _array(inference: Inference, call: Call) -> n.Expr | None:
    args = call.args
    if len(args) == 2 and isinstance(args[1], n.Const) and isinstance(args[1].value, str):
        call = dataclasses.replace(call, options={**call.options, "dtype": args[1]})
    if not 1 <= len(args) <= 2 or set(call.options) - {"dtype"}:
        return None
    value = args[0]
    if isinstance(value.type, t.ArrayOf):
        same = not call.dtype or call.dtype == value.type.dtype
        if call.node.target != "numpy.array" and same:
            return value
        return _copy_of(value, call.line) if same else arrays.cast(inference, value, call.dtype)
    if not isinstance(value.type, t.ListOf | t.TupleOf):
        return None
    return as_array(inference, value, call.dtype, call.node)


def _copy_of(value: n.Expr, line: int) -> n.Expr:
    return n.ArrayOp(op="copy", args=(value,), type=value.type, line=line)


def _like(fill: int | None) -> Handler:
    def handler(inference: Inference, call: Call) -> n.Expr | None:
        wanted = 2 if call.node.target == "numpy.full_like" else 1
        base = call.args[0] if call.args else None
        if len(call.args) != wanted or set(call.options) - {"dtype"} or not isinstance(base, n.Local):
            return None
        if not isinstance(base.type, t.ArrayOf) or (base.type.ndim > 1 and base.name in inference.views):
            return None
        whole = n.Apply(op="array.shape", args=(base,), type=t.TupleOf((t.INT,) * base.type.ndim), line=call.line)
        shape = tuple(
            n.Index(base=whole, index=n.Const(value=k, type=t.INT), type=t.INT, line=call.line)
            for k in range(base.type.ndim)
        )
        dtype = call.dtype or base.type.dtype
        value: n.Expr | None = n.Const(value=fill, type=t.INT) if fill is not None else None
        if wanted == 2:
            value = call.args[1]
            if not arrays.is_scalar(value.type):
                return None
        typed = arrays.cast(inference, value, dtype) if value is not None else None
        return n.NewArray(shape=shape, dtype=dtype, fill=typed, type=t.ArrayOf(dtype, base.type.ndim), line=call.line)

    return handler


def _eye(inference: Inference, call: Call) -> n.Expr | None:
    if len(call.args) != 1 or set(call.options) - {"dtype"}:
        return None
    dtype = call.dtype or "float64"
    if dtype not in ("float64", "float32", "int64"):
        return None
    size = operand(call.args[0], t.INT)
    return arrays.call(f"nd::eye::<{t.core.RUST_DTYPES[dtype]}>", (size,), t.ArrayOf(dtype, 2), call.line)


def _arange(inference: Inference, call: Call) -> n.Expr | None:
    args = call.args
    integral = all(a.type == t.INT or (isinstance(a.type, t.NpScalar) and a.type.dtype == "int64") for a in args)
    if not 1 <= len(args) <= 3 or not integral or set(call.options) - {"dtype"}:
        return None
    zero, step = n.Const(value=0, type=t.INT), n.Const(value=1, type=t.INT)
    whole = (zero, args[0], step) if len(args) == 1 else (*args, step) if len(args) == 2 else args
    bounds = tuple(operand(a, t.INT) for a in whole)
    made = arrays.call("nd::arange", bounds, t.ArrayOf("int64", 1), call.line)
    return arrays.cast(inference, made, call.dtype) if call.dtype else made


def _linspace(inference: Inference, call: Call) -> n.Expr | None:
    args = call.args
    if not 2 <= len(args) <= 3 or set(call.options) - {"num"}:
        return None
    if not all(arrays.is_scalar(a.type) for a in args[:2]):
        return None
    count = args[2] if len(args) == 3 else call.options.get("num", n.Const(value=50, type=t.INT))
    if count.type != t.INT:
        return None
    ends = [arrays.cast(inference, a, "float64") for a in args[:2]]
    return arrays.call("nd::linspace", (*ends, count), t.ArrayOf("float64", 1), call.line)


# --- shapes ---


def _reshaped(value: n.Expr, shape: tuple[n.Expr, ...], line: int) -> n.Expr:
    kind = value.type
    assert isinstance(kind, t.ArrayOf)
    lengths = n.ListExpr(items=shape, type=t.ListOf(t.INT), line=line)
    return n.ArrayOp(
        op="view",
        args=(value, lengths),
        option="nd::reshape",
        type=t.ArrayOf(kind.dtype, len(shape)),
        line=line,
    )


def _reshape(inference: Inference, call: Call) -> n.Expr | None:
    if call.options or len(call.args) < 2 or not isinstance(call.args[0].type, t.ArrayOf):
        return None
    shape = call.args[1:]
    if len(shape) == 1 and isinstance(shape[0], n.TupleExpr | n.ListExpr):
        shape = shape[0].items
    if not shape or len(shape) > 4 or any(s.type != t.INT and not isinstance(s.type, t.NpScalar) for s in shape):
        return None
    lengths = tuple(operand(s, t.INT) for s in shape)
    return _reshaped(call.args[0], lengths, call.line)


def _ravel(inference: Inference, call: Call) -> n.Expr | None:
    if call.options or len(call.args) != 1 or not isinstance(call.args[0].type, t.ArrayOf):
        return None
    value = call.args[0]
    assert isinstance(value.type, t.ArrayOf)
    if isinstance(value, n.ArrayOp) and value.op == "host":
        # Also in one call where NumPy's result lies in another order (`np.argwhere(m).flatten()`).
        unseen = dataclasses.replace(value, type=t.Other("numpy.ndarray"))
        return called_back(inference, "method.flatten", (unseen,), (), call.line)
    op = "call" if call.node.target == "method.flatten" else "view"
    return n.ArrayOp(op=op, args=(value,), option="nd::flatten", type=t.ArrayOf(value.type.dtype, 1), line=call.line)


def _astype(inference: Inference, call: Call) -> n.Expr | None:
    dtype = call.args[1] if len(call.args) == 2 else call.options.get("dtype")
    if set(call.options) - {"dtype"} or not isinstance(dtype, n.Const) or not isinstance(dtype.value, str):
        return None
    value = call.args[0]
    if isinstance(value.type, t.ArrayOf) and value.type.dtype == dtype.value:
        return _copy_of(value, call.line)
    return arrays.cast(inference, value, dtype.value)


def _copy(inference: Inference, call: Call) -> n.Expr | None:
    if call.options or len(call.args) != 1 or not isinstance(call.args[0].type, t.ArrayOf):
        return None
    value = call.args[0]
    if call.node.target == "numpy.copy":
        return _copy_of(value, call.line)
    return arrays.call("nd::copy", (value,), value.type, call.line)


def _tolist(inference: Inference, call: Call) -> n.Expr | None:
    whole = len(call.args) == 1 and not call.options
    return infer_items.as_lists(inference, call.args[0], call.line) if whole else None


def _item(inference: Inference, call: Call) -> n.Expr | None:
    kind = call.args[0].type
    if call.options or len(call.args) != 1 or not isinstance(kind, t.NpScalar):
        return None
    plain: t.Type = (
        t.COMPLEX
        if kind.dtype == "complex128"
        else t.FLOAT
        if kind.dtype in FLOATS
        else t.BOOL
        if kind.dtype == "bool"
        else t.INT
    )
    return n.Convert(value=call.args[0], type=plain, line=call.line)


# --- choosing ---


def _where(inference: Inference, call: Call) -> n.Expr | None:
    import numpy as np

    if call.options:
        return None
    if len(call.args) == 1:
        return _nonzero(inference, call)
    if len(call.args) != 3 or not isinstance(call.args[0].type, t.ArrayOf):
        return None
    condition, a, b = call.args
    if any(not (arrays.is_scalar(x.type) or isinstance(x.type, t.ArrayOf)) for x in (a, b)):
        return None
    dtype = str(np.where(np.ones(1, bool), _sample(a.type), _sample(b.type)).dtype)
    if dtype not in ALL or any(isinstance(x.type, t.Number) for x in (a, b)):
        return None
    args = (arrays.cast(inference, condition, "bool"), *(arrays.cast(inference, x, dtype) for x in (a, b)))
    kind = arrays._like(dtype, args)
    return n.ArrayOp(op="where", args=args, option="choose", type=kind, line=call.line)


def _sample(kind: t.Type) -> Any:
    """A value of the type ``kind``, to ask NumPy what it makes of it."""
    import numpy as np

    match kind:
        case t.ArrayOf(dtype=dtype):
            return np.ones(1, dtype)
        case t.NpScalar(dtype=dtype):
            return np.dtype(dtype).type(1)
        case t.Bool():
            return True
        case t.Int():
            return 1
        case _:
            return 1.0


def _nonzero(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0] if len(call.args) == 1 else None
    if call.options or value is None or not isinstance(value.type, t.ArrayOf) or value.type.ndim != 1:
        return None
    found = arrays.call("nd::nonzero", (value,), t.ArrayOf("int64", 1), call.line)
    if call.node.target == "numpy.flatnonzero":
        return found
    return n.TupleExpr(items=(found,), type=t.TupleOf((found.type,)), line=call.line)


def _clip(inference: Inference, call: Call) -> n.Expr | None:
    import numpy as np

    if call.options or len(call.args) != 3:
        return None
    value, low, high = call.args
    if any(isinstance(x.type, t.Number) for x in call.args):
        return None
    bounds = [x for x in (low, high) if x.type != t.NONE]
    if not all(arrays.is_scalar(x.type) or isinstance(x.type, t.ArrayOf) for x in (value, *bounds)) or not bounds:
        return None
    samples = [None if x.type == t.NONE else _sample(x.type) for x in (low, high)]
    dtype = str(np.asarray(np.clip(_sample(value.type), samples[0], samples[1])).dtype)
    result: n.Expr = arrays.cast(inference, value, dtype)
    for bound, name in ((low, "numpy.maximum"), (high, "numpy.minimum")):
        if bound.type != t.NONE:
            limit = arrays.cast(inference, bound, dtype)
            result = arrays.elementwise(inference, ARRAY_RECORDS[name], (result, limit), call.node)
    return result


def _round(inference: Inference, call: Call) -> n.Expr | None:
    digits = call.args[1] if len(call.args) == 2 else call.options.get("decimals", n.Const(value=0, type=t.INT))
    value = call.args[0]
    if set(call.options) - {"decimals"} or not isinstance(digits, n.Const) or type(digits.value) is not int:
        return None
    if not isinstance(value.type, t.ArrayOf | t.NpScalar) or value.type.dtype not in FLOATS:
        return None
    if not 0 <= digits.value <= 8:
        return None
    whole = ARRAY_RECORDS["numpy.rint"]
    if digits.value == 0:
        return arrays.elementwise(inference, whole, (value,), call.node)
    scale = n.Const(value=10.0**digits.value, type=t.FLOAT, line=call.line)
    up = arrays.elementwise(inference, ARRAY_RECORDS["numpy.multiply"], (value, scale), call.node)
    rounded = arrays.elementwise(inference, whole, (up,), call.node)
    return arrays.elementwise(inference, ARRAY_RECORDS["numpy.divide"], (rounded, scale), call.node)


def _repeated(inference: Inference, call: Call) -> n.Expr | None:
    if call.options or len(call.args) != 2 or call.args[1].type != t.INT:
        return None
    value, count = call.args
    if not isinstance(value.type, t.ArrayOf) or value.type.ndim != 1:
        return None
    return arrays.call(f"nd::{call.node.target.removeprefix('numpy.')}", (value, count), value.type, call.line)


def _searchsorted(inference: Inference, call: Call) -> n.Expr | None:
    side = call.constant("side") if "side" in call.options else "left"
    if len(call.args) != 2 or set(call.options) - {"side"} or side not in ("left", "right"):
        return None
    values, x = call.args
    plain = {"float64": (t.FLOAT, t.NpScalar("float64")), "int64": (t.INT, t.NpScalar("int64"))}
    if not isinstance(values.type, t.ArrayOf) or values.type.ndim != 1:
        return None
    if x.type not in plain.get(values.type.dtype, ()):
        return None
    args = (values, arrays.cast(inference, x, values.type.dtype), n.Const(value=side == "right", type=t.BOOL))
    return arrays.call("nd::searchsorted", args, t.NpScalar("int64"), call.line)


def _ptp(inference: Inference, call: Call) -> n.Expr | None:
    if call.options or len(call.args) != 1:
        return None
    ends = [
        arrays.reduction(inference, ARRAY_RECORDS[name], call.args[0], {}, call.node)
        for name in ("numpy.max", "numpy.min")
    ]
    return arrays.elementwise(inference, ARRAY_RECORDS["numpy.subtract"], ends, call.node)


def _expand_dims(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0]
    axis = call.args[1] if len(call.args) == 2 else call.options.get("axis")
    if set(call.options) - {"axis"} or not isinstance(axis, n.Const) or not isinstance(value.type, t.ArrayOf):
        return None
    at, ndim = axis.value, value.type.ndim
    if type(at) is not int or not -ndim - 1 <= at <= ndim:
        return None
    at = at + ndim + 1 if at < 0 else at
    items: list[n.SliceItem | n.AxisItem] = [n.SliceItem() for _ in range(ndim)]
    items.insert(at, n.AxisItem())
    return n.Part(base=value, items=tuple(items), type=t.ArrayOf(value.type.dtype, ndim + 1), line=call.line)


def _close(inference: Inference, call: Call) -> n.Expr | None:
    """``np.isclose(a, b)`` by the formula that NumPy has for it, and ``np.allclose``."""
    if len(call.args) != 2 or set(call.options) - {"rtol", "atol"}:
        return None
    a, b = call.args
    kinds = {a.type, b.type}
    if not kinds <= {_SOLVABLE[0], _SOLVABLE[1], t.FLOAT} or kinds == {t.FLOAT}:
        return None
    limits = {"rtol": 1e-5, "atol": 1e-8}
    for name in limits:
        value = call.constant(name)
        if name in call.options:
            if type(value) is not float:
                return None
            limits[name] = value

    def make(name: str, *args: n.Expr) -> n.Expr:
        return arrays.elementwise(inference, ARRAY_RECORDS[f"numpy.{name}"], args, call.node)

    rtol, atol = (n.Const(value=limits[k], type=t.FLOAT, line=call.line) for k in ("rtol", "atol"))
    allowed = make("add", atol, make("multiply", rtol, make("absolute", b)))
    near = make("less_equal", make("absolute", make("subtract", a, b)), allowed)
    near = make("bitwise_and", near, make("isfinite", b))
    result = make("bitwise_or", near, make("equal", a, b))
    if call.node.target == "numpy.isclose":
        return result
    every = arrays.reduction(inference, ARRAY_RECORDS["numpy.all"], result, {}, call.node)
    return n.Convert(value=every, type=t.BOOL, line=call.line)


def _sort(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0] if len(call.args) == 1 else None
    if value is None or not isinstance(value.type, t.ArrayOf) or value.type.ndim != 1:
        return None
    stable = call.constant("kind") in ("stable", "mergesort")
    if set(call.options) - {"kind"} or ("kind" in call.options and not stable):
        return None
    if call.node.target == "numpy.sort":
        return arrays.call("nd::sort", (value,), value.type, call.line) if not call.options else None
    how = n.Const(value=stable, type=t.BOOL)
    return arrays.call("nd::argsort", (value, how), t.ArrayOf("int64", 1), call.line)


def _vector(name: str, dtypes: tuple[str, ...], result: str = "") -> Handler:
    """A function of one vector."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        value = call.args[0] if len(call.args) == 1 and not call.options else None
        if value is None or not isinstance(value.type, t.ArrayOf):
            return None
        if value.type.ndim != 1 or value.type.dtype not in dtypes:
            return None
        return arrays.call(name, (value,), t.ArrayOf(result or value.type.dtype, 1), call.line)

    return handler


def _cumsum(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0]
    if len(call.args) != 1 or set(call.options) - {"axis"} or call.constant("axis") not in (None, 0, -1):
        return None
    if not isinstance(value.type, t.ArrayOf) or value.type.ndim != 1 or value.type.dtype not in (*FLOATS, "int64"):
        return None
    name = "nd::cumsum" if value.type.dtype in FLOATS else "nd::cumsum_i64"
    return arrays.call(name, (value,), value.type, call.line)


# --- linear algebra ---


def _linalg(name: str, dims: int) -> Handler:
    """A function of one square matrix whose result has ``dims`` dimensions."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        value = call.args[0] if len(call.args) == 1 and not call.options else None
        if value is None or not isinstance(value.type, t.ArrayOf) or value.type.ndim != 2:
            return None
        dtype = value.type.dtype if value.type.dtype in FLOATS else "float64"
        kind: t.Type = t.ArrayOf(dtype, dims) if dims else t.NpScalar(dtype)
        return arrays.call(name, (arrays.cast(inference, value, dtype),), kind, call.line)

    return handler


def _solve(inference: Inference, call: Call) -> n.Expr | None:
    kinds = [a.type for a in call.args]
    if call.options or len(kinds) != 2 or not all(k in _SOLVABLE for k in kinds) or kinds[0] != _SOLVABLE[1]:
        return None
    suffix = 1 if kinds[1] == _SOLVABLE[0] else 2
    return arrays.call(f"nd::solve_{suffix}", call.args, kinds[1], call.line)


_SOLVABLE = (t.ArrayOf("float64", 1), t.ArrayOf("float64", 2))


def _norm(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0] if len(call.args) == 1 else None
    if value is None or value.type not in _SOLVABLE or set(call.options) - {"axis", "keepdims"}:
        return None
    if not call.options:
        function = "nd::norm" if value.type == _SOLVABLE[0] else "nd::norm_matrix"
        return arrays.call(function, (value,), t.NpScalar("float64"), call.line)
    squares = arrays.elementwise(inference, ARRAY_RECORDS["numpy.multiply"], (value, value), call.node)
    sums = arrays.reduction(inference, ARRAY_RECORDS["numpy.sum"], squares, call.options, call.node)
    return arrays.elementwise(inference, ARRAY_RECORDS["numpy.sqrt"], (sums,), call.node)


def _trace(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0] if len(call.args) == 1 and not call.options else None
    if value is None or value.type not in (t.ArrayOf("float64", 2), t.ArrayOf("float32", 2)):
        return None
    assert isinstance(value.type, t.ArrayOf)
    return arrays.call("nd::trace", (value,), value.type.scalar, call.line)


def _vectors(inference: Inference, call: Call) -> tuple[n.Expr, n.Expr] | None:
    if call.options or len(call.args) != 2:
        return None
    a, b = (as_array(inference, x, "", x) if isinstance(x.type, t.ListOf) else x for x in call.args)
    return (a, b) if all(isinstance(x.type, t.ArrayOf) and x.type.ndim == 1 for x in (a, b)) else None


def _outer(inference: Inference, call: Call) -> n.Expr | None:
    pair = _vectors(inference, call)
    if pair is None:
        return None
    parts = infer_ufuncs.against_each_other(pair, call.line)
    return arrays.elementwise(inference, ARRAY_RECORDS["numpy.multiply"], parts, call.node)


def _inner(inference: Inference, call: Call) -> n.Expr | None:
    pair = _vectors(inference, call)
    inner = dataclasses.replace(ARRAY_RECORDS["numpy.dot"], rust="inner")
    return arrays.product(inference, inner, pair, call.node) if pair else None


def _cross(inference: Inference, call: Call) -> n.Expr | None:
    pair = _vectors(inference, call)
    if pair is None or any(x.type != _SOLVABLE[0] for x in pair):
        return None
    return arrays.call("nd::cross", pair, _SOLVABLE[0], call.line)


def _diag(inference: Inference, call: Call) -> n.Expr | None:
    value = call.args[0] if len(call.args) == 1 and not call.options else None
    if value is not None and isinstance(value.type, t.ListOf):
        value = as_array(inference, value, "", call.node)
    if value is None or not isinstance(value.type, t.ArrayOf) or value.type.ndim != 1:
        return None
    return arrays.call("nd::diagonal", (value,), t.ArrayOf(value.type.dtype, 2), call.line)


def _scalar(dtype: str) -> Handler:
    """``np.float64(x)``."""

    def handler(inference: Inference, call: Call) -> n.Expr | None:
        value = call.args[0] if len(call.args) == 1 and not call.options else None
        if value is None or not arrays.is_scalar(value.type) or isinstance(value.type, t.Number):
            return None
        return arrays.cast(inference, value, dtype)

    return handler


_METHODS: dict[str, Handler] = {
    "reshape": _reshape,
    "ravel": _ravel,
    "flatten": _ravel,
    "transpose": infer_views.transposed,
    "swapaxes": infer_views.exchanged,
    "astype": _astype,
    "copy": _copy,
    "item": _item,
    "tolist": _tolist,
    "clip": _clip,
    "round": _round,
    "argsort": _sort,
    "cumsum": _cumsum,
    "trace": _trace,
    "nonzero": _nonzero,
}
_SHARED: frozenset[str] = frozenset()
_FUNCTIONS: dict[str, Handler] = {
    "numpy.array": _array,
    "numpy.asarray": _array,
    "numpy.ascontiguousarray": _array,
    "numpy.asanyarray": _array,
    "numpy.zeros_like": _like(None),
    "numpy.empty_like": _like(None),
    "numpy.ones_like": _like(1),
    "numpy.full_like": _like(None),
    "numpy.eye": _eye,
    "numpy.identity": _eye,
    "numpy.arange": _arange,
    "numpy.linspace": _linspace,
    "numpy.reshape": _reshape,
    "numpy.ravel": _ravel,
    "numpy.transpose": infer_views.transposed,
    **dict.fromkeys(("numpy.flip", "numpy.flipud", "numpy.fliplr"), infer_views.flipped),
    "numpy.copy": _copy,
    "numpy.concatenate": infer_joined.join,
    "numpy.r_[]": infer_joined.by_r,
    "numpy.c_[]": infer_joined.by_c,
    "numpy.atleast_1d": infer_views.at_least(1),
    "numpy.atleast_2d": infer_views.at_least(2),
    "numpy.swapaxes": infer_views.exchanged,
    "numpy.moveaxis": infer_views.exchanged,
    "numpy.vstack": infer_joined.join,
    "numpy.hstack": infer_joined.join,
    "numpy.stack": infer_joined.join,
    "numpy.where": _where,
    "numpy.nonzero": _nonzero,
    "numpy.flatnonzero": _nonzero,
    "numpy.clip": _clip,
    "numpy.round": _round,
    "numpy.around": _round,
    "numpy.sort": _sort,
    "numpy.column_stack": infer_joined.join,
    "numpy.repeat": _repeated,
    "numpy.tile": _repeated,
    "numpy.searchsorted": _searchsorted,
    "numpy.ptp": _ptp,
    "numpy.expand_dims": _expand_dims,
    "numpy.isclose": _close,
    "numpy.allclose": _close,
    "numpy.argsort": _sort,
    "numpy.cumsum": _cumsum,
    "numpy.diff": _vector("nd::diff", (*FLOATS, "int64")),
    "numpy.unique": _vector("nd::unique", (*FLOATS, *INTS)),
    "numpy.bincount": infer_views.counted,
    "numpy.linalg.inv": _linalg("nd::inv", 2),
    "numpy.linalg.det": _linalg("nd::det", 0),
    "numpy.linalg.cholesky": _linalg("nd::cholesky", 2),
    "numpy.linalg.solve": _solve,
    "numpy.linalg.norm": _norm,
    "numpy.trace": _trace,
    "numpy.outer": _outer,
    "numpy.inner": _inner,
    "numpy.vdot": _inner,
    "numpy.cross": _cross,
    "numpy.diag": _diag,
    "numpy.isscalar": infer_asked.scalar,
    **{f"numpy.{name}": infer_asked.about_array(name) for name in ("shape", "size", "ndim")},
    **{f"numpy.{name}": _scalar(name) for name in t.core.RUST_DTYPES if name not in ("bool", "complex128")},
}

assert {*_FUNCTIONS, *ARRAY_RECORDS} == LIBRARY_NAMES, "the names in ops.arrays are those that have a handler here"

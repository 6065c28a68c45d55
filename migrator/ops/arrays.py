"""Operations on whole NumPy arrays, one record each.

A record says which of NumPy's functions, methods and operators it stands for, and how it becomes Rust. What comes out
(dtype, number of dimensions) is asked of the installed NumPy itself: of a ufunc's own ``resolve_dtypes``, or of the
function on a small array of the same type.

Exact because arithmetic is the processor's, element by element as in NumPy; everything whose bits depend on an order of
summation, a polynomial or a BLAS is computed by NumPy's own loops, or, for sums, in the order that NumPy was found at import
to add in; where NumPy would warn, Rust traps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FLOATS = ("float64", "float32")
SIGNED = ("int64", "int32", "int16", "int8")
UNSIGNED = ("uint64", "uint32", "uint16", "uint8")
INTS = (*SIGNED, *UNSIGNED)
BOOLS = ("bool",)
ALL = (*FLOATS, *INTS, *BOOLS)


@dataclass(frozen=True)
class ArrayRecord:
    """One operation.

    ``name``: NumPy's qualified name, the key in the IR. ``kind``: ``map`` (element by element, fused into one loop),
    ``kernel`` (the same, by NumPy's inner loop), ``reduce`` or ``product``. ``rust``: the function in ``nd``, or the
    ``Ufunc`` of a kernel. ``dtypes``: those of the loop's operands that Rust has it for. ``operator``: the operator that
    means it. ``method``: the method of an array that means it. ``as_float``: operands are converted to the result first.
    """

    name: str
    kind: str
    rust: str
    dtypes: tuple[str, ...]
    operands: int = 1
    operator: str = ""
    method: str = ""
    as_float: bool = False
    axis: bool = False
    """Whether a reduction knows ``axis`` for matrices."""


def _maps() -> Iterator[ArrayRecord]:
    def two(name: str, rust: str, dtypes: tuple[str, ...], operator: str = "", as_float: bool = False) -> ArrayRecord:
        return ArrayRecord(f"numpy.{name}", "map", rust, dtypes, 2, operator, as_float=as_float)

    def one(name: str, rust: str, dtypes: tuple[str, ...], operator: str = "") -> ArrayRecord:
        return ArrayRecord(f"numpy.{name}", "map", rust, dtypes, 1, operator)

    yield two("add", "add", (*FLOATS, *INTS), "operator.add")
    yield two("subtract", "sub", (*FLOATS, *INTS), "operator.sub")
    yield two("multiply", "mul", (*FLOATS, *INTS), "operator.mul")
    yield two("divide", "div", FLOATS, as_float=True)
    yield two("true_divide", "div", FLOATS, "operator.true_div", as_float=True)
    yield two("floor_divide", "floor_div", (*FLOATS, *INTS), "operator.floor_div")
    yield two("remainder", "floor_mod", (*FLOATS, *INTS), "operator.floor_mod")
    yield two("mod", "floor_mod", (*FLOATS, *INTS))
    for name in ("and", "or", "xor"):
        yield two(f"bitwise_{name}", name, (*INTS, *BOOLS), f"operator.{name}")
        yield two(f"logical_{name}", name, BOOLS)
    compares = {"less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge", "equal": "eq"}
    for name, short in (compares | {"not_equal": "ne"}).items():
        yield two(name, short, ALL, f"operator.{short}")
    yield two("maximum", "maximum", ALL)
    yield two("minimum", "minimum", ALL)
    yield one("negative", "neg", (*FLOATS, *INTS), "operator.neg")
    yield one("absolute", "abs", (*FLOATS, *SIGNED), "builtins.abs")
    yield one("abs", "abs", (*FLOATS, *SIGNED))
    yield one("fabs", "abs", FLOATS)
    yield one("invert", "invert", (*INTS, *BOOLS), "operator.invert")
    yield one("logical_not", "invert", BOOLS)
    yield one("sqrt", "sqrt", FLOATS)
    yield one("square", "square", (*FLOATS, *INTS))
    yield one("reciprocal", "reciprocal", FLOATS)
    yield one("sign", "sign", (*FLOATS, *SIGNED))
    for name in ("floor", "ceil", "trunc", "rint", "isnan", "isinf", "isfinite"):
        yield one(name, name, FLOATS)


_KERNELS_1 = (
    "exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh cbrt"
    " deg2rad rad2deg"
).split()
_SAME_KERNEL = {"radians": "deg2rad", "degrees": "rad2deg", "acos": "arccos", "asin": "arcsin", "atan": "arctan"}
_KERNELS_2 = "power arctan2 hypot logaddexp fmod".split()


def _kernels() -> Iterator[ArrayRecord]:
    for name in _KERNELS_1:
        yield ArrayRecord(f"numpy.{name}", "kernel", name.capitalize(), FLOATS)
    for name, same in _SAME_KERNEL.items():
        yield ArrayRecord(f"numpy.{name}", "kernel", same.capitalize(), FLOATS)
    for name in _KERNELS_2:
        yield ArrayRecord(f"numpy.{name}", "kernel", name.capitalize(), FLOATS, 2)
    yield ArrayRecord("numpy.pow", "kernel", "Power", FLOATS, 2)


def _reductions() -> Iterator[ArrayRecord]:
    def made(name: str, dtypes: tuple[str, ...], rust: str = "", method: bool = True, axis: bool = True) -> ArrayRecord:
        return ArrayRecord(f"numpy.{name}", "reduce", rust or name, dtypes, method=name if method else "", axis=axis)

    yield made("sum", ALL)
    yield made("prod", (*FLOATS, *SIGNED, *BOOLS), axis=False)
    yield made("mean", ("float64", *INTS, *BOOLS))
    yield made("var", ("float64",))
    yield made("std", ("float64",))
    yield made("max", (*FLOATS, *INTS))
    yield made("min", (*FLOATS, *INTS))
    yield made("amax", (*FLOATS, *INTS), "max", method=False)
    yield made("amin", (*FLOATS, *INTS), "min", method=False)
    yield made("argmax", (*FLOATS, *INTS))
    yield made("argmin", (*FLOATS, *INTS))
    yield made("any", ALL)
    yield made("all", ALL)
    yield made("count_nonzero", ALL, method=False, axis=False)


def _products() -> Iterator[ArrayRecord]:
    yield ArrayRecord("numpy.matmul", "product", "matmul", FLOATS, 2, "operator.matmul")
    yield ArrayRecord("numpy.dot", "product", "dot", FLOATS, 2, method="dot")


ARRAY_RECORDS: dict[str, ArrayRecord] = {
    record.name: record for record in (*_maps(), *_kernels(), *_reductions(), *_products())
}
"""By NumPy's name."""

BY_OPERATOR: dict[str, ArrayRecord] = {r.operator: r for r in ARRAY_RECORDS.values() if r.operator}
BY_METHOD: dict[str, ArrayRecord] = {r.method: r for r in ARRAY_RECORDS.values() if r.method}

_OTHER = (
    "array asarray ascontiguousarray asanyarray zeros_like empty_like ones_like full_like eye identity arange linspace"
    " reshape ravel transpose copy concatenate vstack hstack stack where nonzero flatnonzero clip round around sort argsort"
    " flip flipud fliplr column_stack repeat tile searchsorted ptp expand_dims isclose allclose cumsum diff unique bincount linalg.inv linalg.det linalg.cholesky linalg.solve linalg.norm trace outer inner vdot"
    " cross diag float64 float32 int64 int32 int16 int8 uint64 uint32 uint16 uint8 shape size ndim isscalar r_[] c_[] atleast_1d atleast_2d swapaxes moveaxis"
).split()
"""Functions whose types ``passes.infer_library`` works out one by one."""

LIBRARY_NAMES: frozenset[str] = frozenset({*ARRAY_RECORDS, *(f"numpy.{name}" for name in _OTHER)})
"""NumPy's functions that have Rust on arrays."""

METHOD_NAMES: frozenset[str] = frozenset(
    {
        *BY_METHOD,
        *"reshape ravel flatten transpose astype copy item tolist clip round argsort cumsum trace nonzero swapaxes".split(),
    }
)
"""The methods of arrays that have Rust."""

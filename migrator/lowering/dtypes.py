"""Dtypes as the source says them: ``np.float32``, ``float``, ``"f4"``, ``np.dtype("f4")``, ``x.dtype``, a variable that holds one.

Which they are is known when the function is compiled, so they are no values of Rust's.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.types.core import RUST_DTYPES

_BUILTIN = {"float": "float64", "int": "int64", "bool": "bool", "complex": "complex128"}


def dtype_value(node: cst.BaseExpression, context: Context) -> n.Expr | None:
    """The dtype that ``node`` means as a constant, or for ``x.dtype`` as what gives one when ``x`` has a type."""
    name = dtype_name(node, context)
    return n.Const(value=name, line=context.line(node)) if name else dtype_asked(node, context)


def dtype_asked(node: cst.BaseExpression, context: Context) -> n.Expr | None:
    """``x.dtype`` of a variable or an attribute; None for all else, which may do something while it is computed."""
    from migrator.lowering.expressions import dotted, lower_expression

    if not isinstance(node, cst.Attribute) or node.attr.value != "dtype":
        return None
    path = dotted(node.value)
    if path is None or context.local(path.partition(".")[0]) is None or path == context.receiver:
        return None
    return n.Apply(op="array.dtype", args=(lower_expression(node.value, context),), line=context.line(node))


def dtype_name(node: cst.BaseExpression, context: Context) -> str | None:
    """The dtype that ``node`` names (``np.float32``, ``float``, ``"uint8"``); None where it is not a known one."""
    from migrator.lowering.expressions import dotted

    if isinstance(node, cst.SimpleString):
        value = ast.literal_eval(node.value)
        return _of_text(value) if isinstance(value, str) else None
    if isinstance(node, cst.Call):
        return _made(node, context)
    path = dotted(node)
    if path is None:
        return None
    local = context.local(path.partition(".")[0])
    if local is not None:
        return context.dtypes.get(path) if local == path else None
    binding = context.names.resolve(path)
    if binding.kind == "builtin" and binding.target in _BUILTIN:
        context.guard(path, "builtin", binding.target)
        return _BUILTIN[binding.target]
    if binding.kind != "library" or not binding.target.startswith("numpy."):
        return None
    name = _of_class(binding.target.removeprefix("numpy."))
    if name is not None:
        context.guard(path, "library", binding.target)
    return name


def dtype_test(
    left: cst.BaseExpression, comparisons: Sequence[cst.ComparisonTarget], context: Context
) -> n.Expr | None:
    """``x.dtype == np.float32``, ``x.dtype != y.dtype``; None for another comparison."""
    operator, right = comparisons[0].operator, comparisons[0].comparator
    if len(comparisons) > 1 or not isinstance(operator, cst.Equal | cst.NotEqual):
        return None
    if not any(isinstance(side, cst.Attribute) and side.attr.value == "dtype" for side in (left, right)):
        return None
    sides = (dtype_value(left, context), dtype_value(right, context))
    if sides[0] is None or sides[1] is None:
        return None
    line = context.line(left)
    same = n.Apply(op="array.same_dtype", args=(sides[0], sides[1]), line=line)
    return n.Not(value=same, line=line) if isinstance(operator, cst.NotEqual) else same


def name_dtype(name: str, node: cst.BaseExpression, context: Context) -> bool:
    """Note ``name = np.float32``; False where the name has other bindings, or ``node`` is no class of NumPy's."""
    if context.bound.get(name, 0) != 1 or isinstance(node, cst.SimpleString | cst.Name):
        return False  # a text is a value of its own, and so is a class of Python's
    found = dtype_name(node, context)
    if found is None:
        return False
    context.dtypes[name] = found
    return True


def _made(node: cst.Call, context: Context) -> str | None:
    """``np.dtype(x)``."""
    from migrator.lowering.expressions import dotted

    path = dotted(node.func)
    if path is None or len(node.args) != 1 or node.args[0].keyword or node.args[0].star:
        return None
    if context.local(path.partition(".")[0]) is not None:
        return None
    binding = context.names.resolve(path)
    if (binding.kind, binding.target) != ("library", "numpy.dtype"):
        return None
    context.guard(path, "library", "numpy.dtype")
    return dtype_name(node.args[0].value, context)


def _of_text(text: str) -> str | None:
    """The name of the dtype that NumPy knows by ``text``; an order of bytes that is told is not taken."""
    import numpy as np

    if text in RUST_DTYPES:
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = np.dtype(text)
    except (TypeError, ValueError, SyntaxError, Warning):
        return None
    return _known(found) if text.isalnum() else None


def _of_class(name: str) -> str | None:
    """The same of the class ``np.<name>``."""
    import numpy as np

    if name.removesuffix("_") in RUST_DTYPES:
        return name.removesuffix("_")
    cls = getattr(np, name, None)
    return _known(np.dtype(cls)) if isinstance(cls, type) and issubclass(cls, np.number) else None


def _known(dtype: object) -> str | None:
    """Its name where Rust has it; not of a type that is as large as another one (``longlong``) and yet not the same."""
    import numpy as np

    assert isinstance(dtype, np.dtype)
    return dtype.name if dtype.name in RUST_DTYPES and dtype.num == np.dtype(dtype.name).num else None

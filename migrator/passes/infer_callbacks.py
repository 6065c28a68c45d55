"""Types of calls of NumPy's pure functions that have no Rust: they are called back from inside the compiled function.

What comes back is asked of NumPy: the function is called here, once, on small arguments of the same types. At run time a
result of any other type traps, so a sample that misleads costs speed, never an answer.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.ops.callbacks import DRAWS, PURE_FUNCTIONS, PURE_METHODS
from migrator.passes.convert import TypeFailure

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_MOST_DIMENSIONS = 4
_MOST_PARTS = 5
_LARGEST = 64
"""Larger constants are not taken for a sample: they may be sizes."""


def or_called_back(
    inference: Inference,
    native: Callable[[], n.Expr | None],
    target: str,
    args: Sequence[n.Expr],
    keywords: tuple[str, ...],
    line: int,
) -> n.Expr | None:
    """What ``native`` makes of a call of ``target``; where that has no Rust, a call back.

    Raises:
        TypeFailure: what ``native`` raised, where it cannot be called back either.
    """
    failure: TypeFailure | None = None
    try:
        result = native()
    except TypeFailure as refused:
        result, failure = None, refused
    if result is not None and result.type != t.UNKNOWN:
        return result
    back = called_back(inference, target, args, keywords, line)
    if back is None and failure is not None:
        raise failure
    return back if back is not None else result


def called_back(
    inference: Inference, target: str, args: Sequence[n.Expr], keywords: tuple[str, ...], line: int
) -> n.Expr | None:
    """A call of ``target`` from inside; the last arguments are those that ``keywords`` names. None where it cannot be."""
    known = PURE_FUNCTIONS | DRAWS
    if target not in known and target.removeprefix("method.") not in PURE_METHODS:
        return None
    alone = target in DRAWS or target.startswith("numpy.testing.")
    if not alone and not any(_holds_array(a.type) or _is_between(a) for a in args):
        return None
    if any(isinstance(a.type, t.Other) and not _is_between(a) for a in args):
        return None
    args = tuple(args)
    found = _found(target, args, keywords)
    if found is _NO_SAMPLE:
        return None
    # What has no Rust may still be an argument of another such call.
    kind = _type_of(found) or t.Other(f"{type(found).__module__}.{type(found).__qualname__}")
    return n.ArrayOp(op="host", args=tuple(args), option=" ".join((target, *keywords)), type=kind, line=line)


def _is_between(arg: n.Expr) -> bool:
    """Whether ``arg`` is itself called back, with a result that has no Rust: complex numbers, say."""
    return isinstance(arg, n.ArrayOp) and arg.op == "host" and isinstance(arg.type, t.Other)


def _holds_array(kind: t.Type) -> bool:
    return isinstance(kind, t.ArrayOf) or any(_holds_array(part) for part in kind.parts)


# --- what comes back ---


_NO_SAMPLE = object()
_PLAIN: dict[t.Type, type] = {t.INT: int, t.FLOAT: float, t.BOOL: bool}


def _found(target: str, args: tuple[n.Expr, ...], keywords: tuple[str, ...]) -> Any:
    """A sample's result, or ``_NO_SAMPLE``."""
    if target.startswith("method.") and not (isinstance(args[0].type, t.ArrayOf) or _is_between(args[0])):
        return _NO_SAMPLE
    for side, number in itertools.product((3, 2, 1), (1, 2, 0)):
        samples = [_sample(arg, side, number) for arg in args]
        if any(sample is _NO_SAMPLE for sample in samples):
            return _NO_SAMPLE
        found = _tried(target, samples, keywords)
        if found is not _NO_SAMPLE:
            return found
    return _NO_SAMPLE


def _tried(target: str, samples: list[Any], keywords: tuple[str, ...]) -> Any:
    import numpy as np

    split = len(samples) - len(keywords)
    named = dict(zip(keywords, samples[split:], strict=True))
    positional = samples[:split]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            if target.startswith("method."):
                return getattr(positional[0], target.removeprefix("method."))(*positional[1:], **named)
            if target in DRAWS:
                return getattr(np.random.RandomState(0), target.rpartition(".")[2])(*positional, **named)
            function: Any = np
            for part in target.split(".")[1:]:
                function = getattr(function, part)
            return function(*positional, **named)
    except Exception:  # these values do not suit the function: the next sample is tried, or the call is refused
        return _NO_SAMPLE


def _sample(arg: n.Expr, side: int, number: int) -> Any:
    """A small value of the type of ``arg``, its own where it is a constant."""
    import numpy as np

    if isinstance(arg, n.Const):
        value = arg.value
        if isinstance(value, str) and not (value.isascii() and value.isprintable()):
            return _NO_SAMPLE
        small = not isinstance(value, int | float) or abs(value) <= _LARGEST or not np.isfinite(value)
        if small:
            return value
    if isinstance(arg, n.ArrayOp) and _is_between(arg):
        target, *keywords = arg.option.split(" ")
        inner = [_sample(item, side, number) for item in arg.args]
        return _NO_SAMPLE if any(i is _NO_SAMPLE for i in inner) else _tried(target, inner, tuple(keywords))
    if isinstance(arg, n.TupleExpr | n.ListExpr):
        items = [_sample(item, side, number) for item in arg.items]
        if any(item is _NO_SAMPLE for item in items):
            return _NO_SAMPLE
        return tuple(items) if isinstance(arg, n.TupleExpr) else items
    match arg.type:
        case t.ArrayOf(dtype=dtype, ndim=ndim) if ndim <= _MOST_DIMENSIONS:
            ones = np.ones((side,) * ndim, dtype)
            if ndim == 2 and dtype != "bool":
                ones += np.eye(side, dtype=dtype)  # a regular matrix
            return ones
        case t.NpScalar(dtype=dtype):
            return np.dtype(dtype).type(number)
        case t.Bool():
            return bool(number)
        case t.Int():
            return number
        case t.Float():
            return float(number)
        case t.NoneT():
            return None
        case t.Str():
            return "a text"
        case t.TupleOf(elements=elements) if isinstance(arg, n.Local) and set(elements) <= set(_PLAIN):
            return tuple(_PLAIN[e](number) for e in elements)
        case t.ListOf(element=t.Int() | t.Float() | t.Bool() as element):
            return [_PLAIN[element](1)] * side
        case _:
            return _NO_SAMPLE


def _type_of(value: Any) -> t.Type | None:
    """The type of a sample's result; None where it has no Rust."""
    import numpy as np

    if value is None:
        return t.NONE
    plain: dict[type, t.Type] = {bool: t.BOOL, int: t.INT, float: t.FLOAT}
    if type(value) in plain:
        return plain[type(value)]
    if type(value) is np.ndarray:
        kind: t.Type = t.ArrayOf(str(value.dtype), value.ndim)
        return kind if kind.supported and value.ndim <= _MOST_DIMENSIONS else None
    if isinstance(value, np.generic):
        kind = t.NpScalar(str(value.dtype))
        return kind if kind.supported else None
    if isinstance(value, tuple) and 0 < len(value) <= _MOST_PARTS:
        parts = [_type_of(part) for part in value]
        known = tuple(part for part in parts if part is not None)
        if len(known) != len(value):
            return None
        return t.TupleOf(known) if type(value) is tuple else t.NamedOf(known)
    if type(value) is list and value:
        kinds = {_type_of(part) for part in value}
        element = kinds.pop()
        return t.ListOf(element) if not kinds and element is not None else None
    return None


def calls_back(function: n.Function) -> Iterator[str]:
    """The functions that ``function`` calls back: ``numpy.percentile``, ``method.cumprod``."""
    for node in walk(function):
        if isinstance(node, n.ArrayOp) and node.op == "host":
            yield node.option.split(" ", maxsplit=1)[0]

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
from migrator.ops.callbacks import DRAW_METHODS, DRAWS, MAKERS, OF_NUMBERS, PURE_FUNCTIONS, PURE_METHODS
from migrator.passes.convert import TypeFailure
from migrator.passes.infer_tuples import elements

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
    if not _is_known(target, args) or "out" in keywords:
        return None  # what is computed into an argument is that argument, which cannot be lent to be changed
    alone = _draws(target, args) or target in MAKERS | OF_NUMBERS or target.startswith("numpy.testing.")
    if target in MAKERS and not (args and all(_is_seed(a) for a in args)):
        return None
    if not alone and not any(_holds_array(a.type) or _holds_complex(a.type) or _is_between(a) for a in args):
        return None
    if any(isinstance(a.type, t.Other) and not _is_between(a) for a in args):
        return None
    args = tuple(map(_shape_apart, args))
    found = _found(target, args, keywords)
    if found is _NO_SAMPLE:
        return None
    if _draws(target, args) and _OWN & set(map(_text, args)) and not isinstance(_type_of(found), t.ArrayOf):
        return None  # it is told by a name, which gives NumPy's scalar
    # What has no Rust may still be an argument of another such call.
    kind = _type_of(found) or t.Other(f"{type(found).__module__}.{type(found).__qualname__}")
    return n.ArrayOp(op="host", args=tuple(args), option=" ".join((target, *keywords)), type=kind, line=line)


_OWN = frozenset({"int", "bool", "float"})
"""Names of Python's own types, as a dtype."""


def _text(arg: n.Expr) -> object:
    return arg.value if isinstance(arg, n.Const) else None


def _shape_apart(arg: n.Expr) -> n.Expr:
    """``a.shape`` as a tuple of lengths."""
    if not isinstance(arg, n.Apply) or arg.op != "array.shape" or not isinstance(arg.type, t.TupleOf):
        return arg
    return n.TupleExpr(items=elements(arg), type=arg.type, line=arg.line)


def _is_known(target: str, args: Sequence[n.Expr]) -> bool:
    if not target.startswith("method."):
        return target in PURE_FUNCTIONS | DRAWS | MAKERS
    return target.removeprefix("method.") in (DRAW_METHODS if _draws(target, args) else PURE_METHODS)


def _draws(target: str, args: Sequence[n.Expr]) -> bool:
    of = args[0].type if args and target.startswith("method.") else None
    return target in DRAWS or isinstance(of, t.NpRandom)


def _is_seed(arg: n.Expr) -> bool:
    """Whether it decides the state of a generator that is made of it: ``None`` does not, nor an old generator."""
    return _is_between(arg) or arg.type == t.INT or isinstance(arg.type, t.NpScalar)


def _is_between(arg: n.Expr) -> bool:
    """Whether ``arg`` is itself called back, with a result that has no Rust: complex numbers, say."""
    return isinstance(arg, n.ArrayOp) and arg.op == "host" and isinstance(arg.type, t.Other)


def _holds_array(kind: t.Type) -> bool:
    return isinstance(kind, t.ArrayOf) or any(_holds_array(part) for part in kind.parts)


def _holds_complex(kind: t.Type) -> bool:
    return kind in (t.COMPLEX, t.NpScalar("complex128")) or any(map(_holds_complex, kind.parts))


# --- what comes back ---


_NO_SAMPLE = object()
_PLAIN: dict[t.Type, type] = {t.INT: int, t.FLOAT: float, t.COMPLEX: complex, t.BOOL: bool}


def _found(target: str, args: tuple[n.Expr, ...], keywords: tuple[str, ...]) -> Any:
    """A sample's result, or ``_NO_SAMPLE``."""
    of_value = isinstance(args[0].type, t.ArrayOf | t.NpScalar | t.NpRandom) or _is_between(args[0]) if args else False
    if target.startswith("method.") and not of_value:
        return _NO_SAMPLE
    weights = _weights(target, args, keywords) if _draws(target, args) else frozenset()
    for side, number in itertools.product((3, 2, 1, *_sides(args)), (1, 2, 0)):
        samples = [_sample(arg, side, number) for arg in args]
        if any(sample is _NO_SAMPLE for sample in samples):
            return _NO_SAMPLE
        for place in weights:
            samples[place] = _scaled(samples[place])
        found = _tried(target, samples, keywords)
        if found is not _NO_SAMPLE:
            return found
    return _NO_SAMPLE


def _sides(args: tuple[n.Expr, ...]) -> tuple[int, ...]:
    """Lengths that constants among the arguments may ask of the arrays."""
    wanted = (a.value for a in args if isinstance(a, n.Const))
    return tuple(v for v in wanted if isinstance(v, int) and not isinstance(v, bool) and 3 < v <= _LARGEST)


_WEIGHTS = {"choice": (3, "p"), "multinomial": (1, "pvals")}
"""Where a draw takes probabilities, whose sum must be 1: by position, and by name."""


def _weights(target: str, args: tuple[n.Expr, ...], keywords: tuple[str, ...]) -> frozenset[int]:
    place, name = _WEIGHTS.get(target.rpartition(".")[2], (len(args), ""))
    first, split = int(target.startswith("method.")), len(args) - len(keywords)
    found = [first + place] if first + place < split else []
    return frozenset([*found, *(split + i for i, k in enumerate(keywords) if k == name)])


def _scaled(sample: Any) -> Any:
    import numpy as np

    if isinstance(sample, list) and sample:
        return [1.0 / len(sample)] * len(sample)
    return sample / sample.size if isinstance(sample, np.ndarray) and sample.size else sample


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
        case t.NpRandom():
            return np.random.default_rng(0) if arg.type == t.GENERATOR else np.random.RandomState(0)
        case t.Bool():
            return bool(number)
        case t.Int():
            return number
        case t.Float():
            return float(number)
        case t.Complex():
            return complex(number)
        case t.NoneT():
            return None
        case t.Str():
            return "a text"
        case t.TupleOf(elements=elements) if isinstance(arg, n.Local) and set(elements) <= set(_PLAIN):
            return tuple(_PLAIN[e](number) for e in elements)
        case t.ListOf(element=t.Int() | t.Float() | t.Complex() | t.Bool() as element):
            return [_PLAIN[element](1)] * side
        case _:
            return _NO_SAMPLE


def _type_of(value: Any) -> t.Type | None:
    """The type of a sample's result; None where it has no Rust."""
    import numpy as np

    if value is None:
        return t.NONE
    plain: dict[type, t.Type] = {bool: t.BOOL, int: t.INT, float: t.FLOAT, complex: t.COMPLEX}
    if type(value) in plain:
        return plain[type(value)]
    if type(value) is np.ndarray:
        kind: t.Type = t.ArrayOf(str(value.dtype), value.ndim)
        return kind if kind.supported and value.ndim <= _MOST_DIMENSIONS else None
    if type(value) in (np.random.Generator, np.random.RandomState):
        return t.NpRandom(type(value).__name__)
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

"""Explicit conversions: what a value of one type may become without changing what Python would see."""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.model.diagnostic import Diagnostic
from migrator.ops import OPERATIONS
from migrator.ops.record import choose, widens
from migrator.passes.join import is_complex, mixes, number_kinds


class TypeFailure(Exception):
    """The function cannot be typed; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def convert(value: n.Expr, target: t.Type) -> n.Expr:
    """Return ``value`` as a place of type ``target`` holds it; Python's type of the value stays what it was.

    Raises:
        TypeFailure: where that is not possible.
    """
    source = value.type
    if source == target or isinstance(value, n.HoleExpr):
        return value if source == target else dataclasses.replace(value, type=target)
    if t.UNKNOWN in (source, target):
        return value
    if isinstance(target, t.ArgOr):
        if isinstance(source, t.ArgRef):
            return _to(value, target)
        return _to(convert(value, target.inner), target)
    if isinstance(target, t.OptionalOf):
        if source == t.NONE:
            return _to(value, target)
        if not isinstance(source, t.OptionalOf):
            return _to(convert(value, target.inner), target)
        if isinstance(target.inner, t.Number) and number_kinds(source.inner):
            return _to(value, target)
    elif isinstance(source, t.OptionalOf):
        return convert(_to(value, source.inner), target)
    if isinstance(target, t.Number) and number_kinds(source) and number_kinds(source) <= target.kinds:
        return _to(value, target)
    if isinstance(target, t.Mixed) and mixes(source, target):
        return _to(value, target)
    if isinstance(target, t.OneOf) and isinstance(source, t.FunctionOf | t.OneOf):
        return _to(value, target)
    if {source, target} == {t.INT, t.LONG}:
        return _to(value, target)
    if isinstance(source, t.RowOf) and isinstance(target, t.TupleOf) and target.elements:
        if not isinstance(target, t.RecordOf) and all(e == source.element for e in target.elements):
            return _to(value, target)
    if source == t.CHAR and target == t.STR:
        return dataclasses.replace(value, type=t.STR) if isinstance(value, n.Const) else _to(value, target)
    if isinstance(source, t.ObjectOf) and isinstance(target, t.ObjectOf) and not (source.struct or target.struct):
        # Only in the first run over a region, which shows what it touches: the second has one type for the class.
        return dataclasses.replace(value, type=target) if source.cls == target.cls else _other_object(value, target)
    if _same_classes(source, target):
        return dataclasses.replace(value, type=target)
    fresh = _fresh(value, target)
    if fresh is not None:
        return fresh
    raise TypeFailure(Diagnostic("M202", value.line, f"a value of type {source} is needed as {target}"))


def _same_classes(source: t.Type, target: t.Type) -> bool:
    """Whether two containers differ in nothing but what is known of the objects in them, in the first run."""
    if isinstance(source, t.ObjectOf) and isinstance(target, t.ObjectOf):
        return source.cls == target.cls and not (source.struct or target.struct)
    if source == target:
        return True
    same = bool(source.parts) and source.shape == target.shape
    return same and all(_same_classes(a, b) for a, b in zip(source.parts, target.parts, strict=True))


def _other_object(value: n.Expr, target: t.Type) -> n.Expr:
    raise TypeFailure(Diagnostic("M202", value.line, f"a value of type {value.type} is needed as {target}"))


def operand(value: n.Expr, target: t.Type) -> n.Expr:
    """Return ``value`` as an operand of arithmetic of type ``target``: widened as Python and NumPy do.

    Raises:
        TypeFailure: where that is not possible.
    """
    source = value.type
    if is_complex(source) and not is_complex(target):
        return convert(value, target)
    if isinstance(source, t.OptionalOf) and not isinstance(target, t.OptionalOf):
        return operand(_to(value, source.inner), target)
    if isinstance(source, t.Number) and target in (t.FLOAT, t.COMPLEX):
        return _to(value, target)
    if isinstance(source, t.Mixed):
        return value if isinstance(target, t.Mixed) else _to(value, target)
    if isinstance(source, t.ListOf) and isinstance(target, t.ListOf):
        if isinstance(source.element, t.Number) and isinstance(target.element, t.Number):
            return value  # only read; Rust has one form for all of them
    if widens(source, target) and not isinstance(target, t.Number):
        return _to(value, target)
    if isinstance(target, t.NpScalar) and (
        source in (t.BOOL, t.INT, t.FLOAT, t.COMPLEX) or isinstance(source, t.Number | t.Mixed)
    ):
        return _to(value, target)
    if isinstance(source, t.NpScalar) and (
        isinstance(target, t.NpScalar) or target in (t.INT, t.FLOAT, t.BOOL, t.COMPLEX)
    ):
        return value if source == target else _to(value, target)
    if isinstance(target, t.Number) and widens(source, target):
        return value if isinstance(source, t.Number) else _to(value, target)
    return convert(value, target)


def _to(value: n.Expr, target: t.Type) -> n.Expr:
    if target == t.LONG and value.type in (t.INT, t.BOOL):
        return _as_long(value)
    if isinstance(value, n.Const) and type(value.value) is int:
        floating = target == t.FLOAT or str(target) in ("np.float64", "np.float32")
        if floating and abs(value.value) <= 2**24:
            return n.Const(value=float(value.value), type=target, line=value.line)
        if str(target) == "np.int64":
            return n.Const(value=value.value, type=target, line=value.line)
    return n.Convert(value=value, type=target, line=value.line)


_RING = frozenset(f"operator.{name}" for name in "add sub mul neg pos invert and or xor shl".split())
"""What may leave 64 bits on its way to a long, and so is computed as one."""


def _as_long(value: n.Expr) -> n.Expr:
    """An int as a long; ``1 << n`` and its like have 128 bits from the start."""
    match value:
        case n.Const(value=int() as number):
            return n.Const(value=int(number), type=t.LONG, line=value.line)
        case n.Apply(op=op, args=args) if op in _RING and all(a.type == t.INT for a in args):
            first = _as_long(args[0])
            rest = args[1:] if op == "operator.shl" else tuple(map(_as_long, args[1:]))
            match = choose(OPERATIONS[op], (first.type, *(a.type for a in rest)))
            assert match is not None
            return dataclasses.replace(value, args=(first, *rest), form=match.form, type=t.LONG)
    return n.Convert(value=value, type=t.LONG, line=value.line)


_FRESH_LISTS = frozenset(
    "builtins.list list.copy list.slice list.slice.step list.concat list.repeat builtins.sorted str.split str.split.by".split()
)
"""What makes a list that nothing else holds yet."""


def _fresh(value: n.Expr, target: t.Type) -> n.Expr | None:
    """A display that is made on the spot can be made with wider elements."""
    match value:
        case n.ListExpr(items=items) if isinstance(target, t.ListOf):
            return dataclasses.replace(value, items=tuple(convert(i, target.element) for i in items), type=target)
        case n.TupleExpr(items=items, cls=cls) if (
            isinstance(target, t.TupleOf)
            and len(items) == len(target.elements)
            and cls == (target.cls if isinstance(target, t.RecordOf) else "")
        ):
            return dataclasses.replace(
                value,
                items=tuple(convert(i, e) for i, e in zip(items, target.elements, strict=True)),
                type=target,
            )
        case n.SetExpr(items=items) if isinstance(target, t.SetOf):
            return dataclasses.replace(value, items=tuple(convert(i, target.element) for i in items), type=target)
        case n.DictExpr(keys=keys, values=values) if isinstance(target, t.DictOf) and target.kind == value.kind:
            return dataclasses.replace(
                value,
                keys=tuple(convert(k, target.key) for k in keys),
                values=tuple(convert(v, target.element) for v in values),
                type=target,
            )
        case n.Apply(op=op, args=args) if op in _FRESH_LISTS:
            whole = args[0] if op == "builtins.list" and isinstance(args[0].type, t.ListOf) else value
            wider = choose(OPERATIONS["list.wider"], (whole.type,))
            if wider is None or wider.result != target:
                return None
            return n.Apply(op="list.wider", args=(whole,), form=wider.form, type=target, line=value.line)
        case _ if value.type.parts and value.type == value.type.shape == target.shape:
            return dataclasses.replace(value, type=target)
        case _:
            return None

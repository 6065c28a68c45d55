"""The join of two types: what one variable may hold when it is bound to both, and the promotion of NumPy scalars."""

from __future__ import annotations

import dataclasses
from functools import cache

from migrator import types as t


class NoJoin(Exception):
    """No Rust form holds values of both types."""

    def __init__(self, a: t.Type, b: t.Type) -> None:
        super().__init__(f"{a} and {b}")
        self.a = a
        self.b = b


_KINDS: dict[t.Type, str] = {
    t.INT: "int",
    t.FLOAT: "float",
    t.NpScalar("float64"): "np.float64",
    t.NpScalar("int64"): "np.int64",
}


def join(a: t.Type, b: t.Type) -> t.Type:
    """Return the smallest type that holds both.

    Raises:
        NoJoin: where there is none.
    """
    if a == b or b == t.UNKNOWN:
        return a
    if a == t.UNKNOWN:
        return b
    either = _argument_or(a, b) or _argument_or(b, a)
    if either is not None:
        return either
    if t.NONE in (a, b) or isinstance(a, t.OptionalOf) or isinstance(b, t.OptionalOf):
        return _optional(a, b)
    kinds = number_kinds(a), number_kinds(b)
    if kinds[0] and kinds[1]:
        return t.Number(kinds[0] | kinds[1])
    mixed = mixed_kinds(a) | mixed_kinds(b)
    if mixed_kinds(a) and mixed_kinds(b) and mixed & COMPLEX:
        return t.Mixed(mixed)
    if {a, b} == {t.INT, t.LONG}:
        return t.LONG
    if {a, b} == {t.CHAR, t.STR}:
        return t.STR
    fixed = _of_fixed_length(a, b) or _of_fixed_length(b, a)
    if fixed is not None:
        return fixed
    functions = _functions(a) | _functions(b)
    if _functions(a) and _functions(b) and len(functions) <= _MOST_FUNCTIONS:
        return t.OneOf(tuple(sorted(functions)))
    if a.parts and a.shape == b.shape:
        return a.rebuilt(tuple(join(x, y) for x, y in zip(a.parts, b.parts, strict=True)))
    if isinstance(a, t.ObjectOf) and isinstance(b, t.ObjectOf) and a.cls == b.cls:
        return _object(a, b)
    raise NoJoin(a, b)


def _of_fixed_length(a: t.Type, b: t.Type) -> t.Type | None:
    """A tuple of any length where tuples of one length are wanted: another length traps."""
    if not isinstance(a, t.TupleOf) or isinstance(a, t.RecordOf) or not isinstance(b, t.RowOf) or not a.elements:
        return None
    return a if all(join(e, b.element) == e for e in a.elements) else None


_MOST_FUNCTIONS = 16


def _functions(kind: t.Type) -> frozenset[str]:
    """The functions that a value of the type may be; empty for other types."""
    if isinstance(kind, t.FunctionOf):
        return frozenset({kind.function})
    return frozenset(kind.functions) if isinstance(kind, t.OneOf) else frozenset()


def _object(a: t.ObjectOf, b: t.ObjectOf) -> t.Type:
    """Attribute by attribute; one that both do not have, or not of types that join, cannot be used."""
    if a.struct or b.struct:
        if (a.struct, [f.name for f in a.fields]) != (b.struct, [f.name for f in b.fields]):
            raise NoJoin(a, b)
        fields = [dataclasses.replace(f, type=join(f.type, g.type)) for f, g in zip(a.fields, b.fields, strict=True)]
        return dataclasses.replace(a, fields=tuple(fields))
    fields = []
    for one in a.fields:
        other = b.field(one.name)
        if other is not None:
            try:
                kind = join(one.type, other.type)
            except NoJoin:
                kind = t.Other("mixed")
            fields.append(dataclasses.replace(one, type=kind))
    return dataclasses.replace(a, fields=tuple(fields))


def _argument_or(a: t.Type, b: t.Type) -> t.Type | None:
    """The caller's object in one case, a fresh list or array in another."""
    match a, b:
        case t.ArgRef(index=index), t.ListOf() | t.ArrayOf():
            return t.ArgOr(index, b)
        case t.ArgOr(index=index, inner=inner), t.ArgRef(index=other) if index == other:
            return a
        case t.ArgOr(index=index, inner=inner), t.ListOf() | t.ArrayOf():
            return t.ArgOr(index, join(inner, b))
        case t.ArgOr(index=index, inner=inner), t.ArgOr(index=other, inner=also) if index == other:
            return t.ArgOr(index, join(inner, also))
        case _:
            return None


def number_kinds(value: t.Type) -> frozenset[str]:
    """The kinds that a ``Number`` needs to hold ``value``; empty where it cannot."""
    if isinstance(value, t.Number):
        return value.kinds
    kind = _KINDS.get(value)
    return frozenset({kind}) if kind else frozenset()


COMPLEX = frozenset({"complex", "np.complex128"})


def mixed_kinds(value: t.Type) -> frozenset[str]:
    """The kinds that a ``Mixed`` needs to hold ``value``; empty where it cannot."""
    if value == t.COMPLEX or value == t.NpScalar("complex128"):
        return frozenset({str(value)})
    kinds = value.kinds if isinstance(value, t.Mixed) else number_kinds(value)
    return kinds if kinds <= t.core.MIXED else frozenset()


def is_complex(kind: t.Type) -> bool:
    """Whether a value of the type is, or may be, a complex number."""
    return isinstance(kind, t.Complex | t.Mixed) or kind == t.NpScalar("complex128")


def mixes(value: t.Type, target: t.Mixed) -> bool:
    """Whether a variable of type ``target`` can hold ``value``."""
    kinds = mixed_kinds(value)
    return bool(kinds) and kinds <= target.kinds


def _optional(a: t.Type, b: t.Type) -> t.Type:
    inner_a = a.inner if isinstance(a, t.OptionalOf) else (t.UNKNOWN if a == t.NONE else a)
    inner_b = b.inner if isinstance(b, t.OptionalOf) else (t.UNKNOWN if b == t.NONE else b)
    return t.OptionalOf(join(inner_a, inner_b))


def settle(value: t.Type) -> t.Type:
    """Give a container that never holds an element an element type, so that it has a Rust form."""
    if isinstance(value, t.ObjectOf):
        return dataclasses.replace(
            value, fields=tuple(dataclasses.replace(f, type=settle(f.type)) for f in value.fields)
        )
    if isinstance(value, t.ArgOr):
        return t.ArgOr(value.index, settle(value.inner))
    if isinstance(value, t.TupleOf):
        return value.rebuilt(tuple(settle(e) for e in value.elements))
    return value.rebuilt(tuple(t.INT if part == t.UNKNOWN else settle(part) for part in value.parts))


@cache
def promoted(a: t.Type, b: t.Type) -> t.NpScalar | None:
    """NumPy's result type (NEP 50) of an operation on two scalars of which one at least is NumPy's.

    The table is the installed NumPy's own ``result_type``; a Python scalar is weak there.
    """
    import numpy as np

    def weak(value: t.Type) -> object:
        match value:
            case t.NpScalar(dtype=dtype):
                return np.dtype(dtype)
            case t.Int():
                return 1
            case t.Float():
                return 1.0
            case t.Complex():
                return 1j
            case t.Bool():
                return np.dtype("bool")
            case _:
                return None

    for number, other in ((a, b), (b, a)):
        if isinstance(number, t.Number) and isinstance(other, t.NpScalar):
            if other.dtype == "float64":
                return other
            weak_kinds = number.kinds <= {"int", "float"}
            if other.dtype == "complex128":
                return other if weak_kinds else None
            return other if other.dtype == "float32" and weak_kinds else None
        if isinstance(number, t.Mixed) and isinstance(other, t.NpScalar):
            return other if other.dtype == "complex128" else None
    left, right = weak(a), weak(b)
    if left is None or right is None:
        return None
    result = t.NpScalar(str(np.result_type(left, right)))  # type: ignore[arg-type]  # names of dtypes
    return result if result.supported else None

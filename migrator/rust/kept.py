"""Which arguments are kept from call to call: those whose conversion may cost more than the call.

The support code decides at run time, by whether the same objects come in again, if keeping pays (``boundary/keep.rs``);
here only what can never pay is left out: numbers, texts, arrays, flat lists of numbers, and what the call changes.
"""

from __future__ import annotations

from migrator import types as t


def keeps(kind: t.Type) -> bool:
    """Whether the conversion of an argument of the type ``kind``, which the call does not exchange, may be spared.

    >>> [keeps(t.parse_type(text)) for text in ("float", "list[float]", "list[list[float]]", "dict[str, int]")]
    [False, False, True, True]
    """
    match kind:
        case t.ObjectOf(fields=fields):
            return any(field.use == "" and holds_many(field.type) for field in fields)
        case t.ListOf(element=element):
            return holds_many(element) or element == t.STR
        case t.OptionalOf(inner=inner):
            return keeps(inner)
        case t.TupleOf(elements=elements):
            return any(map(keeps, elements))
        case _:
            return holds_many(kind)


def holds_many(kind: t.Type) -> bool:
    """Whether a value of the type ``kind`` that lasts may be large: an attribute, or a name of a module."""
    match kind:
        case t.DictOf() | t.SetOf() | t.RowOf() | t.ListOf():
            return kind.supported
        case t.ObjectOf():
            return keeps(kind)
        case t.OptionalOf() | t.TupleOf():
            return any(map(holds_many, kind.parts))
        case _:
            return False

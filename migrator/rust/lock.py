"""Which calls may go on without the interpreter's lock: those that compute on data of their own.

A list, a dict or a text is copied when it comes in, so other threads may do with the original what they like. Where
something of the caller's is changed or read in place, they must not run meanwhile; the memory of arrays is the user's to
decide on.
"""

from __future__ import annotations

from collections.abc import Iterable

from migrator import types as t
from migrator.model.program import CompiledFunction

OWNED, ARRAYS = "owned", "arrays"
"""What a long call may work on without the lock: data of its own, or also the memory of the caller's arrays."""

_OWN = (
    t.Int,
    t.Long,
    t.Float,
    t.Complex,
    t.Bool,
    t.NoneT,
    t.Str,
    t.Char,
    t.NpScalar,
    t.Number,
    t.Mixed,
    t.Bytes,
    t.FunctionOf,
    t.EnumOf,
)
_MADE_OF_PARTS = (t.ListOf, t.OptionalOf, t.TupleOf, t.DictOf, t.SetOf, t.DequeOf, t.RecordOf)


def lets_go(function: CompiledFunction, changed: Iterable[t.Type]) -> bool:
    """Whether a long call of ``function``, which changes what came in as the types ``changed``, needs no interpreter."""
    if not function.unlocked or function.callbacks or not all(isinstance(kind, t.ArrayOf) for kind in changed):
        return False
    kinds = [
        t.parse_type(text) for text in (*(p.type for p in function.parameters), *(c.type for c in function.constants))
    ]
    return all(_owned(kind, function.unlocked == ARRAYS) for kind in kinds if kind.supported)


def _owned(kind: t.Type, arrays: bool) -> bool:
    """Whether what Rust has of a value of type ``kind`` is its own; ``arrays``: those count as such."""
    match kind:
        case t.ArrayOf():
            return arrays
        case t.ObjectOf(fields=fields):
            return all(_owned(field.type, False) for field in fields)
        case _ if isinstance(kind, _MADE_OF_PARTS):
            return all(_owned(part, False) for part in kind.parts)
        case _:
            return isinstance(kind, _OWN)

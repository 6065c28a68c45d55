"""``isinstance`` at compile time: Python itself is asked, with a value of the type in question."""

from __future__ import annotations

import importlib
from collections import Counter, defaultdict
from functools import cache

from migrator import types as t

KNOWN_MODULES = frozenset({"builtins", "numpy", "numbers", "collections.abc", "decimal", "fractions"})
"""Where the classes come from that a test may name; importing these does nothing else."""

EXACT = "="
"""Before the name of a class: no subclass counts."""


@cache
def known_class(dotted: str) -> type | None:
    """The class that ``numpy.ndarray`` or ``int`` names; None where it is no class of a known module."""
    module, _, name = dotted.rpartition(".")
    module = module or "builtins"
    if module not in KNOWN_MODULES:
        return None
    found = getattr(importlib.import_module(module), name, None)
    return found if isinstance(found, type) else None


def is_instance(kind: t.Type, classes: str) -> bool | None:
    """Whether a value of type ``kind`` is an instance of one of ``classes`` (``int|numpy.ndarray``); None: not certain.

    ``=int`` asks whether its type is ``int`` itself.
    """
    value = _example(kind)
    if value is None or (isinstance(kind, t.NamedOf) and classes.startswith(EXACT)):
        return None
    if classes.startswith(EXACT):
        return type(value[0]) is known_class(classes.removeprefix(EXACT))
    found = [known_class(c) for c in classes.split("|")]
    return isinstance(value[0], tuple(c for c in found if c is not None))


def class_of(kind: t.Type) -> str | None:
    """The one class that values of type ``kind`` have, as ``is_instance`` takes it; None where it is not certain."""
    if isinstance(kind, t.ObjectOf | t.NodeOf | t.RecordOf | t.EnumOf):
        return kind.cls
    value = None if isinstance(kind, t.NamedOf) else _example(kind)
    if value is None:
        return None
    cls = type(value[0])
    name = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
    return name if known_class(name) is cls else None


def _example(kind: t.Type) -> tuple[object] | None:
    """A value of exactly this type, in a tuple."""
    match kind:
        case t.NoneT():
            return (None,)
        case t.Bool():
            return (True,)
        case t.Int() | t.Long():
            return (1,)
        case t.Float():
            return (1.0,)
        case t.Complex():
            return (1j,)
        case t.Str() | t.Char():
            return ("",)
        case t.Bytes():
            return (bytearray() if kind.mutable else b"",)
        case t.ListOf():
            return ([],)
        case t.TupleOf() | t.RowOf():
            return ((),)
        case t.NpScalar(dtype=dtype):
            import numpy as np

            return (np.dtype(dtype).type(0),)
        case t.ArrayOf():
            import numpy as np

            return (np.zeros(0),)
        case _:
            return _CONTAINERS.get(str(kind).partition("[")[0])


_CONTAINERS: dict[str, tuple[object]] = {
    "Counter": (Counter(),),
    **dict.fromkeys((f"defaultdict_{name}" for name in t.FACTORIES), (defaultdict(int),)),
    "dict": ({},),
    "set": (set(),),
    "frozenset": (frozenset(),),
}

"""Named tuples (of ``namedtuple`` or ``NamedTuple``) and members of enumerations. No code of theirs is run."""

from __future__ import annotations

import sys
from typing import Any

from .instances import INSTANCES

_OWN = ("__getattribute__", "__getitem__", "__len__", "__iter__", "__contains__", "__hash__", "__add__", "__mul__")
_COMPARED = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
_MOST_FIELDS = 16
_known: dict[type, tuple[str, tuple[str, ...]] | None] = {}


def record_class(value: object) -> tuple[str, tuple[str, ...]] | None:
    """Return ``module:Qualname`` of the class of a named tuple, and its fields; None for all else."""
    kind = type(value)
    if not issubclass(kind, tuple) or kind is tuple:
        return None
    if kind not in _known:
        _known[kind] = _record_class(kind)
    return _known[kind]


def enum_class(value: object) -> str:
    """Return ``module:Qualname`` of the enumeration that ``value`` is a plain member of; empty for all else."""
    kind = type(value)
    if kind not in _enums:
        _enums[kind] = _enum_class(kind)
    return _enums[kind] if _enums[kind] and vars(kind).get(str(vars(value).get("_name_"))) is value else ""


_enums: dict[type, str] = {}


def _enum_class(kind: type) -> str:
    enum = sys.modules.get("enum")
    if enum is None or type(kind) is not enum.EnumMeta or issubclass(kind, enum.Flag):
        return ""
    module = str(type.__getattribute__(kind, "__module__"))
    qualname = str(type.__getattribute__(kind, "__qualname__"))
    found: object = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, "__dict__", {}).get(part)
    return f"{INSTANCES.module_name(module)}:{qualname}" if found is kind else ""


def _record_class(kind: type) -> tuple[str, tuple[str, ...]] | None:
    if kind.__dictoffset__:
        return None  # its instances may have attributes of their own
    fields = _looked_up(kind, "_fields")
    if type(fields) is not tuple or not 0 < len(fields) <= _MOST_FIELDS:
        return None
    if any(_looked_up(kind, name) is not vars(tuple).get(name, vars(object).get(name)) for name in (*_OWN, *_COMPARED)):
        return None
    for place, name in enumerate(fields):
        getter: Any = _looked_up(kind, name)
        if type(getter).__name__ != "_tuplegetter" or getter.__reduce__()[1][0] != place:
            return None
    module = str(type.__getattribute__(kind, "__module__"))
    qualname = str(type.__getattribute__(kind, "__qualname__"))
    found: object = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, "__dict__", {}).get(part)
    return (f"{INSTANCES.module_name(module)}:{qualname}", fields) if found is kind else None


def _looked_up(kind: type, name: str) -> object:
    return next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)

"""Whether a value is of a type: which recorded calls belong to which signature of a function."""

from __future__ import annotations

from typing import Any

from .np_random import NAMES
from .types import Arguments, Type

_PLAIN: dict[str, type] = {
    "int": int,
    "long": int,
    "float": float,
    "complex": complex,
    "bool": bool,
    "str": str,
    "bytes": bytes,
}


def all_fit(types: list[Type], arguments: Arguments) -> bool:
    """Whether the arguments are of these types."""
    return len(types) == len(arguments) and all(map(fits, types, arguments))


def fits(type_: Type, value: Any) -> bool:
    """Whether ``value`` is of ``type_``; of a kind that is not looked into, anything is."""
    name, parts = type_.name, type_.parts
    if name in _PLAIN:
        return type(value) is _PLAIN[name]
    if name == "char":
        return type(value) is str and len(value) == 1
    if name == "None":
        return value is None
    if name == "optional":
        return value is None or fits(parts[0], value)
    if name == "number":
        return any(fits(part, value) for part in parts)
    if name == "list":
        return type(value) is list and all(fits(parts[0], item) for item in value)
    if name == "tuple":
        return type(value) is tuple and len(value) == len(parts) and all(map(fits, parts, value))
    if name == "dict":
        return type(value) is dict and all(fits(parts[0], k) and fits(parts[1], v) for k, v in value.items())
    if name == "ndarray":
        return str(getattr(value, "dtype", "")) == type_.dtype and getattr(value, "ndim", -1) == type_.ndim
    if name == "np":
        return type(value).__name__.rstrip("_") == type_.dtype
    if name in NAMES:
        return type(value).__name__ == name.rpartition(".")[2]
    if name in ("object", "node"):
        return type(value).__qualname__ == type_.dtype.rpartition(":")[2]
    return True

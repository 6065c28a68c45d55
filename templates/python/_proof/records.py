"""Named tuples: tuples of a class of their own, made without running its code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .objects import find_class


def is_record(value: Any) -> bool:
    """Whether ``value`` is an instance of a class that ``namedtuple`` or ``NamedTuple`` made."""
    kind = type(value)
    return kind is not tuple and isinstance(value, tuple) and len(getattr(kind, "_fields", ())) == len(value)


def record_like(value: Any, items: Iterable[Any]) -> Any:
    """Return another tuple of the class of ``value``."""
    return tuple.__new__(type(value), items)


def make_record(class_id: str, items: Iterable[Any]) -> Any:
    """Return a tuple of the class ``module:Qualname``; raises ``LookupError``."""
    return tuple.__new__(find_class(class_id), items)


def class_of(value: Any) -> str:
    """Return ``module:Qualname`` of the class of a record."""
    kind = type(value)
    return f"{kind.__module__}:{kind.__qualname__}"

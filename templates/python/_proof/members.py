"""Members of enumerations: which one it is says all."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .objects import find_class


def is_member(value: Any) -> bool:
    """Whether ``value`` is a member of an enumeration."""
    return isinstance(value, Enum)


def members(class_id: str) -> list[Any]:
    """Return the members of the enumeration ``module:Qualname``; raises ``LookupError``."""
    kind: Any = find_class(class_id)
    return list(kind)


def siblings(value: Any) -> list[Any]:
    """Return all members of the enumeration of ``value``."""
    kind: Any = type(value)
    return list(kind)

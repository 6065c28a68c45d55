"""Instances of the project's classes: which class, and what attributes they have. No code of the class is run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, ModuleType
from typing import Any

from .places import Places

_HEAP_TYPE = 1 << 9
_IMMUTABLE_TYPE = 1 << 8
MOST_ATTRIBUTES = 256


class Instances:
    """Tells instances of project classes from all other objects; remembers its answers by class."""

    def __init__(self) -> None:
        self.places: Places | None = None
        self._ids: dict[type, str] = {}

    def is_project_class(self, kind: type) -> bool:
        """Whether ``kind`` is a plain class of the project."""
        if kind not in self._ids:
            self._ids[kind] = self._class_id(kind)
        return bool(self._ids[kind])

    def class_id(self, value: object) -> str:
        """Return ``module:Qualname`` of the class of ``value``; empty where it is not a plain class of the project."""
        kind = type(value)
        found = self._ids.get(kind)
        if found is None:
            found = self._ids[kind] = self._class_id(kind)
        return found

    def function_id(self, value: FunctionType) -> str:
        """Return ``module:qualname`` of a function that its module still has under that name; else an empty text."""
        places = self.places
        if places is None or value.__closure__ or "<" in value.__qualname__:
            return ""
        name = places.function_id(value.__code__, value.__globals__)
        found: object = value.__globals__
        for part in value.__qualname__.split("."):
            held = found if type(found) is dict else vars(found) if isinstance(found, type) else {}
            found = held.get(part)
        if isinstance(found, staticmethod):
            found = found.__func__
        return name if found is value and name.partition(":")[2] == value.__qualname__ else ""

    def module_name(self, name: str) -> str:
        """Return the name under which others import the module that is imported as ``name``: a script has its own."""
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None) if isinstance(module, ModuleType) else None
        real = self.places.project_file(file) if self.places is not None and isinstance(file, str) else ""
        return self.places.module_of(real, vars(module)) if self.places is not None and real else name

    def _class_id(self, kind: type) -> str:
        if self.places is None or not written_in_python(kind) or not plain_layout(kind):
            return ""
        if "enum" in sys.modules and isinstance(kind, sys.modules["enum"].EnumMeta):
            return ""  # of a member only matters which one it is
        name = type.__getattribute__(kind, "__qualname__")
        module = sys.modules.get(str(type.__getattribute__(kind, "__module__")))
        file = getattr(module, "__file__", None) if isinstance(module, ModuleType) else None
        real = self.places.project_file(file) if isinstance(file, str) else ""
        if not real or "<" in name:
            return ""
        return f"{self.places.module_of(real, vars(module))}:{name}"


INSTANCES = Instances()
"""The one that looks and encodes; it knows no project until it is told its places."""


def plain_layout(kind: type) -> bool:
    """Whether instances of ``kind`` hold attributes only: no list, number or exception is inside."""
    return next(base for base in kind.__mro__ if not written_in_python(base)) is object


def written_in_python(kind: type) -> bool:
    """Whether a ``class`` statement made ``kind``: types of C that are made at run time are not."""
    made = kind.__flags__ & _HEAP_TYPE and not kind.__flags__ & _IMMUTABLE_TYPE
    return bool(made) and not isinstance(vars(kind).get("__new__"), BuiltinFunctionType)


def own_attributes(value: object) -> dict[str, Any]:
    """Return the attributes that the instance itself has: those in slots, and those in its dict."""
    found: dict[str, Any] = {}
    kind = type(value)
    if kind not in _slots:
        _slots[kind] = tuple(_slots_of(kind))
    for name, member in _slots[kind]:
        try:
            found[name] = member.__get__(value)
        except AttributeError:
            continue
    try:
        held = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return found
    if type(held) is dict:
        found.update(held)
    return found


_slots: dict[type, tuple[tuple[str, MemberDescriptorType], ...]] = {}
"""The slots of the classes met so far; what is made by ``__slots__`` is there for good."""


def _slots_of(kind: type) -> Iterator[tuple[str, MemberDescriptorType]]:
    for base in reversed(kind.__mro__):
        for name, member in vars(base).items():
            if type(member) is MemberDescriptorType and name not in ("__dict__", "__weakref__"):
                yield name, member


def class_values(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the plain values that the class gives its instances, such as constants and defaults."""
    for base in kind.__mro__:
        for name, value in vars(base).items():
            if (
                not name.startswith("__")
                and not isinstance(value, FunctionType)
                and not hasattr(type(value), "__get__")
            ):
                yield name, value

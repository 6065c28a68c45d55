"""Instances of the user's own classes: their class, their attributes, and how to set them without running its code."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Callable
from enum import Enum
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, ModuleType
from typing import Any

from .np_random import is_np_random, np_like, state_of_np


def find_class(id: str) -> type:
    """Return the class ``module:Qualname`` of a module that is imported; raises ``LookupError``."""
    module, _, qualname = id.partition(":")
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if isinstance(found, (type, ModuleType)) else None
    if not isinstance(found, type):
        raise LookupError(f"there is no class {id}")
    return found


def find_function(id: str) -> Any:
    """Return the function ``module:qualname`` of an imported module, not its stand-in; raises ``LookupError``."""
    module, _, qualname = id.partition(":")
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if isinstance(found, (type, ModuleType)) else None
    if isinstance(found, staticmethod):
        found = found.__func__
    if not isinstance(found, FunctionType):
        raise LookupError(f"there is no function {id}")
    return found.__dict__.get("__wrapped__", found)


_HEAP_TYPE = 1 << 9
_IMMUTABLE_TYPE = 1 << 8


def written_in_python(kind: type) -> bool:
    """Whether a ``class`` statement made ``kind``: types of C that are made at run time are not."""
    made = kind.__flags__ & _HEAP_TYPE and not kind.__flags__ & _IMMUTABLE_TYPE
    return bool(made) and not isinstance(vars(kind).get("__new__"), BuiltinFunctionType)


def is_object(value: Any) -> bool:
    """Whether ``value`` is an instance of a class written in Python, with nothing but attributes in it."""
    kind = type(value)
    if not written_in_python(kind) or isinstance(value, (type, BaseException, random.Random, Enum)):
        return False
    return next(base for base in kind.__mro__ if not written_in_python(base)) is object


_SLOTS: dict[type, list[tuple[str, Callable[[Any], Any]]]] = {}


def _slots(kind: type) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return the slots of a class and how to read each; looked up once, because classes may have a hundred."""
    if kind not in _SLOTS:
        _SLOTS[kind] = [
            (name, member.__get__)
            for base in reversed(kind.__mro__)
            for name, member in vars(base).items()
            if isinstance(member, MemberDescriptorType) and name not in ("__dict__", "__weakref__")
        ]
    return _SLOTS[kind]


def attributes_of(value: Any) -> dict[str, Any]:
    """Return the attributes that an object itself has, those in slots first; no code of its class is run."""
    found = {}
    for name, read in _slots(type(value)):
        try:
            found[name] = read(value)
        except AttributeError:
            continue
    with contextlib.suppress(AttributeError):
        found.update(object.__getattribute__(value, "__dict__"))
    return found


def is_generator(value: Any) -> bool:
    """Whether ``value`` is a generator of random numbers: Python's, NumPy's, or of a subclass."""
    return isinstance(value, random.Random) or is_np_random(value)


def state_of(generator: Any) -> Any:
    """Return the state of a generator and what is set on the instance; no code of a subclass is run."""
    if is_np_random(generator):
        return state_of_np(generator)
    return random.Random.getstate(generator), dict(vars(generator))


def generator_like(generator: Any) -> Any:
    """Return another generator in the same state."""
    if is_np_random(generator):
        return np_like(generator)
    new = random.Random.__new__(type(generator))
    if not isinstance(new, random.SystemRandom):
        random.Random.setstate(new, random.Random.getstate(generator))
    vars(new).update(vars(generator))
    return new


def set_attributes(value: Any, attributes: dict[str, Any]) -> None:
    for name, held in attributes.items():
        object.__setattr__(value, name, held)

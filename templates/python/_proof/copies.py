"""Deep copies of arguments that keep what they share, and what in them can change."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable
from types import NoneType
from typing import Any

from .maps import MAPS, empty_like, filled
from .members import is_member
from .objects import attributes_of, generator_like, is_generator, is_object, set_attributes
from .optional import np
from .records import is_record, record_like
from .types import Arguments

ATOMS = frozenset({int, float, bool, NoneType, str, complex, bytes})


def copy_arguments(arguments: Arguments) -> Arguments:
    """Return a deep copy in which what was one object is one object again.

    Arrays keep their memory layout, alignment and flags, and still overlap where they did.
    """
    memo: dict[int, Any] = {}
    return tuple(_copy(value, memo) for value in arguments)


def _copy(value: Any, memo: dict[int, Any]) -> Any:
    kind: Any = type(value)
    if kind in ATOMS:
        return value
    if is_member(value):
        return value
    known = memo.get(id(value))
    if known is not None:
        return known
    if isinstance(value, list):
        # A list of plain values, the usual case, is copied in one step.
        if kind is list and ATOMS.issuperset(map(type, value)):
            new: Any = value[:]
        else:
            new = memo[id(value)] = list.__new__(kind)
            list.extend(new, [_copy(item, memo) for item in value])
        memo[id(value)] = new
        return new
    if kind is tuple:
        return tuple([_copy(item, memo) for item in value])
    if is_record(value):
        return record_like(value, [_copy(item, memo) for item in value])
    if kind is dict and ATOMS.issuperset(map(type, value)) and ATOMS.issuperset(map(type, value.values())):
        new = memo[id(value)] = value.copy()
        return new
    if kind in MAPS:
        new = memo[id(value)] = empty_like(value)
        return filled(new, {_copy(k, memo): _copy(v, memo) for k, v in value.items()})
    if kind is bytearray:
        new = memo[id(value)] = bytearray(value)
        return new
    if kind is deque:
        new = memo[id(value)] = deque(maxlen=value.maxlen)
        new.extend([_copy(item, memo) for item in value])
        return new
    if kind is set:
        # Copied alike each time, so two copies have the same order.
        new = memo[id(value)] = value.copy()
        return new
    if np is not None and isinstance(value, np.ndarray):
        new = memo[id(value)] = _copy_array(value, memo)
        return new
    if is_generator(value):
        new = memo[id(value)] = generator_like(value)
        return new
    if is_object(value):
        new = memo[id(value)] = object.__new__(kind)
        set_attributes(new, {name: _copy(held, memo) for name, held in attributes_of(value).items()})
        return new
    return value  # scalars of NumPy, subclasses of int, ...: nothing in them changes


def _copy_array(array: Any, memo: dict[int, Any]) -> Any:
    if type(array) is not np.ndarray or array.dtype.hasobject or array.size == 0:
        new = array.copy(order="K")
    else:
        root = array
        while isinstance(root.base, np.ndarray):
            root = root.base
        low, memory = memo.get(-id(root)) or memo.setdefault(-id(root), copy_memory(root))
        offset = array.__array_interface__["data"][0] - low
        new = np.ndarray(array.shape, array.dtype, memory, offset, array.strides)
    new.flags.writeable = array.flags.writeable
    return new


def copy_memory(root: Any) -> tuple[int, Any]:
    """Return the first address of an array's memory, and a copy of the memory, aligned alike."""
    low = high = root.__array_interface__["data"][0]
    for length, stride in zip(root.shape, root.strides, strict=True):
        low += min(0, (length - 1) * stride)
        high += max(0, (length - 1) * stride)
    high += root.itemsize
    line = 64
    space = np.empty(high - low + line, np.uint8)
    start = (low - space.__array_interface__["data"][0]) % line
    memory = space[start : start + high - low]
    memory[:] = np.frombuffer(ctypes.string_at(low, high - low), np.uint8)
    return low, memory


def changeable(values: Iterable[Any]) -> list[Any]:
    """Return all objects in ``values`` that can be changed in place, each once, outermost first."""
    found: dict[int, Any] = {}
    pending = list(values)
    while pending:
        value = pending.pop()
        kind = type(value)
        if kind in ATOMS or id(value) in found or is_member(value):
            continue
        if kind is tuple or is_record(value):
            pending.extend(reversed(value))
        elif isinstance(value, list):
            found[id(value)] = value
            if not ATOMS.issuperset(map(type, value)):
                pending.extend(reversed(value))
        elif kind is bytearray:
            found[id(value)] = value
        elif kind is deque:
            found[id(value)] = value
            pending.extend(reversed(value))
        elif kind in MAPS:
            found[id(value)] = value
            pending.extend(value.values())
        elif kind is set or is_generator(value) or (np is not None and isinstance(value, np.ndarray)):
            found[id(value)] = value
        elif is_object(value):
            found[id(value)] = value
            pending.extend(attributes_of(value).values())
    return list(found.values())


def _own_weight(value: Any) -> int:
    """About how many numbers are in an object itself, not in what it holds: objects may hold one another."""
    if np is not None and isinstance(value, np.ndarray):
        return int(value.size) + 1
    return len(value) + 1 if isinstance(value, (list, dict, set, deque, bytearray)) else 1


def weight(value: Any) -> int:
    """Return about how many numbers a value holds."""
    kind = type(value)
    if kind in MAPS:
        return 1 + sum(map(weight, value)) + sum(map(weight, value.values()))
    if kind is bytes or kind is bytearray:
        return len(value) + 1
    if kind is set or kind is deque:
        return 1 + sum(map(weight, value))
    if kind is list or isinstance(value, tuple):
        if ATOMS.issuperset(map(type, value)):
            return len(value) + 1
        return 1 + sum(map(weight, value))
    if np is not None and kind is np.ndarray:
        return int(value.size) + 1
    if is_object(value):
        return sum(map(_own_weight, changeable([value])))
    return 1

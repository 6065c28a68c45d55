"""Objects with many attributes: inputs near a recorded one, with one attribute changed at a time.

Where all attributes take special values at once, nearly always one of them keeps the others from being looked at.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from .edge_values import edges, neighbours
from .objects import attributes_of, is_object, set_attributes
from .types import Arguments, Type

MANY = 24
"""An object with more values inside than this is wide."""
_TURNS = 60


def leaves(type_: Type) -> int:
    """Return how many values are inside."""
    return sum(map(leaves, type_.parts)) if type_.parts else 1


def is_wide(type_: Type) -> bool:
    return type_.name == "object" and leaves(type_) > MANY


def near(types: Sequence[Type], bases: Sequence[Arguments]) -> Iterator[Arguments]:
    """Yield the recorded inputs with an edge value in one attribute: of each one, then of each another one."""
    columns = [[edges(part) for part in type_.parts] if is_wide(type_) else [] for type_ in types]
    for turn in range(_TURNS):
        for place, type_ in enumerate(types):
            for number, column in enumerate(columns[place]):
                base = bases[(turn + number) % len(bases)]
                if turn < len(column) and is_object(base[place]):
                    value = with_attribute(base[place], type_.names[number], column[(turn * 7 + number) % len(column)])
                    yield (*base[:place], value, *base[place + 1 :])


def odd(types: Sequence[Type], bases: Sequence[Arguments]) -> Iterator[Arguments]:
    """Yield recorded inputs with something of another type in one attribute, without it, or of another class."""
    for place, type_ in enumerate(types):
        base = bases[0]
        if not is_wide(type_) or not is_object(base[place]):
            continue
        value = base[place]
        found: list[Any] = [None, 1, object()]
        with contextlib.suppress(TypeError):
            other: Any = object.__new__(type(type(value).__name__, (type(value),), {}))
            set_attributes(other, attributes_of(value))
            found.append(other)
        for number, name in enumerate(type_.names):
            if number >= len(type_.parts):
                found.append(with_attribute(value, name, lambda *given: 7))  # a method that the instance hides
                continue
            found += [with_attribute(value, name, bad) for bad in neighbours(type_.parts[number])[:2]]
            found.append(_without(value, name))
        for each in found:
            yield (*base[:place], each, *base[place + 1 :])


def with_attribute(value: Any, name: str, held: Any) -> Any:
    """Return another object like ``value`` in which ``name`` holds ``held``."""
    new: Any = object.__new__(type(value))
    attributes = attributes_of(value)
    with contextlib.suppress(AttributeError):  # the class has no place for the name
        set_attributes(new, {**attributes, name: held} if name in attributes else attributes)
        object.__setattr__(new, name, held)
    return new


def _without(value: Any, name: str) -> Any:
    new: Any = object.__new__(type(value))
    set_attributes(new, {key: held for key, held in attributes_of(value).items() if key != name})
    return new


def in_turn(*kinds: Iterator[Arguments]) -> Iterator[Arguments]:
    """Yield one of each in turn, until all are at their end."""
    waiting = list(kinds)
    while waiting:
        for each in tuple(waiting):
            found = next(each, None)
            if found is None:
                waiting.remove(each)
            else:
                yield found

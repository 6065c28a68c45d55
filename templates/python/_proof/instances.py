"""Makes instances of the user's own classes, after the recorded ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .copies import changeable, copy_arguments
from .objects import attributes_of, find_class, is_object, set_attributes
from .types import Type

TEMPLATES: dict[str, Any] = {}
"""A recorded instance of each class: what is made up takes from it the attributes that its type does not name."""


def make_object(type_: Type, values: Iterable[Any]) -> Any:
    """Return an instance of the class with ``values`` for the attributes that the type names."""
    kind = find_class(type_.dtype)
    made: Any = object.__new__(kind)
    template = TEMPLATES.get(type_.dtype)
    if template is not None:
        others = {name: held for name, held in attributes_of(template).items() if name not in type_.names}
        set_attributes(made, copy_arguments((others,))[0])
    set_attributes(made, dict(zip(type_.names, values, strict=False)))
    return made


def keep_templates(values: Iterable[Any]) -> None:
    """Keep the first instance of each class in ``values``."""
    for value in changeable(values):
        if is_object(value):
            kind = type(value)
            TEMPLATES.setdefault(f"{kind.__module__}:{kind.__qualname__}", value)

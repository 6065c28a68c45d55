"""The relatives of ``dict``: what they are called in types, how an empty one is made, what makes two alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

MAPS = frozenset({dict, Counter, defaultdict})

_FACTORIES = (int, float, str, list, set, dict)

KINDS: dict[str, Callable[[], Any]] = {
    "dict": dict,
    "Counter": Counter,
    "defaultdict_int": lambda: defaultdict(int),
    "defaultdict_float": lambda: defaultdict(float),
    "defaultdict_str": lambda: defaultdict(str),
    "defaultdict_list": lambda: defaultdict(list),
    "defaultdict_set": lambda: defaultdict(set),
    "defaultdict_dict": lambda: defaultdict(dict),
}
"""By the word in the text of a type: what makes an empty one."""


def kind_of(value: Any) -> str:
    """Return the word for the kind of a dict; empty for a factory that is not known."""
    if type(value) is not defaultdict:
        return type(value).__name__
    factory = next((f for f in _FACTORIES if value.default_factory is f), None)
    return f"defaultdict_{factory.__name__}" if factory is not None else ""


def filled(empty: Any, entries: dict[Any, Any]) -> Any:
    """Return ``empty`` with ``entries``, which are put in as they are (a ``Counter`` would add them up)."""
    dict.update(empty, entries)
    return empty


def empty_like(value: Any) -> Any:
    """Return an empty dict of the same kind."""
    return defaultdict(value.default_factory) if type(value) is defaultdict else type(value)()


def like(value: Any, entries: dict[Any, Any]) -> Any:
    """Return a dict of the same kind with ``entries``."""
    return filled(empty_like(value), entries)


def factory_of(value: Any) -> Any:
    """Return what a dict makes missing values with."""
    return value.default_factory if isinstance(value, defaultdict) else None

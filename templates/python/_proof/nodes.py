"""Objects of classes that hold themselves: small trees, lists and graphs of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from .instances import make_object
from .objects import attributes_of, find_class, set_attributes
from .types import NODES, Type

Draw = Callable[[Type], Any]
"""Makes a value of a type in which there are no nodes."""
_SIZES = (1, 1, 2, 3, 3, 4, 6, 9, 15, 30)
_ENDS = ("always", "inside", "at the ends", "by chance")
_DEEP = 60


def whole_node(type_: Type) -> Type:
    """Return the type with the attributes of its class, which a type names where it names the class first."""
    return type_ if type_.names else NODES.get(type_.dtype, type_)


def _attributes(type_: Type) -> list[tuple[str, Type]]:
    """The attributes with their types; behind them a type names the methods that are called."""
    return list(zip(type_.names, type_.parts, strict=False))


def holds_nodes(type_: Type) -> bool:
    """Whether there are nodes in values of the type."""
    return type_.name == "node" or any(map(holds_nodes, type_.parts))


def random_node(type_: Type, rng: random.Random, draw: Draw) -> Any:
    """Return a node with random nodes below it: mostly a tree, now and then one in which nodes are shared."""
    return _Grower(rng, draw, rng.choice(_SIZES)).node(type_)


class _Grower:
    """Grows one structure of at most ``room`` nodes."""

    def __init__(self, rng: random.Random, draw: Draw, room: int) -> None:
        self.rng, self.draw, self.room = rng, draw, room
        self.made: list[tuple[str, Any]] = []
        self.sharing = rng.random() < 0.1
        self.ends: dict[tuple[str, str], str] = {}
        """Where an attribute that may be None is set: such attributes often tell leaves from other nodes."""
        self.depth = 0

    def node(self, type_: Type) -> Any:
        type_ = whole_node(type_)
        known = [made for cls, made in self.made if cls == type_.dtype]
        if known and (self.room <= 0 or (self.sharing and self.rng.random() < 0.2)):
            return self.rng.choice(known)
        self.room -= 1
        new: Any = object.__new__(find_class(type_.dtype))
        self.made.append((type_.dtype, new))
        inside = self.room > 0 and self.depth < _DEEP and self.rng.random() < 0.8
        self.depth += 1
        values = [self.value(part, inside, (type_.dtype, name)) for name, part in _attributes(type_)]
        self.depth -= 1
        template = make_object(type_, values)
        set_attributes(new, attributes_of(template))
        return new

    def value(self, type_: Type, inside: bool, place: tuple[str, str]) -> Any:
        match type_.name:
            case "optional" if holds_nodes(type_):
                there = inside and self.room > 0 and self.rng.random() < 0.85
                return self.value(type_.parts[0], inside, place) if there else None
            case "optional":
                where = self.ends.setdefault(place, self.rng.choice(_ENDS))
                chance = {"always": 1.0, "inside": float(inside), "at the ends": float(not inside)}.get(where, 0.7)
                return self.draw(type_.parts[0]) if self.rng.random() < chance else None
            case "node":
                return self.node(type_)
            case "list" if holds_nodes(type_):
                return self._several(type_.parts[0], inside, place)
            case "tuple_of" if holds_nodes(type_):
                return tuple(self._several(type_.parts[0], inside, place))
            case "tuple" if holds_nodes(type_):
                return tuple([self.value(part, inside, place) for part in type_.parts])
            case "dict" if holds_nodes(type_):
                key, held = type_.parts
                values = self._several(held, inside, place)
                return {self.value(key, inside, place): value for value in values}
            case _:
                return self.draw(type_)

    def _several(self, type_: Type, inside: bool, place: tuple[str, str]) -> list[Any]:
        count = self.rng.choice((0, 1, 2, 2, 3, 4)) if inside else 0
        return [self.value(type_, inside, place) for _ in range(count) if self.room > 0]


def node_edges(type_: Type, edges: Callable[[Type], list[Any]]) -> list[Any]:
    """Return single nodes with each edge value in each attribute, chains, and small structures."""
    type_ = whole_node(type_)
    rng = random.Random(7)

    def draw(part: Type) -> Any:
        return rng.choice(edges(part)[:6])

    found = [_Grower(rng, draw, room).node(type_) for room in (1, 1, 2, 3, 7, 7, 15, 40)]
    for name, part in _attributes(type_):
        if holds_nodes(part):
            continue
        for value in edges(part):
            for room in (1, 4):
                top = _Grower(rng, draw, room).node(type_)
                set_attributes(top, {name: value})
                found.append(top)
    found += [chain for length in (3, _DEEP) if (chain := _chain(type_, draw, length)) is not None]
    return found


def _chain(type_: Type, draw: Draw, length: int) -> Any:
    """``length`` nodes, each of which holds the next one under the first name that can."""
    links = [(name, part) for name, part in _attributes(type_) if _link(part, type_.dtype)]
    if not links:
        return None
    rng = random.Random(1)
    below: Any = None
    for _ in range(length):
        top = _Grower(rng, draw, 1).node(type_)
        if below is not None:
            name, part = links[0]
            set_attributes(top, {name: [below] if part.name == "list" else below})
        below = top
    return below


def _link(part: Type, cls: str) -> bool:
    inner = part.parts[0] if part.name in ("optional", "list") else part
    return inner.name == "node" and inner.dtype == cls


def odd_nodes(type_: Type, edges: Callable[[Type], list[Any]], odd: Callable[[Type], list[Any]]) -> list[Any]:
    """Return what is no such node, and structures with something odd in them, at the top or one below."""
    type_ = whole_node(type_)
    kind = find_class(type_.dtype)
    rng = random.Random(3)

    def draw(part: Type) -> Any:
        return rng.choice(edges(part)[:4])

    def good() -> Any:
        return _Grower(rng, draw, 4).node(type_)

    found: list[Any] = [None, 0, object()]
    found += _of_other_class(kind, good())
    for name, part in _attributes(type_):
        for bad in [*([] if holds_nodes(part) else odd(part)[:4]), object(), 1, "a"]:
            top = good()
            set_attributes(top, {name: bad})
            found.append(top)
            found += _below(type_, good(), top)
        found.append(_without(good(), name))
    for name in type_.names[len(type_.parts) :]:
        top = good()
        try:
            set_attributes(top, {name: _seven})  # a method that the instance hides
        except AttributeError:
            continue
        found.append(top)
        found += _below(type_, good(), top)
    return found


def _seven(*given: Any) -> int:
    return 7


def _below(type_: Type, top: Any, odd: Any) -> Iterator[Any]:
    """Yield ``top`` with ``odd`` as its child."""
    link = next((n for n, part in _attributes(type_) if _link(part, type_.dtype)), None)
    if link is not None:
        held = attributes_of(top).get(link)
        set_attributes(top, {link: [odd] if type(held) is list else odd})
        yield top


def _of_other_class(kind: type, value: Any) -> list[Any]:
    """An instance of a subclass with the same attributes, where the class lets itself be inherited from."""
    try:
        other: Any = object.__new__(type(kind.__name__, (kind,), {}))
    except TypeError:
        return []
    set_attributes(other, attributes_of(value))
    return [other]


def _without(value: Any, name: str) -> Any:
    new: Any = object.__new__(type(value))
    set_attributes(new, {key: held for key, held in attributes_of(value).items() if key != name})
    return new

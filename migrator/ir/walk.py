"""Generic traversal of the IR: children, rebuilding, and the facts that several passes ask for."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from migrator.ir import nodes as n

_Node = TypeVar("_Node", bound=n.Node)


def _parts(kind: type[n.Node]) -> tuple[str, ...]:
    """The names of the fields that may hold nodes, in order: by their annotations, all but plain values and types."""
    known = _KNOWN.get(kind)
    if known is None:
        known = tuple(field.name for field in dataclasses.fields(kind) if str(field.type) not in _PLAIN)
        _KNOWN[kind] = known
    return known


_KNOWN: dict[type[n.Node], tuple[str, ...]] = {}
_PLAIN = frozenset({"int", "str", "bool", "Type"})


def _below(node: n.Node) -> tuple[n.Node, ...]:
    # A node does not change, so what is below it is looked up once; the passes spend much of their time here.
    known: tuple[n.Node, ...] | None = node.__dict__.get(_BELOW)
    if known is None:
        known = node.__dict__[_BELOW] = tuple(_found_below(node))
    return known


_BELOW = "_below"
"""No field: it does not count where nodes are compared, copied or shown."""


def _found_below(node: n.Node) -> list[n.Node]:
    found: list[n.Node] = []
    for name in _parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple):
            found += [item for item in value if isinstance(item, n.Node)]
        elif isinstance(value, n.Node):
            found.append(value)
    return found


def children(node: n.Node) -> Iterator[n.Node]:
    """Yield the direct child nodes in evaluation order of their fields."""
    return iter(_below(node))


def walk(node: n.Node) -> Iterator[n.Node]:
    """Yield ``node`` and everything below it, parents first."""
    # A stack of its own, because the passes spend much of their time here, and nested generators hand on every node.
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _below(node)[::-1]


def walk_all(nodes: Iterable[n.Node]) -> Iterator[n.Node]:
    """``walk`` over each node."""
    for node in nodes:
        yield from walk(node)


def rebuild(node: _Node, change: Callable[[n.Node], n.Node]) -> _Node:
    """Return ``node`` with ``change`` applied to each direct child."""
    updates: dict[str, Any] = {}  # of the fields' own types
    for name in _parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, n.Node):
            new = change(value)
            if new is not value:
                updates[name] = new
        elif isinstance(value, tuple):
            items = tuple([change(item) if isinstance(item, n.Node) else item for item in value])
            if any(map(operator.is_not, items, value)):
                updates[name] = items
    return dataclasses.replace(node, **updates) if updates else node


def with_blocks(node: _Node, change: Callable[[tuple[n.Stmt, ...]], tuple[n.Stmt, ...]]) -> _Node:
    """Return ``node`` with ``change`` applied to the blocks of statements that are directly in it."""
    updates: dict[str, Any] = {}
    for name in _BLOCKS:
        stmts = getattr(node, name, None)
        if isinstance(stmts, tuple):
            made = change(stmts)
            if len(made) != len(stmts) or any(a is not b for a, b in zip(made, stmts, strict=True)):
                updates[name] = made
    return dataclasses.replace(node, **updates) if updates else node


_BLOCKS = ("body", "orelse")


def bottom_up(node: n.Node, change: Callable[[n.Node], n.Node]) -> n.Node:
    """Apply ``change`` to every node, children before parents."""
    return change(rebuild(node, lambda child: bottom_up(child, change)))


def new_name(wish: str, taken: set[str]) -> str:
    """Return ``wish``, or ``wish_2``, ``wish_3``, …: the first that is not ``taken``, which it is from now on.

    >>> taken = {"row"}
    >>> new_name("row", taken), new_name("row", taken), new_name("line", taken)
    ('row_2', 'row_3', 'line')
    """
    name, number = wish, 1
    while name in taken:
        number += 1
        name = f"{wish}_{number}"
    taken.add(name)
    return name


def target_names(target: n.Target) -> Iterator[str]:
    """The local names that a target binds, left to right."""
    match target:
        case n.NameTarget(name=name):
            yield name
        case n.TupleTarget(items=items):
            for item in items:
                yield from target_names(item)
        case _:
            return


def names_read(node: n.Node) -> set[str]:
    """All locals read at or below ``node``."""
    return {child.name for child in walk(node) if isinstance(child, n.Local)}


def names_bound(stmts: tuple[n.Stmt, ...]) -> set[str]:
    """All locals bound somewhere in ``stmts``."""
    bound: set[str] = set()
    for node in walk_all(stmts):
        match node:
            case n.NameTarget(name=name) | n.Alias(name=name):
                bound.add(name)
            case _:
                pass
    return bound


def root_name(expr: n.Expr) -> str | None:
    """The variable whose object ``expr`` is, or is an element of: ``grid`` for ``grid[i][j]``."""
    match expr:
        case n.Local(name=name):
            return name
        case (
            n.Index(base=base)
            | n.Cell(base=base)
            | n.Line(base=base)
            | n.Part(base=base)
            | n.Attr(base=base)
            | n.Rows(base=base)
        ):
            return root_name(base)
        case n.ArrayOp(op="view", args=(base, *_)):
            return root_name(base)
        case n.Convert(value=value) | n.Shared(value=value):
            return root_name(value)
        case n.Apply(op=op, args=(base, *_)) if op in n.PARTS:
            return root_name(base)
        case _:
            return None


Path = tuple[str, ...]
ITEM = "[]"


def place_path(expr: n.Expr) -> Path | None:
    """Where the object of ``expr`` is held: ``("self", "grid", "[]")`` for ``self.grid[i]``; None for a fresh value."""
    match expr:
        case n.Local(name=name):
            return (name,)
        case n.Attr(base=base, name=name):
            path = place_path(base)
            return None if path is None else (*path, name)
        case n.Index(base=base) | n.Cell(base=base) | n.Line(base=base):
            path = place_path(base)
            return None if path is None else (*path, ITEM)
        case n.Apply(op="dict.get.or" | "dict.setdefault", args=(base, *_)):
            path = place_path(base)
            return None if path is None else (*path, ITEM)
        case n.Apply(op=op, args=(base, *_)) if op in n.PARTS:
            return place_path(base)
        case n.Part(base=base) | n.Rows(base=base):
            return place_path(base)
        case n.ArrayOp(op="view", args=(base, *_)):
            return place_path(base)
        case n.Convert(value=value) | n.Shared(value=value):
            return place_path(value)
        case _:
            return None


def overlap(a: Path, b: Path) -> bool:
    """Whether one of the two places is (in) the other."""
    return all(x == y for x, y in zip(a, b, strict=False))

"""All trees that differ from a given one in exactly one place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from migrator.ir import nodes as n


class What(NamedTuple):
    """What is wrong in a variant. ``fine``: it shows only on inputs of a rare kind (equal values, NaN, the last ints).

    What is not fine shows on most inputs that come by, unless the place has no effect at all.
    """

    text: str
    fine: bool = False


@dataclass(frozen=True)
class Change:
    """One change, and the line of the Python it is on."""

    line: int
    what: What


@dataclass(frozen=True)
class Rules:
    """``nodes``: other nodes for one node. ``blocks``: other statements for one statement of a block. ``fixed``: the
    fields of a node that stay as they are. ``mark``: the statement that a variant has before the changed one."""

    nodes: Callable[[n.Node], Iterator[tuple[What, n.Node]]]
    blocks: Callable[[n.Stmt], Iterator[tuple[What, tuple[n.Stmt, ...]]]]
    fixed: Callable[[n.Node], frozenset[str]]
    mark: n.Stmt


def variants(node: n.Node, rules: Rules) -> Iterator[tuple[Change, n.Node]]:
    """Yield every variant of ``node`` with its change."""
    for change, made, _ in _variants(node, rules, node.line):
        yield change, made


Found = Iterator[tuple[Change, n.Node, bool]]
"""Change, variant, and whether the mark stands in it already."""


def _variants(node: n.Node, rules: Rules, line: int) -> Found:
    """``line`` is that of the nearest node around ``node`` that has one."""
    line = node.line or line
    for what, other in rules.nodes(node):
        yield Change(line, what), other, False
    fixed = rules.fixed(node)
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if field.name in fixed:
            continue
        if isinstance(value, n.Node):
            for change, made, marked in _variants(value, rules, line):
                yield change, dataclasses.replace(node, **{field.name: made}), marked  # type: ignore[arg-type]  # a field of it
        elif isinstance(value, tuple):
            for change, items, marked in _in_tuple(value, rules, line):
                yield change, dataclasses.replace(node, **{field.name: items}), marked  # type: ignore[arg-type]  # a field of it


def _in_tuple(values: tuple[object, ...], rules: Rules, line: int) -> Iterator[tuple[Change, tuple[object, ...], bool]]:
    for index, item in enumerate(values):
        if not isinstance(item, n.Node):
            continue
        before, after = values[:index], values[index + 1 :]
        if isinstance(item, n.Stmt):
            for what, stmts in rules.blocks(item):
                yield Change(item.line or line, what), (*before, rules.mark, *stmts, *after), True
        for change, made, marked in _variants(item, rules, line):
            if isinstance(item, n.Stmt) and not marked:
                yield change, (*before, rules.mark, made, *after), True
            else:
                yield change, (*before, made, *after), marked

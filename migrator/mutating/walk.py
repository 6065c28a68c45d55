"""All trees that differ from a given one in exactly one place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrator.ir import nodes as n


@dataclass(frozen=True)
class Change:
    """What is wrong in a variant, and on which line of the Python."""

    line: int
    what: str


@dataclass(frozen=True)
class Rules:
    """``nodes``: other nodes for one node. ``blocks``: other statements for one statement of a block. ``fixed``: the
    fields of a node that stay as they are."""

    nodes: Callable[[n.Node], Iterator[tuple[str, n.Node]]]
    blocks: Callable[[n.Stmt], Iterator[tuple[str, tuple[n.Stmt, ...]]]]
    fixed: Callable[[n.Node], frozenset[str]]


def variants(node: n.Node, rules: Rules, line: int = 0) -> Iterator[tuple[Change, n.Node]]:
    """Yield every variant of ``node`` with its change; ``line`` is that of the nearest node around it that has one."""
    line = node.line or line
    for what, other in rules.nodes(node):
        yield Change(line, what), other
    fixed = rules.fixed(node)
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if field.name in fixed:
            continue
        if isinstance(value, n.Node):
            for change, made in variants(value, rules, line):
                yield change, dataclasses.replace(node, **{field.name: made})  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            for change, items in _in_tuple(value, rules, line):
                yield change, dataclasses.replace(node, **{field.name: items})  # type: ignore[arg-type]


def _in_tuple(values: tuple[object, ...], rules: Rules, line: int) -> Iterator[tuple[Change, tuple[object, ...]]]:
    for index, item in enumerate(values):
        if not isinstance(item, n.Node):
            continue
        before, after = values[:index], values[index + 1 :]
        if isinstance(item, n.Stmt):
            for what, stmts in rules.blocks(item):
                yield Change(item.line or line, what), (*before, *stmts, *after)
        for change, made in variants(item, rules, line):
            yield change, (*before, made, *after)

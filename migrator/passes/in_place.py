"""Containers in attributes of objects that stay in Python, of which only one element or the length is wanted.

``node.children[key]`` would copy the whole dict for one look-up. It becomes one question to Python's own container, so a
walk down a tree costs what it touches. Runs on typed IR, behind the check that such containers are only looked at.

    before:  node.children[key]; key in node.children; len(node.items)
    after:   ask at node.children key; ask has node.children key; ask len node.items
"""

from __future__ import annotations

from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up

Taken = Callable[[str, str], bool]
"""Whether a class has an attribute of the name."""


def ask_in_place(function: n.Function, taken: Taken) -> n.Function:
    """Return ``function`` with such reads as questions; ``taken``: so that no question has an attribute's name."""

    def change(node: n.Node) -> n.Node:
        asked = _asked(node)
        if asked is None or not isinstance(asked.base.type, t.NodeOf):
            return node
        return node if taken(asked.base.type.cls, f"{asked.name}_{asked.how}") else asked

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed


def _asked(node: n.Node) -> n.Ask | None:
    match node:
        case n.Index(base=n.Read() as read, index=key) if _is_list(read.type) or _by_text(read.type):
            return _ask(read, "at", key, node)
        case n.Apply(op="dict.contains", args=(n.Read() as read, key)) if _by_text(read.type):
            return _ask(read, "has", key, node)
        case n.Apply(op="dict.get", args=(n.Read() as read, key)) if _by_text(read.type) and not isinstance(
            read.type.parts[-1], t.OptionalOf
        ):
            return _ask(read, "get", key, node)
        case n.Apply(op="builtins.len", args=(n.Read() as read,)) if _is_list(read.type) or _is_dict(read.type):
            return _ask(read, "len", None, node)
        case n.Truth(value=n.Read() as read) if _is_list(read.type) or _is_dict(read.type):
            return _ask(read, "any", None, node)
        case _:
            return None


def _ask(read: n.Read, how: str, key: n.Expr | None, node: n.Expr) -> n.Ask:
    return n.Ask(base=read.base, name=read.name, held=read.type, how=how, key=key, type=node.type, line=node.line)


def _is_list(kind: t.Type) -> bool:
    return isinstance(kind, t.ListOf)


def _is_dict(kind: t.Type) -> bool:
    return isinstance(kind, t.DictOf) and kind.kind == "dict"


def _by_text(kind: t.Type) -> bool:
    """Whether it is a dict of texts: looking up a text among texts runs no code of anybody's."""
    return isinstance(kind, t.DictOf) and kind.kind == "dict" and kind.key == t.STR

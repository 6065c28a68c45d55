"""Values in the body of a class that are read on an instance: ``self.LIMIT``, where the region itself makes the instance.

Such an instance has the attributes that ``__init__`` sets and no other, so the class's value is meant. It becomes a hidden
parameter like any module-level value: read at each call, under the guard that the class is the one that was compiled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes.join import NoJoin, join

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


def class_constant(inference: Inference, node: n.ClassConstant) -> n.Expr:
    """Return the hidden parameter that holds the value."""
    module, _, path = node.cls.partition(":")
    place = f"{path}.{node.name}"
    if (module, place) not in inference.hidden:
        kind = inference.classes.constant(node.cls, node.name)
        if not kind.supported:
            message = f"the value `{place}` of the class is no literal, and was not seen on an instance"
            inference.fail("M230", node.line, message)
            return node
        name = inference.unused(node.name.lower().strip("_") or "value")
        inference.hidden[module, place] = n.GlobalRead(name=name, module=module, path=place, type=kind)
        inference.variables[name] = kind
    if not node.of_class:
        read = inference.hidden[module, place]
        inference.hidden[module, place] = dataclasses.replace(read, instances=node.cls)
    return inference.expr(n.Local(name=inference.hidden[module, place].name, line=node.line))


def literal_type(value: object) -> t.Type:
    """Return the type of what a literal stands for; unknown where it has none."""
    match value:
        case bool():
            return t.BOOL
        case int():
            return t.INT if -(2**63) <= value < 2**63 else t.UNKNOWN
        case float():
            return t.FLOAT
        case complex():
            return t.COMPLEX
        case str():
            return t.STR
        case tuple():
            return t.TupleOf(tuple(map(literal_type, value)))
        case list():
            return t.ListOf(_common(value))
        case dict():
            return t.DictOf(_common(value), _common(value.values()))
        case _:
            return t.UNKNOWN


def _common(values: Iterable[object]) -> t.Type:
    kind: t.Type = t.UNKNOWN
    try:
        for value in values:
            kind = join(kind, literal_type(value))
    except NoJoin:
        return t.UNKNOWN
    return kind

"""The types of arguments, as the native package writes them: ``list[float]``."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

Arguments = tuple[Any, ...]


class Type(NamedTuple):
    """A type as the native package writes it: ``list[float]`` is ``Type("list", (Type("float"),))``.

    ``dtype`` and ``ndim`` belong to ``ndarray[float64, 2]`` and ``np.float64``.
    """

    name: str
    parts: tuple[Type, ...] = ()
    dtype: str = ""
    ndim: int = 0
    names: tuple[str, ...] = ()
    """Of an object's attributes, whose types are ``parts``; its class is ``dtype``. Then the methods called."""


NODES: dict[str, Type] = {}
"""The classes that hold themselves, with all attributes that the types read so far name."""

_TOKEN = re.compile(r"\s*([^\W\d][\w.<>]*|\d+|[\[\],|?{}():!=~])")


def parse_type(text: str) -> Type:
    """Return the type that ``text`` names.

    >>> parse_type("list[tuple[int, float]]").parts[0].name
    'tuple'
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise ValueError(f"cannot read the type {text!r}")
    type_, rest = _parse(tokens, text)
    if rest:
        raise ValueError(f"unexpected {rest[0]!r} in the type {text!r}")
    return type_


def _parse(tokens: list[str], text: str) -> tuple[Type, list[str]]:
    if not tokens:
        raise ValueError(f"the type {text!r} ends too early")
    head, rest = tokens[0], tokens[1:]
    if head.startswith("np."):
        return Type("np", dtype=head[3:]), rest
    if not rest or rest[0] != "[":
        return Type(head), rest
    if head == "node":
        parsed, rest = _parse_object(rest, text)
        return _note_node(parsed._replace(name=head)), rest
    if head in ("object", "record"):
        parsed, rest = _parse_object(rest, text)
        return parsed._replace(name=head), rest
    end = _closing(rest, text)
    inside, rest = rest[1:end], rest[end + 1 :]
    if head == "ndarray":
        return Type("ndarray", dtype=inside[0], ndim=int(inside[2])), rest
    if head in ("other", "argument", "function", "enum"):
        return Type(head, dtype="".join(inside)), rest
    parts = []
    while inside:
        part, inside = _parse(inside, text)
        parts.append(part)
        inside = inside[1:]  # the comma, or the bar of number[float|int]
    return Type(head, tuple(parts)), rest


def _parse_object(tokens: list[str], text: str) -> tuple[Type, list[str]]:
    """``[module:Class]{x: int, y: list[float]!, step()}``."""
    end = _closing(tokens, text)
    name = "".join(tokens[1:end]).partition(",")[0]
    rest = tokens[end + 2 :]
    parts, names, methods = [], [], []
    while rest[0] != "}":
        if rest[1] == "(":
            methods.append(rest[0])
            rest = rest[3:]
        else:
            names.append(rest[0])
            part, rest = _parse(rest[2:], text)
            parts.append(part)
        while rest[0] in ("!", "=", "~", ","):
            rest = rest[1:]
    return Type("object", tuple(parts), name, names=(*names, *methods)), rest[1:]


def _note_node(type_: Type) -> Type:
    known = NODES.get(type_.dtype)
    if type_.names:
        parts = dict(zip(known.names, known.parts, strict=False)) if known else {}
        parts |= dict(zip(type_.names, type_.parts, strict=False))
        methods = tuple(name for name in (*(known.names if known else ()), *type_.names) if name not in parts)
        whole = type_._replace(parts=tuple(parts.values()), names=(*parts, *dict.fromkeys(methods)))
        NODES[type_.dtype] = whole
    return type_


def _closing(tokens: list[str], text: str) -> int:
    depth = 0
    for index, token in enumerate(tokens):
        depth += {"[": 1, "]": -1}.get(token, 0)
        if depth == 0:
            return index
    raise ValueError(f"a bracket is not closed in the type {text!r}")

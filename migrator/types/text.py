"""Reads the text form of a type back: the inverse of ``str`` on ``migrator.types`` values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from migrator.types import core

_TOKEN = re.compile(r"\s*([^\W\d][\w.<>]*|\d+|[\[\],|?{}():!=~])")
_PLAIN: dict[str, core.Type] = {
    "bool": core.BOOL,
    "int": core.INT,
    "long": core.LONG,
    "float": core.FLOAT,
    "complex": core.COMPLEX,
    "None": core.NONE,
    "str": core.STR,
    "bytes": core.BYTES,
    "bytearray": core.BYTEARRAY,
    "random.Random": core.RANDOM,
    "output": core.OUTPUT,
    str(core.GENERATOR): core.GENERATOR,
    str(core.RANDOM_STATE): core.RANDOM_STATE,
    "char": core.CHAR,
    "?": core.UNKNOWN,
}

_CONTAINERS: dict[str, tuple[int, Callable[..., core.Type]]] = {
    "list": (1, core.ListOf),
    "optional": (1, core.OptionalOf),
    "set": (1, core.SetOf),
    "deque": (1, core.DequeOf),
    "tuple_of": (1, core.RowOf),
    **{kind: (2, partial(core.DictOf, kind=kind)) for kind in core.MAPS},
}
"""By their word: how many types are inside, and what makes the type."""


class TypeTextError(ValueError):
    """The text is not the text form of a type."""


def parse_type(text: str, variables: Mapping[str, core.Type] | None = None) -> core.Type:
    """Return the type that ``text`` names.

    >>> str(parse_type("list[tuple[int, ndarray[float64, 2]]]"))
    'list[tuple[int, ndarray[float64, 2]]]'
    >>> str(parse_type("object[shapes:Box, Box]{w: float!, items: list[int]=, grow()}"))
    'object[shapes:Box, Box]{w: float!, items: list[int]=, grow()}'
    >>> str(parse_type("node[shapes:Tree]{left: optional[node[shapes:Tree]{}]}"))
    'node[shapes:Tree]{left: optional[node[shapes:Tree]{}]}'
    >>> str(parse_type("record[shapes:Point]{x: float, y: int}"))
    'record[shapes:Point]{x: float, y: int}'

    ``variables`` gives further plain names and the types they stand for (type variables of operation forms).

    Raises:
        TypeTextError: where ``text`` is not a type's text form.
    """
    tokens = _tokens(text)
    parsed, rest = _parse(tokens, text, {**_PLAIN, **(variables or {})})
    if rest:
        raise TypeTextError(f"unexpected {rest[0]!r} in type {text!r}")
    return parsed


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise TypeTextError(f"cannot read type {text!r} at column {at}")
        tokens.append(match.group(1))
        at = match.end()
    return tokens


def _parse(tokens: list[str], text: str, plain: Mapping[str, core.Type]) -> tuple[core.Type, list[str]]:
    if not tokens:
        raise TypeTextError(f"type {text!r} ends too early")
    head, rest = tokens[0], tokens[1:]
    if head in plain:
        return plain[head], rest
    if head.startswith("np."):
        return core.NpScalar(head[3:]), rest
    if not rest or rest[0] != "[":
        raise TypeTextError(f"unknown type {head!r} in {text!r}")
    rest = rest[1:]
    if head == "other":
        return core.Other(rest[0]), _expect(rest[1:], "]", text)
    if head in ("function", "enum") and "]" in rest:
        end = rest.index("]")
        made_of = core.FunctionOf if head == "function" else core.EnumOf
        return made_of("".join(rest[:end])), rest[end + 1 :]
    if head == "oneof" and "]" in rest:
        end = rest.index("]")
        return core.OneOf(tuple("".join(rest[:end]).split("|"))), rest[end + 1 :]
    if head == "argument":
        index = int(rest[0])
        if len(rest) > 1 and rest[1] == ",":
            inner, after = _parse(rest[2:], text, plain)
            return core.ArgOr(index, inner), _expect(after, "]", text)
        return core.ArgRef(index), _expect(rest[1:], "]", text)
    if head == "attribute":
        inner, after = _parse(rest[4:], text, plain)
        return core.AttrOf(int(rest[0]), rest[2], inner), _expect(after, "]", text)
    if head == "view":
        inner, after = _parse(_expect(rest[1:], ",", text), text, plain)
        assert isinstance(inner, core.ArrayOf)
        return core.ArgView(int(rest[0]), inner), _expect(after, "]", text)
    if head == "laid":
        base, after = _parse(rest, text, plain)
        array, after = _parse(_expect(after, ",", text), text, plain)
        assert isinstance(base, core.ArrayOf)
        assert isinstance(array, core.ArrayOf)
        return core.LaidOut(base, array), _expect(after, "]", text)
    if head == "ndarray":
        after = _expect(rest[1:], ",", text)
        return core.ArrayOf(rest[0], int(after[0])), _expect(after[1:], "]", text)
    if head == "number":
        return _parse_number(rest, text)
    if head == "node":
        found, after = _parse_object(rest, text, plain)
        assert isinstance(found, core.ObjectOf)
        return core.NodeOf(found.cls, found.struct, found.fields), after
    if head == "object":
        return _parse_object(rest, text, plain)
    if head == "record":
        found, after = _parse_object(rest, text, plain)
        assert isinstance(found, core.ObjectOf)
        kinds = tuple(f.type for f in found.fields)
        return core.RecordOf(kinds, found.cls, tuple(f.name for f in found.fields)), after
    function = ""
    if head == "closure":
        end = rest.index(",") if "," in rest else len(rest)
        function, rest = "".join(rest[:end]), rest[end + 1 :]
    items: list[core.Type] = []
    while rest and rest[0] != "]":
        item, rest = _parse(rest, text, plain)
        items.append(item)
        if rest and rest[0] == ",":
            rest = rest[1:]
    made = core.ClosureOf(function, tuple(items)) if head == "closure" else _compound(head, items, text)
    return made, _expect(rest, "]", text)


def _parse_number(tokens: list[str], text: str) -> tuple[core.Type, list[str]]:
    kinds: list[str] = []
    while tokens and tokens[0] != "]":
        if tokens[0] != "|":
            kinds.append(tokens[0])
        tokens = tokens[1:]
    return _number(frozenset(kinds)), _expect(tokens, "]", text)


def _number(kinds: frozenset[str]) -> core.Type:
    if not kinds & {"complex", "np.complex128"}:
        return core.Number(kinds)
    return core.Mixed(kinds) if kinds <= core.MIXED else core.Other("mixed")


def _parse_object(tokens: list[str], text: str, plain: Mapping[str, core.Type]) -> tuple[core.Type, list[str]]:
    """``module:Class]{x: int, y: list[float]!, step()}``, perhaps with the name of its struct after the class."""
    end = tokens.index("]") if "]" in tokens else 0
    name, _, struct = "".join(tokens[:end]).partition(",")
    rest = _expect(tokens[end + 1 :], "{", text)
    fields: list[core.Field] = []
    methods: list[str] = []
    while rest and rest[0] != "}":
        attribute, rest = rest[0], rest[1:]
        if rest[:2] == ["(", ")"]:
            methods.append(attribute)
            rest = rest[2:]
        else:
            kind, rest = _parse(_expect(rest, ":", text), text, plain)
            use = rest[0] if rest and rest[0] in ("!", "=", "~") else ""
            fields.append(core.Field(attribute, kind, use))
            rest = rest[len(use) :]
        if rest and rest[0] == ",":
            rest = rest[1:]
    return core.ObjectOf(name, tuple(fields), tuple(methods), struct), _expect(rest, "}", text)


def _compound(head: str, items: list[core.Type], text: str) -> core.Type:
    if head == "tuple":
        return core.TupleOf(tuple(items))
    count, make = _CONTAINERS.get(head, (-1, None))
    if make is None or len(items) != count:
        raise TypeTextError(f"unknown type {head!r} in {text!r}")
    return make(*items)


def _expect(tokens: list[str], token: str, text: str) -> list[str]:
    if not tokens or tokens[0] != token:
        raise TypeTextError(f"expected {token!r} in type {text!r}")
    return tokens[1:]

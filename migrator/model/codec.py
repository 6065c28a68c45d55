"""Dataclass to JSON and back, driven by the annotations: one pair of functions for every value in ``model``."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class DecodeError(ValueError):
    """The JSON does not have the shape of the value; the message names the place."""


def to_plain(value: Any) -> Any:
    """Return ``value`` as dicts, lists and scalars that ``json`` can write."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form")


def from_plain(kind: type[T], plain: Any, place: str = "$") -> T:
    """Return the ``kind`` that ``plain`` (from ``json``) describes.

    Raises:
        DecodeError: where a field is missing or of another shape; names the place as a JSON path.
    """
    return typing.cast(T, _decode(kind, plain, place))


def write_json(path: Path, value: Any) -> None:
    """Write ``value`` to ``path`` as JSON, all or nothing."""
    temporary = path.with_name(path.name + ".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(json.dumps(to_plain(value), indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def read_json(kind: type[T], path: Path) -> T:
    """Read a ``kind`` from the JSON file ``path``; raises ``DecodeError`` or ``OSError``."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DecodeError(f"{path}: {error}") from error
    return from_plain(kind, plain, str(path))


def _decode(kind: Any, plain: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if kind is Any:
        return plain
    if origin in (typing.Union, types.UnionType):
        if plain is None and type(None) in arguments:
            return None
        inner = [a for a in arguments if a is not type(None)]
        return _decode(inner[0], plain, place)
    if origin is tuple:
        if not isinstance(plain, list):
            raise DecodeError(f"{place}: expected a list")
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_decode(arguments[0], p, f"{place}[{i}]") for i, p in enumerate(plain))
        return tuple(_decode(a, p, f"{place}[{i}]") for i, (a, p) in enumerate(zip(arguments, plain, strict=True)))
    if origin is dict:
        if not isinstance(plain, dict):
            raise DecodeError(f"{place}: expected an object")
        return {key: _decode(arguments[1], item, f"{place}.{key}") for key, item in plain.items()}
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, plain, place)
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if not isinstance(plain, kind):
        raise DecodeError(f"{place}: expected {kind.__name__}, found {type(plain).__name__}")
    return plain


def _decode_dataclass(kind: Any, plain: Any, place: str) -> Any:
    if not isinstance(plain, dict):
        raise DecodeError(f"{place}: expected an object")
    hints = typing.get_type_hints(kind)
    values = {}
    for field in dataclasses.fields(kind):
        if field.name in plain:
            values[field.name] = _decode(hints[field.name], plain[field.name], f"{place}.{field.name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise DecodeError(f"{place}.{field.name}: missing")
    return kind(**values)

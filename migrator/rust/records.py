"""Named tuples and enumerations that cross the boundary: the marker type of each, by which it knows the very class."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from migrator import types as t
from migrator.model.program import CompiledProgram
from migrator.rust.identifiers import comment_line
from migrator.rust.objects import function_types


def record_name(kind: t.RecordOf) -> str:
    """Return the marker type's name; the digits tell records of one name apart."""
    words = kind.cls.rpartition(":")[2].replace(".", "_").split("_")
    readable = "".join(word[:1].upper() + word[1:] for word in words if word.isascii())
    digits = hashlib.sha256(str(kind).encode()).hexdigest()[:6]
    return f"{readable or 'A'}Record{digits}"


def record_texts(program: CompiledProgram, marker: Callable[[t.Type], str]) -> list[str]:
    """Return the marker type of every named tuple that crosses a boundary of ``program``.

    ``marker`` gives the marker type of what is inside.
    """
    found = {record_name(each): each for kind in _crossing(program) for each in records_in(kind)}
    return [_marker_text(found[name], marker) for name in sorted(found)]


def member_name(kind: t.EnumOf) -> str:
    """Return the marker type's name of an enumeration."""
    words = kind.cls.rpartition(":")[2].replace(".", "_").split("_")
    readable = "".join(word[:1].upper() + word[1:] for word in words if word.isascii())
    return f"{readable or 'A'}Member{hashlib.sha256(kind.cls.encode()).hexdigest()[:6]}"


def member_texts(program: CompiledProgram) -> list[str]:
    """Return the marker type of every enumeration whose members cross a boundary of ``program``."""
    found = {each.cls: each for kind in _crossing(program) for each in enums_in(kind)}
    return [_enum_text(found[name]) for name in sorted(found)]


def enums_in(kind: t.Type) -> Iterator[t.EnumOf]:
    """Yield the enumerations whose members values of ``kind`` hold."""
    if isinstance(kind, t.EnumOf):
        yield kind
    inner = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    for part in inner:
        yield from enums_in(part)


def _crossing(program: CompiledProgram) -> Iterator[t.Type]:
    for function in program.functions:
        if function.root:
            yield from (*function_types(function), *(t.parse_type(use.type) for use in function.classes))


def _enum_text(kind: t.EnumOf) -> str:
    module, _, path = kind.cls.partition(":")
    return "\n".join(
        [
            "enumeration! {",
            f"    /// A member of `{comment_line(kind.cls)}`.",
            f"    {member_name(kind)}: {json.dumps(module)}, {json.dumps(path)}",
            "}",
        ]
    )


def records_in(kind: t.Type) -> Iterator[t.RecordOf]:
    """Yield the named tuples that values of ``kind`` hold, itself included."""
    if isinstance(kind, t.RecordOf) and kind.supported:
        yield kind
    inner = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    for part in inner:
        yield from records_in(part)


def _marker_text(kind: t.RecordOf, marker: Callable[[t.Type], str]) -> str:
    module, _, path = kind.cls.partition(":")
    return "\n".join(
        [
            "record! {",
            f"    /// The named tuple `{comment_line(kind.cls)}`: {comment_line(', '.join(kind.names))}.",
            f"    {record_name(kind)}: {json.dumps(module)}, {json.dumps(path)},",
            f"    {len(kind.elements)}: {' '.join(f'{marker(e)}, {i};' for i, e in enumerate(kind.elements))}",
            "}",
        ]
    )

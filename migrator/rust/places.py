"""What is known by its place in a module: functions as values, classes of named tuples, enumerations.

The boundary knows each by a marker type of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import TypeVar

from migrator import types as t
from migrator.model.program import CompiledProgram
from migrator.rust.identifiers import comment_line
from migrator.rust.objects import function_types

_Kind = TypeVar("_Kind", bound=t.Type)


def function_name(kind: t.FunctionOf) -> str:
    """Return the marker type's name of a function."""
    return _marker_name(kind.function, "Function", kind.function)


def record_name(kind: t.RecordOf) -> str:
    """Return the marker type's name of a named tuple with elements of these types."""
    return _marker_name(kind.cls, "Record", str(kind))


def member_name(kind: t.EnumOf) -> str:
    """Return the marker type's name of an enumeration."""
    return _marker_name(kind.cls, "Member", kind.cls)


def marker_texts(program: CompiledProgram, marker: Callable[[t.Type], str]) -> list[str]:
    """Return the marker type of everything of this kind that crosses a boundary of ``program``.

    ``marker`` gives the marker type of what is inside.
    """
    crossing = dict.fromkeys(_crossing(program))
    functions = {function_name(f): f for kind in crossing for f in found_in(kind, t.FunctionOf)}
    records = {record_name(r): r for kind in crossing for r in found_in(kind, t.RecordOf) if r.supported}
    enums = {member_name(e): e for kind in crossing for e in found_in(kind, t.EnumOf)}
    return [
        *(_text("function", "The Python function", n, functions[n].function) for n in sorted(functions)),
        *(_record_text(name, records[name], marker) for name in sorted(records)),
        *(_text("enumeration", "A member of", name, enums[name].cls) for name in sorted(enums)),
    ]


def found_in(kind: t.Type, wanted: type[_Kind]) -> Iterator[_Kind]:
    """Yield the types of the class ``wanted`` in ``kind``, itself included."""
    if isinstance(kind, wanted):
        yield kind
    inner = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    for part in inner:
        yield from found_in(part, wanted)


def _marker_name(id: str, word: str, distinct: str) -> str:
    """The digits tell two of one name apart."""
    words = id.rpartition(":")[2].replace(".", "_").split("_")
    readable = "".join(part[:1].upper() + part[1:] for part in words if part.isascii())
    return f"{readable or 'A'}{word}{hashlib.sha256(distinct.encode()).hexdigest()[:6]}"


def _crossing(program: CompiledProgram) -> Iterator[t.Type]:
    for function in program.functions:
        if function.root:
            yield from (*function_types(function), *(t.parse_type(use.type) for use in function.classes))


def _text(macro: str, doc: str, name: str, id: str, rest: str = "") -> str:
    module, _, path = id.partition(":")
    place = f"{json.dumps(module)}, {json.dumps(path)}"
    return "\n".join([f"{macro}! {{", f"    /// {doc} `{comment_line(id)}`.", f"    {name}: {place}{rest}", "}"])


def _record_text(name: str, kind: t.RecordOf, marker: Callable[[t.Type], str]) -> str:
    inside = " ".join(f"{marker(e)}, {i};" for i, e in enumerate(kind.elements))
    fields = comment_line(", ".join(kind.names))
    return _text("record", f"({fields}) of the named tuple", name, kind.cls, f",\n    {len(kind.elements)}: {inside}")

"""Functions that are passed as values: the marker type of each, by which the boundary knows the very function."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from migrator import types as t
from migrator.model.program import CompiledProgram
from migrator.rust.identifiers import comment_line
from migrator.rust.objects import function_types


def marker_name(kind: t.FunctionOf) -> str:
    """Return the marker type's name; the digits tell functions of one name apart."""
    words = kind.function.rpartition(":")[2].replace(".", "_").split("_")
    readable = "".join(word[:1].upper() + word[1:] for word in words if word.isascii())
    digits = hashlib.sha256(kind.function.encode()).hexdigest()[:6]
    return f"{readable or 'A'}Function{digits}"


def marker_texts(program: CompiledProgram) -> list[str]:
    """Return the marker type of every function that crosses a boundary of ``program``."""
    found: dict[str, t.FunctionOf] = {}
    for function in program.functions:
        if function.root:
            kinds = [*function_types(function), *(t.parse_type(use.type) for use in function.classes)]
            for kind in kinds:
                found.update({each.function: each for each in functions_in(kind)})
    return [_marker_text(found[name]) for name in sorted(found)]


def functions_in(kind: t.Type) -> Iterator[t.FunctionOf]:
    """Yield the functions that values of ``kind`` hold."""
    if isinstance(kind, t.FunctionOf):
        yield kind
    inner = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    for part in inner:
        yield from functions_in(part)


def _marker_text(kind: t.FunctionOf) -> str:
    module, _, path = kind.function.partition(":")
    return "\n".join(
        [
            "function! {",
            f"    /// The Python function `{comment_line(kind.function)}`.",
            f"    {marker_name(kind)}: {json.dumps(module)}, {json.dumps(path)}",
            "}",
        ]
    )

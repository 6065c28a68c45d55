"""Objects of a program to Rust: the struct of each in the core, and how it crosses the boundary."""

from __future__ import annotations

import json
from dataclasses import dataclass

from migrator import types as t
from migrator.model.program import ClassUse, CompiledFunction, CompiledProgram
from migrator.rust.identifiers import comment_line, rust_name

_USES = {"": "read", "!": "set", "=": "anew"}


@dataclass(frozen=True)
class Struct:
    """One struct. ``crosses``: Python hands such objects in, or gets them."""

    type: t.ObjectOf
    use: ClassUse
    crosses: bool


def structs_of(program: CompiledProgram) -> list[Struct]:
    """Return the struct of every object type that the program's roots work with, by name."""
    crossing = {
        each.struct
        for function in program.functions
        if function.root
        for kind in function_types(function)
        for each in objects_in(kind)
    }
    found: dict[str, Struct] = {}
    for function in program.functions:
        for use in function.classes:
            kind = t.parse_type(use.type)
            assert isinstance(kind, t.ObjectOf)
            found[use.struct] = Struct(kind, use, use.struct in crossing)
    return [found[name] for name in sorted(found)]


def is_made(kind: t.ObjectOf) -> bool:
    """Whether Rust makes new instances of the class."""
    return "__init__" in kind.methods


def function_types(function: CompiledFunction) -> list[t.Type]:
    """Return the types that cross the boundary with ``function``."""
    every = function.signatures
    inside = [text for f in every for text in (*(p.type for p in f.parameters), f.returns)]
    inside += [c.type for f in every for c in f.constants]
    return [t.parse_type(text) for text in inside]


def objects_in(kind: t.Type) -> list[t.ObjectOf]:
    """Return the object types in ``kind``, inner ones first."""
    match kind:
        case t.ListOf(element=inner) | t.OptionalOf(inner=inner):
            return objects_in(inner)
        case t.TupleOf(elements=elements):
            return [each for element in elements for each in objects_in(element)]
        case t.ObjectOf(fields=fields):
            return [*(each for field in fields for each in objects_in(field.type)), kind]
        case _:
            return []


def static_name(struct: str) -> str:
    """Return the name of the static that stands for the class behind ``struct``."""
    return struct.upper()


def struct_text(kind: t.ObjectOf, use: ClassUse) -> str:
    """Return the struct of ``kind``."""
    doc = [line for line in use.doc.splitlines() if line.strip()] or [f"What is used of a `{kind.cls}`."]
    fields = [f"pub {rust_name(f.name)}: {_field_type(f)}," for f in kind.fields]
    lines = [f"// {comment_line(line)}" for line in doc]
    return "\n".join([*lines, f"pub struct {kind.struct} {{", *fields, "}"]) + "\n"


def _field_type(field: t.Field) -> str:
    return f"Rebindable<{field.type.rust}>" if field.use == "=" else field.type.rust


def class_text(kind: t.ObjectOf) -> str:
    """Return the static that stands for the Python class."""
    attributes = ", ".join(json.dumps(f.name) for f in kind.fields)
    methods = ", ".join(json.dumps(m) for m in kind.methods if m != "__init__")
    static = static_name(kind.struct)
    return "\n".join(
        [
            f"/// The Python class `{comment_line(kind.cls)}`.",
            f'pub static {static}: Class = Class::new("{kind.struct}", &[{attributes}], &[{methods}]);',
        ]
    )


def marker_text(kind: t.ObjectOf, marker_of: dict[str, str]) -> str:
    """Return the marker type of ``kind``; ``marker_of`` gives each field's marker type."""
    rows = [f"{i} {rust_name(f.name)}: {marker_of[f.name]}, {_USES[f.use]};" for i, f in enumerate(kind.fields)]
    how = ", made" if is_made(kind) else ""
    return "\n".join(
        [
            "object! {",
            f"    /// An instance of `{comment_line(kind.cls)}`.",
            f"    {kind.struct}Object: {kind.struct} of {static_name(kind.struct)}{how} {{",
            *(f"        {row}" for row in rows),
            "    }",
            "}",
        ]
    )

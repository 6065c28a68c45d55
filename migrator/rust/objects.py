"""Objects of a program to Rust: the struct of each in the core, and how it crosses the boundary."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from migrator import types as t
from migrator.model.program import READ, ClassUse, CompiledFunction, CompiledProgram
from migrator.rust.identifiers import comment_line, rust_name

_USES = {"": "read", "!": "set", "=": "anew", "~": "exchanged"}


@dataclass(frozen=True)
class Struct:
    """One struct. ``crosses``: Python hands such objects in, or gets them."""

    type: t.ObjectOf | t.NodeOf
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
            assert isinstance(kind, t.ObjectOf | t.NodeOf)
            # What stays in Python is reached from what crosses.
            found[use.struct] = Struct(kind, use, isinstance(kind, t.NodeOf) or use.struct in crossing)
    return [found[name] for name in sorted(found)]


def with_whole_nodes(program: CompiledProgram) -> CompiledProgram:
    """Return ``program`` where each function says of an object that stays in Python what all functions use of it.

    Objects of one class have one Rust form, which all functions share.
    """
    whole: dict[str, ClassUse] = {}
    for function in program.functions:
        for use in function.classes:
            if isinstance(t.parse_type(use.type), t.NodeOf):
                known = whole.get(use.struct)
                whole[use.struct] = use if known is None else _both(known, use)
    functions = (
        replace(f, classes=tuple(whole.get(use.struct, use) for use in f.classes)) if f.classes else f
        for f in program.functions
    )
    return replace(program, functions=tuple(functions))


def _both(one: ClassUse, other: ClassUse) -> ClassUse:
    kinds = [t.parse_type(use.type) for use in (one, other)]
    fields = {f.name: f for kind in kinds if isinstance(kind, t.NodeOf) for f in kind.fields}
    assert isinstance(kinds[0], t.NodeOf)
    return replace(
        one,
        type=str(replace(kinds[0], fields=tuple(fields.values()))),
        attributes=tuple((name, "") for name in fields),
        methods=tuple(dict.fromkeys((*one.methods, *other.methods))),
        asked=tuple(dict.fromkeys((*one.asked, *other.asked))),
    )


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
        case t.ListOf(element=inner) | t.DictOf(element=inner) | t.OptionalOf(inner=inner):
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


def struct_text(kind: t.ObjectOf | t.NodeOf, use: ClassUse) -> str:
    """Return the struct of ``kind``."""
    if isinstance(kind, t.NodeOf):
        return _reference_text(kind, use)
    doc = [line for line in use.doc.splitlines() if line.strip()] or [f"What is used of a `{kind.cls}`."]
    fields = [f"pub {rust_name(f.name)}: {_field_type(f)}," for f in kind.fields]
    lines = [f"// {comment_line(line)}" for line in doc]
    return "\n".join([*lines, f"pub struct {kind.struct} {{", *fields, "}"]) + "\n"


def _reference_text(kind: t.NodeOf, use: ClassUse) -> str:
    doc = [f"// {comment_line(line)}" for line in use.doc.splitlines() if line.strip()]
    lines = [
        *doc,
        f"/// A `{comment_line(kind.cls)}`, which stays in Python: its attributes are read where they are needed.",
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]",
        f"pub struct {kind.struct}(pub Reference);",
        "// The hash of an object is its place in memory, another one in every process.",
        f"impl PyHash for {kind.struct} {{}}",
    ]
    return "\n".join(lines) + "\n"


def _field_type(field: t.Field) -> str:
    return f"Rebindable<{field.type.rust}>" if field.use in ("=", "~") else field.type.rust


def class_text(kind: t.ObjectOf | t.NodeOf, use: ClassUse) -> str:
    """Return the static that stands for the Python class."""
    attributes = ", ".join(json.dumps(f.name) for f in kind.fields)
    names = kind.methods if isinstance(kind, t.ObjectOf) else _called(use)
    methods = ", ".join(json.dumps(m) for m in names if m != "__init__")
    static = static_name(kind.struct)
    return "\n".join(
        [
            f"/// The Python class `{comment_line(kind.cls)}`.",
            f'pub static {static}: Class = Class::new("{kind.struct}", &[{attributes}], &[{methods}]);',
        ]
    )


def questions_text(kind: t.NodeOf, use: ClassUse, marker: Callable[[t.Type], str]) -> str:
    """Return what is asked of containers in attributes of ``kind`` where they lie; empty where nothing is."""
    of_containers = [(name, how) for name, how in use.asked if how != READ]
    if not of_containers:
        return ""
    places = {f.name: (i, f.type) for i, f in enumerate(kind.fields)}
    lines = [_question(static_name(kind.struct), name, how, *places[name], marker) for name, how in of_containers]
    return "\n".join([f"impl {kind.struct} {{", *lines, "}"])


def _question(static: str, name: str, how: str, place: int, held: t.Type, marker: Callable[[t.Type], str]) -> str:
    word = "list" if isinstance(held, t.ListOf) else "dict"
    element = held.parts[-1]
    gives = {"at": element.rust, "get": f"Option<{element.rust}>", "has": "bool", "len": "i64", "any": "bool"}[how]
    asked, of = {"at": "at", "get": "get", "has": "has", "len": "len", "any": "len"}[how], ""
    key = {"at": "i64" if word == "list" else "&[char]", "get": "&[char]", "has": "&[char]"}.get(how)
    if how in ("at", "get"):
        of = f"::<{marker(element)}>"
    given = ", key" if key else ""
    body = f"{static}.{word}_{asked}{of}(self.0, {place}{given})"
    if how == "any":
        body = f"Ok({body}? != 0)"
    takes = f", key: {key}" if key else ""
    doc = f"/// Asks the {word} in the attribute `{comment_line(name)}`."
    return f"{doc}\npub fn {rust_name(name)}_{how}(self{takes}) -> Result<{gives}, Trap> {{ {body} }}"


def _called(use: ClassUse) -> list[str]:
    """The methods that instances could hide."""
    return list(dict.fromkeys(name for name, kind, after, _ in use.methods if kind in _HIDDEN and not after))


_HIDDEN = ("method", "static", "class")


def marker_text(kind: t.ObjectOf | t.NodeOf, use: ClassUse, marker_of: dict[str, str]) -> str:
    """Return the marker type of ``kind``; ``marker_of`` gives each field's marker type."""
    if isinstance(kind, t.NodeOf):
        whole = [(i, f.name) for i, f in enumerate(kind.fields) if (f.name, READ) in use.asked]
        fields = [f"        {i} {rust_name(name)}: {marker_of[name]};" for i, name in whole]
        head = f"    {kind.struct}Object: {kind.struct} of {static_name(kind.struct)} {{"
        doc = f"    /// An instance of `{comment_line(kind.cls)}`, which stays in Python."
        return "\n".join(["node! {", doc, head, *fields, "    }", "}"])
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

"""Objects that stay in Python: which classes, what a region reads of them, and what must not change meanwhile.

Instances of classes that hold themselves cannot be structs. A region has a reference to each, and reads an attribute where
it needs it; what is known of the attributes is known by class.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import UnionType

from migrator import types as t
from migrator.ir import nodes as n
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Observation
from migrator.model.program import ClassUse
from migrator.objects import ClassView, Structs, Touched, class_doc, objects_in, observed_attributes
from migrator.passes.convert import TypeFailure
from migrator.rust.places import found_in


def classes_that_stay(observed: Iterable[Observation], view: ClassView, structs: Structs) -> dict[str, t.NodeOf]:
    """Return the classes that were seen to hold themselves; ``view`` gets to know what their attributes held."""
    every = list(observed)
    texts = [text for seen in every for s in seen.signatures for text in s.types]
    texts += [text for seen in every for text in seen.globals.values()]
    kinds = [t.parse_type(text) for text in texts if "node[" in text]
    view.observed |= observed_attributes(kinds)
    nodes = {
        cls: structs.node(cls) for cls in sorted({node.cls for kind in kinds for node in found_in(kind, t.NodeOf)})
    }
    view.observed = {place: with_nodes(kind, nodes) for place, kind in view.observed.items()}
    return nodes


def as_objects(types: tuple[t.Type, ...], view: ClassView) -> tuple[t.Type, ...]:
    """Return ``types`` where what is given as an object that stays in Python comes in as a struct."""
    return tuple(_as_object(kind, view) if isinstance(kind, t.NodeOf) else kind for kind in types)


def _as_object(node: t.NodeOf, view: ClassView) -> t.ObjectOf:
    held = [t.Field(name, kind) for (cls, name), kind in view.observed.items() if cls == node.cls]
    return t.ObjectOf(node.cls, tuple(held))


def check_unchanged(function: n.Function, reads: Mapping[t.NodeOf, Mapping[str, t.Type]], calls_back: bool) -> None:
    """Raise ``TypeFailure`` where something may change the objects that ``function`` reads in place while it does."""
    if not reads:
        return
    if calls_back:
        message = (
            "NumPy is called from inside, which may run Python code that changes the objects that are read in place"
        )
        raise TypeFailure(Diagnostic("M309", function.line, message))
    what = conflict(reads, [p.type for p in function.params if p.mutated])
    if what is not None:
        message = f"{what} is changed while such are read from objects that stay in Python"
        raise TypeFailure(Diagnostic("M309", function.line, message))


def node_uses(touched: Touched, view: ClassView) -> tuple[ClassUse, ...]:
    """The same for the objects that stay in Python."""
    found = []
    for kind, reads in touched.reads.items():
        fields = tuple(t.Field(name, held) for name, held in reads.items())
        methods = touched.methods.get(kind.cls, {})
        use = ClassUse(
            struct=kind.struct,
            type=str(dataclasses.replace(kind, fields=fields)),
            id=kind.cls,
            order=tuple(view.classes.order(kind.cls) or ()),
            attributes=tuple((name, "") for name in reads),
            methods=tuple((m.name, m.kind, m.after, m.function) for m in methods),
            doc=class_doc(view, kind.cls),
            asked=tuple(touched.asked.get(kind, ())),
        )
        found.append(use)
    return tuple(found)


def conflict(reads: Mapping[t.NodeOf, Mapping[str, t.Type]], changed: Iterable[t.Type]) -> str | None:
    """Return what is changed in arguments of the types ``changed`` that could be what is read in place.

    Lists and dicts are compared at run time; arrays may lie in the same memory, and objects share attributes.
    """
    held = [kind for each in reads.values() for kind in each.values()]
    arrays = any(_within(kind, t.ArrayOf | t.ByteArray) for kind in held)
    for kind in changed:
        if arrays and _within(kind, t.ArrayOf | t.ByteArray):
            return "an array"
        if any(each.cls == node.cls for each in objects_in(kind) for node in reads):
            return "an object"
    return None


def _within(kind: t.Type, wanted: type | UnionType) -> bool:
    parts = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    return isinstance(kind, wanted) or any(_within(part, wanted) for part in parts)


def with_nodes(kind: t.Type, nodes: Mapping[str, t.NodeOf]) -> t.Type:
    """Return ``kind`` where instances of the classes of ``nodes`` stay in Python, at any depth."""
    if isinstance(kind, t.ObjectOf | t.NodeOf) and kind.cls in nodes:
        return nodes[kind.cls]
    if isinstance(kind, t.ObjectOf):
        fields = (dataclasses.replace(f, type=with_nodes(f.type, nodes)) for f in kind.fields)
        return dataclasses.replace(kind, fields=tuple(fields))
    return kind.rebuilt(tuple(with_nodes(part, nodes) for part in kind.parts)) if kind.parts else kind


def shown(kind: t.Type, reads: Mapping[t.NodeOf, Mapping[str, t.Type]], known: set[str]) -> t.Type:
    """Return ``kind`` with what is read of objects that stay in Python, said where each class comes first.

    ``known``: the classes of which it was said already.
    """
    if isinstance(kind, t.NodeOf):
        if kind.cls in known:
            return dataclasses.replace(kind, fields=())
        known.add(kind.cls)
        fields = (t.Field(name, shown(held, reads, known)) for name, held in reads.get(kind, {}).items())
        return dataclasses.replace(kind, fields=tuple(fields))
    if isinstance(kind, t.ObjectOf):
        held = (dataclasses.replace(f, type=shown(f.type, reads, known)) for f in kind.fields)
        return dataclasses.replace(kind, fields=tuple(held))
    return kind.rebuilt(tuple(shown(part, reads, known) for part in kind.parts)) if kind.parts else kind

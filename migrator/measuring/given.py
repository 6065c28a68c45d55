"""How the arguments of a function are given while it is timed: as the workload gives them.

A model's table is the same object in each call, and what Rust makes of it is kept; a list of new rows is not. So what came
again in the workload is given again, and of everything else each call gets a copy that was made before.
"""

from __future__ import annotations

from typing import Any

from migrator import types as t
from migrator.model.profile import Observation
from migrator.model.program import CompiledFunction
from migrator.rust.kept import keeps

OFTEN = 0.5
"""A parameter of which so many calls get the object of the call before is given one object."""


def ways(function: CompiledFunction, seen: Observation | None) -> list[Any]:
    """Return for each parameter ``"same"``, ``"copy"``, or the names of the attributes that each call sets anew."""
    again = seen.again if seen is not None else ()
    return [_way(function, place, again[place] if place < len(again) else 0.0) for place in range(_count(function))]


def _count(function: CompiledFunction) -> int:
    return max(len(each.parameters) for each in function.signatures)


def _way(function: CompiledFunction, place: int, again: float) -> Any:
    of_all = [each.parameters[place] for each in function.signatures if place < len(each.parameters)]
    kinds = [t.parse_type(parameter.type) for parameter in of_all]
    changed = any(parameter.mutated for parameter in of_all)
    if again < OFTEN:
        return "copy" if changed or any(map(keeps, kinds)) else "same"
    if not changed:
        return "same"
    objects = [kind for kind in kinds if isinstance(kind, t.ObjectOf)]
    if len(objects) < len(kinds) or any(_changes_inside(kind) for kind in objects):
        return "copy"
    return sorted({field.name for kind in objects for field in kind.fields if field.use})


def _changes_inside(kind: t.ObjectOf) -> bool:
    """Whether an object that an attribute holds is changed: more than the attributes of the one must be put back."""
    return any(_has_changes(field.type) for field in kind.fields if not field.use)


def _has_changes(kind: t.Type) -> bool:
    if isinstance(kind, t.ObjectOf):
        return any(field.use or _has_changes(field.type) for field in kind.fields)
    return any(map(_has_changes, kind.parts))

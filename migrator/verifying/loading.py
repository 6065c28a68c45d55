"""How a child imports the user's module as the workload would: where it searches, and under which name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from migrator.model.profile import Workload
from migrator.model.program import CompiledFunction


def search_path(workload: Workload, functions: Iterable[CompiledFunction], native: Path) -> list[str]:
    """Return the folders to search before all others: the program's own, the import roots, the native package."""
    folders = [workload.cwd if workload.kind == "module" else os.path.dirname(workload.target)]
    if workload.kind == "console":
        folders = []
    folders += [root for f in functions if (root := import_root(f.module, f.file)) is not None]
    return list(dict.fromkeys([*folders, str(native / "python")]))


def import_root(module: str, file: str) -> str | None:
    """Return the folder from which ``module`` is imported out of ``file``; None where its name does not fit.

    >>> import_root("pkg.shapes", "/a/src/pkg/shapes.py")
    '/a/src'
    """
    path = Path(os.path.abspath(file))
    parts = module.split(".")
    if path.name == "__init__.py":
        path = path.parent
    places = [path.with_suffix("") if path.suffix == ".py" else path]
    for place in places:
        if list(place.parts[-len(parts) :]) == parts:
            return str(Path(*place.parts[: -len(parts)]))
    return None


def place_of(function: CompiledFunction, workload: Workload) -> dict[str, Any]:
    """Return how a child finds the function: its id, and the file where the module is a script."""
    target = os.path.realpath(workload.target) if workload.kind != "module" else ""
    script = os.path.realpath(function.file) == target or import_root(function.module, function.file) is None
    return {"id": function.id, "file": function.file if script else None}

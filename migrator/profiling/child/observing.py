"""The ``observe`` mode: an observer in each of the functions that the plan names."""

from __future__ import annotations

import ast
import json
from time import perf_counter
from types import CodeType
from typing import TYPE_CHECKING

from .definitions import Definition, definitions
from .instances import INSTANCES
from .instrument import Objects, add_observer
from .observer import Budget, Limits, Observer
from .places import Places, python_version
from .saving import AtEnd, write_private

if TYPE_CHECKING:
    from .start import Plan, Watch


def prepare(plan: Plan, places: Places, watch: Watch) -> None:
    """Make ``watch`` observe the functions that the plan names."""
    INSTANCES.places = places
    observing = _Observing(plan, places)
    watch.compile = observing.compile_module
    watch.start = observing.start


class _Observing:
    def __init__(self, plan: Plan, places: Places) -> None:
        self.plan = plan
        self.places = places
        self.budget = Budget(float(plan["share"]))
        self.limits = Limits(**plan["limits"])
        self.observers: dict[str, Observer] = {}
        self.notes: dict[str, str] = {}
        self.as_written = frozenset(plan.get("as_written", ()))
        self.wanted: dict[str, set[str]] = {}
        for name in plan["ids"]:
            module, _, qualname = name.partition(":")
            self.wanted.setdefault(module, set()).add(qualname)
        self.end = AtEnd(self.save)
        self.began = 0.0

    def start(self) -> None:
        self.end.install()
        self.began = perf_counter()

    def compile_module(self, module: str, path: str, content: bytes) -> CodeType | None:
        """Compile a module with observers, where it holds functions that are wanted."""
        wanted = self.wanted.get(module)
        file = self.places.project_file(path)
        if wanted is None or not file:
            return None
        tree = ast.parse(content, path)
        objects = Objects()
        for found in definitions(tree):
            if found.qualname in wanted:
                self._observe(f"{module}:{found.qualname}", found, objects)
        return objects.compile(tree, path)

    def _observe(self, name: str, found: Definition, objects: Objects) -> None:
        if not found.plain and name not in self.as_written:
            self.notes[name] = "it is decorated, and its decorator may read its code"
            return
        observer = self.observers.get(name)
        if observer is None:
            observer = Observer(name, found.parameters, self.budget, self.limits)
            self.observers[name] = observer
        elif observer.parameters != found.parameters:
            self.notes[name] = "it is defined more than once, with other parameters"
            return
        observer.marks.append(add_observer(found, objects, observer))

    def save(self) -> None:
        lines = ['{"schema": "migrator.recording/1"}']
        for observer in self.observers.values():
            lines += observer.store.lines()
        plain = {
            "wall_s": perf_counter() - self.began,
            "functions": [observer.plain() for observer in self.observers.values()],
            "notes": self.notes,
            "spent_s": self.budget.spent / 1e9,
            "forks": self.end.forks,
            "python": python_version(),
        }
        write_private(self.plan["recording"], "\n".join(lines) + "\n")
        write_private(self.plan["result"], json.dumps(plain))

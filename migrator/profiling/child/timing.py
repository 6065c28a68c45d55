"""The ``time`` mode: the sampler, and counters in the project's functions."""

from __future__ import annotations

import ast
import json
import os
from time import perf_counter
from types import CodeType
from typing import TYPE_CHECKING, Any

from .counting import Counter
from .decorated import Decorated
from .definitions import definitions
from .instrument import Objects, add_counter
from .places import Places, python_version
from .sampler import Function, Sampler
from .saving import AtEnd, write_private

if TYPE_CHECKING:
    from .start import Plan, Watch

_LARGEST_FILE = 2_000_000


def prepare(plan: Plan, places: Places, watch: Watch) -> None:
    """Make ``watch`` time the program."""
    timing = _Timing(plan, places)
    if plan.get("count", True):
        watch.compile = timing.compile_module
    watch.start = timing.start
    watch.own_work = timing.sampler.forget


class _Timing:
    def __init__(self, plan: Plan, places: Places) -> None:
        self.plan = plan
        self.places = places
        self.sampler = Sampler(places, float(plan["interval_s"]))
        self.counters: list[Counter] = []
        self.decorated: list[Decorated] = []
        self.end = AtEnd(self.save)
        self.began = 0.0
        self.delayed_s = 0.0

    def start(self) -> None:
        self.end.install()
        self.began = perf_counter()
        self.delayed_s = _delayed_s()
        self.sampler.start()

    def compile_module(self, module: str, path: str, content: bytes) -> CodeType | None:
        """Compile a project module with a counter in each function."""
        file = self.places.project_file(path)
        if not file or len(content) > _LARGEST_FILE:
            return None
        tree = ast.parse(content, path)
        objects = Objects()
        added = []
        for found in definitions(tree):
            line = min([found.node.lineno, *(d.lineno for d in found.node.decorator_list)])
            if found.node.decorator_list:
                self.decorated.append(Decorated(module, found.qualname, path, line))
            if found.plain:
                counter = Counter(self.places, file, found.qualname, line)
                add_counter(found.node, objects.constant(counter))
                added.append(counter)
        code = objects.compile(tree, path)
        self.places.modules.setdefault(file, module)
        self.counters += added
        return code

    def save(self) -> None:
        wall_s = perf_counter() - self.began
        self.sampler.stop()
        children = os.times()
        plain = {
            "functions": self._functions(),
            "cpu_ns": self.sampler.cpu_ns,
            "importing_ns": self.sampler.importing_ns,
            "wall_s": wall_s,
            "delayed_s": _delayed_s() - self.delayed_s,
            "ticks": self.sampler.ticks,
            "threads": self.sampler.other_threads,
            "forks": self.end.forks,
            "children_s": children.children_user + children.children_system,
            "python": python_version(),
            "as_written": sorted({found.id for found in self.decorated if found.is_as_written()}),
        }
        write_private(self.plan["result"], json.dumps(plain))

    def _functions(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for sampled in self.sampler.functions:
            self._merge(found, sampled)
        for counter in self.counters:
            if counter.calls:
                self._count(found, counter)
        return list(found.values())

    def _merge(self, found: dict[str, dict[str, Any]], sampled: Function) -> None:
        row = _row(found, sampled.id, self.places.shown(sampled.file), sampled.line)
        row["self_ns"] += sampled.self_ns
        row["total_ns"] += sampled.total_ns
        row["samples"] += sampled.samples
        for caller, samples in sampled.callers.items():
            row["seen"][caller] = row["seen"].get(caller, 0) + samples

    def _count(self, found: dict[str, dict[str, Any]], counter: Counter) -> None:
        name = f"{self.places.modules[counter.file]}:{counter.qualname}"
        row = _row(found, name, self.places.shown(counter.file), counter.line)
        row["counted"] = True
        row["calls"] += counter.calls
        for caller, calls in counter.shares().items():
            if caller:
                row["callers"][caller] = row["callers"].get(caller, 0) + calls


def _delayed_s() -> float:
    """Return how long the main thread was ready to run while other programs had the processors;
    0 where the system does not tell.
    """
    try:
        with open("/proc/self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _row(found: dict[str, dict[str, Any]], name: str, file: str, line: int) -> dict[str, Any]:
    if name not in found:
        found[name] = {
            "id": name,
            "file": file,
            "line": line,
            "self_ns": 0,
            "total_ns": 0,
            "samples": 0,
            "calls": 0,
            "counted": False,
            "callers": {},
            "seen": {},
        }
    return found[name]

"""A project with a native package without Rust, and the values that the stages before verifying would leave."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from migrator.model.profile import Observations, Workload
from migrator.model.program import CompiledFunction, CompiledProgram, Parameter
from tests.installing.native_package import Demo, Rust
from tests.verifying.fakes import proof

MORE = """
SOURCE_ID = "build-1"
def stepping_aside(enabled):
    pass
def reset_counters():
    pass
def last_panic():
    return None
def exact(*kinds):
    return lambda *given: all(type(v) is k for v, k in zip(given, kinds))
"""


def make(demo: Demo, source: str, rust: Sequence[Rust], module: str = "shapes") -> None:
    """Write the project; ``rust`` are the cores of the stand-in, as Python expressions."""
    demo.sources[module] = source
    demo.rust.extend(rust)
    demo.write()
    extension = demo.root / "native" / "python" / demo.package / "_extension.py"
    extension.write_text(extension.read_text() + MORE)


def function(demo: Demo, id: str, types: Mapping[str, str], module: str = "shapes") -> CompiledFunction:
    """Return a root as the compiler would describe it; a ``*`` after a type: changed in place."""
    qualname = id.partition(":")[2]
    parameters = [Parameter(n, n, t.rstrip("*"), t.endswith("*")) for n, t in types.items()]
    return CompiledFunction(
        id=id,
        module=id.partition(":")[0],
        qualname=qualname,
        file=str(demo.file(module)),
        line=3,
        symbol=qualname,
        parameters=tuple(parameters),
        returns="float",
        core="",
        root=True,
        recursive=False,
        constants=(),
        guards=(),
        dependencies=(),
        source_sha256="",
        doc="",
    )


def program(*functions: CompiledFunction) -> CompiledProgram:
    return CompiledProgram("migrator.program/1", "demo", functions, {})


def workload(demo: Demo, target: str = "shapes.py", *arguments: str) -> Workload:
    path = str(demo.root / target)
    return Workload(("python", target, *arguments), "script", sys.executable, path, arguments, str(demo.root))


def record(demo: Demo, calls: Mapping[str, Sequence[tuple[Any, ...]]]) -> Observations:
    """Write a recording with these calls."""
    path = demo.root / ".migrator" / "recording.jsonl"
    path.parent.mkdir(exist_ok=True)
    lines = ['{"schema": "migrator.recording/1"}']
    lines += [json.dumps(proof.encode_call(proof.Call(id, a))) for id, rows in calls.items() for a in rows]
    path.write_text("\n".join(lines) + "\n")
    return Observations("migrator.observations/1", (), str(path), 1.0)

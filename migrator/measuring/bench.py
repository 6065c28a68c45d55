"""Per function: seconds a call over the recorded inputs, of the original and of what replaces it.

One child at a time, and both functions in the same process in turns, so that what the machine does meanwhile falls on
both.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from migrator.measuring.given import ways
from migrator.measuring.ratio import ratio, typical
from migrator.model.profile import Observations, Workload
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.proof import Measurement, Verdicts
from migrator.resources import templates
from migrator.verifying.children import Ended, Job, run_jobs
from migrator.verifying.loading import place_of, search_path
from migrator.verifying.verify import find_package

_CHILD = Path(__file__).with_name("child.py")
_PLAN = {"rounds": 25, "least": 3, "inputs": 32}
_SECONDS = (0.4, 1.2)
_TOTAL_S = 8.0
"""All functions together, where they are so many that it matters."""


def bench(
    project: Path,
    native: Path,
    workload: Workload,
    program: CompiledProgram,
    verdicts: Verdicts,
    observations: Observations,
    *,
    package: str = "",
    timeout_s: float = 120.0,
    note: Callable[[str], None] | None = None,
) -> tuple[Measurement, ...]:
    """Measure every root whose verdict is ``equal``; one that could not be measured is left out.

    Args:
        project: the project's folder; a relative path of the recording starts there.
        native: the crate, built.
        workload: whose interpreter is used, in whose working folder.
        program: what was compiled.
        verdicts: what was proven.
        observations: where the recorded calls are.
        package: the native package; the only one in ``native/python`` where left out.
        timeout_s: seconds for one function.
        note: told what was measured, and why something was not.
    """
    equal = {v.id for v in verdicts.functions if v.verdict == "equal"}
    roots = [f for f in program.functions if f.root and f.id in equal]
    shared: dict[str, Any] = {
        **_PLAN,
        "seconds": max(_SECONDS[0], min(_SECONDS[1], _TOTAL_S / max(1, len(roots)))),
        "package": package or find_package(native),
        "path": search_path(workload, program.functions, native),
        "program": workload.target,
        "proof": str(templates() / "python" / "_proof" / "__init__.py"),
        "recording": str(project / observations.recording),
    }
    seen = {o.id: o for o in observations.functions}
    jobs = [Job(f.id, {**shared, **place_of(f, workload), "ways": ways(f, seen.get(f.id))}, timeout_s) for f in roots]
    told = note or (lambda text: None)
    ends = run_jobs(
        jobs,
        [workload.python, *workload.options],
        _CHILD,
        Path(workload.cwd),
        {**os.environ, "MIGRATOR_MODE": "off"},
        1,
        lambda job, end: told(_told(job, end)),
    )
    found = (_measurement(f, end) for f, end in zip(roots, ends, strict=True))
    return tuple(m for m in found if m is not None)


def _measurement(function: CompiledFunction, end: Ended) -> Measurement | None:
    if end.result is None or not end.result["before"]:
        return None
    before, after = end.result["before"], end.result["after"]
    inputs = len(before[0])
    return Measurement(
        id=function.id,
        before_s=typical(before) / inputs,
        after_s=typical(after) / inputs,
        speedup=ratio(before, after),
        inputs=inputs,
    )


def _told(job: Job, end: Ended) -> str:
    if end.result is None:
        why = "time is up" if end.timed_out else end.last_words.rpartition("\n")[2]
        return f"{job.name} could not be measured: {why}"
    return f"{job.name}: measured in {len(end.result['before'])} rounds"

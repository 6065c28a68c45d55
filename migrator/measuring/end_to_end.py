"""The whole workload, before and after: plain runs in turns, the replacements swapped in in memory only."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from migrator.measuring.ratio import ratio
from migrator.model.profile import Workload
from migrator.model.program import CompiledFunction
from migrator.model.proof import EndToEnd, Interval
from migrator.profiling import ProfileOptions, ProgramFailed, run_plain
from migrator.profiling.run import Injection
from migrator.verifying.verify import find_package

_LEAST = 2
ENOUGH_S = 12.0
"""Seconds after which two turns are enough."""


def end_to_end(
    native: Path,
    workload: Workload,
    functions: Sequence[CompiledFunction],
    *,
    runs: int = 3,
    package: str = "",
    options: ProfileOptions | None = None,
    note: Callable[[str], None] | None = None,
) -> EndToEnd:
    """Run the workload ``runs`` times without and with the replacements of ``functions``, in turns.

    A long workload runs less often, but at least twice each way: no turn begins after :data:`ENOUGH_S`.

    What the program prints is compared: where it is the same in all runs without replacements, it must be the same
    with them. A run with replacements that fails ends the measurement; the result then says so in ``note``, with
    ``same_output`` False and no gain.

    Raises:
        ProgramFailed: where a run *without* replacements fails, or the user interrupts.
    """
    modules: dict[str, list[str]] = {}
    for function in functions:
        modules.setdefault(function.module, []).append(function.qualname)
    injection = Injection(package or find_package(native), modules, (str(native / "python"),))
    told = note or (lambda text: None)
    before: list[float] = []
    after: list[float] = []
    printed: tuple[list[bytes], list[bytes]] = ([], [])
    base = options or ProfileOptions()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="migrator-") as folder:
        for run in range(runs):
            if run >= _LEAST and time.monotonic() - began > ENOUGH_S:
                break
            for swapped in (False, True) if run % 2 == 0 else (True, False):
                told(f"run {run + 1} of {runs}, {'with' if swapped else 'without'} the replacements")
                output = Path(folder) / f"{run}-{swapped}.txt"
                own = replace(base, output=output)
                try:
                    seconds = run_plain(workload, injection if swapped else None, options=own)
                except ProgramFailed as failure:
                    if not swapped or failure.outcome.kind == "interrupted":
                        raise
                    return _failed(failure, before, functions)
                (after if swapped else before).append(seconds)
                printed[swapped].append(output.read_bytes())
    same = _same(*printed)
    return EndToEnd(
        before_s=median(before),
        after_s=median(after),
        speedup=ratio([[s] for s in before], [[s] for s in after]),
        runs=len(before),
        replaced=tuple(f.id for f in functions),
        note=_NOTES[same],
        same_output=same,
    )


_NOTES = {
    True: "The program printed the same in every run.",
    False: "The program printed something else with the replacements.",
    None: "What the program prints varies from run to run, so it was not compared.",
}


def _same(before: list[bytes], after: list[bytes]) -> bool | None:
    if len(set(before)) > 1:
        return None
    return set(before) == set(after)


def _failed(failure: ProgramFailed, before: list[float], functions: Sequence[CompiledFunction]) -> EndToEnd:
    seconds = median(before) if before else failure.outcome.wall_s
    return EndToEnd(
        before_s=seconds,
        after_s=seconds,
        speedup=Interval(1.0, 1.0, 1.0),
        runs=len(before),
        replaced=tuple(f.id for f in functions),
        note=f"With the replacements the program failed: {failure.outcome.said}",
        same_output=False,
    )

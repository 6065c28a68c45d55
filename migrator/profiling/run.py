"""The runs of the workload: plain, timed, observed. Each starts the child's ``runner.py`` in the
user's interpreter with a plan, and turns what it leaves into a value of the model.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from migrator.model.profile import (
    ArgumentRange,
    FunctionProfile,
    Observation,
    Observations,
    Profile,
    Signature,
    Workload,
)
from migrator.profiling.options import THREAD_VARIABLES, ProfileOptions, ProjectLike
from migrator.profiling.outcome import Outcome, ProgramFailed
from migrator.profiling.process import run_process

PROFILE_SCHEMA = "migrator.profile/1"
OBSERVATIONS_SCHEMA = "migrator.observations/1"
_RUNNER = Path(__file__).parent / "child" / "runner.py"
_BLOCK = Path(__file__).parent.parent / "installing" / "block.py"
_CHILD_SHARE = 0.1
_IMPORT_SHARE = 0.1
_ENOUGH_CPU_S = 0.5


@dataclass(frozen=True)
class Injection:
    """What is swapped in: per module the qualified names, from ``package``; ``sys_path`` is where
    the package is found, before everything but the program's own folder.
    """

    package: str
    modules: Mapping[str, Sequence[str]]
    sys_path: tuple[str, ...] = ()


def profile(workload: Workload, project: ProjectLike, options: ProfileOptions | None = None) -> Profile:
    """Run the workload plain, then timed.

    Raises:
        ProgramFailed: where a run does not end with status 0.
    """
    options = options or ProfileOptions()
    baseline = _plain(workload, options=options)
    plan = {
        "mode": "time",
        "interval_s": options.interval_s,
        "count": options.count_calls,
        **_project_plan(project),
    }
    notes: list[str] = []
    try:
        outcome, seen = _run_child(workload, plan, options, "timed run")
    except ProgramFailed as failure:
        if not options.count_calls or failure.outcome.kind in ("interrupted", "timeout"):
            raise
        # The plain run went well: counters in the functions may be what a program cannot stand.
        plan["count"] = False
        outcome, seen = _run_child(workload, plan, options, "timed run without counters")
        notes.append("The program failed with call counters in it; calls are estimated.")
    return _profile(workload, outcome, seen, baseline, notes)


def observe(
    workload: Workload,
    project: ProjectLike,
    ids: Iterable[str],
    options: ProfileOptions | None = None,
    baseline_s: float | None = None,
    as_written: Collection[str] = (),
) -> Observations:
    """Run the workload with the functions ``ids`` watched; writes the recording file.

    ``baseline_s`` is the wall time of a plain run; one is made where it is not given. ``as_written`` are the decorated
    functions whose decorators handed back what they were given (:attr:`Profile.as_written`).

    Raises:
        ProgramFailed: where the run does not end with status 0.
    """
    options = options or ProfileOptions()
    if baseline_s is None:
        baseline_s = run_plain(workload, options=options)
    state = (options.state or project.root / ".migrator").absolute()
    _make_state(state)
    recording = state / "recording.jsonl"
    wanted = sorted(set(ids))
    plan = {
        "mode": "observe",
        "ids": wanted,
        "as_written": sorted(as_written),
        "share": options.observe_share,
        "recording": str(recording),
        "limits": {
            "calls": options.stored_calls,
            "first": options.stored_calls // 4,
            "call_bytes": options.stored_call_bytes,
            "function_bytes": options.stored_bytes,
            "large_calls": options.stored_large_calls,
            "large_bytes": options.stored_large_bytes,
        },
        **_project_plan(project),
    }
    try:
        outcome, seen = _run_child(workload, plan, options, "observed run")
    except ProgramFailed as failure:
        if failure.outcome.kind in ("failed", "crashed"):
            failure.hint = (
                "If it runs well by itself, it cannot stand to have its functions observed, or is"
                " not the same from run to run."
            )
        raise
    functions = tuple(_observation(row) for row in seen["functions"])
    return Observations(
        schema=OBSERVATIONS_SCHEMA,
        functions=functions,
        recording=str(recording),
        overhead=_ratio(outcome.wall_s, baseline_s),
        notes=tuple(_observation_notes(wanted, seen)),
    )


def run_plain(
    workload: Workload,
    inject: Injection | None = None,
    env: Mapping[str, str] | None = None,
    options: ProfileOptions | None = None,
) -> float:
    """Run the workload unwatched and return its wall time in seconds, the interpreter's start
    included. With ``inject``, replacements are swapped in, in memory only; without, they are off.

    Raises:
        ProgramFailed: where the run does not end with status 0.
    """
    return _plain(workload, inject, env, options).wall_s


def _plain(
    workload: Workload,
    inject: Injection | None = None,
    env: Mapping[str, str] | None = None,
    options: ProfileOptions | None = None,
) -> Outcome:
    options = options or ProfileOptions()
    if env:
        options = replace(options, env={**options.env, **env})
    plan: dict[str, Any] = {"mode": "plain", "root": workload.cwd}
    if inject is not None:
        modules = {
            module: {"package": inject.package, "qualnames": list(names)} for module, names in inject.modules.items()
        }
        plan |= {"inject": modules, "sys_path": list(inject.sys_path), "block": str(_BLOCK)}
    stage = "plain run" if inject is None else "run with the replacements"
    return _start(workload, plan, options, stage)


def _run_child(
    workload: Workload, plan: dict[str, Any], options: ProfileOptions, stage: str
) -> tuple[Outcome, dict[str, Any]]:
    """Run with a plan that leaves a result, and return the result with the outcome."""
    with tempfile.TemporaryDirectory(prefix="migrator-") as folder:
        result = Path(folder) / "result.json"
        outcome = _start(workload, {**plan, "result": str(result)}, options, stage)
        if not result.exists():
            raise ProgramFailed(workload, replace(outcome, kind="lost"), stage)
        return outcome, json.loads(result.read_text(encoding="utf-8"))


def _start(workload: Workload, plan: dict[str, Any], options: ProfileOptions, stage: str) -> Outcome:
    program = ["-m", workload.target] if workload.kind == "module" else [_shown(workload)]
    command = [workload.python, *workload.options]
    whole = {
        "kind": "module" if workload.kind == "module" else "script",
        "target": workload.target,
        "shown": _shown(workload),
        "arguments": list(workload.arguments),
        "orig_argv": [*command, *program, *workload.arguments],
        **plan,
    }
    with tempfile.TemporaryDirectory(prefix="migrator-") as folder:
        path = Path(folder) / "plan.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        outcome = run_process(
            [*command, str(_RUNNER), "--plan", str(path)],
            workload.cwd,
            _environment(options, "inject" in plan),
            options.timeout_s,
            options.output,
            options.progress,
            stage,
        )
    if not outcome.finished:
        raise ProgramFailed(workload, outcome, stage)
    return outcome


def _shown(workload: Workload) -> str:
    """Return the program's path as the program sees it in ``sys.argv[0]``."""
    if workload.kind == "script":
        typed = workload.argv[len(workload.argv) - len(workload.arguments) - 1]
        if os.path.abspath(os.path.join(workload.cwd, typed)) == workload.target:
            return typed
    return workload.target


def _environment(options: ProfileOptions, injected: bool) -> dict[str, str]:
    env = dict(os.environ)
    if not injected:
        # What was swapped in earlier would hide the functions that are looked at.
        env["MIGRATOR_MODE"] = "off"
    else:
        env.pop("MIGRATOR_MODE", None)
    if options.threads is not None:
        env |= dict.fromkeys(THREAD_VARIABLES, str(options.threads))
    return {**env, **options.env}


def _project_plan(project: ProjectLike) -> dict[str, Any]:
    roots = [{"path": str(path), "module": name} for name, path in project.packages]
    return {"root": str(project.root.absolute()), "roots": roots}


def _make_state(state: Path) -> None:
    state.mkdir(parents=True, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _overhead(watched: Outcome, plain: Outcome) -> float:
    """What watching cost: in processor time, which other programs do not disturb, where there is enough of it."""
    if plain.cpu_s > _ENOUGH_CPU_S:
        return _ratio(watched.cpu_s, plain.cpu_s)
    return _ratio(watched.wall_s, plain.wall_s)


def _ratio(a: float, b: float) -> float:
    return a / b if b > 0 else 1.0


# --- what the child left, as values of the model ---


def _profile(
    workload: Workload,
    outcome: Outcome,
    seen: dict[str, Any],
    baseline: Outcome,
    notes: list[str],
) -> Profile:
    # What other programs took of the processors is no part of the run; what it waited for is.
    whole_ns = max((seen["wall_s"] - seen["delayed_s"]) * 1e9, seen["cpu_ns"], 1.0)
    functions = [_function(row, whole_ns) for row in seen["functions"]]
    functions.sort(key=lambda f: (-f.self_s, f.id))
    return Profile(
        schema=PROFILE_SCHEMA,
        workload=workload,
        wall_s=outcome.wall_s,
        baseline_s=baseline.wall_s,
        overhead=_overhead(outcome, baseline),
        samples=seen["ticks"],
        functions=tuple(functions),
        python_version=seen["python"],
        notes=(*notes, *_profile_notes(seen)),
        as_written=tuple(seen["as_written"]),
    )


def _function(row: dict[str, Any], whole_ns: float) -> FunctionProfile:
    counted = bool(row["counted"])
    estimate = max(1, row["samples"])
    return FunctionProfile(
        id=row["id"],
        file=row["file"],
        line=row["line"],
        self_s=row["self_ns"] / 1e9,
        total_s=row["total_ns"] / 1e9,
        share=row["self_ns"] / whole_ns,
        calls=row["calls"] if counted else estimate,
        callers=dict(sorted(row["callers"].items() if counted else row["seen"].items())),
        exact_calls=counted,
    )


def _profile_notes(seen: dict[str, Any]) -> list[str]:
    notes = []
    importing = seen["importing_ns"] / 1e9
    if importing > _IMPORT_SHARE * max(seen["wall_s"], 0.1):
        notes.append(f"Importing modules took {importing:.1f} s, {importing / seen['wall_s']:.0%} of the run.")
    if seen["threads"]:
        notes.append("Several threads ran; each is charged by its own CPU clock.")
    idle = seen["wall_s"] - seen["delayed_s"] - seen["cpu_ns"] / 1e9
    if idle > 0.2 * seen["wall_s"] and idle > 0.1:
        share = idle / seen["wall_s"]
        notes.append(f"The program waited for {share:.0%} of its time.")
    if seen["children_s"] > _CHILD_SHARE * max(seen["wall_s"], 0.1):
        shown = f"{seen['children_s']:.1f} s"
        notes.append(f"Processes started by the program used {shown} that are not profiled.")
    return notes


def _observation(row: dict[str, Any]) -> Observation:
    return Observation(
        id=row["id"],
        calls=row["calls"],
        parameters=tuple(row["parameters"]),
        signatures=tuple(Signature(tuple(s["types"]), s["result"], s["count"]) for s in row["signatures"]),
        ranges=tuple(ArgumentRange(r["low"], r["high"], r["longest"], tuple(r["special"])) for r in row["ranges"]),
        globals=row["globals"],
        lines=tuple(row["lines"]),
        samples=row["samples"],
        raised=row["raised"],
        further=row["further"],
        again=tuple(row["again"]),
    )


def _observation_notes(wanted: list[str], seen: dict[str, Any]) -> Iterable[str]:
    found = {row["id"]: row for row in seen["functions"]}
    for name in wanted:
        if name in seen["notes"]:
            yield f"{name} was not observed: {seen['notes'][name]}."
        elif name not in found or not found[name]["calls"]:
            yield f"{name} was not observed: no call of it was seen."
    for name, row in found.items():
        if row["shortened"]:
            yield f"{name}: of lists longer than 10,000 only some elements were looked at."
        if row["looked"] < row["calls"]:
            yield f"{name}: {row['looked']} of {row['calls']} calls were looked at."
        for reason, count in sorted(row["refused"].items()):
            yield f"{name}: {count} calls were not stored: {reason}."
        if row["dropped"]:
            yield f"{name}: {row['dropped']} calls at the recursion limit were not looked at."
        for reason in sorted(row["errors"]):
            yield f"{name}: looking at its calls failed and was stopped: {reason}."
    if seen["forks"]:
        yield "The program forked; calls in its other processes were not observed."

"""One verdict for each root of a compiled program: what its child process found, or why there is no verdict.

Beside the recording, earlier counterexamples are replayed: an input that once showed a difference is kept in
``.migrator/counterexamples.jsonl``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import signal
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from migrator.errors import MigratorError
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Observations, Workload
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.proof import DIRECTED, THIN, Evidence, Mutation, Survivor, Verdict, Verdicts
from migrator.resources import templates
from migrator.verifying import recordings
from migrator.verifying.children import Ended, Job, run_jobs
from migrator.verifying.loading import place_of, search_path
from migrator.verifying.mutants import MutantBuild

SCHEMA = "migrator.verdicts/1"
_CHILD = Path(__file__).with_name("child.py")
_MEMORY = 12 << 30
_SECONDS = (1.5, 3.0)
"""The search of one function is planned for this; the time limit is for what cannot be stopped from inside."""
_TOTAL_S = 14.0
"""All functions together, where they are so many that it matters."""
_MUTANTS_S = (1.5, 8.0)
"""For the mutants of one function."""
_MUTANTS_TOTAL_S = 16.0
_HUNT_S, _HUNT_EACH_S = 2.4, 0.6
"""For the directed search for what survived, of one function and of one mutant, and what trying them left over."""
_CROSSHAIR_S = 2.0
"""Of the processor's time, for CrossHair, where it is installed."""
_THOROUGH = 6.0
"""So many times the time for everything where thoroughness is asked for."""
_WHOLE_S = 55.0
"""Both searches together, on all processors, where the first does not take longer by itself."""
_AGAIN_S = 30.0
"""So long at most is it searched once more for what the first search left in doubt."""
_AGAIN_SHARE = 0.2
"""So long at least, as a share of the first search: where functions are many, all takes longer."""
_LONGER = (1.5, 4.0)
"""So many times the time of the first search."""
_MORE_INPUTS = 2.0
"""Not more often than this, where inputs were enough, and it is the mutants that leave doubt."""
_REPLAY: dict[str, Any] = {"edges": 0, "hypothesis": 0, "bulk": 0, "recorded": 1.0}
_REASONS = {
    "nondeterministic": ("M502", "Run twice on equal arguments, the original did not do the same"),
    "not-native": ("M504", "Nothing was compared"),
    "too-slow": ("M505", "The inputs could not be decided"),
    "canary": ("M506", "The comparison is void"),
}
_FAILED = {"load": "M510", "inputs": "M503"}


def verify(
    project: Path,
    native: Path,
    workload: Workload,
    program: CompiledProgram,
    observations: Observations,
    build_id: str,
    *,
    package: str = "",
    seed: int = 0,
    timeout_s: float = 60.0,
    thorough: bool = False,
    replay: bool = False,
    mutants: MutantBuild | None = None,
    least_score: float = 0.95,
    cluster: str = "",
    note: Callable[[str], None] | None = None,
) -> Verdicts:
    """Compare every root of ``program`` with its original.

    Args:
        project: the project's folder; earlier counterexamples are in its ``.migrator/``.
        native: the crate, built; its package is in ``native/python``.
        workload: whose interpreter is used, in whose working folder.
        program: what was compiled.
        observations: where the recorded calls are.
        build_id: the hash of the sources that were built.
        package: the native package; the only one in ``native/python`` where left out.
        seed: of the random inputs.
        timeout_s: seconds for one function, after which its child is ended.
        thorough: take several times the time.
        replay: recorded calls only, all of them.
        mutants: the program with its mutants, to measure the proof by.
        least_score: the share of the mutants that must be noticed; where a proof falls short of it, or had no time
            for enough inputs, it is tried once more with more time.
        cluster: the address of a Dask scheduler, whose workers do it.
        note: told what is at work.

    Raises:
        MigratorError: M509 where the interpreter has no Hypothesis, M009 without a built package, M512 where the
            cluster cannot be used.
    """
    roots = [f for f in program.functions if f.root]
    counterexamples = project / ".migrator" / recordings.COUNTEREXAMPLES
    longest = timeout_s * (_THOROUGH if thorough else 1.0)
    shared: dict[str, Any] = {
        "package": package or find_package(native),
        "path": search_path(workload, program.functions, native),
        "program": workload.target,
        "proof": str(templates() / "python" / "_proof" / "__init__.py"),
        "covering": str(_CHILD.with_name("covering.py")),
        "recordings": recordings.files(project, observations.recording),
        "build_id": build_id,
        "seed": seed,
        "memory": _MEMORY,
        "timeout_s": longest,
    }
    told = note or (lambda text: None)

    noticed: dict[str, dict[str, str]] = {}
    outcomes: dict[str, Mapping[str, str]] = {}
    verdicts: dict[str, Verdict] = {}
    sound: set[str] = set()
    proven = {f.id for f in roots}

    def job(f: CompiledFunction, times: float) -> Job:
        plan = {
            **shared,
            **place_of(f, workload),
            "signatures": [[p.type for p in each.parameters] for each in f.signatures],
            "crosshair": 0.0 if replay else _CROSSHAIR_S * (_THOROUGH if thorough else 1.0) / len(f.signatures),
            "budget": _REPLAY | {"seconds": timeout_s / 2}
            if replay
            else _budget(len(roots), timeout_s, thorough, min(times, _MORE_INPUTS) if f.id in sound else times),
            "mutants": _mutants(
                f, mutants, len(roots), times * (_THOROUGH if thorough else 1.0), noticed.get(f.id, {}), proven
            ),
        }
        return Job(f.id, plan, longest)

    def ended(job: Job, end: Ended) -> None:
        told(f"{job.name}: {end.seconds:.1f} s")

    def here(some: Sequence[Job]) -> list[Ended]:
        command = [workload.python, *workload.options]
        environment = {**os.environ, "MIGRATOR_MODE": "off"}
        return run_jobs(some, command, _CHILD, Path(workload.cwd), environment, at_once(), ended)

    def run(jobs: Sequence[Job]) -> list[Ended]:
        if not cluster:
            return here(jobs)
        from migrator.verifying.cluster import run_on_cluster

        return run_on_cluster(cluster, jobs, workload.options, _CHILD, Path(workload.cwd), project, ended, here)

    def prove(some: Sequence[CompiledFunction], times: float) -> None:
        ends = run([job(f, times) for f in some])
        _keep([end.result["call"] for end in ends if end.result and end.result.get("call")], counterexamples)
        for f, end in zip(some, ends, strict=True):
            _add_noticed(noticed.setdefault(f.id, {}), end)
            found = _verdict(f, end, seed, timeout_s, mutants, proven)
            # Only what had no more time than before leaves the first verdict: a crash or a change of mind must count.
            if f.id not in verdicts or "M505" not in _codes(found):
                verdicts[f.id] = found
                outcomes[f.id] = (end.result or {}).get("mutants", {})

    began_s = _children_s()
    prove(roots, 1.0)
    proven.intersection_update(id for id, found in verdicts.items() if found.verdict == "equal")
    doubtful = [
        f for f in roots if _in_doubt(verdicts[f.id], least_score) or _lacks(f, verdicts[f.id], mutants, proven)
    ]
    if doubtful and not thorough and not replay:
        told(f"more time for {len(doubtful)} that are in doubt")
        sound.update(f.id for f in doubtful if verdicts[f.id].verdict == "equal")
        first = (_children_s() - began_s) / at_once()
        left = max(_AGAIN_SHARE * first, min(_AGAIN_S, _WHOLE_S - first))
        every = sum(v.seconds for v in verdicts.values())
        seconds = first * sum(verdicts[f.id].seconds for f in doubtful) / max(every, 0.1)
        prove(doubtful, max(_LONGER[0], min(_LONGER[1], left / max(seconds, 0.1))))
    return Verdicts(SCHEMA, build_id, tuple(_with_inner(verdicts[f.id], mutants, outcomes) for f in roots))


def _lacks(f: CompiledFunction, verdict: Verdict, mutants: MutantBuild | None, proven: Collection[str]) -> bool:
    """Whether mutants were left to the proofs of others that came to nothing."""
    if mutants is None or verdict.verdict != "equal":
        return False
    return len(mutants.left_to(f.id, proven)) > (verdict.mutation.made if verdict.mutation else 0)


def _with_inner(verdict: Verdict, mutants: MutantBuild | None, outcomes: Mapping[str, Mapping[str, str]]) -> Verdict:
    """Return ``verdict`` with what the other proofs found out about the mutants that are compiled into the function."""
    if mutants is None or verdict.mutation is None:
        return verdict
    found: dict[str, str] = {}
    for number in map(str, mutants.numbers(verdict.id)):
        said = [of[number] for of in outcomes.values() if number in of]
        if said:
            found[number] = min(said, key=_by_weight)
    return dataclasses.replace(verdict, mutation=_counted(mutants, mutants.numbers(verdict.id), found))


def _by_weight(outcome: str) -> tuple[bool, bool, int]:
    """What is noticed counts first, then what only traps more, then what ran most often without effect."""
    survived = outcome.startswith("survived")
    return outcome != "killed", survived, -int(outcome.split()[1]) if survived else 0


def _children_s() -> float:
    """Return the processor's time of the children that have ended: what they would take where nothing else runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _add_noticed(noticed: dict[str, str], end: Ended) -> None:
    """Put the mutants that earlier searches noticed to those of ``end``; they need no search again."""
    outcomes: dict[str, str] = (end.result or {}).get("mutants", {})
    outcomes.update({number: what for number, what in noticed.items() if number not in outcomes})
    noticed.update({number: what for number, what in outcomes.items() if not what.startswith("survived")})


def _in_doubt(verdict: Verdict, least_score: float) -> bool:
    """Whether more time may decide what the first search did not."""
    if verdict.verdict == "equal":
        return verdict.mutation is not None and verdict.mutation.at_best < least_score
    return "M505" in _codes(verdict) and bool(verdict.evidence)


def _codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


def _budget(functions: int, timeout_s: float, thorough: bool, times: float) -> dict[str, Any]:
    planned = min(times * _planned(functions, _SECONDS, _TOTAL_S), timeout_s / 2)
    if not thorough:
        return {"seconds": planned}
    return {"seconds": planned * _THOROUGH, "edges": 10_000, "hypothesis": 1000, "bulk": 200_000}


def _planned(functions: int, limits: tuple[float, float], total: float) -> float:
    low, high = limits
    return max(low, min(high, total * at_once() / max(1, functions)))


def _mutants(
    function: CompiledFunction,
    mutants: MutantBuild | None,
    functions: int,
    times: float,
    noticed: Mapping[str, str],
    proven: Collection[str],
) -> dict[str, Any] | None:
    """Return what a child is told of the mutants; it gets so many ``times`` the usual time for those not ``noticed``,
    and not in functions that are ``proven`` alone."""
    if mutants is None:
        return None
    return {
        "scoring": str(_CHILD.with_name("scoring.py")),
        "hunting": str(_CHILD.with_name("hunting.py")),
        "hunt": _HUNT_S * times,
        "hunt_each": _HUNT_EACH_S * times,
        "enough": int(2 * THIN * times),
        "hunt_enough": {str(m.number): int(times * (DIRECTED if m.fine else 2 * THIN)) for m in mutants.mutants},
        "package": mutants.package,
        "path": mutants.path,
        "numbers": [number for number in mutants.left_to(function.id, proven) if str(number) not in noticed],
        "seconds": _planned(functions, _MUTANTS_S, _MUTANTS_TOTAL_S) * times,
    }


def find_package(native: Path) -> str:
    """Return the name of the one package in ``native/python``."""
    found = sorted(p.parent.name for p in (native / "python").glob("*/_table.py"))
    if len(found) != 1:
        raise MigratorError("M009", f"There is no generated package in {native}.", "Run `migrator generate`.")
    return found[0]


def at_once() -> int:
    """Return how many children run at the same time: the processors that this process may use, at most four."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(4, usable))


def _verdict(
    function: CompiledFunction,
    end: Ended,
    seed: int,
    timeout_s: float,
    mutants: MutantBuild | None,
    proven: Collection[str],
) -> Verdict:
    result = end.result
    if result is None:
        return _unproven(function, _died(function, end, timeout_s), seed, end.seconds)
    if result.get("failed") == "hypothesis":
        raise MigratorError("M509", f"{result['detail']} cannot import hypothesis.", place=result["detail"])
    if "failed" in result:
        why = Diagnostic(_FAILED[result["failed"]], function.line, f"{_sentence(result['detail'])}")
        return _unproven(function, why, seed, end.seconds)
    reasons: tuple[Diagnostic, ...] = ()
    if result["verdict"] == "different":
        reasons = (Diagnostic("M501", function.line, f"Python and Rust: {_sentence(result['detail'])}"),)
    elif result["verdict"] == "unproven":
        code, words = _REASONS[result["reason"]]
        message = _sentence(f"{words}: {result['detail']}{_traps(result['traps'])}")
        reasons = (Diagnostic(code, function.line, message),)
    if result["panic"]:
        reasons += (Diagnostic("M507", function.line, f"The Rust panicked (and trapped): {result['panic']}"),)
    return Verdict(
        function.id,
        result["verdict"],
        tuple(Evidence(**row) for row in result["evidence"]),
        result["trap_rate"],
        seed,
        end.seconds,
        result["counterexample"],
        reasons,
        _kinds(result["traps"]),
        _mutation(function, result, mutants, proven),
    )


def _mutation(
    function: CompiledFunction, result: Mapping[str, Any], mutants: MutantBuild | None, proven: Collection[str]
) -> Mutation | None:
    """What the proof of ``function`` itself found out."""
    if "mutants_failed" in result:
        raise RuntimeError(f"the mutants of {function.id} cannot be run: {result['mutants_failed']}")
    outcomes: dict[str, str] | None = result.get("mutants")
    if mutants is None or outcomes is None:
        return None
    return _counted(mutants, mutants.left_to(function.id, proven), outcomes)


def _counted(mutants: MutantBuild, numbers: Sequence[int], outcomes: Mapping[str, str]) -> Mutation:
    by_number = {str(m.number): m for m in mutants.mutants}
    survived: list[Survivor] = []
    idle: list[Survivor] = []
    for number, outcome in sorted(outcomes.items(), key=lambda item: int(item[0])):
        if outcome.startswith("survived"):
            mutant, reached = by_number[number], int(outcome.split()[1])
            without_effect = reached >= (DIRECTED if mutant.fine else THIN)
            row = Survivor(mutant.function, mutant.line, mutant.what, reached)
            (idle if without_effect else survived).append(row)
    return Mutation(
        made=len(numbers),
        tried=len(outcomes),
        killed=sum(outcome == "killed" for outcome in outcomes.values()),
        harmless=sum(outcome == "harmless" for outcome in outcomes.values()),
        survivors=tuple(survived),
        idle=tuple(idle),
    )


def _unproven(function: CompiledFunction, why: Diagnostic, seed: int, seconds: float) -> Verdict:
    return Verdict(function.id, "unproven", (), 0.0, seed, seconds, "", (why,))


def _died(function: CompiledFunction, end: Ended, timeout_s: float) -> Diagnostic:
    if end.timed_out:
        return Diagnostic("M505", function.line, f"The comparison did not end within {timeout_s:.0f} s.")
    how = f"status {end.status}"
    if end.status < 0:
        how = f"the signal {signal.Signals(-end.status).name}"
    last = end.last_words.splitlines()[-1:] or ["nothing was printed"]
    return Diagnostic("M507", function.line, f"The process ended with {how}: {last[0][:300]}")


def _traps(counters: Mapping[str, Any]) -> str:
    """Return how often each kind of trap came, where it says more than that all trapped."""
    kinds = _kinds(counters)
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda kv: -kv[1])[:3])
    return f" (traps: {counts})" if counts else ""


def _kinds(counters: Mapping[str, Any]) -> dict[str, int]:
    return {k: v for k, v in counters.items() if k not in ("calls", "traps", "skipped", "called_back") and v}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _keep(calls: list[dict[str, Any]], path: Path) -> None:
    """Store inputs that showed a difference, so that the next proof begins with them."""
    if not calls:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else [recordings.HEADER]
    new = [json.dumps(call) for call in calls]
    lines = [*known, *(line for line in new if line not in known and '"other"' not in line)]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")

"""From what the stages found to one ``Report``: who is accepted, and for all others why not.

Reads nothing but the source files of the functions; every decision follows from the arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from migrator.diagnostics import hint_for
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import FunctionProfile, Profile
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.proof import Measurement, Measurements, Verdict, Verdicts
from migrator.model.region import Candidate, Found
from migrator.model.report import FunctionReport, Report, StageTime
from migrator.reporting.sources import python_segment, rust_segment

SCHEMA = "migrator.report/1"
TRAP_LIMIT = 0.5
"""Above this share of trapped recorded inputs a replacement mostly runs Python with a detour."""

_UNDECIDED = {
    "different": ("M501", "Rust and Python gave different results."),
    "unproven": ("M508", "Equality could not be shown on the inputs tried."),
}


@dataclass(frozen=True)
class _Facts:
    """The stages' results by function id."""

    profiled: Mapping[str, FunctionProfile]
    candidates: Mapping[str, Candidate]
    roots: Mapping[str, tuple[str, ...]]
    """For each function the roots of the regions it is compiled in, itself first where it is one."""
    compiled: Mapping[str, CompiledFunction]
    verdicts: Mapping[str, Verdict]
    measured: Mapping[str, Measurement]
    reasons: Mapping[str, tuple[Diagnostic, ...]]
    least_score: float
    broke: frozenset[str]
    """Functions with which the whole program failed or printed something else."""
    slowing: frozenset[str]
    """Functions with which the whole program is slower."""


def build_report(
    profile: Profile,
    found: Found,
    program: CompiledProgram | None,
    verdicts: Verdicts | None,
    measurements: Measurements | None,
    stages: Iterable[StageTime],
    project: Path,
    *,
    crate: Path | None = None,
    environment: Mapping[str, str] | None = None,
    least_score: float = 0.0,
) -> Report:
    """Return the report of a run, also of one that ended early (later values are ``None``).

    Args:
        crate: the generated project, for the Rust text as formatted there.
        environment: facts about the machine and the tools, printed as they are.
        least_score: the share of mutants that a proof must notice.
    """
    facts = _facts(profile, found, program, verdicts, measurements, least_score)
    named = {*facts.candidates, *facts.roots, *facts.compiled}
    ids = {i for i in named if ".<locals>." not in i}  # an inner function belongs to the one around it
    accepted = frozenset(i for i in facts.compiled if _is_accepted(i, facts))
    functions = [_function(i, facts, accepted, project, crate) for i in ids]
    functions.sort(key=lambda f: (-f.share, f.id))
    end_to_end = measurements.end_to_end if measurements else None
    return Report(
        schema=SCHEMA,
        environment=dict(environment or {"python": profile.python_version}),
        workload=profile.workload,
        functions=tuple(functions),
        end_to_end=end_to_end,
        profile_overhead=profile.overhead,
        stages=tuple(stages),
        notes=(*profile.notes, *_notes(functions, measurements)),
    )


def _facts(
    profile: Profile,
    found: Found,
    program: CompiledProgram | None,
    verdicts: Verdicts | None,
    measurements: Measurements | None,
    least_score: float,
) -> _Facts:
    roots: dict[str, tuple[str, ...]] = {}
    for region in sorted(found.regions, key=lambda r: -r.share):
        for member in dict.fromkeys((region.root, *region.members)):
            others = roots.get(member, ())
            roots[member] = (member, *others) if member == region.root else (*others, region.root)
    for compiled in program.functions if program else ():
        for callee in compiled.dependencies if compiled.root else ():
            roots[callee] = tuple(dict.fromkeys((*roots.get(callee, ()), compiled.id)))
    profiled = {f.id: f for f in profile.functions}
    reasons = dict(found.reasons)
    for identity, more in (program.reasons if program else {}).items():
        reasons[identity] = (*reasons.get(identity, ()), *more)
    end = measurements.end_to_end if measurements else None
    hot = {c.id for c in found.candidates} | set(roots)
    return _Facts(
        profiled=profiled,
        candidates={c.id: c for c in found.candidates},
        roots=roots,
        compiled=_compiled(program),
        verdicts={v.id: v for v in verdicts.functions} if verdicts else {},
        measured={m.id: m for m in measurements.functions} if measurements else {},
        reasons={i: r for i, r in reasons.items() if i in hot},
        least_score=least_score,
        slowing=frozenset(measurements.slowing if measurements else ()),
        broke=frozenset(end.replaced) if end and end.same_output is False else frozenset(),
    )


def _compiled(program: CompiledProgram | None) -> dict[str, CompiledFunction]:
    """One compiled form of each function: the root's where it was compiled for several callers."""
    chosen: dict[str, CompiledFunction] = {}
    for function in program.functions if program else ():
        if function.root or function.id not in chosen:
            chosen[function.id] = function
    for function in list(chosen.values()):
        for part in function.written_out:
            # Its Rust is that of the function in which it is written out.
            chosen.setdefault(part.id, replace(function, id=part.id, file=part.file, line=part.line, root=False))
    return chosen


def _is_accepted(identity: str, facts: _Facts) -> bool:
    compiled = facts.compiled[identity]
    return compiled.root and not _refusals(compiled, facts.verdicts.get(identity), facts)


def _region(identity: str, facts: _Facts, accepted: frozenset[str]) -> str:
    """The root that counts for a function: itself, or one around it that is accepted where it is not."""
    if identity in accepted:
        return identity
    roots = facts.roots.get(identity, ())
    return next((r for r in roots if r in accepted), roots[0] if roots else "")


def _function(
    identity: str,
    facts: _Facts,
    accepted: frozenset[str],
    project: Path,
    crate: Path | None,
) -> FunctionReport:
    candidate = facts.candidates.get(identity)
    profiled = facts.profiled.get(identity)
    compiled = facts.compiled.get(identity)
    region = _region(identity, facts, accepted) if compiled else ""
    verdict = facts.verdicts.get(identity) or facts.verdicts.get(region)
    measured = facts.measured.get(identity)
    refusals = () if region in accepted else _refusals(compiled, verdict, facts)
    located = candidate or profiled or compiled
    file, line = (located.file, located.line) if located else ("", 0)
    share = profiled.share if profiled else candidate.share if candidate else 0.0
    return FunctionReport(
        id=identity,
        file=_relative(file, project),
        line=line,
        share=share,
        calls=profiled.calls if profiled else candidate.calls if candidate else 0,
        region=region,
        tier=_tier(compiled),
        verdict=verdict.verdict if verdict else "unproven",
        evidence=verdict.evidence if verdict else (),
        trap_rate=verdict.trap_rate if verdict else 0.0,
        speedup=measured.speedup if measured else None,
        accepted=identity in accepted,
        reasons=_distinct(
            (
                *facts.reasons.get(identity, ()),
                *(compiled.holes if compiled else ()),
                *(compiled.loops if compiled else ()),
                *_verdict_reasons(identity, verdict),
                *refusals,
            )
        ),
        counterexample=verdict.counterexample if verdict else "",
        python_source=python_segment(project / file, line) if file else "",
        rust_source=rust_segment(crate, compiled) if compiled else "",
        ceiling=candidate.ceiling if candidate else 1.0,
        traps=verdict.traps if verdict else {},
        mutation=verdict.mutation if verdict else None,
    )


def _verdict_reasons(identity: str, verdict: Verdict | None) -> tuple[Diagnostic, ...]:
    """The reasons of a verdict; those of a root around the function name it, their lines are its own."""
    if verdict is None or verdict.id == identity:
        return verdict.reasons if verdict else ()
    return tuple(Diagnostic(r.code, 0, f"As part of `{verdict.id}`: {r.message}", r.hint) for r in verdict.reasons)


def _tier(compiled: CompiledFunction | None) -> str:
    if compiled is None:
        return "python"
    if compiled.holes:
        return "skeleton"
    return "hybrid" if compiled.callbacks else "native"


def _refusals(
    compiled: CompiledFunction | None,
    verdict: Verdict | None,
    facts: _Facts,
) -> tuple[Diagnostic, ...]:
    """Why a compiled root is not accepted; empty where it is, and for callees."""
    if compiled is None or not compiled.root:
        return ()
    if verdict is None:
        message = "The replacement was not compared with the original."
        return (_diagnostic("M508", compiled.line, message),)
    if verdict.verdict != "equal":
        code, message = _UNDECIDED.get(verdict.verdict, _UNDECIDED["unproven"])
        return verdict.reasons or (_diagnostic(code, compiled.line, message),)
    if verdict.trap_rate > TRAP_LIMIT:
        return (
            _diagnostic(
                "M603",
                compiled.line,
                f"{verdict.trap_rate:.0%} of the recorded calls went back to Python.",
            ),
        )
    mutation = verdict.mutation
    if mutation is not None and mutation.at_best < facts.least_score:
        lines = ", ".join(f"{s.line} ({s.what})" for s in mutation.survivors[:3])
        message = f"{len(mutation.survivors)} of {mutation.wrong} mutants survived, among them on line {lines}."
        return (_diagnostic("M511", compiled.line, message),)
    if compiled.id in facts.broke:
        message = "With the replacements in, the whole program failed or printed something else."
        return (_diagnostic("M605", compiled.line, message),)
    if compiled.id in facts.slowing:
        message = "It is faster on its recorded calls, but the whole workload is slower with it."
        return (_diagnostic("M606", compiled.line, message),)
    measured = facts.measured.get(compiled.id)
    if measured is None:
        return (_diagnostic("M602", compiled.line, "There is no measurement on recorded inputs."),)
    if measured.speedup.low <= 1.0:
        gain = measured.speedup
        return (
            _diagnostic(
                "M601",
                compiled.line,
                f"Measured {gain.value:.2f}× ({gain.low:.2f} to {gain.high:.2f}) on {measured.inputs} recorded inputs.",
            ),
        )
    return ()


def _diagnostic(code: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(code, line, message, hint_for(code))


def _distinct(reasons: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Reasons in order, each once, with the hint of the table where none was given."""
    filled = (Diagnostic(r.code, r.line, _sentence(r.message), hint_for(r.code, r.hint)) for r in reasons)
    return tuple(dict.fromkeys(filled))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _relative(file: str, project: Path) -> str:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(project):
        return path.relative_to(project).as_posix()
    return file


def _notes(functions: Iterable[FunctionReport], measurements: Measurements | None) -> tuple[str, ...]:
    end_to_end = measurements.end_to_end if measurements else None
    accepted = any(f.accepted for f in functions)
    if end_to_end and accepted and end_to_end.speedup.low <= 1.0:
        return ("The replaced functions are faster, the whole workload is not measurably (M604).",)
    return ()

"""The words and numbers that every format shows: one place, so that no two formats differ.

Numbers are rounded for people here; JSON has them in full.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import Enum

from migrator.model.proof import THIN, Evidence, Interval, Mutation, answered, ruled_out
from migrator.model.report import FunctionReport, Report


class Status(Enum):
    """What became of a function. The value is the short label."""

    REPLACED = "replaced"
    WITH_ROOT = "part of another"
    DIFFERENT = "different"
    SURVIVED = "proof too weak"
    SLOWER = "not faster"
    UNMEASURED = "not measured"
    UNPROVEN = "not proven"
    PYTHON = "stays Python"


MEANING: dict[Status, str] = {
    Status.REPLACED: "proven equal and faster; `migrator apply` installs it",
    Status.WITH_ROOT: "compiled into the function that calls it, which pays the boundary once",
    Status.DIFFERENT: "a counterexample was found; it is not installed",
    Status.SURVIVED: "no difference was found, but too many wrong variants were not noticed either (M511); it is not installed",
    Status.SLOWER: "proven equal, but no measurable gain; it is not installed",
    Status.UNMEASURED: "proven equal, but not measured yet; it is not installed",
    Status.UNPROVEN: "there is Rust, but the proof is not complete; it is not installed",
    Status.PYTHON: "there is no Rust for it; the reasons say why",
}

KINDS: tuple[tuple[str, str], ...] = (
    ("recorded", "calls recorded from the workload"),
    ("crosshair", "inputs that CrossHair found for the paths through the original"),
    ("edges", "combinations of edge values"),
    ("hypothesis", "inputs searched by Hypothesis"),
    ("bulk", "random inputs in bulk"),
    ("again", "calls again on the same objects, changed between"),
    ("canary", "wrong variants that had to be caught"),
)
"""Every kind of evidence with its meaning, in the order shown."""


def statuses(report: Report) -> dict[str, Status]:
    """Return what became of each function; a callee shares the fate of its root."""
    by_id = {f.id: f for f in report.functions}
    result = {}
    for function in report.functions:
        root = by_id.get(function.region, function)
        own = _status(function if function.verdict == "different" else root)
        if root is not function and own is Status.REPLACED:
            own = Status.WITH_ROOT
        result[function.id] = own
    return result


def _status(function: FunctionReport) -> Status:
    if function.verdict == "different":
        return Status.DIFFERENT
    if function.accepted:
        return Status.REPLACED
    if function.tier == "python":
        return Status.PYTHON
    if function.verdict == "equal" and any(reason.code == "M511" for reason in function.reasons):
        return Status.SURVIVED
    if function.verdict == "equal":
        return Status.SLOWER if function.speedup else Status.UNMEASURED
    return Status.UNPROVEN


def percent(share: float) -> str:
    """``0.1234`` as ``12.3 %``."""
    return f"{share * 100:.1f} %" if share < 0.9995 else "100 %"


def ratio(value: float) -> str:
    """``3.417`` as ``3.42×``: three significant digits."""
    if value >= 100:
        return f"{value:,.0f}×"
    return f"{value:.1f}×" if value >= 10 else f"{value:.2f}×"


def interval(speedup: Interval) -> str:
    """The ends of the confidence interval, ``3.30–3.52``."""
    digits = 0 if speedup.high >= 100 else 1 if speedup.high >= 10 else 2
    return f"{speedup.low:.{digits}f}–{speedup.high:.{digits}f}"


def seconds(value: float) -> str:
    """A duration in the unit that leaves three digits."""
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if value * scale >= 1:
            return f"{value * scale:.3g} {unit}" if value < 1000 else f"{value:,.0f} s"
    return f"{value * 1e9:.3g} ns"


def overhead(ratio_of_times: float) -> str:
    """What profiling cost: ``1.023`` as ``2 %``; noise below nothing is nothing."""
    return f"{max(0.0, ratio_of_times - 1) * 100:.0f} %"


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 function``, ``12,345 functions``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def command(report: Report) -> str:
    """The workload as it can be pasted into a shell."""
    return shlex.join(report.workload.argv)


def tried(evidence: tuple[Evidence, ...]) -> int:
    """How many inputs were compared; the canary is a test of the comparison and not counted."""
    return sum(e.inputs for e in evidence if e.kind != "canary")


def evidence_line(evidence: tuple[Evidence, ...]) -> str:
    """``64 recorded, 1,204 edges``: counts by kind on one line."""
    order = {kind: n for n, (kind, _) in enumerate(KINDS)}
    shown = sorted(evidence, key=lambda e: order.get(e.kind, len(order)))
    return ", ".join(f"{e.inputs:,} {e.kind}" for e in shown)


def strength(function: FunctionReport) -> list[str]:
    """What the proof of a function is worth, in sentences; none where there is no verdict of equality."""
    if function.verdict != "equal" or not function.evidence:
        return []
    answers = answered(function.evidence)
    said = [
        f"{count(answers, 'answer')} equal: at 95 %, fewer than {_small_percent(ruled_out(answers))} of inputs like these "
        f"differ{'; that is thin' if answers < THIN else ''}"
    ]
    if function.traps:
        kinds = ", ".join(
            f"{kind} {number:,}" for kind, number in sorted(function.traps.items(), key=lambda kv: -kv[1])
        )
        said.append(f"left to Python by guard: {kinds}")
    if function.mutation is not None:
        said += _mutants(function.mutation)
    return said


def _mutants(mutation: Mutation) -> list[str]:
    if not mutation.wrong:
        return [f"mutants: none of {mutation.tried} tried does anything else"]
    beside = [
        f"{number:,} {what}"
        for number, what in (
            (mutation.harmless, "only trap more"),
            (len(mutation.idle), "ran without any effect"),
            (mutation.made - mutation.tried, "not tried for lack of time"),
        )
        if number
    ]
    more = f" ({', '.join(beside)})" if beside else ""
    said = [f"mutants: {mutation.killed} of {mutation.wrong} noticed, {percent(mutation.score)}{more}"]
    return said + [
        f"survived: {s.function.partition(':')[2]}, line {s.line}: {s.what}"
        + (f" (ran on {s.reached:,} inputs)" if s.reached > 1 else "")
        for s in mutation.survivors
    ]


def _small_percent(share: float) -> str:
    return f"{share * 100:.2g} %"


@dataclass(frozen=True)
class Summary:
    """The head of a report."""

    headline: str
    detail: str
    replaced: int
    hot: int
    moved: float
    """Share of the workload's time that is now in accepted regions."""
    inputs: int
    different: int
    mutants: str
    """How many mutants were noticed; empty where none were tried."""


def summary(report: Report) -> Summary:
    """Return the figures of the head."""
    accepted = {f.id for f in report.functions if f.accepted}
    moved = sum(f.share for f in report.functions if f.region in accepted or f.id in accepted)
    headline, detail = _headline(report, bool(accepted))
    return Summary(
        headline=headline,
        detail=detail,
        replaced=len(accepted),
        hot=len(report.functions),
        moved=min(moved, 1.0),
        inputs=sum(tried(f.evidence) for f in report.functions if f.region in ("", f.id)),
        different=sum(f.verdict == "different" for f in report.functions),
        mutants=_all_mutants(report),
    )


def _all_mutants(report: Report) -> str:
    measured = [f.mutation for f in report.functions if f.mutation is not None and f.region == f.id]
    killed, wrong = sum(m.killed for m in measured), sum(m.wrong for m in measured)
    return f"{killed:,} of {wrong:,} wrong variants noticed ({percent(killed / wrong)})" if wrong else ""


def _headline(report: Report, any_accepted: bool) -> tuple[str, str]:
    end = report.end_to_end
    if not any_accepted:
        return "Nothing to replace yet", "no function is both proven equal and faster"
    if end is None:
        return "Proven, not yet measured end to end", "run `migrator bench` for the whole workload"
    detail = f"{seconds(end.before_s)} → {seconds(end.after_s)}, 95 % interval "
    detail += f"{interval(end.speedup)}×, {count(end.runs, 'run')} each"
    if end.speedup.low <= 1.0:
        return f"{ratio(end.speedup.value)} end to end (within noise)", detail
    return f"{ratio(end.speedup.value)} faster end to end", detail

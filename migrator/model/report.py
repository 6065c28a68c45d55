"""The one Report value from which console, HTML, Markdown and JSON are made."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Workload
from migrator.model.proof import EndToEnd, Evidence, Interval, Mutation


@dataclass(frozen=True)
class FunctionReport:
    """One hot function. ``region`` is the root it is compiled under (empty: none); ``tier`` is ``native``, ``hybrid``,
    ``skeleton`` or ``python``; ``accepted``: proven and faster, what ``apply`` installs (roots only)."""

    id: str
    file: str
    line: int
    share: float
    calls: int
    region: str
    tier: str
    verdict: str
    evidence: tuple[Evidence, ...]
    trap_rate: float
    speedup: Interval | None
    accepted: bool
    reasons: tuple[Diagnostic, ...]
    counterexample: str = ""
    python_source: str = ""
    rust_source: str = ""
    ceiling: float = 1.0
    traps: dict[str, int] = field(default_factory=dict)
    """How often each kind of guard made Rust give up while it was proven."""
    mutation: Mutation | None = None


@dataclass(frozen=True)
class StageTime:
    stage: str
    seconds: float


@dataclass(frozen=True)
class Report:
    schema: str
    environment: dict[str, str]
    workload: Workload
    functions: tuple[FunctionReport, ...]
    end_to_end: EndToEnd | None
    profile_overhead: float
    stages: tuple[StageTime, ...]
    notes: tuple[str, ...] = ()

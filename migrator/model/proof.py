"""Verdicts and measurements: what the proof found, and what the replacement gains."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.model.diagnostic import Diagnostic


@dataclass(frozen=True)
class Evidence:
    """How many inputs of one kind were tried; of these how many took the native path, and how many trapped."""

    kind: str
    """``recorded``, ``edges``, ``hypothesis``, ``bulk`` or ``canary``."""
    inputs: int
    native: int
    trapped: int
    raised: int = 0
    """Of all inputs: Python raised, so Rust had to trap."""
    undecided: int = 0
    """Python took too long; these inputs prove nothing."""


@dataclass(frozen=True)
class Verdict:
    """``equal``, ``different`` (with the smallest ``counterexample`` as Python to paste) or ``unproven`` (``reasons``)."""

    id: str
    verdict: str
    evidence: tuple[Evidence, ...]
    trap_rate: float
    """Trapped share of the recorded inputs."""
    seed: int
    seconds: float
    counterexample: str = ""
    reasons: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Verdicts:
    schema: str
    build_id: str
    functions: tuple[Verdict, ...]


@dataclass(frozen=True)
class Interval:
    """A ratio with its 95 % confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Measurement:
    """Per function: seconds a call over the recorded inputs before and after, and the ratio."""

    id: str
    before_s: float
    after_s: float
    speedup: Interval
    inputs: int


@dataclass(frozen=True)
class EndToEnd:
    """The whole workload, wall seconds, medians of ``runs`` runs each, interleaved."""

    before_s: float
    after_s: float
    speedup: Interval
    runs: int
    replaced: tuple[str, ...] = ()
    note: str = ""
    same_output: bool | None = None
    """Whether each run printed the same with the replacements; None where the program itself varies."""


@dataclass(frozen=True)
class Measurements:
    schema: str
    functions: tuple[Measurement, ...]
    end_to_end: EndToEnd | None

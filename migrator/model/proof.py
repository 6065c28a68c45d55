"""Verdicts and measurements: what the proof found, and what the replacement gains."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from migrator.model.diagnostic import Diagnostic


@dataclass(frozen=True)
class Evidence:
    """How many inputs of one kind were tried; of these how many took the native path, and how many trapped."""

    kind: str
    """``recorded``, ``crosshair``, ``edges``, ``hypothesis``, ``bulk`` or ``canary``."""
    inputs: int
    native: int
    trapped: int
    raised: int = 0
    """Of all inputs: Python raised, so Rust had to trap."""
    undecided: int = 0
    """Python took too long; these inputs prove nothing."""


@dataclass(frozen=True)
class Survivor:
    """A wrong variant that no input of the proof told from the right function."""

    function: str
    line: int
    what: str
    reached: int = 0
    """On so many inputs the changed place ran, without any effect."""


@dataclass(frozen=True)
class Mutation:
    """What the proof noticed of the wrong variants of a function and of all compiled into it.

    ``made`` were compiled, ``tried`` there was time for, in an order drawn by the seed. ``killed``: an input showed the
    variant wrong. ``harmless``: it only traps more often, so Python answers, which is right. ``idle``: the changed
    place ran again and again without any effect, so most likely it has none (a shortcut, or an edge that other lines
    keep out): on hundreds of inputs where the change would show on most, on thousands that a search led to
    it where it would show on rare ones only. The rest survived.
    """

    made: int
    tried: int
    killed: int
    harmless: int
    survivors: tuple[Survivor, ...] = ()
    idle: tuple[Survivor, ...] = ()

    @property
    def wrong(self) -> int:
        """How many variants do something else, as far as anybody knows."""
        return self.killed + len(self.survivors)

    @property
    def score(self) -> float:
        """The share that was killed of those that are wrong; 1.0 where there are none."""
        return self.killed / self.wrong if self.wrong else 1.0

    @property
    def at_best(self) -> float:
        """What the score may be, seen how few were tried: the upper end of its 95 % interval (Wilson's)."""
        n, z = self.wrong, 1.96
        if not n:
            return 1.0
        middle = self.score + z * z / (2 * n)
        spread = z * math.sqrt(self.score * (1 - self.score) / n + z * z / (4 * n * n))
        return float(min(1.0, (middle + spread) / (1 + z * z / n)))


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
    traps: dict[str, int] = field(default_factory=dict)
    """How often each kind of guard made Rust give up, over all inputs of the search."""
    mutation: Mutation | None = None
    """None where no mutants were tried."""

    @property
    def compared(self) -> int:
        """The inputs that Rust answered, each the same as Python."""
        return answered(self.evidence)


THIN = 300
"""A verdict on fewer answers than this is called thin."""
DIRECTED = 2000
"""A variant that shows on rare inputs only is idle after so many that were made to show it."""


def answered(evidence: tuple[Evidence, ...]) -> int:
    """Return on how many inputs Rust answered as Python did; canaries are no evidence."""
    return sum(e.native for e in evidence if e.kind != "canary")


def ruled_out(answers: int) -> float:
    """Return the share of differing answers that so many equal ones rule out at 95 % (the rule of three).

    >>> ruled_out(3000)
    0.001
    """
    return min(1.0, 3.0 / answers) if answers else 1.0


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
    slowing: tuple[str, ...] = ()
    """Functions that gain on their recorded calls, and with which the whole workload is slower."""

"""What a proof may cost, what it counted, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .types import Arguments

LEAST = 25
"""So many inputs at least must have been answered by Rust, and the same."""


@dataclass(frozen=True)
class Budget:
    """How much is tried. ``seconds`` is for all together; one call of the original may take
    ``call_s`` (recorded ones: the whole rest, because real inputs matter most)."""

    seconds: float = 4.0
    edges: int = 1500
    hypothesis: int = 100
    bulk: int = 20_000
    call_s: float = 0.5
    recorded: float = 0.4
    """The share of the time that recorded inputs may take."""


@dataclass
class Evidence:
    """How many inputs of one kind were compared.

    ``native``: Rust answered, and the same as Python. ``trapped``: Rust left it to Python, having
    changed nothing. ``raised``: Python raised, so Rust had to trap. ``undecided``: took too long; these prove
    nothing.
    """

    kind: str
    inputs: int = 0
    native: int = 0
    trapped: int = 0
    raised: int = 0
    undecided: int = 0


@dataclass
class Proof:
    """The result of :func:`check`.

    ``verdict`` is ``equal``, ``different`` (``counterexample`` is the smallest input found, as
    Python to paste; ``detail`` says what differs), or ``unproven`` (``reason`` is
    ``nondeterministic``, ``not-native``, ``too-slow`` or ``canary``; ``detail`` explains).
    """

    id: str
    verdict: str
    seed: int
    evidence: list[Evidence]
    seconds: float = 0.0
    trap_rate: float = 0.0
    reason: str = ""
    detail: str = ""
    counterexample: str = ""
    call: dict[str, Any] | None = None
    """The counterexample as a line of a recording."""

    def explain(self) -> str:
        """Return the verdict in a few lines."""
        counts = ", ".join(f"{e.inputs} {e.kind} ({e.native} native)" for e in self.evidence)
        lines = [f"{self.id}: {self.verdict} after {counts}, seed {self.seed}", self.detail]
        return "\n".join([line for line in (*lines, self.counterexample) if line])


class Different(Exception):
    """An input shows a difference."""

    def __init__(self, arguments: Arguments, detail: str) -> None:
        super().__init__(detail)
        self.arguments, self.detail = arguments, detail


class Unproven(Exception):
    """No verdict is possible."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail

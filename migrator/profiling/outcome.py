"""How the user's program ended, and the error that reports an end that was not a success.

What the program does is its own: nothing here is an error of ``migrator``.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass

from migrator.errors import MigratorError
from migrator.model.profile import Workload


@dataclass(frozen=True)
class Outcome:
    """The end of one run.

    ``kind`` is ``finished`` (status 0), ``failed`` (another status), ``crashed`` (by a signal),
    ``timeout``, ``interrupted`` (Ctrl-C) or ``lost`` (status 0, but it left without telling what it
    did). ``status`` is the exit status; for ``crashed`` the signal's number.
    """

    kind: str
    status: int
    wall_s: float
    cpu_s: float = 0.0

    @property
    def finished(self) -> bool:
        return self.kind == "finished"

    @property
    def said(self) -> str:
        """What happened, as a sentence about the program."""
        match self.kind:
            case "failed":
                return f"The program ended with exit status {self.status}."
            case "crashed":
                return f"The program was ended by the signal {signal_name(self.status)}."
            case "timeout":
                return f"The program was stopped after {self.wall_s:.0f} s, its time limit."
            case "interrupted":
                return "The program was interrupted from the keyboard."
            case "lost":
                return (
                    "The program ended with exit status 0 before its measurements could be saved:"
                    " it was replaced or ended from outside Python."
                )
        return "The program finished."


class ProgramFailed(MigratorError):
    """The user's program did not finish well; ``outcome`` says how, ``stage`` in which run."""

    def __init__(self, workload: Workload, outcome: Outcome, stage: str) -> None:
        code = {"timeout": "M003", "interrupted": "M012"}.get(outcome.kind, "M002")
        message = f"{outcome.said} This was the {stage}."
        super().__init__(code, message, place=" ".join(workload.argv))
        self.outcome = outcome
        self.stage = stage


def ended(status: int, wall_s: float, cpu_s: float = 0.0) -> Outcome:
    """Return the outcome for a return code as ``subprocess`` gives it."""
    if status == 0:
        return Outcome("finished", 0, wall_s, cpu_s)
    if status in (-signal.SIGINT, 128 + signal.SIGINT):
        return Outcome("interrupted", 130, wall_s, cpu_s)
    if status < 0:
        return Outcome("crashed", -status, wall_s, cpu_s)
    return Outcome("failed", status, wall_s, cpu_s)


def signal_name(number: int) -> str:
    """Return ``SIGSEGV (11)``; just the number where it has no name."""
    try:
        return f"{signal.Signals(number).name} ({number})"
    except ValueError:
        return str(number)

"""What a run of the workload showed: who is hot, who calls whom, and what passes through the hot functions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    """The command that exercises the user's code, resolved.

    ``argv`` is what the user typed; ``kind`` is ``script``, ``module`` or ``console``; ``python`` the interpreter that
    runs it; ``target`` the script's path or the module's name; ``arguments`` what the program sees after it.
    ``options`` are the interpreter's own (``-O``, ``-X utf8``).
    """

    argv: tuple[str, ...]
    kind: str
    python: str
    target: str
    arguments: tuple[str, ...]
    cwd: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class FunctionProfile:
    """One function of the project. ``id`` is ``module:qualname`` (a script's module is its file's stem).

    ``self_s`` is CPU seconds in the function itself and in library code that it called; ``share`` is ``self_s`` over
    the whole run; ``total_s`` includes project callees; ``calls`` counts calls; ``callers`` maps caller ids to calls.
    """

    id: str
    file: str
    line: int
    self_s: float
    total_s: float
    share: float
    calls: int
    callers: dict[str, int]
    exact_calls: bool = True


@dataclass(frozen=True)
class Profile:
    """The result of the first, timing run. ``overhead`` is profiled over plain wall time (1.03 is 3 % slower)."""

    schema: str
    workload: Workload
    wall_s: float
    baseline_s: float
    overhead: float
    samples: int
    functions: tuple[FunctionProfile, ...]
    python_version: str
    notes: tuple[str, ...] = ()
    as_written: tuple[str, ...] = ()
    """Decorated functions whose decorators handed back the function itself: its name holds it as written."""


@dataclass(frozen=True)
class ArgumentRange:
    """What was seen of one parameter over all calls: smallest and largest number, longest length (-1: none seen)."""

    low: str = ""
    high: str = ""
    longest: int = -1
    special: tuple[str, ...] = ()
    """``nan``, ``inf``, ``-0.0``, ``big`` (int beyond 64 bits), ``empty``: what was seen of these."""

    def ints(self) -> tuple[int, int] | None:
        """The smallest and the largest number, where both are ints."""
        try:
            return int(self.low), int(self.high)
        except ValueError:
            return None


@dataclass(frozen=True)
class Signature:
    """One combination of argument types, and how often it came. Types are text forms of ``migrator.types``."""

    types: tuple[str, ...]
    result: str
    count: int


@dataclass(frozen=True)
class Observation:
    """What passed through one hot function in the second run.

    ``parameters`` are the names in order (positional, then keyword-only); ``signatures`` most frequent first;
    ``globals`` gives the type text of each module-level name that the function reads; ``lines`` the lines that ran
    (1-based, in the file); ``samples`` how many calls are stored for the function in the recording file.
    """

    id: str
    calls: int
    parameters: tuple[str, ...]
    signatures: tuple[Signature, ...]
    ranges: tuple[ArgumentRange, ...]
    globals: dict[str, str]
    lines: tuple[int, ...]
    samples: int
    raised: int = 0
    further: int = 0
    """How many calls gave keywords that only ``**kwargs`` takes; nothing else here speaks of them."""
    again: tuple[float, ...] = ()
    """For each parameter, the share of the calls that gave the very object of the call before."""


@dataclass(frozen=True)
class Observations:
    """The result of the second run. ``recording`` is the file with the sampled calls, by bits, mode 0600."""

    schema: str
    functions: tuple[Observation, ...]
    recording: str
    overhead: float
    notes: tuple[str, ...] = ()

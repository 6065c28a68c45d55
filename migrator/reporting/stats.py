"""The counters that processes left in a ``MIGRATOR_STATS`` file, added up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError

FILE = "stats.jsonl"
_SCHEMA = "migrator.stats/1"
_OWN = ("calls", "traps", "skipped", "compared", "seen", "called_back")


@dataclass(frozen=True)
class Use:
    """How one function was used: ``traps`` by kind of guard; ``skipped`` went straight to Python after many traps;
    ``compared``: of the calls ``seen`` in shadow mode, which Python answered. ``reason`` says why it was not replaced, ``difference`` what shadow mode found."""

    calls: int
    skipped: int
    traps: dict[str, int]
    compared: int = 0
    seen: int = 0
    reason: str = ""
    difference: str = ""

    @property
    def in_rust(self) -> float:
        """The share of the calls that Rust answered."""
        return 1.0 - (sum(self.traps.values()) + self.skipped) / self.calls if self.calls else 0.0


def read_stats(path: Path) -> dict[str, Use]:
    """Return the use of each function over all processes.

    Raises:
        MigratorError: M009 without the file, M010 where it is something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        hint = f"Run the program with MIGRATOR_STATS={path} in its environment."
        raise MigratorError("M009", f"There are no counters: {error.strerror}.", hint, str(path)) from error
    counts: dict[str, Counter[str]] = {}
    told: dict[str, dict[str, str]] = {}
    for line in lines:
        for function, row in _functions(line, path).items():
            numbers = {k: v for k, v in row.items() if type(v) is int}
            counts.setdefault(function, Counter()).update(numbers)
            texts = told.setdefault(function, {})
            texts |= {k: str(row[k]) for k in ("reason", "difference") if row.get(k)}
    return {function: _use(counter, told[function]) for function, counter in sorted(counts.items())}


def _functions(line: str, path: Path) -> dict[str, dict[str, object]]:
    try:
        plain = json.loads(line)
        if plain["schema"] != _SCHEMA:
            raise ValueError(plain["schema"])
        return {str(k): dict(v) for k, v in plain["functions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MigratorError("M010", f"It does not hold counters: {error}.", place=str(path)) from error


def _use(counter: Counter[str], told: dict[str, str]) -> Use:
    return Use(
        counter["calls"],
        counter["skipped"],
        {kind: number for kind, number in counter.most_common() if kind not in _OWN and number},
        counter["compared"],
        counter["seen"],
        told.get("reason", ""),
        told.get("difference", ""),
    )

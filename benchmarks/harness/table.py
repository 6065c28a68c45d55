"""The comparison as Markdown, which also reads well on a console."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

from harness.coordinator import Cell, Run

BASE = "CPython"
OWN = "migrator"
CLOSE = 1e-6
"""Up to this relative error an answer counts as rounded otherwise; beyond it, as wrong."""


def mark(cell: Cell) -> str:
    """Return nothing for the bits of CPython, a dagger for other last bits, a cross for a wrong answer."""
    if cell.difference == 0.0:
        return ""
    return "†" if cell.difference <= CLOSE else "✗"


def ratio(run: Run, kernel: str, column: str) -> tuple[float, float, float] | None:
    """Return how many times faster than CPython: by the minima, and the quartiles over the rounds."""
    base, cell = run.cells.get((BASE, kernel)), run.cells.get((column, kernel))
    if base is None or cell is None or not cell.seconds or not base.seconds:
        return None
    by_round = [b / s for b, s in zip(base.seconds, cell.seconds, strict=False)]
    low, high = by_round[0], by_round[0]
    if len(by_round) > 1:
        low, _, high = statistics.quantiles(by_round, n=4, method="inclusive")
    return min(base.seconds) / min(cell.seconds), low, high


def figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100.0 else f"{value:.1f}"


def speedup(run: Run, kernel: str, column: str) -> str:
    cell = run.cells.get((column, kernel))
    found = ratio(run, kernel, column)
    if cell is None or found is None:
        return "–" if cell is None else "fails"
    value, low, high = found
    return f"{figure(value)}{mark(cell)} ({figure(low)}–{figure(high)})"


def geometric(values: Iterable[float]) -> float:
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def rows(run: Run, kernels: Sequence[str]) -> list[list[str]]:
    """Return the table's rows: a heading, the kernels, the geometric means."""
    others = [column for column in run.columns if column != BASE]
    table = [["kernel", "CPython µs, min / median", *others]]
    for kernel in kernels:
        base = run.cells[BASE, kernel].seconds
        times = f"{min(base) * 1e6:.0f} / {statistics.median(base) * 1e6:.0f}"
        table.append([kernel, times, *(speedup(run, kernel, column) for column in others)])
    means = ["geometric mean", ""]
    for column in others:
        found = [ratio(run, kernel, column) for kernel in kernels]
        values = [r[0] for r in found if r is not None]
        means.append(f"{figure(geometric(values))} ({len(values)})" if values else "–")
    table.append(means)
    return table


def answers(run: Run, kernels: Sequence[str]) -> list[list[str]]:
    """Return how many answers of each column have CPython's bits."""
    table = [["column", "same bits", "last bits differ †", "wrong ✗", "fails"]]
    for column in run.columns:
        cells = [run.cells[column, k] for k in kernels if (column, k) in run.cells]
        answered = [cell for cell in cells if not cell.error]
        marks = [mark(cell) for cell in answered]
        counts = (marks.count(""), marks.count("†"), marks.count("✗"), len(cells) - len(answered))
        table.append([column, *(str(count) for count in counts)])
    return table


def against_numba(run: Run, kernels: Sequence[str]) -> list[list[str]]:
    """Return migrator's speed over Numba's, for each kernel that both can do."""
    columns = [c for c in run.columns if c.startswith("Numba")]
    table = [["kernel", *(f"migrator / {column}" for column in columns)]]
    for kernel in kernels:
        own = ratio(run, kernel, OWN)
        if own is None:
            continue
        row = [kernel]
        for column in columns:
            peer = ratio(run, kernel, column)
            row.append(f"{own[0] / peer[0]:.2f}" if peer else "–")
        table.append(row)
    return table


def layout(table: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with columns of equal width."""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    lines = []
    for number, row in enumerate(table):
        cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        lines.append("| " + " | ".join(cells) + " |")
        if number == 0:
            rule = ["-" * w if i == 0 else "-" * (w - 1) + ":" for i, w in enumerate(widths)]
            lines.append("| " + " | ".join(rule) + " |")
    return "\n".join(lines)


def markdown(run: Run, kernels: Sequence[str], setting: Sequence[str]) -> str:
    """Return the whole report."""
    parts = ["# The kernels under several compilers", "\n".join(f"- {line}" for line in setting)]
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    parts.append(f"Versions: {versions}.")
    parts.append(
        "Times faster than CPython, by the minima of CPU time; in brackets the quartiles over the rounds. "
        "No mark: the same bits as CPython. † other last bits. ✗ another answer. – not natural or not possible."
    )
    parts.append(layout(rows(run, kernels)))
    parts += ["## Answers", layout(answers(run, kernels))]
    if any(column == OWN for column in run.columns):
        parts += ["## migrator beside Numba (over 1.00: migrator is faster)"]
        parts.append(layout(against_numba(run, kernels)))
    failures = [f"- {c.column}, {c.kernel}: {c.error}" for c in run.cells.values() if c.error]
    notes = [f"- {note}" for note in run.notes]
    if failures or notes:
        parts += ["## What did not take part", "\n".join(notes + failures)]
    return "\n\n".join(parts) + "\n"

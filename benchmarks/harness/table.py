"""The comparison as Markdown, which also reads well on a console."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Sequence

from harness.coordinator import Cell, Run

OWN = "migrator"
BESIDE = ("Numba", "Cython", "mypyc", "Pythran")
"""What migrator is set beside, kernel by kernel: the base, and columns whose names start so."""
RIVALS = ("Numba", "Cython", "Cython unchecked", "mypyc", "Pythran")
"""The compilers that take the caller's own arguments, among which the fastest is looked for."""
CLOSE = 1e-6
"""Up to this relative error an answer counts as rounded otherwise; beyond it, as wrong."""


def mark(cell: Cell) -> str:
    """Return nothing for the bits of the base, a dagger for other last bits, a cross for a wrong answer."""
    if cell.difference == 0.0:
        return ""
    return "†" if cell.difference <= CLOSE else "✗"


def ratio(run: Run, kernel: str, column: str) -> tuple[float, float, float] | None:
    """Return how many times faster than the base: by the minima, and the quartiles over the rounds."""
    base, cell = run.cells.get((run.base, kernel)), run.cells.get((column, kernel))
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
    others = [column for column in run.columns if column != run.base]
    table = [["kernel", f"{run.base} µs, min / median", *others]]
    for kernel in kernels:
        base = run.cells[run.base, kernel].seconds
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
    """Return how many answers of each column have the base's bits, and the largest relative error of the others."""
    table = [["column", "same bits", "last bits differ †", "largest †", "wrong ✗", "fails"]]
    for column in run.columns:
        cells = [run.cells[column, k] for k in kernels if (column, k) in run.cells]
        answered = [cell for cell in cells if not cell.error]
        marks = [mark(cell) for cell in answered]
        largest = max((cell.difference for cell in answered if mark(cell) == "†"), default=0.0)
        counts = [marks.count(""), marks.count("†"), marks.count("✗"), len(cells) - len(answered)]
        row = [column, *(str(count) for count in counts)]
        table.append([*row[:3], f"{largest:.1e}" if largest else "–", *row[3:]])
    return table


def rival(run: Run, kernel: str) -> tuple[str, float] | None:
    """Return the fastest of the rivals that answer right, and how many times faster than it migrator is."""
    own = ratio(run, kernel, OWN)
    found = {column: ratio(run, kernel, column) for column in run.columns if column in RIVALS}
    right = {c: r[0] for c, r in found.items() if r is not None and mark(run.cells[c, kernel]) != "✗"}
    if own is None or not right:
        return None
    fastest = max(right, key=lambda column: right[column])
    return fastest, own[0] / right[fastest]


def standing(run: Run, kernels: Sequence[str]) -> str:
    """Return in a sentence on how many kernels migrator is ahead of the fastest rival, and behind it by much."""
    ratios = [found[1] for kernel in kernels if (found := rival(run, kernel)) is not None]
    ahead, far = sum(r >= 1.0 for r in ratios), sum(r < 0.8 for r in ratios)
    return (
        f"Beside the fastest of {', '.join(c for c in RIVALS if c in run.columns)} that answers right: ahead on {ahead} "
        f"of {len(ratios)} kernels, slower than 0.8 of it on {far}, geometric mean {geometric(ratios):.2f}."
    )


def against(run: Run, kernels: Sequence[str], columns: Sequence[str]) -> list[list[str]]:
    """Return migrator's speed over that of each column, for each kernel that both can do."""
    table = [["kernel", *(f"migrator / {column}" for column in columns), "fastest rival"]]
    for kernel in kernels:
        own = ratio(run, kernel, OWN)
        if own is None:
            continue
        row = [kernel]
        for column in columns:
            peer = ratio(run, kernel, column)
            row.append(f"{own[0] / peer[0]:.2f}" if peer else "–")
        fastest = rival(run, kernel)
        table.append([*row, f"{fastest[0]} {fastest[1]:.2f}" if fastest else "–"])
    table.append(["geometric mean", *(together(run, kernels, column) for column in columns), ""])
    return table


def together(run: Run, kernels: Sequence[str], column: str) -> str:
    """Return the geometric mean of migrator's speed over a column's, and on how many kernels, where both answer right."""
    found = []
    for kernel in kernels:
        own, peer = ratio(run, kernel, OWN), ratio(run, kernel, column)
        if own is not None and peer is not None and mark(run.cells[column, kernel]) != "✗":
            found.append(own[0] / peer[0])
    return f"{geometric(found):.2f} ({len(found)})" if found else "–"


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


_TELLING = ("No implementation of", "Use of unsupported", "Unknown attribute", "error:")


def headline(message: str) -> str:
    """Return the line of a message that says most, without the folders of this machine."""
    lines = message.strip().splitlines() or ["no reason given"]
    found = next((line for line in lines if any(word in line for word in _TELLING)), lines[0])
    return re.sub(r"<function (\w+) at \w+>", r"\1", re.sub(r"/\S*/", "", found))[:240]


def markdown(title: str, run: Run, kernels: Sequence[str], setting: Sequence[str]) -> str:
    """Return the whole report."""
    parts = [f"# {title}", "\n".join(f"- {line}" for line in setting)]
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    parts.append(f"Versions: {versions}.")
    parts.append(
        f"Times faster than {run.base}, by the minima of CPU time; in brackets the quartiles over the rounds. "
        f"No mark: the same bits as {run.base}. † other last bits. ✗ another answer. – not natural or not possible."
    )
    parts.append(layout(rows(run, kernels)))
    parts += ["## Answers", layout(answers(run, kernels))]
    if any(column == OWN for column in run.columns):
        columns = [c for c in run.columns if c == run.base or c.startswith(BESIDE)]
        parts += ["## migrator beside the others (over 1.00: migrator is faster)"]
        parts.append(layout(against(run, kernels, columns)))
        parts.append(standing(run, kernels))
    failures = [f"- {c.column}, {c.kernel}: {headline(c.error)}" for c in run.cells.values() if c.error]
    notes = [f"- {headline(note)}" for note in run.notes]
    if failures or notes:
        parts += ["## What did not take part", "\n".join(notes + failures)]
    return "\n\n".join(parts) + "\n"

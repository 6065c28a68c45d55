"""Where the marks of the report's charts go, in percent of the chart's width.

Only numbers: the SVG macros in ``templates/report/charts.jinja`` place them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from migrator.model.proof import Evidence, Interval
from migrator.model.report import FunctionReport, Report
from migrator.reporting import words
from migrator.reporting.words import Status

_SMALLEST = 0.002
"""A block below this share of the width is not drawn: it would be thinner than its border."""


@dataclass(frozen=True)
class Block:
    """One rectangle of a strip: ``start`` and ``width`` in percent; ``look`` is a CSS class."""

    label: str
    title: str
    start: float
    width: float
    look: str
    link: str = ""


@dataclass(frozen=True)
class Whisker:
    """A speed-up on the shared scale: the dot and the ends of its interval, in percent."""

    dot: float
    low: float
    high: float


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis of ratios that always has 1× on it."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where ``value`` lies, in percent."""
        clamped = min(max(value, self.low), self.high)
        span = math.log(self.high / self.low)
        return 100 * math.log(clamped / self.low) / span

    def whisker(self, speedup: Interval) -> Whisker:
        """Return the marks of one speed-up."""
        return Whisker(self.place(speedup.value), self.place(speedup.low), self.place(speedup.high))


def scale(report: Report) -> Scale:
    """Return the axis that holds every measured speed-up with a little room."""
    measured = [f.speedup for f in report.functions if f.speedup]
    low = min([0.8, *(m.low for m in measured if m.low > 0)])
    high = max([2.0, *(m.high for m in measured)])
    return Scale(low * 0.9, high * 1.1)


def modules(report: Report) -> list[Block]:
    """Upper row of the icicle: the project's modules, and what is not in hot functions."""
    blocks: list[Block] = []
    start = 0.0
    for name, functions in _by_module(report):
        share = sum(f.share for f in functions)
        title = f"{name}: {words.percent(share)}"
        blocks.append(Block(name, title, start * 100, share * 100, "module"))
        start += share
    rest = 1.0 - start
    if rest > _SMALLEST:
        title = f"everything else: {words.percent(rest)}"
        blocks.append(Block("everything else", title, start * 100, rest * 100, "rest"))
    return blocks


def functions(report: Report, anchors: dict[str, str]) -> list[Block]:
    """Lower row of the icicle: the hot functions below their module, coloured by status."""
    states = words.statuses(report)
    blocks: list[Block] = []
    start = 0.0
    for _, members in _by_module(report):
        for function in members:
            state = states[function.id]
            name = function.id.partition(":")[2] or function.id
            title = f"{function.id}: {words.percent(function.share)}, {state.value}"
            if function.share > _SMALLEST:
                width = function.share * 100
                link = f"#{anchors[function.id]}"
                blocks.append(Block(name, title, start * 100, width, look(state), link))
            start += function.share
    return blocks


def stages(report: Report) -> list[Block]:
    """How the time of the run itself was spent."""
    total = sum(s.seconds for s in report.stages)
    blocks: list[Block] = []
    start = 0.0
    for number, stage in enumerate(report.stages):
        width = 100 * stage.seconds / total if total > 0 else 0.0
        title = f"{stage.stage}: {words.seconds(stage.seconds)}"
        blocks.append(Block(stage.stage, title, start, width, f"stage-{number % 2}"))
        start += width
    return blocks


def paths(evidence: tuple[Evidence, ...]) -> tuple[float, float]:
    """Share of the compared inputs that ran in Rust, and that went back to Python, in percent."""
    shown = [e for e in evidence if e.kind != "canary"]
    native, trapped = sum(e.native for e in shown), sum(e.trapped for e in shown)
    total = native + trapped
    return (100 * native / total, 100 * trapped / total) if total else (0.0, 0.0)


def look(state: Status) -> str:
    """Return the CSS class of a status."""
    return state.name.lower().replace("_", "-")


def _by_module(report: Report) -> list[tuple[str, list[FunctionReport]]]:
    grouped: dict[str, list[FunctionReport]] = {}
    for function in report.functions:
        grouped.setdefault(function.id.partition(":")[0], []).append(function)
    return sorted(grouped.items(), key=lambda item: (-sum(f.share for f in item[1]), item[0]))

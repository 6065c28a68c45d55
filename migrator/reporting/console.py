"""The summary for a terminal: the gain first, then each hot function and why it is as it is.

Printed to stdout by ``rich``; good at 80 columns, without colour, and in plain ASCII.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Profile
from migrator.model.region import Found
from migrator.model.report import FunctionReport, Report
from migrator.reporting import words
from migrator.reporting.words import Status

Say = Callable[[str], str]
"""How a text of ours reaches the screen: as it is, or in ASCII."""

_LOOK: dict[Status, tuple[str, str]] = {
    Status.REPLACED: ("✓", "bold green"),
    Status.WITH_ROOT: ("↳", "green"),
    Status.DIFFERENT: ("✗", "bold red"),
    Status.SURVIVED: ("≈", "yellow"),
    Status.SLOWER: ("=", "yellow"),
    Status.UNMEASURED: ("~", "yellow"),
    Status.UNPROVEN: ("?", "yellow"),
    Status.PYTHON: ("-", "dim"),
}
_TO_ASCII = str.maketrans(
    {"×": "x", "–": "-", "→": ">", "µ": "u", "█": "#", "…": ".", "✓": "+", "↳": ">", "✗": "!", "≈": "?"}
)
_BAR = 6
_REASONS_SHOWN = 3
_ROWS = 30
_LEAST = 0.001
"""Share of the time below which a function is not listed."""


def print_report(
    report: Report,
    *,
    ascii_only: bool = False,
    verbose: bool = False,
    console: Console | None = None,
) -> None:
    """Print the summary to stdout. ``verbose`` shows every reason of every function."""
    console = console or Console(highlight=False)
    console.print(render(report, ascii_only=ascii_only, verbose=verbose))


def render(report: Report, *, ascii_only: bool = False, verbose: bool = False) -> RenderableType:
    """Return the summary as something ``rich`` prints."""
    say: Say = _ascii if ascii_only else str
    parts: list[RenderableType] = [_head(report, say, ascii_only)]
    if report.functions:
        parts.append(_table(report, say, ascii_only))
        parts.append(_legend(report, say))
    shown = len(report.functions) if verbose else _REASONS_SHOWN
    for function in report.functions:
        parts.extend(_explained(function, say, shown, verbose))
    parts.append(_foot(report, say))
    return Group(*parts)


def print_profile(profile: Profile, console: Console, *, ascii_only: bool = False) -> None:
    """Print who is hot, for ``migrator profile``."""
    say: Say = _ascii if ascii_only else str
    table = _plain_table(ascii_only, "time", "self", "calls", "function")
    shown = [f for f in profile.functions if f.share >= _LEAST]
    for function in sorted(shown, key=lambda f: (-f.share, f.id))[:_ROWS]:
        table.add_row(
            f"{function.share * 100:.1f} %",
            say(words.seconds(function.self_s)),
            f"{function.calls:,}",
            Text(say(function.id)),
        )
    console.print(table)
    text = f"{words.seconds(profile.wall_s)}, profiling cost {words.overhead(profile.overhead)}"
    console.print(Text(say("\n".join((text, *profile.notes))), style="dim"))


def print_found(found: Found, console: Console, *, ascii_only: bool = False, verbose: bool = False) -> None:
    """Print the candidates with their ceilings, the regions, and what keeps candidates out of them.

    ``verbose`` prints that of every function that was looked at.
    """
    say: Say = _ascii if ascii_only else str
    table = _plain_table(ascii_only, "time", "ceiling", "calls", "function")
    for candidate in found.candidates:
        table.add_row(
            f"{candidate.share * 100:.1f} %",
            say(words.ratio(candidate.ceiling)),
            f"{candidate.calls:,}",
            Text(say(candidate.id)),
        )
    console.print(table)
    for region in found.regions:
        console.print(
            Text.assemble(
                ("fallback " if region.fallback else "region ", "green"),
                say(region.root),
                f"  {region.share * 100:.1f} %",
            )
        )
        for member in region.members:
            if member != region.root:
                console.print(Text(say(f"  with {member}"), style="dim"))
    candidates = {c.id for c in found.candidates}
    for identity, reasons in found.reasons.items():
        if not verbose and identity not in candidates:
            continue
        console.print(Text(say(identity), style="bold"))
        for reason in reasons:
            console.print(_reason(reason, say))


def _plain_table(ascii_only: bool, *columns: str) -> Table:
    frame = box.ASCII if ascii_only else box.SIMPLE_HEAD
    table = Table(box=frame, padding=(0, 1), pad_edge=False)
    for name in columns:
        named = name == "function"
        table.add_column(name, justify="left" if named else "right", overflow="fold", no_wrap=not named)
    return table


def _ascii(text: str) -> str:
    return text.translate(_TO_ASCII).encode("ascii", "replace").decode()


def _head(report: Report, say: Say, ascii_only: bool) -> RenderableType:
    head = words.summary(report)
    gained = report.end_to_end is not None and report.end_to_end.speedup.low > 1.0
    text = Text(say(head.headline), style="bold green" if head.replaced and gained else "bold yellow")
    figures = (
        f"{head.replaced} of {words.count(head.hot, 'hot function')} replaced, {words.percent(head.moved)} of the time",
        f"{words.count(head.inputs, 'input')} compared, {head.different} different"
        + (f"; {head.mutants}" if head.mutants else ""),
    )
    for line in (head.detail, *figures):
        text.append("\n" + say(line), style="default not bold")
    frame = box.ASCII if ascii_only else box.ROUNDED
    return Panel(text, title=Text(say(_short(words.command(report), 64))), box=frame)


def _table(report: Report, say: Say, ascii_only: bool) -> Table:
    functions, states = report.functions, words.statuses(report)
    table = Table(
        box=box.ASCII if ascii_only else box.SIMPLE_HEAD,
        expand=True,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("", width=1)
    table.add_column("function", ratio=1, overflow="fold")
    table.add_column("time", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("tier", no_wrap=True)
    table.add_column("speed-up (95 %)", justify="right", no_wrap=True)
    largest = max(f.share for f in functions) or 1.0
    names = Counter(_qualname(f) for f in functions)
    for function in functions:
        mark, style = _LOOK[states[function.id]]
        bar = "█" * max(1, round(function.share / largest * _BAR))
        name = _qualname(function)
        table.add_row(
            Text(say(mark), style=style),
            Text(say(name if names[name] == 1 else function.id)),
            Text.assemble((say(bar).ljust(_BAR), "cyan"), f" {function.share * 100:4.1f} %"),
            Text(function.verdict, style="bold red" if function.verdict == "different" else ""),
            Text(function.tier),
            Text(say(_gain(function))),
        )
    return table


def _legend(report: Report, say: Say) -> Text:
    seen = set(words.statuses(report).values())
    text = Text("", style="dim")
    marks = [f"{_LOOK[s][0]} {s.value}" for s in Status if s in seen]
    text.append(say("   ".join(marks)))
    return text


def _explained(function: FunctionReport, say: Say, shown: int, verbose: bool) -> list[RenderableType]:
    """The reasons under a function's name, and the counterexample as Python to paste; what a proof is worth where it
    is asked for, or thin."""
    proof = words.strength(function)
    if not verbose and not (proof and "thin" in proof[0] and function.region in ("", function.id)):
        proof = []
    if not function.reasons and not function.counterexample and not proof:
        return []
    title = Text("\n")
    title.append(say(function.id), style="bold")
    title.append(say(f"  {function.file}:{function.line}"), style="dim")
    parts: list[RenderableType] = [title]
    parts += [_reason(r, say) for r in function.reasons[:shown]]
    parts += [Padding(Text(say(line), style="dim"), (0, 0, 0, 2)) for line in (proof if verbose else proof[:1])]
    hidden = len(function.reasons) - shown
    if hidden > 0:
        more = f"and {words.count(hidden, 'more reason')} (-v shows all)"
        parts.append(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    if function.counterexample:
        code = Syntax(say(function.counterexample), "python", theme="ansi_dark", word_wrap=True)
        parts.append(Padding(code, (0, 0, 0, 2)))
    return parts


def _reason(reason: Diagnostic, say: Say) -> RenderableType:
    text = Text()
    text.append(reason.code, style="bold yellow")
    text.append(say(f" line {reason.line}: " if reason.line else " "))
    text.append(say(reason.message))
    if reason.hint:
        text.append(say("\n" + reason.hint), style="italic dim")
    return Padding(text, (0, 0, 0, 2))


def _foot(report: Report, say: Say) -> Text:
    text = Text("")
    for note in report.notes:
        text.append(say(f"\nnote: {note}"), style="yellow")
    text.append(say(f"\nprofiling cost {words.overhead(report.profile_overhead)}"), style="dim")
    if report.stages:
        spent = ", ".join(f"{s.stage} {words.seconds(s.seconds)}" for s in report.stages)
        text.append(say(f"; {spent}"), style="dim")
    if any(f.accepted for f in report.functions):
        text.append("\nnext: ")
        text.append("migrator apply", style="bold")
        text.append(say(" shows the diff and asks"))
    return text


def _gain(function: FunctionReport) -> str:
    if function.speedup is None:
        return "–"
    return f"{words.ratio(function.speedup.value)} ({words.interval(function.speedup)})"


def _qualname(function: FunctionReport) -> str:
    return function.id.partition(":")[2] or function.id


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"

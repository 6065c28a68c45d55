"""The report for a pull request: Markdown that GitHub shows well, below its limit of 64 kB.

User text is never markup: in tables it stands in code spans, with what would end a cell or a span
replaced.
"""

from __future__ import annotations

from migrator.model.report import FunctionReport, Report
from migrator.reporting import words

_LIMIT = 60_000
_REASONS_SHOWN = 3


def render(report: Report) -> str:
    """Return the report as Markdown; the last functions are left out if it would be too long."""
    head = _head(report)
    foot = _foot(report)
    parts: list[str] = []
    room = _LIMIT - len(head) - len(foot)
    for number, function in enumerate(report.functions):
        part = _reasons(function)
        room -= len(part)
        if room < 0:
            left = len(report.functions) - number
            parts.append(f"\n_{words.count(left, 'function')} more in the HTML report._\n")
            break
        parts.append(part)
    return head + "".join(parts) + foot


def _head(report: Report) -> str:
    head = words.summary(report)
    states = words.statuses(report)
    lines = [
        "# Migration report",
        "",
        f"**{head.headline}**: {head.detail}",
        "",
        f"{head.replaced} of {words.count(head.hot, 'hot function')} replaced, "
        f"{words.percent(head.moved)} of the time; {words.count(head.inputs, 'input')} compared, "
        f"{head.different} different. Workload: {code(words.command(report))}",
        "",
        "| Function | Time | Became | Verdict | Tier | Speed-up (95 %) |",
        "| --- | ---: | --- | --- | --- | ---: |",
    ]
    for function in report.functions[:200]:
        gain = "–"
        if function.speedup is not None:
            gain = f"{words.ratio(function.speedup.value)} ({words.interval(function.speedup)})"
        lines.append(
            f"| {code(function.id)} | {words.percent(function.share)} "
            f"| {states[function.id].value} | {function.verdict} | {function.tier} | {gain} |"
        )
    return "\n".join(lines) + "\n"


def _reasons(function: FunctionReport) -> str:
    proof = words.strength(function)
    if not function.reasons and not function.counterexample and not proof:
        return ""
    lines = ["", f"### {code(function.id)}", "", f"{code(f'{function.file}:{function.line}')}", ""]
    for reason in function.reasons[:_REASONS_SHOWN]:
        where = f" line {reason.line}" if reason.line else ""
        lines.append(f"- **{reason.code}**{where}: {prose(reason.message)} {prose(reason.hint)}".rstrip())
    if len(function.reasons) > _REASONS_SHOWN:
        lines.append(f"- and {len(function.reasons) - _REASONS_SHOWN} more")
    lines += [f"- {escape(line)}" for line in proof]
    if function.counterexample:
        fence = "`" * max(3, _longest_run(function.counterexample) + 1)
        lines += ["", f"{fence}python", function.counterexample.rstrip("\n"), fence]
    return "\n".join(lines) + "\n"


def _foot(report: Report) -> str:
    lines = [""]
    lines += [f"> {escape(note)}" for note in report.notes]
    facts = ", ".join(f"{k} {v}" for k, v in sorted(report.environment.items()))
    spent = ", ".join(f"{s.stage} {words.seconds(s.seconds)}" for s in report.stages)
    overhead = f"profiling cost {words.overhead(report.profile_overhead)}"
    lines += ["", f"<sub>{escape('; '.join(t for t in (facts, overhead, spent) if t))}</sub>"]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """Return ``text`` as a code span that is safe in a table cell."""
    flat = " ".join(text.split()).replace("|", "¦")
    fence = "`" * (_longest_run(flat) + 1)
    pad = " " if fence != "`" or flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else "–"


def prose(text: str) -> str:
    """Return a sentence of ours with what it quotes between backticks as code, the rest escaped."""
    flat = " ".join(text.split())
    parts = flat.split("`")
    if len(parts) % 2 == 0:
        return code(flat) if flat else ""
    shown = [code(p) if n % 2 else _plain(p) for n, p in enumerate(parts)]
    return "".join(shown)


def _plain(text: str) -> str:
    return "".join("\\" + c if c in "\\*_[]|#" else c for c in escape_spaced(text))


def escape_spaced(text: str) -> str:
    """Return ``text`` with HTML made harmless, its spaces as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str) -> str:
    """Return ``text`` with HTML made harmless, on one line; code spans in our own hints stay."""
    return escape_spaced(" ".join(text.split()))


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest

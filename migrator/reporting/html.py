"""The report as one HTML file: no other file, no network, readable without JavaScript.

Every text of the user's is escaped by Jinja or by Pygments; a content security policy forbids
whatever would slip through. Only the script whose hash is in that policy may run.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, RustLexer

from migrator import __version__
from migrator.diagnostics import TABLE
from migrator.model.diagnostic import Diagnostic
from migrator.model.report import FunctionReport, Report
from migrator.reporting import charts, words
from migrator.reporting.words import Status
from migrator.resources import templates

_OPEN_AT_MOST = 6
"""So many functions show their source unfolded; the others are one click away."""


@dataclass(frozen=True)
class Line:
    """One line of highlighted source. ``reasons`` are those that name this line."""

    number: int
    markup: Markup
    reasons: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Section:
    """One function with all that the templates need, so that they decide nothing."""

    function: FunctionReport
    anchor: str
    module: str
    name: str
    status: Status
    look: str
    whisker: charts.Whisker | None
    native: float
    trapped: float
    python: list[Line]
    rust: list[Line]
    counterexample: list[Line]
    unfolded: bool


def render(report: Report) -> str:
    """Return the report as one HTML document."""
    environment = _environment()
    script = (templates() / "report" / "report.js").read_text(encoding="utf-8")
    style = (templates() / "report" / "report.css").read_text(encoding="utf-8")
    anchors = {f.id: f"f{n}" for n, f in enumerate(report.functions, 1)}
    axis = charts.scale(report)
    states = words.statuses(report)
    page = environment.get_template("report.html.jinja").render(
        report=report,
        summary=words.summary(report),
        sections=[_section(f, anchors, axis, states, n) for n, f in enumerate(report.functions)],
        modules=charts.modules(report),
        blocks=charts.functions(report, anchors),
        stages=charts.stages(report),
        axis=axis,
        statuses=[(s, charts.look(s), words.MEANING[s]) for s in Status if s in states.values()],
        kinds=words.KINDS,
        style=Markup(style + _code_style()),
        script=Markup(script),
        script_hash=_hash(script),
        version=__version__,
    )
    return page + "\n"


def _section(
    function: FunctionReport,
    anchors: dict[str, str],
    axis: charts.Scale,
    states: dict[str, Status],
    position: int,
) -> Section:
    module, _, name = function.id.partition(":")
    state = states[function.id]
    native, trapped = charts.paths(function.evidence)
    return Section(
        function=function,
        anchor=anchors[function.id],
        module=module,
        name=name or function.id,
        status=state,
        look=charts.look(state),
        whisker=axis.whisker(function.speedup) if function.speedup else None,
        native=native,
        trapped=trapped,
        python=_lines(function.python_source, "python", function.line, function.reasons),
        rust=_lines(function.rust_source, "rust", 1, ()),
        counterexample=_lines(function.counterexample, "python", 1, ()),
        unfolded=position < _OPEN_AT_MOST,
    )


def _lines(source: str, language: str, first: int, reasons: tuple[Diagnostic, ...]) -> list[Line]:
    if not source.strip():
        return []
    lexer = RustLexer(stripnl=False) if language == "rust" else PythonLexer(stripnl=False)
    marked = highlight(source, lexer, HtmlFormatter(nowrap=True))
    return [
        Line(number, Markup(text), tuple(r for r in reasons if r.line == number))
        for number, text in enumerate(marked.rstrip("\n").split("\n"), first)
    ]


@cache
def _code_style() -> str:
    light = HtmlFormatter(style="default").get_style_defs(".code")  # type: ignore[no-untyped-call]  # pygments has no types
    dark = HtmlFormatter(style="github-dark").get_style_defs(".code")  # type: ignore[no-untyped-call]  # pygments has no types
    rules = [_token_rules(light), "@media screen and (prefers-color-scheme: dark) {"]
    return "\n".join([*rules, _token_rules(dark), "}"])


def _token_rules(css: str) -> str:
    """Only the rules of tokens: background and line numbers are the page's own."""
    return "\n".join(r for r in css.splitlines() if r.startswith(".code .") and ".err " not in r)


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    helpers: dict[str, Any] = {
        "percent": words.percent,
        "ratio": words.ratio,
        "interval": words.interval,
        "seconds": words.seconds,
        "count": words.count,
        "overhead": words.overhead,
        "tried": words.tried,
        "strength": words.strength,
        "command": words.command,
        "ticked": _ticked,
    }
    environment.filters.update(helpers)
    environment.globals["code_title"] = lambda code: TABLE[code].title if code in TABLE else ""
    return environment


def _ticked(text: str) -> Markup:
    """Escape ``text`` and show what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Markup.escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(p) if n % 2 else Markup.escape(p) for n, p in enumerate(parts)
    )

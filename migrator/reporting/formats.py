"""The one table of report formats that make a text. A new format is one file and one row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrator.model.report import Report


@dataclass(frozen=True)
class Format:
    """A format by name; ``suffix`` of its file; ``load`` imports its writer only when used."""

    name: str
    suffix: str
    load: Callable[[], Callable[[Report], str]]


def _html() -> Callable[[Report], str]:
    from migrator.reporting.html import render

    return render


def _markdown() -> Callable[[Report], str]:
    from migrator.reporting.markdown import render

    return render


def _json() -> Callable[[Report], str]:
    from migrator.reporting.json_report import render

    return render


def _sarif() -> Callable[[Report], str]:
    from migrator.reporting.sarif import render

    return render


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("html", ".html", _html),
        Format("markdown", ".md", _markdown),
        Format("json", ".json", _json),
        Format("sarif", ".sarif", _sarif),
    )
}


def write(report: Report, name: str, path: Path) -> None:
    """Write ``report`` in the format ``name`` to ``path``, all or nothing."""
    text = FORMATS[name].load()(report)
    temporary = path.with_name(path.name + ".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)

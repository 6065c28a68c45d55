"""Every writer: what must be in it, and that nothing of the user's becomes markup."""

from __future__ import annotations

import dataclasses
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from migrator.model.diagnostic import Diagnostic
from migrator.model.report import Report
from migrator.reporting import console, html, json_report, markdown
from migrator.reporting.build import build_report
from migrator.reporting.formats import FORMATS, write
from tests.reporting import samples

HOSTILE = "</code></script><script>alert(1)</script>`` ``` | <img src=x onerror=alert(1)> {{ 7*7 }}"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    samples.write_project(tmp_path)
    return samples.report(tmp_path)


@pytest.fixture
def hostile(report: Report) -> Report:
    reason = Diagnostic("M102", 3, HOSTILE, HOSTILE)
    functions = tuple(
        dataclasses.replace(
            f,
            id=f"m:{HOSTILE}{n}",
            file=HOSTILE,
            region="",
            reasons=(reason,),
            counterexample=f'x = """{HOSTILE}"""',
            python_source=f'def f():\n    """{HOSTILE}"""\n',
            rust_source=f"/// {HOSTILE}\nfn f() {{}}\n",
        )
        for n, f in enumerate(report.functions)
    )
    workload = dataclasses.replace(report.workload, argv=("python", HOSTILE))
    return dataclasses.replace(
        report,
        functions=functions,
        workload=workload,
        notes=(HOSTILE,),
        environment={"cpu": HOSTILE},
    )


class _Page(HTMLParser):
    """Collects what could run or load something, and checks that tags are balanced."""

    VOID = frozenset({"meta", "input", "wbr", "rect", "line", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.outside: list[str] = []
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attributes:
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("src", "srcset") or (name == "href" and not (value or "").startswith("#")):
                self.outside.append(f"{tag} {name}={value}")
            if name == "href":
                self.links.append((value or "")[1:])
            if name == "id":
                self.ids.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _parse(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@pytest.mark.parametrize("which", ["report", "hostile"])
def test_html_is_one_safe_balanced_page(which: str, request: pytest.FixtureRequest) -> None:
    page = _parse(html.render(request.getfixturevalue(which)))
    assert page.scripts == 1
    assert page.outside == []
    assert page.handlers == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)


def test_html_shows_everything(report: Report) -> None:
    text = html.render(report)
    for wanted in ("3.36× faster", "M301", "Smallest counterexample", "areas are never zero"):
        assert wanted in text
    assert "http" not in text.replace("http-equiv", "")
    assert len(text) < 200_000


def test_html_without_functions_or_measurements(report: Report) -> None:
    _parse(html.render(dataclasses.replace(report, functions=(), end_to_end=None, stages=())))


def test_html_is_deterministic(report: Report) -> None:
    assert html.render(report) == html.render(report)


def test_markdown_keeps_user_text_in_code(hostile: Report) -> None:
    text = markdown.render(hostile)
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == 7
    assert all(row.count("|") == 7 for row in rows)
    outside = text.split("```")[0]
    assert "<script>" not in markdown.escape(HOSTILE)
    assert outside


def test_markdown_shows_quotes_as_code_and_nothing_else_as_markup() -> None:
    assert markdown.prose("`a<b>` is *not* <i>") == "`a<b>` is \\*not\\* &lt;i&gt;"
    assert markdown.prose("an odd ` tick") == "`` an odd ` tick ``"


def test_markdown_stays_below_the_limit_of_a_comment(report: Report) -> None:
    many = tuple(
        dataclasses.replace(f, id=f"{f.id}{n}", counterexample="x" * 500) for n in range(200) for f in report.functions
    )
    text = markdown.render(dataclasses.replace(report, functions=many))
    assert len(text.encode()) < 65_536
    assert "more in the HTML report" in text


def test_json_has_the_promised_keys(report: Report) -> None:
    document = json.loads(json_report.render(report))
    assert document["schema"] == "migrator.report/1"
    assert {"schema", "environment", "workload", "functions", "end_to_end"} <= set(document)
    keys = "id file line share region tier verdict evidence trap_rate speedup accepted reasons"
    for function in document["functions"]:
        assert set(keys.split()) <= set(function)
        for reason in function["reasons"]:
            assert set(reason) == {"code", "line", "message", "hint"}
    assert {"before_s", "after_s", "speedup"} <= set(document["end_to_end"])


def test_json_follows_its_schema(report: Report) -> None:
    _check(json.loads(json_report.render(report)), json_report.schema())
    early = build_report(samples.profile(), samples.found(), None, None, None, [], Path("."))
    _check(json.loads(json_report.render(early)), json_report.schema())


def _check(value: object, schema: dict[str, object], place: str = "$") -> None:
    """The part of JSON Schema that ours uses."""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    if "const" in schema:
        assert value == schema["const"], place
    if "enum" in schema:
        assert value in schema["enum"], place  # type: ignore[operator]
    if "oneOf" in schema:
        options = schema["oneOf"]
        chosen = options[1] if value is None else options[0]  # type: ignore[index]
        _check(value, chosen, place)
        return
    kind = schema.get("type")
    if kind in kinds:
        assert isinstance(value, kinds[str(kind)]), place
    elif kind is not None:
        number = int if kind == "integer" else int | float
        assert isinstance(value, number), place
        assert not isinstance(value, bool), place
    if isinstance(value, dict):
        properties: dict[str, dict[str, object]] = schema.get("properties", {})  # type: ignore[assignment]
        assert set(schema.get("required", ())) <= set(value), place  # type: ignore[call-overload]
        for name, item in value.items():
            other = schema.get("additionalProperties", {})
            _check(item, properties.get(name, other), f"{place}.{name}")  # type: ignore[arg-type]
    if isinstance(value, list):
        for number, item in enumerate(value):
            _check(item, schema["items"], f"{place}[{number}]")  # type: ignore[arg-type]


def test_sarif_names_declared_rules_and_places(report: Report) -> None:
    run = json.loads(FORMATS["sarif"].load()(report))["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == rules
    assert [r["level"] for r in run["results"] if r["ruleId"] == "M501"] == ["error"]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == samples.FILE
        assert place["region"]["startLine"] >= 1


def _printed(report: Report, width: int, **options: bool) -> str:
    out = io.StringIO()
    console.print_report(report, console=Console(file=out, width=width, highlight=False), **options)
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_console_fits(report: Report, width: int) -> None:
    text = _printed(report, width)
    assert all(len(line) <= width for line in text.splitlines())
    for wanted in ("3.36×", "Tracker.step", "M301", "migrator apply", "rotate([(-0.0, 1.0)], 2.0)"):
        assert wanted in text


def test_console_in_ascii(report: Report) -> None:
    assert _printed(report, 80, ascii_only=True).isascii()


def test_console_takes_user_text_as_text(hostile: Report) -> None:
    dressed = tuple(dataclasses.replace(f, id="m:[red]f[/nope]") for f in hostile.functions)
    assert "[red]f[/nope]" in _printed(dataclasses.replace(hostile, functions=dressed), 100)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_writes_its_file(report: Report, name: str, tmp_path: Path) -> None:
    path = tmp_path / "out" / f"report{FORMATS[name].suffix}"
    write(report, name, path)
    assert path.read_text(encoding="utf-8")
    assert [p.name for p in path.parent.iterdir()] == [path.name]

"""The main job, whole and for real, on a project small enough for a test: profile to rollback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.cli import invoke
from migrator.reporting.json_report import SCHEMA

_MODULE = '''\
"""Distances."""

import json


def compiled(**options):
    """What stands in for a compiler that is not installed."""
    return lambda function: function


@compiled(cache=True)
def spread(points, **options):
    """Sum of the squared distances of all pairs."""
    total = options.get("start", 0.0)
    for i in range(len(points)):
        for j in range(i):  # every pair once
            step = points[i] - points[j]
            total += step * step
    return total


def label(points):
    """The hot function that stays Python."""
    return sum(len(json.dumps(p)) for p in points for _ in range(12))
'''
_SCRIPT = """\
from wide.pairs import label, spread

points = [i * 0.37 % 5 for i in range(500)]
print(sum(spread(points[k:]) for k in range(40)), label(points * 12))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "wide").mkdir()
    (folder / "wide" / "__init__.py").write_text("")
    (folder / "wide" / "pairs.py").write_text(_MODULE)
    (folder / "main.py").write_text(_SCRIPT)
    (folder / "pyproject.toml").write_text('[project]\nname = "wide"\n[tool.migrator]\nworkload = "python main.py"\n')
    return folder


@pytest.fixture(scope="module")
def result(project: Path) -> dict[str, object]:
    """The JSON of a run, which must succeed."""
    with pytest.MonkeyPatch.context() as patch:
        # The workload runs in the interpreter of the tests, which has what the proof needs.
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        patch.delenv("VIRTUAL_ENV", raising=False)
        target = project.parent / "report.json"
        status = invoke(["run", "--project", str(project), "--json", str(target), "--quiet", "--bench-runs", "2"])
    assert status == 0
    document: dict[str, object] = json.loads(target.read_text(encoding="utf-8"))
    return document


def _files(project: Path) -> dict[str, bytes]:
    skipped = {"native", ".migrator", "__pycache__"}
    return {
        str(p.relative_to(project)): p.read_bytes()
        for p in project.rglob("*")
        if p.is_file() and not skipped & set(p.relative_to(project).parts)
    }


def _run(project: Path, script: str = "main.py", **env: str) -> str:
    path = str(project / "native" / "python")
    done = subprocess.run(
        [sys.executable, script],
        cwd=project,
        env={**os.environ, "PYTHONPATH": path, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.usefixtures("result")
def test_nothing_else_in_the_project_has_changed(project: Path) -> None:
    """First of all tests here: right after the run."""
    assert set(_files(project)) == {"main.py", "pyproject.toml", "wide/__init__.py", "wide/pairs.py"}


def test_the_loop_is_proven_and_accepted(result: dict[str, object]) -> None:
    assert result["schema"] == SCHEMA
    functions = {f["id"]: f for f in result["functions"]}  # type: ignore[attr-defined]
    spread = functions["wide.pairs:spread"]
    assert spread["accepted"]
    assert spread["verdict"] == "equal"
    assert spread["tier"] == "native"
    assert spread["speedup"]["low"] > 1
    assert spread["evidence"]["recorded"]["native"] > 0
    assert spread["evidence"]["canary"]["inputs"] > 0
    assert (spread["file"], spread["line"]) == ("wide/pairs.py", 11)


def test_what_stays_python_says_why(result: dict[str, object]) -> None:
    functions = {f["id"]: f for f in result["functions"]}  # type: ignore[attr-defined]
    others = [f for i, f in functions.items() if i.startswith("wide.pairs:label")]
    assert others
    assert not any(f["accepted"] for f in others)
    assert any(r["code"] and r["hint"] for f in others for r in f["reasons"])


def test_the_whole_program_was_measured(result: dict[str, object]) -> None:
    end = result["end_to_end"]
    assert end["before_s"] > 0  # type: ignore[index]
    assert end["after_s"] > 0  # type: ignore[index]


@pytest.mark.usefixtures("result")
def test_the_report_lies_beside_the_crate(project: Path) -> None:
    page = (project / "native" / "migration-report.html").read_text(encoding="utf-8")
    assert "wide.pairs" in page
    assert (project / "native" / "migration-report.md").exists()


@pytest.mark.usefixtures("result")
def test_each_step_can_be_done_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["explain", "--project", str(project), "wide/pairs.py::spread"]) == 0
    out = capsys.readouterr().out
    assert "every pair once" in out
    assert "pub fn spread" in out
    assert invoke(["report", "--project", str(project), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == SCHEMA


@pytest.mark.usefixtures("result")
def test_apply_check_rollback(project: Path) -> None:
    plain = _run(project)
    before = _files(project)
    assert invoke(["apply", "--project", str(project), "--dry-run", "--quiet"]) == 0
    assert _files(project) == before
    assert invoke(["apply", "--project", str(project), "--yes", "--quiet"]) == 0
    assert _run(project) == plain
    assert _run(project, MIGRATOR_MODE="off") == plain
    assert invoke(["check", "--project", str(project)]) == 0
    module = project / "wide" / "pairs.py"
    applied = module.read_text()
    module.write_text(applied.replace("step * step", "step * step * 2"))
    assert invoke(["check", "--project", str(project)]) == 1
    module.write_text(applied)
    assert invoke(["rollback", "--project", str(project)]) == 0
    assert _files(project) == before


@pytest.mark.usefixtures("result")
def test_in_real_use(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Record, replay, shadow and verify mode and the counters, as the how-to tells it."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    where = ["--project", str(project)]
    (project / "other.py").write_text("from wide.pairs import spread\n\nprint(spread([0.5, -0.0, 3.25]))\n")
    (project / "given.py").write_text("from wide.pairs import spread\n\nprint(spread([0.5, 2.5], start=7.0))\n")
    plain = _run(project)
    given = _run(project, "given.py")
    assert invoke(["apply", *where, "--yes", "--quiet"]) == 0
    capsys.readouterr()
    assert invoke(["record", *where, "--", "python", "other.py"]) == 0
    assert "1 new" in capsys.readouterr().out
    assert invoke(["replay", *where]) == 0
    replayed = capsys.readouterr().out
    assert "equal" in replayed
    assert "wide.pairs:spread" in replayed
    for mode in ("shadow", "verify"):
        stats = project / ".migrator" / f"stats-{mode}.jsonl"
        assert _run(project, MIGRATOR_MODE=mode, MIGRATOR_STATS=str(stats)) == plain
        assert invoke(["stats", *where, str(stats)]) == 0
        line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("wide.pairs:spread"))
        found = re.search(r"(\d+) of (\d+) compared in shadow", line)
        assert found
        compared, seen = map(int, found.groups())
        assert seen == 40
        assert compared == 40 if mode == "verify" else 3 <= compared < 40
    assert not (project / ".migrator" / "shadow.jsonl").exists()
    assert _run(project, "given.py") == given == "11.0\n"
    assert invoke(["rollback", *where]) == 0

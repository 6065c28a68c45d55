"""The command line: what reaches the pipeline, what is printed where, and with which status it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator import cli, pipeline
from migrator.errors import MigratorError
from migrator.model.report import Report, StageTime
from migrator.pipeline import Context
from migrator.state import Spent, State
from tests.reporting import samples


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which all stages have run."""
    samples.write_project(tmp_path)
    state = State(tmp_path)
    for value in (
        samples.profile(),
        samples.found(),
        samples.program(),
        samples.verdicts(),
        samples.measurements(),
        Spent("migrator.stages/1", (StageTime("profile", 1.5),)),
    ):
        state.write(value)
    return tmp_path


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Context]:
    """The contexts with which the pipeline was run; it does not really run."""
    contexts: list[Context] = []
    samples.write_project(tmp_path)

    def run(context: Context) -> Report:
        contexts.append(context)
        return samples.report(tmp_path)

    monkeypatch.setattr(pipeline, "run", run)
    return contexts


def _fails_with(error: BaseException) -> Callable[[Context], Report]:
    def run(context: Context) -> Report:
        raise error

    return run


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["--", "python", "x.py", "--json"], ("python", "x.py", "--json")),
        (["python", "x.py", "--json"], ("python", "x.py", "--json")),
        (["--seed", "7", "pytest", "-q", "--seed", "9"], ("pytest", "-q", "--seed", "9")),
        (["--", "python", "-m", "demo", "--", "-v"], ("python", "-m", "demo", "--", "-v")),
        ([], ()),
    ],
)
def test_the_users_command_is_passed_on_untouched(
    ran: list[Context], tmp_path: Path, words: list[str], command: tuple[str, ...]
) -> None:
    cli.invoke(["run", "--project", str(tmp_path), *words])
    assert ran[0].command == command


def test_options_before_the_command_are_ours(ran: list[Context], tmp_path: Path) -> None:
    cli.invoke(["run", "--project", str(tmp_path), "--seed", "7", "--package", "a", "--package", "b", "python", "x.py"])
    options = ran[0].options
    assert (options.seed, options.packages) == (7, ("a", "b"))


def test_json_is_written_and_a_difference_ends_with_one(ran: list[Context], tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    status = cli.invoke(["run", "--project", str(tmp_path), "--json", str(target), "python", "x.py"])
    assert status == 1
    assert json.loads(target.read_text())["schema"] == "migrator.report/1"


def test_an_unknown_option_does_not_start_the_command(
    ran: list[Context], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.invoke(["run", "--project", str(tmp_path), "--sead", "7", "python", "x.py"]) == 2
    assert ran == []
    assert "--sead" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "status"),
    [("M002", 5), ("M003", 5), ("M001", 2), ("M014", 2), ("M404", 3), ("M401", 4), ("M013", 75), ("M501", 1)],
)
def test_exit_status_follows_the_code(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
    status: int,
) -> None:
    monkeypatch.setattr(pipeline, "run", _fails_with(MigratorError(code, "It [bold]happened[/].", place="a.py:3")))
    assert cli.invoke(["run", "--project", str(tmp_path), "python", "x.py"]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert code in err
    assert "It [bold]happened[/]." in err
    assert "a.py:3" in err
    assert " do " in err


def test_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "run", _fails_with(KeyboardInterrupt()))
    assert cli.invoke(["run", "--project", str(tmp_path), "python", "x.py"]) == 130


def test_a_bug_is_called_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "run", _fails_with(ZeroDivisionError("oops")))
    assert cli.invoke(["run", "--project", str(tmp_path), "python", "x.py"]) == 70
    assert "bug in migrator" in " ".join(capsys.readouterr().err.split())


def test_the_log_file_has_the_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    monkeypatch.setattr(pipeline, "run", _fails_with(MigratorError("M404", "no such item")))
    cli.invoke(["run", "--project", str(tmp_path), "--log-file", str(log), "python", "x.py"])
    assert "M404 no such item" in log.read_text()


def test_a_missing_folder_is_a_usage_error(tmp_path: Path) -> None:
    assert cli.invoke(["find", "--project", str(tmp_path / "none")]) == 2


def test_a_step_without_the_step_before_says_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.invoke(["report", "--project", str(tmp_path)]) == 2
    assert "`migrator profile`" in capsys.readouterr().err


def test_a_damaged_file_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".migrator" / "verdicts.json").write_text('{"schema": 1}')
    assert cli.invoke(["report", "--project", str(project)]) == 2
    assert "M010" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "start"), [("html", "<!doctype html>"), ("markdown", "# Mig"), ("json", "{")])
def test_report_formats_on_stdout(project: Path, capsys: pytest.CaptureFixture[str], name: str, start: str) -> None:
    assert cli.invoke(["report", "--project", str(project), "--format", name]) == 0
    assert capsys.readouterr().out.lstrip().lower().startswith(start.lower())


def test_report_to_a_file(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    assert cli.invoke(["report", "--project", str(project), "--format", "html", "--output", str(target)]) == 0
    assert target.read_text().startswith("<!doctype html>")


def test_report_on_the_console(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.invoke(["report", "--project", str(project)]) == 0
    assert "3.36× faster end to end" in capsys.readouterr().out


def test_state_folder_is_hidden_from_git(project: Path) -> None:
    assert (project / ".migrator" / ".gitignore").read_text() == "*\n"


def test_a_new_profile_makes_later_results_go(project: Path) -> None:
    state = State(project)
    state.forget_after(type(samples.found()))
    left = {p.name for p in state.folder.iterdir()}
    assert {"profile.json", "found.json", "stages.json"} <= left
    assert not {"program.json", "verdicts.json", "measurements.json", "report.json"} & left


def test_config_shows_value_and_origin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.migrator]\nworkload = "python -m demo"\n')
    assert cli.invoke(["config", "--project", str(tmp_path), "--show"]) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("workload"))
    assert "python -m demo" in line
    assert "pyproject.toml" in line


def test_config_mistake_ends_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.migrator]\nworkloud = 'x'\n")
    assert cli.invoke(["run", "--project", str(tmp_path), "python", "x.py"]) == 2
    assert "Did you mean `workload`?" in capsys.readouterr().err


def test_explain_a_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.invoke(["explain", "--project", str(tmp_path), "m301"]) == 0
    assert "M301" in capsys.readouterr().out


def test_status_names_what_is_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.invoke(["status", "--project", str(project)]) == 0
    out = capsys.readouterr().out
    assert "observations.json  missing" in out
    assert "installed          nothing" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert cli.invoke(["completion", shell]) == 0
    assert "_MIGRATOR_COMPLETE" in capsys.readouterr().out


def test_help_is_fast_because_heavy_modules_are_not_imported() -> None:
    heavy = "libcst numpy hypothesis jinja2 pytest"
    program = (
        "import sys; from migrator import cli; cli.invoke(['--help']); "
        f"found = [m for m in {heavy.split()} if m in sys.modules]; sys.exit(' '.join(found) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The main job" in done.stdout


def test_no_colour_in_a_pipe(project: Path) -> None:
    argv = [sys.executable, "-m", "migrator", "report", "--project", str(project)]
    done = subprocess.run(argv, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"\x1b[" not in done.stdout + done.stderr


def test_ascii(project: Path) -> None:
    argv = [sys.executable, "-m", "migrator", "report", "--ascii", "--project", str(project)]
    done = subprocess.run(argv, capture_output=True, check=False)
    assert done.stdout.isascii()
    assert b"3.36x" in done.stdout

"""Bad input through the whole command: a clear message, the right status, and nothing left that misleads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrator.cli import invoke

_LOOP = """\
def total(n):
    s = 0
    for i in range(n):
        s += i % 7
    return s
"""


@pytest.fixture(autouse=True)
def _same_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


def _run(project: Path, *command: str) -> int:
    return invoke(["run", "--project", str(project), *command])


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    return " ".join(err.split())


def test_no_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path) == 2
    said = _said(capsys)
    assert "M001" in said
    assert "migrator run -- python train.py" in said


def test_no_python_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    assert _run(tmp_path, "python", "-m", "this") == 2
    assert "M006" in _said(capsys)


def test_a_script_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, "python", "missing.py") == 2
    assert "missing.py" in _said(capsys)


def test_a_program_that_is_not_python(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, "true") == 2
    assert "M004" in _said(capsys)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import sys; print('bad data', file=sys.stderr); sys.exit(3)", ["bad data", "M002", "exit status 3"]),
        ("raise ValueError('no such city')", ["ValueError: no such city", "M002"]),
        ("def broken(:\n    pass\n", ["SyntaxError", "M002"]),
        ("import os; os.abort()", ["M002", "SIGABRT"]),
    ],
    ids=["exit status", "exception", "syntax error", "crash"],
)
def test_a_workload_that_fails_is_reported_as_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: list[str]
) -> None:
    (tmp_path / "main.py").write_text(text)
    assert _run(tmp_path, "python", "main.py") == 5
    said = _said(capsys)
    for word in words:
        assert word in said
    assert "bug in migrator" not in said


def test_a_workload_that_takes_too_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.py").write_text("import time; time.sleep(60)")
    start = time.monotonic()
    assert _run(tmp_path, "--timeout", "0.5", "python", "main.py") == 5
    assert time.monotonic() - start < 20
    assert "M003" in _said(capsys)


def test_terminal_escapes_of_the_program_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text("print('\\x1b]0;title\\x07 [bold]markup[/bold]'); raise SystemExit(1)")
    assert _run(tmp_path, "python", "main.py") == 5
    err = capsys.readouterr().err
    assert "\x1b]0" not in err
    assert "[bold]markup[/bold]" in err


def test_nothing_hot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "unused.py").write_text(_LOOP)
    (tmp_path / "main.py").write_text("import time; time.sleep(0.4)")
    assert _run(tmp_path, "python", "main.py") == 1
    assert "M015" in capsys.readouterr().err


def test_other_files_that_cannot_be_read_are_no_obstacle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "latin.py").write_bytes(b"name = '\xe9'\n")
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "main.py").write_text(_LOOP + "print(total(2_000_000))\n")
    project = str(tmp_path)
    assert invoke(["profile", "--project", project, "python", "main.py"]) == 0
    assert invoke(["find", "--project", project]) == 0
    assert "main:total" in capsys.readouterr().out


def test_ctrl_c_ends_with_130_and_leaves_no_child(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)")
    argv = [sys.executable, "-m", "migrator", "run", "--project", str(tmp_path), "python", "main.py"]
    process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)
    pid = tmp_path / "pid"
    deadline = time.monotonic() + 30
    while not (pid.exists() and pid.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "M012" in err
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_two_runs_in_one_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from migrator.installing.exclusive import exclusive

    (tmp_path / "main.py").write_text(_LOOP)
    with exclusive(tmp_path):
        assert _run(tmp_path, "python", "main.py") == 75
    assert "M013" in _said(capsys)


def test_hostile_names_stay_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that are Rust keywords, and texts that would be code elsewhere, go through all stages up to Rust."""
    text = '''\
def match(self, fn, r#TYPE):
    """*/ fn main() {} /* </script><script>alert(1)</script> $(touch owned) `touch owned`"""
    loop = 0
    for mut in range(fn):
        loop += mut % 7  # */ panic!("x") \\\\u{202e}
    return loop + self
'''.replace("r#TYPE", "type")
    (tmp_path / "impl.py").write_text(text)
    (tmp_path / "main.py").write_text("import impl\nprint(sum(impl.match(1, 20_000, 3) for _ in range(60)))\n")
    project = str(tmp_path)
    assert invoke(["profile", "--project", project, "python", "main.py"]) == 0
    assert invoke(["find", "--project", project]) == 0
    assert invoke(["generate", "--project", project, "--quiet"]) == 0
    capsys.readouterr()
    assert invoke(["report", "--project", project, "--format", "json"]) == 0
    functions = {f["id"]: f for f in json.loads(capsys.readouterr().out)["functions"]}
    assert functions["impl:match"]["tier"] == "native"
    assert "<script>alert" not in (tmp_path / "native" / "migration-report.html").read_text()
    assert not (tmp_path / "owned").exists()

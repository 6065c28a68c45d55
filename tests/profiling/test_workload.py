"""Which program a command names, and what is refused with which message."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from migrator.profiling import WorkloadError, resolve
from tests.profiling.conftest import Tiny


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


def console_script(path: Path, first_line: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{first_line}\nimport sys\nprint(sys.argv)\n")
    path.chmod(0o755)
    return path


def test_script(tiny: Tiny) -> None:
    script = tiny.write("a/train.py", "")
    found = resolve([sys.executable, "-O", "-X", "utf8", "-Wignore", "a/train.py", "-m", "x"], tiny.root)
    assert found.kind == "script"
    assert found.target == str(script)
    assert found.arguments == ("-m", "x")
    assert found.options == ("-O", "-X", "utf8", "-Wignore")
    assert found.cwd == str(tiny.root)
    assert os.path.samefile(found.python, sys.executable)


def test_module(tiny: Tiny) -> None:
    tiny.write("pkg/__init__.py", "")
    for words in (["-m", "pkg.tool"], ["-mpkg.tool"]):
        found = resolve([sys.executable, *words, "--fast"], tiny.root)
        assert (found.kind, found.target, found.arguments) == ("module", "pkg.tool", ("--fast",))


@pytest.mark.parametrize(
    "line",
    [
        f"#!{sys.executable}",
        f"#!{sys.executable} -s",
        "#!/usr/bin/env python",
        f"#!/bin/sh\n'''exec' \"{sys.executable}\" \"$0\" \"$@\"\n' '''",
    ],
)
def test_console_script_of_the_projects_environment(tiny: Tiny, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.write(".venv/pyvenv.cfg", "")
    script = console_script(tiny.root / ".venv" / "bin" / "train", line)
    (tiny.root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    found = resolve(["train", "--epochs", "3"], tiny.root)
    assert found.kind == "console"
    assert found.target == str(script)
    assert found.arguments == ("--epochs", "3")
    assert found.options == (("-s",) if line.endswith("-s") else ())


def test_the_active_environment_comes_first(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("active", "project/.venv"):
        place = tiny.root.parent / name
        place.mkdir()
        (place / "pyvenv.cfg").touch()
        console_script(place / "bin" / "tool", f"#!{sys.executable}")
    monkeypatch.setenv("VIRTUAL_ENV", str(tiny.root.parent / "active"))
    assert "/active/" in resolve(["tool"], tiny.root).target
    monkeypatch.delenv("VIRTUAL_ENV")
    assert "/.venv/" in resolve(["tool"], tiny.root).target


def test_pytest_of_this_environment(tiny: Tiny) -> None:
    script = Path(sys.executable).parent / "pytest"
    if not script.exists():
        pytest.skip("pytest has no console script beside this interpreter")
    found = resolve([str(script), "-q"], tiny.root)
    assert found.kind == "console"
    assert os.path.samefile(found.python, sys.executable)


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ([], "M001", "No command"),
        (["python", "nothing.py"], "M005", "no file nothing.py"),
        (["python", "-m", "no_such_module_here"], "M005", "no module no_such_module_here"),
        (["python", "-c", "print(1)"], "M004", "-c"),
        (["python"], "M004", "without a program"),
        (["python", "-m"], "M004", "-m"),
        (["python", "folder"], "M004", "folder"),
        (["python", "data.bin"], "M004", "not Python source"),
        (["no-such-command-here"], "M005", "no-such-command-here"),
        (["./no/such/file"], "M005", "no file"),
        (["ls", "-l"], "M004", "not a Python program"),
        (["./run.sh"], "M004", "not a Python program"),
        (["main.py"], "M004", "not a command"),
        (["./gone"], "M005", "does not exist"),
    ],
)
def test_what_is_refused(tiny: Tiny, words: list[str], code: str, part: str) -> None:
    tiny.write("main.py", "")
    (tiny.root / "folder").mkdir()
    (tiny.root / "data.bin").write_bytes(b"\0\1\2")
    console_script(tiny.root / "run.sh", "#!/bin/sh")
    console_script(tiny.root / "gone", "#!/nowhere/python3")
    if words[:1] == ["python"]:
        words = [sys.executable, *words[1:]]
    with pytest.raises(WorkloadError) as caught:
        resolve(words, tiny.root)
    assert caught.value.code == code
    assert part in caught.value.message


def test_old_and_other_interpreters_are_refused(tiny: Tiny) -> None:
    answer = """#!/bin/sh\necho '["/x/python", "cpython", [3, 10, 1]]'\n"""
    fake = tiny.write("bin/python3.10", answer)
    fake.chmod(0o755)
    tiny.write("main.py", "")
    with pytest.raises(WorkloadError, match=r"cpython 3\.10\.1") as caught:
        resolve([str(fake), "main.py"], tiny.root)
    assert caught.value.code == "M011"

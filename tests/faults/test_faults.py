"""Faults from outside that have no other place; see ``scenarios.py``."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrator.cli import invoke
from migrator.errors import MigratorError
from migrator.installing.apply import apply, settle
from migrator.state import FILES, FOLDER, Spent, State
from tests.installing.conftest import Installed, demo, installed
from tests.installing.native_package import Demo, Rust
from tests.installing.test_apply import planned, project, tree
from tests.verifying.test_verify import verdict

__all__ = ["demo", "installed", "project"]

DOUBLE = "def double(x):\n    return x * 2.0\n"


def _fails_with(code: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_kill_while_a_stage_writes_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(tmp_path)
    state.write(Spent("migrator.stages/1", ()))
    whole = (tmp_path / FOLDER / "stages.json").read_bytes()
    monkeypatch.setattr(Path, "replace", _fails_with(errno.EINTR))  # all is written, nothing is moved
    with pytest.raises(OSError, match="Interrupted"):
        state.write(Spent("migrator.stages/2", ()))
    assert (tmp_path / FOLDER / "stages.json").read_bytes() == whole


def test_what_is_moved_into_place_is_on_the_disk(project: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the sync a loss of power may leave an empty file under the new name."""
    opened: dict[int, str] = {}
    synced: set[str] = set()
    moved: list[tuple[str, str]] = []
    real_open, real_sync, real_replace = os.open, os.fsync, os.replace

    def note_open(path: Any, *rest: Any, **more: Any) -> int:
        descriptor = real_open(path, *rest, **more)
        opened[descriptor] = os.path.basename(os.fspath(path))
        return descriptor

    def note_sync(descriptor: int) -> None:
        synced.add(opened.get(descriptor, ""))
        real_sync(descriptor)

    def note_replace(source: Any, target: Any, *rest: Any, **more: Any) -> None:
        moved.append((os.path.basename(os.fspath(source)), os.path.basename(os.fspath(target))))
        real_replace(source, target, *rest, **more)

    monkeypatch.setattr(os, "open", note_open)
    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)
    apply(planned(project))
    sources = {source for source, target in moved if target.endswith((".py", ".lock"))}
    assert len(sources) >= 3
    assert sources <= synced


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_stage_that_cannot_write_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    (tmp_path / "main.py").write_text("print(1)\n")
    before = (tmp_path / "main.py").read_bytes()
    monkeypatch.setattr(Path, "mkdir", _fails_with(code))
    assert invoke(["find", "--project", str(tmp_path)]) != 0
    assert (tmp_path / "main.py").read_bytes() == before
    assert capsys.readouterr().err


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("call", ["open", "replace", "fsync"])
def test_an_apply_that_may_not_write_changes_nothing(
    project: Demo, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    before = tree(project.root)
    changes = planned(project)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, _fails_with(code))
        with pytest.raises((OSError, MigratorError)):
            apply(changes)
    settle(project.root)
    assert tree(project.root) == before
    apply(planned(project))


def test_no_home_and_no_cache(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_CACHE_HOME")}
    env["MIGRATOR_CACHE"] = "/proc/nowhere"
    (tmp_path / "main.py").write_text("print(1)\n")
    done = _migrator(["config", "--project", str(tmp_path)], tmp_path, env)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": "migrator.report/99"}', "\0\xff"])
def test_a_damaged_state_file_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name, _ in FILES.values():
        (tmp_path / FOLDER).mkdir(exist_ok=True)
        (tmp_path / FOLDER / name).write_bytes(text.encode("latin-1"))
    for command in ("find", "generate", "build", "verify", "bench", "report", "apply"):
        assert invoke([command, "--project", str(tmp_path), "-q"]) == 2, command
        assert "M010" in capsys.readouterr().err, command


@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"\x7fELF" + b"\0" * 4096, b"no library at all"])
def test_a_damaged_extension_means_python(demo: Demo, installed: Installed, content: bytes) -> None:
    demo.sources["other"] = ""
    demo.write()
    folder = demo.root / "native" / "python" / "demo_native"
    demo._extension = lambda: "from . import _native as native\n"  # type: ignore[method-assign]
    (folder / "_native.abi3.so").write_bytes(content)
    with pytest.warns(RuntimeWarning, match="the extension cannot be loaded"):
        shapes = installed(DOUBLE, Rust("shapes:double", "x", "0.0"))
    assert shapes.double(4.0) == 8.0


def _migrator(words: list[str], cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "migrator", *words]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "migrator", "config", "--project", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        child.stdout.close()
        assert child.stderr is not None
        errors = child.stderr.read()
        assert child.wait(60) in (0, 1)
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_verifying_leaves_no_child(tmp_path: Path, number: int) -> None:
    """The processes that run user code are ended with the one that started them."""
    script = tmp_path / "sleeps.py"
    script.write_text("import time, sys\nopen(sys.argv[1] + '.begun', 'w').close()\ntime.sleep(30)\n")
    program = (
        # Whoever runs the tests may have them ignored.
        "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys\nfrom pathlib import Path\nfrom migrator.signals import stoppable\n"
        "from migrator.verifying.children import Job, run_jobs\n"
        "with stoppable(): run_jobs([Job('x', {}, 60.0)], [sys.executable], Path(sys.argv[1]), Path('.'), {}, 1, lambda *_: None)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(script)], cwd=tmp_path) as child:
        until = time.monotonic() + 20
        while not (found := _children(child.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        assert found
        child.send_signal(number)
        child.wait(20)
        until = time.monotonic() + 5
        while any(map(_lives, found)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(_lives, found))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return list(map(int, text.split()))


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_modules_of_the_project_do_not_become_ours(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    hostile = f"open({str(mark)!r}, 'w').close()\nraise SystemExit('hostile')\n"
    for name in ("json", "numpy", "hashlib", "rich", "conftest", "setup", "jinja2", "click"):
        (tmp_path / f"{name}.py").write_text(hostile)
    (tmp_path / "setup.cfg").write_text("[metadata]\nname = attr: hostile\n")
    for words in (["--version"], ["config"], ["status"], ["check"]):
        done = _migrator([*words], tmp_path)
        assert done.returncode in (0, 2), done.stderr
        assert "hostile" not in done.stderr + done.stdout
    assert not mark.exists()


MISBEHAVING = {
    "leaves": "import os\n\ndef f(x):\n    os._exit(3)\n",
    "exits": "def f(x):\n    raise SystemExit(4)\n",
    "loops": "def f(x):\n    while True:\n        pass\n",
    "swallows": "def f(x):\n    while True:\n        try:\n            f2()\n        except BaseException:\n            pass\n\n\ndef f2():\n    pass\n",
    "forks": "import os\n\ndef f(x):\n    if os.fork() == 0:\n        os._exit(0)\n    os.wait()\n    return x\n",
    "prints": "def f(x):\n    print('x' * 1000000)\n    return x\n",
    "signals": "import signal\n\ndef f(x):\n    signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    return x\n",
    "recursion": "import sys\n\ndef f(x):\n    sys.setrecursionlimit(50)\n    return x\n",
    "builtins": "import builtins\n\ndef f(x):\n    builtins.len = lambda v: 3\n    return x\n",
    "errors": "import numpy\nnumpy.seterr(all='raise')\n\ndef f(x):\n    return x\n",
    "random": "import random\n\ndef f(x):\n    return x + random.random()\n",
    "warnings": "import warnings\n\ndef f(x):\n    for _ in range(1000):\n        warnings.warn('storm')\n    return x\n",
    "memory": "def f(x):\n    return x if bytearray(1 << 40) else x\n",
}


@pytest.mark.parametrize("name", MISBEHAVING)
def test_user_code_that_misbehaves_gets_a_verdict(demo: Demo, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import tests.verifying.test_verify as verifying

    monkeypatch.setattr(verifying, "SOURCE", MISBEHAVING[name])
    monkeypatch.setattr(verifying, "RUST", [Rust("shapes:f", "x", "x if type(x) is float else TRAPPED")])
    began = time.monotonic()
    found = verdict(demo, "shapes:f", {"x": "float"}, [(1.5,), (2.5,)], timeout_s=6.0)
    assert time.monotonic() - began < 30
    assert found.verdict in ("equal", "different", "unproven")
    if name in ("leaves", "loops", "swallows"):
        assert found.verdict == "unproven", found
    if name in ("exits", "prints", "warnings", "memory", "random"):
        assert found.verdict != "equal", found


def test_the_project_runs_without_the_package(demo: Demo, installed: Installed) -> None:
    installed(DOUBLE, Rust("shapes:double", "x", "0.0"))
    env = {**os.environ, "PYTHONPATH": str(demo.root)}  # the module with its block, and no native package
    done = subprocess.run(
        [sys.executable, "-c", "import shapes; print(shapes.double(4.0))"],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "8.0\n", done.stderr

"""``check`` and the hook: what is found, what is not, and how long it takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator import hook
from migrator.installing.apply import apply
from migrator.installing.check import check
from migrator.installing.lock import LOCK_FILE
from tests.installing.native_package import Demo, Rust
from tests.installing.values import planned, tree, write_core

REPOSITORY = Path(__file__).parents[2]
SHAPES = "def area(w, h):\n    return w * h\n\n\ndef unused(x):\n    return x\n"
PATHS = "from shapes import area\n\n\ndef length(x):\n    return area(x, 1)\n"


@pytest.fixture
def project(demo: Demo) -> Demo:
    """Two modules with a replacement each, applied; ``paths.length`` has ``area`` compiled in."""
    demo.sources |= {"shapes": SHAPES, "paths": PATHS}
    demo.rust += [
        Rust("shapes:area", "w, h", "w * h"),
        Rust("paths:length", "x", "x", dependencies=["shapes:area"]),
    ]
    demo.write()
    write_core(demo)
    apply(planned(demo))
    return demo


def codes(project: Demo) -> list[tuple[str, str, int]]:
    return [(f.code, f.path, f.line) for f in check(project.root)]


def test_all_is_well(project: Demo) -> None:
    before = tree(project.root)
    assert check(project.root) == []
    assert tree(project.root) == before


def test_no_project_of_ours_is_well(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


Edit = Callable[[Demo], object]
CASES: dict[str, tuple[Edit, list[tuple[str, str, int]]]] = {
    "python changed": (
        lambda p: replace_in(p.file("shapes"), "w * h", "h * w"),
        [("M701", "shapes.py", 1)],
    ),
    "only the root changed": (
        lambda p: replace_in(p.file("paths"), "(x, 1)", "(x, 2)"),
        [("M701", "paths.py", 4)],
    ),
    "a function that was not compiled changed": (
        lambda p: replace_in(p.file("shapes"), "return x", "return x + 1"),
        [],
    ),
    "lines moved": (lambda p: replace_in(p.file("shapes"), "def area", "\n\n\ndef area"), []),
    "newlines changed": (
        lambda p: p.file("shapes").write_bytes(p.file("shapes").read_bytes().replace(b"\n", b"\r\n")),
        [],
    ),
    "function renamed": (
        lambda p: replace_in(p.file("shapes"), "def area", "def surface"),
        [("M711", "shapes.py", 0)],
    ),
    "file deleted": (
        lambda p: p.file("paths").unlink(),
        [("M711", "paths.py", 0)],
    ),
    "rust edited": (
        lambda p: replace_in(p.root / "native/src/core/shapes.rs", "core", "heart"),
        [("M702", "native/src/core/shapes.rs", 0)],
    ),
    "rust file deleted": (
        lambda p: (p.root / "native/src/core/shapes.rs").unlink(),
        [("M702", "native/src/core/shapes.rs", 0)],
    ),
    "rust file added": (
        lambda p: (p.root / "native/src/core/more.rs").write_text("// more\n"),
        [("M702", "native/src/core/more.rs", 0)],
    ),
    "built things added": (
        lambda p: (
            (p.root / "native/target").mkdir(),
            (p.root / "native/target/x.rs").write_text(""),
            (p.root / "native/python/demo_native/_native.so").write_text(""),
        ),
        [],
    ),
    "native package gone": (
        lambda p: shutil.rmtree(p.root / "native"),
        [("M710", "native", 0)],
    ),
    "block gone": (
        lambda p: p.file("shapes").write_text(SHAPES),
        [("M703", "shapes.py", 0)],
    ),
    "block names more": (
        lambda p: replace_in(p.file("shapes"), '"area")', '"area", "unused")'),
        [("M703", "shapes.py", 9)],
    ),
    "block names another package": (
        lambda p: replace_in(p.file("shapes"), "from demo_native", "from other_native"),
        [("M703", "shapes.py", 9)],
    ),
    "lock is no JSON": (
        lambda p: (p.root / LOCK_FILE).write_text("<<<<<<< HEAD\n"),
        [("M709", LOCK_FILE, 0)],
    ),
    "lock is from the future": (
        lambda p: replace_in(p.root / LOCK_FILE, "migrator.lock/1", "migrator.lock/2"),
        [("M709", LOCK_FILE, 0)],
    ),
    "lock lacks a part": (
        lambda p: replace_in(p.root / LOCK_FILE, '"seed"', '"seeds"'),
        [("M709", LOCK_FILE, 0)],
    ),
    "lock is a list": (
        lambda p: (p.root / LOCK_FILE).write_text("[]"),
        [("M709", LOCK_FILE, 0)],
    ),
    "lock is not text": (
        lambda p: (p.root / LOCK_FILE).write_bytes(b"\xff\xfe"),
        [("M709", LOCK_FILE, 0)],
    ),
    "syntax error": (
        lambda p: replace_in(p.file("shapes"), "def area(w", "def area((w"),
        [("M007", "shapes.py", 0)],
    ),
    "not decodable": (
        lambda p: p.file("shapes").write_bytes(b"x = '\xff'\n"),
        [("M008", "shapes.py", 0)],
    ),
    "cut off": (
        lambda p: replace_in(p.root / ".migrator/journal.json", '"applied"', '"open"'),
        [("M713", ".migrator/journal.json", 0)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_found(project: Demo, name: str) -> None:
    edit, expected = CASES[name]
    edit(project)
    assert codes(project) == expected
    for finding in check(project.root):
        assert finding.message
        assert finding.hint


def test_both_replacements_are_named(project: Demo) -> None:
    replace_in(project.file("shapes"), "w * h", "h * w")
    (finding,) = check(project.root)
    assert finding.message == ("area is not the text that was proven for paths:length, shapes:area.")


def test_the_lock_file_deleted(project: Demo) -> None:
    (project.root / LOCK_FILE).unlink()
    assert check(project.root) == []
    found = check(project.root, [project.file("shapes")])
    assert [(f.code, f.path, f.line) for f in found] == [("M703", "shapes.py", 9)]


def test_user_code_is_not_run(project: Demo) -> None:
    """Neither the project's modules nor anything heavy is imported, and a call takes no second."""
    project.file("shapes").write_text("raise SystemExit('imported')\n" + SHAPES)
    code = (
        "import sys, time\nfrom migrator import hook\nstart = time.perf_counter()\n"
        "status = hook.main(['--project', sys.argv[1]])\n"
        "heavy = {'shapes', 'libcst', 'numpy', 'hypothesis', 'rich', 'jinja2'} & set(sys.modules)\n"
        "print(status, sorted(heavy))\n"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(project.root)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "1 []"
    assert time.perf_counter() - start < 5


def test_a_large_project_takes_less_than_a_second(demo: Demo) -> None:
    body = "".join(f"def f{i}(x):\n    y = x + {i}\n    return y * 2\n\n\n" for i in range(100))
    for number in range(10):
        demo.sources[f"m{number}"] = body
        demo.rust += [Rust(f"m{number}:f{i}", "x", "x") for i in range(10)]
    demo.write()
    write_core(demo)
    apply(planned(demo))
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom migrator.installing.check import check\n"
        "start = time.process_time()\nfound = check(Path(sys.argv[1]))\n"
        "print(found, time.process_time() - start < 1)\n"
    )
    # In a process of its own: this one may have a heap that takes the garbage collector a second to go through.
    argv = [sys.executable, "-c", code, str(demo.root)]
    done = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout == "[] True\n"


def test_the_hook_prints_and_returns(
    project: Demo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert hook.main([]) == 0
    assert hook.main(["shapes.py", "paths.py"]) == 0
    assert capsys.readouterr().out == ""
    replace_in(project.file("shapes"), "w * h", "h * w")
    assert hook.main(["paths.py"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("shapes.py:1: M701 area is not the text")
    assert line.endswith("Run `migrator run` again to prove the new source, then `migrator apply`.")


def test_the_hook_finds_projects_below_the_repository(
    project: Demo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root.parent)
    (project.root.parent / "other.py").write_text("x = 1\n")
    assert hook.main(["other.py", "project/shapes.py"]) == 0
    replace_in(project.file("shapes"), "w * h", "h * w")
    assert hook.main(["other.py"]) == 0
    assert hook.main(["other.py", "project/shapes.py"]) == 1
    assert capsys.readouterr().out.startswith("project/shapes.py:1: M701")


def test_control_characters_are_not_printed(project: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    lock = json.loads((project.root / LOCK_FILE).read_text())
    lock["package"] = "\x1b[31mred"
    (project.root / LOCK_FILE).write_text(json.dumps(lock))
    assert hook.main(["--project", str(project.root)]) == 1
    assert "\x1b" not in capsys.readouterr().out


# Through pre-commit ---------------------------------------------------------------------------


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    return subprocess.run(
        command,
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
    )


def git(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    return run(["git", *identity, *arguments], folder, **environment)


def index_is_reachable(folder: Path) -> bool:
    """Return whether pip gets packages from where it is set up to get them."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    return run([*command, "--dest", str(folder)], folder).returncode == 0


@pytest.fixture(scope="module")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local clone of this repository as it is now, with everything committed."""
    folder = tmp_path_factory.mktemp("hook") / "migrator"
    folder.mkdir()
    for name in ("migrator", "templates", "pyproject.toml", ".pre-commit-hooks.yaml"):
        source = REPOSITORY / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "target")
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy(source, folder / name)
    (folder / "README.md").write_text("# migrator\n")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["tag", "v1"]):
        assert git(folder, *arguments).returncode == 0
    return folder


def test_through_pre_commit(project: Demo, hook_repository: Path, tmp_path: Path) -> None:
    """A real commit is let through, and stopped when the Python changed under its replacement."""
    if run([sys.executable, "-m", "pre_commit", "--version"], tmp_path).returncode != 0:
        pytest.skip("pre-commit is not installed (extra: dev)")
    if not index_is_reachable(tmp_path):
        pytest.skip("no package index: pre-commit cannot install the hook's environment")
    config = f"repos:\n- repo: {hook_repository}\n  rev: v1\n  hooks:\n  - id: migrator-check\n"
    (project.root / ".pre-commit-config.yaml").write_text(config)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    assert git(project.root, "init", "-q").returncode == 0
    installed = run([sys.executable, "-m", "pre_commit", "install"], project.root, **home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    git(project.root, "add", "-A")
    first = git(project.root, "commit", "-m", "applied", **home)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "migrator check" in first.stderr
    assert "Passed" in first.stderr
    replace_in(project.file("shapes"), "w * h", "h * w")
    git(project.root, "add", "-A")
    start = time.perf_counter()
    second = git(project.root, "commit", "-m", "changed", **home)
    assert time.perf_counter() - start < 10
    assert second.returncode == 1
    assert "shapes.py:1: M701 area is not the text" in second.stderr
    assert git(project.root, "log", "--oneline").stdout.count("\n") == 1

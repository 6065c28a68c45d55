"""``apply`` and ``rollback``: bytes there and back, refusals, and a kill at every write."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrator.errors import ExitCode, MigratorError
from migrator.installing.apply import apply, settle
from migrator.installing.block import HEADER, find_blocks
from migrator.installing.diff import unified_diff
from migrator.installing.exclusive import exclusive
from migrator.installing.lock import LOCK_FILE, read_lock
from migrator.installing.rollback import rollback
from tests.installing.native_package import Demo, Rust
from tests.installing.values import planned, tree, write_core

SHAPES = "def area(w, h):\n    return w * h\n\n\nclass Box:\n    def side(self, x):\n        return x\n"
PATHS = "def length(x):\n    return x\n\n\nif __name__ == '__main__':\n    print(length(1))\n"


@pytest.fixture
def project(demo: Demo) -> Demo:
    """Two modules with three replacements, nothing applied."""
    demo.sources |= {"pkg.shapes": SHAPES, "paths": PATHS}
    demo.rust += [
        Rust("pkg.shapes:area", "w, h", "w * h"),
        Rust("pkg.shapes:Box.side", "self, x", "x"),
        Rust("paths:length", "x", "x", dependencies=["pkg.shapes:area"]),
    ]
    demo.write()
    write_core(demo)
    return demo


def test_there_and_back(project: Demo) -> None:
    before = tree(project.root)
    changes = planned(project)
    assert tree(project.root) == before, "a plan writes nothing"
    assert not (project.root / ".migrator").exists()
    assert [change.path for change in changes.files] == ["paths.py", "pkg/shapes.py", LOCK_FILE]
    assert set(changes.installed) == {row.id for row in project.rust}
    apply(changes)
    (block,) = find_blocks(project.file("pkg.shapes").read_text())
    assert (block.package, block.qualnames) == ("demo_native", ("area", "Box.side"))
    assert planned(project).files == (), "a second apply has nothing to do"
    done = rollback(project.root)
    assert done.restored == ("paths.py", "pkg/shapes.py", LOCK_FILE)
    assert tree(project.root) == before
    with pytest.raises(MigratorError) as caught:
        rollback(project.root)
    assert caught.value.code == "M705"


def test_applied_modules_run(project: Demo) -> None:
    apply(planned(project))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import pkg.shapes as s; print(s.area.__wrapped__)"],
        cwd=project.root,
        env={"PYTHONPATH": str(project.root / "native/python")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("<function area at")


def test_a_second_apply_takes_out_what_is_no_longer_accepted(project: Demo) -> None:
    before = tree(project.root)
    apply(planned(project))
    apply(planned(project, {"pkg.shapes:area"}))
    (block,) = find_blocks(project.file("pkg.shapes").read_text())
    assert block.qualnames == ("area",)
    assert project.file("paths").read_text() == PATHS
    rollback(project.root)
    assert tree(project.root) == before


def test_nothing_accepted(project: Demo) -> None:
    with pytest.raises(MigratorError) as caught:
        planned(project, set())
    assert caught.value.code == "M704"
    before = tree(project.root)
    apply(planned(project))
    apply(planned(project, set()))
    assert tree(project.root) == before


def test_source_that_changed_since_the_proof_is_refused(project: Demo) -> None:
    project.file("pkg.shapes").write_text(SHAPES.replace("w * h", "h * w"))
    changes = planned(project)
    assert changes.installed == ("pkg.shapes:Box.side",)
    codes = {name: reason.code for name, reason in changes.refused.items()}
    assert codes == {"pkg.shapes:area": "M701", "paths:length": "M701"}
    assert "area has changed" in changes.refused["paths:length"].message


def test_a_function_or_file_that_is_gone_is_refused(project: Demo) -> None:
    project.file("pkg.shapes").write_text(SHAPES.replace("def side", "def edge"))
    project.file("paths").unlink()
    changes = planned(project)
    assert changes.installed == ("pkg.shapes:area",)
    codes = {name: reason.code for name, reason in changes.refused.items()}
    assert codes == {"pkg.shapes:Box.side": "M711", "paths:length": "M711"}


def test_the_lock_file(project: Demo) -> None:
    apply(planned(project))
    text = (project.root / LOCK_FILE).read_text()
    assert str(project.root) not in text
    plain = json.loads(text)
    assert list(plain) == sorted(plain)
    lock = read_lock(project.root)
    assert lock is not None
    area = lock.functions["pkg.shapes:area"]
    assert area.evidence["edges"] == {"inputs": 1000, "native": 900, "trapped": 100}
    assert (area.verdict, area.seed, area.core) == ("equal", 7, "native/src/core/pkg_shapes.rs")
    assert area.speedup["value"] == 10.1
    assert area.core in lock.crate_files
    assert lock.environment["numpy"] == "2.4.6"
    assert {"python", "libc", "cpu_features"} <= set(lock.environment)
    assert "cores" not in lock.environment
    assert lock.functions["paths:length"].dependencies == {"pkg.shapes:area": area.source_sha256}


def test_the_diff(project: Demo) -> None:
    project.file("paths").write_bytes(b"def length(x):\n    return x")
    project.sources["paths"] = "def length(x):\n    return x"
    text = unified_diff(planned(project).files)
    assert "--- a/paths.py\n+++ b/paths.py\n" in text
    assert "--- /dev/null\n+++ b/migrator.lock\n" in text
    assert "\\ No newline at end of file\n" in text
    patch = project.root.parent / "changes.patch"
    patch.write_text(text)
    before = tree(project.root)
    subprocess.run(["git", "apply", str(patch)], cwd=project.root, check=True)
    patched = tree(project.root)
    for path, data in before.items():
        (project.root / path).write_bytes(data)
    (project.root / LOCK_FILE).unlink()
    apply(planned(project))
    assert tree(project.root) == patched


# Hostile files --------------------------------------------------------------------------------

ENCODINGS = [
    b"def area(w, h):\n    return w * h",
    b"\xef\xbb\xbfdef area(w, h):\r\n    return w * h\r\n",
    b"# -*- coding: latin-1 -*-\nNAME = 'M\xfcller'\ndef area(w, h):\n    return w * h\n",
    b"# coding: cp1252\r\nEURO = '\x80'\r\ndef area(w, h):\r\n    return w * h\r\n",
    b"X = 1\rdef area(w, h):\r    return w * h\r",
    b"X = 1\r\ndef area(w, h):\n    return w * h\r\n\x0c\r\n\n# end",
    "# coding: utf-8\nname = '\u202e\u00b5'\ndef area(w, h):\n\treturn w * h\n".encode(),
    b"# coding: shift_jis\nX = '\x83\x65'\ndef area(w, h):\n    return w * h\n",
]


@pytest.mark.parametrize("data", ENCODINGS)
def test_encodings_and_newlines_are_kept(demo: Demo, data: bytes) -> None:
    demo.sources["shapes"] = "def area(w, h):\n    return w * h\n"
    if b"\t" in data:
        demo.sources["shapes"] = "def area(w, h):\n\treturn w * h\n"
    demo.rust.append(Rust("shapes:area", "w, h", "('rust', w * h)"))
    demo.write()
    demo.file("shapes").write_bytes(data)
    changes = planned(demo)
    assert changes.refused == {}
    apply(changes)
    assert HEADER.encode() in demo.file("shapes").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", "import shapes; print(shapes.area(1, 2))"],
        cwd=demo.root,
        env={"PYTHONPATH": str(demo.root / "native/python")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "('rust', 2)\n", done.stderr
    rollback(demo.root)
    assert demo.file("shapes").read_bytes() == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"def area(w, h):\n    return '\xff'\n", "M008"),
        (b"# coding: no-such-thing\ndef area(w, h):\n    return w * h\n", "M008"),
        (b"def area(w, h:\n    return w * h\n", "M007"),
        (b"def area(w, h):\n    return w * h\n\0", "M007"),
        (b"# coding: utf-7\nX = '+AGE-'\ndef area(w, h):\n    return w * h\n", "M018"),
    ],
)
def test_files_that_cannot_be_changed_safely_are_refused(demo: Demo, data: bytes, code: str) -> None:
    demo.sources["shapes"] = "def area(w, h):\n    return w * h\n"
    demo.rust.append(Rust("shapes:area", "w, h", "w * h"))
    demo.write()
    demo.file("shapes").write_bytes(data)
    changes = planned(demo)
    assert changes.installed == ()
    assert changes.files == ()
    assert changes.refused["shapes:area"].code == code


def test_links_out_of_the_project_are_not_followed(project: Demo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    project.file("paths").rename(outside)
    project.file("paths").symlink_to(outside)
    changes = planned(project)
    assert changes.refused["paths:length"].code == "M712"
    apply(changes)
    assert outside.read_text() == PATHS


def test_links_inside_the_project_stay_links(project: Demo) -> None:
    real = project.root / "pkg" / "real_paths.py"
    project.file("paths").rename(real)
    project.file("paths").symlink_to(real)
    apply(planned(project))
    assert project.file("paths").is_symlink()
    assert HEADER in real.read_text()
    rollback(project.root)
    assert real.read_text() == PATHS


def test_devices_folders_and_circles_are_refused(project: Demo) -> None:
    project.file("paths").unlink()
    os.mkfifo(project.file("paths"))
    assert planned(project).refused["paths:length"].code == "M712"
    project.file("paths").unlink()
    project.file("paths").symlink_to(project.file("paths"))
    assert planned(project).refused["paths:length"].code == "M712"


def test_permissions_are_kept(project: Demo) -> None:
    project.file("paths").chmod(0o750)
    apply(planned(project))
    assert stat.S_IMODE(project.file("paths").stat().st_mode) == 0o750
    rollback(project.root)
    assert stat.S_IMODE(project.file("paths").stat().st_mode) == 0o750


# Edits by the user ----------------------------------------------------------------------------


def test_a_file_that_changed_after_the_plan_is_refused(project: Demo) -> None:
    changes = planned(project)
    project.file("paths").write_text(PATHS + "# edit\n")
    before = tree(project.root)
    with pytest.raises(MigratorError) as caught:
        apply(changes)
    assert (caught.value.code, caught.value.place) == ("M708", "paths.py")
    assert tree(project.root) == before


def test_rollback_refuses_where_the_user_has_edited(project: Demo) -> None:
    original = tree(project.root)
    apply(planned(project))
    edited = "# mine\n" + project.file("paths").read_text()
    project.file("paths").write_text(edited)
    before = tree(project.root)
    with pytest.raises(MigratorError, match=r"paths\.py") as caught:
        rollback(project.root)
    assert caught.value.code == "M706"
    assert tree(project.root) == before
    done = rollback(project.root, force=True)
    assert done.merged == ("paths.py",)
    assert tree(project.root) == original | {"paths.py": b"# mine\n" + PATHS.encode()}


def test_rollback_after_the_user_went_back_by_other_means(project: Demo) -> None:
    original = tree(project.root)
    apply(planned(project))
    project.file("paths").write_text(PATHS)
    rollback(project.root)
    assert tree(project.root) == original


def test_rollback_in_a_fresh_clone(project: Demo) -> None:
    """The journal is not committed; the lock file is, and proves what the file was."""
    import shutil

    original = tree(project.root)
    apply(planned(project))
    shutil.rmtree(project.root / ".migrator")
    rollback(project.root)
    assert tree(project.root) == original


def test_rollback_in_a_fresh_clone_refuses_edits(project: Demo) -> None:
    import shutil

    apply(planned(project))
    shutil.rmtree(project.root / ".migrator")
    project.file("paths").write_text("# mine\n" + project.file("paths").read_text())
    with pytest.raises(MigratorError, match=r"paths\.py") as caught:
        rollback(project.root)
    assert caught.value.code == "M706"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_uncommitted_files_are_refused(project: Demo) -> None:
    git(project.root, "init", "-q")
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "start")
    apply(planned(project))
    apply(planned(project, {"pkg.shapes:area"}))  # what is ours is not held against us
    rollback(project.root)
    project.file("paths").write_text(PATHS + "# edit\n")
    before = tree(project.root)
    with pytest.raises(MigratorError, match=r"Not committed: paths\.py") as caught:
        apply(planned(project))
    assert caught.value.code == "M707"
    assert tree(project.root) == before
    apply(planned(project), allow_dirty=True)
    rollback(project.root)
    assert tree(project.root) == before


def test_one_run_at_a_time(project: Demo) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from migrator.installing.exclusive import exclusive\n"
        "with exclusive(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(project.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(MigratorError, match=f"process {other.pid}") as caught:
            apply(planned(project))
        assert caught.value.exit_code is ExitCode.LOCKED
        assert caught.value.exit_code == 75
        other.kill()
        other.wait()
    with exclusive(project.root):
        pass


# Faults ---------------------------------------------------------------------------------------

CALLS = ("open", "replace", "fsync", "fchmod", "unlink")


def fault_at(number: int, fail: Callable[[], Any]) -> list[str]:
    """Make the n-th of all writing calls of ``os`` fail; return the list that names them.

    Every other one fails *after* it did its work. ``Path.unlink`` and ``open`` go through ``os``.
    """
    seen: list[str] = []

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            seen.append(name)
            if len(seen) - 1 == number // 2:
                try:
                    if number % 2:
                        real(*arguments, **keywords)
                finally:
                    fail()
            return real(*arguments, **keywords)

        setattr(os, name, call)

    for name in CALLS:
        wrap(name)
    return seen


def in_child(action: Callable[[], None]) -> int:
    """Run ``action`` in a fork; return its exit status."""
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException:
            os._exit(70)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_with_kill(number: int, action: Callable[[], object]) -> int:
    def die() -> None:
        os._exit(9)

    def child() -> None:
        fault_at(number, die)
        action()

    return in_child(child)


@pytest.mark.parametrize("operation", ["apply", "apply again", "rollback"])
def test_a_kill_at_every_write_leaves_old_or_new(project: Demo, operation: str) -> None:
    original = tree(project.root)
    only = None if operation == "apply" else {"pkg.shapes:area"}

    def act() -> object:
        if operation == "rollback":
            return rollback(project.root)
        return apply(planned(project), allow_dirty=True)

    for number in range(1000):
        if operation != "apply":
            apply(planned(project, only))
        old = tree(project.root)
        status = run_with_kill(number, act)
        assert status in (0, 9)
        settle(project.root)
        now = tree(project.root)
        if status == 0:
            break
        if now != old:
            assert now == original if operation == "rollback" else find_new(project, now)
        if (project.root / LOCK_FILE).exists():
            rollback(project.root)
        assert tree(project.root) == original
    assert 40 < number < 1000


def find_new(project: Demo, now: dict[str, bytes]) -> bool:
    """Return whether ``now`` is the fully applied state."""
    return LOCK_FILE in now and planned(project).files == ()


def leave_half_applied(project: Demo, original: dict[str, bytes], start: int = 0) -> int:
    """Kill an apply where ``paths.py`` is written and nothing else; return at which call that is."""
    for number in range(start, 1000):
        run_with_kill(number, lambda: apply(planned(project), allow_dirty=True))
        now = tree(project.root)
        if now["paths.py"] != original["paths.py"]:
            assert now["pkg/shapes.py"] == original["pkg/shapes.py"]
            return number
    raise AssertionError("apply never wrote the file")


def test_a_kill_during_the_recovery(project: Demo) -> None:
    original = tree(project.root)
    place = leave_half_applied(project, original)
    place -= 20  # the first one has also made .migrator, which took some calls
    for number in range(1000):
        status = run_with_kill(number, lambda: settle(project.root))
        settle(project.root)
        assert tree(project.root) == original
        if status == 0:
            break
        place = leave_half_applied(project, original, place)
    assert number > 5


@pytest.mark.parametrize("number", range(0, 90, 4))
def test_a_full_disk_at_any_write_changes_nothing(project: Demo, number: int) -> None:
    original = tree(project.root)
    (project.root / ".migrator").mkdir()
    report = project.root.parent / "report"

    def full() -> None:
        raise OSError(28, "No space left on device")

    def child() -> None:
        fault_at(number, full)
        try:
            apply(planned(project), allow_dirty=True)
        except MigratorError as error:
            report.write_text(f"{error.code} {error}")

    assert in_child(child) == 0
    settle(project.root)
    if report.exists():
        assert report.read_text().startswith("M714")
        assert "No space left on device" in report.read_text()
        assert tree(project.root) == original
    else:
        rollback(project.root)
        assert tree(project.root) == original


def test_recovery_leaves_what_the_user_edited_after_the_kill(project: Demo) -> None:
    original = tree(project.root)
    leave_half_applied(project, original)
    project.file("paths").write_text("# mine\n")
    recovered = settle(project.root)
    assert recovered is not None
    assert recovered.left == ("paths.py",)
    assert tree(project.root) == original | {"paths.py": b"# mine\n"}
    kept = [path.read_bytes() for path in (project.root / ".migrator/backup").iterdir()]
    assert PATHS.encode() in kept


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "migrator.journal/2"}'])
def test_a_damaged_journal_is_told(project: Demo, text: str) -> None:
    apply(planned(project))
    (project.root / ".migrator/journal.json").write_text(text)
    for action in (settle, rollback):
        with pytest.raises(MigratorError) as caught:
            action(project.root)
        assert caught.value.code == "M713"


def test_a_damaged_backup_is_told(project: Demo) -> None:
    apply(planned(project))
    for path in (project.root / ".migrator/backup").iterdir():
        path.write_bytes(b"x")
    before = tree(project.root)
    with pytest.raises(MigratorError, match="is damaged") as caught:
        rollback(project.root)
    assert caught.value.code == "M713"
    assert tree(project.root) == before

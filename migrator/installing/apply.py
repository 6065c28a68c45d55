"""``apply``: from the report to changed files, in two steps that a person can look between.

``plan`` reads and computes, and writes nothing. ``apply`` writes what the plan says, all or
nothing, and refuses where the files are no longer what the plan saw. ``settle`` comes before both:
it undoes what an earlier run left half done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrator.building.git import uncommitted
from migrator.errors import MigratorError
from migrator.finding.segment import segment_sha256, source_segment
from migrator.installing.exclusive import exclusive
from migrator.installing.files import FileState, read_state, sha256
from migrator.installing.fingerprint import fingerprint
from migrator.installing.journal import (
    Change,
    Recovery,
    applied_entries,
    commit_apply,
    has_journal,
    recover,
)
from migrator.installing.lock import (
    LOCK_FILE,
    LockError,
    make_lock,
    read_lock,
    relative_to,
    render_lock,
)
from migrator.installing.text import decode, with_block, without_block
from migrator.model.diagnostic import Diagnostic
from migrator.model.program import CompiledFunction, CompiledProgram, WrittenOut, python_sources
from migrator.model.proof import Verdicts
from migrator.model.report import Report


@dataclass(frozen=True)
class ChangeSet:
    """What ``apply`` would do.

    ``files`` are the changes, the lock file last; empty where all is as it should be. ``installed``
    are the ids that will run in Rust; ``refused`` tells, by function id, why a proven function is
    not among them.
    """

    project: Path
    files: tuple[Change, ...]
    installed: tuple[str, ...]
    refused: dict[str, Diagnostic]


def settle(project: Path) -> Recovery | None:
    """Undo an ``apply`` or ``rollback`` that was cut off; for the start of every command.

    Raises:
        MigratorError: M713 where the journal cannot be read, M013 where another run is at work.
    """
    if not has_journal(project):
        return None
    with exclusive(project):
        return recover(project)


def plan(
    project: Path,
    report: Report,
    program: CompiledProgram,
    verdicts: Verdicts,
    *,
    package: str,
    crate: Path,
    environment: Mapping[str, str] | None = None,
) -> ChangeSet:
    """Return the changes that put in all accepted functions, and take out those no longer accepted.

    Args:
        project: the project's root; nothing outside is changed.
        report: its ``accepted`` decides.
        program: where the functions are and which source was compiled.
        verdicts: the evidence for the lock file.
        package: the generated Python package (``demo_native``).
        crate: the folder of the generated project (``native``).
        environment: what the proof holds for; see ``fingerprint`` if not given.

    Raises:
        MigratorError: M704 where nothing is accepted and nothing is installed, M712 to M714 where
            the project cannot be read.
    """
    compiled = {function.id: function for function in program.functions}
    parts = python_sources(program)
    accepted = [f.id for f in report.functions if f.accepted and f.id in compiled]
    by_file: dict[str, list[CompiledFunction]] = {name: [] for name in _files_with_block(project)}
    for name in sorted(accepted):
        file = relative_to(project, Path(compiled[name].file))
        by_file.setdefault(file, []).append(compiled[name])
    if not by_file:
        raise MigratorError("M704", "No replacement is both proven and faster.", place=str(project))
    changes: list[Change] = []
    installed: list[str] = []
    refused: dict[str, Diagnostic] = {}
    bare: dict[str, str] = {}
    for file, functions in sorted(by_file.items()):
        try:
            state = read_state(project, file)
            good = [f for f in functions if _still_proven(state, f, parts, project, refused)]
            change = _change(file, state, package, good)
        except MigratorError as error:
            problem = Diagnostic(error.code, 0, str(error), error.hint)
            refused |= dict.fromkeys((f.id for f in functions), problem)
            continue
        if good and change is not None:
            bare[file] = sha256(change.base.data) or ""
        if change is not None and change.before != change.after:
            changes.append(change)
        installed += [f.id for f in good]
    lock = make_lock(
        project,
        report,
        program,
        verdicts,
        package=package,
        crate=crate,
        environment=fingerprint(report.environment) if environment is None else environment,
        accepted=installed,
        files=bare,
    )
    old = read_state(project, LOCK_FILE)
    new = FileState(render_lock(lock) if installed else None, old.mode)
    if old != new:
        changes.append(Change(LOCK_FILE, old, new, FileState(None)))
    return ChangeSet(project, tuple(changes), tuple(installed), refused)


def apply(changes: ChangeSet, *, allow_dirty: bool = False) -> Recovery | None:
    """Write the planned changes. Returns what was left over from a run that was cut off, if any.

    Raises:
        MigratorError: M707 where a file has changes that git could not bring back (not with
            ``allow_dirty``), M708 where a file is not what the plan saw, M712 to M714 where the
            system refuses, M013 where another run is at work. Then nothing has changed.
    """
    root = changes.project
    with exclusive(root):
        recovered = recover(root)
        if not allow_dirty:
            _refuse_uncommitted(root, changes)
        commit_apply(root, changes.files)
    return recovered


def _refuse_uncommitted(root: Path, changes: ChangeSet) -> None:
    ours = {entry.path: entry.after for entry in applied_entries(root)}
    theirs = [c.path for c in changes.files if c.before.data is not None and ours.get(c.path) != sha256(c.before.data)]
    dirty = uncommitted(root, theirs)
    if dirty:
        listed = ", ".join(dirty)
        raise MigratorError("M707", f"Not committed: {listed}.", place=str(root))


def _files_with_block(project: Path) -> list[str]:
    """Return the files that an earlier ``apply`` has changed, as the lock or the journal tells."""
    known = {entry.path for entry in applied_entries(project)}
    try:
        lock = read_lock(project)
    except LockError:
        lock = None  # a new lock takes its place, and the journal knows the same files
    known |= set(lock.files) if lock is not None else set()
    return sorted(known - {LOCK_FILE})


def _still_proven(
    state: FileState,
    function: CompiledFunction,
    parts: Mapping[str, CompiledFunction | WrittenOut],
    project: Path,
    refused: dict[str, Diagnostic],
) -> bool:
    """Return whether the function and all that was compiled into it have the proven source."""
    if state.data is None:
        refused[function.id] = Diagnostic("M711", 0, f"{function.file} does not exist any more.")
        return False
    for name in (function.id, *function.dependencies):
        part = parts[name]
        data: bytes | None = state.data
        if part.file != function.file:
            data = read_state(project, relative_to(project, Path(part.file))).data
        problem = _difference(data, part)
        if problem is not None:
            refused[function.id] = problem
            return False
    return True


def _difference(data: bytes | None, function: CompiledFunction | WrittenOut) -> Diagnostic | None:
    line, name = function.line, function.qualname
    try:
        text = decode(data or b"", function.file).text.removeprefix("\ufeff")
        if segment_sha256(source_segment(text, name)) == function.source_sha256:
            return None
    except LookupError:
        return Diagnostic("M711", line, f"{name} is not in {function.file} any more.")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Diagnostic("M007", line, f"{function.file} cannot be parsed: {error}.")
    return Diagnostic("M701", line, f"{name} has changed since it was proven.")


def _change(file: str, state: FileState, package: str, functions: list[CompiledFunction]) -> Change | None:
    if state.data is None:
        return None  # it was deleted after an earlier apply
    in_order = sorted(functions, key=lambda function: function.line)
    names = tuple(function.qualname for function in in_order)
    after = with_block(state.data, package, names, file)
    base = without_block(state.data, file)
    return Change(file, state, FileState(after, state.mode), FileState(base, state.mode))

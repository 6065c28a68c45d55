"""``rollback``: every file back to its bytes from before ``apply``.

The journal has these bytes. In a fresh clone there is no journal, but the lock file has the hash of
each file without its block, so taking the block out can be proven right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError
from migrator.installing.exclusive import exclusive
from migrator.installing.files import FileState, read_state, sha256
from migrator.installing.journal import (
    Change,
    Entry,
    Recovery,
    applied_entries,
    backed_up,
    commit_rollback,
    recover,
)
from migrator.installing.lock import LOCK_FILE, LockError, read_lock
from migrator.installing.text import without_block


@dataclass(frozen=True)
class Rollback:
    """``restored``: files that have their old bytes again. ``merged``: files that the user had
    edited since, from which only the block was taken. ``recovered``: see ``journal.recover``."""

    restored: tuple[str, ...]
    merged: tuple[str, ...]
    recovered: Recovery | None


def rollback(project: Path, *, force: bool = False) -> Rollback:
    """Undo ``apply``.

    Args:
        project: the project's root.
        force: where the user has edited a file since, take only the block out and keep the edit.

    Raises:
        MigratorError: M705 where nothing is applied, M706 where the user has edited a file since
            (not with ``force``), M712 to M714 where the system refuses, M013 where another run is
            at work. Then nothing has changed.
    """
    with exclusive(project):
        recovered = recover(project)
        entries = applied_entries(project)
        back = _from_journal(project, entries) if entries else _from_lock(project)
        if not back:
            if recovered is not None and recovered.operation == "apply":
                return Rollback(recovered.restored, (), recovered)
            raise MigratorError("M705", "Nothing is applied.", place=str(project))
        edited = [change.path for change in back if change.base != change.after]
        if edited and not force:
            raise MigratorError("M706", f"Edited since apply: {', '.join(edited)}.", place=str(project))
        commit_rollback(project, [c for c in back if c.before.data != c.after.data])
    restored = [c.path for c in back if c.base == c.after]
    return Rollback(tuple(restored), tuple(edited), recovered)


def _from_journal(project: Path, entries: tuple[Entry, ...]) -> list[Change]:
    """Return the changes back. Where the user has edited, ``after`` is not the ``base``."""
    return [_back(project, entry) for entry in entries]


def _back(project: Path, entry: Entry) -> Change:
    now = read_state(project, entry.path)
    base = backed_up(project, entry, entry.base)
    if sha256(now.data) in (entry.after, entry.base):
        # The permissions may have changed since; they are the user's, not ours.
        base = FileState(base.data, now.mode if now.data is not None else base.mode)
        return Change(entry.path, now, base, base)
    return Change(entry.path, now, _merged(entry.path, now), base)


def _merged(path: str, now: FileState) -> FileState:
    """Return the edited file without our block; the lock file is ours and goes."""
    if path == LOCK_FILE or now.data is None:
        return FileState(None, now.mode)
    return FileState(without_block(now.data, path), now.mode)


def _from_lock(project: Path) -> list[Change]:
    try:
        lock = read_lock(project)
    except LockError as error:
        raise MigratorError("M703", f"The lock file is unusable: {error}.", place=LOCK_FILE) from (error)
    if lock is None:
        return []
    changes = []
    for path, expected in sorted(lock.files.items()):
        now = read_state(project, path)
        after = _merged(path, now)
        edited = sha256(after.data) != expected
        base = FileState(None) if edited else after
        changes.append(Change(path, now, after, base))
    gone = FileState(None)
    return [*changes, Change(LOCK_FILE, read_state(project, LOCK_FILE), gone, gone)]

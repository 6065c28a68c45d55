"""Changing several files as one: the journal in ``.migrator/journal.json``.

The order is: keep the old bytes in ``.migrator/backup/``, write the journal as *open*, change the
files one by one, close the journal. A kill in between leaves an open journal; ``recover``, which
every start calls, then takes all files back to the old bytes. A closed journal in the state
*applied* remembers what ``rollback`` has to undo.

A file whose bytes are neither the old nor the new ones was edited by the user in the meantime. It
is never overwritten; its old bytes stay in the backup, and the caller is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError
from migrator.installing.files import (
    FileState,
    inside,
    put,
    read_state,
    replace_file,
    sha256,
    sync_folder,
    temporary_of,
)
from migrator.model.codec import DecodeError, read_json, to_plain

SCHEMA = "migrator.journal/1"
STATE_FOLDER = ".migrator"
_OPEN = "open"
_APPLIED = "applied"


@dataclass(frozen=True)
class Change:
    """One file to change: ``path`` relative to the project, what it is and what it shall be.

    ``base`` is what ``rollback`` returns to: the file without anything of ours. It differs from
    ``before`` where an earlier ``apply`` has left its block.
    """

    path: str
    before: FileState
    after: FileState
    base: FileState


@dataclass(frozen=True)
class Entry:
    """One ``Change`` in the journal: the hashes of the bytes; None means that there is no file."""

    path: str
    before: str | None
    after: str | None
    base: str | None
    mode: int


@dataclass(frozen=True)
class Journal:
    """``files``: what the open operation changes. ``applied``: what had been applied before it."""

    schema: str
    state: str
    operation: str
    files: tuple[Entry, ...]
    applied: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Recovery:
    """What ``recover`` did: the operation that it undid, and the files it left as the user has
    edited them."""

    operation: str
    restored: tuple[str, ...]
    left: tuple[str, ...]


def state_folder(root: Path) -> Path:
    """Return ``.migrator`` in the project, made if needed and hidden from git."""
    folder = root / STATE_FOLDER
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        replace_file(ignore, b"*\n")
    return folder


def has_journal(root: Path) -> bool:
    """Return whether an operation is open or applied."""
    return _path(root).exists()


def applied_entries(root: Path) -> tuple[Entry, ...]:
    """Return what is applied now, as far as the journal knows. Call ``recover`` before."""
    journal = _read(root)
    return journal.files if journal is not None and journal.state == _APPLIED else ()


def backed_up(root: Path, entry: Entry, key: str | None) -> FileState:
    """Return the bytes of the file with the hash ``key`` (``entry.before`` or ``entry.base``).

    Raises:
        MigratorError: M713 where the backup is gone or damaged.
    """
    if key is None:
        return FileState(None)
    path = _backup(root, key)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MigratorError(
            "M713", f"The backup of {entry.path} cannot be read: {error.strerror}.", place=str(path)
        ) from error
    if sha256(data) != key:
        raise MigratorError("M713", f"The backup of {entry.path} is damaged.", place=str(path))
    return FileState(data, entry.mode)


def commit_apply(root: Path, changes: Sequence[Change]) -> None:
    """Make all ``changes``, and remember them for ``rollback``; where that fails, none is made."""
    previous = applied_entries(root)
    _make(root, "apply", changes, previous, _merged(previous, map(_entry, changes)))


def commit_rollback(root: Path, changes: Sequence[Change]) -> None:
    """Make all ``changes``, which undo what was applied, and forget it."""
    _make(root, "rollback", changes, applied_entries(root), ())


def recover(root: Path) -> Recovery | None:
    """Undo an operation that was cut off; None where there is none.

    Raises:
        MigratorError: M713 where the journal or a backup cannot be read.
    """
    journal = _read(root)
    if journal is None or journal.state != _OPEN:
        return None
    restored, left = [], []
    for entry in journal.files:
        with _told(root):
            temporary_of(inside(root, entry.path)).unlink(missing_ok=True)
        now = sha256(read_state(root, entry.path).data)
        if now == entry.before:
            continue
        if now == entry.after:
            put(root, entry.path, backed_up(root, entry, entry.before))
            restored.append(entry.path)
        else:
            left.append(entry.path)
    with _told(root):
        _close(root, journal.applied)
        if not left:
            _prune(root)
    return Recovery(journal.operation, tuple(restored), tuple(left))


def _make(
    root: Path,
    operation: str,
    changes: Sequence[Change],
    previous: tuple[Entry, ...],
    following: tuple[Entry, ...],
) -> None:
    """Make the changes; ``previous`` and ``following`` are what is applied before and after."""
    for change in changes:
        now = read_state(root, change.path)
        if now.data != change.before.data:
            raise MigratorError("M708", "It changed in the meantime.", place=change.path)
    with _told(root):
        backups = state_folder(root) / "backup"
        backups.mkdir(exist_ok=True)
        for data in {d for c in changes for d in (c.before.data, c.base.data) if d is not None}:
            replace_file(_backup(root, hashlib.sha256(data).hexdigest()), data, 0o600)
    try:
        with _told(root):
            _write(root, _journal(_OPEN, operation, map(_entry, changes), previous))
        for change in changes:
            put(root, change.path, change.after)
        with _told(root):
            _close(root, following)
    except MigratorError:
        recover(root)  # the disk may be full or read-only; what was changed goes back at once
        raise
    with _told(root):
        _prune(root)


@contextlib.contextmanager
def _told(root: Path) -> Iterator[None]:
    """Turn what the system refuses in ``.migrator`` into an error for the user."""
    try:
        yield
    except OSError as error:
        what = error.strerror or str(error)
        raise MigratorError("M714", f"{STATE_FOLDER} cannot be written: {what}.", place=str(root)) from error


def _merged(previous: Iterable[Entry], new: Iterable[Entry]) -> tuple[Entry, ...]:
    entries = {entry.path: entry for entry in (*previous, *new)}
    return tuple(entry for entry in entries.values() if entry.base != entry.after)


def _entry(change: Change) -> Entry:
    before, after, base = change.before, change.after, change.base
    mode = (after if before.data is None else before).mode
    return Entry(change.path, sha256(before.data), sha256(after.data), sha256(base.data), mode)


def _journal(state: str, operation: str, files: Iterable[Entry], applied: tuple[Entry, ...] = ()) -> Journal:
    return Journal(SCHEMA, state, operation, tuple(files), applied)


def _close(root: Path, applied: tuple[Entry, ...]) -> None:
    """Close the journal: ``applied`` is what ``rollback`` will have to undo."""
    path = _path(root)
    if applied:
        _write(root, _journal(_APPLIED, "apply", applied))
    else:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def _prune(root: Path) -> None:
    """Remove the backups that nothing needs any more."""
    folder = root / STATE_FOLDER / "backup"
    needed = {entry.base for entry in applied_entries(root)}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in needed:
            path.unlink()


def _backup(root: Path, key: str) -> Path:
    return root / STATE_FOLDER / "backup" / key


def _path(root: Path) -> Path:
    return root / STATE_FOLDER / "journal.json"


def _write(root: Path, journal: Journal) -> None:
    text = json.dumps(to_plain(journal), indent=1) + "\n"
    replace_file(_path(root), text.encode("utf-8"))


def _read(root: Path) -> Journal | None:
    path = _path(root)
    if not path.exists():
        return None
    try:
        journal = read_json(Journal, path)
        if journal.schema != SCHEMA:
            raise DecodeError(f"{path}: schema {journal.schema} is not known")
    except (DecodeError, OSError, TypeError) as error:
        raise MigratorError("M713", f"The journal cannot be read: {error}", place=str(path)) from (error)
    return journal

"""Reading and replacing files of the user's repository so that a kill leaves the old or the new.

Every write goes to a temporary file in the same folder, is flushed to the disk, and takes the place
of the old file in one step; then the folder is flushed too, because a rename alone survives a kill
but not a power cut.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError

NEW_FILE_MODE = 0o644


@dataclass(frozen=True)
class FileState:
    """The bytes of a file and its permission bits; ``data`` is None where there is no file."""

    data: bytes | None
    mode: int = NEW_FILE_MODE


def sha256(data: bytes | None) -> str | None:
    """Return the hex digest of ``data``; None stands for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def read_state(root: Path, relative: str) -> FileState:
    """Return what is at ``relative`` (``/`` between the parts) below ``root``.

    Raises:
        MigratorError: M712 where the path leaves ``root`` or is not a regular file, M714 where the
            file cannot be read.
    """
    path = inside(root, relative)
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return FileState(None)
    if not stat.S_ISREG(status.st_mode):
        raise MigratorError("M712", "It is not a regular file.", place=relative)
    try:
        return FileState(path.read_bytes(), stat.S_IMODE(status.st_mode))
    except OSError as error:
        raise MigratorError("M714", f"It cannot be read: {error.strerror}.", place=relative) from (error)


def inside(root: Path, relative: str) -> Path:
    """Return the real path of ``relative``, links followed; it must stay below ``root``.

    Raises:
        MigratorError: M712 where it does not.
    """
    top = root.resolve()
    try:
        path = (top / relative).resolve()
    except (OSError, RuntimeError) as error:  # a loop of links
        raise MigratorError("M712", "Its links lead in a circle.", place=relative) from error
    if not path.is_relative_to(top):
        raise MigratorError("M712", "It leads out of the project.", place=relative)
    return path


def put(root: Path, relative: str, state: FileState) -> None:
    """Make the file what ``state`` says, all or nothing; ``data`` None removes it.

    Raises:
        MigratorError: M712 as ``inside``, M714 where the system refuses (disk full, read-only).
    """
    path = inside(root, relative)
    try:
        if state.data is None:
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
        else:
            replace_file(path, state.data, state.mode)
    except OSError as error:
        raise MigratorError("M714", f"It cannot be written: {error.strerror or error}.", place=relative) from error


def replace_file(path: Path, data: bytes, mode: int = NEW_FILE_MODE) -> None:
    """Put ``data`` at ``path`` with the permission bits ``mode`` and the old file's owner."""
    temporary = temporary_of(path)
    temporary.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(temporary, flags, 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _keep_owner(descriptor, path)
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def temporary_of(path: Path) -> Path:
    """Return the temporary file that ``replace_file`` uses for ``path``; always the same name, so
    that one left by a kill can be found and removed."""
    return path.with_name(f".{path.name}.migrator-new")


def sync_folder(folder: Path) -> None:
    """Flush the names in ``folder`` to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_owner(descriptor: int, path: Path) -> None:
    try:
        old = path.lstat()
    except FileNotFoundError:
        return
    new = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.fchown(descriptor, old.st_uid, old.st_gid)

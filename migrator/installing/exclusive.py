"""One run at a time in a project: an advisory lock on ``.migrator/lock``.

The system drops the lock when the process ends in whatever way, so none is ever left behind.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from migrator.errors import MigratorError
from migrator.installing.journal import state_folder


@contextlib.contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the project's lock.

    Raises:
        MigratorError: M013 (exit status 75) where another process holds it, M714 where the folder
            cannot be written.
    """
    try:
        descriptor = os.open(state_folder(root) / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise MigratorError("M714", f".migrator cannot be written: {error.strerror}.", place=str(root)) from error
    try:
        _take(descriptor, root)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, root: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not a POSIX system: there is no advisory lock to take
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        told = f" (process {holder})" if holder.isdigit() else ""
        raise MigratorError("M013", f"Another migrator{told} works in this project.", place=str(root)) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

"""Writes what was seen when the program ends, however it ends: normally, by an exception, by
``os._exit``, or by replacing itself with another program. Forked children write nothing.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from typing import Any


def write_private(path: str, text: str) -> None:
    """Write ``text`` to ``path`` in one step; only the user may read the file."""
    temporary = f"{path}.{os.getpid()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(temporary, path)


class AtEnd:
    """Calls ``save`` once, in the process that made this object."""

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._process = os.getpid()
        self._done = False
        self.forks = 0

    def install(self) -> None:
        """Register for every way out. Exit functions run last-in first-out, so ours, registered
        before the program starts, runs after those of the program.
        """
        atexit.register(self.run)
        os.register_at_fork(before=self._forked)
        for name in ("_exit", "execv", "execve"):
            setattr(os, name, self._before(getattr(os, name)))

    def run(self) -> None:
        """Save, if this was not done before and this is not a forked child."""
        if not self._done and os.getpid() == self._process:
            self._done = True
            self._save()

    def _forked(self) -> None:
        self.forks += 1

    def _before(self, leave: Callable[..., Any]) -> Callable[..., Any]:
        def leaving(*arguments: Any, **named: Any) -> Any:
            self.run()
            return leave(*arguments, **named)

        leaving.__name__ = leave.__name__
        leaving.__qualname__ = leave.__qualname__
        leaving.__doc__ = leave.__doc__
        return leaving

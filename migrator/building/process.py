"""Runs one program to its end: output line by line, a time limit, the whole group ended with it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


class TimedOut(Exception):
    """The program ran longer than it may; it and its children were ended."""


class Cancelled(Exception):
    """The program was ended from another thread, or not begun because that came first."""


class Stop:
    """The handle by which another thread ends a run, and keeps later ones from beginning."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._over = False

    @property
    def over(self) -> bool:
        """Whether :meth:`end` was called."""
        return self._over

    def end(self) -> None:
        """End what runs under this handle, with its children."""
        with self._lock:
            self._over = True
            if self._process is not None:
                _end(self._process)

    def begin(self, start: Callable[[], subprocess.Popen[str]]) -> subprocess.Popen[str]:
        """Start a process under this handle.

        Raises:
            Cancelled: where it is over.
        """
        with self._lock:
            if self._over:
                raise Cancelled
            self._process = start()
            return self._process

    def ended(self) -> None:
        """Forget the process: it has ended, and its number may be another's."""
        with self._lock:
            self._process = None


@dataclass(frozen=True)
class Finished:
    """The exit status (negative: the signal) and what was written, both streams in one."""

    status: int
    output: str


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: dict[str, str],
    timeout_s: float,
    line: Callable[[str], None] | None = None,
    stop: Stop | None = None,
) -> Finished:
    """Run ``argv``; ``line`` gets each line as it comes; ``stop`` ends it from another thread.

    Raises:
        TimedOut: after ``timeout_s`` seconds.
        Cancelled: where ``stop`` ended it.
        OSError: where the program cannot be started.
    """
    stop = stop or Stop()

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )

    process = stop.begin(start)
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        _end(process)

    timer = threading.Timer(timeout_s, expire)
    timer.start()
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for text in process.stdout:
            lines.append(text)
            if line is not None:
                line(text.rstrip("\n"))
        status = process.wait()
    except BaseException:  # also Ctrl-C: what was started must not go on building; it is raised again
        _end(process)
        raise
    finally:
        timer.cancel()
        process.wait()
        stop.ended()
        if process.stdout is not None:
            process.stdout.close()
    if stop.over:
        raise Cancelled
    if expired.is_set():
        raise TimedOut(f"{argv[0]} ran longer than {timeout_s:.0f} s")
    return Finished(status, "".join(lines))


def _end(process: subprocess.Popen[str]) -> None:
    """End the process and its children."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        return

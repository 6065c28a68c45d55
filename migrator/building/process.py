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
) -> Finished:
    """Run ``argv``; ``line`` gets each line as it comes.

    Raises:
        TimedOut: after ``timeout_s`` seconds.
        OSError: where the program cannot be started.
    """
    process = subprocess.Popen(
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
        if process.stdout is not None:
            process.stdout.close()
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

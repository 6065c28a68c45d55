"""Starts a program in a process group of its own and waits for it; ends the whole group when time
is up or the user wants to stop.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import IO

from migrator.profiling.options import Progress
from migrator.profiling.outcome import Outcome, ended

_TICK_S = 0.1
_GRACE_S = 2.0


def run_process(
    argv: Sequence[str],
    cwd: str,
    env: Mapping[str, str],
    timeout_s: float,
    output: Path | None = None,
    progress: Progress | None = None,
    stage: str = "run",
) -> Outcome:
    """Run ``argv`` to its end and return how it ended.

    Its input is empty. Its output goes to the file ``output``, or where ours goes. A second Ctrl-C
    is not needed: the first is passed on to the whole group, which is killed if it lingers.
    """
    target: IO[bytes] | None = None
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        target = output.open("ab")
    try:
        waiting = _Waiting(argv, cwd, env, target)
        return waiting.finish(timeout_s, progress, stage)
    finally:
        if target is not None:
            target.close()


class _Waiting:
    def __init__(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], target: IO[bytes] | None) -> None:
        self.began = perf_counter()
        self.process = subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=target,
            stderr=subprocess.STDOUT if target is not None else None,
            process_group=0,
        )
        self.ended_at = 0.0
        self.cpu_s = 0.0
        # A thread that blocks knows the end at once; ``wait`` with a time limit polls.
        # (An event, not ``join``: a ``join`` cut short by Ctrl-C takes the thread for ended.)
        self.ended = threading.Event()
        threading.Thread(target=self._wait, daemon=True).start()

    def finish(self, timeout_s: float, progress: Progress | None, stage: str) -> Outcome:
        try:
            while not self.ended.is_set():
                passed = perf_counter() - self.began
                if progress is not None:
                    progress(stage, passed)
                if passed >= timeout_s:
                    self._stop(signal.SIGTERM)
                    return Outcome("timeout", 0, timeout_s)
                self.ended.wait(min(_TICK_S, max(0.001, timeout_s - passed)))
        except KeyboardInterrupt:
            self._stop(signal.SIGINT)
            return Outcome("interrupted", 130, perf_counter() - self.began)
        except BaseException:
            self._stop(signal.SIGKILL)
            raise
        return ended(self.process.returncode, self.ended_at - self.began, self.cpu_s)

    def _wait(self) -> None:
        _, status, used = os.wait4(self.process.pid, 0)
        self.ended_at = perf_counter()
        self.cpu_s = used.ru_utime + used.ru_stime
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.ended.set()

    def _stop(self, number: signal.Signals) -> None:
        self._signal_group(number)
        self.ended.wait(_GRACE_S)
        self._signal_group(signal.SIGKILL)
        self.ended.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass  # the group is gone: nothing is left of it
        except PermissionError:
            # Some systems say so for a group that holds only processes that have ended.
            if self.process.returncode is None:
                raise

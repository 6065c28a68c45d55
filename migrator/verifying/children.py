"""Runs jobs in child processes, several at once: a script with a job file, a time limit, a result file.

Each child leads a process group of its own, which is ended with it. What a child prints goes to a file, of which the
end is kept: it tells why a child died.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TICK_S = 0.02
_LAST_WORDS = 2000


@dataclass(frozen=True)
class Job:
    """One child: ``name`` for messages; ``plan`` is what the script gets as JSON."""

    name: str
    plan: Mapping[str, Any]
    timeout_s: float


@dataclass(frozen=True)
class Ended:
    """``result`` is what the script left, None where it left nothing; ``status`` negative for a signal."""

    result: dict[str, Any] | None
    status: int
    timed_out: bool
    last_words: str
    seconds: float


class _Child:
    def __init__(
        self, job: Job, command: Sequence[str], script: Path, cwd: Path, env: Mapping[str, str], folder: Path
    ) -> None:
        self.job = job
        self.result = folder / "result.json"
        self.output = folder / "output.txt"
        plan = folder / "plan.json"
        plan.write_text(json.dumps({**job.plan, "result": str(self.result)}), encoding="utf-8")
        self.began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, str(script), str(plan)],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def poll(self) -> Ended | None:
        spent = time.monotonic() - self.began
        status = self.process.poll()
        if status is None and spent < self.job.timeout_s:
            return None
        if status is None:
            self.end()
        self._end_group()  # what it started itself
        result = None
        if self.result.exists():
            result = json.loads(self.result.read_text(encoding="utf-8"))
        text = self.output.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
        return Ended(result, self.process.returncode, status is None, text, spent)

    def end(self) -> None:
        self._end_group()
        self.process.wait()

    def _end_group(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # nothing is left of the group


def run_jobs(
    jobs: Sequence[Job],
    command: Sequence[str],
    script: Path,
    cwd: Path,
    env: Mapping[str, str],
    at_once: int,
    ended: Callable[[Job, Ended], None],
) -> list[Ended]:
    """Run ``command script plan.json`` for each job; return the ends in the order of ``jobs``."""
    waiting = list(enumerate(jobs))
    running: dict[int, _Child] = {}
    ends: dict[int, Ended] = {}
    with tempfile.TemporaryDirectory(prefix="migrator-") as name:
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    index, job = waiting.pop(0)
                    folder = Path(name) / str(index)
                    folder.mkdir()
                    running[index] = _Child(job, command, script, cwd, env, folder)
                for index, child in list(running.items()):
                    end = child.poll()
                    if end is not None:
                        ends[index] = end
                        del running[index]
                        ended(child.job, end)
                time.sleep(_TICK_S)
        finally:
            for child in running.values():
                child.end()
    return [ends[index] for index in range(len(jobs))]

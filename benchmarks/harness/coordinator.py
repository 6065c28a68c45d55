"""Runs the workers: first every answer, then rounds in which each implementation is timed once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.cases import Suite
from harness.values import difference

BENCHMARKS = Path(__file__).resolve().parents[1]
ENVIRONMENT = {
    # Large arrays come from a warm heap in every process alike, not from fresh pages of the system.
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


class Worker:
    """A peer family's process."""

    def __init__(self, family: str, suite: Suite, build: Path):
        self.family = family
        self.process = subprocess.Popen(
            [sys.executable, "-m", "harness.worker", family, suite.name, str(build)],
            cwd=BENCHMARKS,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(BENCHMARKS)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.greeting = self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            return {"absent": f"the process ended with status {self.process.wait()}"}
        read: dict[str, Any] = json.loads(line)
        return read

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send one request and wait for its answer; ``error`` in it says why there is none."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return {"error": "the process has ended"}
        read = self._read()
        return {"error": read["absent"]} if "absent" in read else read


@dataclass
class Cell:
    """One implementation of one kernel: seconds a call in each round, and how its answer differs."""

    column: str
    kernel: str
    seconds: list[float] = field(default_factory=list)
    difference: float = 0.0
    error: str = ""


@dataclass
class Run:
    """All that a run showed."""

    base: str
    columns: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def compare(
    suite: Suite,
    families: Sequence[str],
    kernels: Sequence[str],
    build: Path,
    rounds: int,
    at_least: float,
    say: Callable[[str], None],
) -> Run:
    """Run all families; the first must be ``cpython``, whose answers are the right ones."""
    run = Run(suite.base)
    workers: list[tuple[Worker, str, str]] = []
    started: list[Worker] = []
    expected: dict[str, Any] = {}
    try:
        for family in families:
            say(f"{family}: building and loading")
            worker = Worker(family, suite, build)
            started.append(worker)
            if "absent" in worker.greeting:
                run.notes.append(f"{family} did not take part: {worker.greeting['absent']}")
                continue
            run.versions |= worker.greeting["versions"]
            for column, able in worker.greeting["columns"].items():
                run.columns.append(column)
                for kernel in (k for k in kernels if k in able):
                    cell = run.cells[column, kernel] = Cell(column, kernel)
                    check(worker, cell, expected)
                    if not cell.error:
                        workers.append((worker, column, kernel))
        absent = build / suite.name / "migrator" / "absent.json"
        if "migrator" in families and absent.is_file():
            run.notes += json.loads(absent.read_text(encoding="utf-8"))
        order = random.Random(0)
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            order.shuffle(workers)
            for worker, column, kernel in workers:
                reply = worker.ask(ask="seconds", column=column, kernel=kernel, at_least=at_least)
                cell = run.cells[column, kernel]
                if "error" in reply:
                    cell.error = reply["error"]
                else:
                    cell.seconds.append(reply["value"])
    finally:
        for worker in started:
            worker.__exit__(None, None, None)
    return run


def check(worker: Worker, cell: Cell, expected: dict[str, Any]) -> None:
    """Compute the answer once (which also compiles what compiles late) and compare it."""
    reply = worker.ask(ask="answer", column=cell.column, kernel=cell.kernel)
    if "error" in reply:
        cell.error = reply["error"]
        return
    right = expected.setdefault(cell.kernel, reply["value"])
    cell.difference = difference(right, reply["value"])

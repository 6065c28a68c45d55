"""Work in another thread: its result, its failure, and that its processes end with it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from migrator.building.process import Cancelled, Stop, run
from migrator.verifying.ahead import Ahead, ahead


def test_the_result() -> None:
    with ahead(lambda stop: 42) as begun:
        assert begun.result() == 42


def test_a_failure_is_raised_where_the_result_is_asked_for() -> None:
    def fail(stop: Stop) -> int:
        raise KeyError("defect")

    with ahead(fail) as begun, pytest.raises(KeyError, match="defect"):
        begun.result()


def sleeper(note: Path) -> list[str]:
    return [sys.executable, "-c", f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"]


def test_what_it_runs_ends_with_the_body(tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def work(stop: Stop) -> int:
        run(sleeper(note), cwd=tmp_path, env=dict(os.environ), timeout_s=60.0, stop=stop)
        return 1

    begun: list[Ahead[int]] = []

    def body() -> None:
        with ahead(work) as it:
            begun.append(it)
            while not (note.exists() and note.read_text()):
                time.sleep(0.01)
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        body()
    assert begun[0].result() is None
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_nothing_begins_after_the_end(tmp_path: Path) -> None:
    stop = Stop()
    stop.end()
    with pytest.raises(Cancelled):
        run(sleeper(tmp_path / "pid"), cwd=tmp_path, env=dict(os.environ), timeout_s=60.0, stop=stop)
    assert not (tmp_path / "pid").exists()
    assert (
        Ahead(lambda given: run(sleeper(tmp_path / "pid"), cwd=tmp_path, env={}, timeout_s=1.0, stop=stop)).result()
        is None
    )

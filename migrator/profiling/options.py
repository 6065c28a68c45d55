"""What a run of the workload may take and store, and the project as this stage sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

Progress = Callable[[str, float], None]
"""Told what runs (``timed run``) and for how many seconds, some ten times a second."""

THREAD_VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "RAYON_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class ProjectLike(Protocol):
    """What is needed of ``finding.Project``."""

    @property
    def root(self) -> Path: ...

    @property
    def packages(self) -> tuple[tuple[str, Path], ...]: ...


@dataclass(frozen=True)
class ProfileOptions:
    """Options of all runs.

    ``timeout_s`` bounds one run. ``output`` takes what the program prints (appended); None lets it
    through. ``threads`` sets the number of threads of numeric libraries; None leaves them alone.
    ``observe_share`` is the part of the run that looking at calls may take. The ``stored_`` bounds
    are per function, in calls and bytes. ``env`` is added to the environment.
    """

    timeout_s: float = 600.0
    output: Path | None = None
    threads: int | None = None
    interval_s: float = 0.001
    count_calls: bool = True
    observe_share: float = 0.05
    stored_calls: int = 64
    stored_bytes: int = 4 << 20
    stored_call_bytes: int = 256 << 10
    stored_large_calls: int = 2
    stored_large_bytes: int = 16 << 20
    state: Path | None = None
    """Folder for the recording; ``.migrator`` in the project where None."""
    env: Mapping[str, str] = field(default_factory=dict)
    progress: Progress | None = None

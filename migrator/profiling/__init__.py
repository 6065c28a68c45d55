"""Runs the user's program: resolves the command, and shows where its time goes and what passes
through its hot functions.
"""

from migrator.profiling.options import ProfileOptions
from migrator.profiling.outcome import Outcome, ProgramFailed
from migrator.profiling.run import observe, profile, run_plain
from migrator.profiling.workload import WorkloadError, resolve

__all__ = [
    "Outcome",
    "ProfileOptions",
    "ProgramFailed",
    "WorkloadError",
    "observe",
    "profile",
    "resolve",
    "run_plain",
]

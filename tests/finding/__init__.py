"""Small projects written to a folder, and profiles of them."""

from __future__ import annotations

from pathlib import Path

from migrator.finding.modules import Project, discover
from migrator.model.profile import FunctionProfile, Profile, Workload


def project_of(folder: Path, files: dict[str, str | bytes], script: str | None = None) -> Project:
    """Write ``files`` below ``folder`` and return the project."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return discover(folder, script=folder / script if script else None)


def seen(
    id: str,
    share: float,
    calls: int,
    callers: dict[str, int] | None = None,
    total: float | None = None,
    file: str = "",
) -> FunctionProfile:
    """Return one row of a profile of a run of ten seconds."""
    self_s = share * 10
    return FunctionProfile(
        id=id,
        file=file,
        line=1,
        self_s=self_s,
        total_s=self_s if total is None else total,
        share=share,
        calls=calls,
        callers=callers or {},
    )


def profile_of(*functions: FunctionProfile) -> Profile:
    workload = Workload(("python", "main.py"), "script", "python", "main.py", (), ".")
    return Profile(
        schema="migrator.profile/1",
        workload=workload,
        wall_s=10.0,
        baseline_s=10.0,
        overhead=1.0,
        samples=1000,
        functions=functions,
        python_version="3.11",
    )

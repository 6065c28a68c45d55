"""The facts about machine and tools that a report and a lock carry: what the proof holds for.

Reads files and package metadata; starts nothing and imports no user code.
"""

from __future__ import annotations

import os
import platform
from importlib.metadata import PathDistribution
from pathlib import Path

from migrator import __version__
from migrator.finding.modules import site_packages
from migrator.model.profile import Profile

_PACKAGES = ("numpy", "scipy", "torch")


def environment(profile: Profile, rustc: str) -> dict[str, str]:
    """Return name and value of each fact."""
    facts = {
        "migrator": __version__,
        "python": profile.python_version,
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": _cpu(),
        "cores": str(os.cpu_count() or 1),
    }
    if rustc:
        facts["rustc"] = rustc
    return facts | _versions(Path(profile.workload.python))


def _versions(python: Path) -> dict[str, str]:
    """Versions of the numeric packages that the workload's interpreter has."""
    found: dict[str, str] = {}
    for folder in site_packages(python):
        for name in _PACKAGES:
            for info in sorted(folder.glob(f"{name}-*.dist-info")):
                version = PathDistribution(info).version
                if version:
                    found.setdefault(name, version)
    return found


def _cpu() -> str:
    """The processor's name as Linux tells it, elsewhere what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == "model name" and value.strip():
            return value.strip()
    return platform.processor() or platform.machine()

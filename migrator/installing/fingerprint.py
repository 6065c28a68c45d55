"""The environment that a proof holds for, as the lock file keeps it.

Results of ``math`` and of NumPy's kernels differ between versions, C libraries and processors with
other vector instructions, so these are what is kept. The processor's name and the number of cores
change no result; they stay in the report.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path

_NO_EFFECT = {"cpu", "cores", "migrator"}
_VECTOR = ("sse4", "avx", "fma", "asimd", "sve")


def fingerprint(reported: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of the report's environment that results depend on, and those of this
    machine: the C library and the vector instructions."""
    facts = {name: value for name, value in reported.items() if name not in _NO_EFFECT}
    library, version = platform.libc_ver()
    facts["libc"] = f"{library} {version}".strip() or platform.platform()
    facts["cpu_features"] = " ".join(_vector_features()) or "not known"
    return facts


def _vector_features() -> list[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:  # not Linux: the fact is then "not known"
        return []
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return sorted(flag for flag in value.split() if flag.startswith(_VECTOR))
    return []

"""Notes in the built package which environment it is for; the runtime compares at import (``_environment.py``)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from migrator.building.environment import scrubbed
from migrator.building.process import TimedOut, run
from migrator.building.toolchain import work_folder
from migrator.errors import MigratorError
from migrator.resources import templates

FILE = "_environment.json"
_SECONDS = 60.0


def environment_facts(python: str, numpy: bool) -> dict[str, str]:
    """Return the facts of the interpreter ``python`` on this machine.

    Raises:
        MigratorError: M409 where it cannot be run.
    """
    argv = (python, str(templates() / "python" / "_environment.py"), *(["numpy"] if numpy else []))
    # The user's NumPy may be reachable by these variables only, and be told by the other what to leave off.
    names = ("PYTHONPATH", "NPY_DISABLE_CPU_FEATURES")
    inherited = {name: os.environ[name] for name in names if name in os.environ}
    try:
        finished = run(argv, cwd=work_folder(), env=scrubbed(inherited), timeout_s=_SECONDS)
        found = json.loads(finished.output.strip().splitlines()[-1]) if finished.status == 0 else None
    except (OSError, TimedOut, ValueError, IndexError) as error:
        raise MigratorError("M409", f"{python} does not tell what it is: {error}") from error
    if not isinstance(found, dict):
        raise MigratorError("M409", f"{python} does not tell what it is:\n{finished.output.strip()[-500:]}")
    return {str(k): str(v) for k, v in found.items()}


def note_facts(python: str, package: Path) -> None:
    """Write the facts into the folder of the package; they belong to what is built next."""
    table = (package / "_table.py").read_text(encoding="utf-8")
    numpy = '"np.' in table or "ndarray[" in table
    text = json.dumps(environment_facts(python, numpy), indent=1, sort_keys=True) + "\n"
    temporary = package / f"{FILE}.tmp"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(package / FILE)


def noted_facts(package: Path) -> dict[str, str]:
    """Return the facts that a package was built for; none where there are none."""
    try:
        found = json.loads((package / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

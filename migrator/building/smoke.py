"""Imports the built extension in a child process before anything else does."""

from __future__ import annotations

import json
import os
from pathlib import Path

from migrator.building.environment import scrubbed
from migrator.building.process import TimedOut, run
from migrator.building.toolchain import work_folder
from migrator.errors import MigratorError

_SECONDS = 120.0
_MARK = "migrator-smoke-test "
_PROGRAM = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
native = importlib.import_module(sys.argv[2] + "._native")
table = importlib.import_module(sys.argv[2] + "._table")
missing = [r.symbol for r in table.REPLACEMENTS.values() if not hasattr(native, r.symbol)]
found = {"source": native.SOURCE_ID, "generation": native.BUILD_ID == table.BUILD_ID}
print(sys.argv[3] + json.dumps({**found, "missing": missing}))
"""


def smoke_test(python: str, folder: Path, package: str) -> str:
    """Return the source id that the extension of ``package`` in ``folder`` states.

    Raises:
        MigratorError: M409 where it cannot be imported, or does not fit the Python files beside it.
    """
    argv = (python, "-c", _PROGRAM, str(folder), package, _MARK)
    # The user's modules (NumPy) may be reachable by this variable only.
    paths = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    try:
        finished = run(argv, cwd=work_folder(), env=scrubbed(paths), timeout_s=_SECONDS)
    except (OSError, TimedOut) as error:
        raise MigratorError("M409", f"{python} cannot be run: {error}") from error
    marked = [line for line in finished.output.splitlines() if line.startswith(_MARK)]
    if finished.status != 0 or not marked:
        tail = "\n".join(finished.output.strip().splitlines()[-8:])
        ended = f"signal {-finished.status}" if finished.status < 0 else f"{finished.status}"
        raise MigratorError("M409", f"Importing it ended with {ended}.\n{tail}".strip())
    found = json.loads(marked[-1].removeprefix(_MARK))
    if found["missing"]:
        raise MigratorError("M409", f"The extension lacks {', '.join(found['missing'])}.", place=str(folder))
    if not found["generation"]:
        raise MigratorError(
            "M409",
            "The Rust and the Python files are not of one generation.",
            hint="Run `migrator generate`; it names the files that it keeps because they were edited.",
            place=str(folder),
        )
    return str(found["source"])

"""The crates that a generated crate needs, beside it, for machines without a network (``cargo vendor``)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from migrator.building.environment import scrubbed
from migrator.building.process import TimedOut, run
from migrator.building.toolchain import find_toolchain, work_folder
from migrator.errors import MigratorError

FOLDER = "vendor"
_TIMEOUT_S = 600.0
_SHOWN_LINES = 12


def vendored(native: Path) -> Path | None:
    """Return the folder of the crates beside ``native``'s sources, where there is one."""
    folder = native / FOLDER
    return folder if folder.is_dir() else None


def cargo_settings(folder: Path) -> list[str]:
    """Return the options by which cargo takes every crate from ``folder``; it checks them by the lock file's hashes."""
    return [
        "--config",
        'source.crates-io.replace-with="vendored"',
        "--config",
        f"source.vendored.directory={json.dumps(str(folder), ensure_ascii=False)}",
    ]


def vendor(native: Path) -> Path:
    """Copy the crates that ``native``'s lock file names into ``native/vendor``, all or none; return the folder.

    Raises:
        MigratorError: M401, M402 or M405 without a toolchain, M403 where a crate cannot be had.
    """
    toolchain = find_toolchain()
    native = native.resolve()
    if not (native / "Cargo.toml").is_file():
        raise MigratorError("M009", f"There is no generated crate in {native}.", hint="Run `migrator generate`.")
    fresh, folder = native / f".{FOLDER}.new", native / FOLDER
    shutil.rmtree(fresh, ignore_errors=True)
    manifest = str(native / "Cargo.toml")
    argv = [toolchain.cargo, "vendor", "--quiet", "--versioned-dirs", "--manifest-path", manifest, str(fresh)]
    if (native / "Cargo.lock").is_file():
        argv.insert(2, "--locked")
    try:
        finished = run(argv, cwd=work_folder(), env=scrubbed({"CARGO_TERM_COLOR": "never"}), timeout_s=_TIMEOUT_S)
        if finished.status != 0:
            shown = "\n".join(finished.output.strip().splitlines()[-_SHOWN_LINES:])
            raise MigratorError("M403", shown)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    except (TimedOut, OSError) as error:
        raise MigratorError("M403", f"The crates could not be copied: {error}.", place=str(folder)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder

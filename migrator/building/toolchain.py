"""Finds cargo, rustc and maturin, and says clearly what is missing or too old."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from migrator.building.environment import cache_folder, scrubbed
from migrator.building.process import TimedOut, run
from migrator.errors import MigratorError
from migrator.rust.crate import RUST_VERSION

_SECONDS = 60.0


@dataclass(frozen=True)
class Toolchain:
    """Paths and versions. ``maturin`` is the command line that starts it."""

    cargo: str
    rustc_version: str
    maturin: tuple[str, ...]
    maturin_version: str


def find_toolchain() -> Toolchain:
    """Return what builds need.

    Raises:
        MigratorError: M401 (no cargo), M402 (too old or broken), M405 (no maturin).
    """
    env = scrubbed()
    cargo = shutil.which("cargo", path=env["PATH"])
    rustc = shutil.which("rustc", path=env["PATH"])
    if cargo is None or rustc is None:
        missing = "cargo" if cargo is None else "rustc"
        raise MigratorError("M401", f"{missing} is not on the PATH.")
    version = _version((rustc, "--version"), env, "M402")
    if _numbers(version) < _numbers(RUST_VERSION):
        raise MigratorError("M402", f"rustc is {version}; the generated crate needs {RUST_VERSION} or later.")
    maturin = _maturin(env["PATH"])
    return Toolchain(cargo, version, maturin, _version((*maturin, "--version"), env, "M405"))


def _maturin(path: str) -> tuple[str, ...]:
    if importlib.util.find_spec("maturin") is not None:
        return (sys.executable, "-m", "maturin")
    found = shutil.which("maturin", path=path)
    if found is None:
        raise MigratorError("M405", "maturin is not installed.")
    return (found,)


def _version(argv: tuple[str, ...], env: dict[str, str], code: str) -> str:
    """Return the version number that a program prints; starts it outside the user's repository."""
    folder = work_folder()
    try:
        finished = run(argv, cwd=folder, env=env, timeout_s=_SECONDS)
    except (OSError, TimedOut) as error:
        raise MigratorError(code, f"{argv[0]} cannot be run: {error}") from error
    found = re.search(r"\d+\.\d+(\.\d+)?", finished.output)
    if finished.status != 0 or found is None:
        text = finished.output.strip()[:500]
        raise MigratorError(code, f"`{' '.join(argv)}` failed: {text or finished.status}")
    return found.group()


def work_folder() -> Path:
    """Return the folder from which cargo and maturin are started (made where missing)."""
    folder = cache_folder() / "work"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MigratorError("M407", f"The cache folder cannot be written: {error}", place=str(folder)) from error
    return folder


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

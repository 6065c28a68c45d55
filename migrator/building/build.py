"""Builds the crate, puts the extension in its place, and makes sure that it is the right one."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrator.building.facts import note_facts
from migrator.building.maturin import Job, make_wheel
from migrator.building.messages import Progress
from migrator.building.process import Stop
from migrator.building.smoke import smoke_test
from migrator.building.toolchain import find_toolchain
from migrator.building.vendor import vendored
from migrator.errors import MigratorError

__all__ = ["BuildOptions", "Built", "Progress", "build", "source_id"]


@dataclass(frozen=True)
class BuildOptions:
    """``offline``: never ask the network. ``target``: where compiled dependencies are shared. ``vendored``: the folder
    that crates are taken from; where it is left out, the one beside the crate, if there is one. ``profile`` is cargo's:
    builds of different profiles can run at the same time. ``stop`` ends the build from another thread."""

    offline: bool = False
    timeout_s: float = 1800.0
    target: Path | None = None
    vendored: Path | None = None
    profile: str = "release"
    stop: Stop | None = None


@dataclass(frozen=True)
class Built:
    """``build_id`` is the hash of the very sources that were compiled; ``extension`` the file below
    ``native/python/``; ``wheel`` the same as a wheel, in the cache."""

    build_id: str
    package: str
    extension: str
    wheel: str
    python: str
    rustc: str
    seconds: float


def build(
    project: Path,
    native: Path,
    python: str,
    options: BuildOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Build the crate in ``native`` for the interpreter ``python``.

    Afterwards the package is importable from ``native/python``. Nothing else of ``project`` is
    read or written.

    Raises:
        MigratorError: M401 to M409; the message says what happened, the hint what to do.
        Cancelled: where ``options.stop`` ended it.
    """
    start = time.monotonic()
    options = options or BuildOptions()
    toolchain = find_toolchain()
    native = (project / native).resolve()
    python = _interpreter(python)
    package = _package(native)
    identity = source_id(native)
    note_facts(python, native / "python" / package)
    crates = options.vendored or vendored(native)
    job = Job(
        native,
        python,
        identity,
        options.offline,
        options.timeout_s,
        options.target,
        progress,
        crates,
        options.profile,
        options.stop,
    )
    wheel = make_wheel(toolchain, job)
    extension = _install(wheel, native, package)
    if (found := smoke_test(python, native / "python", package)) != identity:
        # Another crate whose library has the same name was built into the shared folder meanwhile,
        # and cargo believes that its file is ours. A newer source makes it compile ours again.
        (native / "src" / "lib.rs").touch()
        wheel = make_wheel(toolchain, job)
        extension = _install(wheel, native, package)
        found = smoke_test(python, native / "python", package)
    if found != identity:
        message = f"The extension says it is {found!r}, the sources are {identity!r}."
        raise MigratorError("M406", message, place=str(extension))
    seconds = time.monotonic() - start
    version = toolchain.rustc_version
    return Built(identity, package, str(extension), str(wheel), python, version, seconds)


def _interpreter(python: str) -> str:
    """Return ``python`` as a path that holds in any folder; links stay, because an environment is found by them."""
    return os.path.abspath(shutil.which(python) or python)


def source_id(native: Path) -> str:
    """Return the hash of what is compiled: the sources and the manifest, as they are now."""
    digest = hashlib.sha256()
    sources = sorted((native / "src").rglob("*.rs"))
    for path in [native / "Cargo.toml", native / "build.rs", *sources]:
        if path.is_file():
            digest.update(path.relative_to(native).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _package(native: Path) -> str:
    """Return the name of the one Python package below ``native/python``."""
    found = sorted(p.parent.name for p in (native / "python").glob("*/_table.py"))
    if len(found) != 1 or not (native / "Cargo.toml").is_file():
        raise MigratorError("M009", f"There is no generated crate in {native}.", hint="Run `migrator generate`.")
    return found[0]


def _install(wheel: Path, native: Path, package: str) -> Path:
    """Put the extension from the wheel into the package's folder, in one step."""
    with zipfile.ZipFile(wheel) as archive:
        names = [
            name
            for name in archive.namelist()
            if name.startswith(f"{package}/_native.") and name.endswith((".so", ".pyd"))
        ]
        if len(names) != 1:
            raise MigratorError("M405", f"The wheel holds no extension: {wheel.name}")
        target = native / "python" / package / Path(names[0]).name
        temporary = target.with_name(target.name + ".tmp")
        temporary.write_bytes(archive.read(names[0]))
    temporary.chmod(0o755)
    temporary.replace(target)
    return target

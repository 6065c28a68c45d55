"""Builds the crate with maturin, puts the extension in place, and checks that it is the right one."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrator.building.environment import cache_folder, scrubbed, target_folder
from migrator.building.messages import Progress, compile_errors, total_crates
from migrator.building.process import Finished, TimedOut, run
from migrator.building.smoke import smoke_test
from migrator.building.toolchain import Toolchain, find_toolchain, work_folder
from migrator.errors import MigratorError

__all__ = ["BuildOptions", "Built", "Progress", "build", "source_id"]


@dataclass(frozen=True)
class BuildOptions:
    """``offline``: never ask the network. ``target``: where compiled dependencies are shared."""

    offline: bool = False
    timeout_s: float = 1800.0
    target: Path | None = None


@dataclass(frozen=True)
class Built:
    """``build_id`` is the hash of the very sources that were compiled; ``extension`` the file in
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

    Afterwards the package is importable from ``native/python``. Nothing of ``project`` is read.

    Raises:
        MigratorError: M401 to M409; the message says what to do.
    """
    start = time.monotonic()
    options = options or BuildOptions()
    toolchain = find_toolchain()
    package = _package(native)
    identity = source_id(native)
    for attempt in ("first", "again"):
        wheel = _maturin(toolchain, native, python, identity, options, progress)
        extension = _install(wheel, native, package)
        found = smoke_test(python, native / "python", package)
        if found == identity:
            seconds = time.monotonic() - start
            return Built(
                identity,
                package,
                str(extension),
                str(wheel),
                python,
                toolchain.rustc_version,
                seconds,
            )
        # Another crate with the same library name was built into the shared folder in between.
        if attempt == "first":
            (native / "src" / "lib.rs").touch()
    raise MigratorError(
        "M406", f"The extension says {found!r}, the sources are {identity!r}.", place=str(extension)
    )


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
        raise MigratorError(
            "M009", f"There is no generated crate in {native}.", hint="Run `migrator generate`."
        )
    return found[0]


def _maturin(
    toolchain: Toolchain,
    native: Path,
    python: str,
    identity: str,
    options: BuildOptions,
    progress: Callable[[Progress], None] | None,
) -> Path:
    """Run maturin, from the cache where that is enough, and return the wheel."""
    lock = native / "Cargo.lock"
    offline = ["--offline", "--locked"] if lock.is_file() else None
    attempts = [offline] if offline else []
    if not options.offline:
        attempts.append([])
    if not attempts:
        attempts = [["--offline"]]
    last: Finished | None = None
    for extra in attempts:
        finished, wheel = _attempt(toolchain, native, python, identity, options, progress, extra)
        if finished.status == 0 and wheel is not None:
            return wheel
        last = finished
        if not _needs_network(finished.output):
            break
    assert last is not None
    raise _failure(last, native)


def _attempt(
    toolchain: Toolchain,
    native: Path,
    python: str,
    identity: str,
    options: BuildOptions,
    progress: Callable[[Progress], None] | None,
    extra: list[str],
) -> tuple[Finished, Path | None]:
    wheels = cache_folder() / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    target = options.target or target_folder()
    follower = Follower(progress, total_crates(native / "Cargo.lock"))
    with tempfile.TemporaryDirectory(prefix="wheel-", dir=wheels) as out:
        argv = [
            *toolchain.maturin,
            "build",
            "--release",
            "--manifest-path",
            str(native / "Cargo.toml"),
            "--interpreter",
            python,
            "--target-dir",
            str(target),
            "--out",
            out,
            "--color",
            "never",
            "--auditwheel",
            "skip",
            *extra,
        ]
        env = scrubbed({"NATIVE_SOURCE_ID": identity, "CARGO_TERM_COLOR": "never"})
        try:
            finished = run(
                argv,
                cwd=work_folder(),
                env=env,
                timeout_s=options.timeout_s,
                line=follower.line,
            )
        except TimedOut as error:
            raise MigratorError("M408", f"The build was stopped: {error}.") from error
        except OSError as error:
            raise MigratorError("M405", f"maturin cannot be run: {error}") from error
        made = sorted(Path(out).glob("*.whl"))
        if finished.status != 0 or not made:
            return finished, None
        kept = wheels / made[0].name
        shutil.move(made[0], kept)
        return finished, kept


def _needs_network(output: str) -> bool:
    return any(
        text in output
        for text in (
            "--offline was specified",
            "--offline` was specified",
            "in offline mode",
            "attempting to make an HTTP request",
            "needs to be updated but --locked",
            "cannot update the lock file",
            "because --locked was passed",
        )
    )


def _failure(finished: Finished, native: Path) -> MigratorError:
    """Return the typed error for a failed run of maturin."""
    output = finished.output
    errors = compile_errors(output, native)
    if errors:
        first = errors[0]
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        return MigratorError("M404", f"{first.message}{more}\n{first.text}", place=first.place)
    if _needs_network(output) or _network_failed(output):
        return MigratorError("M403", _tail(output))
    if "rustc" in output and "is not supported by the following package" in output:
        return MigratorError("M402", _tail(output))
    if "linker" in output and "not found" in output:
        return MigratorError(
            "M404", _tail(output), hint="Install a C compiler (`cc`): Rust links with it."
        )
    if "could not compile" in output:
        return MigratorError("M404", _tail(output))
    return MigratorError("M405", _tail(output))


def _network_failed(output: str) -> bool:
    return any(
        text in output
        for text in (
            "failed to download",
            "Could not resolve host",
            "Couldn't resolve host",
            "failed to get `",
            "network failure seems to have happened",
            "download of config.json failed",
            "Unable to update registry",
        )
    )


def _tail(output: str) -> str:
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return "\n".join(lines[-12:]) or "maturin failed without saying why."


def _install(wheel: Path, native: Path, package: str) -> Path:
    """Put the extension from the wheel into the package's folder, in one step."""
    folder = native / "python" / package
    with zipfile.ZipFile(wheel) as archive:
        names = [
            n
            for n in archive.namelist()
            if n.startswith(f"{package}/_native.") and n.endswith((".so", ".pyd"))
        ]
        if len(names) != 1:
            raise MigratorError("M405", f"The wheel holds no extension: {wheel.name}")
        target = folder / Path(names[0]).name
        temporary = target.with_name(target.name + ".tmp")
        temporary.write_bytes(archive.read(names[0]))
    temporary.chmod(0o755)
    temporary.replace(target)
    return target


class Follower:
    """Turns maturin's lines into progress."""

    def __init__(self, progress: Callable[[Progress], None] | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def line(self, line: str) -> None:
        """Take one line of output."""
        words = line.split()
        if self._progress is None or len(words) < 2 or words[0] != "Compiling":
            return
        self._done += 1
        self._progress(Progress(self._done, max(self._total, self._done), words[1]))

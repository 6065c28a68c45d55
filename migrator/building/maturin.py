"""Runs maturin: from the cache where that is enough, else over the network; names each failure."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrator.building.environment import cache_folder, scrubbed, target_folder
from migrator.building.messages import CompileError, Progress, compile_errors, crate_of, total_crates
from migrator.building.process import Finished, Stop, TimedOut, run
from migrator.building.toolchain import Toolchain, work_folder
from migrator.building.vendor import cargo_settings
from migrator.errors import MigratorError

_SHOWN_LINES = 12
_OFFLINE = ("--offline was specified", "offline mode", "attempting to make an HTTP request")
_LOCKED = (
    "because --locked was passed",
    "needs to be updated but --locked",
    "cannot update the lock file",
)
_NETWORK = (
    "failed to download",
    "Could not resolve host",
    "Couldn't resolve host",
    "network failure",
    "download of config.json failed",
    "Unable to update registry",
    "failed to query replaced source registry",
)


@dataclass(frozen=True)
class Job:
    """What to build, and for which interpreter. ``identity`` is compiled in as ``SOURCE_ID``; ``vendored`` is the folder
    that all crates come from, where it is not cargo's cache."""

    native: Path
    python: str
    identity: str
    offline: bool
    timeout_s: float
    target: Path | None
    progress: Callable[[Progress], None] | None
    vendored: Path | None = None
    profile: str = "release"
    stop: Stop | None = None


def make_wheel(toolchain: Toolchain, job: Job) -> Path:
    """Build the wheel and return its path in the cache.

    The crates that the lock file names are taken from cargo's cache; only where some are missing is
    the network asked, and only where a person changed the manifest is the lock file renewed.

    Raises:
        MigratorError: M402 to M405, M408.
        Cancelled: where ``job.stop`` ended it.
    """
    attempts = [["--offline", "--locked"], ["--offline"]]
    if not job.offline and job.vendored is None:
        attempts = [["--offline", "--locked"], ["--locked"], []]
    for flags in attempts:
        finished, wheel = _attempt(toolchain, job, flags)
        if wheel is not None:
            return wheel
        if not _mentions(finished, (*_OFFLINE, *_LOCKED)):
            break
    raise _failure(finished, job.native)


def _attempt(toolchain: Toolchain, job: Job, flags: Sequence[str]) -> tuple[Finished, Path | None]:
    place = hashlib.sha256(str(job.native).encode()).hexdigest()[:8]
    wheels = cache_folder() / "wheels" / place
    wheels.mkdir(parents=True, exist_ok=True)
    total = total_crates(job.native / "Cargo.lock")
    done = 0

    def follow(line: str) -> None:
        nonlocal done
        crate = crate_of(line)
        if crate is not None and job.progress is not None:
            done += 1
            job.progress(Progress(done, max(total, done), crate))

    with tempfile.TemporaryDirectory(prefix="wheel-", dir=wheels) as out:
        finished = _run(toolchain, _arguments(job, out, flags), job, follow)
        made = sorted(Path(out).glob("*.whl"))
        if finished.status != 0 or not made:
            return finished, None
        return finished, Path(shutil.move(made[0], wheels / made[0].name))


def _arguments(job: Job, out: str, flags: Sequence[str]) -> list[str]:
    named = {
        "--manifest-path": str(job.native / "Cargo.toml"),
        "--profile": job.profile,
        "--interpreter": job.python,
        "--target-dir": str(job.target or target_folder()),
        "--out": out,
        "--color": "never",
        # The wheel is for this machine; to publish one, a person builds it by the README.
        "--auditwheel": "skip",
    }
    source = cargo_settings(job.vendored) if job.vendored else []
    return ["build", *(part for pair in named.items() for part in pair), *source, *flags]


def _run(toolchain: Toolchain, arguments: Sequence[str], job: Job, follow: Callable[[str], None]) -> Finished:
    """Run maturin in a folder of the cache: cargo obeys the configuration files above its folder."""
    env = scrubbed({"NATIVE_SOURCE_ID": job.identity, "CARGO_TERM_COLOR": "never"})
    argv = [*toolchain.maturin, *arguments]
    try:
        return run(argv, cwd=work_folder(), env=env, timeout_s=job.timeout_s, line=follow, stop=job.stop)
    except TimedOut as error:
        raise MigratorError("M408", f"The build was stopped: {error}.") from error
    except OSError as error:
        raise MigratorError("M405", f"maturin cannot be run: {error}") from error


class CompileFailed(MigratorError):
    """The Rust does not compile; ``errors`` are all that rustc said."""

    def __init__(self, message: str, errors: Sequence[CompileError]) -> None:
        super().__init__("M404", message, place=errors[0].place)
        self.errors = tuple(errors)


def _failure(finished: Finished, native: Path) -> MigratorError:
    """Return the typed error for a failed run."""
    output = finished.output
    errors = compile_errors(output, native)
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        return CompileFailed(f"{first.message}{more}\n{first.text}", errors)
    shown = _tail(output)
    if _mentions(finished, (*_OFFLINE, *_NETWORK)):
        return MigratorError("M403", shown)
    if "rustc" in output and "is not supported by the following package" in output:
        return MigratorError("M402", shown)
    if "linker" in output and "not found" in output:
        hint = "Install a C compiler (`cc`): Rust links with it."
        return MigratorError("M404", shown, hint=hint)
    return MigratorError("M404" if "could not compile" in output else "M405", shown)


def _mentions(finished: Finished, texts: Sequence[str]) -> bool:
    return any(text in finished.output for text in texts)


def _tail(output: str) -> str:
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return "\n".join(lines[-_SHOWN_LINES:]) or "maturin failed without saying why."

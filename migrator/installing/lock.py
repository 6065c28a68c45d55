"""``migrator.lock``: what was proven, on which source, in which environment.

JSON with sorted keys and no line numbers or times, so that it changes only when something that it
speaks of does, and so that a diff of it can be read. It is meant to be committed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrator.errors import MigratorError
from migrator.installing.files import sha256
from migrator.model.codec import DecodeError, from_plain, to_plain
from migrator.model.program import CompiledFunction, CompiledProgram, WrittenOut, python_sources
from migrator.model.proof import Interval, Mutation, Verdict, Verdicts
from migrator.model.report import FunctionReport, Report
from migrator.rust.names import module_name

LOCK_FILE = "migrator.lock"
SCHEMA = "migrator.lock/1"
_HASHED_SUFFIXES = (".rs", ".py", ".toml")
_NOT_HASHED = {".generated", "target", "tests", "__pycache__", ".venv"}


@dataclass(frozen=True)
class LockedFunction:
    """One replacement. ``core`` is its Rust file, relative to the project. ``evidence`` counts the
    inputs by kind, ``mutation`` the mutants by what became of them; ``dependencies`` maps the functions compiled into it to their source hashes."""

    file: str
    source_sha256: str
    core: str
    verdict: str
    evidence: dict[str, dict[str, int]]
    seed: int
    speedup: dict[str, float]
    dependencies: dict[str, str]
    mutation: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Lock:
    """``files`` maps each Python file with a block to the hash of its bytes without the block;
    ``sources`` each compiled function to its file; ``crate_files`` each file of the crate that has
    a part in what runs to its hash."""

    schema: str
    package: str
    crate: str
    build_id: str
    environment: dict[str, str]
    files: dict[str, str]
    functions: dict[str, LockedFunction]
    sources: dict[str, str]
    crate_files: dict[str, str]


class LockError(ValueError):
    """The lock file is there but cannot be used; the text says why."""


def read_lock(project: Path) -> Lock | None:
    """Return the project's lock, None where there is none.

    Raises:
        LockError: where it is damaged or was written by a later version.
    """
    path = project / LOCK_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise LockError(f"it cannot be read: {error}") from error
    return parse_lock(text)


def parse_lock(text: str) -> Lock:
    """Return the lock that ``text`` holds; raises ``LockError``."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LockError(f"it is not valid JSON: {error}") from error
    schema = plain.get("schema") if isinstance(plain, dict) else None
    if schema != SCHEMA:
        raise LockError(f"its schema is {schema!r}, this version reads {SCHEMA!r}")
    try:
        return from_plain(Lock, plain)
    except (DecodeError, TypeError, AttributeError, ValueError) as error:
        raise LockError(f"it is damaged: {error}") from error


def render_lock(lock: Lock) -> bytes:
    """Return the file's bytes: the same for equal locks."""
    text = json.dumps(to_plain(lock), indent=2, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode("utf-8")


def make_lock(
    project: Path,
    report: Report,
    program: CompiledProgram,
    verdicts: Verdicts,
    *,
    package: str,
    crate: Path,
    environment: Mapping[str, str],
    accepted: Iterable[str],
    files: Mapping[str, str],
) -> Lock:
    """Return the lock for the functions ``accepted``; ``files`` as in ``Lock``."""
    compiled = {function.id: function for function in program.functions}
    parts = python_sources(program)
    proofs = {verdict.id: verdict for verdict in verdicts.functions}
    reports = {function.id: function for function in report.functions}
    chosen = sorted(accepted)
    needed = {d for name in chosen for d in (name, *compiled[name].dependencies)}
    return Lock(
        schema=SCHEMA,
        package=package,
        crate=relative_to(project, crate),
        build_id=verdicts.build_id,
        environment=dict(environment),
        files=dict(files),
        functions={
            name: _locked(project, crate, parts, compiled[name], proofs[name], reports[name]) for name in chosen
        },
        sources={name: relative_to(project, Path(parts[name].file)) for name in needed},
        crate_files=crate_hashes(project, crate),
    )


def crate_hashes(project: Path, crate: Path) -> dict[str, str]:
    """Return the hash of each file of the crate that decides what runs; tests and builds do not.

    Raises:
        MigratorError: M714 where a file cannot be read.
    """
    hashes = {}
    for path in sorted(_crate_files(crate)):
        try:
            hashes[relative_to(project, path)] = sha256(path.read_bytes()) or ""
        except OSError as error:
            raise MigratorError("M714", f"It cannot be read: {error.strerror}.", place=str(path)) from error
    return hashes


def relative_to(project: Path, path: Path) -> str:
    """Return ``path`` as it is stored: relative to the project, with ``/``; links are kept.

    A path outside the project (a crate made with ``--out``) stays absolute.
    """
    top, whole = Path(os.path.abspath(project)), Path(os.path.abspath(project / path))
    if not whole.is_relative_to(top):  # one of them may go through a link: /tmp is one on some systems
        top, whole = top.resolve(), whole.parent.resolve() / whole.name
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) else whole.as_posix()


def core_file(crate: Path, module: str) -> Path:
    """Return the Rust file with the numeric core of the Python module ``module``."""
    return crate / "src" / "core" / f"{module_name(module)}.rs"


def _crate_files(folder: Path) -> Iterable[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_symlink() or path.name in _NOT_HASHED:
            continue
        if path.is_dir():
            yield from _crate_files(path)
        elif path.suffix in _HASHED_SUFFIXES or path.name == "Cargo.lock":
            yield path


def _locked(
    project: Path,
    crate: Path,
    parts: Mapping[str, CompiledFunction | WrittenOut],
    function: CompiledFunction,
    verdict: Verdict,
    report: FunctionReport,
) -> LockedFunction:
    return LockedFunction(
        file=relative_to(project, Path(function.file)),
        source_sha256=function.source_sha256,
        core=relative_to(project, core_file(crate, function.module)),
        verdict=verdict.verdict,
        evidence={e.kind: {"inputs": e.inputs, "native": e.native, "trapped": e.trapped} for e in verdict.evidence},
        seed=verdict.seed,
        speedup=_rounded(report.speedup),
        dependencies={name: parts[name].source_sha256 for name in function.dependencies},
        mutation=_mutants(verdict.mutation),
    )


def _mutants(mutation: Mutation | None) -> dict[str, int]:
    if mutation is None:
        return {}
    return {"killed": mutation.killed, "survived": len(mutation.survivors), "tried": mutation.tried}


def _rounded(speedup: Interval | None) -> dict[str, float]:
    if speedup is None:
        return {}
    parts = {"value": speedup.value, "low": speedup.low, "high": speedup.high}
    return {name: float(f"{part:.3g}") for name, part in parts.items()}

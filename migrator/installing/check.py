"""``check``: do the installed replacements still stand on their proof?

Reads files only: no build, no import of the user's code, no LibCST, so that it is fast enough for
every commit. What it compares is the lock file, the Python sources and the files of the crate.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrator.diagnostics import hint_for
from migrator.errors import MigratorError
from migrator.finding.segment import definitions, segment_of, segment_sha256
from migrator.installing.block import HEADER, Block, find_blocks
from migrator.installing.files import read_state
from migrator.installing.journal import STATE_FOLDER
from migrator.installing.lock import LOCK_FILE, Lock, LockError, crate_hashes, read_lock
from migrator.installing.text import decode


@dataclass(frozen=True)
class Finding:
    """Something that no longer holds; ``path`` as the project sees it, ``line`` 1-based or 0."""

    code: str
    path: str
    line: int
    message: str
    hint: str


@dataclass(frozen=True)
class _File:
    """What is asked of one Python file: its blocks, and line and hash of each function."""

    blocks: tuple[Block, ...]
    functions: Mapping[str, tuple[int, str]]


def check(project: Path, files: Iterable[Path] = ()) -> list[Finding]:
    """Return what no longer holds in the project, in a stable order; nothing: all is well.

    Args:
        project: the project's root.
        files: Python files to look at for a block even where the lock file does not name them.
    """
    if _open_journal(project):
        return [_finding("M713", f"{STATE_FOLDER}/journal.json", 0, "An apply was cut off.")]
    try:
        lock = read_lock(project)
    except LockError as error:
        return [_finding("M709", LOCK_FILE, 0, f"The lock file is unusable: {error}.")]
    paths = _paths(project, files, lock)
    read: dict[str, _File] = {}
    findings = []
    for path in paths:
        try:
            found = _read(project, path)
        except MigratorError as error:
            findings.append(_finding(error.code, path, 0, error.message))
            continue
        if found is not None:
            read[path] = found
    if lock is None:
        return findings + [f for path, file in read.items() for f in _without_lock(path, file)]
    failed = {finding.path for finding in findings}
    findings += _changed_sources(lock, read, failed)
    findings += _blocks_against_lock(lock, read, failed)
    findings += _crate(project, lock)
    return sorted(findings, key=lambda f: (f.path, f.line, f.code, f.message))


def _paths(project: Path, files: Iterable[Path], lock: Lock | None) -> list[str]:
    known = set(lock.files) | set(lock.sources.values()) if lock is not None else set()
    top = project.resolve()
    for file in files:
        whole = file.resolve()
        if whole.suffix in (".py", ".pyw") and whole.is_relative_to(top):
            known.add(whole.relative_to(top).as_posix())
    return sorted(known)


def _read(project: Path, path: str) -> _File | None:
    """Return what is asked of the file, None where there is no such file."""
    data = read_state(project, path).data
    if data is None:
        return None
    text = decode(data, path).text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes in the user's strings are not our subject
            bare = text.removeprefix("\ufeff")
            tree = ast.parse(bare)
            functions = {
                name: (node.lineno, segment_sha256(segment_of(bare, node))) for name, node in definitions(tree)
            }
            blocks = find_blocks(text) if HEADER in text else []
    except (RecursionError, MemoryError) as error:
        raise MigratorError("M016", "Python's own parser gives up on it.", place=path) from error
    except (SyntaxError, ValueError) as error:
        raise MigratorError("M007", f"Python cannot parse it: {error}.", place=path) from error
    return _File(tuple(blocks), functions)


def _changed_sources(lock: Lock, read: Mapping[str, _File], failed: set[str]) -> list[Finding]:
    """Compare every function that was compiled with its text of now."""
    users: dict[tuple[str, str], list[str]] = {}
    for name, function in lock.functions.items():
        for part, sha in {name: function.source_sha256, **function.dependencies}.items():
            users.setdefault((part, sha), []).append(name)
    findings = []
    for (part, sha), replacements in users.items():
        path, qualname = lock.sources.get(part, ""), part.partition(":")[2]
        if path in failed:
            continue
        file = read.get(path)
        line, now = file.functions.get(qualname, (0, "")) if file is not None else (0, "")
        behind = ", ".join(sorted(replacements))
        if not now:
            text = f"{qualname} does not exist any more; in Rust it is part of {behind}."
            findings.append(_finding("M711", path or LOCK_FILE, 0, text))
        elif now != sha:
            text = f"{qualname} is not the text that was proven for {behind}."
            findings.append(_finding("M701", path, line, text))
    return findings


def _blocks_against_lock(lock: Lock, read: Mapping[str, _File], failed: set[str]) -> list[Finding]:
    """Compare what the blocks swap in with what the lock file says was proven."""
    locked: dict[str, set[str]] = {}
    for name, function in lock.functions.items():
        locked.setdefault(function.file, set()).add(name.partition(":")[2])
    findings = []
    for path in sorted(set(locked) | set(read)):
        if path in failed or (path not in read and path in locked):
            continue  # told already
        blocks = read[path].blocks
        expected = locked.get(path, set())
        if expected and not blocks:
            text = "It has no block, but the lock file says that it was applied."
            findings.append(_finding("M703", path, 0, text))
            continue
        for block in blocks:
            named = set(block.qualnames)
            for name in sorted(named - expected):
                text = f"The block swaps {name} in, for which the lock file has no proof."
                findings.append(_finding("M703", path, block.first, text))
            for name in sorted(expected - named):
                text = f"The lock file has {name}, which the block does not swap in."
                findings.append(_finding("M703", path, block.first, text))
            if block.package != lock.package:
                text = f"The block uses {block.package}, the proof is of {lock.package}."
                findings.append(_finding("M703", path, block.first, text))
    return findings


def _crate(project: Path, lock: Lock) -> list[Finding]:
    crate = project / lock.crate
    if not (crate / "python" / lock.package).is_dir():
        text = f"The native package {lock.package} is gone; the blocks run Python."
        return [_finding("M710", lock.crate, 0, text)]
    try:
        now = crate_hashes(project, crate)
    except MigratorError as error:
        return [_finding(error.code, lock.crate, 0, error.message)]
    findings = []
    for path in sorted(set(now) | set(lock.crate_files)):
        if now.get(path) == lock.crate_files.get(path):
            continue
        behind = sorted(n for n, function in lock.functions.items() if function.core == path)
        what = ", ".join(behind) or "the replacements"
        how = "is gone" if path not in now else "was edited"
        how = "is new" if path not in lock.crate_files else how
        text = f"It {how} since {what} {'was' if len(behind) == 1 else 'were'} proven."
        findings.append(_finding("M702", path, 0, text))
    return findings


def _without_lock(path: str, file: _File) -> list[Finding]:
    text = "The block swaps functions in, but there is no lock file with their proof."
    return [_finding("M703", path, block.first, text) for block in file.blocks]


def _open_journal(project: Path) -> bool:
    path = project / STATE_FOLDER / "journal.json"
    try:
        journal = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return not isinstance(journal, dict) or journal.get("state") != "applied"


def _finding(code: str, path: str, line: int, message: str) -> Finding:
    return Finding(code, path, line, message, hint_for(code))

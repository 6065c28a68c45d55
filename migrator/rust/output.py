"""Writes the generated files, and never over a person's work.

``.generated.json`` beside them remembers the hash of each file as it was generated. A file whose
content is neither that nor what would be written now was changed by a person: it is kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

RECORD = ".generated.json"
_SCHEMA = "migrator.generated/1"


@dataclass(frozen=True)
class Written:
    """What happened to each file, as paths relative to the folder, sorted.

    ``kept`` were changed by a person (or were never ours) and differ from what would be generated;
    ``removed`` are of no use any more and were as generated.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


def read_record(folder: Path) -> dict[str, str]:
    """Return path to hash as last generated; empty where there is no (readable) record."""
    try:
        plain = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    files = plain.get("files") if isinstance(plain, dict) else None
    if not isinstance(files, dict):
        return {}
    return {path: sha for path, sha in files.items() if isinstance(sha, str)}


def changed_by_hand(folder: Path) -> tuple[str, ...]:
    """Return the generated files below ``folder`` that are not as they were generated, sorted."""
    record = read_record(folder)
    return tuple(
        sorted(
            path
            for path, sha in record.items()
            if (found := _read(folder / path)) is not None and _sha256(found) != sha
        )
    )


def write_files(folder: Path, files: dict[str, str]) -> Written:
    """Make ``folder`` hold ``files`` (relative path to content); see the module's description."""
    record = read_record(folder)
    written, unchanged, kept = [], [], []
    new_record: dict[str, str] = {}
    for path, text in sorted(files.items()):
        content = text.encode("utf-8")
        found = _read(folder / path)
        if found == content:
            unchanged.append(path)
        elif found is None or _sha256(found) == record.get(path):
            _replace(folder / path, content)
            written.append(path)
        else:
            kept.append(path)
        # A kept file stays known as changed: by the hash of what was generated last.
        new_record[path] = record.get(path, "") if path in kept else _sha256(content)
    removed = _remove_old(folder, record, new_record, kept)
    plain = {"schema": _SCHEMA, "files": dict(sorted(new_record.items()))}
    _replace(folder / RECORD, (json.dumps(plain, indent=1) + "\n").encode())
    return Written(tuple(written), tuple(unchanged), tuple(sorted(kept)), tuple(removed))


def _remove_old(folder: Path, record: dict[str, str], new_record: dict[str, str], kept: list[str]) -> list[str]:
    removed = []
    for path in sorted(record.keys() - new_record.keys()):
        target = folder / path
        if not _is_inside(folder, path):
            continue
        found = _read(target)
        if found is None:
            continue
        if _sha256(found) == record[path]:
            target.unlink()
            removed.append(path)
        else:
            kept.append(path)
            new_record[path] = record[path]
    return removed


def _is_inside(folder: Path, path: str) -> bool:
    """Whether the recorded ``path`` (a file anybody may have edited) stays below ``folder``."""
    return (folder / path).resolve().is_relative_to(folder.resolve())


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

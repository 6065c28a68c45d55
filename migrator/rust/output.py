"""Writes the generated files, and never over a person's work.

``.generated.json`` beside them remembers the hash of each file as it was generated. A file whose
content is neither that nor what would be written now was changed by a person: it is kept. Of the
Rust of the functions the whole text is remembered (in ``.generated/``), so that a person's changes
and ours are merged where both changed something, and a conflict is written down beside, not into
the file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from migrator.rust.merging import merge

RECORD = ".generated.json"
TEXTS = ".generated"
"""The folder with the texts as generated, and the conflicts."""
_MERGED = "src/core/"
_SCHEMA = "migrator.generated/1"


@dataclass(frozen=True)
class Written:
    """What happened to each file, as paths relative to the folder, sorted.

    ``kept`` were changed by a person (or were never ours) and differ from what would be generated;
    ``merged`` are the kept files that got what is new in the generated text beside a person's changes;
    ``conflicts`` maps those where that was not possible to the file that shows why. ``removed`` are
    of no use any more and were as generated.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    merged: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()


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
    merged: list[str] = []
    conflicts: list[tuple[str, str]] = []
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
            shown = _merge(folder, path, found, text, record.get(path, ""))
            if shown == "":
                merged.append(path)
            elif shown is not None:
                conflicts.append((path, shown))
        # A kept file stays known as changed: by the hash of what was generated last.
        taken_in = path not in kept or path in merged
        new_record[path] = _sha256(content) if taken_in else record.get(path, "")
        if path.startswith(_MERGED) and taken_in:
            _replace(folder / TEXTS / path, content)
    removed = _remove_old(folder, record, new_record, kept)
    plain = {"schema": _SCHEMA, "files": dict(sorted(new_record.items()))}
    _replace(folder / RECORD, (json.dumps(plain, indent=1) + "\n").encode())
    return Written(
        tuple(written), tuple(unchanged), tuple(sorted(kept)), tuple(removed), tuple(merged), tuple(conflicts)
    )


def _merge(folder: Path, path: str, found: bytes, text: str, recorded: str) -> str | None:
    """Bring what is new in the generated ``text`` into an edited file.

    Returns the empty string where that went well, the path of the file that shows the conflict where it did not, and
    None where there is nothing to merge: the generated text is as it was, or it is not known how it was.
    """
    base = _read(folder / TEXTS / path)
    if base is None or _sha256(base) != recorded or base == text.encode("utf-8"):
        return None
    try:
        made = merge(base.decode("utf-8"), found.decode("utf-8"), text)
    except UnicodeDecodeError:
        return None
    if made.conflicts:
        shown = f"{TEXTS}/{path}.conflict"
        _replace(folder / shown, made.text.encode("utf-8"))
        return shown
    _replace(folder / path, made.text.encode("utf-8"))
    (folder / TEXTS / f"{path}.conflict").unlink(missing_ok=True)
    return ""


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

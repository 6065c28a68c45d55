"""The unified diff of a change set, as text for a person and for ``patch``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from migrator.errors import MigratorError
from migrator.installing.journal import Change
from migrator.installing.text import decode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def unified_diff(changes: Iterable[Change]) -> str:
    """Return the diff of all ``changes``; the newlines inside are those of the files."""
    return "".join(line for change in changes for line in _of_file(change))


def _of_file(change: Change) -> Iterable[str]:
    before, after = _lines(change.before.data, change), _lines(change.after.data, change)
    old = "/dev/null" if change.before.data is None else f"a/{change.path}"
    new = "/dev/null" if change.after.data is None else f"b/{change.path}"
    for line in difflib.unified_diff(before, after, old, new):
        yield line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n"


def _lines(data: bytes | None, change: Change) -> list[str]:
    if data is None:
        return []
    try:
        text = decode(data, change.path).text
    except MigratorError:  # the lock file may be damaged; it is shown as it can be
        text = data.decode("utf-8", "replace")
    return _LINE.findall(text)

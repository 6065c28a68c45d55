"""Reads what cargo and rustc print: progress, and compile errors with their places."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"^error(\[E\d+\])?: (?P<message>.*)$")
_PLACE = re.compile(r"^\s*--> (?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+)$")
_NOT_OURS = ("could not compile", "aborting due to")


@dataclass(frozen=True)
class Progress:
    """``crate`` is being compiled, the ``done``-th of about ``total``."""

    done: int
    total: int
    crate: str


@dataclass(frozen=True)
class CompileError:
    """One error of rustc. ``place`` is ``path:line:column``; ``text`` what rustc shows there."""

    message: str
    place: str
    text: str


def total_crates(lock: Path) -> int:
    """Return how many crates the lock file names (1 without one)."""
    try:
        plain = tomllib.loads(lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 1
    packages = plain.get("package")
    return len(packages) if isinstance(packages, list) else 1


def crate_of(line: str) -> str | None:
    """Return the crate that cargo begins to compile by this line; None for any other line."""
    words = line.split()
    return words[1] if len(words) >= 2 and words[0] == "Compiling" else None


def compile_errors(output: str, native: Path) -> list[CompileError]:
    """Return the errors of rustc in ``output``, in order, with places inside ``native``."""
    errors: list[CompileError] = []
    lines = output.splitlines()
    for index, line in enumerate(lines):
        head = _HEAD.match(line)
        if head is None or head["message"].startswith(_NOT_OURS):
            continue
        block = _block(lines[index:])
        places = [m for m in map(_PLACE.match, block) if m is not None]
        if places:
            first = places[0]
            path = Path(first["file"])
            shown = path if path.is_absolute() else native / path
            place = f"{shown}:{first['line']}:{first['column']}"
            errors.append(CompileError(head["message"], place, "\n".join(block[1:])))
    return errors


def _block(lines: list[str]) -> list[str]:
    """Return the lines of one message: up to the next empty line."""
    block = []
    for line in lines:
        if not line.strip():
            break
        block.append(line)
    return block

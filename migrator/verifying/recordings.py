"""The store of recorded calls: what ``migrator record`` adds, what every proof and ``migrator replay`` read.

It is private (mode 0600), holds each call once, and is bounded: of a function with more calls than are kept, a share of
the old ones makes room for new ones, so that no run pushes all others out.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

FILE = "recordings.jsonl"
SHADOW = "shadow.jsonl"
"""Where ``MIGRATOR_MODE=shadow`` writes the calls that differed."""
COUNTEREXAMPLES = "counterexamples.jsonl"
HEADER = '{"schema": "migrator.recording/1"}'
MOST_CALLS = 500
"""Of one function."""
MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Stored:
    """How many calls came new into the store, and how many it has, by function."""

    new: dict[str, int]
    kept: dict[str, int]


def files(project: Path, recording: str) -> list[str]:
    """Return the recordings that there are: the last run's own, and those in ``.migrator/``."""
    state = project / ".migrator"
    places = [project / recording, *(state / name for name in (FILE, SHADOW, COUNTEREXAMPLES))]
    return [str(path) for path in dict.fromkeys(places) if path.is_file()]


def merge(project: Path, recording: Path, seed: int = 0) -> Stored:
    """Add the calls in the file ``recording`` to the store."""
    store = project / ".migrator" / FILE
    known = _lines(store)
    fresh = [line for line in dict.fromkeys(_lines(recording)) if line not in set(known)]
    new = Counter(map(_id, fresh))
    kept = _bounded([*known, *fresh], random.Random(seed))
    store.parent.mkdir(parents=True, exist_ok=True)
    temporary = store.with_name(store.name + ".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join([HEADER, *kept]) + "\n")
    temporary.replace(store)
    return Stored(dict(sorted(new.items())), dict(sorted(Counter(map(_id, kept)).items())))


def _bounded(lines: list[str], rng: random.Random) -> list[str]:
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(_id(line), []).append(line)
    kept: list[str] = []
    room = MOST_BYTES
    for group in groups.values():
        chosen = group if len(group) <= MOST_CALLS else rng.sample(group, MOST_CALLS)
        for line in chosen:
            room -= len(line)
            if room >= 0:
                kept.append(line)
    return kept


def _lines(path: Path) -> list[str]:
    """The calls of a recording, a line each; none where there is no such file or it is another's."""
    try:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [line for line in lines if _id(line)] if head.strip() == HEADER or '"migrator.recording/1"' in head else []


def _id(line: str) -> str:
    """The function of a call; empty where the line was cut off."""
    try:
        plain = json.loads(line)
    except ValueError:
        return ""
    return str(plain.get("id", "")) if isinstance(plain, dict) else ""

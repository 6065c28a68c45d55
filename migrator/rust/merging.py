"""Three-way merge of text by lines: what a person changed and what is generated anew, against what was generated before.

>>> merge("a\\nb\\nc\\n", "A\\nb\\nc\\n", "a\\nb\\nC\\n").text
'A\\nb\\nC\\n'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_MINE, _BASE, _THEIRS, _END = "<<<<<<< edited", "||||||| generated before", "=======", ">>>>>>> generated now"


@dataclass(frozen=True)
class Merged:
    """The merged text; where both sides changed the same lines it has ``conflicts``, marked as git marks them."""

    text: str
    conflicts: int


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return ``mine`` (edited) with the changes from ``base`` to ``theirs`` (generated)."""
    old, one, other = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    lines: list[str] = []
    conflicts = 0
    at_old = at_one = at_other = 0
    for start_old, start_one, start_other, length in _common(old, one, other):
        was = old[at_old:start_old]
        mine_now, theirs_now = one[at_one:start_one], other[at_other:start_other]
        if mine_now in (was, theirs_now):
            lines += theirs_now
        elif theirs_now == was:
            lines += mine_now
        else:
            conflicts += 1
            lines += _marked(mine_now, was, theirs_now)
        lines += old[start_old : start_old + length]
        at_old, at_one, at_other = start_old + length, start_one + length, start_other + length
    return Merged("".join(lines), conflicts)


def _marked(mine: list[str], was: list[str], theirs: list[str]) -> list[str]:
    parts = [f"{_MINE}\n", *mine, f"{_BASE}\n", *was, f"{_THEIRS}\n", *theirs, f"{_END}\n"]
    return [line if line.endswith("\n") else line + "\n" for line in parts]


def _common(old: list[str], one: list[str], other: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the places in the three texts, and the length, of what all have in common; the last is their end."""
    blocks_one = SequenceMatcher(None, old, one, autojunk=False).get_matching_blocks()
    blocks_other = SequenceMatcher(None, old, other, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(blocks_one) and j < len(blocks_other):
        a, b = blocks_one[i], blocks_other[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
    yield len(old), len(one), len(other), 0

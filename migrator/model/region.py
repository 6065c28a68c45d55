"""Candidates and regions: which hot functions are worth compiling, and together with which
callees.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator.model.diagnostic import Diagnostic


@dataclass(frozen=True)
class Candidate:
    """A hot function. ``ceiling`` is the end-to-end speed-up if it took no time (Amdahl's law)."""

    id: str
    file: str
    line: int
    share: float
    calls: int
    ceiling: float


@dataclass(frozen=True)
class Region:
    """``root`` pays the boundary; ``members`` (root included) are compiled with it; ``share`` is
    their summed share.

    ``calls``: how often Python entered at the root. ``why``: the choice in sentences. ``fallback``:
    the root lies inside another region and serves where that one is not accepted.
    """

    root: str
    members: tuple[str, ...]
    share: float
    ceiling: float
    calls: int = 0
    why: tuple[str, ...] = ()
    fallback: bool = False


@dataclass(frozen=True)
class Found:
    """The result of finding. ``reasons`` holds, per function id, what kept it out of every
    region.
    """

    schema: str
    candidates: tuple[Candidate, ...]
    regions: tuple[Region, ...]
    reasons: dict[str, tuple[Diagnostic, ...]]

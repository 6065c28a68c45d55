"""The grammar as records: a rule makes the text of an expression of one type, or of a statement.

A new feature of the language is one function with a decorator, in ``expressions`` or ``statements``. A rule returns None
where it does not fit (there is no list to index); then another is tried. ``family`` names the feature: every program
switches some families off, so that features also meet without the rest (swarm testing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.programs.writer import Writer

Make = Callable[["Writer", str, int], str | None]
State = Callable[["Writer", int], list[str] | None]


@dataclass(frozen=True)
class Rule:
    """One way to write an expression; ``leaf``: it may end a tree."""

    make: Make
    family: str
    weight: float
    leaf: bool


@dataclass(frozen=True)
class Statement:
    """One way to write a statement."""

    make: State
    family: str
    weight: float


EXPRESSIONS: dict[str, list[Rule]] = {}
STATEMENTS: list[Statement] = []


def makes(*types: str, family: str, weight: float = 1.0, leaf: bool = False) -> Callable[[Make], Make]:
    """Register a rule for expressions of ``types``; ``*`` is every type."""

    def register(make: Make) -> Make:
        for name in types:
            EXPRESSIONS.setdefault(name, []).append(Rule(make, family, weight, leaf))
        return make

    return register


def states(family: str, weight: float = 1.0) -> Callable[[State], State]:
    """Register a rule for statements."""

    def register(make: State) -> State:
        STATEMENTS.append(Statement(make, family, weight))
        return make

    return register


def families() -> list[str]:
    """Every family, in a fixed order."""
    rules = [r for group in EXPRESSIONS.values() for r in group]
    return sorted({r.family for r in rules} | {s.family for s in STATEMENTS})

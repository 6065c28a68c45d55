"""Decides whether Rust gave what Python gave: same type, same bits, else a trap."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.support.library import PANICKED, Trapped

CODE_TYPES: dict[str, type] = {"d": float, "q": int, "Q": int, "?": bool}


class Raised:
    """What Python gave where it raised."""


RAISED = Raised()


@dataclass
class Figures:
    """What one function's comparison showed."""

    name: str
    cases: int = 0
    traps: int = 0
    early_traps: int = 0
    """Traps although Python has a value of the right type; all of them must be documented."""
    wrong: list[str] = field(default_factory=list)


def outcome(function: Callable[..., object], arguments: Iterable[object]) -> object:
    """What Python gives: a value or ``RAISED``."""
    try:
        return function(*arguments)
    except (ArithmeticError, ValueError, IndexError, TypeError, MemoryError):
        return RAISED


def representable(value: object, codes: str, wide: bool) -> bool:
    """Whether ``value`` has exactly the types of ``codes`` and fits; ``wide``: it is a list."""
    if value is RAISED:
        return False
    if wide:
        return isinstance(value, list) and all(_fits(element, codes) for element in value)
    if len(codes) == 1:
        return _fits(value, codes)
    return isinstance(value, tuple) and all(map(_fits, value, codes))


def _fits(value: object, code: str) -> bool:
    if type(value) is not CODE_TYPES[code]:
        return False
    if code == "q":
        return -(2**63) <= value < 2**63  # type: ignore[operator]
    return code != "Q" or 0 <= value < 2**64  # type: ignore[operator]


def same(a: object, b: object) -> bool:
    """Equal by bits, except that every NaN equals every other."""
    if isinstance(a, (tuple, list)):
        return isinstance(b, type(a)) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        if a == 0 and b == 0:
            return math.copysign(1, a) == math.copysign(1, b)
        return a == b or (math.isnan(a) and math.isnan(b))
    return a == b


def compare(
    figures: Figures,
    arguments: object,
    expected: object,
    found: object,
    valid: bool,
    may_trap: Callable[..., bool] | None,
) -> None:
    """Add one case to ``figures``; ``valid``: Python's result is a value of the compiled type."""
    figures.cases += 1
    if valid and isinstance(expected, (float, int)) and expected and expected == found:
        return  # the usual case, made short: a zero, whose sign matters, is not here
    trapped = isinstance(found, Trapped)
    figures.traps += trapped
    if trapped and found.number == PANICKED:  # type: ignore[attr-defined]
        figures.wrong.append(f"{figures.name}{arguments}: panicked")
    elif trapped and valid:
        figures.early_traps += 1
        if may_trap is None or not may_trap(*arguments):  # type: ignore[misc]
            figures.wrong.append(f"{figures.name}{arguments}: {found}, Python gives {expected!r}")
    elif not trapped and not (valid and same(expected, found)):
        shown = "raises" if expected is RAISED else f"gives {expected!r}"
        figures.wrong.append(f"{figures.name}{arguments}: {found!r}, Python {shown}")

"""Programs about members of enumerations; as in ``corpus.py``."""

# ruff: noqa

from enum import Enum, IntEnum, unique


class Mode(Enum):
    LOW = "low"
    HIGH = "high"
    NONE = None


@unique
class Kind(IntEnum):
    PLAIN = 0
    STEEP = 1
    FLAT = 7


def by_kind(xs, kind):
    """types: list[float]; enum[corpus_enums:Kind]"""
    total = 0.0
    for x in xs:
        if kind == Kind.STEEP:
            total += x * x
        elif kind is Kind.PLAIN:
            total += x
        elif kind is not Kind.FLAT:
            total -= 1.0
    return total, kind


def by_mode(modes, n):
    """types: list[enum[corpus_enums:Mode]]; int"""
    seen = {}
    kept = []
    for mode in modes:
        seen[mode] = seen.get(mode, 0) + 1
        if mode in (Mode.HIGH, Mode.NONE) and mode != modes[0]:
            kept.append(mode)
    kept.append(Mode.LOW if n > 0 else Mode.HIGH)
    return seen, kept, len({m for m in modes}), (n, Mode.NONE)


def flipped(mode):
    """types: enum[corpus_enums:Mode]"""
    if mode is Mode.LOW:
        return Mode.HIGH
    return Mode.LOW if mode == Mode.HIGH else mode


def asked(mode, kind):
    """types: enum[corpus_enums:Mode]; enum[corpus_enums:Kind]"""
    return isinstance(mode, Mode), type(mode) is Mode, type(mode) is Kind, type(kind) == Kind

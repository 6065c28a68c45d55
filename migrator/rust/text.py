"""A Rust expression under construction: its text and how tightly it binds. No emitted text is ever inspected."""

from __future__ import annotations

from dataclasses import dataclass

ATOM = 20
UNARY = 15
PRODUCT = 13
SUM = 12
SHIFT = 11
BITAND = 10
BITXOR = 9
BITOR = 8
COMPARE = 7
AND = 6
OR = 5
CAST = 4
LOWEST = 0

INFIX_LEVEL = {
    "*": PRODUCT,
    "/": PRODUCT,
    "%": PRODUCT,
    "+": SUM,
    "-": SUM,
    "<<": SHIFT,
    ">>": SHIFT,
    "&": BITAND,
    "^": BITXOR,
    "|": BITOR,
    "<": COMPARE,
    "<=": COMPARE,
    ">": COMPARE,
    ">=": COMPARE,
    "==": COMPARE,
    "!=": COMPARE,
    "&&": AND,
    "||": OR,
}


@dataclass(frozen=True)
class R:
    """Rust text that binds as tightly as ``level``; casts count as loose, so that ``<`` after them parses."""

    text: str
    level: int = ATOM
    result: str = ""
    """For ``value?``: the ``Result`` before the ``?``, which a ``return`` can pass on as it is."""

    def at(self, level: int) -> str:
        """The text, in parentheses where something of ``level`` is needed."""
        return self.text if self.level >= level else f"({self.text})"


def infix(left: R, symbol: str, right: R) -> R:
    """``left symbol right``; comparisons do not chain, the rest groups to the left."""
    level = INFIX_LEVEL[symbol]
    own = level + 1 if level == COMPARE else level
    return R(f"{left.at(own)} {symbol} {right.at(level + 1)}", level)


def call(path: str, *args: R) -> R:
    """``path(args)``."""
    return R(f"{path}({', '.join(a.text for a in args)})")


def method(receiver: R, name: str, *args: R) -> R:
    """``receiver.name(args)``: what is borrowed for it needs no ``&`` of its own."""
    for borrow in ("&mut ", "&"):
        rest = receiver.text.removeprefix(borrow)
        if rest != receiver.text and (rest.startswith("({") or (borrow == "&mut " and rest.endswith("?"))):
            receiver = R(rest)
    return R(f"{receiver.at(ATOM)}.{name}({', '.join(a.text for a in args)})")


def tried(value: R) -> R:
    """``value?``."""
    return R(f"{value.at(ATOM)}?", ATOM, value.text)


def prefix(symbol: str, value: R) -> R:
    """``symbol value``."""
    return R(f"{symbol}{value.at(UNARY)}", UNARY)


def cast(value: R, kind: str) -> R:
    """``value as kind``."""
    return R(f"{value.at(UNARY)} as {kind}", CAST)

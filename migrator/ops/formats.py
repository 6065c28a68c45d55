"""Values formatted with a width: ``format(value, spec)``. The settings are those of the specification, as numbers."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call

_FIXED = "the settings stand in the source"


def _format(kind: str, python: str, *signatures: tuple[str, str], promotes: bool = False) -> Operation:
    forms = tuple(
        form(f"{type_}, int, int, int, int -> str", call(f"format::{rust}", "ref" if type_ == "str" else "value"))
        for type_, rust in (*signatures, *(("long", rust) for type_, rust in signatures if type_ == "int"))
    )
    return Operation(f"format.{kind}", python, forms, _FIXED, promotes=promotes)


def _spec(side: str) -> str:
    """``b``: the letter to fill with, ``c``: the side to keep to (``d`` for that of the type), ``d``: the width."""
    return f"chr(b) + ('{side}' if chr(c) == 'd' else chr(c)) + (str(d) if d else '')"


_NUMBER, _TEXT = _spec(">"), _spec("<")

RECORDS: tuple[Operation, ...] = (
    _format("any", f"format(a, {_NUMBER} + 'd')", ("int", "whole")),
    _format("d", f"format(a, {_NUMBER} + 'd')", ("int", "whole")),
    _format("s", f"format(a, {_TEXT} + 's')", ("str", "text")),
    _format("x", f"format(a, {_NUMBER} + 'x')", ("int", "hexadecimal")),
    _format("X", f"format(a, {_NUMBER} + 'X')", ("int", "upper_hexadecimal")),
    _format("b", f"format(a, {_NUMBER} + 'b')", ("int", "binary")),
    _format("o", f"format(a, {_NUMBER} + 'o')", ("int", "octal")),
    _format("f", f"format(a, {_NUMBER} + '.' + str(e) + 'f')", ("float", "fixed"), promotes=True),
)

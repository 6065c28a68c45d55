"""Tests that say whether a conversion raises ``ValueError``, for ``try`` statements around one."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call

_EXACT = "for plain ASCII; white space other than spaces, underscores and letters beyond ASCII trap"

RECORDS: tuple[Operation, ...] = (
    Operation(
        "tried.int",
        "try: int(a)",
        (form("str -> bool", call("text::is_int", "ref")),),
        _EXACT,
    ),
    Operation(
        "tried.float",
        "try: float(a)",
        (form("str -> bool", call("text::is_float", "ref")),),
        f"{_EXACT}, and so does what may be an infinity or NaN",
    ),
)

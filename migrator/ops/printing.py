"""What ``print`` writes: collected in the call, written when it commits."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call

_ONCE = "the same text, written when the call commits"

RECORDS: tuple[Operation, ...] = (
    Operation(
        "output.write",
        "print(b)",
        (form("output, str -> None", call("output::write", "mut", "ref")),),
        _ONCE,
        mutates=(0,),
    ),
    Operation(
        "output.write.flush",
        "print(b, flush=True)",
        (form("output, str -> None", call("output::write_and_flush", "mut", "ref")),),
        _ONCE,
        mutates=(0,),
    ),
)

"""The table of operations. ``OPERATIONS[name]`` is the record; adding one is one entry in one of the files here."""

from migrator.ops import builtin, lists, mathematics, operators
from migrator.ops.numpy_scalars import with_numpy
from migrator.ops.record import Form, Match, Operation, Rust, choose

OPERATIONS: dict[str, Operation] = with_numpy(
    {
        record.name: record
        for record in (
            *operators.RECORDS,
            *builtin.RECORDS,
            *mathematics.RECORDS,
            *lists.RECORDS,
        )
    }
)

__all__ = ["OPERATIONS", "Form", "Match", "Operation", "Rust", "choose"]

"""The table of operations. ``OPERATIONS[name]`` is the record; adding one is one entry in one of the files here."""

from migrator.ops import (
    builtin,
    complexes,
    deques,
    draws,
    formats,
    heaps,
    lists,
    maps,
    mathematics,
    octets,
    operators,
    printing,
    rows,
    texts,
    tried,
)
from migrator.ops.complexes import with_complex
from migrator.ops.numpy_scalars import with_numpy
from migrator.ops.record import Form, Match, Operation, Rust, choose
from migrator.ops.wrong import WRONG

OPERATIONS: dict[str, Operation] = with_complex(
    with_numpy(
        {
            record.name: record
            for record in (
                *operators.RECORDS,
                *builtin.RECORDS,
                *mathematics.RECORDS,
                *complexes.RECORDS,
                *lists.RECORDS,
                *heaps.RECORDS,
                *deques.RECORDS,
                *octets.RECORDS,
                *rows.RECORDS,
                *draws.RECORDS,
                *printing.RECORDS,
                *texts.RECORDS,
                *tried.RECORDS,
                *formats.RECORDS,
                *maps.RECORDS,
            )
        }
    )
)


def operation(name: str) -> Operation:
    """Return the record of ``name``, also of a known-wrong one, which only mutants have."""
    return OPERATIONS.get(name) or WRONG[name]


__all__ = ["OPERATIONS", "Form", "Match", "Operation", "Rust", "choose", "operation"]

"""Tuples of any length, and what makes them: ``tuple(values)``, ``zip(*rows)``."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call, pure

_SAME = "the same elements in the same order"

RECORDS: tuple[Operation, ...] = (
    Operation(
        "builtins.tuple",
        "tuple(a)",
        (
            form("list[V] -> tuple_of[V]", call("seq::copy", "ref")),
            form("str -> tuple_of[char]", call("seq::copy", "ref")),
        ),
        _SAME,
    ),
    Operation(
        "zip.columns",
        "list(zip(*a))",
        (
            form("list[list[V]] -> list[tuple_of[V]]", call("rows::columns", "ref")),
            form("list[tuple_of[V]] -> list[tuple_of[V]]", call("rows::columns", "ref")),
            form("list[str] -> list[tuple_of[char]]", call("rows::columns", "ref")),
        ),
        "as many columns as the shortest row has elements",
    ),
    Operation("row.at", "a[b]", (form("tuple_of[V], int -> V", call("rows::at", "ref", "value")),), _SAME),
    Operation("row.list", "list(a)", (form("tuple_of[V] -> list[V]", call("seq::copy", "ref")),), _SAME),
    Operation(
        "row.slice",
        "a[b:c]",
        (
            form(
                "tuple_of[V], optional[int], optional[int] -> tuple_of[V]",
                call("seq::slice", "ref", "value", "value"),
            ),
        ),
        "PySlice_AdjustIndices",
    ),
    Operation(
        "row.slice.step",
        "a[b:c:d]",
        (
            form(
                "tuple_of[V], optional[int], optional[int], int -> tuple_of[V]",
                call("seq::slice_step", "ref", "value", "value", "value"),
            ),
        ),
        "PySlice_AdjustIndices; a zero step traps",
    ),
    Operation(
        "row.concat",
        "a + b",
        (form("tuple_of[V], tuple_of[V] -> tuple_of[V]", call("seq::concat", "ref", "ref")),),
        _SAME,
    ),
    Operation(
        "row.repeat", "a * b", (form("tuple_of[V], int -> tuple_of[V]", call("seq::repeat", "ref", "value")),), _SAME
    ),
    Operation(
        "row.eq",
        "a == b",
        (form("tuple_of[E], tuple_of[E] -> bool", pure("rows::same", "ref", "ref")),),
        "compared by value",
    ),
    Operation(
        "row.contains",
        "b in a",
        (form("tuple_of[E], E -> bool", pure("rows::contains", "ref", "whole")),),
        "compared by value",
    ),
    Operation(
        "row.count",
        "a.count(b)",
        (form("tuple_of[E], E -> int", pure("rows::count", "ref", "whole")),),
        "compared by value",
    ),
)

"""``heapq`` and ``bisect`` on lists: CPython's own steps, so that equal elements keep their places."""

from __future__ import annotations

from migrator.ops.record import Operation, form
from migrator.ops.shorthand import call

_STEPS = "the same comparisons in the same order; a NaN traps"


def _heap(name: str, python: str, signature: str, rust: str, *modes: str) -> Operation:
    """A function that changes the list it is given."""
    forms = (form(signature, call(f"heap::{rust}", "mut", *modes)),)
    return Operation(f"heapq.{name}", f"heapq.{python}", forms, _STEPS, mutates=(0,))


def _search(name: str, side: str) -> tuple[Operation, ...]:
    """``bisect_left`` and its like, for a whole list and for a part of one."""
    return tuple(
        Operation(
            f"bisect.{name}{suffix}",
            f"bisect.{name}(a, b{''.join(f', {letter}' for letter in bounds)})",
            (
                form(
                    f"list[K], K{', int' * len(bounds)} -> int",
                    call(f"heap::{side}{ending}", "ref", "whole", *("value" for _ in bounds)),
                ),
            ),
            f"{_STEPS}; bounds outside the list trap",
        )
        for suffix, ending, bounds in (("", "", ""), (".from", "_from", "c"), (".within", "_within", "cd"))
    )


def _insert(name: str, side: str) -> Operation:
    forms = (form("list[K], K -> None", call(f"heap::insort_{side}", "mut", "value")),)
    return Operation(f"bisect.{name}", f"bisect.{name}(a, b)", forms, _STEPS, mutates=(0,))


RECORDS: tuple[Operation, ...] = (
    _heap("heappush", "heappush(a, b)", "list[K], K -> None", "push", "value"),
    _heap("heappop", "heappop(a)", "list[K] -> K", "pop"),
    _heap("heapreplace", "heapreplace(a, b)", "list[K], K -> K", "replace", "value"),
    _heap("heappushpop", "heappushpop(a, b)", "list[K], K -> K", "push_pop", "value"),
    _heap("heapify", "heapify(a)", "list[K] -> None", "heapify"),
    Operation(
        "heapq.nsmallest",
        "heapq.nsmallest(a, b)",
        (form("int, list[K] -> list[K]", call("heap::smallest", "value", "ref")),),
        "what CPython documents: sorted(b)[:a]; a NaN traps",
    ),
    Operation(
        "heapq.nlargest",
        "heapq.nlargest(a, b)",
        (form("int, list[K] -> list[K]", call("heap::largest", "value", "ref")),),
        "what CPython documents: sorted(b, reverse=True)[:a]; a NaN traps",
    ),
    *_search("bisect_left", "left"),
    *_search("bisect_right", "right"),
    *_search("bisect", "right"),
    _insert("insort_left", "left"),
    _insert("insort_right", "right"),
    _insert("insort", "right"),
)

PUT_IN: dict[str, int] = {
    **{f"heapq.{name}": 1 for name in ("heappush", "heapreplace", "heappushpop")},
    **{f"bisect.{name}": 1 for name in ("insort", "insort_left", "insort_right")},
}
"""Those that put an argument into the list: which one."""

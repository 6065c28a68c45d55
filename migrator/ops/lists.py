"""Methods and operators of ``list``. Element access is its own IR node (``Index``)."""

from __future__ import annotations

from migrator.ops.record import Operation, Rust, form, with_rows
from migrator.ops.shorthand import call, infix, pure

_SAME = "the same elements in the same order"

SHARING = frozenset(
    "builtins.list list.copy list.slice list.slice.step list.concat list.extend builtins.sorted.by"
    " builtins.sorted.by.reverse builtins.dict".split()
)
"""Operations that put what their arguments hold into another list, which holds the very same objects then."""


RECORDS: tuple[Operation, ...] = (
    Operation(
        "list.append",
        "a.append(b)",
        (form("list[T], T -> None", call("seq::push", "mut", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.yielded",
        "a.append(b)",
        (form("list[T], T -> None", call("seq::push_yielded", "mut", "value")),),
        "an item of a generator; beyond a million of them it traps, for Python makes them one by one",
        mutates=(0,),
    ),
    Operation(
        "list.pop",
        "a.pop()",
        (form("list[T] -> T", call("seq::pop", "mut")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.pop.at",
        "a.pop(b)",
        (form("list[T], int -> T", call("seq::pop_at", "mut", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.insert",
        "a.insert(b, c)",
        (form("list[T], int, T -> None", call("seq::insert", "mut", "value", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.clear",
        "a.clear()",
        (form("list[T] -> None", pure("Vec::clear", "mut")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.reverse",
        "a.reverse()",
        (form("list[V] -> None", pure("seq::reverse", "mut")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.reorder",
        "a[:] = [a[i] for i in b]",
        (form("list[V], list[int] -> None", call("seq::reorder", "mut", "ref")),),
        "the same elements; a place that is none traps",
        mutates=(0,),
    ),
    Operation(
        "list.extend",
        "a.extend(b)",
        with_rows("list[V], list[V] -> None", call("seq::extend", "mut", "ref")),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.sort",
        "a.sort()",
        (
            form("list[E] -> None", pure("seq::sort", "mut")),
            form("list[float] -> None", call("float::sort", "mut")),
            form("list[K] -> None", call("order::sort", "mut")),
        ),
        "a stable sort; a NaN traps",
        mutates=(0,),
    ),
    Operation(
        "list.sort.reverse",
        "a.sort(reverse=True)",
        (form("list[K] -> None", call("order::sort_descending", "mut")),),
        "a stable sort; a NaN traps",
        mutates=(0,),
    ),
    Operation(
        "list.sort.by",
        "a.sort(key=lambda x: b[0] if x > 0 else b[-1])",
        (form("list[T], list[K] -> None", call("order::sort_by", "mut", "ref")),),
        "a stable sort by the keys; a NaN traps",
        mutates=(0,),
    ),
    Operation(
        "list.sort.by.reverse",
        "a.sort(key=lambda x: b[0] if x > 0 else b[-1], reverse=True)",
        (form("list[T], list[K] -> None", call("order::sort_by_descending", "mut", "ref")),),
        "a stable sort by the keys; a NaN traps",
        mutates=(0,),
    ),
    Operation(
        "builtins.sorted.reverse",
        "sorted(a, reverse=True)",
        (form("list[K] -> list[K]", call("order::sorted_descending", "ref")),),
        "a stable sort; a NaN traps",
    ),
    Operation(
        "builtins.sorted.by",
        "sorted(a, key=lambda x: b[0] if x > 0 else b[-1])",
        with_rows("list[V], list[K] -> list[V]", call("order::sorted_by", "ref", "ref")),
        "a stable sort by the keys; a NaN traps",
    ),
    Operation(
        "builtins.sorted.by.reverse",
        "sorted(a, key=lambda x: b[0] if x > 0 else b[-1], reverse=True)",
        with_rows("list[V], list[K] -> list[V]", call("order::sorted_by_descending", "ref", "ref")),
        "a stable sort by the keys; a NaN traps",
    ),
    Operation(
        "list.delete",
        "del a[b]",
        (form("list[T], int -> None", call("seq::delete", "mut", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "list.delete.slice",
        "del a[b:c]",
        (form("list[T], optional[int], optional[int] -> None", pure("seq::delete_slice", "mut", "value", "value")),),
        "PySlice_AdjustIndices",
        mutates=(0,),
    ),
    Operation(
        "list.delete.slice.step",
        "del a[b:c:d]",
        (
            form(
                "list[T], optional[int], optional[int], int -> None",
                call("seq::delete_step", "mut", "value", "value", "value"),
            ),
        ),
        "PySlice_AdjustIndices; a zero step traps",
        mutates=(0,),
    ),
    Operation(
        "list.set.slice",
        "a[b:c] = d",
        (
            form(
                "list[C], optional[int], optional[int], list[C] -> None",
                call("seq::set_slice", "mut", "value", "value", "ref"),
            ),
        ),
        "PySlice_AdjustIndices; the list may grow or shrink",
        mutates=(0,),
    ),
    Operation(
        "builtins.sorted",
        "sorted(a)",
        (
            form("list[E] -> list[E]", call("seq::sorted", "ref")),
            form("str -> list[char]", call("seq::sorted", "ref")),
            form("set[E] -> list[E]", Rust("method", "sorted", True, ("place",))),
            form("list[float] -> list[float]", call("float::sorted", "ref")),
            form("list[K] -> list[K]", call("order::sorted", "ref")),
        ),
        "a stable sort; a NaN traps",
    ),
    Operation(
        "builtins.list",
        "list(a)",
        (
            *with_rows("list[V] -> list[V]", call("seq::copy", "ref")),
            form("str -> list[char]", call("seq::copy", "ref")),
        ),
        _SAME,
    ),
    Operation(
        "list.wider",
        "list(a)",
        (
            form("list[float] -> list[number[float|int]]", call("number::list_of_floats", "ref")),
            form("list[int] -> list[number[float|int]]", call("number::list_of_ints", "ref")),
            form("list[char] -> list[str]", call("text::list_of_letters", "ref")),
        ),
        f"{_SAME}, in a list that others can be put into",
    ),
    Operation(
        "list.copy",
        "a.copy()",
        with_rows("list[V] -> list[V]", call("seq::copy", "ref")),
        _SAME,
    ),
    Operation(
        "list.slice",
        "a[b:c]",
        with_rows("list[V], optional[int], optional[int] -> list[V]", call("seq::slice", "ref", "value", "value")),
        "PySlice_AdjustIndices",
    ),
    Operation(
        "list.slice.step",
        "a[b:c:d]",
        with_rows(
            "list[V], optional[int], optional[int], int -> list[V]",
            call("seq::slice_step", "ref", "value", "value", "value"),
        ),
        "PySlice_AdjustIndices; a zero step traps",
    ),
    Operation(
        "list.repeat",
        "a * b",
        (form("list[V], int -> list[V]", call("seq::repeat", "ref", "value")),),
        _SAME,
    ),
    Operation(
        "list.nones",
        "[None] * a",
        (form("int -> list[optional[float]]", call("seq::nones", "value")),),
        "a list that is filled later, with lists, dicts or objects; a negative length gives an empty one",
    ),
    Operation(
        "list.concat",
        "a + b",
        with_rows("list[V], list[V] -> list[V]", call("seq::concat", "ref", "ref")),
        _SAME,
    ),
    Operation(
        "list.contains",
        "b in a",
        (
            form("list[str], str -> bool", pure("text::is_one_of", "ref", "ref")),
            form("list[E], E -> bool", pure("seq::contains", "ref", "ref")),
            form("list[K], K -> bool", call("order::contains", "ref", "ref")),
        ),
        "compared by value; a NaN, which is found by its identity, traps",
    ),
    Operation(
        "list.eq",
        "a == b",
        (
            form("list[E], list[E] -> bool", infix("==")),
            form("list[K], list[K] -> bool", call("order::eq_lists", "ref", "ref")),
        ),
        "compared by value, in order; a NaN traps",
    ),
    Operation(
        "list.index",
        "a.index(b)",
        (
            form("list[str], str -> int", call("text::place_in", "ref", "ref")),
            form("list[E], E -> int", call("seq::index_of", "ref", "ref")),
            form("list[K], K -> int", call("order::index_of", "ref", "ref")),
        ),
        "the first that is equal; none traps, and so does a NaN",
    ),
    Operation(
        "list.remove",
        "a.remove(b)",
        (
            form("list[str], str -> None", call("text::remove_from", "mut", "ref")),
            form("list[E], E -> None", call("seq::remove", "mut", "ref")),
            form("list[K], K -> None", call("order::remove", "mut", "ref")),
        ),
        "the first that is equal; none traps, and so does a NaN",
        mutates=(0,),
    ),
    Operation(
        "list.count",
        "a.count(b)",
        (
            form("list[str], str -> int", pure("text::count_in", "ref", "ref")),
            form("list[E], E -> int", pure("seq::count", "ref", "ref")),
            form("list[K], K -> int", call("order::count", "ref", "ref")),
        ),
        "compared by value; a NaN, which is found by its identity, traps",
    ),
)

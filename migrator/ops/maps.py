"""Methods and operators of ``dict``, ``Counter`` and ``set``. ``d[k]`` and ``d[k] = v`` are IR nodes of their own.

A set shows no order: what depends on it (iterating, ``list(s)``, ``s.pop()``) has no record, so it stays Python.
"""

from __future__ import annotations

from migrator.ops.record import Operation, Rust, form, with_rows
from migrator.ops.shorthand import call, infix

_ORDER = "Python's order: by insertion, a known key keeps its place"
_VALUE = "keys compare by value; one key type only"
_UNORDERED = "whatever the order"


def _method(name: str, *modes: str) -> Rust:
    """``a.name(rest)?``."""
    return Rust("method", name, traps=True, modes=modes)


def _pure(name: str, *modes: str) -> Rust:
    return Rust("method", name, modes=modes)


def _pair(name: str, python: str, rust: str, result: str = "set[E]") -> Operation:
    """An operation on two sets."""
    traps = result != "bool"
    chosen = (_method if traps else _pure)(rust, "place", "ref")
    return Operation(f"set.{name}", python, (form(f"set[E], set[E] -> {result}", chosen),), _UNORDERED)


_DICT: tuple[Operation, ...] = (
    Operation(
        "dict.contains",
        "b in a",
        (form("dict[E, T], E -> bool", _pure("contains", "place", "key")),),
        _VALUE,
    ),
    Operation(
        "dict.get",
        "a.get(b)",
        (form("dict[E, V], E -> optional[V]", _pure("get_cloned", "place", "key")),),
        _VALUE,
    ),
    Operation(
        "dict.get.or",
        "a.get(b, c)",
        (
            form("dict[E, V], E, V -> V", _pure("get_or", "place", "key", "value")),
            form("dict[E, T], E, T -> T", _pure("get_ref", "place", "key", "whole")),
        ),
        _VALUE,
    ),
    Operation(
        "dict.setdefault",
        "a.setdefault(b, c)",
        (
            form("dict[E, V], E, V -> V", _method("set_default", "mut_place", "value", "value")),
            form("dict[E, T], E, T -> T", _method("or_put", "mut_place", "value", "value")),
        ),
        _ORDER,
        mutates=(0,),
    ),
    Operation(
        "dict.pop",
        "a.pop(b)",
        (form("dict[E, T], E -> T", _method("pop", "mut_place", "key")),),
        f"{_VALUE}; a missing key traps",
        mutates=(0,),
    ),
    Operation(
        "dict.delete",
        "del a[b]",
        (form("dict[E, T], E -> None", _method("delete", "mut_place", "key")),),
        f"{_VALUE}; a missing key traps",
        mutates=(0,),
    ),
    Operation(
        "dict.pop.or",
        "a.pop(b, c)",
        (form("dict[E, V], E, V -> V", _pure("pop_or", "mut_place", "key", "value")),),
        _VALUE,
        mutates=(0,),
    ),
    Operation(
        "dict.popitem",
        "a.popitem()",
        (form("dict[E, T] -> tuple[E, T]", _method("pop_item", "mut_place")),),
        "the last entry; an empty dict traps",
        mutates=(0,),
    ),
    Operation(
        "dict.clear", "a.clear()", (form("dict[E, T] -> None", _pure("clear", "mut_place")),), _ORDER, mutates=(0,)
    ),
    Operation(
        "dict.update",
        "a.update(b)",
        (form("dict[E, V], dict[E, V] -> None", _method("extend", "mut_place", "ref")),),
        _ORDER,
        mutates=(0,),
    ),
    *(
        Operation(
            f"copy.{name}",
            f"copy.{name}(a)",
            (
                form("list[V] -> list[V]", call("seq::copy", "ref")),
                form("dict[E, V] -> dict[E, V]", _method("copied", "place")),
                form("set[E] -> set[E]", _method("copied", "place")),
            ),
            "of what cannot be changed in place a copy is the thing itself",
        )
        for name in ("copy", "deepcopy")
    ),
    Operation("dict.copy", "a.copy()", (form("dict[E, V] -> dict[E, V]", _method("copied", "place")),), _ORDER),
    Operation(
        "builtins.dict",
        "dict(a)",
        (
            *with_rows("dict[E, V] -> dict[E, V]", _method("copied", "place")),
            form("list[tuple[E, V]] -> dict[E, V]", call("Dict::of_pairs", "ref")),
        ),
        _ORDER,
    ),
    Operation(
        "dict.keys.list", "list(a.keys())", (form("dict[E, T] -> list[E]", _method("key_list", "place")),), _ORDER
    ),
    Operation(
        "dict.values.list",
        "list(a.values())",
        (form("dict[E, V] -> list[V]", _method("value_list", "place")),),
        _ORDER,
    ),
    Operation(
        "dict.items.list",
        "list(a.items())",
        (form("dict[E, V] -> list[tuple[E, V]]", _method("item_list", "place")),),
        _ORDER,
    ),
    Operation(
        "dict.eq",
        "a == b",
        (form("dict[E, F], dict[E, F] -> bool", infix("==")),),
        "the same keys with equal values, in whatever order",
    ),
)

_SET: tuple[Operation, ...] = (
    Operation(
        "set.contains",
        "b in a",
        (form("set[E], E -> bool", _pure("contains", "place", "key")),),
        _VALUE,
    ),
    Operation(
        "set.add",
        "a.add(b)",
        (
            form("set[str], str -> None", _method("add_text", "mut_place", "ref")),
            form("set[E], E -> None", _method("add", "mut_place", "value")),
        ),
        _VALUE,
        mutates=(0,),
    ),
    Operation(
        "set.discard",
        "a.discard(b)",
        (form("set[E], E -> None", _pure("discard", "mut_place", "value")),),
        _VALUE,
        mutates=(0,),
    ),
    Operation(
        "set.remove",
        "a.remove(b)",
        (form("set[E], E -> None", _method("remove", "mut_place", "value")),),
        f"{_VALUE}; a missing element traps",
        mutates=(0,),
    ),
    Operation("set.clear", "a.clear()", (form("set[E] -> None", _pure("clear", "mut_place")),), _VALUE, mutates=(0,)),
    Operation(
        "set.update",
        "a.update(b)",
        (
            form("set[E], set[E] -> None", _method("merge", "mut_place", "ref")),
            form("set[E], list[E] -> None", _method("extend", "mut_place", "ref")),
        ),
        _UNORDERED,
        mutates=(0,),
    ),
    Operation("set.copy", "a.copy()", (form("set[E] -> set[E]", _method("copied", "place")),), _UNORDERED),
    _pair("union", "a | b", "union"),
    _pair("intersection", "a & b", "intersection"),
    _pair("difference", "a - b", "difference"),
    _pair("symmetric_difference", "a ^ b", "symmetric_difference"),
    _pair("issubset", "a <= b", "is_subset", "bool"),
    _pair("issuperset", "a >= b", "is_superset", "bool"),
    _pair("isdisjoint", "a.isdisjoint(b)", "is_disjoint", "bool"),
    Operation(
        "set.common", "a & b", (form("set[E], set[E] -> set[E]", _method("common", "place", "ref")),), _UNORDERED
    ),
    Operation(
        "set.without", "a - b", (form("set[E], set[E] -> set[E]", _method("without", "place", "ref")),), _UNORDERED
    ),
    Operation(
        "set.in_order",
        "list(a)",
        (form("set[E] -> list[E]", _method("in_order", "place")),),
        "CPython's order, found as it finds it; where how the set was made is not known, it traps",
    ),
    Operation("set.eq", "a == b", (form("set[E], set[E] -> bool", infix("==")),), _UNORDERED),
    Operation(
        "builtins.set",
        "set(a)",
        (
            form("set[E] -> set[E]", _method("copied", "place")),
            form("list[E] -> set[E]", call("Set::of_list", "ref")),
            form("str -> set[char]", call("Set::of_list", "ref")),
            form("dict[E, T] -> set[E]", call("Set::of_keys", "ref")),
        ),
        _UNORDERED,
    ),
)

_COUNTER: tuple[Operation, ...] = (
    Operation(
        "collections.Counter",
        "collections.Counter(a)",
        (
            form("list[E] -> Counter[E, int]", call("counter::of_list", "ref")),
            form("str -> Counter[char, int]", call("counter::of_list", "ref")),
            form("dict[E, V] -> Counter[E, V]", _method("copied", "place")),
        ),
        _ORDER,
    ),
    Operation(
        "Counter.update",
        "a.update(b)",
        (
            form("Counter[E, int], list[E] -> None", call("counter::count", "mut", "ref")),
            form("Counter[char, int], str -> None", call("counter::count", "mut", "ref")),
            form("Counter[E, int], dict[E, int] -> None", call("counter::merge", "mut", "ref")),
        ),
        _ORDER,
        mutates=(0,),
    ),
    Operation(
        "Counter.most_common",
        "a.most_common()",
        (form("Counter[E, K] -> list[tuple[E, K]]", call("counter::most_common", "ref")),),
        "by value, the largest first; equal ones in the order of the dict",
    ),
    Operation(
        "Counter.most_common.of",
        "a.most_common(b)",
        (form("Counter[E, K], int -> list[tuple[E, K]]", call("counter::most_common_of", "ref", "value")),),
        "by value, the largest first; equal ones in the order of the dict",
    ),
    Operation("Counter.total", "a.total()", (form("Counter[E, int] -> int", call("counter::total", "ref")),), _VALUE),
    Operation(
        "Counter.plus",
        "a + b",
        (form("Counter[E, int], Counter[E, int] -> Counter[E, int]", call("counter::plus", "ref", "ref")),),
        f"{_ORDER}; only what is above 0 stays",
    ),
    Operation(
        "Counter.common",
        "a & b",
        (form("Counter[E, int], Counter[E, int] -> Counter[E, int]", call("counter::common", "ref", "ref")),),
        f"{_ORDER}; only what is above 0 stays",
    ),
    Operation(
        "Counter.either",
        "a | b",
        (form("Counter[E, int], Counter[E, int] -> Counter[E, int]", call("counter::either", "ref", "ref")),),
        f"{_ORDER}; only what is above 0 stays",
    ),
    Operation(
        "Counter.minus",
        "a - b",
        (form("Counter[E, int], Counter[E, int] -> Counter[E, int]", call("counter::minus", "ref", "ref")),),
        f"{_ORDER}; only what is above 0 stays",
    ),
)

RECORDS: tuple[Operation, ...] = (*_DICT, *_COUNTER, *_SET)

"""Methods of ``collections.deque``."""

from __future__ import annotations

from migrator.ops.record import Operation, Rust, form
from migrator.ops.shorthand import call

_SAME = "the same elements in the same order; one that is bounded loses those at the other end"


def _method(name: str, python: str, signature: str, rust: Rust) -> Operation:
    """A method that changes the deque."""
    return Operation(f"deque.{name}", python, (form(signature, rust),), _SAME, mutates=(0,))


def _traps(name: str, *modes: str) -> Rust:
    return Rust("method", name, traps=True, modes=("mut_place", *modes))


def _pure(name: str, *modes: str) -> Rust:
    return Rust("method", name, modes=("mut_place", *modes))


RECORDS: tuple[Operation, ...] = (
    Operation(
        "collections.deque",
        "collections.deque(a)",
        (
            form("list[V] -> deque[V]", call("Deque::of_slice", "ref")),
            form("list[T] -> deque[T]", call("Deque::of", "value")),
            form("str -> deque[char]", call("Deque::of_slice", "ref")),
            form("deque[V] -> deque[V]", call("Deque::of_deque", "ref")),
        ),
        _SAME,
    ),
    Operation(
        "collections.deque.most",
        "collections.deque(a, b)",
        (
            form("list[V], int -> deque[V]", call("Deque::bounded_slice", "ref", "value")),
            form("list[T], int -> deque[T]", call("Deque::bounded", "value", "value")),
        ),
        _SAME,
    ),
    _method("append", "a.append(b)", "deque[T], T -> None", _traps("append", "value")),
    _method("appendleft", "a.appendleft(b)", "deque[T], T -> None", _traps("append_left", "value")),
    _method("pop", "a.pop()", "deque[T] -> T", _traps("pop")),
    _method("popleft", "a.popleft()", "deque[T] -> T", _traps("pop_left")),
    _method("extend", "a.extend(b)", "deque[V], list[V] -> None", _traps("extend", "ref")),
    _method("extendleft", "a.extendleft(b)", "deque[V], list[V] -> None", _traps("extend_left", "ref")),
    _method("rotate", "a.rotate()", "deque[T] -> None", _pure("rotate_once")),
    _method("rotate.by", "a.rotate(b)", "deque[T], int -> None", _pure("rotate", "value")),
    _method("clear", "a.clear()", "deque[T] -> None", _pure("clear")),
    _method("reverse", "a.reverse()", "deque[T] -> None", _pure("reverse")),
    Operation(
        "deque.at",
        "a[b]",
        (form("deque[V], int -> V", Rust("method", "at", traps=True, modes=("place", "value"))),),
        _SAME,
    ),
    Operation(
        "deque.maxlen",
        "a.maxlen",
        (form("deque[T] -> optional[int]", Rust("method", "maxlen", modes=("place",))),),
        _SAME,
    ),
    Operation(
        "deque.list",
        "list(a)",
        (form("deque[V] -> list[V]", Rust("method", "list", traps=True, modes=("place",))),),
        _SAME,
    ),
    Operation(
        "deque.contains",
        "b in a",
        (form("deque[E], E -> bool", Rust("method", "contains", modes=("place", "whole"))),),
        "compared by value",
    ),
    Operation(
        "deque.count",
        "a.count(b)",
        (form("deque[E], E -> int", Rust("method", "count", modes=("place", "whole"))),),
        "compared by value",
    ),
    Operation(
        "deque.copy",
        "a.copy()",
        (form("deque[V] -> deque[V]", Rust("method", "copied", traps=True, modes=("place",))),),
        "the same elements, and the same bound",
    ),
)

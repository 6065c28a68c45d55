"""Methods and operators of ``bytes`` and ``bytearray``."""

from __future__ import annotations

from migrator.ops.record import Form, Operation, Rust, form
from migrator.ops.shorthand import call, pure, text

_SAME = "the same octets in the same order; a value outside 0 to 255 traps"
_BOTH = ("bytes", "bytearray")


def _each(signature: str, *rust: str, pure_call: bool = False) -> tuple[Form, ...]:
    """The form for ``bytes`` and that for ``bytearray``: ``{0}`` is the type."""
    make = pure if pure_call else call
    return tuple(form(signature.format(kind), make(*rust)) for kind in _BOTH)


def _pairs(signature: str, *rust: str, pure_call: bool = False) -> tuple[Form, ...]:
    make = pure if pure_call else call
    return tuple(form(signature.format(one, other), make(*rust)) for one in _BOTH for other in _BOTH)


def _made(kind: str) -> Operation:
    forms = (
        form(f"list[int] -> {kind}", call("octets::of_list", "ref")),
        form(f"bytes -> {kind}", call("seq::copy", "ref")),
        form(f"bytearray -> {kind}", call("seq::copy", "ref")),
        form(f"int -> {kind}", call("octets::zeros", "value")),
    )
    return Operation(f"builtins.{kind}", f"{kind}(a)", forms, _SAME)


def _put(rust: str) -> Rust:
    return call(rust, "mut", "value", "value", "ref")


def _of_number(order: str, signed: bool) -> tuple[Operation, Operation]:
    """``from_bytes`` and ``to_bytes`` for one order of the octets, with or without a sign."""
    name, option = (f"{order}.signed", ", signed=True") if signed else (order, "")
    rust = f"{order}_signed" if signed else order
    return (
        Operation(
            f"builtins.from_bytes.{name}",
            f"int.from_bytes(a, '{order}'{option})",
            _each("{0} -> int", f"octets::from_{rust}", "ref"),
            "what does not fit in 64 bits traps",
        ),
        Operation(
            f"builtins.to_bytes.{name}",
            f"a.to_bytes(b, '{order}'{option})",
            (form("int, int -> bytes", call(f"octets::to_{rust}")),),
            "a number that does not fit in so many octets traps",
        ),
    )


RECORDS: tuple[Operation, ...] = (
    _made("bytes"),
    _made("bytearray"),
    Operation("bytes.at", "a[b]", _each("{0}, int -> int", "octets::at", "ref", "value"), _SAME),
    Operation("bytes.list", "list(a)", _each("{0} -> list[int]", "octets::list", "ref"), _SAME),
    Operation(
        "bytes.slice",
        "a[b:c]",
        _each("{0}, optional[int], optional[int] -> {0}", "seq::slice", "ref", "value", "value"),
        "PySlice_AdjustIndices",
    ),
    Operation(
        "bytes.slice.step",
        "a[b:c:d]",
        _each("{0}, optional[int], optional[int], int -> {0}", "seq::slice_step", "ref", "value", "value", "value"),
        "PySlice_AdjustIndices; a zero step traps",
    ),
    *(
        Operation(
            f"{kind}.decode",
            "a.decode()",
            (form(f"{kind} -> str", call("octets::decode", "ref")),),
            "UTF-8; what is none traps",
        )
        for kind in _BOTH
    ),
    Operation("bytes.concat", "a + b", _pairs("{0}, {1} -> {0}", "seq::concat", "ref", "ref"), _SAME),
    Operation("bytes.repeat", "a * b", _each("{0}, int -> {0}", "seq::repeat", "ref", "value"), _SAME),
    Operation(
        "bytes.eq", "a == b", _pairs("{0}, {1} -> bool", "octets::same", "ref", "ref", pure_call=True), "by value"
    ),
    Operation("bytes.contains", "b in a", _each("{0}, int -> bool", "octets::contains", "ref", "value"), _SAME),
    Operation(
        "bytearray.set",
        "a[b] = c",
        (form("bytearray, int, int -> None", call("octets::set", "mut", "value", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.set.slice",
        "a[b:c] = d",
        (
            form("bytearray, optional[int], optional[int], bytes -> None", _put("seq::set_slice")),
            form("bytearray, optional[int], optional[int], bytearray -> None", _put("seq::set_slice")),
            form("bytearray, optional[int], optional[int], list[int] -> None", _put("octets::set_slice")),
        ),
        "PySlice_AdjustIndices; it may grow or shrink; a value outside 0 to 255 traps",
        mutates=(0,),
    ),
    Operation(
        "bytearray.delete.slice",
        "del a[b:c]",
        (form("bytearray, optional[int], optional[int] -> None", pure("seq::delete_slice", "mut", "value", "value")),),
        "PySlice_AdjustIndices",
        mutates=(0,),
    ),
    Operation(
        "bytearray.delete.slice.step",
        "del a[b:c:d]",
        (
            form(
                "bytearray, optional[int], optional[int], int -> None",
                call("seq::delete_step", "mut", "value", "value", "value"),
            ),
        ),
        "PySlice_AdjustIndices; a zero step traps",
        mutates=(0,),
    ),
    Operation(
        "bytearray.delete",
        "del a[b]",
        (form("bytearray, int -> None", call("seq::delete", "mut", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.insert",
        "a.insert(b, c)",
        (form("bytearray, int, int -> None", call("octets::insert", "mut", "value", "value")),),
        "the index is clamped, as Python clamps it; a value outside 0 to 255 traps",
        mutates=(0,),
    ),
    *(each for order in ("big", "little") for signed in (False, True) for each in _of_number(order, signed)),
    Operation("bytearray.copy", "a.copy()", (form("bytearray -> bytearray", call("seq::copy", "ref")),), _SAME),
    Operation(
        "bytearray.append",
        "a.append(b)",
        (form("bytearray, int -> None", call("octets::append", "mut", "value")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.extend",
        "a.extend(b)",
        (
            form("bytearray, list[int] -> None", call("octets::extend", "mut", "ref")),
            form("bytearray, bytes -> None", call("seq::extend", "mut", "ref")),
            form("bytearray, bytearray -> None", call("seq::extend", "mut", "ref")),
        ),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.pop",
        "a.pop()",
        (form("bytearray -> int", call("octets::pop", "mut")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.reverse",
        "a.reverse()",
        (form("bytearray -> None", pure("seq::reverse", "mut")),),
        _SAME,
        mutates=(0,),
    ),
    Operation(
        "bytearray.clear", "a.clear()", (form("bytearray -> None", text("{0}.clear()", "mut")),), _SAME, mutates=(0,)
    ),
)

"""Builtins that run over an array: ``sum(a)``, ``max(a)``, ``set(a)`` … take a list of its NumPy scalars."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.passes import infer_arrays as arrays

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_TAKE = frozenset(f"builtins.{name}" for name in "list sorted set sum tuple min.sequence max.sequence".split()) | {
    "collections.Counter",
    "Counter.update",
}
_TAKE_MORE = ("builtins.sorted.", "builtins.sum.", "builtins.min.", "builtins.max.")
_PLAIN = {"float64": t.FLOAT, "float32": t.FLOAT, "complex128": t.COMPLEX, "bool": t.BOOL} | dict.fromkeys(
    ("int64", "int32", "int16", "int8", "uint32", "uint16", "uint8"), t.INT
)
"""What ``tolist()`` makes of an element; of a ``uint64`` not every value has Rust."""


def takes_items(op: str) -> bool:
    """Whether ``op`` looks at all items of its first argument, or of the second for ``update``."""
    return op in _TAKE or op.startswith(_TAKE_MORE)


def with_items(node: n.Apply, args: tuple[n.Expr, ...]) -> n.Apply | None:
    """``node`` on lists of the items of the arrays; None where it runs over none of them."""
    if not takes_items(node.op):
        return None
    made = tuple(items(a) if isinstance(a.type, t.ArrayOf) and a.type.ndim == 1 else a for a in args)
    return dataclasses.replace(node, args=made) if made != args else None


def items(array: n.Expr) -> n.Expr:
    """The NumPy scalars of a vector, as a list."""
    assert isinstance(array.type, t.ArrayOf)
    return arrays.call("nd::items", (array,), t.ListOf(t.NpScalar(array.type.dtype)), array.line)


def as_lists(inference: Inference, array: n.Expr, line: int) -> n.Expr | None:
    """``array.tolist()``: Python's own numbers, of a matrix in a list for each row."""
    kind = array.type
    if not isinstance(kind, t.ArrayOf) or kind.ndim > 2 or kind.dtype not in _PLAIN:
        return None
    element: t.Type = _PLAIN[kind.dtype]
    made = t.ListOf(element) if kind.ndim == 1 else t.ListOf(t.ListOf(element))
    function = "nd::to_list" if kind.ndim == 1 else "nd::to_lists"
    return arrays.call(f"{function}::<{t.core.RUST_DTYPES[kind.dtype]}, {element.rust}>", (array,), made, line)

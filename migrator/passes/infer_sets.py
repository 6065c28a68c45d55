"""Types of what goes over a set: in CPython's own order, where that can be known.

Ints and tuples of them have the same hash in every process, so the order of a set of them follows from how it was made
(``set_order.rs``). Texts have not: a set of them has an order only as it comes in from Python. Where it turns out at run
time that the order is not known, the loop traps.

    before:  for x in s: total += w[x]          after:  for x in set.in_order(s): total += w[x]
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, walk
from migrator.passes.places import is_place
from migrator.passes.unordered import order_unseen

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_TAKE_ITEMS = frozenset({"builtins.list", "builtins.tuple", "builtins.sum.from", "collections.Counter"})
_LOOSE = {"set.intersection": "set.common", "set.difference": "set.without"}
_BLIND = frozenset({"builtins.len", "builtins.sorted", "set.contains", "set.issubset", "set.issuperset", "set.eq"})
"""What does not see the order of the sets that it is given."""


def of_set(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``list(s)``, ``max(s, key=…)``; None for what a set does itself."""
    by_key = node.op.startswith(("builtins.min.by", "builtins.max.by", "builtins.sorted.by"))
    if not by_key and node.op not in _TAKE_ITEMS:
        return None
    listed = in_order(inference, node.args[0], args[0])
    if node.op == "builtins.list":
        return listed
    return inference.expr(
        dataclasses.replace(node, args=(n.Apply(op="set.in_order", args=node.args[:1], line=node.line), *node.args[1:]))
    )


def distinct_floats(inference: Inference, node: n.Apply) -> n.Expr | None:
    """``sorted(set(xs))`` and ``len(set(xs))`` of floats, which are no keys in Rust."""
    match node:
        case n.Apply(op="builtins.sorted" | "builtins.len" as op, args=(n.Apply(op="builtins.set", args=(whole,)),)):
            if inference.expr(whole).type != t.ListOf(t.FLOAT):
                return None
            distinct = n.Apply(op="float.distinct", args=(whole,), line=node.line)
            return inference.expr(distinct if op == "builtins.sorted" else dataclasses.replace(node, args=(distinct,)))
        case _:
            return None


def in_order(inference: Inference, untyped: n.Expr, whole: n.Expr) -> n.Expr:
    """The elements of the set ``whole`` as a list in CPython's order."""
    assert isinstance(whole.type, t.SetOf)
    if not _hashed_alike(whole.type.element) and not _from_python(inference, whole):
        hint = "Iterate over `sorted(…)` of it."
        message = f"a loop over a {whole.type} depends on the hashes of its elements, which differ from run to run"
        inference.fail("M102", whole.line, message, hint)
    return inference.expr(n.Apply(op="set.in_order", args=(untyped,), line=whole.line))


def _hashed_alike(kind: t.Type) -> bool:
    """Whether the hash of a value is the same in every process."""
    if isinstance(kind, t.TupleOf):
        return all(map(_hashed_alike, kind.elements))
    return kind in (t.INT, t.LONG, t.BOOL, t.UNKNOWN) or isinstance(kind, t.NpScalar)


def _from_python(inference: Inference, whole: n.Expr) -> bool:
    """Whether the set may be one that came in: it has a place, and is not made in the function under a name."""
    if not is_place(whole):
        return False
    made = {
        node.target.name
        for node in walk(inference.function)
        if isinstance(node, n.Assign)
        and isinstance(node.target, n.NameTarget)
        and isinstance(node.value, n.Apply | n.SetExpr | n.BlockExpr)
    }
    return not (isinstance(whole, n.Local) and whole.name in made)


def loosen(function: n.Function) -> n.Function:
    """Return ``function`` with the quick form of ``a & b`` and ``a - b`` where nothing sees the order of what it gives."""

    def loose(node: n.Expr) -> n.Expr:
        if isinstance(node, n.Apply) and node.op in _LOOSE:
            return dataclasses.replace(node, op=_LOOSE[node.op])
        return node

    def change(node: n.Node) -> n.Node:
        match node:
            case n.Apply(op=op, args=args) if op in _BLIND:
                return dataclasses.replace(node, args=tuple(map(loose, args)))
            case n.Truth(value=value):
                return dataclasses.replace(node, value=loose(value))
            case n.Assign(target=n.NameTarget(name=name), value=n.Apply(op=op) as value) if op in _LOOSE:
                return dataclasses.replace(node, value=loose(value)) if order_unseen(function, name) else node
            case _:
                return node

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed

"""Arithmetic of which a mask takes the low bits only: ``(h * 16777619) & 0xFFFFFFFF``, ``x % 2**32``.

Hashes, checksums and random generators multiply far beyond 64 bits and keep the low ones. Those depend on nothing but the
low bits of the operands, so the arithmetic below the mask may drop the rest as it goes: it cannot trap, and is exact.

May assume that types and forms are chosen. The mask must be a literal that is not negative, or a power of two behind ``%``.
"""

from __future__ import annotations

import dataclasses
import operator
from collections import Counter
from collections.abc import Callable, Mapping

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import rebuild, walk, with_blocks
from migrator.ops import OPERATIONS, choose
from migrator.passes.convert import convert


def keep_low_bits(function: n.Function) -> n.Function:
    """Return ``function`` with the operations below such masks marked as ``low``.

    >>> h = n.Local(name="h", type=t.INT)
    >>> product = n.Apply(op="operator.mul", args=(h, n.Const(value=3, type=t.INT)), form=0, type=t.INT)
    >>> masked = n.Apply(op="operator.and", args=(product, n.Const(value=255, type=t.INT)), form=1, type=t.INT)
    >>> body = (n.Return(value=masked),)
    >>> made = keep_low_bits(n.Function(id="m:f", name="f", params=(), body=body))
    >>> made.body[0].value.args[0].low
    True
    """
    made = _visit(_with_masks_joined(function))
    assert isinstance(made, n.Function)
    return made


def _with_masks_joined(function: n.Function) -> n.Function:
    """``h *= 5`` and behind it ``h &= 0xFFFFFFFF`` as ``h = (h * 5) & 0xFFFFFFFF``."""
    nodes = list(walk(function))
    uses = Counter(x.name for x in nodes if isinstance(x, n.Local | n.NameTarget))

    def change(node: n.Node) -> n.Node:
        return with_blocks(rebuild(node, change), lambda stmts: _joined(stmts, uses))

    joined = change(function)
    assert isinstance(joined, n.Function)
    return joined


def _joined(stmts: tuple[n.Stmt, ...], uses: Counter[str]) -> tuple[n.Stmt, ...]:
    made: list[n.Stmt] = []
    for stmt in stmts:
        one = _one(made[-1], stmt, uses) if made else None
        if one is None:
            made.append(stmt)
        else:
            made[-1] = one
    return tuple(made)


def _one(first: n.Stmt, second: n.Stmt, uses: Counter[str]) -> n.Stmt | None:
    """Both as one assignment, where the second masks what the first has made and nobody else sees that."""
    if not (isinstance(first, n.Assign) and isinstance(second, n.Assign)):
        return None
    made, masked, mask = first.target, second.target, second.value
    if not (isinstance(made, n.NameTarget) and isinstance(masked, n.NameTarget) and isinstance(mask, n.Apply)):
        return None
    if not isinstance(first.value, n.Apply) or first.value.op not in _RING:
        return None
    found = _masked(mask)
    read = mask.args[found[0]] if found is not None else None
    if found is None or not isinstance(read, n.Local) or read.name != made.name or read.type != first.value.type:
        return None
    if made.name != masked.name and uses[made.name] != len((made, read)):
        return None
    args = tuple(first.value if place == found[0] else arg for place, arg in enumerate(mask.args))
    return dataclasses.replace(second, value=dataclasses.replace(mask, args=args))


def widen_below_modulus(function: n.Function) -> n.Function:
    """Return ``function`` with products below ``% m`` that may leave 64 bits computed in 128: ``(h * base + c) % m``.

    May assume that ranges are proven.
    """

    def change(node: n.Node) -> n.Node:
        made = rebuild(node, change)
        if not (isinstance(made, n.Apply) and made.op == "operator.floor_mod" and made.type == t.INT):
            return made
        value, modulus = made.args
        if value.type != t.INT or modulus.type != t.INT or not _may_overflow(value):
            return made
        wide = convert(value, t.LONG)
        match = choose(OPERATIONS[made.op], (t.LONG, t.INT))
        assert match is not None
        return dataclasses.replace(made, args=(wide, modulus), form=match.form, proven=False)

    made = change(function)
    assert isinstance(made, n.Function)
    return made


def _may_overflow(node: n.Expr) -> bool:
    """Whether there is a product in the sums and differences of ``node`` that is not known to fit."""
    if not isinstance(node, n.Apply) or node.low or node.op not in _SUMS:
        return False
    return (node.op == "operator.mul" and not node.proven) or any(map(_may_overflow, node.args))


_SUMS = frozenset({"operator.add", "operator.sub", "operator.mul"})


def constant(node: n.Apply) -> n.Expr | None:
    """``2**53``, and what two literals make beyond 64 bits (``(1 << 64) - 1``), as one literal; None for all else."""
    value = _value(node)
    if value is None or not -(2**_BITS) <= value < 2**_BITS:
        return None
    large = not -(2**63) <= value < 2**63
    if not large and node.op != "operator.pow":
        return None
    return n.Const(value=value, type=t.LONG if large else t.INT, line=node.line)


def _value(node: n.Expr) -> int | None:
    """What literals, and arithmetic of literals, come to; None for all else."""
    if isinstance(node, n.Const) and type(node.value) is int:
        return node.value
    if not isinstance(node, n.Apply) or node.op not in _EXACT:
        return None
    values = [_value(arg) for arg in node.args]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if node.op in ("operator.pow", "operator.shl") and not 0 <= known[1] <= _BITS:
        return None
    return _EXACT[node.op](*known)


_BITS = 127
_EXACT: Mapping[str, Callable[..., int]] = {
    "operator.add": operator.add,
    "operator.sub": operator.sub,
    "operator.mul": operator.mul,
    "operator.pow": operator.pow,
    "operator.shl": operator.lshift,
    "operator.neg": operator.neg,
}


def _visit(node: n.Node) -> n.Node:
    if isinstance(node, n.Apply):
        masked = _masked(node)
        if masked is not None:
            place, width = masked
            args = tuple(_low(arg, width) if i == place else arg for i, arg in enumerate(node.args))
            node = dataclasses.replace(node, args=args)
    return rebuild(node, _visit)


def _masked(node: n.Apply) -> tuple[int, t.Type] | None:
    """Which argument of ``node`` only counts by its low bits, and the type it is computed in; None where all bits count."""
    if len(node.args) != 2:
        return None
    left, right = node.args
    if left.type not in (t.INT, t.LONG):
        return None
    if node.op == "operator.and":
        for place, mask in ((0, right), (1, left)):
            if (_value(mask) or 0) > 0:
                return place, left.type
    power = _value(right) or 0
    if node.op == "operator.floor_mod" and power > 0 and power & (power - 1) == 0:
        return 0, left.type
    return None


def _low(node: n.Expr, kind: t.Type) -> n.Expr:
    """``node``, of which nothing but low bits counts."""
    if not isinstance(node, n.Apply) or node.type != kind or node.op not in _RING:
        return node
    form = OPERATIONS[node.op].forms[node.form]
    if form.low is None and form.rust.kind not in ("infix", "prefix"):
        return node
    counted = 1 if node.op == "operator.shl" else len(node.args)
    args = tuple(_low(arg, kind) if place < counted else arg for place, arg in enumerate(node.args))
    return dataclasses.replace(node, args=args, low=form.low is not None)


_RING = frozenset(f"operator.{name}" for name in "add sub mul neg invert and or xor shl".split())
"""The low bits of their results depend on the low bits of their operands only (of a shift: on the whole count)."""

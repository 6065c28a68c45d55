"""Chains of sums, differences and products of NumPy floats, over the statements of one loop.

An infinity or a NaN that comes up in such a chain stays one to its end, so a test there stands for a test of every step.
``cover`` finds the steps that need no test of their own, for ``watch``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk, walk_all

CHAINED = {"operator.add": "+", "operator.sub": "-", "operator.mul": "*"}


def is_chain(node: n.Node) -> bool:
    """Whether ``node`` is a sum, difference or product of two NumPy floats of one dtype."""
    return (
        isinstance(node, n.Apply)
        and node.op in CHAINED
        and isinstance(node.type, t.NpScalar)
        and node.type.dtype.startswith("float")
    )


def operands(node: n.Expr) -> Iterator[n.Local]:
    """The variables that go into the chain ``node``."""
    match node:
        case n.Local():
            yield node
        case n.Convert(value=value):
            yield from operands(value)
        case n.Apply(args=args) if is_chain(node):
            for arg in args:
                yield from operands(arg)
        case _:
            return


@dataclass(frozen=True)
class Covered:
    """``names``: variables that hold untested steps; ``ends``: ids of the operations that make them; ``totals``: running
    totals, to be tested after the loop."""

    names: frozenset[str]
    ends: frozenset[int]
    totals: tuple[n.Local, ...]


def cover(loop: n.For, only_here: Counter[str]) -> Covered:
    """Find the untested steps of ``loop``; ``only_here`` counts the bindings of the variables that are read in it alone."""
    totals = list(_totals(loop))
    names = {total.name for total in totals}
    ends = {id(_end(s)) for s in walk_all(loop.body) if _bound(s) in names}
    if any(isinstance(c, n.Continue) for c in walk_all(loop.body)):
        # A round may end before the test.
        return Covered(frozenset(names), frozenset(ends), tuple(totals))
    for stmt, later in reversed([(s, loop.body[i + 1 :]) for i, s in enumerate(loop.body)]):
        name, end = _bound(stmt), _end(stmt)
        if end is None or name is None or only_here[name] != 1 or name in names:
            continue
        if any(name in {o.name for o in operands(c)} for s in later for c in _certain(s)):
            names.add(name)
            ends.add(id(end))
    return Covered(frozenset(names), frozenset(ends), tuple(totals))


def _bound(stmt: n.Node) -> str | None:
    return stmt.target.name if isinstance(stmt, n.Assign) and isinstance(stmt.target, n.NameTarget) else None


def _end(stmt: n.Node) -> n.Expr | None:
    """The chain whose result ``stmt`` binds to a name."""
    if not isinstance(stmt, n.Assign) or not isinstance(stmt.target, n.NameTarget):
        return None
    value = stmt.value.value if isinstance(stmt.value, n.Convert) else stmt.value
    return value if is_chain(value) else None


def _certain(stmt: n.Stmt) -> Iterator[n.Expr]:
    """The chains that ``stmt`` computes on every path, outermost ones only."""
    if not isinstance(stmt, n.Assign | n.Eval):
        return
    value = stmt.value.value if isinstance(stmt.value, n.Convert) else stmt.value
    if is_chain(value):
        yield value


def _totals(loop: n.For) -> Iterator[n.Local]:
    """Variables that the loop binds to chains of themselves only, and reads nowhere else."""
    bindings: dict[str, list[n.Stmt]] = {}
    for node in walk_all(loop.body):
        if isinstance(node, n.NameTarget):
            bindings.setdefault(node.name, [])
        if isinstance(node, n.Assign) and isinstance(node.target, n.NameTarget):
            bindings.setdefault(node.target.name, []).append(node)
    for name, stmts in bindings.items():
        reads = [c for c in walk_all(loop.body) if isinstance(c, n.Local) and c.name == name]
        targets = sum(isinstance(c, n.NameTarget) and c.name == name for c in walk(loop))
        inside = [[o for o in operands(end) if o.name == name] if (end := _end(s)) is not None else [] for s in stmts]
        if targets == len(stmts) and all(inside) and sum(map(len, inside)) == len(reads):
            yield reads[0]

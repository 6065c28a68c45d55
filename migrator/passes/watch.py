"""Loops whose tests wait until they are done, so that several rounds can run at once.

Runs on owned IR, after ``lines``. In an innermost loop of plain arithmetic over floats, a result that NumPy would warn
about, a zero divisor or a negative square root need not end the loop in the middle: what follows from it is thrown away
with it. Such operations go through the loop's ``Watch``, which traps behind the loop (C2: early or late, but before
anything outside has changed). A loop that leaves in another way, or that has a test which cannot wait, stays as it is.

Sums and products pass an infinity or a NaN on, so of a chain of them only the end is tested: also where the chain goes
over several statements, and where it is a running total of the loop.

    before:  for j in range(m): out[j] = 1.0 / x[j]        after:  for j in range(m): out[j] = watch.true_div(1.0, x[j])
                                                                   settle watch
"""

from __future__ import annotations

import dataclasses
from collections import Counter

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, new_name, rebuild, walk, walk_all
from migrator.ops import OPERATIONS
from migrator.passes.chains import cover
from migrator.passes.chains import is_chain as _is_chain
from migrator.passes.chains import operands as _operands
from migrator.passes.effects import rebound

_WISH = "watch"


def watch_loops(function: n.Function) -> n.Function:
    """Return ``function`` with ``For.watch`` and ``Apply.watch`` set where tests can wait."""
    taken = {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget | n.Alias)}
    taken |= {p.name for p in function.params} | {g.name for g in function.globals}
    name = new_name(_WISH, taken)

    counts = Counter(rebound(function.body))

    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.For) and _can_wait(node, function.option_locals):
            return _marked(node, name, _reads_inside(node, function, counts))
        return node

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed


def _reads_inside(loop: n.For, function: n.Function, counts: Counter[str]) -> Counter[str]:
    """How often each variable is bound, of those that are read nowhere but in ``loop``."""
    everywhere = Counter(c.name for c in walk(function) if isinstance(c, n.Local))
    inside = Counter(c.name for c in walk(loop) if isinstance(c, n.Local))
    return Counter({name: counts[name] for name in inside if inside[name] == everywhere[name]})


def _marked(loop: n.For, name: str, counts: Counter[str]) -> n.For:
    covered = cover(loop, counts)

    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Apply) and _waits(node):
            passed_on = _is_chain(node) and any(o.name in covered.names for o in _operands(node))
            node = dataclasses.replace(node, watch=name, covered=id(node) in covered.ends, coarse=passed_on)
        return rebuild(node, change)

    body = tuple(s for s in map(change, loop.body) if isinstance(s, n.Stmt))
    return dataclasses.replace(loop, body=body, watch=name, totals=covered.totals)


def _can_wait(loop: n.For, options: frozenset[str]) -> bool:
    """Whether nothing in ``loop`` but operations that can wait, and indices, would leave it."""
    if any(isinstance(c, n.SequenceIter) and c.live for c in walk(loop.iter)):
        return False
    found = False
    for node in walk_all(loop.body):
        if isinstance(node, n.Apply) and _waits(node):
            found = True
        elif not _stays_inside(node, options):
            return False
    return found


def _waits(node: n.Apply) -> bool:
    """Whether the operation can trap, and computes on all the same."""
    operation = OPERATIONS.get(node.op)
    return operation is not None and not node.proven and bool(operation.forms[node.form].watched)


def _stays_inside(node: n.Node, options: frozenset[str]) -> bool:
    match node:
        case n.Local(name=name):
            return name not in options
        case n.Apply(op="array.len" | "array.shape" | "array.size"):
            return True
        case n.Apply(op=op, form=form, proven=proven):
            operation = OPERATIONS.get(op)
            if operation is None or operation.mutates:
                return False
            chosen = operation.forms[form]
            return not (chosen.plain if proven and chosen.plain else chosen.rust).traps
        case n.Cell():
            return True
        case n.Index(base=base):
            return node.type.copy and isinstance(base.type, t.ListOf | t.ArrayOf | t.TupleOf)
        case n.Convert(value=value, type=target):
            return _converts(value.type, target)
        case n.IndexTarget(base=base):
            return isinstance(base.type, t.ListOf) and base.type.element.copy
        case n.Logic() | n.Not() | n.Truth() | n.Cond() | n.IsNone() | n.TupleExpr() | n.Const() | n.BlockExpr():
            return True
        case n.Assign() | n.ParallelAssign() | n.Eval() | n.If() | n.Continue():
            return True
        case n.NameTarget() | n.TupleTarget() | n.CellTarget():
            return True
        case _:
            return False


def _converts(source: t.Type, target: t.Type) -> bool:
    """Whether the conversion always succeeds."""
    floats = (t.FLOAT, t.NpScalar("float64"))
    if isinstance(target, t.Number):
        return source in floats or isinstance(source, t.Number)
    if target in floats:
        return source in (*floats, t.BOOL, t.INT) or isinstance(source, t.NpScalar | t.Number)
    return target == t.INT and source == t.BOOL

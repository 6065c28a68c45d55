"""Changes that are known to change nothing: they are no mutants, because no proof could notice them.

Each rule here is an argument from the tree. Where there is none, the variant stays, and is a survivor if nothing shows
it wrong.
"""

from __future__ import annotations

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk

_SMALL = 2**31


def names(node: n.Node) -> set[str]:
    """Return the variables that are read at or below ``node``."""
    return {c.name for c in walk(node) if isinstance(c, n.Local)}


def slow_counters(function: n.Function) -> frozenset[str]:
    """Return the int variables that start small and only move by small constants: they would need 2**32 rounds to
    leave 64 bits, so what happens there is out of reach."""
    values: dict[str, list[n.Expr | None]] = {}
    for node in walk(function):
        match node:
            case n.Assign(target=n.NameTarget(name=name), value=value):
                values.setdefault(name, []).append(value)
            case n.NameTarget(name=name):
                values.setdefault(name, []).append(None)
            case _:
                pass
    for stmt in walk(function):
        if isinstance(stmt, n.Assign) and isinstance(stmt.target, n.NameTarget):
            values[stmt.target.name].remove(None)
        if isinstance(stmt, n.For):
            for name in _counting(stmt):
                values[name] = [v for v in values.get(name, []) if v is not None]
                values[name].append(n.Const(value=0, type=t.INT))
    params = {p.name for p in function.params}
    found = {name for name in values if name not in params}
    while True:
        kept = {name for name in found if all(v is not None and _steps(name, v, found) for v in values[name])}
        if kept == found:
            return frozenset(kept)
        found = kept


def _counting(loop: n.For) -> list[str]:
    """The variables of ``enumerate``, which count rounds."""
    match loop.iter, loop.target:
        case n.EnumerateIter(start=n.Const()), n.TupleTarget(items=(n.NameTarget(name=name), _)):
            return [name]
        case _:
            return []


def _steps(name: str, value: n.Expr, slow: set[str]) -> bool:
    match value:
        case n.Apply(op="operator.add" | "operator.sub", args=(n.Local(name=other), by)) if other == name:
            return is_small(by, set())
        case _:
            return is_small(value, slow - {name})


def is_small(value: n.Expr, slow: set[str] | frozenset[str]) -> bool:
    """Whether an int cannot come near 64 bits: a constant, a length, a counter, or a sum of these."""
    match value:
        case n.Const(value=v):
            return isinstance(v, int) and abs(v) < _SMALL
        case n.Local(name=name):
            return name in slow
        case n.Apply(op="builtins.len" | "array.len" | "array.size"):
            return True
        case n.Apply(op="operator.add" | "operator.sub", args=(left, right)):
            return is_small(left, slow) and is_small(right, slow)
        case n.Apply(op="operator.floor_div" | "operator.floor_mod", args=(left, right)):
            return is_small(left, slow) or is_small(right, slow)
        case n.Cond(then=then, orelse=orelse):
            return is_small(then, slow) and is_small(orelse, slow)
        case n.Convert(value=inner):
            return inner.type == t.BOOL or is_small(inner, slow)
        case n.Index(base=n.Apply(op="array.shape")):
            return True
        case _:
            return False


def harmless(node: n.Apply, what: str, slow: frozenset[str]) -> bool:
    """Whether this mistake of an operation cannot show for these operands."""
    if node.args and all(a.type == t.INT for a in node.args):
        small = all(is_small(a, slow) for a in node.args)
        if small and ("wraps" in what or what == "divides rounded floats"):
            return True
    match node:
        case n.Apply(op="operator.true_div" | "operator.floor_div" | "operator.floor_mod", args=(_, n.Const(value=v))):
            # A constant divisor: never zero, and where it is positive Euclid's division is Python's.
            return "Python raises" in what or (
                isinstance(v, int | float) and v > 0 and ("Euclid" in what or "never negative" in what)
            )
        case n.Apply(op="operator.pow", args=(n.Convert() | n.Local(), n.Const(value=v))):
            return isinstance(v, float) and v > 0 and v == int(v) and "Python raises" in what and v < 2
        case _:
            return False


def edge(node: n.Apply) -> bool:
    """Whether ``<`` for ``<=`` (and the like) cannot matter: both sides are the same expression."""
    return len(node.args) == 2 and node.args[0] == node.args[1]


def order_matters(loop: n.For) -> bool:
    """Whether rounds depend on those before: a float is carried from round to round, or the loop ends early."""
    for node in walk(loop):
        match node:
            case n.Return() | n.Break():
                return True
            case n.Assign(target=n.NameTarget(name=name, type=t.Float() | t.NpScalar() | t.Number()), value=value):
                if name in names(value):
                    return True
            case _:
                pass
    return False

"""Changes that are known to change nothing: they are no mutants, because no proof could notice them.

Each rule here is an argument from the tree. Where there is none, the variant stays, and is a survivor if nothing shows
it wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.printer import expr as text
from migrator.ir.walk import root_name, target_names, walk
from migrator.ops import OPERATIONS
from migrator.passes.ranges import TOP, Interval, intervals

_SMALL = 2**31
_MIN = -(2**63)
_EXACT = 2**53
_DIVISIONS = frozenset({"operator.true_div", "operator.floor_div", "operator.floor_mod"})


def names(node: n.Node) -> set[str]:
    """Return the variables that are read at or below ``node``."""
    return {c.name for c in walk(node) if isinstance(c, n.Local)}


@dataclass(frozen=True)
class Growth:
    """How the ints of a function grow: ``steady`` variables have few small values, ``slow`` ones (and lists) grow by
    small constants, so that they would need 2**32 rounds to leave 64 bits."""

    steady: frozenset[str] = frozenset()
    slow: frozenset[str] = frozenset()


def growth(function: n.Function) -> Growth:
    """Return what of ``function`` cannot come near 64 bits."""
    flows = _flows(function)
    outside = {p.name for p in function.params} | {g.name for g in function.globals}
    steady = slow = frozenset(flows) - outside
    while True:
        found = Growth(steady, slow)
        steady = frozenset(n for n in steady if all(v is not None and is_steady(v, found) for v in flows[n]))
        if steady == found.steady:
            break
    while True:
        found = Growth(steady, slow)
        slow = frozenset(n for n in slow if all(v is not None and is_small(v, found) for v in flows[n]))
        if slow == found.slow:
            return found


def _flows(function: n.Function) -> dict[str, list[n.Expr | None]]:
    """Return what flows into each variable, and into the lists it is; None for what is not followed."""
    flows: dict[str, list[n.Expr | None]] = {}

    def into(target: n.Node, value: n.Expr | None) -> None:
        match target:
            case n.NameTarget(name=name):
                flows.setdefault(name, []).append(value)
            case n.TupleTarget(items=items):
                for item in items:
                    into(item, None)
            case n.IndexTarget(base=base) | n.CellTarget(base=base):
                flows.setdefault(root_name(base) or "", []).append(value)
            case _:
                pass

    for node in walk(function):
        match node:
            case n.Assign(target=target, value=value):
                into(target, value)
            case n.ParallelAssign(targets=targets, values=values):
                for one, flowing in zip(targets, values, strict=True):
                    into(one, flowing)
            case n.For(target=target, iter=iterable):
                for name, item in _items(iterable, target):
                    flows.setdefault(name, []).append(item)
            case n.Apply(op="list.append", args=(base, value)) | n.Apply(op="list.insert", args=(base, _, value)):
                flows.setdefault(root_name(base) or "", []).append(value)
            case n.Apply(op=op, args=(base, *_)) if op in OPERATIONS and OPERATIONS[op].mutates:
                flows.setdefault(root_name(base) or "", []).append(None)
            case n.Invoke(args=args):
                for arg in args:
                    if not arg.type.copy:
                        flows.setdefault(root_name(arg) or "", []).append(None)
            case _:
                pass
    return flows


def _items(iterable: n.Iter, target: n.Target) -> list[tuple[str, n.Expr | None]]:
    """What a loop binds: counts of rounds are small, items of a list are what flows into the list."""
    match iterable, target:
        case n.RangeIter(start=start, step=None | n.Const()), n.NameTarget(name=name):
            return [(name, start)]
        case n.EnumerateIter(inner=inner, start=start), n.TupleTarget(items=(n.NameTarget(name=name), item)):
            return [(name, start), *_items(inner, item)]
        case n.ZipIter(inner=inners), n.TupleTarget(items=items) if len(inners) == len(items):
            return [pair for inner, item in zip(inners, items, strict=True) for pair in _items(inner, item)]
        case n.SequenceIter(value=n.Local() as value), n.NameTarget(name=name) if isinstance(value.type, t.ListOf):
            return [(name, value)]
        case _:
            return [(name, None) for name in target_names(target)]


def is_steady(value: n.Expr, known: Growth) -> bool:
    """Whether an int is one of a few small values however often it is computed."""
    match value:
        case n.Const(value=v):
            return isinstance(v, int) and abs(v) < _SMALL
        case n.Local(name=name):
            return name in known.steady
        case n.Apply(op="builtins.len" | "array.len" | "array.size") | n.Index(base=n.Apply(op="array.shape")):
            return True
        case n.Cond(then=then, orelse=orelse):
            return is_steady(then, known) and is_steady(orelse, known)
        case n.Convert(value=inner):
            return inner.type == t.BOOL
        case n.Apply(op="operator.add" | "operator.sub" | "builtins.min" | "builtins.max", args=(left, right)):
            return is_steady(left, known) and is_steady(right, known)
        case _:
            return False


def is_small(value: n.Expr, known: Growth) -> bool:
    """Whether an int, or every int in a list, grows by no more than a small constant over what is slow."""
    if is_steady(value, known):
        return True
    match value:
        case n.Local(name=name) | n.Index(base=n.Local(name=name)):
            return name in known.slow
        case n.Apply(op="operator.add" | "operator.sub", args=(left, right)):
            return any(is_small(one, known) and is_steady(by, known) for one, by in ((left, right), (right, left)))
        case n.Apply(op="builtins.min" | "builtins.max", args=args):
            return all(is_small(a, known) for a in args)
        case n.Apply(op="operator.floor_div" | "operator.floor_mod", args=(left, n.Const(value=int() as v))):
            return v > 0 and (is_small(left, known) or v < _SMALL)
        case n.Apply(op="list.repeat" | "list.slice" | "list.slice.step", args=(base, *_)):
            return is_small(base, known)
        case n.Apply(op="list.concat" | "list.copy" | "builtins.list" | "builtins.sorted", args=args):
            return all(is_small(a, known) for a in args)
        case n.ListExpr(items=items):
            return all(is_small(i, known) for i in items)
        case n.BlockExpr(value=inner) | n.Convert(value=inner):
            return is_small(inner, known)
        case n.Cond(then=then, orelse=orelse):
            return is_small(then, known) and is_small(orelse, known)
        case _:
            return False


@dataclass(frozen=True)
class Known:
    """What is known of one function: the intervals of its int expressions, and how ints grow."""

    ranges: dict[int, Interval]
    growth: Growth
    idle_edges: frozenset[int]
    """Comparisons whose edge does not matter, by ``id``."""

    def range(self, value: n.Expr) -> Interval:
        """Return what an int expression can be."""
        return self.ranges.get(id(value), TOP)

    def edge_is_idle(self, node: n.Apply) -> bool:
        """Whether ``<`` for ``<=`` (and the like) cannot matter."""
        return id(node) in self.idle_edges or (len(node.args) == 2 and text(node.args[0]) == text(node.args[1]))

    def counts_from_the_front(self, index: n.Expr) -> bool:
        """Whether an index is never negative."""
        return self.range(index)[0] >= 0


def known(function: n.Function) -> Known:
    """Return what is known of ``function``."""
    idle = frozenset(id(stmt.test) for stmt in walk(function) if isinstance(stmt, n.If) and _keeps_the_best(stmt))
    return Known(intervals(function), growth(function), idle)


def _keeps_the_best(stmt: n.If) -> bool:
    """``if value < best: best = value`` of ints: where they are equal, it does not matter which."""
    match stmt:
        case n.If(
            test=n.Apply(op="operator.lt" | "operator.le" | "operator.gt" | "operator.ge", args=(left, right)),
            body=(n.Assign(target=n.NameTarget(name=name), value=value),),
            orelse=(),
        ) if left.type == right.type == t.INT:
            best = {text(left): right, text(right): left}.get(text(value))
            return isinstance(best, n.Local) and best.name == name
        case _:
            return False


def harmless(node: n.Apply, what: str, known: Known) -> bool:
    """Whether this mistake of an operation cannot show for these operands."""
    if node.args and all(a.type == t.INT for a in node.args):
        return _harmless_ints(node, what, known)
    match node:
        case n.Apply(op="operator.true_div" | "operator.floor_div" | "operator.floor_mod", args=(_, n.Const())):
            return "Python raises" in what or "infinity" in what  # a constant divisor is not zero
        case _:
            return False


def _harmless_ints(node: n.Apply, what: str, known: Known) -> bool:
    ranges = [known.range(a) for a in node.args]
    if "wraps" in what:
        smallest = any(low == _MIN for low, _ in ranges)
        if node.op in ("operator.neg", "builtins.abs"):
            return not smallest
        return all(is_small(a, known.growth) for a in node.args)
    if node.op in ("operator.shr", "operator.shl"):
        low, high = ranges[-1]
        return node.op == "operator.shr" and low >= 0 and high < 64
    if node.op not in _DIVISIONS or len(ranges) != 2:
        return False
    (low, _), (lowest, highest) = ranges
    divisor = node.args[1]
    never_zero = lowest > 0 or highest < 0 or (isinstance(divisor, n.Const) and divisor.value != 0)
    if "Python raises" in what:
        return never_zero and (lowest > -1 or low > _MIN) and (node.op != "operator.floor_div" or low >= 0)
    if what == "divides rounded floats":
        return all(a >= -_EXACT and b <= _EXACT for a, b in ranges) or all(is_small(a, known.growth) for a in node.args)
    return lowest >= 0 and (low >= 0 or "Euclid" in what or "never negative" in what)


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

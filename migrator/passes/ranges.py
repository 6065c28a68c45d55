"""Interval analysis of ints: marks the operations that cannot leave 64 bits, so that the plain operator may stand.

Runs last, on owned IR. Every int is within 64 bits (what is not has trapped), lengths are below 2**48 (no address space
holds more), a loop over ``range`` bounds its variable, and conditions bound what they compare. At the head of a loop
everything that the loop assigns is unknown, but for variables that it only ever raises or only ever lowers.

    before:  for i in range(len(xs)): … operator.add(i, 1)      after:  … operator.add!(i, 1)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import children, rebuild, target_names, walk

Interval = tuple[int, int]
Env = dict[str, Interval]
_MIN, _MAX = -(2**63), 2**63 - 1
TOP: Interval = (_MIN, _MAX)
_LENGTH: Interval = (0, 2**48)
_INT_DTYPES = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "bool": (0, 1),
}


def prove_ranges(function: n.Function) -> n.Function:
    """Return ``function`` with ``Apply.proven`` set where an int operation cannot trap."""
    body, _ = _Ranges().block(function.body, {})
    return dataclasses.replace(function, body=body)


def intervals(function: n.Function) -> dict[int, Interval]:
    """Return what each int expression of ``function`` can be, by its ``id``; one that is not there can be anything."""
    recording = _Recording()
    recording.block(function.body, {})
    return recording.found


class _Ranges:
    """Walks forward; ``env`` maps int locals to what they can be, and is never changed in place."""

    def block(self, stmts: tuple[n.Stmt, ...], env: Env) -> tuple[tuple[n.Stmt, ...], Env]:
        result = []
        for stmt in stmts:
            made, env = self.stmt(stmt, env)
            result.append(made)
        return tuple(result), env

    def stmt(self, stmt: n.Stmt, env: Env) -> tuple[n.Stmt, Env]:
        loose = _bound_inside(stmt)
        if loose:
            env = {k: v for k, v in env.items() if k not in loose}
        made, after = self._stmt(stmt, env)
        return made, {k: v for k, v in after.items() if k not in loose} if loose else after

    def _stmt(self, stmt: n.Stmt, env: Env) -> tuple[n.Stmt, Env]:
        match stmt:
            case n.Assign(target=target, value=value):
                made = self.expr(value, env)
                place = self.target(target, env)
                return dataclasses.replace(stmt, target=place, value=made), self._bound(target, made, env)
            case n.ParallelAssign(targets=targets, values=values):
                made_values = tuple(self.expr(v, env) for v in values)
                places = tuple(self.target(x, env) for x in targets)
                after = env
                for target, value in zip(targets, made_values, strict=True):
                    after = self._bound(target, value, after, env)
                return dataclasses.replace(stmt, targets=places, values=made_values), after
            case n.Within(value=n.Local(name=name), power=power):
                low, high = env.get(name, TOP)
                return stmt, {**env, name: (max(low, -(2**power)), min(high, 2**power))}
            case n.If(test=test, body=body, orelse=orelse):
                made_test = self.expr(test, env)
                then, after_then = self.block(body, refine(test, True, env))
                other, after_else = self.block(orelse, refine(test, False, env))
                after = _after_if(then, after_then, other, after_else)
                return dataclasses.replace(stmt, test=made_test, body=then, orelse=other), after
            case n.While(test=test, body=body, orelse=orelse):
                head = self._head(stmt, env)
                made_test = self.expr(test, head)
                made_body, _ = self.block(body, refine(test, True, head))
                made_else, _ = self.block(orelse, refine(test, False, head))
                # A `break` leaves with the condition still true, so it bounds nothing afterwards.
                done = dataclasses.replace(stmt, test=made_test, body=made_body, orelse=made_else)
                return done, _forget(stmt, head)
            case n.For(target=target, iter=iterable, body=body, orelse=orelse):
                made_iter = rebuild(iterable, lambda x: self._any(x, env))
                head = self._head(stmt, env)
                inside = {**head, **self._items(iterable, target, env)}
                made_body, _ = self.block(body, inside)
                made_else, _ = self.block(orelse, head)
                counted = dataclasses.replace(stmt, iter=made_iter, body=made_body, orelse=made_else)
                return counted, _forget(stmt, head)
            case _:
                made_stmt = rebuild(stmt, lambda x: self._any(x, env))
                assert isinstance(made_stmt, n.Stmt)
                return made_stmt, _forget(stmt, env)

    def _any(self, node: n.Node, env: Env) -> n.Node:
        if isinstance(node, n.Expr):
            return self.expr(node, env)
        return rebuild(node, lambda x: self._any(x, env))

    def target(self, target: n.Target, env: Env) -> n.Target:
        made = rebuild(target, lambda x: self._any(x, env))
        if isinstance(made, n.CellTarget):
            return dataclasses.replace(made, proven=self._counted(made.indices, env))
        assert isinstance(made, n.NameTarget | n.TupleTarget | n.IndexTarget | n.CellTarget | n.AttrTarget)
        return made

    def _bound(self, target: n.Target, value: n.Expr, env: Env, old: Env | None = None) -> Env:
        if isinstance(target, n.TupleTarget) and isinstance(value, n.Apply) and value.op == "array.shape":
            return {**env, **dict.fromkeys(target_names(target), _LENGTH)}
        if isinstance(target, n.NameTarget) and target.type == t.INT:
            return {**env, target.name: self.interval(value, env if old is None else old)}
        return {k: v for k, v in env.items() if k not in set(target_names(target))}

    def _head(self, stmt: n.While | n.For, env: Env) -> Env:
        """What holds at the start of every round."""
        head = dict(env)
        for name in _assigned(stmt):
            low, high = env.get(name, TOP)
            ways = _ways(stmt, name)
            head[name] = (low if ways == "up" else _MIN, high if ways == "down" else _MAX)
        return head

    def _items(self, iterable: n.Iter, target: n.Target, env: Env) -> Env:
        match iterable, target:
            case n.RangeIter(start=start, stop=stop, step=step), n.NameTarget(name=name):
                first, last = self.interval(start, env), self.interval(stop, env)
                if step is None or _constant(step, positive=True):
                    return {name: (first[0], max(first[0], last[1] - 1))}
                if _constant(step, positive=False):
                    return {name: (min(first[1], last[0] + 1), first[1])}
                return {name: TOP}
            case n.EnumerateIter(inner=inner, start=start), n.TupleTarget(items=(counter, item)):
                low, high = self.interval(start, env)
                counted = (low, min(_MAX, high + _LENGTH[1]))
                own = {counter.name: counted} if isinstance(counter, n.NameTarget) else {}
                return {**own, **self._items(inner, item, env)}
            case n.ZipIter(inner=inners), n.TupleTarget(items=items) if len(inners) == len(items):
                found: Env = {}
                for inner, item in zip(inners, items, strict=True):
                    found.update(self._items(inner, item, env))
                return found
            case _:
                return dict.fromkeys(target_names(target), TOP)

    # --- expressions ---

    def expr(self, node: n.Expr, env: Env) -> n.Expr:
        match node:
            case n.BlockExpr(body=body, value=value):
                made, after = self.block(body, _forget(node, env))
                return dataclasses.replace(node, body=made, value=self.expr(value, after))
            case n.Logic(kind=kind, left=left, right=right):
                inside = refine(left, kind == "and", env)
                return dataclasses.replace(node, left=self.expr(left, env), right=self.expr(right, inside))
            case n.Cond(test=test, then=then, orelse=orelse):
                return dataclasses.replace(
                    node,
                    test=self.expr(test, env),
                    then=self.expr(then, refine(test, True, env)),
                    orelse=self.expr(orelse, refine(test, False, env)),
                )
            case n.Apply(op=op) if node.type == t.INT and op in _RESULTS:
                applied = rebuild(node, lambda x: self._any(x, env))
                assert isinstance(applied, n.Apply)
                low, high = self.exact(node, env)
                fits = low >= _MIN and high <= _MAX
                if op in _POSITIVE_DIVISOR:
                    fits = self.interval(node.args[1], env)[0] >= 1
                return dataclasses.replace(applied, proven=fits)
            case _:
                rebuilt = rebuild(node, lambda x: self._any(x, env))
                assert isinstance(rebuilt, n.Expr)
                if isinstance(rebuilt, n.Cell):
                    return dataclasses.replace(rebuilt, proven=self._counted(rebuilt.indices, env))
                return rebuilt

    def _counted(self, indices: tuple[n.Expr, ...], env: Env) -> bool:
        """Whether no index counts from the end."""
        return all(self.interval(i, env)[0] >= 0 for i in indices)

    def exact(self, node: n.Apply, env: Env) -> Interval:
        """The interval of the mathematical result, which may leave 64 bits."""
        return _RESULTS[node.op](*(self.interval(a, env) for a in node.args))

    def interval(self, node: n.Expr, env: Env) -> Interval:
        """What ``node``, an int, can be once it has been computed without a trap."""
        match node:
            case n.Const(value=bool()):
                return (0, 1)
            case n.Const(value=int() as value):
                return (value, value)
            case n.Local(name=name):
                return env.get(name, TOP)
            case n.Apply(op="array.len" | "array.size" | "builtins.len"):
                return _LENGTH
            case n.Index(base=n.Apply(op="array.shape")):
                return _LENGTH
            case n.Apply(op=op, args=args) if op in _RESULTS and all(a.type == t.INT for a in args):
                low, high = self.exact(node, env)
                if node.low and not (low >= _MIN and high <= _MAX):
                    return TOP
                return (max(_MIN, min(low, _MAX)), max(_MIN, min(high, _MAX)))
            case n.Convert(value=value) if isinstance(value.type, t.NpScalar):
                return _INT_DTYPES.get(value.type.dtype, TOP)
            case n.Convert(value=value) if value.type == t.BOOL:
                return (0, 1)
            case n.Apply(op="builtins.int", args=(value,)):
                return self.interval(value, env) if value.type == t.INT else TOP
            case n.Cond(then=then, orelse=orelse):
                a, b = self.interval(then, env), self.interval(orelse, env)
                return (min(a[0], b[0]), max(a[1], b[1]))
            case _:
                return TOP


class _Recording(_Ranges):
    """Remembers the interval of every int expression that it comes by; of one that stands in two places, both."""

    def __init__(self) -> None:
        self.found: dict[int, Interval] = {}

    def expr(self, node: n.Expr, env: Env) -> n.Expr:
        if node.type == t.INT:
            low, high = self.interval(node, env)
            known = self.found.get(id(node), (low, high))
            self.found[id(node)] = (min(low, known[0]), max(high, known[1]))
        return super().expr(node, env)


def _add(a: Interval, b: Interval) -> Interval:
    return (a[0] + b[0], a[1] + b[1])


def _sub(a: Interval, b: Interval) -> Interval:
    return (a[0] - b[1], a[1] - b[0])


def _mul(a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in a for y in b]
    return (min(corners), max(corners))


def _neg(a: Interval) -> Interval:
    return (-a[1], -a[0])


def _abs(a: Interval) -> Interval:
    low = 0 if a[0] <= 0 <= a[1] else min(abs(a[0]), abs(a[1]))
    return (low, max(abs(a[0]), abs(a[1])))


def _min(a: Interval, b: Interval) -> Interval:
    return (min(a[0], b[0]), min(a[1], b[1]))


def _max(a: Interval, b: Interval) -> Interval:
    return (max(a[0], b[0]), max(a[1], b[1]))


def _mod(a: Interval, b: Interval) -> Interval:
    return (min(b[0] + 1, 0), max(b[1] - 1, 0))


def _floor_div(a: Interval, b: Interval) -> Interval:
    if b[0] < 1:
        return TOP
    corners = [x // y for x in a for y in b]
    return (min(corners), max(corners))


def _and(a: Interval, b: Interval) -> Interval:
    bounds = [x[1] for x in (a, b) if x[0] >= 0]
    return (0, min(bounds)) if bounds else TOP


_POSITIVE_DIVISOR = frozenset({"operator.floor_div", "operator.floor_mod"})
"""Operations whose plain form holds for a divisor that is at least one."""
_RESULTS: dict[str, Callable[..., Interval]] = {
    "operator.add": _add,
    "operator.sub": _sub,
    "operator.mul": _mul,
    "operator.neg": _neg,
    "operator.floor_div": _floor_div,
    "operator.floor_mod": _mod,
    "operator.and": _and,
    "builtins.abs": _abs,
    "builtins.min": _min,
    "builtins.max": _max,
}


# --- conditions ---

_MIRROR = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_NEGATED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}


def refine(test: n.Expr, holds: bool, env: Env) -> Env:
    """What is known after ``test`` came out as ``holds``."""
    match test:
        case n.Not(value=value):
            return refine(value, not holds, env)
        case n.Logic(kind=kind, left=left, right=right) if (kind == "and") == holds:
            return refine(right, holds, refine(left, holds, env))
        case n.Apply(op=op, args=(left, right)) if op.startswith("operator.") and (
            left.type == right.type == t.INT and op.removeprefix("operator.") in _NEGATED
        ):
            name = op.removeprefix("operator.")
            relation = name if holds else _NEGATED[name]
            ranges = _Ranges()
            env = _compare(left, relation, ranges.interval(right, env), env)
            return _compare(right, _MIRROR[relation], ranges.interval(left, env), env)
        case _:
            return env


def _compare(side: n.Expr, relation: str, other: Interval, env: Env) -> Env:
    if not isinstance(side, n.Local):
        return env
    low, high = env.get(side.name, TOP)
    if relation in ("lt", "le"):
        high = min(high, other[1] - (relation == "lt"))
    elif relation in ("gt", "ge"):
        low = max(low, other[0] + (relation == "gt"))
    elif relation == "eq":
        low, high = max(low, other[0]), min(high, other[1])
    return env if low > high else {**env, side.name: (low, high)}


# --- assignments ---


def _assigned(node: n.Node) -> set[str]:
    return {c.name for c in walk(node) if isinstance(c, n.NameTarget)}


def _bound_inside(stmt: n.Stmt) -> set[str]:
    """The variables that the expressions of ``stmt`` itself bind (``:=``)."""

    def visit(node: n.Node) -> set[str]:
        if isinstance(node, n.BlockExpr):
            return _assigned(node)
        return {name for c in children(node) if not isinstance(c, n.Stmt) for name in visit(c)}

    return visit(stmt)


def _forget(node: n.Node, env: Env) -> Env:
    gone = _assigned(node)
    return {k: v for k, v in env.items() if k not in gone}


def _after_if(then: tuple[n.Stmt, ...], after_then: Env, other: tuple[n.Stmt, ...], after_else: Env) -> Env:
    if _leaves(then):
        return after_else
    if _leaves(other):
        return after_then
    return {
        name: (min(a[0], after_else[name][0]), max(a[1], after_else[name][1]))
        for name, a in after_then.items()
        if name in after_else
    }


def _leaves(stmts: tuple[n.Stmt, ...]) -> bool:
    return bool(stmts) and isinstance(stmts[-1], n.Return | n.TrapStmt | n.Break | n.Continue)


def _ways(loop: n.Node, name: str) -> str:
    """``up``: the loop only ever adds a constant to ``name``; ``down``: only ever subtracts one."""
    ways = set()
    for node in walk(loop):
        match node:
            case n.Assign(target=n.NameTarget(name=bound), value=value) if bound == name:
                ways.add(_way(value, name))
            case n.Assign(target=n.TupleTarget() as target) | n.For(target=target) if name in set(target_names(target)):
                ways.add("")
            case n.ParallelAssign(targets=targets) if any(name in set(target_names(x)) for x in targets):
                ways.add("")
            case _:
                pass
    return ways.pop() if len(ways) == 1 else ""


def _way(value: n.Expr, name: str) -> str:
    match value:
        case n.Apply(op="operator.add" | "operator.sub" as op, args=(n.Local(name=own), step)) if (
            own == name and isinstance(step, n.Const) and isinstance(step.value, int)
        ):
            raises = (step.value >= 0) == (op == "operator.add")
            return "up" if raises else "down"
        case _:
            return ""


def _constant(step: n.Expr, positive: bool) -> bool:
    return (
        isinstance(step, n.Const) and isinstance(step.value, int) and (step.value > 0) == positive and step.value != 0
    )

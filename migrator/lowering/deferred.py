"""Iterators that a variable holds until one later statement uses them up: ``pairs = zip(xs, ys)``, ``gen = (f(x) for …)``.

Such an iterator is lowered where it is used, as lazily as Python's: only what Python computes when the iterator is made is
computed there, the sequences that it runs over. It must be used in one place that is reached once, so that nothing sees it
used up.

    before:  gen = (x + k for x in f(xs))       after:  values = f(xs)
             k = 2                                      k = 2
             return sum(gen)                            return sum(x + k for x in values)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.lowering.context import Context
from migrator.lowering.streams import Stream

_MAKERS = frozenset({"zip", "map", "filter", "enumerate", "reversed"})


def keep_iterator(
    node: cst.CSTNode, rest: Sequence[cst.CSTNode], context: Context, line: int
) -> tuple[n.Stmt, ...] | None:
    """What ``name = iterator`` computes at once, where ``node`` is such and one place in ``rest`` uses it; else None."""
    from migrator.lowering.iterators import lower_iterable

    match node:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[target], value=value)]):
            pass
        case _:
            return None
    if not isinstance(target.target, cst.Name) or not _makes_iterator(value, context):
        return None
    name = target.target.value
    uses = _Uses(name)
    for statement in rest:
        statement.visit(uses)
    if uses.once != 1 or uses.other or context.local(name) != name:
        return None
    made = lower_iterable(value, context)
    if isinstance(made, n.HoleExpr):
        return None
    now: list[n.Stmt] = []
    if isinstance(made, Stream):
        first, *others = made.levels
        now += first.before
        level = dataclasses.replace(first, before=(), iter=bound_at_once(first.iter, now, context, line))
        context.deferred[name] = dataclasses.replace(made, levels=(level, *others))
    else:
        context.deferred[name] = bound_at_once(made, now, context, line)
    return tuple(now)


def keep_range(node: cst.CSTNode, context: Context, line: int) -> tuple[n.Stmt, ...] | None:
    """What ``name = range(…)`` computes, where nothing else binds the name: loops over it are loops over its bounds."""
    from migrator.lowering.iterators import lower_iterable

    match node:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[target], value=cst.Call(func=cst.Name(value="range")) as call)]
        ):
            pass
        case _:
            return None
    if not isinstance(target.target, cst.Name) or context.local("range") is not None:
        return None
    name = target.target.value
    if context.bound.get(name) != 1 or context.local(name) != name or context.names.resolve("range").kind != "builtin":
        return None
    made = lower_iterable(call, context)
    if not isinstance(made, n.RangeIter):
        return None
    now: list[n.Stmt] = []
    over = bound_at_once(made, now, context, line)
    assert isinstance(over, n.RangeIter)
    context.ranges[name] = over
    bounds = {c.name for stmt in now for c in walk(stmt) if isinstance(c, n.NameTarget)}
    context.locals |= bounds  # inner functions share them as they share the range
    if name in context.steady:
        context.steady |= bounds
    return tuple(now)


def _makes_iterator(value: cst.BaseExpression, context: Context) -> bool:
    if isinstance(value, cst.GeneratorExp):
        return True
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Name) or any(a.star for a in value.args):
        return False
    name = value.func.value
    return name in _MAKERS and context.local(name) is None and context.names.resolve(name).kind == "builtin"


def bound_at_once(over: n.Iter, now: list[n.Stmt], context: Context, line: int) -> n.Iter:
    """``over`` with its sequences and bounds under names that are bound at once."""

    def keep(value: n.Expr, wish: str) -> n.Expr:
        if isinstance(value, n.Const):
            return value
        name = context.fresh(wish)
        now.append(n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line))
        return n.Local(name=name, line=line)

    match over:
        case n.RangeIter(start=start, stop=stop, step=step, args=()):
            by = None if step is None else keep(step, "step")
            return dataclasses.replace(over, start=keep(start, "start"), stop=keep(stop, "stop"), step=by)
        case n.RangeIter(args=args):
            kept = tuple(
                n.Starred(value=keep(a.value, "values"), line=line) if isinstance(a, n.Starred) else keep(a, "bound")
                for a in args
            )
            return dataclasses.replace(over, args=kept)
        case n.SequenceIter(value=value):
            return dataclasses.replace(over, value=keep(value, "values"))
        case n.EnumerateIter(inner=inner, start=start):
            whole = bound_at_once(inner, now, context, line)
            return dataclasses.replace(over, inner=whole, start=keep(start, "start"))
        case n.ZipIter(inner=inners):
            return dataclasses.replace(over, inner=tuple(bound_at_once(each, now, context, line) for each in inners))


class _Uses(cst.CSTVisitor):
    """Counts the places where a name stands: those that are reached at most once, and others."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.again = 0
        self.once = 0
        self.other = 0

    def visit_Name(self, node: cst.Name) -> None:
        if node.value != self.name:
            return
        if self.again:
            self.other += 1
        else:
            self.once += 1

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:
        node.value.visit(self)
        return False

    def visit_For(self, node: cst.For) -> bool:
        node.iter.visit(self)
        self._repeated(node.target, node.body)
        if node.orelse is not None:
            node.orelse.visit(self)
        return False

    def visit_While(self, node: cst.While) -> bool:
        self._repeated(node.test, node.body)
        if node.orelse is not None:
            node.orelse.visit(self)
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self._repeated(node.params, node.body)
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        self._repeated(node.params, node.body)
        return False

    def visit_GeneratorExp(self, node: cst.GeneratorExp) -> bool:
        return self._comprehension(node.for_in, node.elt)

    def visit_ListComp(self, node: cst.ListComp) -> bool:
        return self._comprehension(node.for_in, node.elt)

    def visit_SetComp(self, node: cst.SetComp) -> bool:
        return self._comprehension(node.for_in, node.elt)

    def visit_DictComp(self, node: cst.DictComp) -> bool:
        return self._comprehension(node.for_in, node.key, node.value)

    def _comprehension(self, for_in: cst.CompFor, *items: cst.CSTNode) -> bool:
        for_in.iter.visit(self)
        inner = () if for_in.inner_for_in is None else (for_in.inner_for_in,)
        self._repeated(for_in.target, *for_in.ifs, *inner, *items)
        return False

    def _repeated(self, *nodes: cst.CSTNode) -> None:
        self.again += 1
        for node in nodes:
            node.visit(self)
        self.again -= 1

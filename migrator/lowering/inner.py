"""Functions that are defined inside a function, and lambdas with a name: known where they are called.

A lambda stands at the place of its call. An inner function becomes a function of its own, which takes the variables that it
shares as further arguments: what it reads in them at the time of the call is what Python's cell holds then. What it binds
anew (``nonlocal``) it gives back beside its result, and the call binds it.

    before:  def f(n): k = n; def g(x): return x + k; return g(1)      after:  def g(x, k): …    def f(n): k = n; return g(1, k)
             def add(x): nonlocal k; k += x                                    def add(x, k): k += x; return k      k = add(1, k)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, names_read
from migrator.lowering.context import Context, Refused
from migrator.lowering.memo import is_memo, split


@dataclass(frozen=True)
class InnerFunction:
    """An inner function: its id, its parameters, and the variables around it that it reads.

    ``rebound``: those that it binds anew. ``silent``: its own result is None wherever it returns. ``memo``: the variable
    that is its cache.
    """

    id: str
    parameters: cst.Parameters
    free: tuple[str, ...] = ()
    rebound: tuple[str, ...] = ()
    silent: bool = False
    memo: str = ""


def define(node: cst.FunctionDef, context: Context) -> n.Stmt | None:
    """Note the inner function ``node``; a statement that traps where it has no Rust.

    One of several that are bound to a name is a value, which the statement gives to the variable.
    """
    from migrator.lowering.function import lower_inner

    name = node.name.value
    own = _Own.of(node)
    known = InnerFunction(
        _new_id(name, context), node.params, rebound=tuple(sorted(own.rebound)), silent=not own.returns
    )
    several = context.bound.get(name, 0) != 1
    cached = is_memo(node, context)
    if node.decorators and (not cached or several or own.rebound):
        return _refused(node, f"the inner function `{name}` is decorated", context)
    inside = set(context.inner)
    if several and m.findall(node.body, m.Name(name)):
        return _refused(node, f"the inner function `{name}` is bound twice, and names itself", context)
    try:
        made, bound = lower_inner(known, node, context)
        while bound - set(known.rebound):
            # What an inner function of its own binds anew goes through it.
            known = dataclasses.replace(known, rebound=tuple(sorted(bound | set(known.rebound))))
            made, bound = lower_inner(known, node, context)
    except Refused as refused:
        return _refused(node, f"the inner function `{name}`: {refused.diagnostic.message}", context)
    if cached:
        if set(context.inner) != inside:
            return _refused(node, f"the inner function `{name}` is cached, and defines functions", context)
        return _define_cached(made, known, node, context)
    made = _giving_back(made, known)
    candidates = context.locals - {p.name for p in made.params}
    free = tuple(sorted(candidates & _reads(made)))
    context.inner[known.id] = _with_free(made, known.id, free)
    known = dataclasses.replace(known, free=free)
    if several:
        # Which of them a call means shows when it runs, so the name is a variable that holds one.
        target = n.NameTarget(name=name, line=context.line(node))
        return n.Assign(target=target, value=closure_value(known, node, context), line=context.line(node))
    context.callables[name] = known
    return None


def _define_cached(made: n.Function, known: InnerFunction, node: cst.FunctionDef, context: Context) -> n.Stmt:
    """Note a function with a cache; the statement makes the cache."""
    memo, line = context.fresh("memo"), context.line(node)
    candidates = context.locals - {p.name for p in made.params}
    context.locals.add(memo)
    free = (*sorted(candidates & _reads(made)), memo)
    looked, computing = split(made, free, memo, context)
    context.inner[known.id] = looked
    context.inner[computing.id] = _handing_on(computing, known.id, free)
    context.callables[node.name.value] = dataclasses.replace(known, free=free, memo=memo)
    empty = n.DictExpr(keys=(), values=(), line=line)
    return n.Assign(target=n.NameTarget(name=memo, line=line), value=empty, line=line)


def _new_id(name: str, context: Context) -> str:
    """An id that no other inner function of this name has."""
    id, number = f"{context.function}.<locals>.{name}", 1
    while id in context.inner:
        number += 1
        id = f"{context.function}.<locals>.{name}_{number}"
    return id


def name_lambda(name: str, node: cst.Lambda, context: Context) -> bool:
    """Note ``name = lambda …``; False where the name has other bindings, so that a call may mean another one."""
    if context.bound.get(name, 0) != 1:
        return False
    context.callables[name] = node
    return True


def closure_value(known: InnerFunction, node: cst.CSTNode, context: Context) -> n.Expr:
    """The inner function itself, as a value."""
    if known.rebound or known.memo:
        what = "rebinds variables" if known.rebound else "has a cache"
        return context.hole(node, "M105", f"an inner function that {what} is kept as a value")
    return _closure(known.id, known.free, node, context)


def lambda_value(node: cst.Lambda, context: Context) -> n.Expr:
    """A lambda as a value: an inner function without a name."""
    from migrator.lowering.expressions import lower_expression

    params = node.params
    names = [p.name.value for p in (*params.posonly_params, *params.params)]
    defaults = any(p.default is not None for p in (*params.posonly_params, *params.params))
    unusual = params.kwonly_params or params.star_kwarg or isinstance(params.star_arg, cst.Param)
    mentioned = {each.value for each in m.findall(node.body, m.Name()) if isinstance(each, cst.Name)} - set(names)
    hidden = any(name in scope for scope in context.renames for name in mentioned)
    if unusual or defaults or hidden or m.findall(node.body, m.NamedExpr()):
        return context.hole(node, "M105", "this form of lambda as a value has no Rust yet", "Use plain parameters.")
    id = f"{context.function}.<locals>.{context.fresh('lambda')}"
    own = set(names)
    inside = Context(
        context.names,
        own | context.locals,
        owner=context.owner,
        function=id,
        inner=context.inner,
        imports=context.imports,
    )
    inside.steady, inside.ranges = context.steady, {k: v for k, v in context.ranges.items() if k not in own}
    inside.callables = {name: known for name, known in context.callables.items() if name not in own}
    line = context.line(node)
    body = (n.Return(value=lower_expression(node.body, inside), line=line),)
    context.calls.update(inside.calls)
    read = {name for stmt in body for name in names_read(stmt)}
    free = tuple(sorted((context.locals - own) & read))
    made = n.Function(
        id=id,
        name="lambda",
        params=tuple(n.Param(name=name, read=name in read) for name in names),
        body=body,
        globals=tuple(inside.globals.values()),
        guards=tuple(inside.guards.values()),
        calls=tuple(inside.calls),
        signature=", ".join(names),
        holes=tuple(inside.holes),
        line=line,
    )
    context.inner[id] = _with_free(made, id, free)
    return _closure(id, free, node, context)


def _closure(id: str, free: tuple[str, ...], node: cst.CSTNode, context: Context) -> n.Expr:
    """``free`` are held as they are now: each must be bound once, before."""
    line = context.line(node)
    moving = [name for name in free if name not in context.steady]
    if moving:
        message = f"an inner function is kept as a value, and `{moving[0]}`, which it shares, is bound anew"
        return context.hole(node, "M105", message, "Pass what it shares as parameters.")
    if not free:
        return n.FunctionRef(function=id, line=line)
    return n.Closure(function=id, held=tuple(n.Local(name=name, line=line) for name in free), line=line)


def steady_names(node: cst.FunctionDef, parameters: Iterable[str], bound: Mapping[str, int]) -> frozenset[str]:
    """The variables of a function that are bound once: parameters that nothing binds again, others outside of loops."""
    loops = _InLoops(set(bound))
    node.body.visit(loops)
    once = {name for name, count in bound.items() if count == 1 and name not in loops.found}
    given = set(parameters)
    return frozenset((once - given) | (given - set(bound)))


class _InLoops(cst.CSTVisitor):
    """The names among ``bound`` that stand in a loop: they may be bound there again and again."""

    def __init__(self, bound: set[str]) -> None:
        super().__init__()
        self.bound = bound
        self.found: set[str] = set()

    def visit_For(self, node: cst.For) -> bool:
        return self._loop(node.target, node.body)

    def visit_While(self, node: cst.While) -> bool:
        return self._loop(node.test, node.body)

    def _loop(self, *parts: cst.CSTNode) -> bool:
        for part in parts:
            self.found |= {each.value for each in m.findall(part, m.Name()) if isinstance(each, cst.Name)} & self.bound
        return True

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False


def rebound_names(body: cst.BaseSuite) -> frozenset[str]:
    """The names in the ``nonlocal`` statements of a function's own body."""
    found = _Own()
    body.visit(found)
    return frozenset(found.rebound)


class _Own(cst.CSTVisitor):
    """What the body of one function says itself, and no function in it: ``nonlocal`` names, results other than None."""

    def __init__(self) -> None:
        super().__init__()
        self.rebound: set[str] = set()
        self.returns = False

    @classmethod
    def of(cls, node: cst.FunctionDef) -> _Own:
        found = cls()
        node.body.visit(found)
        return found

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False

    def visit_Nonlocal(self, node: cst.Nonlocal) -> None:
        self.rebound |= {item.name.value for item in node.names}

    def visit_Return(self, node: cst.Return) -> None:
        self.returns |= node.value is not None


def given_back(inner: InnerFunction, call: n.Invoke, context: Context) -> n.Expr:
    """The value of ``call``, behind the assignments of what the function binds anew."""
    if not inner.rebound:
        return call
    line = call.line
    targets: list[n.Target] = [n.NameTarget(name=name, line=line) for name in inner.rebound]
    result: n.Expr = n.Const(value=None, line=line)
    if not inner.silent:
        name = context.fresh("result")
        targets.insert(0, n.NameTarget(name=name, line=line))
        result = n.Local(name=name, line=line)
    target = targets[0] if len(targets) == 1 else n.TupleTarget(items=tuple(targets), line=line)
    return n.BlockExpr(body=(n.Assign(target=target, value=call, line=line),), value=result, line=line)


def _giving_back(function: n.Function, inner: InnerFunction) -> n.Function:
    """The function with what it binds anew in its result."""
    if not inner.rebound:
        return function
    kept = tuple(n.Local(name=name) for name in inner.rebound)

    def change(node: n.Node) -> n.Node:
        if not isinstance(node, n.Return):
            return node
        items = kept if inner.silent else (node.value, *kept)
        whole = items[0] if len(items) == 1 else n.TupleExpr(items=items, line=node.line)
        return dataclasses.replace(node, value=whole)

    body = tuple(s for s in (bottom_up(s, change) for s in function.body) if isinstance(s, n.Stmt))
    return dataclasses.replace(function, body=body)


def _refused(node: cst.FunctionDef, message: str, context: Context) -> n.Stmt:
    hole = context.hole(node, "M105", message, "Move it to module level, and pass what it shares as arguments.")
    return n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=hole.line)


def _reads(function: n.Function) -> set[str]:
    return {name for stmt in function.body for name in names_read(stmt)}


def _with_free(function: n.Function, id: str, free: tuple[str, ...]) -> n.Function:
    """The function with ``free`` as parameters, which its calls of itself hand on."""
    params = (*function.params, *(n.Param(name=name) for name in free))
    return dataclasses.replace(_handing_on(function, id, free), params=params)


def _handing_on(function: n.Function, id: str, free: tuple[str, ...]) -> n.Function:
    """The function, whose calls of ``id`` hand on ``free``."""
    own = tuple(n.Local(name=name) for name in free)

    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Invoke) and node.function == id:
            return dataclasses.replace(node, args=(*node.args, *own))
        return node

    body = tuple(s for s in (bottom_up(s, change) for s in function.body) if isinstance(s, n.Stmt))
    return dataclasses.replace(function, body=body)

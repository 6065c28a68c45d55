"""Functions that are defined inside a function, and lambdas with a name: known where they are called.

A lambda stands at the place of its call. An inner function becomes a function of its own, which takes the variables that it
shares as further arguments: what it reads in them at the time of the call is what Python's cell holds then, because
nothing but the function around it binds them (``nonlocal`` is refused).

    before:  def f(n): k = n; def g(x): return x + k; return g(1)      after:  def g(x, k): …    def f(n): k = n; return g(1, k)
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, names_read
from migrator.lowering.context import Context, Refused


@dataclass(frozen=True)
class InnerFunction:
    """An inner function: its id, its parameters, and the variables around it that it reads."""

    id: str
    parameters: cst.Parameters
    free: tuple[str, ...] = ()


def define(node: cst.FunctionDef, context: Context) -> n.Stmt | None:
    """Note the inner function ``node``; a statement that traps where it has no Rust."""
    from migrator.lowering.function import lower_inner

    name = node.name.value
    known = InnerFunction(f"{context.function}.<locals>.{name}", node.params)
    if context.bound.get(name, 0) != 1 or node.decorators:
        return _refused(node, f"the inner function `{name}` is decorated or bound twice", context)
    try:
        made = lower_inner(known, node, context)
    except Refused as refused:
        return _refused(node, f"the inner function `{name}`: {refused.diagnostic.message}", context)
    candidates = context.locals - {p.name for p in made.params}
    free = tuple(sorted(candidates & _reads(made)))
    context.inner[known.id] = _with_free(made, known.id, free)
    context.callables[name] = dataclasses.replace(known, free=free)
    return None


def name_lambda(name: str, node: cst.Lambda, context: Context) -> bool:
    """Note ``name = lambda …``; False where the name has other bindings, so that a call may mean another one."""
    if context.bound.get(name, 0) != 1:
        return False
    context.callables[name] = node
    return True


def _refused(node: cst.FunctionDef, message: str, context: Context) -> n.Stmt:
    hole = context.hole(node, "M105", message, "Move it to module level, and pass what it shares as arguments.")
    return n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=hole.line)


def _reads(function: n.Function) -> set[str]:
    return {name for stmt in function.body for name in names_read(stmt)}


def _with_free(function: n.Function, id: str, free: tuple[str, ...]) -> n.Function:
    """The function with ``free`` as parameters, which its calls of itself hand on."""
    own = tuple(n.Local(name=name) for name in free)

    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Invoke) and node.function == id:
            return dataclasses.replace(node, args=(*node.args, *own))
        return node

    body = tuple(s for s in (bottom_up(s, change) for s in function.body) if isinstance(s, n.Stmt))
    params = (*function.params, *(n.Param(name=name) for name in free))
    return dataclasses.replace(function, body=body, params=params)

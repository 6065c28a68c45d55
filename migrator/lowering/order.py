"""Arguments by keyword may be written in another order than the parameters, and Python computes them as written.

Where they go shows only when the class is known, so where the order may matter they are computed before the call.

    before:  Point(y=xs.pop(), x=xs.pop())       after:  argument = xs.pop(); argument_2 = xs.pop()
                                                         Point(y=argument, x=argument_2)
"""

from __future__ import annotations

import dataclasses

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.lowering.context import Context
from migrator.ops import OPERATIONS
from migrator.ops.callbacks import DRAWS, MAKERS

_Call = n.MethodCall | n.New | n.LibraryCall
_FUNCTIONS = n.FunctionRef | n.Closure
"""Arguments that are functions are known by their place, and need no name."""


def as_written(call: _Call, node: cst.CSTNode, context: Context) -> n.Expr:
    """``call`` (of ``node``), its arguments computed before it where their order may show."""
    named = call.args[len(call.args) - len(call.keywords) :]
    computed = [arg for arg in named if not isinstance(arg, n.Const | n.Local | _FUNCTIONS)]
    if len(named) < 2 or not computed or not any(map(_acts, named)):
        return call
    if any(isinstance(child, n.HoleExpr) for arg in call.args for child in walk(arg)):
        return call
    if isinstance(call, n.MethodCall) and not isinstance(call.base, n.Local):
        hint = "Bind the object, or the arguments, to names first."
        return context.hole(node, "M103", "keywords that call something, of a method of an expression", hint)
    bound = {child.name for arg in call.args for child in walk(arg) if isinstance(child, n.NameTarget)}
    before: list[n.Stmt] = []
    args: list[n.Expr] = []
    for arg in call.args:
        if not isinstance(arg, n.Const | _FUNCTIONS) and not (isinstance(arg, n.Local) and arg.name not in bound):
            name = context.fresh("argument")
            before.append(n.Assign(target=n.NameTarget(name=name, line=call.line), value=arg, line=call.line))
            arg = n.Local(name=name, line=call.line)
        args.append(arg)
    return n.BlockExpr(body=tuple(before), value=dataclasses.replace(call, args=tuple(args)), line=call.line)


def _acts(arg: n.Expr) -> bool:
    """Whether computing ``arg`` may do more than give a value."""
    return any(map(_is_act, walk(arg)))


def _is_act(node: n.Node) -> bool:
    match node:
        case n.Apply(op=op):
            return op.startswith(("method.", "inplace.")) or bool(op in OPERATIONS and OPERATIONS[op].mutates)
        case n.LibraryCall(target=target):
            return target in DRAWS | MAKERS or target.startswith("method.")
        case _:
            return isinstance(node, n.Invoke | n.MethodCall | n.New | n.StarCall | n.BlockExpr)

"""Calls whose result is one of their arguments, or may be: which object that is.

An argument without a name gets one, so that it can be the result: ``half(xs[1:])`` gives back the very list that was passed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

Made = Callable[[n.Invoke, n.Expr], n.Expr]
"""Makes the result of a call and of the argument, which has a name."""


def own_result(inference: Inference, call: n.Invoke, argument: n.Expr, inner: t.Type) -> n.Expr:
    """The result of a call that may be its ``argument``, as a list that this function owns."""
    if isinstance(argument, n.Convert):
        argument = argument.value
    if inner.shape == argument.type.shape and inner != argument.type and not inference.strict:
        inner = argument.type  # what comes back is the argument in the one case, so it tells of the other

    def either(call: n.Invoke, kept: n.Expr) -> n.Expr:
        return n.OrElse(value=call, fallback=kept, type=inner, line=call.line)

    if not isinstance(argument, n.Local) and argument.type == inner and _comes_first(call, argument):
        return _named(inference, call, argument, either)
    if not isinstance(argument, n.Local) or argument.type != inner:
        inference.fail("M303", call.line, "the result of the call may be its argument", "Bind the argument to a name.")
    return either(call, argument)


def given_back(inference: Inference, call: n.Invoke, argument: n.Expr) -> n.Expr:
    """The result of a call that gives back its ``argument``: the argument itself, behind the call."""
    if isinstance(argument, n.Convert):
        argument = argument.value

    def after(call: n.Invoke, kept: n.Expr) -> n.Expr:
        called = n.Eval(value=call, line=call.line)
        return n.BlockExpr(body=(called,), value=kept, type=kept.type, line=call.line)

    if isinstance(argument, n.Local):
        return after(call, argument)
    if argument.type.mutable and _comes_first(call, argument):
        return _named(inference, call, argument, after)
    inference.fail("M303", call.line, "the result of the call is its argument", "Bind the argument to a name.")
    return argument


def _comes_first(call: n.Invoke, argument: n.Expr) -> bool:
    """Whether nothing changes when ``argument`` is computed before all else in the call."""
    binds = any(isinstance(c, n.NameTarget | n.Invoke | n.MethodCall) for c in walk(argument))
    return not binds and all(a is argument or _is_plain(a) for a in call.args)


def _named(inference: Inference, call: n.Invoke, argument: n.Expr, made: Made) -> n.Expr:
    """The argument gets a name, under which ``made`` makes the result of it."""
    if not inference.strict:
        return made(call, argument)
    name, kind = inference.unused("argument"), argument.type
    inference.variables[name] = kind
    local = n.Local(name=name, type=kind, line=call.line)
    bound = n.Assign(target=n.NameTarget(name=name, type=kind, line=call.line), value=argument, line=call.line)
    named = dataclasses.replace(call, args=tuple(local if a is argument else a for a in call.args))
    result = made(named, local)
    return n.BlockExpr(body=(bound,), value=result, type=result.type, line=call.line)


def _is_plain(value: n.Expr) -> bool:
    """Whether ``value`` is made of variables and constants by arithmetic alone."""
    match value:
        case n.Local() | n.Const():
            return True
        case n.Apply(op=op, args=args):
            return op.startswith("operator.") and all(map(_is_plain, args))
        case n.Convert(value=inner):
            return _is_plain(inner)
        case _:
            return False

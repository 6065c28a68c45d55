"""Calls of the module ``random``: draws from its hidden generator, which becomes a parameter."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context

Arguments = list[cst.BaseExpression]
Keywords = dict[str, cst.BaseExpression]
_PARAMETERS = {
    "random": "",
    "getrandbits": "k",
    "randint": "a b",
    "uniform": "a b",
    "gauss": "mu=0.0 sigma=1.0",
    "normalvariate": "mu=0.0 sigma=1.0",
    "expovariate": "lambd",
    "seed": "a",
}
"""Functions of scalars: their parameters, in order, with defaults."""
_OF_LISTS = frozenset({"choice", "choices", "sample"})


def random_call(target: str) -> Callable[[cst.Call, Arguments, Keywords, Context], n.Expr | None] | None:
    """What lowers a call of ``target`` (``random.randint``); None where it is not one of those with Rust."""
    module, _, name = target.partition(".")
    if module != "random":
        return None
    if name == "randrange":
        return _randrange
    if name == "shuffle":
        return _shuffle
    if name in _OF_LISTS:
        return lambda node, args, keywords, context: _of_list(name, node, args, keywords, context)
    if name in _PARAMETERS:
        return lambda node, args, keywords, context: _scalar(name, node, args, keywords, context)
    return None


def _draw(name: str, args: list[n.Expr], node: cst.Call, context: Context) -> n.Expr:
    for arg in args:
        if isinstance(arg, n.HoleExpr):
            return arg
    return n.Apply(op=f"random.{name}", args=(context.generator(), *args), line=context.line(node))


def _scalar(name: str, node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.expressions import lower_expression

    wanted = [p.partition("=") for p in _PARAMETERS[name].split()]
    names = [w[0] for w in wanted]
    in_order = list(keywords) == [p for p in names[len(args) :] if p in keywords]
    if len(args) > len(wanted) or set(keywords) - set(names[len(args) :]) or not in_order:
        return None
    values: list[n.Expr] = [lower_expression(a, context) for a in args]
    for parameter, _, default in wanted[len(args) :]:
        if parameter in keywords:
            values.append(lower_expression(keywords[parameter], context))
        elif default:
            values.append(n.Const(value=float(default), line=context.line(node)))
        else:
            return None
    return _draw(name, values, node, context)


def _randrange(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.expressions import lower_expression

    if keywords or not 1 <= len(args) <= 3:
        return None
    name = ("randrange", "randrange.from", "randrange.step")[len(args) - 1]
    return _draw(name, [lower_expression(a, context) for a in args], node, context)


def _shuffle(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.expressions import lower_expression

    if keywords or len(args) != 1:
        return None
    return _draw("shuffle", [lower_expression(args[0], context)], node, context)


def _of_list(name: str, node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.consumers import as_list
    from migrator.lowering.expressions import lower_expression

    counted = name != "choice"
    if len(args) != (1 if "k" in keywords or not counted else 2) or set(keywords) - ({"k"} if counted else set()):
        return None
    if name == "choices" and len(args) == 2:
        return None  # the second one is the weights
    line = context.line(node)
    population: n.Expr
    if isinstance(args[0], cst.Tuple):
        population = n.ListExpr(items=tuple(lower_expression(e.value, context) for e in args[0].elements), line=line)
    else:
        population = as_list(args[0], context)
    more = [lower_expression(keywords["k"] if "k" in keywords else args[1], context)] if counted else []
    return _draw(name, [population, *more], node, context)

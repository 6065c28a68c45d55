"""Calls of the module ``random``: draws from its hidden generator, which becomes a parameter."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.names import Binding

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
    from migrator.lowering.expressions import lower_expression

    if name == "choices" and (len(args) == 2 or "weights" in keywords):
        return _weighted(node, args, keywords, context)
    counted = name != "choice"
    if len(args) != (1 if "k" in keywords or not counted else 2) or set(keywords) - ({"k"} if counted else set()):
        return None
    population = _population(args[0], node, context)
    more = [lower_expression(keywords["k"] if "k" in keywords else args[1], context)] if counted else []
    return _draw(name, [population, *more], node, context)


def _weighted(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``random.choices(xs, weights, k=n)``."""
    from migrator.lowering.expressions import lower_expression

    given = [*args, *keywords.values()]
    if list(keywords) not in ([], ["k"], ["weights"], ["weights", "k"]) or len(given) - ("k" in keywords) != 2:
        return None
    line = context.line(node)
    values = [_population(args[0], node, context), _population(given[1], node, context)]
    k = lower_expression(keywords["k"], context) if "k" in keywords else n.Const(value=1, line=line)
    return _draw("choices.weighted", [*values, k], node, context)


def _population(value: cst.BaseExpression, node: cst.Call, context: Context) -> n.Expr:
    from migrator.lowering.consumers import as_list
    from migrator.lowering.expressions import lower_expression

    if isinstance(value, cst.Tuple):
        items = tuple(lower_expression(e.value, context) for e in value.elements)
        return n.ListExpr(items=items, line=context.line(node))
    return as_list(value, context)


def of_range(name: str, node: cst.Call, context: Context) -> bool:
    """Whether a method with the name of a draw is called on what ``range`` gives, which a draw only looks into."""
    first = node.args[0].value if name in _OF_LISTS and node.args else None
    if not isinstance(first, cst.Call) or not isinstance(first.func, cst.Name) or context.local(first.func.value):
        return False
    return context.names.resolve(first.func.value) == Binding("builtin", "range")

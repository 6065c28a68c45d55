"""Calls: builtins, ``math``, methods of lists, functions of the repository. The rest is a hole."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.arrays import CREATORS, new_array
from migrator.lowering.consumers import CONSUMERS, SCALAR_METHODS, consumer, library_call, sort_method
from migrator.lowering.context import Context
from migrator.ops import OPERATIONS

Lower = Callable[[cst.BaseExpression, Context], n.Expr]
_METHODS = frozenset("append pop insert clear reverse extend sort index count copy".split())


def lower_call(node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """Lower a call expression."""
    from migrator.lowering.expressions import dotted

    if any(a.star for a in node.args):
        return context.hole(node, "M103", "a call with * or ** has no Rust yet")
    path = dotted(node.func)
    if path is not None and context.local(path.split(".", maxsplit=1)[0]) is None:
        return _named_call(path, node, context, lower)
    if isinstance(node.func, cst.Attribute):
        return _method_call(node.func, node, context, lower)
    return context.hole(node, "M103", "calling a value has no Rust yet")


def _split(node: cst.Call) -> tuple[list[cst.BaseExpression], dict[str, cst.BaseExpression]]:
    positional = [a.value for a in node.args if a.keyword is None]
    keywords = {a.keyword.value: a.value for a in node.args if a.keyword is not None}
    return positional, keywords


def _named_call(path: str, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    binding = context.names.resolve(path)
    positional, keywords = _split(node)
    if binding.kind == "builtin":
        context.guard(path, "builtin", path)
        return _builtin(path, node, positional, keywords, context, lower)
    if binding.kind == "function":
        return _project_call(path, binding.target, node, context, lower)
    if binding.kind == "library" and binding.target in CREATORS:
        context.guard(path, "library", binding.target)
        values = [lower(a, context) for a in positional]
        return new_array(binding.target, values, positional, keywords, node, context)
    if binding.kind == "library":
        folded = library_call(binding.target, path, node, positional, keywords, context)
        if folded is not None:
            return folded
    if binding.kind == "library" and not keywords:
        name = _by_arity(binding.target, len(positional))
        if name in OPERATIONS:
            context.guard(path, "library", binding.target)
            args = tuple(lower(a, context) for a in positional)
            return n.Apply(op=name, args=args, line=context.line(node))
    return context.hole(node, "M103", f"`{path}()` has no Rust yet")


def _by_arity(target: str, count: int) -> str:
    if target == "math.log" and count == 2:
        return "math.log.base"
    if target == "math.hypot" and count == 3:
        return "math.hypot.three"
    return target


def _project_call(path: str, function: str, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """Match the arguments with the callee's parameters; left-out ones take the callee's constant defaults."""
    found = context.names.parameters(function)
    line = context.line(node)
    if found is None:
        return context.hole(node, "M103", f"`{path}()` has no Rust yet")
    parameters, _ = found
    if isinstance(parameters.star_arg, cst.Param) or parameters.star_kwarg is not None:
        return context.hole(node, "M106", f"`{path}` takes *args or **kwargs")
    ordered = [*parameters.posonly_params, *parameters.params]
    positional, keywords = _split(node)
    everything = [*ordered, *parameters.kwonly_params]
    given: dict[str, n.Expr] = {}
    for param, value in zip(ordered, positional, strict=False):
        given[param.name.value] = lower(value, context)
    for name, value in keywords.items():
        given[name] = lower(value, context)
    names = [p.name.value for p in everything]
    if len(positional) > len(ordered) or set(given) - set(names):
        return context.hole(node, "M103", f"the arguments of `{path}()` do not fit its parameters")
    args: list[n.Expr] = []
    for param in everything:
        value_or_default = given.get(param.name.value)
        if value_or_default is None:
            value_or_default = _default(param, context, lower)
        if value_or_default is None:
            return context.hole(node, "M103", f"the default of `{param.name.value}` of `{path}` is not a constant")
        args.append(value_or_default)
    context.guard(path, "function", function)
    context.calls[function] = None
    return n.Invoke(function=function, args=tuple(args), line=line)


def _default(param: cst.Param, context: Context, lower: Lower) -> n.Expr | None:
    from migrator.lowering.expressions import constant

    if param.default is None or not constant(param.default):
        return None
    return lower(param.default, context)


def _method_call(func: cst.Attribute, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    name = func.attr.value
    positional, keywords = _split(node)
    if name in SCALAR_METHODS and not positional and not keywords:
        return n.Apply(op=SCALAR_METHODS[name], args=(lower(func.value, context),), line=context.line(node))
    if name == "sort" and keywords and not positional:
        return sort_method(func.value, node, keywords, context)
    if name not in _METHODS or keywords:
        return context.hole(node, "M103", f"the method `.{name}()` has no Rust yet")
    args = (lower(func.value, context), *(lower(a, context) for a in positional))
    op = "list.pop.at" if name == "pop" and len(args) == 2 else f"list.{name}"
    return n.Apply(op=op, args=args, line=context.line(node))


def _builtin(
    name: str,
    node: cst.Call,
    positional: list[cst.BaseExpression],
    keywords: dict[str, cst.BaseExpression],
    context: Context,
    lower: Lower,
) -> n.Expr:
    line = context.line(node)
    if name == "round" and "ndigits" in keywords and len(positional) == 1:
        positional, keywords = [*positional, keywords["ndigits"]], {}
    if name in CONSUMERS and len(positional) >= 1:
        consumed = consumer(name, node, positional, keywords, context)
        if consumed is not None:
            return consumed
    if keywords:
        return context.hole(node, "M103", f"`{name}()` with keywords has no Rust yet")
    args = tuple(lower(a, context) for a in positional)
    if name in ("min", "max") and len(args) >= 2:
        result = args[0]
        for other in args[1:]:
            result = n.Apply(op=f"builtins.{name}", args=(result, other), line=line)
        return result
    if name == "round" and len(args) == 2:
        return n.Apply(op="builtins.round.digits", args=args, line=line)
    if name == "pow" and len(args) in (2, 3):
        return n.Apply(op="operator.pow" if len(args) == 2 else "builtins.pow.mod", args=args, line=line)
    if name == "bool" and len(args) == 1:
        return n.Truth(value=args[0], line=line)
    if name == "float" and len(args) == 1 and isinstance(args[0], n.Const):
        return _float_text(args[0], node, context, line)
    if f"builtins.{name}" in OPERATIONS and name not in ("sum", "sorted", "list"):
        return n.Apply(op=f"builtins.{name}", args=args, line=line)
    return context.hole(node, "M103", f"`{name}()` has no Rust yet")


def _float_text(arg: n.Const, node: cst.Call, context: Context, line: int) -> n.Expr:
    """``float("inf")`` and the like are constants."""
    if isinstance(arg.value, str):
        try:
            return n.Const(value=float(arg.value), line=line)
        except ValueError:
            return context.hole(node, "M103", "float() of this text raises")
    return n.Apply(op="builtins.float", args=(arg,), line=line)

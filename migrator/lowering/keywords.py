"""``**kwargs``: wherever Rust runs it is empty, because the shim hands calls that give more to the Python original.

So what the function asks of it has its answer here: ``f(x, **kwargs)`` is ``f(x)``, ``kwargs.get("k", 1)`` is ``1``.
"""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context


def handed_on(node: cst.Call, context: Context) -> cst.Call:
    """Return ``node`` without ``**kwargs``, which adds nothing."""
    if not context.keywords or not any(_adds_nothing(arg, context) for arg in node.args):
        return node
    made = node.with_changes(args=[arg for arg in node.args if not _adds_nothing(arg, context)])
    context.stands_for(made, node)
    return made


def asked(node: cst.Call, context: Context) -> cst.BaseExpression | None:
    """What ``kwargs.get(key, default)`` and ``kwargs.pop(key, default)`` give; None for another call."""
    match node:
        case cst.Call(
            func=cst.Attribute(value=base, attr=cst.Name(value="get" | "pop" as name)),
            args=[cst.Arg(keyword=None, star="", value=cst.SimpleString()), *rest],
        ) if is_keywords(base, context):
            match rest:
                case [cst.Arg(keyword=None, star="", value=default)]:
                    return default
                case [] if name == "get":
                    nothing = cst.Name("None")
                    context.stands_for(nothing, node)
                    return nothing
    return None


def is_keywords(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` is the name of ``**kwargs``."""
    named = bool(context.keywords) and isinstance(node, cst.Name) and node.value == context.keywords
    return named and context.local(context.keywords) is None


def contains(key: cst.BaseExpression, held: cst.BaseExpression, context: Context) -> n.Expr | None:
    """``"key" in kwargs``; None for another test."""
    if isinstance(key, cst.SimpleString) and is_keywords(held, context):
        return n.Const(value=False, line=context.line(held))
    return None


def _adds_nothing(arg: cst.Arg, context: Context) -> bool:
    return arg.star == "**" and is_keywords(arg.value, context)

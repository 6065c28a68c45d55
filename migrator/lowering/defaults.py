"""Defaults of parameters: what they are is computed once, at module level, and not in the call that leaves one out.

So only what is the same for good is taken: literals, names of module level that are one, constants and functions of
libraries, functions of the project, members of enumerations, and lambdas, which become inner functions of the function
whose default they are.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.names import Names


def default_of(param: cst.Param, function: str, names: Names, context: Context) -> n.Expr | None:
    """The default of ``param`` of the project's ``function``, for a call in ``context``; ``names`` are of its module."""
    made, outside = _default(param, function, names)
    if made is not None:
        context.guards.update(outside.guards)
        return dataclasses.replace(made, line=0)
    member = _member(param, names) if _INSIDE not in function else None
    return None if member is None else context.member_of(*member)


def defaults_of(params: cst.Parameters, context: Context) -> Iterator[tuple[str, n.Expr]]:
    """Yield the defaults of the function that ``context`` lowers, for calls that are matched when the types are known."""
    for param in (*params.posonly_params, *params.params, *params.kwonly_params):
        made, outside = _default(param, context.function, context.names)
        if made is not None:
            context.inner.update(outside.inner)
            yield param.name.value, made


def _default(param: cst.Param, function: str, names: Names) -> tuple[n.Expr | None, Context]:
    from migrator.lowering.expressions import dotted, literal, lower_expression

    outside = Context(names, set(), function=f"{function}{_INSIDE}{param.name.value}")
    node = param.default
    if node is None:
        return None, outside
    path = dotted(node)
    written = literal(node)
    if not written and (_INSIDE in function or (path is not None and _of_class(path, function, names))):
        return None, outside
    known = names.literal(path) if path is not None else ""
    if known:
        return n.Const(value=ast.literal_eval(known)), outside
    if not (written or isinstance(node, cst.Lambda) or (path is not None and _fixed(path, names))):
        return None, outside
    made = lower_expression(node, outside)
    return (made if written or isinstance(made, n.FunctionRef | n.Const) else None), outside


_INSIDE = ".<locals>."


def _of_class(path: str, function: str, names: Names) -> bool:
    """Whether the body of the class in which ``function`` is defined may bind the name itself."""
    head = path.partition(".")[0]
    module, _, qualname = function.partition(":")
    cls = qualname.rpartition(".")[0]
    return bool(cls) and (
        names.class_value(f"{module}:{cls}", head) or names.resolve(f"{cls}.{head}").kind == "function"
    )


def _fixed(path: str, names: Names) -> bool:
    return names.resolve(path).kind in ("function", "builtin", "library", "flag")


def _member(param: cst.Param, names: Names) -> tuple[str, str] | None:
    """The class of the enumeration, and the member that the default is."""
    from migrator.lowering.expressions import dotted

    path = dotted(param.default) if param.default is not None else None
    cls, _, name = (path or "").rpartition(".")
    owner = names.resolve(cls) if cls else None
    if owner is None or owner.kind != "class" or not names.enumeration(owner.target, name):
        return None
    return owner.target, name

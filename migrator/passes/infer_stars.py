"""Calls with ``*values``: the elements of a tuple, whose number is known, become arguments of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops import OPERATIONS

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


def spread(inference: Inference, args: tuple[n.Expr, ...], count: int = -1) -> tuple[n.Expr, ...] | None:
    """``args`` with the elements in the places of starred tuples; None where a length is not known (yet).

    A list or row that is the last of the ``count`` arguments by position stays: it may be all that ``*args`` takes.
    """
    found: list[n.Expr] = []
    for number, arg in enumerate(args):
        if not isinstance(arg, n.Starred):
            found.append(arg)
            continue
        kind = inference.expr(arg.value).type
        if isinstance(kind, t.ListOf | t.RowOf) and number == count - 1:
            found.append(arg)
            continue
        if not isinstance(kind, t.TupleOf):
            if kind != t.UNKNOWN:
                hint = "Pass a tuple, or name the arguments one by one."
                inference.fail("M103", arg.line, f"how many arguments `*` of {kind} gives is not known", hint)
            return None
        found += [
            n.Index(base=arg.value, index=n.Const(value=i, line=arg.line), line=arg.line)
            for i in range(len(kind.elements))
        ]
    return tuple(found)


def spread_range(inference: Inference, node: n.RangeIter) -> n.RangeIter | None:
    """``range(*pair)`` with its arguments in their places; None where their number is not known (yet)."""
    args = spread(inference, node.args)
    if args is None:
        return None
    if not 1 <= len(args) <= 3:
        inference.fail("M103", node.line, f"`range` of {len(args)} arguments raises")
        return None
    start, stop = (args[0], args[1]) if len(args) > 1 else (n.Const(value=0, line=node.line), args[0])
    return n.RangeIter(start=start, stop=stop, step=args[2] if len(args) == 3 else None, line=node.line)


def star_call(inference: Inference, node: n.StarCall) -> n.Expr:
    """The call with its arguments one by one."""
    library = node.function.startswith("library:")
    args = spread(inference, node.args, -1 if library else len(node.args) - len(node.keywords))
    if args is None:
        return node
    if library:
        return _library(inference, node, node.function.removeprefix("library:"), args)
    matched = inference.classes.arguments(node.function, 0, args, node.keywords, node.line)
    if matched is None:
        inference.fail("M103", node.line, f"the arguments do not fit the parameters of `{_name(node.function)}`")
        return node
    return inference.expr(n.Invoke(function=node.function, args=matched, line=node.line))


def _name(function: str) -> str:
    return function.rpartition(":")[2]


def _library(inference: Inference, node: n.StarCall, target: str, args: tuple[n.Expr, ...]) -> n.Expr:
    if target in ("builtins.min", "builtins.max") and len(args) >= 2:
        result = args[0]
        for other in args[1:]:
            result = n.Apply(op=target, args=(result, other), line=node.line)
        return inference.expr(result)
    wanted = [name for name in (target, *(o for o in OPERATIONS if o.startswith(f"{target}."))) if name in OPERATIONS]
    for name in wanted:
        if len(OPERATIONS[name].forms[0].params) == len(args):
            return inference.expr(n.Apply(op=name, args=args, line=node.line))
    inference.fail(
        "M103", node.line, f"`{target.removeprefix('builtins.')}()` of {len(args)} arguments has no Rust yet"
    )
    return node

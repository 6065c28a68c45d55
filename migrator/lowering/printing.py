"""Calls of ``print``: the text is collected, and written to ``sys.stdout`` when the call of the function commits.

So nothing is printed twice where a later line traps, and nothing that Python would not have come to. May assume that the
name ``print`` means the builtin.
"""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.formats import joined

_TEXTS = ("sep", "end")


def print_call(
    node: cst.Call, args: list[cst.BaseExpression], keywords: dict[str, cst.BaseExpression], context: Context
) -> n.Expr | None:
    """``print(…)`` with literal ``sep`` and ``end``; None for what it cannot do: ``file``, unpacked arguments."""
    from migrator.lowering.expressions import literal_text, lower_expression

    texts = {"sep": " ", "end": "\n"}
    for name, given in keywords.items():
        if name in _TEXTS and (text := literal_text(given)) is not None:
            texts[name] = text
        elif name != "flush" or not isinstance(given, cst.Name) or given.value not in ("True", "False"):
            return None
    if any(arg.star for arg in node.args):
        return None
    line = context.line(node)
    pieces: list[n.Expr] = []
    for place, arg in enumerate(args):
        value = lower_expression(arg, context)
        if isinstance(value, n.HoleExpr):
            return value
        if place:
            pieces.append(n.Const(value=texts["sep"], line=line))
        is_text = isinstance(value, n.Const) and isinstance(value.value, str)
        pieces.append(value if is_text else n.Apply(op="builtins.str", args=(value,), line=line))
    pieces.append(n.Const(value=texts["end"], line=line))
    flush = keywords.get("flush")
    op = "output.write.flush" if isinstance(flush, cst.Name) and flush.value == "True" else "output.write"
    return n.Apply(op=op, args=(context.output(), joined(pieces, line)), line=line)

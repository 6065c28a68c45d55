"""``int.from_bytes(data, "big")`` and ``n.to_bytes(4, "little")``: the order of the octets and the sign are literals.

Of ``to_bytes`` the class of the receiver shows only when the types are known, so the record asks for an int.
"""

from __future__ import annotations

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context

Arguments = list[cst.BaseExpression]
Keywords = dict[str, cst.BaseExpression]


def from_bytes(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr:
    """``int.from_bytes(data, order, signed=…)``."""
    from migrator.lowering.expressions import lower_expression

    given = dict(zip(("bytes", "byteorder"), positional, strict=False)) | keywords
    form = _form(given, "bytes")
    if form is None or len(positional) > 2 or len(given) < len(positional) + len(keywords):
        return context.hole(node, "M103", "this form of `int.from_bytes()` has no Rust yet", _HINT)
    context.guard("int", "builtin", "int")
    data = lower_expression(given["bytes"], context)
    return n.Apply(op=f"builtins.from_bytes.{form}", args=(data,), line=context.line(node))


def to_bytes(base: cst.BaseExpression, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``base.to_bytes(length, order, signed=…)``; None where the arguments are not those, for the method may be another."""
    from migrator.lowering.expressions import lower_expression

    given = dict(zip(("length", "byteorder"), positional, strict=False)) | keywords
    form = _form(given, "length") if "byteorder" in given else None
    if form is None or len(positional) > 2 or len(given) < len(positional) + len(keywords):
        return None
    args = (lower_expression(base, context), lower_expression(given["length"], context))
    return n.Apply(op=f"builtins.to_bytes.{form}", args=args, line=context.line(base))


_HINT = "Give the order of the octets and the sign as literals."


def _form(given: Keywords, first: str) -> str | None:
    """What the records are called for these options; None where one of them is no literal, or unknown.

    That the order may be left out is new in Python 3.11, which is the oldest that there is.
    """
    order, sign = given.get("byteorder"), given.get("signed")
    if first not in given or set(given) - {first, "byteorder", "signed"}:
        return None
    spelled = order.evaluated_value if isinstance(order, cst.SimpleString) else "big" if order is None else None
    signed = sign.value if isinstance(sign, cst.Name) else "False" if sign is None else None
    if spelled not in ("big", "little") or signed not in ("True", "False"):
        return None
    return f"{spelled}.signed" if signed == "True" else str(spelled)

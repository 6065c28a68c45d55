"""Texts that are made by a format: f-strings, ``str.format`` and ``%`` on a literal."""

from __future__ import annotations

import re
import string

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context

_SPEC = re.compile(r"(?:(.)?([<>^]))?(0)?([0-9]{1,4})?(?:\.([0-9]{1,2}))?([dxXbofs])?", re.DOTALL)
_PERCENT = re.compile(r"%(-)?(0)?([0-9]{1,4})?(?:\.([0-9]{1,2}))?([dsfxX%])")


def formatted(value: n.Expr, spec: str, line: int) -> n.Expr | None:
    """``format(value, spec)``; None for a format without Rust."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        return None
    fill, align, zero, width, precision, kind = found.groups()
    if (precision is not None) != (kind == "f") or (zero and (align or kind == "s" or not kind)):
        return None
    if not spec:
        return n.Apply(op="builtins.str", args=(value,), line=line)
    align = "=" if zero else align or ("" if kind in (None, "s") else ">")
    return _padded(value, fill or ("0" if zero else " "), align, int(width or 0), int(precision or 0), kind or "", line)


def _padded(value: n.Expr, fill: str, align: str, width: int, precision: int, kind: str, line: int) -> n.Expr:
    """``kind`` empty: as the type of the value has it; ``align`` empty: numbers to the right, texts to the left."""
    settings = (ord(fill), ord(align or "d"), width, precision)
    args = (value, *(n.Const(value=setting, line=line) for setting in settings))
    return n.Apply(op=f"format.{kind or 'any'}", args=args, line=line)


def joined(pieces: list[n.Expr], line: int) -> n.Expr:
    """The pieces one behind the other."""
    hole = next((p for p in pieces if isinstance(p, n.HoleExpr)), None)
    if hole is not None:
        return hole
    pieces = [p for p in pieces if not (isinstance(p, n.Const) and p.value == "")]
    result: n.Expr = pieces[0] if pieces else n.Const(value="", line=line)
    for piece in pieces[1:]:
        result = n.Apply(op="operator.add", args=(result, piece), line=line)
    return result


def percent(text: str, node: cst.BaseExpression, context: Context) -> n.Expr | None:
    """``"%d of %s" % (a, b)``; None for a format without Rust."""
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    display = isinstance(node, cst.Tuple)
    given = [e.value for e in node.elements if isinstance(e, cst.Element)] if isinstance(node, cst.Tuple) else [node]
    values = [lower_expression(value, context) for value in given]
    pieces: list[n.Expr] = []
    at = used = 0
    for found in _PERCENT.finditer(text):
        left, zero, width, precision, kind = found.groups()
        pieces.append(n.Const(value=text[at : found.start()], line=line))
        at = found.end()
        if kind == "%":
            pieces.append(n.Const(value="%", line=line))
            continue
        if used == len(values) or (precision and kind != "f") or (zero and (left or kind == "s")):
            return None
        value, used = values[used], used + 1
        plain = kind == "s" and not width
        if plain and display:
            pieces.append(n.Apply(op="builtins.str", args=(value,), line=line))
            continue
        align = "<" if left else "=" if zero else ">"
        digits = int(precision) if precision else 6 if kind == "f" else 0
        pieces.append(_padded(value, "0" if zero else " ", align, int(width or 0), digits, kind, line))
    pieces.append(n.Const(value=text[at:], line=line))
    rest = _PERCENT.sub("", text)
    return None if "%" in rest or used != len(values) else joined(pieces, line)


def by_method(text: str, node: cst.Call, context: Context) -> n.Expr | None:
    """``"{} of {:3d}".format(a, b)``; None for a format without Rust."""
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    if any(a.star or a.keyword is not None for a in node.args):
        return None
    values = [lower_expression(a.value, context) for a in node.args]
    pieces: list[n.Expr] = []
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError:
        return None
    in_turn = [name for _, name, _, _ in fields if name is not None] == [""] * len(values)
    if not in_turn and not all(isinstance(v, n.Local | n.Const) for v in values):
        return None  # each is computed once, also where it is shown twice or not at all
    counted = 0
    for literal, name, spec, conversion in fields:
        pieces.append(n.Const(value=literal, line=line))
        if name is None:
            continue
        if name == "":
            place, counted = counted, counted + 1
        elif name.isdecimal() and not counted:
            place = int(name)
        else:
            return None
        piece = formatted(values[place], spec or "", line) if place < len(values) and not conversion else None
        if piece is None:
            return None
        pieces.append(piece)
    mixed = counted and any(name for _, name, _, _ in fields if name)
    return None if mixed else joined(pieces, line)

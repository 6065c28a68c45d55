"""What a program asks of its Python's version: settled when it is compiled, since a build is for one version.

``sys.version_info`` is known by its first two parts; what they do not decide stays a question without Rust. The built
package notes the version and stands aside where it is another.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.helpers import get_full_name_for_node

from migrator.lowering.context import Context

PARTS = ("major", "minor")
_OPERATORS: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
}
_LATER = "later"
"""Stands for the parts behind the first two: it is never compared, since two parts decide."""
_FIRST = m.Subscript(slice=[m.SubscriptElement(slice=m.Index(value=m.Integer(value=m.MatchIfTrue("01".__contains__))))])


def version_part(node: cst.BaseExpression, context: Context) -> int | None:
    """Return what ``sys.version_info[0]`` or ``sys.version_info.major`` is, and the same of the second part; None for
    any other expression."""
    if isinstance(node, cst.Attribute) and node.attr.value in PARTS and _is_version(node.value, context):
        return context.names.python[PARTS.index(node.attr.value)]
    if m.matches(node, _FIRST) and isinstance(node, cst.Subscript) and _is_version(node.value, context):
        index = cst.ensure_type(cst.ensure_type(node.slice[0].slice, cst.Index).value, cst.Integer)
        return context.names.python[int(index.value)]
    return None


def version_test(node: cst.Comparison, context: Context) -> bool | None:
    """Return the answer to a comparison of ``sys.version_info``, or of one of its first parts, with numbers; None for
    any other, and where more than two parts decide."""
    operands = [node.left, *(c.comparator for c in node.comparisons)]
    if not any(_is_version(o, context) or version_part(o, context) is not None for o in operands):
        return None
    values = [_value(operand, context) for operand in operands]
    if len({type(value) for value in values}) != 1 or values[0] is None:
        return None
    compared = [_OPERATORS.get(type(c.operator)) for c in node.comparisons]
    if None in compared:
        return None
    return all(
        compare is not None and compare(a, b) for compare, a, b in zip(compared, values, values[1:], strict=False)
    )


def _is_version(node: cst.BaseExpression, context: Context) -> bool:
    path = get_full_name_for_node(node) if isinstance(node, cst.Name | cst.Attribute) else None
    if path is None or context.local(path.partition(".")[0]) is not None:
        return False
    if context.names.resolve(path).target != "sys.version_info":
        return False
    context.guard(path, "library", "sys.version_info")
    return True


def _value(node: cst.BaseExpression, context: Context) -> tuple[object, ...] | int | None:
    if _is_version(node, context):
        return (*context.names.python, _LATER)
    if isinstance(node, cst.Integer):
        return int(node.value, 0)
    if not isinstance(node, cst.Tuple):
        return version_part(node, context)
    numbers = [e.value.value for e in node.elements if isinstance(e.value, cst.Integer)]
    known = 1 <= len(numbers) == len(node.elements) <= len(PARTS)
    return tuple(int(text, 0) for text in numbers) if known else None

"""``try: … d[k] … except KeyError: …`` around one look-up is a test for the key, or of the index; and the same for one
division and ``ZeroDivisionError``, for ``int(text)``, ``float(text)``, ``xs.index(x)`` and ``ValueError``.

Whatever else is raised in Rust is a trap, so Python decides about it, also about what statements behind the first one
raise; and nothing comes before what is tested that could
be seen when it fails.

    before:  try: n[w] += 1  except KeyError: n[w] = 1        after:  if w in n: n[w] += 1  else: n[w] = 1
             try: r = a / b  except ZeroDivisionError: r = 0          if b != 0: r = a / b  else: r = 0
"""

from __future__ import annotations

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.context import Context

_PRESENT = {"KeyError": "dict.present", "IndexError": "list.present"}
_BASES = {
    "KeyError": {"LookupError"},
    "IndexError": {"LookupError"},
    "ZeroDivisionError": {"ArithmeticError"},
    "ValueError": set[str](),
}
"""What is tested for, with the classes besides ``Exception`` that catch it too."""
_HARMLESS = frozenset({"len", "sum", "float", "abs", "min", "max"})
"""Builtins that can be called twice where their arguments can."""


def looked_up(node: cst.Try, context: Context) -> list[n.Stmt] | None:
    """The ``if`` that does the same as ``node``; None where it has another form."""
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.statements import lower_block, lower_caught

    if len(node.handlers) != 1 or node.finalbody is not None or not node.body.body:
        return None
    handler = node.handlers[0]
    caught = _caught(handler, context)
    # Only the first statement is tested: what the others raise is a trap.
    test = _test(node.body.body[0], caught, context) if caught is not None and handler.name is None else None
    if test is None:
        return None
    for name in caught or ():
        context.guard(name, "builtin", name)
    line = context.line(node)
    of, operands = test
    args = tuple(lower_expression(each, context) for each in operands)
    found, _ = lower_caught(node, context)
    tested = n.Apply(op=of, args=args, line=line)
    return [n.If(test=tested, body=found, orelse=lower_block(handler.body, context), line=line)]


def _caught(handler: cst.ExceptHandler, context: Context) -> tuple[str, ...] | None:
    """The builtin exceptions that the handler names, none of them for a bare ``except``; None for others."""
    kinds = [e.value for e in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
    names = [kind.value for kind in kinds if isinstance(kind, cst.Name)]
    if handler.type is None:
        return ()
    known = all(context.local(name) is None and context.names.resolve(name).kind == "builtin" for name in names)
    return tuple(names) if known and len(names) == len(kinds) else None


def _test(
    node: cst.CSTNode, caught: tuple[str, ...], context: Context
) -> tuple[str, tuple[cst.BaseExpression, ...]] | None:
    """The operation that says whether ``node`` raises nothing that is caught, and what it looks at."""

    def catches(kind: str) -> bool:
        return not caught or bool({kind, "Exception", "BaseException", *_BASES[kind]} & set(caught))

    place = _place(node)
    kind = next((kind for kind in _PRESENT if kind in caught), "")
    if place is not None and kind:
        return _PRESENT[kind], place
    value = _only_value(node)
    match value:
        case cst.BinaryOperation(operator=cst.Divide() | cst.FloorDivide() | cst.Modulo(), left=left, right=right):
            again = _repeats(left, context) and _repeats(right, context)
            return ("tried.division", (left, right)) if again and catches("ZeroDivisionError") else None
        case cst.Call(func=cst.Name(value="int" | "float" as name), args=[cst.Arg(keyword=None, star="", value=text)]):
            plain = context.local(name) is None and context.names.resolve(name).kind == "builtin"
            again = plain and _repeats(text, context)
            return (f"tried.{name}", (text,)) if again and catches("ValueError") else None
        case cst.Call(
            func=cst.Attribute(value=cst.Name() as base, attr=cst.Name(value="index" | "remove")),
            args=[cst.Arg(keyword=None, star="", value=item)],
        ) if context.local(base.value) is not None:
            return ("tried.find", (base, item)) if _repeats(item, context) and catches("ValueError") else None
        case _:
            return None


def _only_value(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The value that a statement computes first, and then only binds, returns, adds to a variable or appends."""
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return None
    match node.body[0]:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name())], value=value):
            return value
        case cst.Return(value=value):
            return value
        case cst.AugAssign(target=cst.Name(), value=value):
            return value
        case cst.Expr(
            value=cst.Call(
                func=cst.Attribute(value=cst.Name(), attr=cst.Name(value="append" | "add")),
                args=[cst.Arg(keyword=None, star="", value=value)],
            )
        ):
            return value
        case cst.Expr(value=value):
            return value
        case _:
            return None


def _repeats(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` can be computed twice: names, literals, arithmetic, elements, harmless builtins."""
    match node:
        case cst.Name() | cst.Integer() | cst.Float() | cst.SimpleString():
            return True
        case cst.Attribute(value=value):
            return _repeats(value, context)
        case cst.UnaryOperation(expression=inner):
            return _repeats(inner, context)
        case cst.BinaryOperation(left=left, right=right, operator=cst.Add() | cst.Subtract() | cst.Multiply()):
            return _repeats(left, context) and _repeats(right, context)
        case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=index, star=None))]):
            return _is_named(value) and _repeats(index, context)
        case cst.Call(func=cst.Name(value=name), args=args) if name in _HARMLESS and context.local(name) is None:
            plain = all(a.keyword is None and not a.star and _repeats(a.value, context) for a in args)
            return plain and context.names.resolve(name).kind == "builtin"
        case _:
            return False


def _place(node: cst.CSTNode) -> tuple[cst.BaseExpression, cst.BaseExpression] | None:
    """The container and the key of the only look-up in a statement that does nothing else that shows."""
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return None
    statement = node.body[0]
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name())], value=value) | cst.Expr(value=value):
            searched: cst.CSTNode = value
        case cst.Return(value=value) if value is not None:
            searched = value
        case cst.AugAssign(target=cst.Name() | cst.Subscript()):
            searched = statement
        case _:
            return None
    odd = m.Call() | m.Await() | m.Yield() | m.Lambda() | m.NamedExpr() | m.ListComp() | m.GeneratorExp()
    found = m.findall(searched, m.Subscript())
    # What is behind `and`, `or` and `if` may not be looked up at all.
    if len(found) != 1 or m.findall(searched, odd | m.DictComp() | m.SetComp() | m.BooleanOperation() | m.IfExp()):
        return None
    only = found[0]
    assert isinstance(only, cst.Subscript)
    match only.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=key, star=None))] if _is_simple(key) and _is_named(only.value):
            return only.value, key
        case [*elements] if all(isinstance(e.slice, cst.Index) for e in elements):
            whole = cst.Tuple([cst.Element(e.slice.value) for e in elements if isinstance(e.slice, cst.Index)])
            return (only.value, whole) if _is_simple(whole) and _is_named(only.value) else None
        case _:
            return None


def _is_named(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and _is_named(node.value))


def _is_simple(node: cst.BaseExpression) -> bool:
    """Whether ``node`` can be evaluated twice: names, literals, and tuples of them."""
    if isinstance(node, cst.Tuple):
        return all(isinstance(e, cst.Element) and _is_simple(e.value) for e in node.elements)
    return isinstance(node, cst.Name | cst.Integer | cst.SimpleString)

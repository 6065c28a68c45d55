"""``try: … d[k] … except KeyError: …`` around one look-up is a test for the key, or of the index.

Whatever else is raised in Rust is a trap, so Python decides about it; and nothing comes before the look-up that could be
seen when the key is missing.

    before:  try: n[w] += 1  except KeyError: n[w] = 1        after:  if w in n: n[w] += 1  else: n[w] = 1
"""

from __future__ import annotations

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.context import Context

_PRESENT = {"KeyError": "dict.present", "IndexError": "list.present"}


def looked_up(node: cst.Try, context: Context) -> list[n.Stmt] | None:
    """The ``if`` that does the same as ``node``; None where it has another form."""
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.statements import lower_block

    if len(node.handlers) != 1 or node.finalbody is not None or len(node.body.body) != 1:
        return None
    handler = node.handlers[0]
    caught = handler.type.value if isinstance(handler.type, cst.Name) else ""
    place = _place(node.body.body[0])
    known = context.local(caught) is None and context.names.resolve(caught).kind == "builtin"
    if caught not in _PRESENT or handler.name is not None or place is None or not known:
        return None
    context.guard(caught, "builtin", caught)
    line = context.line(node)
    args = (lower_expression(place[0], context), lower_expression(place[1], context))
    test = n.Apply(op=_PRESENT[caught], args=args, line=line)
    found = lower_block(node.body, context)
    if node.orelse is not None:
        found = (*found, *lower_block(node.orelse.body, context))
    return [n.If(test=test, body=found, orelse=lower_block(handler.body, context), line=line)]


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

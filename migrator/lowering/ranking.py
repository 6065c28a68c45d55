"""``heapq.nlargest`` and ``heapq.nsmallest`` of whatever can be iterated, and the best member of a set by a key.

A set has no order that Rust knows, so its members are looked at in order of size: where two of them share the best key,
Python's answer depends on the order, and the call traps.

    before:  max(set(xs), key=f)      after:  for item in sorted(set(xs)): k = f(item)
                                                  if not found or k > best_key: best, best_key, tie = item, k, False
                                                  elif k == best_key: tie = True
                                              if tie: trap
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.callables import callee, with_receiver
from migrator.lowering.context import Context
from migrator.lowering.names import Binding

Arguments = Sequence[cst.BaseExpression]
Keywords = Mapping[str, cst.BaseExpression]


def best_of_set(name: str, argument: cst.BaseExpression, key: cst.BaseExpression, context: Context) -> n.Expr | None:
    """``max(set(…), key=…)``; None where ``argument`` is no call of ``set``."""
    from migrator.lowering.consumers import as_list

    match argument:
        case cst.Call(func=cst.Name(value="set"), args=[cst.Arg(keyword=None, star="", value=values)]):
            pass
        case _:
            return None
    if context.local("set") is not None or context.names.resolve("set") != Binding("builtin", "set"):
        return None
    context.guard("set", "builtin", "set")
    line = context.line(argument)
    listed = as_list(values, context)
    if isinstance(listed, n.HoleExpr):
        return listed
    members = n.Apply(op="builtins.set", args=(listed,), line=line)
    ordered = n.Apply(op="builtins.sorted", args=(members,), line=line)
    item, item_key = context.fresh("member"), context.fresh("member_key")
    value = callee(key, context)((n.Local(name=item, line=line),))
    if isinstance(value, n.HoleExpr):
        return value
    return _scan(name, ordered, (item, item_key), value, context, line)


def _scan(name: str, members: n.Expr, names: tuple[str, str], value: n.Expr, context: Context, line: int) -> n.Expr:
    item, item_key = names
    best, best_key = context.fresh("best"), context.fresh("best_key")
    found, tie = context.fresh("found"), context.fresh("tie")

    def local(name: str) -> n.Local:
        return n.Local(name=name, line=line)

    def put(name: str, value: n.Expr) -> n.Stmt:
        return n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line)

    def truth(value: bool) -> n.Expr:
        return n.Const(value=value, line=line)

    better, worse = ("lt", "gt") if name == "min" else ("gt", "lt")
    keys = (local(item_key), local(best_key))
    is_better = n.Apply(op=f"operator.{better}", args=keys, line=line)
    is_worse = n.Apply(op=f"operator.{worse}", args=keys, line=line)
    test = n.Logic(kind="or", left=n.Not(value=local(found), line=line), right=is_better, line=line)
    keep = (
        put(best, local(item)),
        put(best_key, local(item_key)),
        put(found, truth(True)),
        put(tie, truth(False)),
    )
    is_equal = n.Apply(op="operator.eq", args=keys, line=line)
    trap = n.TrapStmt(reason="Raise", line=line)
    # A NaN among the keys is none of the three.
    equal = n.If(test=is_equal, body=(put(tie, truth(True)),), orelse=(trap,), line=line)
    other = n.If(test=n.Not(value=is_worse, line=line), body=(equal,), orelse=(), line=line)
    body = (put(item_key, value), n.If(test=test, body=keep, orelse=(other,), line=line))
    loop = n.For(
        target=n.NameTarget(name=item, line=line),
        iter=n.SequenceIter(value=members, line=line),
        body=body,
        orelse=(),
        line=line,
    )
    undecided = n.Logic(kind="or", left=n.Not(value=local(found), line=line), right=local(tie), line=line)
    end = n.If(test=undecided, body=(trap,), orelse=(), line=line)
    start = (put(found, truth(False)), put(tie, truth(False)))
    return n.BlockExpr(body=(*start, loop, end), value=local(best), line=line)


def heap_call(
    target: str, node: cst.Call, positional: Arguments, keywords: Keywords, context: Context
) -> n.Expr | None:
    """``heapq.nlargest(k, items, key=…)`` is documented as a slice of a sort; None for other forms."""
    from migrator.lowering.consumers import as_list, sorted_by
    from migrator.lowering.expressions import lower_expression

    if len(positional) != 2 or set(keywords) - {"key"}:
        return None
    line = context.line(node)
    name = context.fresh("count")
    count = n.Assign(
        target=n.NameTarget(name=name, line=line), value=lower_expression(positional[0], context), line=line
    )
    how_many = n.Local(name=name, line=line)
    if "key" not in keywords:
        listed = as_list(positional[1], context)
        whole = n.Apply(op=target, args=(how_many, listed), line=line)
        if isinstance(listed, n.HoleExpr):
            return listed
    else:
        order = {"key": keywords["key"]}
        if target == "heapq.nlargest":
            order["reverse"] = cst.Name("True")
        ordered = with_receiver(
            keywords["key"], context, lambda key: sorted_by(node, positional[1], {**order, "key": key}, context)
        )
        if ordered is None or isinstance(ordered, n.HoleExpr):
            return ordered
        zero = n.Const(value=0, line=line)
        stop = n.Apply(op="builtins.max", args=(how_many, zero), line=line)
        none = n.Const(value=None, line=line)
        whole = n.Apply(op="method.slice", args=(ordered, none, stop), line=line)
    return n.BlockExpr(body=(count,), value=whole, line=line)

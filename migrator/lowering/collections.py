"""Calls of the classes of ``collections``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.lowering.callables import callee
from migrator.lowering.context import Context
from migrator.types import FACTORIES

Arguments = list[cst.BaseExpression]
Keywords = dict[str, cst.BaseExpression]
Make = Callable[[cst.Call, Arguments, Keywords, Context], n.Expr | None]


def collection_call(target: str) -> Make | None:
    """What lowers a call of ``target`` (``collections.Counter``); None where it is none of these classes."""
    return _CLASSES.get(target)


def _defaultdict(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``defaultdict(list)``, empty: the factory is one of the built-in classes, or something that is known here."""
    if keywords or len(positional) != 1:
        return None
    factory = positional[0]
    if isinstance(factory, cst.Name) and _is_builtin(factory.value, context):
        context.guard(factory.value, "builtin", factory.value)
        return n.DictExpr(keys=(), values=(), kind=f"defaultdict_{factory.value}", line=context.line(node))
    default = callee(factory, context)(())
    if isinstance(default, n.HoleExpr) or not _can_wait(default, context):
        return None
    context.factories += 1
    kind = f"defaultdict_of_{context.factories}"
    return n.DictExpr(keys=(), values=(), kind=kind, default=default, line=context.line(node))


def _is_builtin(name: str, context: Context) -> bool:
    return name in FACTORIES and context.local(name) is None and context.names.resolve(name).kind == "builtin"


def _can_wait(default: n.Expr, context: Context) -> bool:
    """Whether it gives the same whenever it is computed, and computing it for no need changes nothing."""
    for node in walk(default):
        match node:
            case n.Local(name=name):
                if context.bound.get(name, 0) > 1 or any(name in scope.values() for scope in context.renames):
                    return False
            case n.Apply(op=op):
                if not op.startswith(("operator.", "math.", "cmath.", "collections.")) and op not in _PURE:
                    return False
            case n.Const() | n.TupleExpr() | n.ListExpr() | n.DictExpr() | n.SetExpr():
                pass
            case _:
                return False
    return True


_PURE = frozenset(f"builtins.{name}" for name in "int float abs min max len list dict set".split())


def _counter(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    if keywords or len(positional) > 1:
        return None
    if not positional:
        return n.DictExpr(keys=(), values=(), kind="Counter", line=context.line(node))
    values = items_of(positional[0], context)
    return values if isinstance(values, n.HoleExpr) else _of("collections.Counter", values, node, context)


def _deque(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``deque(values, maxlen)``; a list that is somebody's is copied."""
    from migrator.lowering.expressions import lower_expression

    if len(positional) > 2 or set(keywords) - {"maxlen"} or (len(positional) == 2 and keywords):
        return None
    line = context.line(node)
    values: n.Expr = n.ListExpr(items=(), line=line)
    if positional:
        values = items_of(positional[0], context)
    if isinstance(values, n.HoleExpr):
        return values
    bound = positional[1] if len(positional) == 2 else keywords.get("maxlen")
    most = lower_expression(bound, context) if bound is not None else n.Const(value=None, line=line)
    if isinstance(most, n.Const) and most.value is None:
        return n.Apply(op="collections.deque", args=(values,), line=line)
    return n.Apply(op="collections.deque.most", args=(values, most), line=line)


def _of(op: str, values: n.Expr, node: cst.Call, context: Context) -> n.Expr:
    return n.Apply(op=op, args=(values,), line=context.line(node))


def from_keys(node: cst.Call, positional: Arguments, context: Context) -> n.Expr | None:
    """``dict.fromkeys(keys, value)``; all keys share the value, so it must be one that nobody can change."""
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.iterators import stream_of
    from migrator.lowering.streams import collected_dict, mapped

    if not 1 <= len(positional) <= 2:
        return None
    line = context.line(node)
    stream = stream_of(positional[0], context)
    value = lower_expression(positional[1], context) if len(positional) == 2 else n.Const(value=None, line=line)
    if isinstance(stream, n.HoleExpr) or isinstance(value, n.HoleExpr):
        return stream if isinstance(stream, n.HoleExpr) else value
    context.guard("dict", "builtin", "dict")
    before: tuple[n.Stmt, ...] = ()
    if not isinstance(value, n.Const):
        if not isinstance(positional[0], cst.Name):
            return None  # the keys are computed before the value
        name = context.fresh("value")
        before = (n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line),)
        value = n.Local(name=name, line=line)
    made = collected_dict(mapped(stream, n.TupleExpr(items=(stream.item, value), line=line)), context, line)
    if not before or isinstance(made, n.HoleExpr):
        return made
    return n.BlockExpr(body=before, value=made, line=line)


def merged_dict(entries: Sequence[cst.BaseDictElement], context: Context, line: int) -> n.Expr:
    """``{**a, k: v, **b}``: a new dict that is updated by each in turn. Only dicts can stand behind ``**``."""
    from migrator.lowering.expressions import lower_expression

    whole = n.Local(name=context.fresh("entries"), line=line)
    empty = n.DictExpr(keys=(), values=(), line=line)
    made: list[n.Stmt] = [n.Assign(target=n.NameTarget(name=whole.name, line=line), value=empty, line=line)]
    for entry in entries:
        value = lower_expression(entry.value, context)
        if not isinstance(entry, cst.DictElement):
            made.append(n.Eval(value=n.Apply(op="dict.update", args=(whole, value), line=line), line=line))
            continue
        key = lower_expression(entry.key, context)
        if not isinstance(key, n.Const):
            # The key comes before its value.
            name = context.fresh("key")
            made.append(n.Assign(target=n.NameTarget(name=name, line=line), value=key, line=line))
            key = n.Local(name=name, line=line)
        made.append(n.Assign(target=n.IndexTarget(base=whole, index=key, line=line), value=value, line=line))
    return n.BlockExpr(body=tuple(made), value=whole, line=line)


def items_of(node: cst.BaseExpression, context: Context) -> n.Expr:
    """An argument whose items are looked at once: itself where it may be a value of any type, else a list of them."""
    from migrator.lowering.consumers import as_list
    from migrator.lowering.expressions import lower_expression

    made_here = isinstance(node, cst.GeneratorExp | cst.ListComp | cst.Call)
    return as_list(node, context) if made_here else lower_expression(node, context)


_CLASSES: dict[str, Make] = {
    "collections.defaultdict": _defaultdict,
    "collections.Counter": _counter,
    "collections.deque": _deque,
}

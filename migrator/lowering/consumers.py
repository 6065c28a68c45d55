"""Calls that consume an iterable: ``sum``, ``any``, ``min``, ``sorted`` … with their keywords, and ``reduce``."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.callables import callee, with_receiver
from migrator.lowering.collections import collection_call
from migrator.lowering.context import Context
from migrator.lowering.draws import random_call
from migrator.lowering.iterators import generator, lower_iterable, makes_iterator, stream_of
from migrator.lowering.ranking import best_of_set, heap_call
from migrator.lowering.streams import Level, Stream, collected, loops

CONSUMERS = frozenset({"any", "all", "sum", "min", "max", "sorted", "list", "set", "dict"})
SCALAR_METHODS = {"bit_length": "int.bit_length", "bit_count": "int.bit_count", "is_integer": "float.is_integer"}
Arguments = list[cst.BaseExpression]
Keywords = dict[str, cst.BaseExpression]


def consumer(name: str, node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``sum``, ``any`` … over an iterable; None where the call is not of that form."""
    line = context.line(node)
    if name in ("any", "all") and len(positional) == 1 and not keywords:
        return _any_all(name, positional[0], context, line)
    if name == "sum" and len(positional) + len(keywords) <= 2 and set(keywords) <= {"start"}:
        start = positional[1] if len(positional) == 2 else keywords.get("start")
        return _sum(positional[0], start, context, line)
    if "key" in keywords and name in ("min", "max", "sorted"):
        return with_receiver(
            keywords["key"], context, lambda key: _by(name, node, positional, {**keywords, "key": key}, context)
        )
    return _by(name, node, positional, keywords, context)


def _by(name: str, node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    line = context.line(node)
    if name in ("min", "max") and (len(positional) == 1 or set(keywords) == {"key"}):
        return _extreme(name, node, positional, keywords, context)
    if name == "sorted" and len(positional) == 1:
        return sorted_by(node, positional[0], keywords, context)
    if name == "list" and len(positional) == 1 and not keywords:
        return _listed(positional[0], context)
    if name in ("set", "dict") and len(positional) == 1 and not keywords:
        value = as_list(positional[0], context)
        hole = isinstance(value, n.HoleExpr)
        return value if hole else n.Apply(op=f"builtins.{name}", args=(value,), line=line)
    return None


def _listed(node: cst.BaseExpression, context: Context) -> n.Expr:
    """``list(node)``: the list that an iterator's items are collected in, or a copy of what is there, a dict or a list."""
    made = _iterated(node, context)
    if isinstance(made, n.SequenceIter) and not made.reverse:
        return n.Apply(op="builtins.list", args=(made.value,), line=context.line(node))
    return _in_list(made, context, context.line(node))


def as_list(node: cst.BaseExpression, context: Context) -> n.Expr:
    """``node`` as a list to look at: itself where it is a sequence, else a fresh list of its items."""
    made = _iterated(node, context)
    if isinstance(made, n.SequenceIter) and not made.reverse:
        return made.value
    return _in_list(made, context, context.line(node))


def _iterated(node: cst.BaseExpression, context: Context) -> Stream | n.Iter | n.HoleExpr:
    return generator(node, context) if isinstance(node, cst.ListComp) else lower_iterable(node, context)


def _in_list(made: Stream | n.Iter | n.HoleExpr, context: Context, line: int) -> n.Expr:
    """A fresh list of all items."""
    if isinstance(made, n.HoleExpr):
        return made
    if isinstance(made, Stream):
        return collected(made, context, line)
    from migrator.lowering.streams import plain

    return collected(plain(made, context, line), context, line)


def _any_all(name: str, argument: cst.BaseExpression, context: Context, line: int) -> n.Expr:
    stream = stream_of(argument, context)
    if isinstance(stream, n.HoleExpr):
        return stream
    found = context.fresh(name)
    stop = name == "any"
    hit = stream.item if stop else n.Not(value=stream.item, line=line)
    settle = _set(found, n.Const(value=stop, line=line), line)
    body = (n.If(test=hit, body=(settle, n.Break(line=line)), orelse=(), line=line),)
    search = loops(stream.levels, body, context, line)
    start = _set(found, n.Const(value=not stop, line=line), line)
    return n.BlockExpr(body=(start, *search), value=n.Local(name=found, line=line), line=line)


def _set(name: str, value: n.Expr, line: int) -> n.Stmt:
    return n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line)


def _sum(argument: cst.BaseExpression, start: cst.BaseExpression | None, context: Context, line: int) -> n.Expr:
    from migrator.lowering.expressions import lower_expression

    if isinstance(start, cst.List) and not start.elements:
        return _joined(argument, context, line)
    values = as_list(argument, context)
    if isinstance(values, n.HoleExpr) or start is None or _is(start, "0"):
        return values if isinstance(values, n.HoleExpr) else n.Apply(op="builtins.sum", args=(values,), line=line)
    first = lower_expression(start, context)
    if isinstance(first, n.HoleExpr):
        return first
    if isinstance(first, n.Const | n.Local):
        return n.Apply(op="builtins.sum.from", args=(values, first), line=line)
    # What is summed up is a name, or runs over one, so it makes no difference that the name is read after the start.
    over = argument.for_in.iter if isinstance(argument, cst.GeneratorExp) else argument
    if not isinstance(over, cst.Name) or m.findall(start, m.NamedExpr()):
        return context.hole(
            start, "M103", "the start of `sum()` is computed in the call", "Bind it to a variable first."
        )
    name = context.fresh("start")
    summed = n.Apply(op="builtins.sum.from", args=(values, n.Local(name=name, line=line)), line=line)
    return n.BlockExpr(body=(_set(name, first, line),), value=summed, line=line)


def _joined(argument: cst.BaseExpression, context: Context, line: int) -> n.Expr:
    """``sum(lists, [])``: one list behind the other, each time a new one, as Python has it."""
    # That a list of them is made first does not show.
    stream = generator(argument, context) if isinstance(argument, cst.ListComp) else stream_of(argument, context)
    if isinstance(stream, n.HoleExpr):
        return stream
    name = context.fresh("joined")
    longer = n.Apply(op="operator.add", args=(n.Local(name=name, line=line), stream.item), line=line)
    start = _set(name, n.ListExpr(items=(), line=line), line)
    fill = loops(stream.levels, (_set(name, longer, line),), context, line)
    return n.BlockExpr(body=(start, *fill), value=n.Local(name=name, line=line), line=line)


def _is(node: cst.BaseExpression, text: str) -> bool:
    return isinstance(node, cst.Integer | cst.Name) and node.value == text


# --- min, max ---


def _extreme(name: str, node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    if set(keywords) - {"key", "default"}:
        return None
    default = lower_expression(keywords["default"], context) if "default" in keywords else None
    key = keywords.get("key")
    if key is not None and _is(key, "None"):
        key = None
    by_size = best_of_set(name, positional[0], key, context) if key is not None and default is None else None
    if by_size is not None and len(positional) == 1:
        return by_size
    if len(positional) > 1:
        stream: Stream | n.HoleExpr = _written_out(positional, context, line)
    elif key is not None:
        stream = stream_of(positional[0], context)
    else:
        return _plain_extreme(name, positional[0], default, context, line)
    if isinstance(stream, n.HoleExpr):
        return stream
    assert key is not None
    whole = stream.levels[0].iter
    if isinstance(whole, n.SequenceIter) and isinstance(whole.value, n.Local) and not whole.reverse:
        if len(stream.levels) == 1 and not stream.levels[0].steps and isinstance(stream.item, n.Local):
            return _by_key(name, _placed(stream, whole, context, line), key, default, context, line, whole.value)
    return _by_key(name, stream, key, default, context, line)


def _written_out(positional: Arguments, context: Context, line: int) -> Stream | n.HoleExpr:
    """``max(a, b, key=f)`` runs over its arguments."""
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.streams import plain

    items = tuple(lower_expression(a, context) for a in positional)
    for item in items:
        if isinstance(item, n.HoleExpr):
            return item
    return plain(n.SequenceIter(value=n.TupleExpr(items=items, line=line), line=line), context, line)


def _plain_extreme(
    name: str, argument: cst.BaseExpression, default: n.Expr | None, context: Context, line: int
) -> n.Expr:
    values = as_list(argument, context)
    op = f"builtins.{name}.sequence"
    if isinstance(values, n.HoleExpr) or default is None:
        return values if isinstance(values, n.HoleExpr) else n.Apply(op=op, args=(values,), line=line)
    if isinstance(default, n.HoleExpr):
        return default
    before: list[n.Stmt] = []
    for_default = _kept(default, "default", before, context, line)
    whole = _kept(values, "values", before, context, line)
    chosen = n.Cond(
        test=n.Truth(value=whole, line=line),
        then=n.Apply(op=op, args=(whole,), line=line),
        orelse=for_default,
        line=line,
    )
    return n.BlockExpr(body=tuple(before), value=chosen, line=line) if before else chosen


def _kept(value: n.Expr, wish: str, before: list[n.Stmt], context: Context, line: int) -> n.Expr:
    if isinstance(value, n.Local | n.Const):
        return value
    name = context.fresh(wish)
    before.append(_set(name, value, line))
    return n.Local(name=name, line=line)


def _placed(stream: Stream, whole: n.SequenceIter, context: Context, line: int) -> Stream:
    """The same items, with the place of each: the item of the stream is the pair."""
    level = stream.levels[0]
    place = context.fresh("place")
    target = n.TupleTarget(items=(n.NameTarget(name=place, line=line), level.target), line=line)
    counted = n.EnumerateIter(inner=whole, start=n.Const(value=0, line=line), line=line)
    return Stream(
        (Level(target, counted),), n.TupleExpr(items=(n.Local(name=place, line=line), stream.item), line=line)
    )


def _by_key(
    name: str,
    stream: Stream,
    key: cst.BaseExpression,
    default: n.Expr | None,
    context: Context,
    line: int,
    whole: n.Expr | None = None,
) -> n.Expr:
    """The first item whose key is the smallest (largest): a scan that keeps the best so far, as CPython's.

    Where the items are those of the sequence or dict ``whole``, the place of the best one is kept, not the item.
    """
    before: list[n.Stmt] = []
    if default is not None:
        default = _kept(default, "default", before, context, line)
    item_name, key_name = context.fresh("item"), context.fresh("item_key")
    best, best_key, found = context.fresh("best"), context.fresh("best_key"), context.fresh("found")
    item: n.Expr = n.Local(name=item_name, line=line)
    kept = item
    bound: tuple[n.Stmt, ...] = (_set(item_name, stream.item, line),)
    if whole is not None:
        assert isinstance(stream.item, n.TupleExpr)
        kept, item = stream.item.items
        bound = ()
    value = callee(key, context)((item,))
    if isinstance(value, n.HoleExpr):
        return value
    better = n.Apply(
        op="operator.lt" if name == "min" else "operator.gt",
        args=(n.Local(name=key_name, line=line), n.Local(name=best_key, line=line)),
        line=line,
    )
    is_found = n.Local(name=found, line=line)
    test = n.Logic(kind="or", left=n.Not(value=is_found, line=line), right=better, line=line)
    keep = (
        _set(best, kept, line),
        _set(best_key, n.Local(name=key_name, line=line), line),
        _set(found, n.Const(value=True, line=line), line),
    )
    body = (
        *bound,
        _set(key_name, value, line),
        n.If(test=test, body=keep, orelse=(), line=line),
    )
    scan = loops(stream.levels, body, context, line)
    start = _set(found, n.Const(value=False, line=line), line)
    result: n.Expr = n.Local(name=best, line=line)
    if whole is not None:
        result = n.Apply(op="scan.item", args=(whole, result), line=line)
    if default is None:
        nothing = n.TrapStmt(reason="Raise", line=line)
        scan = (*scan, n.If(test=n.Not(value=is_found, line=line), body=(nothing,), orelse=(), line=line))
    else:
        result = n.Cond(test=is_found, then=result, orelse=default, line=line)
    return n.BlockExpr(body=(*before, start, *scan), value=result, line=line)


# --- sorting ---


def _order(keywords: Keywords) -> tuple[cst.BaseExpression | None, bool] | None:
    """The key and whether it is reversed; None where that cannot be told."""
    key = keywords.get("key")
    reverse = keywords.get("reverse")
    if set(keywords) - {"key", "reverse"}:
        return None
    if reverse is not None and not (_is(reverse, "True") or _is(reverse, "False")):
        return None
    return (None if key is not None and _is(key, "None") else key), reverse is not None and _is(reverse, "True")


def _keys(values: n.Expr, key: cst.BaseExpression, context: Context, line: int) -> n.Expr:
    from migrator.lowering.streams import mapped, plain

    stream = plain(n.SequenceIter(value=values, line=line), context, line)
    value = callee(key, context)((stream.item,))
    return value if isinstance(value, n.HoleExpr) else collected(mapped(stream, value), context, line, "keys")


def sorted_by(node: cst.Call, argument: cst.BaseExpression, keywords: Keywords, context: Context) -> n.Expr | None:
    line = context.line(node)
    order = _order(keywords)
    if order is None:
        return None
    key, reverse = order
    values = _members(argument, context) if isinstance(argument, cst.SetComp) else as_list(argument, context)
    if isinstance(values, n.HoleExpr):
        return values
    ending = ".reverse" if reverse else ""
    if key is None:
        if reverse and _is_set(argument):  # a set is sorted one way only
            values = n.Apply(op="builtins.sorted", args=(values,), line=line)
        return n.Apply(op=f"builtins.sorted{ending}", args=(values,), line=line)
    before: list[n.Stmt] = []
    if isinstance(argument, cst.Call) and not isinstance(values, n.BlockExpr):
        values = n.Apply(op="builtins.list", args=(values,), line=line)  # it may be a view of a dict
    whole = _kept(values, "values", before, context, line)
    keys = _keys(whole, key, context, line)
    if isinstance(keys, n.HoleExpr):
        return keys
    made = n.Apply(op=f"builtins.sorted.by{ending}", args=(whole, keys), line=line)
    return n.BlockExpr(body=tuple(before), value=made, line=line) if before else made


def _is_set(argument: cst.BaseExpression) -> bool:
    return isinstance(argument, cst.SetComp) or m.matches(argument, m.Call(func=m.Name("set")))


def _members(argument: cst.SetComp, context: Context) -> n.Expr:
    """``{f(x) for x in xs}`` as the set of a list: only so are there sets of floats."""
    line = context.line(argument)
    listed = _in_list(generator(argument, context), context, line)
    return listed if isinstance(listed, n.HoleExpr) else n.Apply(op="builtins.set", args=(listed,), line=line)


def sort_method(base: cst.BaseExpression, node: cst.Call, keywords: Keywords, context: Context) -> n.Expr:
    """``xs.sort(key=…, reverse=…)``."""
    if "key" not in keywords:
        return _sorted_in_place(base, node, keywords, context)
    made = with_receiver(
        keywords["key"], context, lambda key: _sorted_in_place(base, node, {**keywords, "key": key}, context)
    )
    assert made is not None
    return made


def _sorted_in_place(base: cst.BaseExpression, node: cst.Call, keywords: Keywords, context: Context) -> n.Expr:
    """While Python sorts, the list looks empty, so the key must not look at it."""
    from migrator.ir.walk import names_read, root_name
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    order = _order(keywords)
    whole = lower_expression(base, context)
    if order is None or isinstance(whole, n.HoleExpr):
        return context.hole(node, "M103", "this form of `.sort()` has no Rust yet", "Give `reverse` as True or False.")
    key, reverse = order
    ending = ".reverse" if reverse else ""
    if key is None:
        return n.Apply(op=f"list.sort{ending}", args=(whole,), line=line)
    if not _is_plain(whole):
        return context.hole(node, "M103", "`.sort(key=…)` of this has no Rust yet", "Bind the list to a variable.")
    root = root_name(whole)
    keys = _keys(whole, key, context, line)
    if isinstance(keys, n.HoleExpr):
        return keys
    assert isinstance(keys, n.BlockExpr)
    reads = sum(isinstance(c, n.Local) and c.name == root for s in keys.body for c in _walk(s))
    if reads > 1 or root not in names_read(keys):
        return context.hole(node, "M103", "the key of `.sort()` looks at the list that is sorted")
    made = n.Apply(op=f"list.sort.by{ending}", args=(whole, keys.value), line=line)
    body = (*keys.body, n.Eval(value=made, line=line))
    return n.BlockExpr(body=body, value=n.Const(value=None, line=line), line=line)


def _is_plain(place: n.Expr) -> bool:
    """Whether looking ``place`` up twice gives the same list: a variable, its attributes, elements at fixed places."""
    match place:
        case n.Local():
            return True
        case n.Attr(base=base):
            return _is_plain(base)
        case n.Index(base=base, index=n.Local() | n.Const()):
            return _is_plain(base)
        case _:
            return False


def extend_method(base: cst.BaseExpression, values: cst.BaseExpression, node: cst.Call, context: Context) -> n.Expr:
    """``xs.extend(values)``; an iterator must not look at the list, which grows while Python runs it."""
    from migrator.lowering.expressions import lower_expression

    whole = lower_expression(base, context)
    more = _items_for(whole, values, context)
    return n.Apply(op="list.extend", args=(whole, more), line=context.line(node))


def extending(values: cst.BaseExpression, whole: n.Expr, context: Context) -> n.Expr | None:
    """The items that ``whole += values`` appends, where ``values`` makes an iterator; None where it is a value."""
    return _items_for(whole, values, context) if makes_iterator(values, context) else None


def _items_for(whole: n.Expr, values: cst.BaseExpression, context: Context) -> n.Expr:
    """``values`` as a list. Python extends ``whole`` item by item, so an iterator that looks at it would see it grow."""
    from migrator.ir.walk import names_read, root_name

    more = as_list(values, context)
    if isinstance(more, n.TupleExpr) and not more.cls:
        return n.ListExpr(items=more.items, line=more.line)
    if isinstance(more, n.BlockExpr) and not isinstance(values, cst.ListComp) and root_name(whole) in names_read(more):
        return context.hole(values, "M103", "extending a list by what is made from itself", "Make it a list first.")
    return more


def _walk(node: n.Node) -> list[n.Node]:
    from migrator.ir.walk import walk

    return list(walk(node))


# --- of the library ---


def library_call(
    target: str, path: str, node: cst.Call, positional: Arguments, keywords: Keywords, context: Context
) -> n.Expr | None:
    """Calls of library functions that consume iterables or fold their arguments; None for all others."""
    make = random_call(target) or collection_call(target) or _LIBRARY.get(target)
    made = make(node, positional, keywords, context) if make is not None else None
    if made is not None:
        context.guard(path, "library", target)
    return made


def _reduce(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    from migrator.lowering.expressions import lower_expression

    if keywords or len(positional) not in (2, 3):
        return None
    line = context.line(node)
    stream = stream_of(positional[1], context)
    if isinstance(stream, n.HoleExpr):
        return stream
    total, found = context.fresh("total"), context.fresh("found")
    so_far, is_found = n.Local(name=total, line=line), n.Local(name=found, line=line)
    started = lower_expression(positional[2], context) if len(positional) == 3 else None
    if isinstance(started, n.HoleExpr):
        return started
    item_name = context.fresh("item")
    item = n.Local(name=item_name, line=line)
    folded = callee(positional[0], context)((so_far, item))
    if isinstance(folded, n.HoleExpr):
        return folded
    bound, step = _set(item_name, stream.item, line), _set(total, folded, line)
    if started is not None:
        scan = loops(stream.levels, (bound, step), context, line)
        return n.BlockExpr(body=(_set(total, started, line), *scan), value=so_far, line=line)
    first = (_set(total, item, line), _set(found, n.Const(value=True, line=line), line))
    scan = loops(stream.levels, (bound, n.If(test=is_found, body=(step,), orelse=first, line=line)), context, line)
    nothing = n.If(
        test=n.Not(value=is_found, line=line), body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line
    )
    start = _set(found, n.Const(value=False, line=line), line)
    return n.BlockExpr(body=(start, *scan, nothing), value=so_far, line=line)


def _gcd(name: str) -> Callable[[cst.Call, Arguments, Keywords, Context], n.Expr | None]:
    def make(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
        from migrator.lowering.expressions import lower_expression

        if keywords or len(positional) < 3:
            return None
        line = context.line(node)
        values = [lower_expression(a, context) for a in positional]
        result = values[0]
        for value in values[1:]:
            result = n.Apply(op=f"math.{name}", args=(result, value), line=line)
        return result

    return make


def _whole(target: str) -> Callable[[cst.Call, Arguments, Keywords, Context], n.Expr | None]:
    """A function that takes an iterable and looks at it once."""

    def make(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
        if keywords or len(positional) != 1:
            return None
        values = as_list(positional[0], context)
        return values if isinstance(values, n.HoleExpr) else n.Apply(op=target, args=(values,), line=context.line(node))

    return make


def _cast(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``typing.cast(kind, value)`` is the value."""
    from migrator.lowering.expressions import dotted, lower_expression

    if keywords or len(positional) != 2:
        return None
    kind = positional[0]
    head = kind.value if isinstance(kind, cst.Subscript) else kind
    named = dotted(head)
    plain = isinstance(kind, cst.SimpleString) or (named is not None and context.local(named.partition(".")[0]) is None)
    return lower_expression(positional[1], context) if plain else None


def _text(node: cst.Call, positional: Arguments, keywords: Keywords, context: Context) -> n.Expr | None:
    """``six.u("text")`` is the text."""
    from migrator.lowering.expressions import lower_expression

    written = not keywords and len(positional) == 1 and isinstance(positional[0], cst.SimpleString)
    return lower_expression(positional[0], context) if written else None


_LIBRARY: dict[str, Callable[[cst.Call, Arguments, Keywords, Context], n.Expr | None]] = {
    "functools.reduce": _reduce,
    "heapq.nlargest": lambda *call: heap_call("heapq.nlargest", *call),
    "heapq.nsmallest": lambda *call: heap_call("heapq.nsmallest", *call),
    "typing.cast": _cast,
    "six.u": _text,
    "math.prod": _whole("math.prod"),
    "math.fsum": _whole("math.fsum"),
    "math.gcd": _gcd("gcd"),
    "math.lcm": _gcd("lcm"),
}

"""Iterables that are no sequence: generator expressions, ``map``, ``filter`` and what ``itertools`` has."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.callables import callee, receiver_check
from migrator.lowering.context import Context
from migrator.lowering.generators import generated
from migrator.lowering.names import Binding
from migrator.lowering.ndindex import sides
from migrator.lowering.stars import starred_range
from migrator.lowering.streams import Level, Stream, bind, collected, mapped, plain, stepped

Made = Stream | n.Iter | n.HoleExpr
_NEVER = 2**63 - 1


def lower_iterable(node: cst.BaseExpression, context: Context, target: cst.BaseExpression | None = None) -> Made:
    """Lower what a loop runs over: one of the loops that Rust has, or a stream of nested ones.

    ``target``: what each item is bound to, where there is something.
    """
    from migrator.lowering.expressions import dotted, lower_iter

    if isinstance(node, cst.Name) and node.value in context.deferred and context.local(node.value) == node.value:
        kept: Made = context.deferred.pop(node.value)
        return kept
    if isinstance(node, cst.Name) and node.value in context.ranges and context.local(node.value) == node.value:
        return context.ranges[node.value]
    if isinstance(node, cst.GeneratorExp):
        return generator(node, context)
    if isinstance(node, cst.Call):
        path = dotted(node.func)
        if path is not None and context.local(path.partition(".")[0]) is None:
            binding = context.names.resolve(path)
            if binding.kind == "function" and context.names.is_generator(binding.target):
                return generated(path, binding.target, node, context)
            if binding.kind == "builtin" and path == "zip":
                columns = _columns(node, context)
                if columns is not None:
                    _guard(path, binding, context)
                    return columns
            if binding.kind == "builtin" and path == "range" and any(a.star for a in node.args):
                _guard(path, binding, context)
                return _starred_range(node, context)
            if binding.kind == "library" and binding.target == "numpy.ndindex":
                _guard(path, binding, context)
                ranges = sides(node, target, context)
                return _tuples(*ranges, context, context.line(node)) if ranges else _refused(node, path, context)
            make = _MAKERS.get(binding.target) if binding.kind in ("builtin", "library") else None
            if make is not None and not any(a.star for a in node.args):
                _guard(path, binding, context)
                positional = [a.value for a in node.args if a.keyword is None]
                keywords = {a.keyword.value: a.value for a in node.args if a.keyword is not None}
                made = make(node, positional, keywords, context)
                return made if made is not None else _refused(node, path, context)
    return lower_iter(node, context)


def makes_iterator(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` makes an iterator or a ``range``: something that only gives items, and is no value of Rust's."""
    from migrator.lowering.expressions import dotted

    if isinstance(node, cst.GeneratorExp):
        return True
    path = dotted(node.func) if isinstance(node, cst.Call) else None
    if path is None or context.local(path.partition(".")[0]) is not None:
        return False
    binding = context.names.resolve(path)
    if binding.kind == "function":
        return context.names.is_generator(binding.target)
    known = binding.target in _MAKERS or binding.target in ("range", "zip", "reversed", "numpy.ndindex")
    return known and binding.kind in ("builtin", "library")


def _columns(node: cst.Call, context: Context) -> n.SequenceIter | None:
    """``zip(*rows)``: the columns."""
    from migrator.lowering.expressions import lower_expression

    if len(node.args) != 1 or node.args[0].star != "*":
        return None
    line = context.line(node)
    rows = lower_expression(node.args[0].value, context)
    return n.SequenceIter(value=n.Apply(op="zip.columns", args=(rows,), line=line), line=line)


def _starred_range(node: cst.Call, context: Context) -> Made:
    made = starred_range(node, context)
    if isinstance(made, n.HoleExpr):
        return made
    before, over = made
    if not before:
        return over
    line = context.line(node)
    name = context.fresh("item")
    return Stream((Level(n.NameTarget(name=name, line=line), over, before),), n.Local(name=name, line=line))


def _guard(path: str, binding: Binding, context: Context) -> None:
    """A method of a class is a new object each time it is looked at, so the class is what must stay."""
    owner, _, name = binding.target.rpartition(".")
    if name == "from_iterable":
        context.guard(path.rpartition(".")[0], binding.kind, owner)
    else:
        context.guard(path, binding.kind, binding.target)


def _refused(node: cst.CSTNode, path: str, context: Context) -> n.HoleExpr:
    return context.hole(node, "M103", f"this form of `{path}()` has no Rust yet")


def stream_of(node: cst.BaseExpression, context: Context) -> Stream | n.HoleExpr:
    """What ``node`` gives, item by item."""
    made = lower_iterable(node, context)
    return made if isinstance(made, Stream | n.HoleExpr) else plain(made, context, context.line(node))


def generator(
    node: cst.GeneratorExp | cst.ListComp | cst.SetComp | cst.DictComp, context: Context
) -> Stream | n.HoleExpr:
    """The loops of a comprehension; its variables are its own."""
    from migrator.lowering.expressions import lower_expression

    levels = comprehension_levels(node.for_in, context)
    if isinstance(levels, n.HoleExpr):
        return levels
    found, scopes = levels
    context.renames.extend(scopes)
    try:
        if isinstance(node, cst.DictComp):
            entry = (lower_expression(node.key, context), lower_expression(node.value, context))
            item: n.Expr = n.TupleExpr(items=entry, line=context.line(node))
        else:
            item = lower_expression(node.elt, context)
    finally:
        del context.renames[len(context.renames) - len(scopes) :]
    return Stream(found, item)


def comprehension_levels(
    for_in: cst.CompFor, context: Context
) -> tuple[tuple[Level, ...], list[dict[str, str]]] | n.HoleExpr:
    """The levels of ``for … if … for …``, and the scopes of the names that they bind."""
    from migrator.lowering.expressions import lower_expression, target_names
    from migrator.lowering.statements import lower_target

    line = context.line(for_in)
    made = lower_iterable(for_in.iter, context, for_in.target)
    if isinstance(made, n.HoleExpr):
        return made
    scope = {name: context.fresh(name) for name in target_names(for_in.target)}
    context.renames.append(scope)
    try:
        target = lower_target(for_in.target, context)
        tests = [lower_expression(c.test, context) for c in for_in.ifs]
        levels = list(levels_for(made, target, line))
        levels[-1] = levels[-1].then(*tests)
        if for_in.inner_for_in is None:
            return tuple(levels), [scope]
        inner = comprehension_levels(for_in.inner_for_in, context)
        if isinstance(inner, n.HoleExpr):
            return inner
        return (*levels, *inner[0]), [scope, *inner[1]]
    finally:
        context.renames.pop()


def levels_for(made: Stream | n.Iter, target: n.Target, line: int) -> tuple[Level, ...]:
    """The levels that bind each item of ``made`` to ``target``."""
    if not isinstance(made, Stream):
        return (Level(target, made),)
    *outer, last = made.levels
    return (*outer, last.then(bind(target, made.item, line)))


# --- the functions ---

Arguments = list[cst.BaseExpression]
Keywords = dict[str, cst.BaseExpression]


def _map(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    if keywords or len(args) < 2:
        return None
    stream = stream_of(args[1], context) if len(args) == 2 else _side_by_side(args[1:], context)
    if isinstance(stream, n.HoleExpr):
        return stream
    items = (stream.item,)
    if len(args) > 2:
        assert isinstance(stream.item, n.TupleExpr)
        items = stream.item.items  # type: ignore[assignment]  # one item for each iterable
    if (check := receiver_check(args[0], context)) is not None:
        stream = _beginning(stream, check)
    value = callee(args[0], context)(items)
    return value if isinstance(value, n.HoleExpr) else mapped(stream, value)


def _side_by_side(nodes: Arguments, context: Context) -> Stream | n.HoleExpr:
    """``zip`` of sequences, its items under names of their own."""
    inners: list[n.Iter] = []
    targets: list[n.Target] = []
    line = context.line(nodes[0])
    for node in nodes:
        made = lower_iterable(node, context)
        if isinstance(made, n.HoleExpr):
            return made
        if isinstance(made, Stream):
            return context.hole(node, "M103", "several iterators side by side have no Rust yet", "Make it a list.")
        inners.append(made)
        targets.append(n.NameTarget(name=context.fresh("item"), line=line))
    level = Level(n.TupleTarget(items=tuple(targets), line=line), n.ZipIter(inner=tuple(inners), line=line))
    names = tuple(n.Local(name=x.name, line=line) for x in targets if isinstance(x, n.NameTarget))
    return Stream((level,), n.TupleExpr(items=names, line=line))


def _filter(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    if keywords or len(args) != 2:
        return None
    stream = stream_of(args[1], context)
    if isinstance(stream, n.HoleExpr):
        return stream
    line = context.line(node)
    item = stream.item
    if not isinstance(item, n.Local):
        name = context.fresh("item")
        stream = stepped(stream, n.Assign(target=n.NameTarget(name=name, line=line), value=item, line=line))
        item = n.Local(name=name, line=line)
    if (check := receiver_check(args[0], context)) is not None:
        stream = _beginning(stream, check)
    is_none = isinstance(args[0], cst.Name) and args[0].value == "None"
    test = item if is_none else callee(args[0], context)((item,))
    return test if isinstance(test, n.HoleExpr) else mapped(stepped(stream, test), item)


def _pool(node: cst.BaseExpression, context: Context) -> tuple[tuple[n.Stmt, ...], n.Iter] | n.HoleExpr:
    """What itertools keeps as a tuple of its own when it is called: a copy, or a range."""
    made = lower_iterable(node, context)
    if isinstance(made, n.HoleExpr | n.RangeIter):
        return made if isinstance(made, n.HoleExpr) else ((), made)
    if isinstance(made, Stream) or not isinstance(made, n.SequenceIter) or made.reverse:
        return context.hole(node, "M103", "itertools over this iterator has no Rust yet", "Make it a list.")
    line = context.line(node)
    name = context.fresh("pool")
    copy = n.Apply(op="builtins.list", args=(made.value,), line=line)
    keep = n.Assign(target=n.NameTarget(name=name, line=line), value=copy, line=line)
    return (keep,), n.SequenceIter(value=n.Local(name=name, line=line), line=line)


def _number(node: cst.BaseExpression | None) -> int | None:
    return int(node.value, 0) if isinstance(node, cst.Integer) else None


def _product(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    repeat = _number(keywords.get("repeat")) if keywords else 1
    if set(keywords) - {"repeat"} or not args or repeat is None or not 1 <= repeat * len(args) <= 6:
        return None
    before: list[n.Stmt] = []
    iters: list[n.Iter] = []
    for arg in args:
        pool = _pool(arg, context)
        if isinstance(pool, n.HoleExpr):
            return pool
        before += pool[0]
        iters.append(pool[1])
    return _tuples(iters * repeat, tuple(before), context, context.line(node))


def _tuples(iters: list[n.Iter], before: tuple[n.Stmt, ...], context: Context, line: int) -> Stream:
    levels: list[Level] = []
    names: list[n.Expr] = []
    for number, iterable in enumerate(iters):
        name = context.fresh("item")
        levels.append(Level(n.NameTarget(name=name, line=line), iterable, before if number == 0 else ()))
        names.append(n.Local(name=name, line=line))
    return Stream(tuple(levels), n.TupleExpr(items=tuple(names), line=line))


def _choose(
    first: Callable[[n.Expr, int], n.Expr], distinct: bool
) -> Callable[[cst.Call, Arguments, Keywords, Context], Made | None]:
    """``combinations`` and ``permutations``: nested loops over positions, which come in Python's order."""

    def make(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
        count = _number(args[1] if len(args) == 2 else keywords.get("r"))
        if set(keywords) - {"r"} or count is None or not 1 <= count <= 5:
            return None
        line = context.line(node)
        pool = _pool(args[0], context)
        if isinstance(pool, n.HoleExpr):
            return pool
        before, iterable = pool
        if isinstance(iterable, n.RangeIter):
            name = context.fresh("pool")
            values: n.Expr = n.Local(name=name, line=line)
            whole = collected(plain(iterable, context, line), context, line)
            before = (n.Assign(target=n.NameTarget(name=name, line=line), value=whole, line=line),)
        else:
            assert isinstance(iterable, n.SequenceIter)
            values = iterable.value
        length = n.Apply(op="builtins.len", args=(values,), line=line)
        levels: list[Level] = []
        places: list[n.Local] = []
        for number in range(count):
            place = n.Local(name=context.fresh("place"), line=line)
            start = first(places[-1], line) if places else n.Const(value=0, line=line)
            over = n.RangeIter(start=start, stop=length, step=None, line=line)
            tests = [n.Apply(op="operator.ne", args=(place, p), line=line) for p in places] if distinct else []
            target = n.NameTarget(name=place.name, line=line)
            levels.append(Level(target, over, before if number == 0 else (), tuple(tests)))
            places.append(place)
        items = tuple(n.Index(base=values, index=p, line=line) for p in places)
        return Stream(tuple(levels), n.TupleExpr(items=items, line=line))

    return make


def _after(place: n.Expr, line: int) -> n.Expr:
    return n.Apply(op="operator.add", args=(place, n.Const(value=1, line=line)), line=line)


def _same(place: n.Expr, line: int) -> n.Expr:
    return place


def _start(place: n.Expr, line: int) -> n.Expr:
    return n.Const(value=0, line=line)


def _flattened(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """``chain.from_iterable(xss)``."""
    if keywords or len(args) != 1:
        return None
    outer = stream_of(args[0], context)
    if isinstance(outer, n.HoleExpr):
        return outer
    line = context.line(node)
    inner = plain(n.SequenceIter(value=outer.item, line=line), context, line)
    return Stream((*outer.levels, *inner.levels), inner.item)


def _count(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """It ends where 64 bits do: no loop gets there."""
    from migrator.lowering.expressions import constant, lower_expression

    given = [*args, *(keywords[k] for k in ("start", "step") if k in keywords)]
    if len(given) > 2 or set(keywords) - {"start", "step"} or (len(args) == 1 and "start" in keywords):
        return None
    step = _number(given[1]) if len(given) == 2 else 1
    if step is None or step < 1 or (not args and "step" in keywords and "start" not in keywords):
        return None
    line = context.line(node)
    if given and constant(given[0]) and not isinstance(given[0], cst.Integer | cst.UnaryOperation):
        return None
    start = lower_expression(given[0], context) if given else n.Const(value=0, line=line)
    by = n.Const(value=step, line=line) if step != 1 else None
    return n.RangeIter(start=start, stop=n.Const(value=_NEVER, line=line), step=by, line=line)


def _repeat(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    from migrator.lowering.expressions import lower_expression

    if set(keywords) - {"times"} or len(args) + len(keywords) != 2 or not args:
        return None
    line = context.line(node)
    value = lower_expression(args[0], context)
    times = lower_expression(args[1] if len(args) == 2 else keywords["times"], context)
    for part in (value, times):
        if isinstance(part, n.HoleExpr):
            return part
    over = n.RangeIter(start=n.Const(value=0, line=line), stop=times, step=None, line=line)
    stream = plain(over, context, line)
    if isinstance(value, n.Const):
        return mapped(stream, value)
    name = context.fresh("value")
    keep = n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line)
    level = stream.levels[0]
    return Stream((Level(level.target, level.iter, (keep,)),), n.Local(name=name, line=line))


def _islice(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """``islice(xs, n)`` with a literal length, of something that has no conditions."""
    count = _number(args[1]) if len(args) == 2 and not keywords else None
    if count is None:
        return None
    inner = lower_iterable(args[0], context)
    if isinstance(inner, n.HoleExpr):
        return inner
    line = context.line(node)
    if isinstance(inner, Stream):
        if len(inner.levels) != 1 or any(isinstance(s, n.Expr) for s in inner.levels[0].steps):
            return None
        level = inner.levels[0]
        over, target = _limited(level.iter, level.target, count, context, line)
        return Stream((Level(target, over, level.before, level.steps),), inner.item)
    name = context.fresh("item")
    over, target = _limited(inner, n.NameTarget(name=name, line=line), count, context, line)
    return Stream((Level(target, over),), n.Local(name=name, line=line))


def _limited(inner: n.Iter, target: n.Target, count: int, context: Context, line: int) -> tuple[n.Iter, n.Target]:
    zero, stop = n.Const(value=0, line=line), n.Const(value=count, line=line)
    places = n.RangeIter(start=zero, stop=stop, step=None, line=line)
    counter = n.NameTarget(name=context.fresh("place"), line=line)
    return n.ZipIter(inner=(places, inner), line=line), n.TupleTarget(items=(counter, target), line=line)


def _beginning(stream: Stream, *before: n.Stmt) -> Stream:
    """``stream`` with statements that run once, before everything."""
    first, *rest = stream.levels
    return dataclasses.replace(stream, levels=(dataclasses.replace(first, before=(*before, *first.before)), *rest))


def _set(name: str, value: n.Expr, line: int) -> n.Stmt:
    return n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line)


def _pairwise(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """Each item with the one before it."""
    if keywords or len(args) != 1:
        return None
    stream = stream_of(args[0], context)
    if isinstance(stream, n.HoleExpr):
        return stream
    line = context.line(node)
    found, ready, before, left, right = (context.fresh(x) for x in ("found", "ready", "previous", "left", "right"))
    item, is_ready = n.Local(name=right, line=line), n.Local(name=ready, line=line)
    previous = n.Cond(test=is_ready, then=n.Local(name=before, line=line), orelse=item, line=line)
    stream = stepped(
        _beginning(stream, _set(found, n.Const(value=False, line=line), line)),
        _set(right, stream.item, line),
        _set(ready, n.Local(name=found, line=line), line),
        _set(left, previous, line),
        _set(before, item, line),
        _set(found, n.Const(value=True, line=line), line),
        is_ready,
    )
    return mapped(stream, n.TupleExpr(items=(n.Local(name=left, line=line), item), line=line))


def _accumulate(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """The first item itself, then what the function makes of the total and the next one."""
    if set(keywords) - {"func"} or not 1 <= len(args) + len(keywords) <= 2 or not args:
        return None
    stream = stream_of(args[0], context)
    if isinstance(stream, n.HoleExpr):
        return stream
    function = args[1] if len(args) == 2 else keywords.get("func")
    line = context.line(node)
    total, found, right = (context.fresh(x) for x in ("total", "found", "item"))
    so_far, item = n.Local(name=total, line=line), n.Local(name=right, line=line)
    folded: n.Expr = n.Apply(op="operator.add", args=(so_far, item), line=line)
    if function is not None and not (isinstance(function, cst.Name) and function.value == "None"):
        folded = callee(function, context)((so_far, item))
    if isinstance(folded, n.HoleExpr):
        return folded
    first = (_set(total, item, line), _set(found, n.Const(value=True, line=line), line))
    stream = stepped(
        _beginning(stream, _set(found, n.Const(value=False, line=line), line)),
        _set(right, stream.item, line),
        n.If(test=n.Local(name=found, line=line), body=(_set(total, folded, line),), orelse=first, line=line),
    )
    return mapped(stream, so_far)


def _enumerate(node: cst.Call, args: Arguments, keywords: Keywords, context: Context) -> Made | None:
    """``enumerate`` of a stream counts the items that come; of anything else it stays a loop of its own."""
    from migrator.lowering.expressions import lower_expression, lower_iter

    if not args or set(keywords) - {"start"} or len(args) + len(keywords) > 2:
        return None
    made = lower_iterable(args[0], context)
    if not isinstance(made, Stream):
        return lower_iter(node, context)
    line = context.line(node)
    first = args[1] if len(args) == 2 else keywords.get("start")
    start = lower_expression(first, context) if first is not None else n.Const(value=0, line=line)
    if isinstance(start, n.HoleExpr):
        return start
    count, place = context.fresh("count"), context.fresh("place")
    counted = n.Local(name=count, line=line)
    more = n.Apply(op="operator.add", args=(counted, n.Const(value=1, line=line)), line=line)
    stream = _beginning(made, _set(count, start, line))
    stream = stepped(stream, _set(place, counted, line), _set(count, more, line))
    return mapped(stream, n.TupleExpr(items=(n.Local(name=place, line=line), made.item), line=line))


_MAKERS: dict[str, Callable[[cst.Call, Arguments, Keywords, Context], Made | None]] = {
    "enumerate": _enumerate,
    "map": _map,
    "filter": _filter,
    "itertools.product": _product,
    "itertools.combinations": _choose(_after, distinct=False),
    "itertools.combinations_with_replacement": _choose(_same, distinct=False),
    "itertools.permutations": _choose(_start, distinct=True),
    "itertools.chain.from_iterable": _flattened,
    "itertools.count": _count,
    "itertools.repeat": _repeat,
    "itertools.islice": _islice,
    "itertools.pairwise": _pairwise,
    "itertools.accumulate": _accumulate,
}

"""Calls with ``*values`` among the arguments: how many there are shows only when the types are known."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.context import Context


def star_call(node: cst.Call, context: Context) -> n.Expr:
    """Lower a call with ``*`` to one whose arguments inference counts; what is starred gets a name."""
    from migrator.lowering.expressions import dotted

    if any(a.star == "**" for a in node.args):
        return context.hole(node, "M103", "a call with ** has no Rust yet")
    if m.findall(node, m.NamedExpr()):
        return context.hole(node, "M103", "`:=` inside a call with * has no Rust yet", "Bind the name before the call.")
    path = dotted(node.func)
    named = path is not None and context.local(path.partition(".")[0]) is None
    before: list[n.Stmt] = []
    if named:
        assert path is not None
        return _whole(_named(path, node, before, context), before)
    if isinstance(node.func, cst.Attribute) and path is not None:
        return _whole(_method(node.func, node, before, context), before)
    return context.hole(node, "M103", "calling this value with * has no Rust yet")


def _whole(call: n.Expr, before: list[n.Stmt]) -> n.Expr:
    if isinstance(call, n.HoleExpr) or not before:
        return call
    return n.BlockExpr(body=tuple(before), value=call, line=call.line)


def _named(path: str, node: cst.Call, before: list[n.Stmt], context: Context) -> n.Expr:
    binding = context.names.resolve(path)
    line = context.line(node)
    if binding.kind == "class":
        context.guard(path, "class", binding.target)
        args, keywords = _arguments(node, before, context)
        return n.New(cls=binding.target, args=args, keywords=keywords, line=line)
    if binding.kind == "function":
        found = context.names.parameters(binding.target)
        if found is None or context.names.is_generator(binding.target):
            return context.hole(node, "M103", f"`{path}()` with * has no Rust yet")
        context.guard(path, "function", binding.target)
        context.calls[binding.target] = None
        args, keywords = _arguments(node, before, context)
        return n.StarCall(function=binding.target, args=args, keywords=keywords, line=line)
    if binding.kind in ("library", "builtin") and not any(a.keyword for a in node.args):
        target = binding.target if binding.kind == "library" else f"builtins.{path}"
        if target in _FOLDS or target.startswith(("math.", "cmath.")):
            context.guard(path, binding.kind, path if binding.kind == "builtin" else binding.target)
            args, _ = _arguments(node, before, context)
            return n.StarCall(function=f"library:{target}", args=args, line=line)
    return context.hole(node, "M103", f"`{path}()` with * has no Rust yet")


_FOLDS = frozenset({"builtins.min", "builtins.max", "builtins.pow", "builtins.divmod", "builtins.abs"})


def _method(func: cst.Attribute, node: cst.Call, before: list[n.Stmt], context: Context) -> n.Expr:
    from migrator.lowering.expressions import lower_expression

    args, keywords = _arguments(node, before, context)
    base = lower_expression(func.value, context)
    if before and not isinstance(base, n.Local):
        hint = "Bind the object to a name first."
        return context.hole(node, "M103", "a method call with * on the result of an expression has no Rust yet", hint)
    name = context.attribute(func.attr.value)
    return n.MethodCall(base=base, name=name, args=args, keywords=keywords, line=context.line(node))


def _arguments(node: cst.Call, before: list[n.Stmt], context: Context) -> tuple[tuple[n.Expr, ...], tuple[str, ...]]:
    """The arguments, those by keyword last; what is not a name or constant is computed before, as written."""
    # ``f(k=g(), *h())`` computes ``h()`` first.
    ordered = sorted(node.args, key=lambda a: a.keyword is not None)
    values = _in_turn(ordered, before, context, context.line(node))
    return tuple(values), tuple(arg.keyword.value for arg in ordered if arg.keyword is not None)


def _in_turn(args: Sequence[cst.Arg], before: list[n.Stmt], context: Context, line: int) -> list[n.Expr]:
    """The arguments, each computed at its turn; what is not a name or constant gets a name."""
    from migrator.lowering.expressions import lower_expression

    found: list[n.Expr] = []
    for arg in args:
        value = lower_expression(arg.value, context)
        if not isinstance(value, n.Local | n.Const | n.HoleExpr):
            name = context.fresh("argument")
            before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line))
            value = n.Local(name=name, line=line)
        found.append(n.Starred(value=value, line=line) if arg.star else value)
    return found


def starred_range(node: cst.Call, context: Context) -> tuple[tuple[n.Stmt, ...], n.RangeIter] | n.HoleExpr:
    """``range(*pair)``: what must be computed before, and the range whose arguments inference counts."""
    if any(a.keyword is not None or a.star == "**" for a in node.args):
        return context.hole(node, "M103", "this form of `range` has no Rust yet")
    before: list[n.Stmt] = []
    args, _ = _arguments(node, before, context)
    hole = next((a for a in args if isinstance(a, n.HoleExpr)), None)
    hole = hole or next((a.value for a in args if isinstance(a, n.Starred) and isinstance(a.value, n.HoleExpr)), None)
    if hole is not None:
        return hole
    line = context.line(node)
    zero = n.Const(value=0, line=line)
    return tuple(before), n.RangeIter(start=zero, stop=zero, step=None, args=args, line=line)


def _starred_tuple(node: cst.Tuple, context: Context) -> n.Expr:
    """``(*pair, 1)``: inference puts the elements in their places."""
    before: list[n.Stmt] = []
    args = [cst.Arg(e.value, star="*" if isinstance(e, cst.StarredElement) else "") for e in node.elements]
    items = _in_turn(args, before, context, context.line(node))
    hole = next((i for i in items if isinstance(i, n.HoleExpr)), None)
    hole = hole or next((i.value for i in items if isinstance(i, n.Starred) and isinstance(i.value, n.HoleExpr)), None)
    if hole is not None:
        return hole
    return _whole(n.TupleExpr(items=tuple(items), line=context.line(node)), before)


def starred_display(node: cst.Tuple | cst.List, context: Context) -> n.Expr:
    """``[*xs, 1, *ys]``: the lists one behind the other."""
    from migrator.lowering.consumers import as_list
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    if isinstance(node, cst.Tuple):
        return _starred_tuple(node, context)
    parts: list[n.Expr] = []
    run: list[n.Expr] = []
    for element in node.elements:
        if isinstance(element, cst.StarredElement):
            if run:
                parts.append(n.ListExpr(items=tuple(run), line=line))
                run = []
            parts.append(as_list(element.value, context))
        else:
            run.append(lower_expression(element.value, context))
    if run:
        parts.append(n.ListExpr(items=tuple(run), line=line))
    hole = next((p for p in (*parts, *run) if isinstance(p, n.HoleExpr)), None)
    if hole is not None:
        return hole
    whole = parts[0]
    if len(parts) == 1:
        return n.Apply(op="builtins.list", args=(whole,), line=line)
    for part in parts[1:]:
        whole = n.Apply(op="list.concat", args=(whole, part), line=line)
    return whole

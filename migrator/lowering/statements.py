"""Statements. A statement without Rust becomes a trap that carries its diagnostic."""

from __future__ import annotations

import dataclasses

import libcst as cst

from migrator.ir import nodes as n
from migrator.ir.walk import children
from migrator.lowering.builders import keep_builder
from migrator.lowering.consumers import extending
from migrator.lowering.context import Context
from migrator.lowering.deferred import keep_iterator, keep_range
from migrator.lowering.deletion import lower_delete, store_slice
from migrator.lowering.dtypes import name_dtype
from migrator.lowering.expressions import INPLACE, dotted, lower_expression, lower_test
from migrator.lowering.generators import lower_yield
from migrator.lowering.imports import imported_modules
from migrator.lowering.inner import define, name_lambda
from migrator.lowering.iterators import levels_for, lower_iterable
from migrator.lowering.lookups import looked_up
from migrator.lowering.matching import lower_match
from migrator.lowering.names import imported
from migrator.lowering.raising import behind, catcher, left, lower_raise
from migrator.lowering.stepped import keep_steps, step_loop, steps_of
from migrator.lowering.streams import breaks, loops
from migrator.lowering.unpacking import unpacked_columns

_SIMPLE = (n.Local, n.Const)


def lower_block(block: cst.BaseSuite, context: Context, *, whole: bool = False) -> tuple[n.Stmt, ...]:
    """Lower the statements of a suite; what follows a statement that never falls through is dropped.

    ``whole``: it is all of a function.
    """
    statements: list[n.Stmt] = []
    outside, steps, dtypes = dict(context.callables), set(context.steps), dict(context.dtypes)
    for number, node in enumerate(block.body):
        line = context.line(node)
        kept = keep_range(node, context, line) or keep_steps(node, block.body[number + 1 :], context, line)
        if kept is None and whole:
            rest = block.body[number + 1 :]
            kept = keep_iterator(node, rest, context, line) or keep_builder(node, rest, context, line)
        made = _lower_line(node, context) if kept is None else _with_comments(list(kept), node)
        lowered = [_without_holes(s) for s in made]
        statements.extend(lowered)
        if lowered and _leaves(lowered[-1]):
            break
    context.callables, context.dtypes = outside, dtypes
    context.steps = {name: kept for name, kept in context.steps.items() if name in steps or context.bound[name] == 1}
    return tuple(statements)


def _without_holes(stmt: n.Stmt) -> n.Stmt:
    """A statement whose own expressions hold a hole traps as a whole."""

    def find(node: n.Node) -> n.HoleExpr | None:
        for child in children(node):
            if isinstance(child, n.HoleExpr):
                return child
            nested = None if isinstance(child, n.Stmt) and not inside else find(child)
            if nested is not None:
                return nested
        return None

    inside = not isinstance(stmt, n.If | n.While | n.For)
    hole = find(stmt)
    if hole is None:
        return stmt
    return n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=stmt.line, comments=stmt.comments)


def _leaves(stmt: n.Stmt) -> bool:
    match stmt:
        case n.Return() | n.TrapStmt() | n.Break() | n.Continue():
            return True
        case n.If(body=body, orelse=orelse):
            return bool(body and orelse) and _leaves(body[-1]) and _leaves(orelse[-1])
        case _:
            return False


def _lower_line(node: cst.CSTNode, context: Context) -> list[n.Stmt]:
    lowered: list[n.Stmt] = []
    if isinstance(node, cst.SimpleStatementLine):
        for small in node.body:
            lowered.extend(_small(small, context))
            if lowered and _leaves(lowered[-1]):
                break
    elif isinstance(node, cst.BaseSmallStatement):
        lowered = _small(node, context)
    else:
        lowered = _compound(node, context)
    return _with_comments(lowered, node)


def _with_comments(lowered: list[n.Stmt], node: cst.CSTNode) -> list[n.Stmt]:
    lines = getattr(node, "leading_lines", ())
    comments = tuple(line.comment.value.lstrip("#").strip() for line in lines if line.comment is not None)
    if not comments or not lowered:
        return lowered
    return [dataclasses.replace(lowered[0], comments=comments), *lowered[1:]]


def _hole(node: cst.CSTNode, context: Context, code: str, message: str, hint: str = "") -> n.Stmt:
    hole = context.hole(node, code, message, hint)
    return n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=hole.line)


def _small(node: cst.CSTNode, context: Context) -> list[n.Stmt]:
    line = context.line(node)
    match node:
        case cst.Pass():
            return []
        case cst.Break():
            return [n.Break(line=line)]
        case cst.Continue():
            return [n.Continue(line=line)]
        case cst.Return(value=None):
            return [n.Return(value=n.Const(value=None, line=line), line=line)]
        case cst.Return(value=value) if value is not None:
            return [n.Return(value=lower_expression(value, context), line=line)]
        case cst.Raise():
            return [lower_raise(node, context, line)]
        case cst.Assert(test=test):
            failed = n.Not(value=lower_expression(test, context), line=line)
            trap = n.TrapStmt(reason="Raise", line=line)
            return [n.If(test=failed, body=(trap,), orelse=(), line=line)]
        case cst.Expr(value=value):
            return _expression_statement(value, context, line)
        case cst.Assign(targets=targets, value=value):
            return _assign([t.target for t in targets], value, context, line)
        case cst.AnnAssign(target=target, value=value):
            return _assign([target], value, context, line) if value is not None else []
        case cst.AugAssign(target=target, operator=operator, value=value):
            return _augmented(target, operator, value, context, line)
        case cst.Global() | cst.Nonlocal():
            return []
        case cst.Import() | cst.ImportFrom():
            brought = [name for name, _ in imported(node, context.names)]
            if brought and all(name in context.imports for name in brought):
                for module in imported_modules(node, context.names):
                    context.guard_import(module)
                return []
            hint = "Import it at the top of the module."
            return [_hole(node, context, "M101", "an import inside a function has no Rust", hint)]
        case cst.Del(target=target):
            return lower_delete(target, context, line)
        case _:
            return [_hole(node, context, "M101", f"`{_keyword(node)}` has no Rust yet")]


def _keyword(node: cst.CSTNode) -> str:
    return type(node).__name__.lower()


def _expression_statement(value: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt]:
    if isinstance(value, cst.Yield) and context.items:
        return lower_yield(value, context, line)
    if isinstance(value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis):
        return []
    lowered = lower_expression(value, context)
    if isinstance(lowered, n.HoleExpr):
        return [n.TrapStmt(reason="Hole", diagnostic=lowered.diagnostic, line=line)]
    if isinstance(lowered, n.BlockExpr) and isinstance(lowered.value, n.Const):
        return list(lowered.body)
    return [n.Eval(value=lowered, line=line)]


def _assign(targets: list[cst.BaseExpression], value: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt]:
    if len(targets) == 1:
        return _assign_one(targets[0], value, context, line)
    lowered = lower_expression(value, context)
    statements: list[n.Stmt] = []
    if not isinstance(lowered, n.Const):
        name = context.fresh("value")
        statements.append(n.Assign(target=n.NameTarget(name=name, line=line), value=lowered, line=line))
        lowered = n.Local(name=name, line=line)
    for target in targets:
        statements.append(n.Assign(target=lower_target(target, context), value=lowered, line=line))
    return statements


def _assign_one(target: cst.BaseExpression, value: cst.BaseExpression, context: Context, line: int) -> list[n.Stmt]:
    if (
        isinstance(target, cst.Tuple | cst.List)
        and isinstance(value, cst.Tuple | cst.List)
        and len(target.elements) == len(value.elements)
        and not any(isinstance(e, cst.StarredElement) for e in (*target.elements, *value.elements))
    ):
        values = tuple(lower_expression(e.value, context) for e in value.elements)
        parts = [unpacked(e.value, context, line) for e in target.elements]
        if not any(stores for _, stores in parts):
            return [n.ParallelAssign(targets=tuple(place for place, _ in parts), values=values, line=line)]
    if isinstance(target, cst.Name) and isinstance(value, cst.Lambda) and name_lambda(target.value, value, context):
        return []
    if isinstance(target, cst.Name) and name_dtype(target.value, value, context):
        return []
    if isinstance(target, cst.Tuple | cst.List):
        columns = unpacked_columns(target, value, context, line)
        if columns is not None:
            return columns
    lowered = lower_expression(value, context)
    if isinstance(target, cst.Tuple | cst.List) and any(isinstance(e, cst.StarredElement) for e in target.elements):
        return _starred(target, lowered, context, line)
    if isinstance(target, cst.Tuple | cst.List):
        place, stores = unpacked(target, context, line)
        return [n.Assign(target=place, value=lowered, line=line), *stores]
    if isinstance(target, cst.Subscript) and any(isinstance(e.slice, cst.Slice) for e in target.slice):
        stored = store_slice(target, lowered, context, line)
        if stored is not None:
            return stored
    place = lower_target(target, context)
    if isinstance(lowered, n.BlockExpr) and _is_place(lowered.value):
        # What is found may be a row: then the target is a name for it, not a copy.
        return [*lowered.body, n.Assign(target=place, value=lowered.value, line=line)]
    return [n.Assign(target=place, value=lowered, line=line)]


def _starred(target: cst.Tuple | cst.List, value: n.Expr, context: Context, line: int) -> list[n.Stmt]:
    """``first, *rest, last = values``: by position, after a test of the length."""
    star = [isinstance(e, cst.StarredElement) for e in target.elements].index(True)
    before: list[n.Stmt] = []
    whole = _once(value, "values", before, context, line)
    after = len(target.elements) - star - 1
    least = n.Const(value=len(target.elements) - 1, line=line)
    length = n.Apply(op="builtins.len", args=(whole,), line=line)
    short = n.Apply(op="operator.lt", args=(length, least), line=line)
    before.append(n.If(test=short, body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line))
    stores: list[n.Stmt] = []
    for number, element in enumerate(target.elements):
        if number == star:
            end = n.Const(value=-after if after else None, line=line)
            rest = (whole, n.Const(value=star, line=line), end)
            part: n.Expr = n.Apply(op="unpack.rest", args=rest, line=line)
        else:
            at = number if number < star else number - len(target.elements)
            part = n.Index(base=whole, index=n.Const(value=at, line=line), line=line)
        name = context.fresh("part")
        before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=part, line=line))
        place, more = unpacked(element.value, context, line)
        stores += [n.Assign(target=place, value=n.Local(name=name, line=line), line=line), *more]
    return [*before, *stores]


def unpacked(target: cst.BaseExpression, context: Context, line: int) -> tuple[n.Target, list[n.Stmt]]:
    """The target of an unpacking. Where it has more than names, all parts get names first and are stored one by one."""
    if not isinstance(target, cst.Tuple | cst.List) or _only_names(target):
        return lower_target(target, context), []
    items: list[n.Target] = []
    stores: list[n.Stmt] = []
    for element in target.elements:
        if isinstance(element, cst.StarredElement):
            items.append(_hole_target(element, context))
            continue
        name = context.fresh("part")
        items.append(n.NameTarget(name=name, line=line))
        part = n.Local(name=name, line=line)
        place, more = unpacked(element.value, context, line)
        stores += [n.Assign(target=place, value=part, line=line), *more]
    return n.TupleTarget(items=tuple(items), line=line), stores


def _loop_target(target: cst.BaseExpression, context: Context, line: int) -> tuple[n.Target, list[n.Stmt]]:
    """A loop binds names; what it stores in a place goes there first thing in each round."""
    if isinstance(target, cst.Name | cst.Tuple | cst.List):
        return unpacked(target, context, line)
    name = context.fresh("item")
    store = n.Assign(target=lower_target(target, context), value=n.Local(name=name, line=line), line=line)
    return n.NameTarget(name=name, line=line), [store]


def _only_names(target: cst.BaseExpression) -> bool:
    if isinstance(target, cst.Tuple | cst.List):
        return all(_only_names(e.value) for e in target.elements)
    return isinstance(target, cst.Name)


def _is_place(value: n.Expr) -> bool:
    return isinstance(value, n.Index) or (isinstance(value, n.Apply) and value.op == "scan.item")


def lower_target(target: cst.BaseExpression, context: Context) -> n.Target:
    """Lower the left side of an assignment or a loop."""
    line = context.line(target)
    match target:
        case cst.Name(value=name):
            return n.NameTarget(name=context.local(name) or name, line=line)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            items = tuple(
                lower_target(e.value, context) if isinstance(e, cst.Element) else _hole_target(e, context)
                for e in elements
            )
            return n.TupleTarget(items=items, line=line)
        case cst.Subscript():
            place = lower_expression(target, context)
            match place:
                case n.Index(base=base, index=index):
                    return n.IndexTarget(base=base, index=index, line=line)
                case n.Cell(base=base, indices=indices):
                    return n.CellTarget(base=base, indices=indices, line=line)
                case n.Part():
                    return n.PartTarget(place=place, line=line)
                case n.Apply(op="method.slice" | "method.slice.step", args=(base, *bounds)):
                    lower, upper, *step = bounds
                    item = n.SliceItem(lower=lower, upper=upper, step=step[0] if step else None, line=line)
                    return n.PartTarget(place=n.Part(base=base, items=(item,), line=line), line=line)
                case _:
                    return _hole_target(target, context)
        case cst.Attribute(value=value, attr=attr) if not _names_module(value, context):
            base = lower_expression(value, context)
            return n.AttrTarget(base=base, name=context.attribute(attr.value), line=line)
        case _:
            return _hole_target(target, context)


def _names_module(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` is a chain of names that begins outside the function."""
    path = dotted(node)
    return path is not None and context.local(path.partition(".")[0]) is None


def _hole_target(node: cst.CSTNode, context: Context) -> n.Target:
    what = {cst.Attribute: "an attribute", cst.Subscript: "a slice"}.get(type(node), "this target")
    hole = context.hole(node, "M101", f"assigning to {what} has no Rust yet")
    return n.IndexTarget(base=hole, index=hole, line=hole.line)


def _augmented(
    target: cst.BaseExpression,
    operator: cst.BaseAugOp,
    value: cst.BaseExpression,
    context: Context,
    line: int,
) -> list[n.Stmt]:
    name = INPLACE.get(type(operator))
    if name is None:
        return [_hole(target, context, "M101", "this augmented assignment has no Rust yet")]
    place = lower_target(target, context)
    before: list[n.Stmt] = []
    match place:
        case n.NameTarget(name=local):
            current: n.Expr = n.Local(name=local, line=line)
        case n.IndexTarget(base=base, index=index):
            index = _once(index, "index", before, context, line)
            place = n.IndexTarget(base=base, index=index, line=line)
            current = n.Index(base=base, index=index, line=line)
        case n.CellTarget(base=base, indices=indices):
            indices = tuple(_once(i, "index", before, context, line) for i in indices)
            place = n.CellTarget(base=base, indices=indices, line=line)
            current = n.Cell(base=base, indices=indices, line=line)
        case n.PartTarget(place=part):
            part = _part_once(part, before, context, line)
            place, current = n.PartTarget(place=part, line=line), part
        case n.AttrTarget(base=base, name=attribute):
            base = _place_once(base, before, context, line)
            place = n.AttrTarget(base=base, name=attribute, line=line)
            current = n.Attr(base=base, name=attribute, line=line)
        case _:
            return [_hole(target, context, "M101", "this augmented assignment has no Rust yet")]
    more = extending(value, current, context) if name == "add" else None
    if more is not None:
        if isinstance(more, n.HoleExpr):
            return [n.TrapStmt(reason="Hole", diagnostic=more.diagnostic, line=line)]
        new = n.Apply(op="inplace.extend", args=(current, more), line=line)
    else:
        new = n.Apply(op=f"inplace.{name}", args=(current, lower_expression(value, context)), line=line)
    return [*before, n.Assign(target=place, value=new, line=line)]


def _part_once(part: n.Part, before: list[n.Stmt], context: Context, line: int) -> n.Part:
    """The same part with its indices bound, so that they are evaluated once."""

    def once(expr: n.Expr | None) -> n.Expr | None:
        return None if expr is None else _once(expr, "index", before, context, line)

    items: list[n.Expr | n.SliceItem | n.AxisItem] = []
    for item in part.items:
        match item:
            case n.SliceItem(lower=lower, upper=upper, step=step):
                items.append(n.SliceItem(lower=once(lower), upper=once(upper), step=once(step), line=line))
            case n.AxisItem():
                items.append(item)
            case _:
                items.append(_once(item, "index", before, context, line))
    return dataclasses.replace(part, items=tuple(items))


def _place_once(expr: n.Expr, before: list[n.Stmt], context: Context, line: int) -> n.Expr:
    """The place ``expr`` with its indices bound, so that it can be evaluated twice."""
    match expr:
        case n.Attr(base=base):
            return dataclasses.replace(expr, base=_place_once(base, before, context, line))
        case n.Index(base=base, index=index):
            base = _place_once(base, before, context, line)
            return dataclasses.replace(expr, base=base, index=_once(index, "index", before, context, line))
        case n.Local() | n.HoleExpr():
            return expr
        case _:
            return _once(expr, "object", before, context, line)


def _once(expr: n.Expr, wish: str, before: list[n.Stmt], context: Context, line: int) -> n.Expr:
    """Bind ``expr`` to a name of its own unless it costs nothing to evaluate twice."""
    if isinstance(expr, _SIMPLE):
        return expr
    name = context.fresh(wish)
    before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=expr, line=line))
    return n.Local(name=name, line=line)


def _compound(node: cst.CSTNode, context: Context) -> list[n.Stmt]:
    line = context.line(node)
    match node:
        case cst.If(test=test, body=body, orelse=orelse):
            return [
                n.If(
                    test=lower_test(test, context),
                    body=lower_block(body, context),
                    orelse=_else(orelse, context),
                    line=line,
                )
            ]
        case cst.Match():
            return lower_match(node, context)
        case cst.While(test=test, body=body, orelse=orelse):
            condition = lower_expression(test, context)
            inside, after = lower_block(body, context), _else(orelse, context)
            early = breaks(inside)
            loop = n.While(test=condition, body=inside, orelse=after if early else (), line=line)
            forever = isinstance(condition, n.Const) and condition.value is True
            return [loop] if early or forever else [loop, *after]
        case cst.For(target=target, iter=iterable, body=body, orelse=orelse, asynchronous=None):
            steps = steps_of(iterable, context)
            if steps is not None:
                place, stores = _loop_target(target, context, line)
                inside = (*stores, *lower_block(body, context))
                return step_loop(steps, place, inside, _else(orelse, context), line)
            lowered = lower_iterable(iterable, context, target)
            if isinstance(lowered, n.HoleExpr):
                return [n.TrapStmt(reason="Hole", diagnostic=lowered.diagnostic, line=line)]
            place, stores = _loop_target(target, context, line)
            levels = levels_for(lowered, place, line)
            inside = (*stores, *lower_block(body, context))
            return list(loops(levels, inside, context, line, _else(orelse, context)))
        case cst.FunctionDef():
            trap = define(node, context)
            return [] if trap is None else [trap]
        case cst.Try(handlers=handlers) if handlers or node.finalbody is not None:
            return lower_try(node, context)
        case cst.TryStar():
            return [_hole(node, context, "M108", "`except*` has no Rust yet")]
        case _:
            return [_hole(node, context, "M101", f"`{_keyword(node)}` has no Rust yet")]


def lower_try(node: cst.Try, context: Context) -> list[n.Stmt]:
    """The body of ``try``: what would be caught in it is a trap, so Python runs the handlers.

    Except for what the body itself raises. Another handler that ran while the workload was profiled is a reason not to
    compile: each such call would trap.
    """
    made = looked_up(node, context)
    if made is not None:
        return made
    body, used = lower_caught(node, context)
    for number, handler in enumerate(node.handlers):
        if number not in used:
            first = handler.body.body[0] if handler.body.body else handler
            hint = "Test for the odd case before, instead of catching it."
            context.hole(first, "M108", "an `except` clause stays in Python", hint)
    if node.finalbody is None:
        return list(body)
    if _jumps(body, False):
        return [_hole(node, context, "M108", "leaving a `try` with `finally` by return, break or continue has no Rust")]
    if body and _leaves(body[-1]):
        return list(body)
    return [*body, *lower_block(node.finalbody.body, context)]


def lower_caught(node: cst.Try, context: Context) -> tuple[tuple[n.Stmt, ...], set[int]]:
    """The body of ``try`` and its ``else``, and the numbers of the handlers to which a ``raise`` in the body leads."""
    context.tries += 1
    caught = catcher(node, context)
    context.catching.append(caught)
    body = lower_block(node.body, context)
    context.catching[-1] = behind(caught)
    if node.orelse is not None and not (body and _leaves(body[-1])):
        body = (*body, *lower_block(node.orelse.body, context))
    if caught.used:
        handlers = {number: lower_block(node.handlers[number].body, context) for number in caught.used}
        body = left(body, caught, handlers, context, context.line(node))
    context.catching.pop()
    return body, caught.used


def _jumps(stmts: tuple[n.Stmt, ...], in_loop: bool) -> bool:
    """Whether control may leave ``stmts`` other than at their end or by a trap."""
    for stmt in stmts:
        match stmt:
            case n.Return():
                return True
            case n.Break() | n.Continue():
                if not in_loop:
                    return True
            case n.If(body=body, orelse=orelse):
                if _jumps(body, in_loop) or _jumps(orelse, in_loop):
                    return True
            case n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
                if _jumps(body, True) or _jumps(orelse, in_loop):
                    return True
            case _:
                pass
    return False


def _else(orelse: cst.CSTNode | None, context: Context) -> tuple[n.Stmt, ...]:
    match orelse:
        case None:
            return ()
        case cst.Else(body=body):
            return lower_block(body, context)
        case _:
            return tuple(_compound(orelse, context))

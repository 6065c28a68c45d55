"""What can be wrong in one place of a function: the mistakes that translations make, on typed and owned IR.

A variant keeps the types, so that it compiles where the right function does. What is known not to matter is left out:
a variant that does the same proves nothing about a proof (see ``equivalent``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.printer import expr as text
from migrator.mutating import equivalent
from migrator.mutating.equivalent import Known
from migrator.mutating.walk import Rules, What
from migrator.ops import OPERATIONS
from migrator.ops.wrong import MARK, wrong_for

_OTHERS = {
    "operator.add": "operator.sub",
    "operator.sub": "operator.add",
    "operator.mul": "operator.add",
    "operator.true_div": "operator.mul",
    "operator.floor_div": "operator.floor_mod",
    "operator.floor_mod": "operator.floor_div",
    "operator.and": "operator.or",
    "operator.or": "operator.and",
    "operator.xor": "operator.or",
    "operator.shl": "operator.shr",
    "operator.shr": "operator.shl",
    "operator.neg": "operator.pos",
    "operator.lt": "operator.le",
    "operator.le": "operator.lt",
    "operator.gt": "operator.ge",
    "operator.ge": "operator.gt",
    "operator.eq": "operator.ne",
    "operator.ne": "operator.eq",
    "builtins.min": "builtins.max",
    "builtins.max": "builtins.min",
    "builtins.min.sequence": "builtins.max.sequence",
    "builtins.max.sequence": "builtins.min.sequence",
    "math.floor": "math.ceil",
    "math.ceil": "math.floor",
    "math.sin": "math.cos",
    "math.cos": "math.sin",
}
_ORDERED = ("sub", "true_div", "floor_div", "floor_mod", "pow", "shl", "shr")
_DIRECTED = frozenset({*(f"operator.{name}" for name in _ORDERED), "math.atan2", "math.copysign", "math.fmod"})
_EDGES = frozenset(f"operator.{name}" for name in ("lt", "le", "gt", "ge"))
_FIRST_WINS = frozenset({"builtins.min", "builtins.max"})


REACHED = n.Eval(value=n.Apply(op=MARK, args=(), form=0, type=t.NONE))
"""Counts that the changed place was reached."""


def rules_for(function: n.Function) -> Rules:
    """Return the rules for one function; some need to know the whole of it."""
    known = equivalent.known(function)
    returns = function.returns

    def nodes(node: n.Node) -> Iterator[tuple[What, n.Node]]:
        match node:
            case n.Apply():
                yield from _apply(node, known)
            case n.Const():
                yield from _constant(node)
            case n.Logic(kind=kind):
                other = "or" if kind == "and" else "and"
                yield What(f"`{other}` for `{kind}`"), dataclasses.replace(node, kind=other)
            case n.Cond(test=test):
                yield What("condition negated"), dataclasses.replace(node, test=_negated(test))
            case n.IsNone(negated=negated):
                yield What("test for None negated"), dataclasses.replace(node, negated=not negated)
            case n.Index() | n.IndexTarget():
                yield from _index(node, known)
            case n.Cell() | n.CellTarget():
                yield from _cell(node, known)
            case n.Invoke():
                yield from _invoke(node)
            case n.RangeIter():
                yield from _range(node)
            case _:
                return

    def blocks(stmt: n.Stmt) -> Iterator[tuple[What, tuple[n.Stmt, ...]]]:
        match stmt:
            case n.If():
                yield from _if(stmt)
            case n.For() | n.While():
                yield from _loop(stmt)
            case n.Break():
                yield What("`continue` for `break`"), (n.Continue(line=stmt.line),)
            case n.Continue():
                yield What("`break` for `continue`"), (n.Break(line=stmt.line),)
            case n.TrapStmt():
                value = _default(returns)
                if value is not None:
                    yield What("a value where Python raises", True), (n.Return(line=stmt.line, value=value),)
            case n.Eval(value=n.Apply() | n.Invoke()):
                yield What("statement left out"), ()
            case n.Assign(target=n.IndexTarget() | n.CellTarget()):
                yield What("store left out"), ()
            case n.Assign(target=n.NameTarget(name=name), value=value) if name in equivalent.names(value):
                yield What("statement left out"), ()
            case n.ParallelAssign():
                yield from _parallel(stmt)
            case _:
                return

    return Rules(nodes, blocks, _fixed, REACHED)


def _fixed(node: n.Node) -> frozenset[str]:
    """What is decided when Rust is written, and has no variant: places in tuples, steps, defaults."""
    match node:
        case n.Index(base=base, index=n.Const()) if isinstance(base.type, t.TupleOf) or _is_shape(base):
            return frozenset({"index"})
        case n.RangeIter():
            return frozenset({"step"})
        case n.Function():
            return frozenset({"params", "globals", "guards", "defaults", "holes"})
        case _:
            return frozenset()


def _is_shape(base: n.Expr) -> bool:
    return isinstance(base, n.Apply) and base.op == "array.shape"


def _apply(node: n.Apply, known: Known) -> Iterator[tuple[What, n.Node]]:
    if node.op not in OPERATIONS or node.form < 0:
        return
    chosen = OPERATIONS[node.op].forms[node.form]
    other = _OTHERS.get(node.op)
    if other is not None and not known.edge_is_idle(node):
        for number, form in enumerate(OPERATIONS[other].forms):
            if form.params == chosen.params and form.result == chosen.result:
                yield (
                    What(f"`{_sign(other)}` for `{_sign(node.op)}`", node.op in _EDGES),
                    dataclasses.replace(node, op=other, form=number, proven=False),
                )
                break
    if len(node.args) == 2 and text(node.args[0]) != text(node.args[1]) and node.args[0].type == node.args[1].type:
        floats = node.type == t.FLOAT
        if node.op in _DIRECTED or (node.op in _FIRST_WINS and floats):
            yield (
                What(f"operands of `{_sign(node.op)}` exchanged", node.op in _FIRST_WINS),
                dataclasses.replace(node, args=(node.args[1], node.args[0]), proven=False),
            )
    if node.proven and chosen.plain is not None:
        return  # the plain form stands there, which cannot go wrong
    if node.low and chosen.low is not None:
        return  # what is lost above the mask is no loss
    for name, what in wrong_for(node.op, chosen):
        if not equivalent.harmless(node, what, known):
            yield What(f"`{_sign(node.op)}` {what}", True), dataclasses.replace(node, op=name, form=0)


def _sign(op: str) -> str:
    """The operation as Python spells it: ``a + b`` gives ``+``."""
    spelled = OPERATIONS[op].python
    words = spelled.replace("(", " ").split()
    return words[1] if spelled.startswith(("a ", "b ")) and len(words) > 2 else words[0].removesuffix("a") or words[0]


def _constant(node: n.Const) -> Iterator[tuple[What, n.Node]]:
    match node.value:
        case bool():
            yield What(f"{not node.value} for {node.value}"), dataclasses.replace(node, value=not node.value)
        case int():
            for other in (node.value + 1, node.value - 1):
                if -(2**63) <= other < 2**63:
                    yield What(f"{other} for {node.value}"), dataclasses.replace(node, value=other)
        case float():
            changed = node.value + 1.0
            if changed != node.value and node.value == node.value:
                yield What(f"{changed} for {node.value}"), dataclasses.replace(node, value=changed)
        case _:
            return


def _negated(test: n.Expr) -> n.Expr:
    return test.value if isinstance(test, n.Not) else n.Not(line=test.line, type=t.BOOL, value=test)


def _index(node: n.Index | n.IndexTarget, known: Known) -> Iterator[tuple[What, n.Node]]:
    if isinstance(node.base.type, t.ListOf | t.ArrayOf) and not node.proven:
        for other in _counted_wrongly(node.index, known):
            yield What("negative index off by one", True), dataclasses.replace(node, index=other)


def _cell(node: n.Cell | n.CellTarget, known: Known) -> Iterator[tuple[What, n.Node]]:
    if node.proven:
        return
    for position, index in enumerate(node.indices):
        for other in _counted_wrongly(index, known):
            indices = (*node.indices[:position], other, *node.indices[position + 1 :])
            yield What("negative index off by one", True), dataclasses.replace(node, indices=indices)


def _counted_wrongly(index: n.Expr, known: Known) -> Iterator[n.Expr]:
    """The index with its count from the end gone wrong; only of a variable, which may be computed twice."""
    if isinstance(index, n.Local) and index.type == t.INT and not known.counts_from_the_front(index):
        zero = n.Const(value=0, type=t.INT)
        test = n.Apply(op="operator.ge", args=(index, zero), form=_form("operator.ge", "int, int"), type=t.BOOL)
        yield n.Cond(line=index.line, type=t.INT, test=test, then=index, orelse=_moved(index, -1))


def _moved(value: n.Expr, by: int) -> n.Expr:
    if isinstance(value, n.Const) and type(value.value) is int:
        return dataclasses.replace(value, value=value.value + by)
    op = "operator.add" if by > 0 else "operator.sub"
    args = (value, n.Const(value=abs(by), type=t.INT))
    return n.Apply(line=value.line, op=op, args=args, form=_form(op, "int, int"), type=t.INT)


def _form(op: str, params: str) -> int:
    return next(i for i, f in enumerate(OPERATIONS[op].forms) if ", ".join(map(str, f.params)) == params)


def _invoke(node: n.Invoke) -> Iterator[tuple[What, n.Node]]:
    for at in range(len(node.args) - 1):
        one, other = node.args[at], node.args[at + 1]
        if one.type == other.type and one != other and one.type.copy:
            args = (*node.args[:at], other, one, *node.args[at + 2 :])
            yield What("arguments of a call exchanged"), dataclasses.replace(node, args=args)


def _range(node: n.RangeIter) -> Iterator[tuple[What, n.Node]]:
    if node.start.type == t.INT and not isinstance(node.start, n.Const):
        yield What("loop starts one later"), dataclasses.replace(node, start=_moved(node.start, 1))
    if node.stop.type == t.INT and not isinstance(node.stop, n.Const):
        yield What("loop ends one earlier"), dataclasses.replace(node, stop=_moved(node.stop, -1))
        yield What("loop ends one later"), dataclasses.replace(node, stop=_moved(node.stop, 1))


def _if(stmt: n.If) -> Iterator[tuple[What, tuple[n.Stmt, ...]]]:
    yield What("condition negated"), (dataclasses.replace(stmt, test=_negated(stmt.test)),)
    if stmt.orelse or not any(isinstance(s, n.Return | n.TrapStmt) for s in stmt.body):
        yield What("branch never taken"), (dataclasses.replace(stmt, test=_false(stmt)),)
    elif isinstance(stmt.body[-1], n.Return | n.TrapStmt):
        yield What("early return left out"), ()


def _false(stmt: n.Stmt) -> n.Expr:
    return n.Const(line=stmt.line, value=False, type=t.BOOL)


def _loop(stmt: n.For | n.While) -> Iterator[tuple[What, tuple[n.Stmt, ...]]]:
    endless = isinstance(stmt, n.While) and isinstance(stmt.test, n.Const)
    if stmt.body and not endless and not isinstance(stmt.body[-1], n.Return | n.Break | n.Continue | n.TrapStmt):
        yield (
            What("loop ends after one round"),
            (dataclasses.replace(stmt, body=(*stmt.body, n.Break(line=stmt.line))),),
        )
    if stmt.orelse:
        yield What("`else` of the loop left out"), (dataclasses.replace(stmt, orelse=()),)
    if isinstance(stmt, n.For) and equivalent.order_matters(stmt):
        other = _backwards(stmt.iter)
        if other is not None:
            yield What("loop runs in the other order", True), (dataclasses.replace(stmt, iter=other),)


def _backwards(iterable: n.Iter) -> n.Iter | None:
    match iterable:
        case n.SequenceIter(live=False, reverse=reverse):
            return dataclasses.replace(iterable, reverse=not reverse)
        case n.RangeIter(start=start, stop=stop, step=None):
            step = n.Const(value=-1, type=t.INT)
            return dataclasses.replace(iterable, start=_moved(stop, -1), stop=_moved(start, -1), step=step)
        case _:
            return None


def _parallel(stmt: n.ParallelAssign) -> Iterator[tuple[What, tuple[n.Stmt, ...]]]:
    values = stmt.values
    if len(values) == 2 and values[0].type == values[1].type and values[0].type.copy and values[0] != values[1]:
        yield What("values exchanged"), (dataclasses.replace(stmt, values=(values[1], values[0])),)
    same = [isinstance(x, n.NameTarget) and x.name in equivalent.names(stmt) for x in stmt.targets]
    if all(same) and all(v.type.copy for v in values):
        one_by_one = tuple(
            n.Assign(line=stmt.line, target=target, value=value)
            for target, value in zip(stmt.targets, values, strict=True)
        )
        first = stmt.targets[0]
        if isinstance(first, n.NameTarget) and any(first.name in equivalent.names(v) for v in values[1:]):
            yield What("assigned one after the other"), one_by_one


def _default(kind: t.Type) -> n.Expr | None:
    """A value of the type, as a careless translation would return it for an error."""
    match kind:
        case t.Int() | t.Long():
            return n.Const(value=0, type=kind)
        case t.Float():
            return n.Const(value=0.0, type=kind)
        case t.Complex():
            parts = (n.Const(value=0.0, type=t.FLOAT),) * 2
            return n.Apply(op="builtins.complex.parts", args=parts, form=0, type=kind)
        case t.Bool():
            return n.Const(value=False, type=kind)
        case t.NoneT():
            return n.Const(value=None, type=kind)
        case t.TupleOf(elements=elements):
            items = tuple(map(_default, elements))
            return n.TupleExpr(type=kind, items=tuple(i for i in items if i is not None)) if all(items) else None
        case t.ListOf():
            return n.ListExpr(type=kind, items=())
        case _:
            return None

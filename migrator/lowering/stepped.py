"""Iterators that the program steps through itself: ``it = iter(xs)``, ``next(it)``, ``for x in it``.

Such an iterator is a position in its sequence. As in Python, the length counts at each step, and one that has come to its
end stays there.

    before:  it = iter(xs)                after:  values = xs; position = 0
             first = next(it)                     if not position < len(values): trap; first = values[position]; position += 1
             for x in it: …                       while position < len(values): x = values[position]; position += 1; …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.context import Context

_END = 2**62


@dataclass(frozen=True)
class Steps:
    """A sequence or range under names, and the name of the position in it."""

    over: n.RangeIter | n.SequenceIter
    position: str

    def there(self, line: int) -> n.Expr:
        """Whether there is an item at the position."""
        if isinstance(self.over, n.RangeIter):
            length: n.Expr = n.Apply(op="operator.sub", args=(self.over.stop, self.over.start), line=line)
        else:
            length = n.Apply(op="builtins.len", args=(self.over.value,), line=line)
        return n.Apply(op="operator.lt", args=(n.Local(name=self.position, line=line), length), line=line)

    def item(self, line: int) -> n.Expr:
        place = n.Local(name=self.position, line=line)
        if isinstance(self.over, n.RangeIter):
            return n.Apply(op="operator.add", args=(self.over.start, place), line=line)
        return n.Index(base=self.over.value, index=place, line=line)

    def moved(self, line: int) -> n.Stmt:
        one = n.Const(value=1, line=line)
        more = n.Apply(op="operator.add", args=(n.Local(name=self.position, line=line), one), line=line)
        return _set(self.position, more, line)

    def ended(self, line: int) -> n.Stmt:
        return _set(self.position, n.Const(value=_END, line=line), line)


def _set(name: str, value: n.Expr, line: int) -> n.Stmt:
    return n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line)


def keep_steps(
    node: cst.CSTNode, rest: Sequence[cst.CSTNode], context: Context, line: int
) -> tuple[n.Stmt, ...] | None:
    """What ``name = iter(values)`` computes, where nothing else binds the name; None where ``node`` is something else.

    Or nothing in ``rest``, what follows in the block: then the name is this iterator to the block's end.
    """
    from migrator.lowering.deferred import bound_at_once
    from migrator.lowering.iterators import lower_iterable

    match node:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[target], value=cst.Call(func=cst.Name(value="iter"), args=[argument]))]
        ):
            pass
        case _:
            return None
    if not isinstance(target.target, cst.Name) or argument.star or argument.keyword or not _is_builtin("iter", context):
        return None
    name = target.target.value
    if (context.bound.get(name) != 1 and _may_bind(name, rest)) or context.local(name) != name:
        return None
    made = lower_iterable(argument.value, context)
    plain = isinstance(made, n.RangeIter) and made.step is None and not made.args
    if not plain and not (isinstance(made, n.SequenceIter) and not made.reverse):
        return None
    assert isinstance(made, n.RangeIter | n.SequenceIter)
    now: list[n.Stmt] = []
    over = bound_at_once(made, now, context, line)
    assert isinstance(over, n.RangeIter | n.SequenceIter)
    position = context.fresh("position")
    context.guard("iter", "builtin", "iter")
    context.steps[name] = Steps(over, position)
    return (*now, _set(position, n.Const(value=0, line=line), line))


def _may_bind(name: str, statements: Sequence[cst.CSTNode]) -> bool:
    """Whether ``statements`` do more with the name than read it as an argument or to loop over it."""
    read = m.Arg(m.Name(name)) | m.For(iter=m.Name(name))
    seen = sum(len(m.findall(each, m.Name(name))) for each in statements)
    return seen != sum(len(m.findall(each, read)) for each in statements)


def _is_builtin(name: str, context: Context) -> bool:
    return context.local(name) is None and context.names.resolve(name).kind == "builtin"


def steps_of(node: cst.BaseExpression, context: Context) -> Steps | None:
    """The iterator that ``node`` names; None where it is none that is stepped through."""
    if not isinstance(node, cst.Name) or context.local(node.value) != node.value:
        return None
    known = context.steps.get(node.value)
    return known if isinstance(known, Steps) else None


def next_item(node: cst.Call, context: Context) -> n.Expr | None:
    """``next(it)`` and ``next(it, default)``; None where ``node`` is something else."""
    from migrator.lowering.expressions import lower_expression

    plain = not any(a.star or a.keyword for a in node.args) and len(node.args) in (1, 2)
    steps = steps_of(node.args[0].value, context) if plain else None
    if steps is None or not _is_builtin("next", context):
        return None
    context.guard("next", "builtin", "next")
    line = context.line(node)
    found = context.fresh("item")
    value = n.Local(name=found, line=line)
    take = (_set(found, steps.item(line), line), steps.moved(line))
    if len(node.args) == 1:
        trap = n.If(
            test=n.Not(value=steps.there(line), line=line),
            body=(n.TrapStmt(reason="Raise", line=line),),
            orelse=(),
            line=line,
        )
        return n.BlockExpr(body=(trap, *take), value=value, line=line)
    default = lower_expression(node.args[1].value, context)
    if isinstance(default, n.HoleExpr):
        return default
    before: tuple[n.Stmt, ...] = ()
    if not isinstance(default, n.Const | n.Local):
        kept = context.fresh("default")
        before = (_set(kept, default, line),)
        default = n.Local(name=kept, line=line)
    otherwise = (_set(found, default, line), steps.ended(line))
    choice = n.If(test=steps.there(line), body=take, orelse=otherwise, line=line)
    return n.BlockExpr(body=(*before, choice), value=value, line=line)


def step_loop(
    steps: Steps, target: n.Target, body: tuple[n.Stmt, ...], orelse: tuple[n.Stmt, ...], line: int
) -> list[n.Stmt]:
    """``for target in it``."""
    take = n.Assign(target=target, value=steps.item(line), line=line)
    loop = n.While(
        test=steps.there(line), body=(take, steps.moved(line), *body), orelse=(steps.ended(line), *orelse), line=line
    )
    return [loop]

"""Loops over sets of which the order cannot show: what they do for one element does not depend on those before it.

Such a loop adds to other sets that are only asked what is in them, sums up ints, keeps the largest or smallest int, or sets flags. It runs over the elements
in order of size instead; a ``break`` behind a flag is left out, so that a test that raises is reached in any order.

    before:  for x in s: n += x * x             after:  for x in sorted(s): n += x * x
             for x in s: if x > 3: found = True; break      for x in sorted(s): if x > 3: found = True
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator.ir import nodes as n
from migrator.ir.walk import target_names, walk

_PURE = frozenset({"builtins.len", "builtins.abs", "builtins.min", "builtins.max", "method.contains", "builtins.int"})
_TREES = (n.Local, n.Const, n.Apply, n.Index, n.TupleExpr, n.Cond, n.Logic, n.Not, n.Truth, n.IsNone)


_SHOWN_BY = frozenset({"set.add", "method.add", "set.contains", "method.contains", "builtins.len"})
"""What can be done with a set without that its order shows."""


def order_unseen(function: n.Function, name: str) -> bool:
    """Whether nothing in ``function`` can see in which order things were put into the set ``name``."""
    nodes = list(walk(function))
    uses = sum(isinstance(node, n.Local) and node.name == name for node in nodes)
    plain = [node for node in nodes if isinstance(node, n.Apply) and node.op in _SHOWN_BY and node.args]
    unseen = sum(isinstance(node.args[0], n.Local) and node.args[0].name == name for node in plain)
    return uses == unseen and name not in {p.name for p in function.params}


def in_any_order(
    loop: n.For,
    outside: Callable[[str], bool],
    whole_number: Callable[[str], bool],
    unseen: Callable[[str], bool],
) -> n.For | None:
    """The loop over its set in order of size; None where the order may show.

    ``outside(name)``: whether the variable is read outside of the loop; ``whole_number(name)``: whether it holds ints;
    ``unseen(name)``: whether the order of the set of that name can be seen nowhere.
    """
    if not isinstance(loop.iter, n.SequenceIter) or loop.orelse:
        return None
    if any(outside(name) for name in target_names(loop.target)):
        return None
    check = _Check(outside, whole_number)
    body = check.block(loop.body)
    if body is None or not check.consistent(loop) or not all(map(unseen, check.sets)):
        return None
    ordered = n.Apply(op="builtins.sorted", args=(loop.iter.value,), line=loop.line)
    return dataclasses.replace(loop, iter=dataclasses.replace(loop.iter, value=ordered, reverse=False), body=body)


class _Check:
    def __init__(self, outside: Callable[[str], bool], whole_number: Callable[[str], bool]) -> None:
        self.outside, self.whole_number = outside, whole_number
        self.reads: list[n.Expr] = []
        """What the body looks at."""
        self.totals: set[str] = set()
        self.extremes: dict[str, str] = {}
        self.flags: dict[str, object] = {}
        self.sets: set[str] = set()
        self.breaks: list[set[str]] = []
        """The flags that are set before each ``break``."""

    def block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...] | None:
        """The statements without ``break``; None where one of them may show the order."""
        made: list[n.Stmt] = []
        for number, stmt in enumerate(stmts):
            if isinstance(stmt, n.Break):
                flags = stmts[:number]
                named = [s.target.name for s in flags if isinstance(s, n.Assign) and isinstance(s.target, n.NameTarget)]
                if not flags or len(named) != len(flags):
                    return None
                self.breaks.append(set(named))
                continue
            kept = self.statement(stmt)
            if kept is None:
                return None
            made.append(kept)
        return tuple(made)

    def statement(self, stmt: n.Stmt) -> n.Stmt | None:
        match stmt:
            case n.If(test=test, body=body, orelse=orelse):
                self.reads.append(test)
                then, other = self.block(body), self.block(orelse)
                return None if then is None or other is None else dataclasses.replace(stmt, body=then, orelse=other)
            case n.Eval(value=n.Apply(op="method.add" | "set.add", args=(n.Local(name=name), value))):
                self.sets.add(name)
                self.reads.append(value)
                return stmt
            case n.Assign(target=n.NameTarget(name=name), value=value):
                return stmt if self.assigned(name, value) else None
            case n.Continue():
                return stmt
            case _:
                return None

    def assigned(self, name: str, value: n.Expr) -> bool:
        match value:
            case n.Const(value=flag):
                known = self.flags.setdefault(name, flag)
                return known is flag or (type(known) is type(flag) and known == flag)
            case n.Apply(op="inplace.add" | "operator.add", args=(n.Local(name=same), more)) if same == name:
                self.totals.add(name)
                self.reads.append(more)
                return self.whole_number(name)
            case n.Apply(op="builtins.max" | "builtins.min" as op, args=(n.Local(name=same), more)) if same == name:
                self.reads.append(more)
                return self.extremes.setdefault(name, op) == op and self.whole_number(name)
            case _:
                return False

    def consistent(self, loop: n.For) -> bool:
        """Whether each variable has one part only, and nothing that is looked at changes in the loop."""
        kinds = [self.totals, set(self.extremes), set(self.flags), self.sets]
        changed: set[str] = set().union(*kinds)
        if sum(map(len, kinds)) != len(changed):
            return False
        if self.breaks and any(changed != flags for flags in self.breaks):
            return False  # what else the rounds before a break did depends on their order
        looked_at = [*self.reads, *([loop.iter.value] if isinstance(loop.iter, n.SequenceIter) else [])]
        for each in looked_at:
            for node in walk(each):
                if not isinstance(node, _TREES) or (isinstance(node, n.Local) and node.name in changed):
                    return False
                if isinstance(node, n.Apply) and not (
                    node.op.startswith(("operator.", "math.", "cmath.")) or node.op in _PURE
                ):
                    return False
        return True

"""A test of a number at one place, where it spares the tests of overflow of everything that is computed from it.

Runs on owned IR, just before ``ranges``, which proves by the test what follows. Two places get one. The head of a function,
for ints among its parameters whose values were observed and are far from the bound. The head of the rounds of a ``while``
loop, for a variable that the loop multiplies, with a bound near the end of 64 bits. What lies beyond is left to Python
early (C2), though not all of it would have overflowed. rustc sees the test, and so drops its own of the plain operators.

    before:  while n != 1: n = n // 2 if n % 2 == 0 else add(mul(3, n), 1)
    after:   while n != 1: within n 61; n = n // 2 if n % 2 == 0 else 3 * n + 1
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_bound, rebuild, walk, walk_all
from migrator.passes.ranges import Interval, prove_ranges

_ARITHMETIC = frozenset(f"operator.{name}" for name in "add sub mul neg".split())
_NEAR_THE_END = (61, 60)
"""The bounds of a variable of a loop, of which nothing was observed, as powers of two."""
_OBSERVED = (*_NEAR_THE_END, 53, 47, 40, 35, 31, 30, 28)
_HEADROOM = 16
"""A bound is so many times what was observed."""


def narrow(function: n.Function, seen: Mapping[str, Interval]) -> n.Function:
    """Return ``function`` with such tests; ``seen`` gives what int parameters were observed to be.

    >>> v = n.Local(name="n", type=t.INT)
    >>> thrice = n.Apply(op="operator.mul", args=(n.Const(value=3, type=t.INT), v), type=t.INT)
    >>> one_more = n.Apply(op="operator.add", args=(thrice, n.Const(value=1, type=t.INT)), type=t.INT)
    >>> step = n.Assign(target=n.NameTarget(name="n", type=t.INT), value=one_more)
    >>> loop = n.While(test=n.Const(value=True, type=t.BOOL), body=(step,), orelse=())
    >>> made = narrow(n.Function(id="m:f", name="f", params=(), body=(loop,)), {})
    >>> [type(stmt).__name__ for stmt in made.body[0].body]
    ['Within', 'Assign']
    """
    return _at_head(_in_loops(function), seen)


def _at_head(function: n.Function, seen: Mapping[str, Interval]) -> n.Function:
    open_ones = _unproven(prove_ranges(function))
    used = {x.name for node in open_ones for x in walk(node) if isinstance(x, n.Local)}
    names = [p.name for p in function.params if p.type == t.INT and p.name in used and p.name in seen]
    if not names or not _multiplied(open_ones, names):
        return function
    largest = max(abs(end) for name in names for end in seen[name])
    best, most = function, len(names)
    for power in _OBSERVED:
        if largest * _HEADROOM > 2**power:
            break
        tests = tuple(_test(name, power, function.line) for name in names)
        made = dataclasses.replace(function, body=(*tests, *function.body))
        spared = len(open_ones) - len(_unproven(prove_ranges(made)))
        if spared > most:
            best, most = made, spared
    return best


def _in_loops(function: n.Function) -> n.Function:
    """``function`` with the tests in its ``while`` loops."""
    loops = [
        x for x in walk(function) if isinstance(x, n.While) and _multiplied(_arithmetic(x.body), names_bound(x.body))
    ]
    for loop in loops:
        for name in sorted(_changed_ints(loop)):
            function = _with_test(function, loop.line, name)
    return function


def _with_test(function: n.Function, line: int, name: str) -> n.Function:
    """``function`` with a test of ``name`` in the loop at ``line``, where that spares several others."""
    before = len(_unproven(prove_ranges(function)))
    for power in _NEAR_THE_END:

        def change(node: n.Node, power: int = power) -> n.Node:
            made = rebuild(node, change)
            if isinstance(made, n.While) and made.line == line and name in _changed_ints(made):
                return dataclasses.replace(made, body=(_test(name, power, made.line), *made.body))
            return made

        made = change(function)
        assert isinstance(made, n.Function)
        if before - len(_unproven(prove_ranges(made))) > 1:
            return made
    return function


def _changed_ints(loop: n.While) -> set[str]:
    return {x.name for x in walk_all(loop.body) if isinstance(x, n.NameTarget) and x.type == t.INT}


def _arithmetic(stmts: tuple[n.Stmt, ...]) -> list[n.Apply]:
    return [x for x in walk_all(stmts) if isinstance(x, n.Apply) and x.op in _ARITHMETIC and x.type == t.INT]


def _unproven(function: n.Function) -> list[n.Apply]:
    return [x for x in _arithmetic(function.body) if not (x.proven or x.low)]


def _multiplied(nodes: Iterable[n.Apply], names: Iterable[str]) -> bool:
    """Whether one of ``names`` is in a product."""
    wanted = set(names)
    products = (x for x in nodes if x.op == "operator.mul")
    return any(isinstance(x, n.Local) and x.name in wanted for node in products for x in walk(node))


def _test(name: str, power: int, line: int) -> n.Stmt:
    return n.Within(value=n.Local(name=name, type=t.INT, line=line), power=power, line=line)

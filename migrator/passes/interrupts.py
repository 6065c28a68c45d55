"""Loops that ask for Ctrl-C now and then, so that it is answered within a tenth of a second.

Runs last. A loop one round of which may take long (there are loops, calls or operations on whole lists in it) asks often.
Any other asks seldom, if it asks at all: one over what lies in memory does not, since it is done before long; one over a
range goes piece by piece, and asks between them, because rustc makes better code of a loop that nothing leaves. Even that
costs up to half of the speed where it is the inner one of several loops, so there it leaves the question to the outer one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, rebuild, walk, walk_all

OFTEN = 16
SELDOM = 65_536

_LONG_NODES = (n.For, n.While, n.ArrayOp, n.Part, n.NewArray, n.Rows, n.Store)
_SHORT = frozenset(
    "builtins.len row.at bytes.at bytearray.append bytearray.set bytearray.pop deque.append deque.appendleft deque.pop deque.popleft deque.at list.append list.yielded list.pop dict.contains dict.get dict.get.or dict.setdefault dict.pop "
    "dict.pop.or dict.delete set.contains set.add set.discard set.remove str.isdigit str.isalpha".split()
)
"""Operations on whole objects that take no longer where the objects are large."""
_WHOLE = (t.ListOf, t.DictOf, t.SetOf, t.DequeOf, t.ArrayOf, t.View)


def ask_in_loops(function: n.Function, brief: Callable[[n.Invoke], bool]) -> n.Function:
    """Return ``function`` with ``asks`` and ``pieces`` of its loops set; ``brief`` tells the calls that are soon done."""

    def is_long(node: n.Node) -> bool:
        return _is_long(node, brief)

    def change(node: n.Node) -> n.Node:
        if not isinstance(node, n.For | n.While):
            return node
        if any(map(is_long, walk_all(node.body))):
            undivided = rebuild(node, lambda child: bottom_up(child, _undivided))
            assert isinstance(undivided, n.For | n.While)
            return dataclasses.replace(undivided, asks=OFTEN)
        if isinstance(node, n.While):
            return dataclasses.replace(node, asks=OFTEN if any(map(is_long, walk(node.test))) else SELDOM)
        if _in_pieces(node):
            return dataclasses.replace(node, pieces=True)
        return node if _is_bounded(node.iter) else dataclasses.replace(node, asks=SELDOM)

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed


def _undivided(node: n.Node) -> n.Node:
    """A loop over a range that is in another loop."""
    if isinstance(node, n.For) and (node.pieces or (node.asks == SELDOM and isinstance(node.iter, n.RangeIter))):
        return dataclasses.replace(node, pieces=False, asks=0)
    return node


def is_brief(function: n.Function, brief: Callable[[n.Invoke], bool]) -> bool:
    """Whether ``function`` has nothing in it that may take long; ``brief`` tells that of what it calls."""
    return not any(_is_long(node, brief) for node in walk_all(function.body))


def _is_long(node: n.Node, brief: Callable[[n.Invoke], bool]) -> bool:
    if isinstance(node, n.Invoke):
        return not brief(node)
    if isinstance(node, _LONG_NODES):
        return True
    if not isinstance(node, n.Apply) or node.op in _SHORT:
        return False
    return any(isinstance(each.type, _WHOLE) or isinstance(each.type, t.Str | t.Bytes | t.RowOf) for each in node.args)


def _in_pieces(loop: n.For) -> bool:
    iterable = loop.iter
    if not isinstance(iterable, n.RangeIter) or _is_length(iterable.stop) or _is_small(iterable):
        return False
    step = iterable.step
    by_one = step is None or (isinstance(step, n.Const) and step.value == 1)
    return by_one and not any(isinstance(c, n.Break) for c in walk_all(loop.body))


def _is_bounded(iterable: n.Iter) -> bool:
    """Whether what lies in memory says how often: a sequence that the loop does not change, or its length."""
    match iterable:
        case n.RangeIter(stop=stop):
            return _is_length(stop) or _is_small(iterable)
        case n.SequenceIter(live=live):
            return not live
        case n.EnumerateIter(inner=inner):
            return _is_bounded(inner)
        case n.ZipIter(inner=inners):
            return any(map(_is_bounded, inners))


def _is_length(stop: n.Expr) -> bool:
    return isinstance(stop, n.Apply) and stop.op == "builtins.len"


def _is_small(iterable: n.RangeIter) -> bool:
    ends = (iterable.start, iterable.stop)
    values = [e.value for e in ends if isinstance(e, n.Const) and type(e.value) is int]
    return len(values) == 2 and values[1] - values[0] <= SELDOM

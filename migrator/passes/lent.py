"""Containers in attributes that are read in place: what is read is a copy, so it may only be looked at.

``node.children`` is the node's own list in Python, and a copy of it in Rust. Nobody can tell them apart as long as it is run
over, indexed, searched or measured, under a name or not. Where it is changed, kept in something or returned, the function
is refused. Runs on typed IR, directly behind inference; what is inside of such containers cannot be changed in place.
"""

from __future__ import annotations

from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import children, walk
from migrator.model.diagnostic import Diagnostic
from migrator.ops import OPERATIONS
from migrator.passes.convert import TypeFailure

Only = Callable[[n.Invoke], bool]
"""Whether a call only looks at what it is given."""


def check_lent(function: n.Function, only_looks: Only) -> None:
    """Raise ``TypeFailure`` where a container that was read in place is more than looked at."""
    reads = [node for node in walk(function) if isinstance(node, n.Read) and node.type.mutable]
    if reads:
        _Check(_names(function), only_looks).below(function)


def _names(function: n.Function) -> frozenset[str]:
    """The variables that may hold such a container."""
    found: frozenset[str] = frozenset()
    while True:
        more = frozenset(
            node.target.name
            for node in walk(function)
            if isinstance(node, n.Assign) and isinstance(node.target, n.NameTarget) and _is_lent(node.value, found)
        )
        if more <= found:
            return found
        found |= more


def _is_lent(node: n.Node, names: frozenset[str]) -> bool:
    match node:
        case n.Read():
            return node.type.mutable
        case n.Local(name=name):
            return name in names
        case n.Convert(value=inside) | n.BlockExpr(value=inside):
            return _is_lent(inside, names)
        case n.Cond(then=one, orelse=other) | n.Logic(left=one, right=other):
            return _is_lent(one, names) or _is_lent(other, names)
        case n.Part(base=base) | n.Rows(base=base):
            return _is_lent(base, names)
        case n.Apply(op=op, args=(base, *_)) if op in _VIEWS:
            return _is_lent(base, names)
        case _:
            return False


_VIEWS = ("dict.keys", "dict.values", "dict.items")


class _Check:
    def __init__(self, names: frozenset[str], only_looks: Only) -> None:
        self.names, self.only_looks = names, only_looks

    def below(self, node: n.Node) -> None:
        for place, child in enumerate(children(node)):
            if _is_lent(child, self.names) and not self._looks(node, child, place):
                message = "a container in an attribute of an object that is read in place is changed, kept or returned"
                raise TypeFailure(Diagnostic("M307", getattr(child, "line", 0), message))
            self.below(child)

    def _looks(self, user: n.Node, lent: n.Node, place: int) -> bool:
        """Whether ``user`` only looks at what its child number ``place`` lends."""
        assert isinstance(lent, n.Expr)
        array = isinstance(_plain(lent.type), t.ArrayOf)
        match user:
            case n.Apply(op=op) if op in OPERATIONS:
                if OPERATIONS[op].mutates:
                    return op.endswith((".extend", ".update")) and place not in OPERATIONS[op].mutates
                return not user.type.mutable or (not array and _is_fresh(op, place, lent.type, user.type))
            case n.Apply(op="dict.get.or"):
                return not user.type.mutable
            case n.Invoke():
                return self.only_looks(user)
            case n.Index() | n.Cell():
                return place == 0 and not user.type.mutable
            case n.Assign(target=n.NameTarget()):
                return True
            case n.SequenceIter() | n.EnumerateIter() | n.ZipIter() | n.IsNone() | n.Truth() | n.Eval():
                return True
            case n.Expr():
                return _is_lent(user, self.names)  # then its user is asked
            case _:
                return False


def _is_fresh(op: str, place: int, given: t.Type, made: t.Type) -> bool:
    """Whether what the operation makes cannot be, or hold, what it was given."""
    if not _holds(made, given):
        return True
    of_its_own = op.startswith(("list.", "set.", "dict.", "deque.")) and not op.startswith("dict.get")
    return op in ("builtins.sorted", "builtins.list", "list.concat") or (of_its_own and place == 0)


def _holds(whole: t.Type, part: t.Type) -> bool:
    return whole == _plain(part) or any(_holds(each, part) for each in whole.parts)


def _plain(kind: t.Type) -> t.Type:
    return kind.inner if isinstance(kind, t.OptionalOf) else kind

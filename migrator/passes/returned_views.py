"""Views that a function returns: what else must not know the array that they show.

A part of an array that came in is NumPy's view of that very array (``shown``); a part of a new array that lies otherwise
than a copy would is given out with the whole of it (``laid``), which then belongs to nobody else (ownership sees to that).
"""

from __future__ import annotations

from collections.abc import Mapping

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import root_name
from migrator.model.diagnostic import Diagnostic
from migrator.passes.convert import TypeFailure

_HINT = "Return a copy (`x.copy()`)."


def check_views(node: n.Node, counts: Mapping[str, int]) -> None:
    """Refuse ``node`` where its view would not share what NumPy's shares.

    ``counts``: how often a name is bound.

    Raises:
        TypeFailure: where that is so.
    """
    if isinstance(node, n.Invoke) and _shows(node.type):
        _fail(node.line, "the result of the call is a view")
    root = root_name(node.args[0]) if isinstance(node, n.ArrayOp) and node.op == "shown" else None
    if root is not None and counts.get(root, 0):
        _fail(node.line, f"a view of `{root}` is returned, which may be bound anew")


def _shows(kind: t.Type) -> bool:
    return isinstance(kind, t.ArgView | t.LaidOut) or any(map(_shows, kind.parts))


def _fail(line: int, message: str) -> None:
    raise TypeFailure(Diagnostic("M303", line, message, _HINT))

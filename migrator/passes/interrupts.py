"""Loops that ask for Ctrl-C now and then, so that it is answered within a tenth of a second.

Runs last. A loop around other loops or calls asks often, since one round of it may take long; a ``while`` that is
innermost asks seldom; an innermost ``for`` over plain values is short enough, or fast enough, not to ask.
"""

from __future__ import annotations

import dataclasses

from migrator.ir import nodes as n
from migrator.ir.walk import bottom_up, walk_all

OFTEN = 16
SELDOM = 65_536


def ask_in_loops(function: n.Function) -> n.Function:
    """Return ``function`` with ``asks`` of its loops set."""

    def change(node: n.Node) -> n.Node:
        if not isinstance(node, n.For | n.While):
            return node
        if any(isinstance(c, n.For | n.While | n.Invoke) for c in walk_all(node.body)):
            return dataclasses.replace(node, asks=OFTEN)
        return dataclasses.replace(node, asks=SELDOM) if isinstance(node, n.While) else node

    changed = bottom_up(function, change)
    assert isinstance(changed, n.Function)
    return changed

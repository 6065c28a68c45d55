"""What emission knows of the variables of one function: how each is held in Rust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from migrator import types as t
from migrator.ir import nodes as n


@dataclass
class Scope:
    """``held`` says how a variable is held: ``owned``, ``ref`` (already a reference or a Copy view), ``mut`` (a
    mutable reference) or ``cells`` (a shared reference to cells that can be changed). ``calls`` gives a callee's Rust path, hidden constants and whether it recurses."""

    function: n.Function
    held: dict[str, str]
    options: frozenset[str]
    callee: Callable[[n.Invoke], Callee]
    recursive: bool
    names: dict[str, str]
    exchanged: frozenset[str] = frozenset()
    """Parameters that are only bound anew to one another."""
    labels: list[str | None] = field(default_factory=list)
    label_count: int = 0
    dying: frozenset[str] = frozenset()
    """Variables that the statement being emitted reads once and nothing reads after it: their values may move."""

    def temporary(self, wish: str) -> str:
        """Return a name for a value of our own that no variable of the function has."""
        taken = set(self.names.values())
        while wish in taken:
            wish = f"the_{wish}"
        return wish

    def mode(self, name: str) -> str:
        return self.held.get(name, "owned")


@dataclass(frozen=True)
class Callee:
    """How to call a function of the region."""

    path: str
    params: tuple[n.Param, ...]
    hidden: tuple[str, ...]
    """Local names, in the caller, of the hidden constants that the callee takes."""
    recursive: bool
    returns: t.Type

"""One function for one combination of types: what the compiler knows of it while it makes it, and afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator import types as t
from migrator.ir import nodes as n
from migrator.model.diagnostic import Diagnostic
from migrator.passes.effects import Change
from migrator.passes.kept_copies import Kept

Key = tuple[str, tuple[t.Type, ...]]


@dataclass
class Specialised:
    """One function for one combination of argument types; ``function`` is None while it is being made."""

    key: Key
    symbol: str
    module: str
    function: n.Function | None = None
    returns: t.Type = t.UNKNOWN
    changes: tuple[frozenset[Change], ...] = ()
    params: tuple[t.Type, ...] = ()
    kept: Kept = field(default_factory=Kept)
    recursive: bool = False
    callees: dict[Key, None] = field(default_factory=dict)
    open: set[Key] = field(default_factory=set)
    """The functions, unfinished when this one was made, that it calls in a circle."""
    stages: list[tuple[str, n.Function]] = field(default_factory=list)
    loops: tuple[Diagnostic, ...] = ()
    """Why loops of it do not run on several threads, where that was asked for."""

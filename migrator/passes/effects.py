"""Which variables' objects a function changes in place: what must be committed, and what an alias must not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import root_name, walk
from migrator.ops import OPERATIONS

MutatedParams = Callable[[n.Invoke], tuple[bool, ...]]
_GROWS = frozenset({"list.append", "list.yielded", "list.extend", "dict.setdefault"})


def changes(node: n.Node, callee: MutatedParams) -> Iterator[tuple[str, bool]]:
    """Yield ``(variable, structural)`` for each change below ``node``.

    ``structural``: elements that are themselves lists or rows may have moved or gone, so that a name for one of them
    would now mean another. Appending moves nothing.
    """
    for child in walk(node):
        match child:
            case n.IndexTarget(base=base) | n.CellTarget(base=base):
                name = root_name(base)
                if name is not None:
                    element = getattr(base.type, "element", None)
                    yield name, element is not None and element.mutable
            case n.Alias(place=place, mutable=True) | n.Store(place=place):
                name = root_name(place)
                if name is not None:
                    yield name, False
            case n.Apply(op=op, args=args) if op in OPERATIONS and OPERATIONS[op].mutates:
                for position in OPERATIONS[op].mutates:
                    name = root_name(args[position])
                    if name is not None:
                        yield name, op not in _GROWS
            case n.Invoke(args=args):
                for arg, mutated in zip(args, callee(child), strict=True):
                    name = root_name(arg)
                    if mutated and name is not None:
                        yield name, True
            case _:
                pass


def moved_rows(stmts: tuple[n.Stmt, ...], callee: Callable[[n.Invoke], tuple[bool, ...]]) -> frozenset[str]:
    """Variables whose lists of lists have their inner lists moved, replaced or removed somewhere in ``stmts``.

    ``callee`` says the same of the parameters of a call. Where Python holds the outer list, the inner ones must stay the
    very objects they were, which values that are written back cannot show.
    """
    found: set[str | None] = set()
    for stmt in stmts:
        for child in walk(stmt):
            match child:
                case n.IndexTarget(base=base) if _holds_lists(base):
                    found.add(root_name(base))
                case n.Apply(op=op, args=(base, *_)) if (
                    op in OPERATIONS and OPERATIONS[op].mutates and op not in _GROWS and _holds_lists(base)
                ):
                    found.add(root_name(base))
                case n.Invoke(args=args):
                    found |= {root_name(a) for a, moved in zip(args, callee(child), strict=True) if moved}
                case _:
                    pass
    return frozenset(name for name in found if name is not None)


def _holds_lists(base: n.Expr) -> bool:
    # A dict notes itself whether a value of it was replaced or removed, and then the write-back traps.
    return isinstance(base.type, t.ListOf) and base.type.element.mutable


def mutated_names(stmts: tuple[n.Stmt, ...], callee: MutatedParams) -> frozenset[str]:
    """All variables whose object is changed somewhere in ``stmts``."""
    return frozenset(name for stmt in stmts for name, _ in changes(stmt, callee))


def rebound(stmts: tuple[n.Stmt, ...]) -> dict[str, int]:
    """How many binding sites each local has in ``stmts``."""
    counts: dict[str, int] = {}
    for stmt in stmts:
        for child in walk(stmt):
            if isinstance(child, n.NameTarget | n.Alias):
                counts[child.name] = counts.get(child.name, 0) + 1
    return counts

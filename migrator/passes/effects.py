"""Which variables' objects a function changes in place: what must be committed, and what an alias must not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import Path, place_path, root_name, walk
from migrator.ops import OPERATIONS
from migrator.ops.callbacks import DRAWS

Change = tuple[Path, bool]
"""A place whose object is changed in place, and whether that is *structural*: elements that are themselves lists, rows or
objects may have moved or gone, so that a name for one of them would now mean another. Appending moves nothing."""
MutatedParams = Callable[[n.Invoke], tuple[frozenset[Change], ...]]
"""What a call changes, for each of its arguments: paths from the argument on; last what no argument is: the state of
generators that are not handed over."""
_GROWS = frozenset(
    {"list.append", "list.yielded", "list.extend", "dict.setdefault", "deque.append", "deque.appendleft"}
)


def changes(node: n.Node, callee: MutatedParams) -> Iterator[Change]:
    """Yield every change below ``node``, by the place as the function names it."""
    for child in walk(node):
        match child:
            case n.IndexTarget(base=base) | n.CellTarget(base=base):
                element = getattr(base.type, "element", None)
                yield from _at(base, (), element is not None and element.mutable)
            case n.Alias(place=place, mutable=True) | n.Store(place=place):
                yield from _at(place, (), False)
            case n.AttrTarget(base=base, name=name, anew=anew):
                yield from _at(base, (name,), anew)
            case n.Apply(op=op, args=args) if op in OPERATIONS and OPERATIONS[op].mutates:
                for position in OPERATIONS[op].mutates:
                    yield from _at(args[position], (), op not in _GROWS)
            case n.ArrayOp(op="host", option=option, args=args) if _draws(option, args):
                yield _GENERATOR, False
            case n.Invoke(args=args):
                *of_arguments, outside = callee(child)
                for arg, changed in zip(args, of_arguments, strict=True):
                    for suffix, structural in changed:
                        yield from _at(arg, suffix, structural)
                yield from outside
            case _:
                pass


_GENERATOR: Path = ("numpy.random",)
"""What a draw from any of NumPy's generators changes: no variable, but its order is Python's."""


def _draws(option: str, args: tuple[n.Expr, ...]) -> bool:
    drawn_from = args[:1] if option.startswith("method.") else ()
    return option.split(" ", maxsplit=1)[0] in DRAWS or any(isinstance(a.type, t.NpRandom) for a in drawn_from)


def _at(place: n.Expr, suffix: Path, structural: bool) -> Iterator[Change]:
    path = place_path(place)
    if path is not None:
        yield (*path, *suffix), structural


def borrowed_to_change(node: n.Node, callee: MutatedParams) -> Iterator[Path]:
    """Yield the places that a call below ``node`` borrows as a whole because it changes something in them."""
    for child in walk(node):
        if isinstance(child, n.Invoke):
            for arg, changed in zip(child.args, callee(child)[:-1], strict=True):
                path = place_path(arg)
                if changed and path is not None:
                    yield path


def changes_of(function: n.Function, callee: MutatedParams) -> tuple[frozenset[Change], ...]:
    """Return, for each parameter, what the function changes in it; last whether it draws from a generator outside, or prints."""
    found = set(changes(function, callee))
    outside = {_GENERATOR[0], *(g.name for g in function.globals if g.type in t.HIDDEN)}
    draws = frozenset({(_GENERATOR, False)}) if any(path[0] in outside for path, _ in found) else frozenset()
    of_params = tuple(
        frozenset((path[1:], structural) for path, structural in found if path[0] == param.name)
        if param.mutated
        else frozenset()
        for param in function.params
    )
    return (*of_params, draws)


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
                case n.Apply(op=op, args=args) if op in OPERATIONS and op not in _GROWS:
                    found |= {root_name(args[i]) for i in OPERATIONS[op].mutates if _holds_lists(args[i])}
                case n.Invoke(args=args):
                    found |= {root_name(a) for a, moved in zip(args, callee(child), strict=True) if moved}
                case _:
                    pass
    return frozenset(name for name in found if name is not None)


def _holds_lists(base: n.Expr) -> bool:
    # A dict notes itself whether a value of it was replaced or removed, and then the write-back traps.
    return isinstance(base.type, t.ListOf) and base.type.element.mutable


def mutated_names(stmts: tuple[n.Stmt, ...], callee: MutatedParams) -> frozenset[str]:
    """All variables whose object, or something in it, is changed somewhere in ``stmts``."""
    return frozenset(path[0] for stmt in stmts for path, _ in changes(stmt, callee))


def rebound(stmts: tuple[n.Stmt, ...]) -> dict[str, int]:
    """How many binding sites each local has in ``stmts``."""
    counts: dict[str, int] = {}
    for stmt in stmts:
        for child in walk(stmt):
            if isinstance(child, n.NameTarget | n.Alias):
                counts[child.name] = counts.get(child.name, 0) + 1
    return counts

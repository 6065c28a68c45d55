"""Names for parts of other objects (``row = grid[i]``, ``for t in self.tracks``), and the places that they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.ir import nodes as n
from migrator.ir.walk import ITEM, Path, place_path, walk

Sources = dict[str, list[Path]]
_DEEPEST = 12


def is_place(value: n.Expr) -> bool:
    """Whether ``value`` names an object that something else holds too."""
    match value:
        case n.Local():
            return True
        case n.Index(base=base) | n.Attr(base=base) | n.Part(base=base) | n.Rows(base=base):
            return is_place(base)
        case n.ArrayOp(op="view", args=(base, *_)):
            return is_place(base)
        case n.Convert(value=inner):
            return is_place(inner)
        case n.Apply(op=op, args=(base, *_), type=kind) if op in n.PARTS and (kind.mutable or not kind.supported):
            return is_place(base)
        case _:
            return False


def row_sources(function: n.Function) -> Sources:
    """Return, for each name that is bound to a part of something, the places that it may stand for."""
    found: Sources = {}

    def note(name: str, path: Path | None) -> None:
        if path is not None and path[0] != name:
            found.setdefault(name, []).append(path)

    for node in walk(function):
        match node:
            case n.Alias(name=name, place=place):
                note(name, place_path(place))
            case n.Assign(target=n.NameTarget(name=name, type=kind), value=value) if kind.mutable:
                note(name, place_path(value))
            case n.For(target=target, iter=iterable):
                paths = [place_path(c.value) for c in walk(iterable) if isinstance(c, n.SequenceIter)]
                for bound in walk(target):
                    if isinstance(bound, n.NameTarget) and bound.type.mutable:
                        for path in paths:
                            note(bound.name, None if path is None else (*path, ITEM))
            case _:
                pass
    return found


def expanded(path: Path, sources: Sources, depth: int = 0) -> Iterator[Path]:
    """Yield ``path``, and the same place as it is reached from what its first name may stand for."""
    yield path
    if depth < _DEEPEST:
        for source in sources.get(path[0], ()):
            yield from expanded((*source, *path[1:]), sources, depth + 1)

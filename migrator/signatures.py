"""Which combinations of argument types a function is compiled for, from those that were seen.

Combinations that join parameter by parameter are one: an int here and a float there is a number. What does not join (a
list of ints in one call, a list of floats in another) is a signature of its own, compiled for itself; the boundary takes
the first one that the arguments fit. May assume that ``signatures`` are of one function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from migrator import types as t
from migrator.model.profile import Signature
from migrator.passes.join import NoJoin, join

MOST = 4
"""So many signatures at most are compiled for one function, the most frequent ones."""

Types = tuple[t.Type, ...]


def signatures_of(
    seen: Sequence[Signature], stars: Sequence[bool], read: Callable[[str], t.Type] = t.parse_type
) -> list[Types]:
    """Return the combinations to compile for, the most frequent first; ``stars``: which parameters are ``*args``.

    ``read`` gives the type behind its text.

    Lists of ints and lists of floats are kept apart, because a list of numbers is slower than both, as long as there are
    few combinations.
    """
    rows = [
        (s.count, tuple(read(s.types[i]) for i in range(len(stars))))
        for s in sorted(_common(seen), key=lambda s: -s.count)
    ]
    apart = _grouped(rows, stars, apart=True)
    return apart if len(apart) <= MOST else _grouped(rows, stars, apart=False)[:MOST]


def _grouped(rows: Sequence[tuple[int, Types]], stars: Sequence[bool], *, apart: bool) -> list[Types]:
    groups: list[tuple[int, Types]] = []
    for count, types in rows:
        for place, (others, known) in enumerate(groups):
            both = _joined(known, types, stars)
            if both is not None and not (apart and any(map(_slower, known, types, both))):
                groups[place] = (others + count, both)
                break
        else:
            groups.append((count, types))
    return [types for _, types in sorted(groups, key=lambda group: -group[0])]


def _slower(one: t.Type, other: t.Type, both: t.Type) -> bool:
    """Whether ``both`` is a container of numbers, and neither of the two is."""
    containers = t.ListOf | t.DictOf | t.SetOf | t.DequeOf
    return isinstance(both, containers) and both not in (one, other) and _of_numbers(both)


def _of_numbers(kind: t.Type) -> bool:
    return isinstance(kind, t.Number) or any(map(_of_numbers, kind.parts))


def _common(signatures: Sequence[Signature]) -> list[Signature]:
    """Those of one call in a hundred; where that is little, the most frequent ones."""
    total = sum(s.count for s in signatures)
    common = [s for s in signatures if s.count * 100 >= total]
    if sum(s.count for s in common) * 10 < total * 9:
        # Objects come in many states, each of them rare: what nine calls in ten have counts.
        return list(_most(signatures, total))
    return common


def _most(signatures: Sequence[Signature], total: int) -> Iterator[Signature]:
    """Yield the most frequent combinations of types until they make up nine calls in ten."""
    counted = 0
    for signature in sorted(signatures, key=lambda s: -s.count):
        if counted * 10 < total * 9:
            yield signature
            counted += signature.count


def _joined(one: Types, other: Types, stars: Sequence[bool]) -> Types | None:
    """Return the combination that holds both; None where there is none."""
    joined = []
    for a, b, star in zip(one, other, stars, strict=True):
        try:
            joined.append(join(a, b))
        except NoJoin:
            row = _row((a, b)) if star else None
            if row is None:
                return None
            joined.append(row)
    return tuple(joined)


def _row(tuples: Sequence[t.Type]) -> t.Type | None:
    """Tuples of several lengths as one type; None where their elements are of no one type."""
    kind: t.Type = t.UNKNOWN
    try:
        for each in tuples:
            for element in each.parts if isinstance(each, t.TupleOf | t.RowOf) else (each,):
                kind = join(kind, element)
    except NoJoin:
        return None
    return t.RowOf(kind)

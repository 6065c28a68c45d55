"""The inputs of the kinds *edges* and *bulk*: whole argument tuples, made of edge values, random ones and changes."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from typing import Any

from .changes import changed_input, injected
from .edge_values import aliased, edges, layouts, neighbours
from .nudges import nudged
from .optional import np
from .random_values import Flavour, Pool, drawn
from .types import Arguments, Type
from .wide import in_turn, is_wide, near, odd

_MANY_ODD = 64


def random_input(types: Sequence[Type], recorded: Sequence[Arguments], rng: random.Random, pool: Pool) -> Arguments:
    """Return one bulk input: a recorded one changed, or one made from the types alone."""
    wide = any(map(is_wide, types))
    if recorded and rng.random() < (0.95 if wide else 0.6):
        base = rng.choice(recorded)
        return nudged(base, rng) if rng.random() < (0.6 if wide else 0.25) else changed_input(base, rng, pool)
    how = Flavour(rng, pool)
    size = pool.length(rng) if rng.random() < 0.75 else None
    flavours = [how if rng.random() < 0.6 else Flavour(rng, pool) for _ in types]
    for flavour in (how, *flavours):
        flavour.size = size
    arguments = tuple([drawn(t, f, size) for t, f in zip(types, flavours, strict=True)])
    if rng.random() < 0.05:
        return rng.choice([*aliased(arguments), arguments])
    return arguments


def edge_inputs(
    types: Sequence[Type],
    recorded: Sequence[Arguments],
    rng: random.Random,
    limit: int,
    pool: Pool,
) -> Iterator[Arguments]:
    """Yield the edge values: in the place of one recorded argument, aliased, and all combined."""
    if recorded and any(map(is_wide, types)):
        yield from _wide_edges(types, recorded, rng, limit, pool)
        return
    tables = [[*edges(t), *pool.constants(t)] for t in types]
    bases = list(recorded[:3]) or [tuple(t[min(2, len(t) - 1)] for t in tables)]
    for index, type_ in enumerate(types):  # few, and nothing else tests the guards
        odd = neighbours(type_)
        for turn, base in enumerate(bases):
            # Each attribute of an object has some: then all are tried on one input, and a few on the others.
            for value in odd if turn == 0 or len(odd) <= _MANY_ODD else rng.sample(odd, _MANY_ODD // 4):
                yield (*base[:index], value, *base[index + 1 :])
    for base in bases:
        for index, _ in enumerate(types):
            for value in tables[index]:
                yield (*base[:index], value, *base[index + 1 :])
            if np is not None and type(base[index]) is np.ndarray:
                for value in layouts(base[index]):
                    yield (*base[:index], value, *base[index + 1 :])
        yield from aliased(base)
        yield from injected(base)
    total = math.prod(map(len, tables))
    if total <= limit:
        yield from itertools.product(*tables)
        return
    by_length = [_by_length(table) for table in tables]
    lengths = sorted({n for found in by_length for n in found if n is not None})
    for count in range(limit):
        if count % 2 and lengths:
            length = rng.choice(lengths)
            yield tuple(
                rng.choice(found.get(length) or found.get(None) or table)
                for found, table in zip(by_length, tables, strict=True)
            )
        else:
            yield tuple(map(rng.choice, tables))


def _wide_edges(
    types: Sequence[Type], recorded: Sequence[Arguments], rng: random.Random, limit: int, pool: Pool
) -> Iterator[Arguments]:
    """Yield edge values where objects with many attributes come in: one change at a time, of each kind in turn."""
    bases = list(recorded[:3])
    places = [place for place, type_ in enumerate(types) if not is_wide(type_)]

    def replaced(values: dict[int, list[Any]]) -> Iterator[Arguments]:
        for base in bases:
            for place, column in values.items():
                for value in column:
                    yield (*base[:place], value, *base[place + 1 :])

    plain = replaced({place: [*edges(types[place]), *pool.constants(types[place])] for place in places})
    others = replaced({place: neighbours(types[place]) for place in places})
    shared = (given for base in bases for given in (*aliased(base), *injected(base)))
    changed = (nudged(rng.choice(recorded), rng) for _ in range(limit))
    yield from in_turn(plain, others, near(types, bases), odd(types, bases), shared, changed)


def _by_length(table: list[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for value in table:
        sized = type(value) is list or (np is not None and isinstance(value, np.ndarray))
        found.setdefault(len(value) if sized else None, []).append(value)
    return found

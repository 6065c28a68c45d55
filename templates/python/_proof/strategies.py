"""Hypothesis strategies for the types, which shrink what they find."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from typing import Any

from .changes import changed_input
from .edge_values import FLOATS, INTS, LONGS, edges, numpy_edges
from .instances import make_object
from .maps import KINDS, filled
from .members import members
from .np_random import new_np
from .nudges import nudged
from .random_values import Flavour, Pool, drawn
from .records import make_record
from .types import Arguments, Type, parse_type
from .wide import MANY, is_wide, leaves


def strategy(type_: Type, size: int | None = None) -> Any:
    """Return a Hypothesis strategy for values of the type; lists get ``size`` elements if given."""
    from hypothesis import strategies as st

    match type_.name:
        case "int":
            return st.one_of(st.integers(-3, 20), st.integers(), st.sampled_from(INTS))
        case "long":
            wide = st.integers(-(2**127), 2**127 - 1)
            return st.one_of(st.integers(0, 2**64 - 1), wide, st.sampled_from((*INTS, *LONGS)))
        case "float":
            return st.one_of(st.floats(), st.sampled_from(FLOATS))
        case "complex":
            parts = strategy(Type("float"))
            return st.builds(complex, parts, parts)
        case "bool":
            return st.booleans()
        case "None":
            return st.none()
        case "str":
            return st.one_of(st.text("ab", max_size=6), st.text("a1 -.", max_size=6), st.text(max_size=6))
        case "char":
            return st.characters()
        case name if name in KINDS:
            low, high = (0, 6) if size is None else (0, size)
            parts = [strategy(part, size) for part in type_.parts]
            plain = st.dictionaries(parts[0], parts[1], min_size=low, max_size=high)
            return plain.map(lambda entries: filled(KINDS[name](), entries))
        case "set":
            return st.sets(strategy(type_.parts[0], size), max_size=6)
        case "tuple":
            return st.tuples(*(strategy(part, size) for part in type_.parts))
        case "enum":
            return st.sampled_from(members(type_.dtype))
        case "record":
            parts = [strategy(part, size) for part in type_.parts]
            return st.tuples(*parts).map(lambda v: make_record(type_.dtype, v))
        case "list":
            low, high = (0, 6) if size is None else (size, size)
            return st.lists(strategy(type_.parts[0], size), min_size=low, max_size=high)
        case "bytes":
            return st.binary(max_size=6) if size is None else st.binary(min_size=size, max_size=size)
        case "bytearray":
            return strategy(Type("bytes"), size).map(bytearray)
        case "tuple_of":
            return st.lists(strategy(type_.parts[0], size), max_size=6).map(tuple)
        case "deque":
            values = st.lists(strategy(type_.parts[0], size), max_size=6)
            return st.builds(deque, values, st.sampled_from((None, None, 2, 6)))
        case "optional":
            return st.one_of(st.none(), strategy(type_.parts[0], size))
        case "number":
            return st.one_of(*(strategy(part) for part in type_.parts))
        case "np":
            return st.sampled_from(numpy_edges(type_.dtype))
        case "ndarray":
            return _array_strategy(type_, size)
        case "random.Random":
            return st.integers(0, 2**32).map(random.Random)
        case "numpy.random.Generator" | "numpy.random.RandomState" as name:
            kind = name.rpartition(".")[2]
            return st.integers(0, 2**32).map(lambda seed: new_np(kind, random.Random(seed)))
        case "node":
            return st.integers(0, 2**32).map(lambda seed: _from_seed(type_, seed, size))
        case "object" if leaves(type_) > MANY:
            # Drawn one by one they would take Hypothesis longer than all calls together.
            return st.integers(0, 2**32).map(lambda seed: _from_seed(type_, seed, size))
        case "object":
            return st.tuples(*(strategy(part, size) for part in type_.parts)).map(lambda v: make_object(type_, v))
    return st.sampled_from(edges(type_))


def _from_seed(type_: Type, seed: int, size: int | None) -> Any:
    rng = random.Random(seed)
    return drawn(type_, Flavour(rng, Pool(())), size)


def _array_strategy(type_: Type, size: int | None) -> Any:
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as extra

    low, high = (0, 5) if size is None else (size, size)
    shapes = st.tuples(*[st.integers(low, high)] * type_.ndim)
    return extra.arrays(type_.dtype, shapes)


def argument_strategy(types: Sequence[str], recorded: Sequence[Arguments] = ()) -> Any:
    """Return a Hypothesis strategy for all arguments together.

    Lists tend to have the same length, and some inputs are recorded ones with a few changes.
    """
    from hypothesis import strategies as st

    parsed = [parse_type(text) for text in types]
    pool = Pool(recorded)

    def changed(index: int, seed: int) -> Arguments:
        return changed_input(recorded[index], random.Random(seed), pool)

    def little(index: int, seed: int) -> Arguments:
        return nudged(recorded[index], random.Random(seed))

    def sized(size: int | None) -> Any:
        return st.tuples(*(strategy(type_, size) for type_ in parsed))

    free = st.one_of(st.integers(0, 4), st.none()).flatmap(sized)
    if not recorded:
        return free
    places = st.integers(0, len(recorded) - 1)
    near = st.builds(changed, places, st.integers(0, 2**32))
    if any(map(is_wide, parsed)):
        return st.one_of(near, st.builds(little, places, st.integers(0, 2**32)))
    return st.one_of(free, near)

"""Calls on the objects of the call before, changed a little between: what Rust remembers of them must not show."""

from __future__ import annotations

import random
from collections import deque
from typing import Any

from .copies import ATOMS, changeable, copy_arguments
from .maps import MAPS
from .objects import attributes_of, is_generator, is_object, set_attributes
from .optional import np
from .oracle import difference
from .running import Case, Runner
from .types import Arguments

ROUNDS = 6
"""So often the same objects are given."""


def call_again(runner: Runner, held: Arguments, seconds: float) -> Case:
    """Call Rust on ``held`` itself and Python on a copy of it, and compare everything; raises ``TooLong``."""
    draws = runner.pair.draws  # then the state of the generators is put back after each of the two
    expected = runner.call(runner.pair.original, held, seconds, watch=draws)
    if expected.raised is not None:
        return Case("trapped", "", True)  # that Rust changes nothing then is looked at where inputs are new
    actual = runner.call_on(runner.pair.native, held, max(2.0, 2 * seconds), watch=draws)
    if actual.value is runner.pair.trapped and actual.raised is None:
        return Case("trapped")
    found = difference(expected, actual)
    return Case("different" if found else "native", found or "")


def comes_again(arguments: Arguments) -> bool:
    """Whether the objects of ``arguments`` can be given again, and compared with copies of them.

    The order of a set depends on what was in it before, which a copy does not know; a generator's state is another
    after each call.
    """
    inside = changeable(arguments)
    return bool(inside) and not any(type(value) is set or is_generator(value) for value in inside)


def alter(held: Arguments, rng: random.Random) -> None:
    """Change something in ``held`` in place, so that it still has the same types."""
    places = [value for value in changeable(held) if _can_alter(value)]
    if places:
        _alter(rng.choice(places), rng)


def _can_alter(value: Any) -> bool:
    if is_object(value):
        return bool(attributes_of(value))
    if np is not None and isinstance(value, np.ndarray):
        return bool(value.flags.writeable and value.size)
    return type(value) in (list, deque, bytearray, *MAPS) and bool(value)


def _alter(value: Any, rng: random.Random) -> None:
    kind = type(value)
    if kind in MAPS:
        _alter_map(value, rng)
    elif is_object(value):
        name, old = rng.choice(list(attributes_of(value).items()))
        set_attributes(value, {name: _other(old, old, rng)})
    elif kind in (list, deque, bytearray):
        at = rng.randrange(len(value))
        value[at] = value[rng.randrange(len(value))] if kind is bytearray else _near(value, at, rng)
    else:
        value.flat[rng.randrange(value.size)] = value.flat[rng.randrange(value.size)]


def _near(items: Any, at: int, rng: random.Random) -> Any:
    return _other(items[at], items[rng.randrange(len(items))], rng)


def _alter_map(table: Any, rng: random.Random) -> None:
    keys = list(table)
    key = rng.choice(keys)
    what = rng.randrange(3)
    if what == 0 and len(keys) > 1:
        del table[key]
    elif what == 1:
        table[key] = table.pop(key)  # now it is the last
    else:
        table[key] = _other(table[key], table[rng.choice(keys)], rng)


def _other(old: Any, like: Any, rng: random.Random) -> Any:
    """Something of the type of ``old``: a copy of ``like``, or the value of a number changed."""
    if type(old) is not type(like):
        return old
    if type(old) not in ATOMS:
        return copy_arguments((like,))[0]
    if type(old) is int and rng.random() < 0.5:
        return old + rng.choice((-1, 1))
    if type(old) is float and rng.random() < 0.5:
        return -old
    return like

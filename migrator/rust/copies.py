"""Copies of collections in Rust: memory that is not there is a trap, so none of them is ``clone``."""

from __future__ import annotations

from migrator import types as t
from migrator.rust import text as r
from migrator.rust.text import R


def fallible_copy(kind: t.Type, place: R) -> R:
    """A ``Result`` with a copy of what ``place``, of type ``kind``, holds or refers to."""
    match kind:
        case t.SetOf() | t.DictOf() | t.DequeOf():
            return r.method(R(place.text.removeprefix("&")), "copied")
        case _:
            return r.call("seq::copy", place)

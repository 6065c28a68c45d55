"""What "equal" means: two outcomes, compared by type, by bits, by identity and by what they changed."""

from __future__ import annotations

import itertools
import math
import random
import struct
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .copies import ATOMS
from .maps import factory_of
from .members import is_member
from .objects import attributes_of, is_generator, is_object, state_of
from .optional import np
from .types import Arguments


@dataclass
class Outcome:
    """What a call did. ``held`` are the changeable objects that its arguments had at the start.

    The caller may hold these too, so they count as results; and so does which of them are still
    parts of the arguments.
    """

    arguments: Arguments
    held: list[Any] = field(default_factory=list)
    value: Any = None
    raised: BaseException | None = None
    warned: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    world: tuple[Any, ...] = ()


def difference(expected: Outcome, actual: Outcome) -> str | None:
    """Return in words what is not the same in two outcomes, or None."""
    if expected.raised is not None or actual.raised is not None:
        found = _exceptions_differ(expected.raised, actual.raised)
        if found:
            return found
    same = Same()
    found = None if expected.raised else same.compare(expected.value, actual.value, "the result")
    for index, pair in enumerate(zip(expected.arguments, actual.arguments, strict=True)):
        found = found or same.compare(*pair, f"argument {index} after the call")
    for one, other in zip(expected.held, actual.held, strict=True):
        found = found or same.compare(one, other, "an object inside the arguments after the call")
    found = found or same.memory()
    if found:
        return found
    if expected.warned != actual.warned:
        return f"warnings: {list(expected.warned)} and {list(actual.warned)}"
    if expected.printed != actual.printed:
        return f"printed: {expected.printed!r} and {actual.printed!r}"
    for one, other in zip(expected.world, actual.world, strict=False):
        if one != other:
            return f"state outside the arguments: {str(one)[:80]} and {str(other)[:80]}"
    return None


def _exceptions_differ(expected: BaseException | None, actual: BaseException | None) -> str | None:
    """Compare exceptions: type, arguments, text, type of the cause. The traceback does not count."""
    if expected is None or actual is None:
        return f"{_raised(expected)} and {_raised(actual)}"
    if type(expected) is not type(actual):
        return f"{_raised(expected)} and {_raised(actual)}"
    found = Same().compare(expected.args, actual.args, "the arguments of the exception")
    if found:
        return found
    if str(expected) != str(actual):
        return f"text of the exception: {expected} and {actual}"
    if type(expected.__cause__) is not type(actual.__cause__):
        return f"cause of the exception: {expected.__cause__!r} and {actual.__cause__!r}"
    return None


def _raised(error: BaseException | None) -> str:
    return "returned" if error is None else f"raised {error!r}"


_PART = 1 << 16
"""Long lists are compared in parts: what is made of them must not take the memory of all."""


def _same_atoms(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two sequences of one length hold plain values of one type, the same to the last bit."""
    kinds = set(map(type, one))
    if not (kinds <= ATOMS and len(kinds) == 1 and kinds == set(map(type, other))):
        return False
    if kinds == {float}:
        form = f"{len(one)}d"
        return struct.pack(form, *one) == struct.pack(form, *other)
    # Equal complex numbers may differ in the signs of their zeros: each is looked at by itself.
    return kinds != {complex} and one == other


class Same:
    """Compares two structures; remembers which objects correspond, so that sharing is compared too."""

    def __init__(self) -> None:
        self._partner: dict[int, tuple[Any, Any]] = {}
        self._taken: dict[int, Any] = {}
        self._arrays: list[tuple[Any, Any]] = []

    def compare(self, one: Any, other: Any, where: str) -> str | None:
        """Return what differs between ``one`` (of Python) and ``other`` (of Rust), or None."""
        kind = type(one)
        if kind is not type(other):
            return f"{where}: {told(one)} and {told(other)}"
        if kind is float:
            return None if _same_float(one, other) else f"{where}: {one!r} and {other!r}"
        if kind is complex:
            same = _same_float(one.real, other.real) and _same_float(one.imag, other.imag)
            return None if same else f"{where}: {one!r} and {other!r}"
        if kind in ATOMS:
            return None if one == other else f"{where}: {told(one)} and {told(other)}"
        if is_member(one):
            return None if one is other else f"{where}: {one!r} and {other!r}"
        if isinstance(one, tuple):
            return self._items(one, other, where)
        if np is not None and isinstance(one, np.generic):
            same = _same_array(np.asarray(one), np.asarray(other))
            return None if same else f"{where}: {one!r} and {other!r}"
        if isinstance(one, (int, float, str)):
            return None if one == other else f"{where}: {one!r} and {other!r}"
        known = self._partner.get(id(one))
        if known is not None or id(other) in self._taken:
            if known is not None and known[1] is other:
                return None
            return f"{where}: is one object with another in the one, and not in the other"
        self._partner[id(one)] = (one, other)
        self._taken[id(other)] = other
        return self._contents(one, other, where)

    def _contents(self, one: Any, other: Any, where: str) -> str | None:
        if isinstance(one, list):
            return self._items(one, other, where)
        if isinstance(one, dict):
            if factory_of(one) is not factory_of(other):
                return f"{where}: the factories of missing values"
            keys = self._items(list(one), list(other), f"{where}, keys in order")
            return keys or self._items(list(one.values()), list(other.values()), where)
        if isinstance(one, deque):
            if one.maxlen != other.maxlen:
                return f"{where}: the bounds {one.maxlen} and {other.maxlen}"
            return self._items(list(one), list(other), where)
        if type(one) is set:
            return self._items(list(one), list(other), f"{where}, in order")
        if np is not None and isinstance(one, np.ndarray):
            self._arrays.append((one, other))
            return _arrays_differ(one, other, where)
        if is_generator(one):
            same = isinstance(one, random.SystemRandom) or state_of(one) == state_of(other)
            return None if same else f"{where}: the state of the generator"
        if is_object(one):
            held, held_other = attributes_of(one), attributes_of(other)
            if list(held) != list(held_other):
                return f"{where}: the attributes {list(held)} and {list(held_other)}"
            pairs = ((f"{where}.{name}", held[name], held_other[name]) for name in held)
            return next((found for name, a, b in pairs if (found := self.compare(a, b, name))), None)
        try:
            same = bool(one == other)
        except Exception as error:
            return f"{where}: objects of {type(one).__name__} cannot be compared ({error!r})"
        return None if same else f"{where}: {told(one)} and {told(other)}"

    def _items(self, one: Sequence[Any], other: Sequence[Any], where: str) -> str | None:
        # A subclass may lie about its length.
        one, other = (items if type(items) is list else [*items] for items in (one, other))
        if len(one) != len(other):
            return f"{where}: {len(one)} and {len(other)} elements"
        if all(_same_atoms(one[at : at + _PART], other[at : at + _PART]) for at in range(0, len(one), _PART)):
            return None
        for index, pair in enumerate(zip(one, other, strict=True)):
            found = self.compare(*pair, f"{where}[{index}]")
            if found:
                return found
        return None

    def memory(self) -> str | None:
        """Return where two arrays share memory on one side only, or at another distance."""
        for (one, other), (one2, other2) in itertools.combinations(self._arrays[:12], 2):
            if np.shares_memory(one, one2) != np.shares_memory(other, other2):
                return "two arrays share their memory in the one, and not in the other"
            if np.shares_memory(one, one2) and _distance(one, one2) != _distance(other, other2):
                return "two arrays share other parts of their memory"
        return None


def _distance(one: Any, other: Any) -> int:
    start: int = other.__array_interface__["data"][0]
    return start - int(one.__array_interface__["data"][0])


def _same_float(one: float, other: float) -> bool:
    if one == other:
        return one != 0.0 or math.copysign(1.0, one) == math.copysign(1.0, other)
    return math.isnan(one) and math.isnan(other)


def _same_array(one: Any, other: Any) -> bool:
    """Compare the values of arrays of one type and shape, by bits, all NaNs being one."""
    if one.tobytes() == other.tobytes():
        return True
    if one.dtype.kind not in "fc":
        return False
    if one.dtype.kind == "c":
        # Each part is compared by itself: one may be a NaN where the other is none.
        return _same_array(one.real.copy(), other.real.copy()) and _same_array(one.imag.copy(), other.imag.copy())
    nan = np.isnan(one)
    if not np.array_equal(nan, np.isnan(other)):
        return False
    zero = one.dtype.type(0)
    return bool(np.where(nan, zero, one).tobytes() == np.where(nan, zero, other).tobytes())


def _arrays_differ(one: Any, other: Any, where: str) -> str | None:
    if one.dtype != other.dtype or one.dtype.byteorder != other.dtype.byteorder:
        return f"{where}: dtype {one.dtype} and {other.dtype}"
    if one.shape != other.shape:
        return f"{where}: shape {one.shape} and {other.shape}"
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS", "WRITEABLE", "ALIGNED"):
        if one.flags[flag] != other.flags[flag]:
            return f"{where}: {flag} is {one.flags[flag]} and {other.flags[flag]}"
    if not _same_array(one, other):
        for index in np.ndindex(one.shape):
            if not _same_array(np.asarray(one[index]), np.asarray(other[index])):
                return f"{where}{list(index)}: {one[index]!r} and {other[index]!r}"
    return None


def told(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) < 80 else text[:77] + '...'} ({type(value).__name__})"

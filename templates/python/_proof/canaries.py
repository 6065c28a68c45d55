"""Wrong variants of the Rust function that the comparison must catch, or it says nothing."""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable
from typing import Any

from .copies import copy_arguments
from .edge_values import INF
from .loading import Pair
from .maps import MAPS, like
from .members import is_member, siblings
from .objects import attributes_of, is_generator, is_object
from .odd_values import OddComplex, OddDict, OddFloat, OddInt, OddText
from .optional import np
from .oracle import Outcome, Same, difference
from .records import record_like
from .types import Arguments


class Spoiled:
    """The Rust function with its result (or what it does to its arguments) made wrong."""

    def __init__(self, pair: Pair, spoil: Callable[..., Any]) -> None:
        self.native, self.trapped, self.spoil = pair.native, pair.trapped, spoil
        self.acted = False

    def __call__(self, *given: Any) -> Any:
        return self.spoil(self, given)

    def honest(self, given: Arguments) -> Any:
        """Call the Rust function itself."""
        return self.native(*given)


_UNSPOILED = object()


def _spoil_result(change: Callable[[Any], Any]) -> Callable[[Spoiled, Arguments], Any]:
    def spoil(function: Spoiled, given: Arguments) -> Any:
        result = function.honest(given)
        if result is function.trapped:
            return result
        wrong = change(result)
        function.acted |= wrong is not _UNSPOILED
        return result if wrong is _UNSPOILED else wrong

    return spoil


def _one_off(value: Any) -> Any:
    """The first number inside is next to the right one: a unit, or the last bit."""
    kind = type(value)
    if kind is bool:
        return not value
    if kind is int:
        return value + 1
    if kind is float and not math.isnan(value):
        return math.nextafter(value, -INF if value > 0 else INF)
    if kind is complex and not (math.isnan(value.real) or math.isnan(value.imag)):
        return complex(value.real, _one_off(value.imag))
    if kind is str:
        return value[:-1] if value else "a"
    if kind in MAPS and value:
        return like(value, dict(itertools.islice(value.items(), len(value) - 1)))
    if kind is set:
        return {*value, object()}
    if kind is bytes or kind is bytearray:
        return kind([value[0] ^ 1, *value[1:]]) if value else kind(1)
    if kind is deque:
        return deque([*value, 0], value.maxlen) if value.maxlen != len(value) else deque(value)
    if is_member(value):
        others = [other for other in siblings(value) if other is not value]
        return others[0] if others else _UNSPOILED
    if kind is list or isinstance(value, tuple):
        for index, item in enumerate(value):
            wrong = _one_off(item)
            if wrong is not _UNSPOILED:
                items = [*value[:index], wrong, *value[index + 1 :]]
                return items if kind is list else record_like(value, items)
    if np is not None and kind is np.ndarray and value.size and value.dtype.kind in "biufc":
        wrong = value.copy(order="K")
        bits = wrong.reshape(-1, order="A") if wrong.flags.forc else wrong.reshape(-1)
        numbers = np.flatnonzero(~np.isnan(bits))
        if numbers.size:
            first = numbers[0]
            bits[first] = not bits[first] if bits.dtype.kind == "b" else _next(bits[first])
            return wrong if np.shares_memory(bits, wrong) else bits.reshape(wrong.shape)
    if is_object(value):
        for name, held in attributes_of(value).items():
            wrong = _UNSPOILED if is_object(held) else _one_off(held)
            if wrong is not _UNSPOILED:
                spoiled = copy_arguments((value,))[0]
                object.__setattr__(spoiled, name, wrong)
                return spoiled
    if np is not None and isinstance(value, np.generic) and not np.isnan(value):
        return ~value if value.dtype.kind == "b" else _next(value)
    return _UNSPOILED


def _next(value: Any) -> Any:
    if value.dtype.kind == "c":
        return value.dtype.type(complex(value.real, _next(value.imag)))
    if value.dtype.kind == "f":
        return np.nextafter(value, value.dtype.type(-INF if value > 0 else INF))
    return value ^ value.dtype.type(1)


def _other_type(value: Any) -> Any:
    """The value is right, its type is not."""
    kind = type(value)
    if kind is bool:
        return int(value)
    if kind is int:
        return bool(value) if value in (0, 1) else OddInt(value)
    if kind is float:
        return np.float64(value) if np is not None else OddFloat(value)
    if kind is complex:
        return np.complex128(value) if np is not None else OddComplex(value)
    if kind is list:
        return tuple(value)
    if isinstance(value, tuple):
        return list(value) if kind is tuple else tuple(value)
    if kind is str:
        return OddText(value)
    if kind is dict:
        return OddDict(value)
    if kind in MAPS:
        return dict(value)
    if is_member(value):
        return value.value
    if kind is set:
        return frozenset(value)
    if kind is bytes or kind is bytearray:
        return bytearray(value) if kind is bytes else bytes(value)
    if kind is deque:
        return list(value)
    if value is None:
        return 0
    if np is not None and isinstance(value, np.generic):
        return value.item()
    return _UNSPOILED


def _turned(value: Any) -> Any:
    """The elements are in another order."""
    if type(value) in (list, tuple) and len(value) > 1:
        wrong = value[::-1]
        return wrong if Same().compare(value, wrong, "") else _UNSPOILED
    if type(value) in MAPS and len(value) > 1:
        return like(value, dict(reversed(value.items())))
    return _UNSPOILED


def _write_lost(function: Spoiled, given: Arguments) -> Any:
    """What should be done to the arguments is done to copies of them."""
    copies = copy_arguments(given)
    result = function.honest(copies)
    if result is function.trapped:
        return result
    function.acted |= difference(Outcome(given), Outcome(copies)) is not None
    return result


def _write_added(function: Spoiled, given: Arguments) -> Any:
    """An argument that should stay as it is gets one element more, or another value."""
    result = function.honest(given)
    if result is function.trapped:
        return result
    for value in given:
        if type(value) is bytearray:
            value.append(0)
            function.acted = True
            break
        if type(value) is deque and value.maxlen != 0:
            value.append(0)
            function.acted = True
            break
        if type(value) is list:
            value.append(value[-1] if value else 0)
            function.acted = True
            break
        if type(value) in MAPS or type(value) is set:
            value.clear() if value else value.update({0: 0})
            function.acted = True
            break
        if np is not None and type(value) is np.ndarray and value.size and value.flags.writeable:
            wrong = _one_off(value)
            if wrong is not _UNSPOILED:
                value[...] = wrong
                function.acted = True
                break
        if is_generator(value):
            value.random()
            function.acted = True
            break
        if is_object(value):
            for name, held in attributes_of(value).items():
                wrong = _one_off(held)
                if wrong is not _UNSPOILED:
                    object.__setattr__(value, name, wrong)
                    function.acted = True
                    return result
    return result


def _late_trap(function: Spoiled, given: Arguments) -> Any:
    """The arguments are changed, and then it traps."""
    before = copy_arguments(given)
    result = function.honest(given)
    if result is function.trapped:
        return result
    function.acted |= difference(Outcome(before), Outcome(given)) is not None
    return function.trapped


CANARIES: dict[str, Callable[[Spoiled, Arguments], Any]] = {
    "a result one off": _spoil_result(_one_off),
    "a result of another type": _spoil_result(_other_type),
    "a result in another order": _spoil_result(_turned),
    "a write to an argument lost": _write_lost,
    "a write to an argument added": _write_added,
    "a trap after a write": _late_trap,
}

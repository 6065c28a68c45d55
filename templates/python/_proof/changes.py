"""Recorded inputs, changed a little: resized, with other numbers, shuffled."""

from __future__ import annotations

import itertools
import math
import random
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from .copies import ATOMS, changeable
from .edge_values import I64, INF, NAN
from .maps import MAPS, empty_like, filled
from .objects import attributes_of, is_generator, is_object, set_attributes
from .optional import np
from .random_values import Flavour, Pool, mutated_text, new_generator, random_array
from .records import record_like
from .types import Arguments


class Edit:
    """Rebuilds an input with changes; what was one object stays one object."""

    def number(self, value: Any) -> Any:
        """Return what takes the place of an int, float, bool, str, None or NumPy scalar."""
        return value

    def numbers(self, values: Sequence[Any]) -> list[Any]:
        """Return what takes the place of several of these, in order."""
        return [self.number(value) for value in values]

    def items(self, values: list[Any]) -> list[Any]:
        """Return what takes the place of the elements of a list."""
        return values

    def array(self, array: Any) -> Any:
        """Return what takes the place of an array."""
        return array

    def generator(self, generator: Any) -> Any:
        """Return what takes the place of a generator."""
        return generator

    def apply(self, arguments: Arguments) -> Arguments:
        """Return the changed input."""
        memo: dict[int, Any] = {}
        return tuple([self._rebuild(value, memo) for value in arguments])

    def _rebuild(self, value: Any, memo: dict[int, Any]) -> Any:
        kind = type(value)
        if kind in ATOMS:
            return self.number(value)
        if kind is tuple:
            return tuple(self._inside(value, memo))
        if isinstance(value, tuple):
            return record_like(value, self._inside(value, memo))
        if kind is list:
            if id(value) not in memo:
                new = memo[id(value)] = []
                new.extend(self._inside(self.items(value), memo))
            return memo[id(value)]
        if kind is bytearray:
            if id(value) not in memo:
                memo[id(value)] = bytearray(v & 255 for v in self.items(list(value)))
            return memo[id(value)]
        if kind is deque:
            if id(value) not in memo:
                ends = memo[id(value)] = deque(maxlen=value.maxlen)
                ends.extend([self._rebuild(item, memo) for item in self.items(list(value))])
            return memo[id(value)]
        if kind in MAPS:
            if id(value) not in memo:
                entries = memo[id(value)] = empty_like(value)
                keys = self.items(list(value))  # among them may be new ones
                held = {k: value[k] if k in value else next(iter(value.values())) for k in keys}
                filled(entries, {k: self._rebuild(v, memo) for k, v in held.items()})
            return memo[id(value)]
        if kind is set:
            if id(value) not in memo:
                memo[id(value)] = set(self.items(list(value)))
            return memo[id(value)]
        if np is not None and kind is np.ndarray:
            if id(value) not in memo:
                memo[id(value)] = self.array(value)
            return memo[id(value)]
        if is_generator(value):
            if id(value) not in memo:
                memo[id(value)] = self.generator(value)
            return memo[id(value)]
        if is_object(value):
            if id(value) not in memo:
                memo[id(value)] = object.__new__(kind)
                held = {name: self._rebuild(v, memo) for name, v in attributes_of(value).items()}
                set_attributes(memo[id(value)], held)
            return memo[id(value)]
        return self.number(value)

    def _inside(self, values: Sequence[Any], memo: dict[int, Any]) -> list[Any]:
        if ATOMS.issuperset(map(type, values)):
            return self.numbers(values)
        return [self._rebuild(item, memo) for item in values]


class Resize(Edit):
    """Every length ``old`` becomes ``new``, and so do ints that equal it; indices stay below it."""

    def __init__(self, old: int, new: int, rng: random.Random) -> None:
        self.old, self.new = old, new
        self.scalars = rng.random() < 0.7
        self.indices = rng.random() < 0.7

    def number(self, value: Any) -> Any:
        if type(value) is not int:
            return value
        if value == self.old:
            return self.new if self.scalars else value
        if self.indices and 0 <= value < self.old and self.new:
            return value % self.new
        return value

    def items(self, values: list[Any]) -> list[Any]:
        if len(values) != self.old:
            return values
        if self.new <= self.old:
            return values[: self.new]
        return [*values, *(values * (self.new // max(1, self.old)))][: self.new]

    def array(self, array: Any) -> Any:
        for axis, length in enumerate(array.shape):
            if length == self.old and length:
                array = np.take(array, np.arange(self.new) % length, axis=axis)
        return array


class FewerRounds(Edit):
    """Large ints that stand by themselves become ``rounds``, and large floats so many ``times`` what they were: such a
    number may count the rounds of a loop, or say for how long something is simulated."""

    def __init__(self, rounds: int, times: float) -> None:
        self.rounds, self.times = rounds, times

    def number(self, value: Any) -> Any:
        if type(value) is int and value > 16:
            return self.rounds
        return value * self.times if type(value) is float and value > 16.0 else value

    def numbers(self, values: Sequence[Any]) -> list[Any]:
        return list(values)


class _Replace(Edit):
    """Numbers become others of the same type: each with the probability ``rate``."""

    def __init__(self, rate: float, rng: random.Random, pool: Pool) -> None:
        self.rate, self.rng, self.how = rate, rng, Flavour(rng, pool)
        self.pool = pool

    def number(self, value: Any) -> Any:
        if self.rng.random() >= self.rate:
            return value
        kind = type(value)
        if kind is float:
            return self._float(value)
        if kind is int:
            return self._int(value)
        if kind is complex:
            return self._complex(value)
        if kind is bool:
            return not value
        if kind is str:
            return mutated_text(value, self.rng)
        if kind is bytes:
            return mutated_text(value.decode("latin-1"), self.rng).encode("latin-1", "replace")
        if np is not None and isinstance(value, np.generic):
            return self.array(np.array([value]))[0]
        return value

    def generator(self, generator: Any) -> Any:
        return new_generator(self.rng, type(generator).__name__)

    def _float(self, value: float) -> float:
        choice = self.rng.random()
        if choice < 0.15:
            return -value
        if choice < 0.45:
            return value * (1.0 + self.rng.gauss(0.0, 0.3))
        if choice < 0.5:
            return math.nextafter(value, self.rng.choice((-INF, INF)))
        if choice < 0.6:
            return float(round(value)) if abs(value) < 1e15 else 0.0
        return self.how.real()

    def _complex(self, value: complex) -> complex:
        choice = self.rng.random()
        real = value.real if choice < 0.3 else self._float(value.real)
        return complex(real, value.imag if choice > 0.7 else self._float(value.imag))

    def _int(self, value: int) -> int:
        choice = self.rng.random()
        if choice < 0.5:
            return value + self.rng.choice((-1, 1, -2, 2))
        if choice < 0.6:
            return -value
        return self.how.whole()

    def array(self, array: Any) -> Any:
        new = array.copy(order="K")
        flat = new.reshape(-1, order="A") if new.flags.forc else new.reshape(-1)
        count = max(1, int(self.rate * flat.size)) if flat.size else 0
        with np.errstate(all="ignore"):
            for index in (self.rng.randrange(flat.size) for _ in range(min(count, 20))):
                flat[index] = random_array(array.dtype.name, [1], self.how)[0]
            if self.rate >= 0.9 and array.dtype.kind == "f":
                noise = np.random.default_rng(self.rng.getrandbits(32)).normal(1.0, 0.1, new.shape)
                return (new * noise).astype(array.dtype)
        return flat.reshape(new.shape, order="A") if new.flags.forc else new


class _Inject(Edit):
    """The number at one place becomes another; ``place`` counts the numbers from the left."""

    def __init__(self, place: int, ints: Any, floats: Any) -> None:
        self.place, self.new = place, {int: ints, float: floats}
        self.count = 0

    def number(self, value: Any) -> Any:
        if type(value) not in self.new:
            return value
        self.count += 1
        return self.new[type(value)] if self.count == self.place + 1 else value


_SPECIAL = ((0, -0.0), (-1, NAN), (I64 - 1, INF), (-I64, -INF), (1, 0.0), (2, 1e308))


def injected(arguments: Arguments, places: int = 20) -> Iterator[Arguments]:
    """Yield the input with a special number at one place inside a list or tuple, for all places."""
    if ATOMS.issuperset(map(type, arguments)):
        return
    counter = _Inject(-1, 0, 0.0)
    counter.apply(arguments)
    step = max(1, -(-counter.count // places))
    for place in range(0, counter.count, step):
        for whole, real in _SPECIAL:
            yield _Inject(place, whole, real).apply(arguments)


_NUMBERS = (int, float, complex)


class _Shuffle(Edit):
    """Elements of lists and arrays change places, or are doubled, zeroed or negated."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.kind = rng.choice(("swap", "shuffle", "reverse", "double", "zero", "negate", "sort"))

    def items(self, values: list[Any]) -> list[Any]:
        if len(values) < 2 or self.rng.random() < 0.3:
            return values
        new = list(values)
        one, other = self.rng.randrange(len(new)), self.rng.randrange(len(new))
        match self.kind:
            case "swap":
                new[one], new[other] = new[other], new[one]
            case "shuffle":
                self.rng.shuffle(new)
            case "reverse":
                new.reverse()
            case "double":
                new[one] = new[other]
            case "zero" if type(new[one]) in _NUMBERS:
                new[one] = type(new[one])(0)
            case "negate" if type(new[one]) in _NUMBERS:
                new = [-v if type(v) in _NUMBERS else v for v in new]
            case "sort" if ATOMS.issuperset(map(type, new)):
                new.sort(key=lambda v: (str(type(v)), _place(v)))
        return new

    def array(self, array: Any) -> Any:
        if not array.size or self.kind not in ("reverse", "zero", "negate", "sort"):
            return array
        if self.kind == "reverse":
            return array[::-1]
        if self.kind == "zero":
            return np.zeros_like(array)
        if self.kind == "negate" and array.dtype.kind != "b":
            with np.errstate(all="ignore"):
                return np.negative(array)
        return np.sort(array, axis=0)


def _place(value: Any) -> Any:
    """What a value is ordered by among others of its type."""
    return (value.real, value.imag) if type(value) is complex else value is not None and value


def lengths_in(value: Any, found: list[int]) -> list[int]:
    kind = type(value)
    if kind in (bytes, bytearray):
        found.append(len(value))
    elif kind in (list, deque) or isinstance(value, tuple):
        if kind is list or kind is deque:
            found.append(len(value))
        if not ATOMS.issuperset(map(type, value)):
            for item in itertools.islice(value, 8):
                lengths_in(item, found)
    elif np is not None and kind is np.ndarray:
        found.extend(value.shape)
    elif is_object(value):
        inside = [v for v in changeable([value]) if not is_object(v)]  # each once, also where objects hold each other
        for item in inside[:20]:
            found.extend(
                [len(item)] if isinstance(item, (list, dict, deque, bytearray)) else getattr(item, "shape", ())
            )
    return found


_NEW_LENGTHS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8)


def changed_input(arguments: Arguments, rng: random.Random, pool: Pool) -> Arguments:
    """Return a recorded input with a few changes.

    These are the most telling inputs: a function expects lists of one length, indices in range,
    sorted values, and only an input near to a real one has all that.
    """
    lengths = lengths_in(arguments, [])
    if lengths and rng.random() < (0.8 if max(lengths) > 8 else 0.25):
        for old in sorted(set(lengths), reverse=True)[:3]:
            new = rng.choice(_NEW_LENGTHS) if old > 8 or rng.random() < 0.5 else old
            if rng.random() < 0.1:
                new = max(0, old + rng.choice((-1, 1)))
            arguments = Resize(old, new, rng).apply(arguments)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if lengths and rng.random() < 0.3:
            arguments = _Shuffle(rng).apply(arguments)
        else:
            rate = rng.choice((0.05, 0.2, 0.5, 1.0, 1.0))
            arguments = _Replace(rate, rng, pool).apply(arguments)
    return arguments

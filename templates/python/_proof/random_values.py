"""Random values of a type, drawn near to the values that were seen or that stand in the code."""

from __future__ import annotations

import itertools
import math
import random
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .copies import changeable
from .edge_values import FLOATS, INF, INTS, LONG, edges
from .instances import make_object
from .maps import KINDS, MAPS, filled
from .members import members
from .nodes import random_node
from .np_random import new_np
from .objects import attributes_of, is_object
from .optional import np
from .recording import strided
from .records import make_record
from .types import Arguments, Type

_MOST_LOOKED_AT = 20_000
"""Recorded inputs may hold a million values; so many of them say what they are like."""


class Pool:
    """What was seen in the recorded inputs, and stands in the code: numbers to draw from."""

    def __init__(self, recorded: Iterable[Arguments] = (), code: Any = None) -> None:
        self.ints: list[int] = []
        self.floats: list[float] = []
        self.lengths: list[int] = []
        self.texts: list[str] = []
        self.letters = _ALPHABETS + tuple(text for text in _words(code) if text)
        self.room = _MOST_LOOKED_AT
        for arguments in recorded:
            self._add(arguments)
        self.whole_edges, self.real_edges = list(INTS), list(FLOATS)
        for value in _constants(code):
            self._add_constant(value)

    def _add_constant(self, value: int | float) -> None:
        """A number in the code is where the code decides: it and its neighbours are edges."""
        whole, real = self.whole_edges, self.real_edges
        if type(value) is int:
            whole += [value, value, value - 1, value + 1]
        if abs(value) < 2.0**53:
            real += [float(value)] * 2
            real += [math.nextafter(value, INF), math.nextafter(value, -INF), -float(value)]

    def _add(self, value: Any, limit: int = 2000) -> None:
        kind = type(value)
        self.room -= 1
        if self.room < 0:
            return
        if kind is int and len(self.ints) < limit:
            self.ints.append(value)
        elif kind is float and len(self.floats) < limit:
            self.floats.append(value)
        elif kind is complex and len(self.floats) < limit:
            self.floats += [value.real, value.imag]
        elif kind is str and len(self.texts) < limit:
            self.texts.append(value)
        elif kind in (list, set, deque) or isinstance(value, tuple):
            if not isinstance(value, tuple):
                self.lengths.append(min(len(value), 300))
            for item in itertools.islice(value, 500):
                self._add(item)
        elif kind in MAPS:
            self.lengths.append(min(len(value), 300))
            for pair in itertools.islice(value.items(), 500):
                self._add(pair)
        elif is_object(value):
            for item in changeable([value])[:50]:
                inside = attributes_of(item).values() if is_object(item) else [item]
                for each in inside:
                    if not is_object(each):
                        self._add(each)
        elif np is not None and kind is np.ndarray and value.ndim:
            self.lengths += [min(n, 300) for n in value.shape]
            for item in value.reshape(-1)[:200].tolist():
                self._add(item)

    def constants(self, type_: Type) -> list[Any]:
        """Return the edges that come from the code."""
        if type_.name == "int":
            return self.whole_edges[len(INTS) :]
        return self.real_edges[len(FLOATS) :] if type_.name == "float" else []

    def length(self, rng: random.Random) -> int:
        """Draw a length: short, or one that was seen, or next to it."""
        choice = rng.random()
        if self.lengths and choice < 0.3:
            return max(0, rng.choice(self.lengths[:64]) + rng.choice((-1, 0, 0, 1)))
        if choice < 0.97:
            return rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 17))
        return rng.choice((LONG, 40))

    def whole(self, rng: random.Random) -> int:
        """Draw an int: small, seen, within the range seen, an edge, or of any number of bits."""
        choice = rng.random()
        if self.ints and choice < 0.3:
            return rng.choice(self.ints) + rng.choice((-1, 0, 0, 0, 1))
        if self.ints and choice < 0.45:
            low, high = rng.choice(self.ints), rng.choice(self.ints)
            return rng.randint(min(low, high), max(low, high))
        if choice < 0.75:
            return rng.randint(-3, 12)
        if choice < 0.88:
            return rng.choice(self.whole_edges)
        return rng.getrandbits(rng.randint(1, 63)) * rng.choice((1, -1))

    def real(self, rng: random.Random) -> float:
        """Draw a float: seen, near to one seen, with a full mantissa, an edge, or any bits."""
        choice = rng.random()
        if self.floats and choice < 0.4:
            value = rng.choice(self.floats)
            return value if choice < 0.15 else value * (1.0 + rng.gauss(0.0, 0.1))
        if choice < 0.55:
            return rng.uniform(-2.0, 2.0)
        if choice < 0.75:
            return rng.gauss(0.0, 1.0) * 10.0 ** rng.randint(-3, 4)
        if choice < 0.82:
            return float(rng.randint(-10, 10))
        if choice < 0.94:
            return rng.choice(self.real_edges)
        value = struct.unpack("d", rng.randbytes(8))[0]
        return value if choice < 0.97 else math.ldexp(rng.random(), rng.randint(-60, 60))


_ALPHABETS = ("aab bcé日", "aabc", "0123456789", "01 -+.", "abcXYZ01_ ,;", "(){}[]", " \t\nab")
"""Texts are drawn from one or two of these, or of the texts in the code."""


class Flavour:
    """How the numbers of one input are drawn: all of one kind, or mixed. Odd ones spoil the rest,
    so most inputs have none."""

    def __init__(self, rng: random.Random, pool: Pool) -> None:
        self.rng = rng
        self.pool = pool
        kinds = ("mixed", "seen", "seen", "plain", "plain", "grid", "grid", "same", "edges", "places", "places")
        self.kind = rng.choice(kinds)
        self.size: int | None = None
        """The length that lists have: ints that are places in them are below it."""
        self._same_int, self._same_float = pool.whole(rng), pool.real(rng)
        self.letters = rng.choice(pool.letters) + (rng.choice(pool.letters) if rng.random() < 0.5 else "")

    def whole(self) -> int:
        match self.kind:
            case "seen" if self.pool.ints:
                return self.rng.choice(self.pool.ints)
            case "same":
                return self._same_int
            case "edges":
                return self.rng.choice(self.pool.whole_edges)
            case "grid":
                return self.rng.randint(-1, 3)
            case "places":
                return self.rng.randrange(max(1, self.size or 4))
            case "mixed":
                return self.pool.whole(self.rng)
        return self.rng.randint(-2, 20)

    def real(self) -> float:
        match self.kind:
            case "seen" if self.pool.floats:
                value = self.rng.choice(self.pool.floats)
                return value * (1.0 + self.rng.gauss(0.0, 0.05))
            case "same":
                return self._same_float
            case "edges":
                return self.rng.choice(self.pool.real_edges)
            case "grid":  # sums, differences and ratios of these are often equal
                return self.rng.choice((0.0, -0.0, 0.25, 0.5, 1.0, 1.0, 1.5, 2.0, 3.0, -1.0))
            case "mixed":
                return self.pool.real(self.rng)
        return self.rng.gauss(0.0, 10.0)


def random_value(type_: Type, rng: random.Random, pool: Pool, size: int | None = None) -> Any:
    """Return a random value of the type; lists and arrays get the length ``size`` where given."""
    return drawn(type_, Flavour(rng, pool), size)


def drawn(type_: Type, how: Flavour, size: int | None) -> Any:
    rng = how.rng
    match type_.name:
        case "int":
            return how.whole()
        case "long":
            return how.whole() if rng.random() < 0.5 else rng.getrandbits(rng.choice((32, 63, 64, 64, 100)))
        case "float":
            return how.real()
        case "complex":
            return complex(how.real(), how.real())
        case "bool":
            return rng.random() < 0.5
        case "None":
            return None
        case "str":
            if how.pool.texts and rng.random() < 0.6:
                return mutated_text(rng.choice(how.pool.texts), rng)
            return "".join(rng.choices(how.letters, k=how.pool.length(rng) % 20))
        case "char":
            return rng.choice(how.letters)
        case name if name in KINDS:
            length = min(how.pool.length(rng) if size is None else size, 40)
            keys = [drawn(type_.parts[0], how, size) for _ in range(length)]
            return filled(KINDS[name](), {k: drawn(type_.parts[1], how, size) for k in keys})
        case "set":
            length = how.pool.length(rng) if size is None else size
            return {drawn(type_.parts[0], how, size) for _ in range(length)}
        case "tuple":
            return tuple([drawn(part, how, size) for part in type_.parts])
        case "enum":
            return rng.choice(members(type_.dtype))
        case "record":
            return make_record(type_.dtype, [drawn(part, how, size) for part in type_.parts])
        case "list":
            length = how.pool.length(rng) if size is None else size
            if type_.parts[0].name in ("list", "ndarray", "object"):
                length = min(length, 20)
                size = how.pool.length(rng) % 20 if size is None else size
            return [drawn(type_.parts[0], how, size) for _ in range(length)]
        case "bytes" | "bytearray":
            length = how.pool.length(rng) if size is None else size
            small = rng.random() < 0.3
            data = bytes(rng.choice(b"\0\1\2ab") for _ in range(length)) if small else rng.randbytes(length)
            return data if type_.name == "bytes" else bytearray(data)
        case "tuple_of":
            length = how.pool.length(rng) if size is None else size
            return tuple([drawn(type_.parts[0], how, size) for _ in range(length)])
        case "deque":
            length = how.pool.length(rng) if size is None else size
            values = [drawn(type_.parts[0], how, size) for _ in range(length)]
            return deque(values, rng.choice((None, None, None, length, length + 2)))
        case "optional":
            return None if rng.random() < 0.2 else drawn(type_.parts[0], how, size)
        case "number":
            return drawn(rng.choice(type_.parts), how, size)
        case "np":
            return _cast(type_.dtype, how)
        case "ndarray":
            lengths = [how.pool.length(rng) if size is None else size for _ in range(type_.ndim)]
            return random_array(type_.dtype, [min(n, 40) for n in lengths], how)
        case "random.Random" | "numpy.random.Generator" | "numpy.random.RandomState":
            return new_generator(rng, type_.name.rpartition(".")[2])
        case "node":
            return random_node(type_, rng, lambda part: drawn(part, how, size))
        case "object":
            return make_object(type_, [drawn(part, how, size) for part in type_.parts])
    return rng.choice(edges(type_))


def new_generator(rng: random.Random, kind: str) -> Any:
    """Return a generator of the class ``kind``, with a state that ``rng`` chooses."""
    if kind != "Random":
        return new_np(kind, rng)
    made = random.Random(rng.getrandbits(32))
    for _ in range(rng.choice((0, 0, 1, 2))):
        made.gauss(0.0, 1.0)
    if rng.random() < 0.3:
        made.getrandbits(32 * rng.randrange(1, 700))
    return made


def _cast(dtype: str, how: Flavour) -> Any:
    return random_array(dtype, [1], how)[0]


def random_array(dtype: str, shape: Sequence[int], how: Flavour) -> Any:
    kind = np.dtype(dtype)
    count = math.prod(shape)
    if kind.kind == "f":
        with np.errstate(all="ignore"):
            flat = np.array([how.real() for _ in range(count)], np.float64).astype(kind)
    elif kind.kind == "c":
        flat = np.array([complex(how.real(), how.real()) for _ in range(count)], kind)
    elif kind.kind == "b":
        flat = np.array([how.rng.random() < 0.5 for _ in range(count)], kind)
    else:
        info = np.iinfo(kind)
        width = int(info.max) - int(info.min) + 1
        values = [(how.whole() - int(info.min)) % width + int(info.min) for _ in range(count)]
        flat = np.array(values, kind)
    array = flat.reshape(shape)
    choice = how.rng.random()
    return strided(array) if choice < 0.05 and count else array if choice < 0.9 else np.asfortranarray(array)


def mutated_text(text: str, rng: random.Random) -> str:
    letters = list(text)
    at = rng.randint(0, len(letters))
    match rng.randrange(5):
        case 0:
            letters.insert(at, rng.choice("abcé日 "))
        case 1:
            del letters[at : at + 1]
        case 2:
            letters[at : at + 1] = [rng.choice("abc")]
        case 3:
            letters = letters[: max(1, len(letters) // 2)]
        case 4:
            letters[at : at + 2] = reversed(letters[at : at + 2])
    return "".join(letters)


def _constants(code: Any) -> Iterator[int | float]:
    """Yield the numbers in a function's code, inner functions included."""
    for value in getattr(code, "co_consts", ()):
        if type(value) in (int, float):
            yield value
        elif type(value) is complex:
            yield from (value.real, value.imag)
        elif type(value) is tuple:
            yield from (v for v in value if type(v) in (int, float))
        else:
            yield from _constants(value)


def _words(code: Any) -> Iterator[str]:
    """Yield the texts in a function's code, those of inner functions included."""
    for value in getattr(code, "co_consts", ()):
        if type(value) is str and len(value) < 40 and value.isprintable():
            yield value
        elif type(value) in (tuple, frozenset):
            yield from (v for v in value if type(v) is str)
        else:
            yield from _words(value)

"""The table of values at which arithmetic, conversion, indexing and guards are known to go wrong."""

from __future__ import annotations

import contextlib
import itertools
import math
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from enum import Enum
from types import FunctionType
from typing import Any

from .copies import ATOMS, copy_arguments
from .instances import make_object
from .maps import KINDS, filled
from .members import members
from .nodes import node_edges, odd_nodes
from .np_random import np_edges, np_neighbours
from .objects import attributes_of, find_class, find_function, is_object, set_attributes
from .odd_values import (
    OddByteArray,
    OddBytes,
    OddComplex,
    OddDeque,
    OddDict,
    OddFloat,
    OddInt,
    OddList,
    OddText,
    odd_generators,
)
from .optional import np
from .recording import strided
from .records import make_record
from .types import Arguments, Type

_MOST_OBJECTS = 1200


def _object_edges(type_: Type) -> list[Any]:
    """Each attribute in turn takes its edge values; and all of them together."""
    columns = [edges(part) for part in type_.parts]
    usual = [column[min(2, len(column) - 1)] for column in columns]
    found = [make_object(type_, usual)]
    many = max(4, min(60, _MOST_OBJECTS // max(1, len(columns))))
    for index, column in enumerate(columns):
        found += [make_object(type_, [*usual[:index], value, *usual[index + 1 :]]) for value in column[:many]]
    longest = max(map(len, columns), default=0)
    for turn in range(min(longest, 60)):
        found.append(make_object(type_, [c[(turn * (k + 1) + k) % len(c)] for k, c in enumerate(columns)]))
    return found


def _object_neighbours(type_: Type) -> list[Any]:
    """Other objects: of a subclass, without an attribute, with one of another type, with a method hidden."""
    kind = find_class(type_.dtype)
    good = [edges(part)[min(1, len(edges(part)) - 1)] for part in type_.parts]
    found: list[Any] = [None, 1, object()]
    with contextlib.suppress(TypeError):
        other: Any = object.__new__(type(kind.__name__, (kind,), {}))
        set_attributes(other, attributes_of(make_object(type_, good)))
        found.append(other)
    for index, part in enumerate(type_.parts):
        for bad in neighbours(part)[:5]:
            found.append(make_object(type_, [*good[:index], bad, *good[index + 1 :]]))
        less = make_object(type_, good)
        with contextlib.suppress(AttributeError):
            object.__delattr__(less, type_.names[index])
            found.append(less)
    for name in type_.names[len(type_.parts) :]:
        hidden = make_object(type_, good)
        with contextlib.suppress(AttributeError):
            object.__setattr__(hidden, name, lambda *given: 7)
            found.append(hidden)
    return found


NAN, INF = float("nan"), float("inf")


I64 = 2**63


INTS = (
    *(0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 65, 100, -100, 128, 255, 256, 1000),
    *(2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1),
    *(2**62, -(2**62), 3037000500, 10**18 + 1, I64 - 1, -I64, -I64 + 1, I64, -I64 - 1, 2**70),
)
"""Among them the last ints of 64 bits, and the first beyond (which must trap)."""


LONGS = (
    *(2**63 + 1, 2**64 - 1, 2**64, 2**64 + 1, -(2**64), 0x9E3779B97F4A7C15, 0xAAAAAAAAAAAAAAAA),
    *(2**126, 2**127 - 1, -(2**127), 2**127, -(2**127) - 1, 2**200),
)
"""Ints of more than 64 bits, up to the last of 128, and beyond."""


FLOATS = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 0.1, 1.5, 2.5, -2.5, 2.675, 3.0, -7.5, 10.0, 1e-9),
    *(1e16, 2.0**53, 2.0**53 + 2, -(2.0**53), 2.0**63, -(2.0**63), 9.3e18, 1e154, 1e200, 1e308),
    *(1e-308, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e308),
    *(math.pi, 0.7853981633974483, 709.0, 710.0, -745.0, INF, -INF, NAN),
)


_TEXTS = (
    "",
    "a",
    "b",
    "ab",
    "ba",
    "aa",
    "abc",
    "é",
    "ß",
    "日本",
    "\U0001f600",
    "\0",
    "\ud800",
    " ",
    "7",
    "-12",
    "3.5",
    "a b",
    "Ab,c",
    "\t\x1f x\n",
)


_OCTETS = (
    *(b"", b"a", b"ab", b"ba", b"aa", bytes(1), bytes(4), b"\xff", b"\x80\x7f", b"abc" * 50),
    *(bytes(range(256)), bytes(range(255, -1, -3)), b"\x89PNG\r\n", b"\x01\x02\x03\x04\x05\x06\x07\x08"),
)


_FEW: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, -1, 2, I64 - 1, -I64),
    "long": (0, 1, -1, 2**64 - 1, -(2**64), 2**127 - 1),
    "float": (0.0, -0.0, 1.0, -1.5, INF, NAN),
    "complex": (0j, complex(-0.0, -0.0), 1j, -1.5 + 2j, complex(INF, 1.0), complex(1.0, NAN)),
    "bool": (False, True),
    "str": ("", "a", "ab"),
}
"""Of these, all pairs become lists of two."""


def _complex_edges() -> list[complex]:
    """Return parts of all sizes and signs, together and each beside a moderate one."""
    every = [complex(one, other) for one, other in zip(FLOATS, (*FLOATS[7:], *FLOATS[:7]), strict=True)]
    alone = [complex(one, other) for x in FLOATS for one, other in ((x, 0.0), (-0.0, x), (x, 1.5), (x, x))]
    return [*every[:4], *alone, *every[4:]]


LONG = 130
"""Longer than 128, the block of NumPy's pairwise sum."""


def edges(type_: Type) -> list[Any]:
    """Return values of the type at which arithmetic, conversion and indexing go wrong."""
    match type_.name:
        case "int":
            return list(INTS)
        case "long":
            return [*INTS, *LONGS]
        case "float":
            return list(FLOATS)
        case "complex":
            return _complex_edges()
        case "bool":
            return [False, True]
        case "None":
            return [None]
        case "function":
            return [find_function(type_.dtype)]
        case "str":
            return [*_TEXTS, "abc" * 50]
        case "char":
            return [text for text in _TEXTS if len(text) == 1]
        case name if name in KINDS:
            return [filled(KINDS[name](), entries) for entries in _dict_edges(*type_.parts)]
        case "bytes" | "bytearray":
            return [bytes(v) if type_.name == "bytes" else bytearray(v) for v in _OCTETS]
        case "deque":
            lists = _list_edges(type_.parts[0])
            bounded = [deque(values, max(1, len(values) - 1)) for values in lists[:12]]
            return [*map(deque, lists), *bounded, deque(lists[1], 0), deque(lists[1], 10)]
        case "set":
            return [set(values) for values in _list_edges(type_.parts[0])]
        case "np":
            return numpy_edges(type_.dtype)
        case "list":
            return _list_edges(type_.parts[0])
        case "tuple_of":
            return [tuple(values) for values in _list_edges(type_.parts[0])]
        case "tuple":
            return _tuple_edges(type_.parts)
        case "enum":
            return members(type_.dtype)
        case "record":
            return [make_record(type_.dtype, values) for values in _tuple_edges(type_.parts)]
        case "optional":
            return [None, *edges(type_.parts[0])]
        case "number":
            return [value for part in type_.parts for value in edges(part)]
        case "ndarray":
            return _array_edges(type_)
        case "node":
            return node_edges(type_, edges)
        case "object":
            return _object_edges(type_)
        case "random.Random":
            return _generators()
        case "numpy.random.Generator" | "numpy.random.RandomState" as name:
            return np_edges(name.rpartition(".")[2])
        case "other":
            return [None, 0]  # never looked at
        case "?":
            return [0, 1.5]
    raise ValueError(f"no inputs can be made for the type {type_.name!r}")


def neighbours(type_: Type) -> list[Any]:
    """Return values of *other* types that are easily taken for the type: Rust must trap, or agree."""
    match type_.name:
        case "int" | "long":
            return [True, 1.0, None, OddInt(3), "1", *([np.int64(3)] if np else [])]
        case "float":
            return [True, 1, 2**70, None, OddFloat(1.5), *([np.float64(1.5)] if np else [])]
        case "complex":
            return [True, 1, 1.5, 2**70, None, OddComplex(1.5), *([np.complex128(1.5)] if np else [])]
        case "bool":
            return [0, 1, 1.0, None, *([np.True_] if np else [])]
        case "None":
            return [0, False]
        case "function":
            return [None, len, _twin(find_function(type_.dtype))]
        case "str":
            return [b"a", None, OddText("ab"), ["a"]]
        case name if name in KINDS:
            return _map_neighbours(name, *type_.parts)
        case "set":
            good = edges(type_.parts[0])[1 % len(edges(type_.parts[0]))]
            return [None, [good], frozenset([good]), {good: good}, *({bad} for bad in _keys(type_.parts[0]))]
        case "list":
            return _list_neighbours(type_.parts[0])
        case "bytes":
            return [None, "a", bytearray(b"ab"), [97], memoryview(b"ab"), OddBytes(b"ab")]
        case "bytearray":
            return [None, "a", b"ab", [97], memoryview(bytearray(b"ab")), OddByteArray(b"ab")]
        case "deque":
            lists = _list_neighbours(type_.parts[0])
            return [deque(v) if type(v) is list else v for v in lists] + [[], OddDeque(edges(type_.parts[0])[:2])]
        case "tuple_of":
            return [None, [], *(tuple(v) for v in _list_neighbours(type_.parts[0]) if type(v) is list)]
        case "tuple":
            values = tuple(edges(part)[1 % len(edges(part))] for part in type_.parts)
            return [list(values), (*values, values[0] if values else 0), values[:-1], None]
        case "enum":
            first = members(type_.dtype)[0]
            return [None, first.value, first.name, Enum("Other", ["ONE"]).ONE, 0]  # type: ignore[attr-defined]  # made by the call
        case "record":
            values = tuple(edges(part)[1 % len(edges(part))] for part in type_.parts)
            odd = [bad for part in type_.parts for bad in neighbours(part)[:2]]
            changed = [(*values[: i % len(values)], bad, *values[i % len(values) + 1 :]) for i, bad in enumerate(odd)]
            return [values, list(values), None, *(make_record(type_.dtype, parts) for parts in changed)]
        case "np":
            return [1, 1.5, True, np.float32(1.5), np.int64(2), np.int32(2), np.float64(1.5), 1.5j, np.complex64(1j)]
        case "optional":
            return neighbours(type_.parts[0])
        case "ndarray":
            return _array_neighbours(type_)
        case "node":
            return odd_nodes(type_, edges, neighbours)
        case "object":
            return _object_neighbours(type_)
        case "random.Random":
            return odd_generators()
        case "numpy.random.Generator" | "numpy.random.RandomState" as name:
            return np_neighbours(name.rpartition(".")[2])
    return [None, True, "a"]


def _twin(function: FunctionType) -> FunctionType:
    """Another function with the same code, whose defaults are its own."""
    twin = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__qualname__ = function.__qualname__
    return twin


def _generators() -> list[Any]:
    """Generators that are new, that keep a value of ``gauss``, and whose next draws make new words."""
    found = [random.Random(seed) for seed in (0, 1, 7, 2**40)]
    found[1].gauss(0.0, 1.0)
    words = 624
    for used in (words - 3, words - 2, words - 1):
        late = random.Random(used)
        late.getrandbits(32 * used)
        found.append(late)
    return found


def numpy_edges(dtype: str) -> list[Any]:
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return [np.False_, np.True_]
    if kind.kind == "f":
        with np.errstate(all="ignore"):
            return [kind.type(v) for v in FLOATS]
    if kind.kind == "c":
        return [kind.type(v) for v in _complex_edges()]
    info = np.iinfo(kind)
    values = dict.fromkeys([info.min, info.min + 1, info.max, info.max - 1])
    values |= dict.fromkeys(v for v in INTS if info.min <= v <= info.max)
    return [kind.type(v) for v in values]


def _list_edges(part: Type) -> list[Any]:
    inner = edges(part) or [None]
    few = _FEW.get(part.name, tuple(inner[:4]))
    ones = [[v] for v in inner]
    pairs = [list(pair) for pair in itertools.product(few, few)]
    threes = [[few[i % len(few)], few[(i + 1) % len(few)], few[(i + 3) % len(few)]] for i in range(6)]
    steady = [[few[1 % len(few)]] * n for n in (4, 10, LONG)]
    mixed = [list(itertools.islice(itertools.cycle(inner), n)) for n in (17, LONG)]
    values = [[], *ones, *pairs, *threes, *steady, *mixed]
    if part.name == "float":
        values += [[0.1] * 10, [1e16, 1.0, -1e16], [3.0, 1.0, NAN, 2.0], [0.1] * LONG]
        values += [[1.0 / (i + 3) for i in range(LONG)], [float(i % 7) - 3.0 for i in range(20)]]
    if part.name == "int":
        values += [list(range(n)) for n in (3, 10, LONG)] + [list(range(10, 0, -1)), [2**61] * 5]
    if part.name in ("list", "tuple", "record"):
        values += [[v] * n for v in inner[:12] for n in (2, 3)]  # also one object several times
    return values


def _dict_edges(key: Type, part: Type) -> list[Any]:
    """Dicts of several sizes and orders."""
    keys = list(dict.fromkeys(edges(key)))
    values = edges(part) or [None]
    wheel = list(itertools.islice(itertools.cycle(values), max(len(keys), 17)))
    found = [{}, *({k: wheel[i]} for i, k in enumerate(keys)), *({keys[0]: v} for v in values)]
    for count in (2, 3, 5, 17):
        some = keys[:count]
        found += [dict(zip(some, wheel[n:], strict=False)) for n in (0, 1)]
        found.append(dict(zip(reversed(some), wheel, strict=False)))
    if key.name == "int":
        found += [dict(zip(range(n), itertools.cycle(values), strict=False)) for n in (3, 12, LONG)]
    return found


def _keys(key: Type) -> list[Any]:
    """Keys of other types than ``key``, some of which are equal to one of that type."""
    found = []
    for value in neighbours(key):
        try:
            hash(value)
        except TypeError:
            continue
        found.append(value)
    return found


def _dict_neighbours(key: Type, part: Type) -> list[Any]:
    good, value = edges(key)[1 % len(edges(key))], edges(part)[1 % len(edges(part))]
    found: list[Any] = [None, [], OddDict({good: value}), [(good, value)]]
    found += [{bad: value} for bad in _keys(key)] + [{good: value, bad: value} for bad in _keys(key)]
    return found + [{good: bad} for bad in neighbours(part)]


def _map_neighbours(name: str, key: Type, part: Type) -> list[Any]:
    """Dicts of other kinds with the same entries, and those of this kind with others."""
    found = []
    for value in _dict_neighbours(key, part):
        found.append(filled(KINDS[name](), value) if type(value) is dict else value)
    good = {edges(key)[1 % len(edges(key))]: edges(part)[1 % len(edges(part))]}
    others = [filled(make(), good) for kind, make in KINDS.items() if kind != name]
    return [*found, *others, filled(defaultdict(lambda: 1), good), filled(defaultdict(), good)]


def _list_neighbours(part: Type) -> list[Any]:
    values: list[Any] = [None, (), 0]
    for good in [edges(part)[1 % len(edges(part))]]:
        values += [(good, good), OddList([good, good])]
        values += [[good, bad] for bad in neighbours(part)] + [[bad] for bad in neighbours(part)[:3]]
    return values


def _tuple_edges(parts: Sequence[Type]) -> list[Any]:
    columns = [edges(part) for part in parts]
    longest = max(map(len, columns), default=0)
    rows = [tuple(c[i % len(c)] for c in columns) for i in range(longest)]
    shifted = [tuple(c[(i * (k + 1) + k) % len(c)] for k, c in enumerate(columns)) for i in range(longest)]
    return [*rows, *shifted] or [()]


def _array_edges(type_: Type) -> list[Any]:
    values = np.array(numpy_edges(type_.dtype), type_.dtype)
    known: dict[int, list[tuple[int, ...]]] = {
        1: [(0,), (1,), (2,), (3,), (8,), (LONG,)],
        2: [(0, 0), (0, 3), (1, 1), (2, 2), (2, 3), (3, 3), (5, 1), (9, 17)],
    }
    cubes = [(n,) * type_.ndim for n in (0, 1, 2)]
    shapes = known.get(type_.ndim, [*cubes, (2, 3, 4, 5, 6)[: type_.ndim]])
    found = []
    for shape in shapes:
        steady = np.ones(shape, type_.dtype)
        for start in (0, 1, 5, 13):
            array = np.resize(np.roll(values, -start), shape) if steady.size else steady
            found.append(array)
        found += [steady, *layouts(np.resize(values[: len(values) // 2], shape))]
    return found


def layouts(array: Any) -> list[Any]:
    """Return arrays of the same values that lie otherwise in memory, and one that is read-only."""
    found = [np.asfortranarray(array), array[::-1].copy()[::-1]]
    if array.size:
        found.append(strided(array))
    fixed = array.copy()
    fixed.flags.writeable = False
    return [*found, fixed]


def _array_neighbours(type_: Type) -> list[Any]:
    shape = (3,) * type_.ndim
    good = np.ones(shape, type_.dtype)
    others = [
        d for d in ("float64", "float32", "complex64", "complex128", "int64", "uint8", "bool") if d != type_.dtype
    ]
    found = [None, 1.0, good.tolist(), *(np.ones(shape, d) for d in others)]
    found += [good[0], good[None], np.ma.masked_array(good), good.view(_Array)]
    if good.itemsize > 1:
        found.append(good.astype(good.dtype.newbyteorder()))
        shifted = np.zeros(good.nbytes + 1, np.uint8)[1:].view(type_.dtype).reshape(shape)
        shifted[...] = good
        found.append(shifted)
    return found


if np is not None:

    class _Array(np.ndarray):  # type: ignore[misc]  # NumPy may not be there
        """What looks like an array."""


def aliased(arguments: Arguments) -> Iterator[Arguments]:
    """Yield the arguments with one object in two places, and with arrays that overlap."""
    for first, second in itertools.combinations(range(len(arguments)), 2):
        one, other = arguments[first], arguments[second]
        if type(one) is type(other) and type(one) not in ATOMS:
            new = list(arguments)
            new[second] = one
            yield tuple(new)
            if np is not None and type(one) is np.ndarray and one.ndim and len(one) > 1:
                new[first], new[second] = one[1:], one[:-1]
                yield tuple(new)
        yield from ((*arguments[:second], new, *arguments[second + 1 :]) for new in _same_memory(one, other))
    for index, value in enumerate(arguments):
        if is_object(value):
            yield from ((*arguments[:index], new, *arguments[index + 1 :]) for new in _aliased_object(value))
        if type(value) is list and len(value) > 1 and (type(value[0]) in (list, tuple) or is_object(value[0])):
            yield (*arguments[:index], [value[0]] * len(value), *arguments[index + 1 :])


def _same_memory(one: Any, other: Any) -> Iterator[Any]:
    """Yield an array like ``other``, of another dtype than ``one``, whose memory is that of ``one``."""
    if np is None or not (type(one) is type(other) is np.ndarray) or one.dtype == other.dtype:
        return
    if (
        one.flags.c_contiguous
        and one.nbytes >= other.nbytes
        and other.size
        and "O" not in (one.dtype.kind, other.dtype.kind)
    ):
        yield one.reshape(-1).view(np.uint8)[: other.nbytes].view(other.dtype).reshape(other.shape)


def _aliased_object(value: Any) -> Iterator[Any]:
    """Yield the object with one changeable object in two of its attributes, or several times in a list."""
    held = {name: v for name, v in attributes_of(value).items() if type(v) not in ATOMS}
    for one, other in itertools.combinations(held, 2):
        if type(held[one]) is type(held[other]):
            new = copy_arguments((value,))[0]
            object.__setattr__(new, other, attributes_of(new)[one])
            yield new
    for name, inner in held.items():
        if type(inner) is list and len(inner) > 1 and type(inner[0]) not in ATOMS:
            new = copy_arguments((value,))[0]
            again = attributes_of(new)[name]
            object.__setattr__(new, name, [again[0]] * len(again))
            yield new

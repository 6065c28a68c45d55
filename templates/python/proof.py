"""Looks for an input on which a Rust function differs from its Python original, and says where.

Two functions are compared *call by call*. Equal means: the same type all the way down (``True`` is
not ``1``, ``np.float64`` is not ``float``), the same bits (``-0.0`` is not ``0.0``; all NaNs are one),
the same objects where identity can be seen, and afterwards the same arguments, warnings, output and
random state. A Rust function may also *trap*: it returns the sentinel ``TRAPPED`` and the Python
original is run instead. That is always right, provided that nothing has been changed before.

The inputs come from four places, because each finds what the others miss:

- **recorded**: arguments of real calls;
- **edges**: a table of the values at which arithmetic is known to go wrong, combined;
- **Hypothesis**: small inputs, which it shrinks when they show a difference;
- **bulk**: thousands of random inputs shaped like the recorded ones.

And a *canary*: wrong variants of the Rust function, made here, which the comparison must catch, or
it says nothing.

The file needs the standard library and Hypothesis; NumPy only for functions that take arrays::

    pair = load("demo_native", "demo.shapes:area")
    proof = check(pair, ["list[float]", "int"], recorded=read_recording("calls.jsonl", pair.id))
    assert proof.verdict == "equal", proof.explain()
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import importlib
import importlib.util
import io
import itertools
import json
import math
import os
import random
import re
import signal
import struct
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import MemberDescriptorType, ModuleType, NoneType
from typing import Any, NamedTuple

try:
    import numpy as _numpy
except ImportError:  # functions without arrays need no NumPy
    np: Any = None
else:
    np = _numpy

Arguments = tuple[Any, ...]

# Types ------------------------------------------------------------------------------------------


class Type(NamedTuple):
    """A type as the native package writes it: ``list[float]`` is ``Type("list", (Type("float"),))``.

    ``dtype`` and ``ndim`` belong to ``ndarray[float64, 2]`` and ``np.float64``.
    """

    name: str
    parts: tuple[Type, ...] = ()
    dtype: str = ""
    ndim: int = 0
    names: tuple[str, ...] = ()
    """Of an object's attributes, whose types are ``parts``; its class is ``dtype``. Then the methods called."""


_TOKEN = re.compile(r"\s*([^\W\d][\w.<>]*|\d+|[\[\],|?{}():!=])")


def parse_type(text: str) -> Type:
    """Return the type that ``text`` names.

    >>> parse_type("list[tuple[int, float]]").parts[0].name
    'tuple'
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise ValueError(f"cannot read the type {text!r}")
    type_, rest = _parse(tokens, text)
    if rest:
        raise ValueError(f"unexpected {rest[0]!r} in the type {text!r}")
    return type_


def _parse(tokens: list[str], text: str) -> tuple[Type, list[str]]:
    if not tokens:
        raise ValueError(f"the type {text!r} ends too early")
    head, rest = tokens[0], tokens[1:]
    if head.startswith("np."):
        return Type("np", dtype=head[3:]), rest
    if not rest or rest[0] != "[":
        return Type(head), rest
    if head == "object":
        return _parse_object(rest, text)
    end = _closing(rest, text)
    inside, rest = rest[1:end], rest[end + 1 :]
    if head == "ndarray":
        return Type("ndarray", dtype=inside[0], ndim=int(inside[2])), rest
    if head in ("other", "argument"):
        return Type(head, dtype="".join(inside)), rest
    parts = []
    while inside:
        part, inside = _parse(inside, text)
        parts.append(part)
        inside = inside[1:]  # the comma, or the bar of number[float|int]
    return Type(head, tuple(parts)), rest


def _parse_object(tokens: list[str], text: str) -> tuple[Type, list[str]]:
    """``[module:Class]{x: int, y: list[float]!, step()}``."""
    end = _closing(tokens, text)
    name = "".join(tokens[1:end]).partition(",")[0]
    rest = tokens[end + 2 :]
    parts, names, methods = [], [], []
    while rest[0] != "}":
        if rest[1] == "(":
            methods.append(rest[0])
            rest = rest[3:]
        else:
            names.append(rest[0])
            part, rest = _parse(rest[2:], text)
            parts.append(part)
        while rest[0] in ("!", "=", ","):
            rest = rest[1:]
    return Type("object", tuple(parts), name, names=(*names, *methods)), rest[1:]


def _closing(tokens: list[str], text: str) -> int:
    depth = 0
    for index, token in enumerate(tokens):
        depth += {"[": 1, "]": -1}.get(token, 0)
        if depth == 0:
            return index
    raise ValueError(f"a bracket is not closed in the type {text!r}")


# Recorded calls ---------------------------------------------------------------------------------


class Call(NamedTuple):
    """One recorded call: the arguments as they were before it; ``raised`` names an exception."""

    id: str
    arguments: Arguments
    raised: str | None = None


SCHEMA = "migrator.recording/1"
_LINE = re.compile(r'\{"id": ?("(?:[^"\\]|\\.)*")')


def read_recording(path: str | os.PathLike[str], wanted: str | None = None) -> list[Call]:
    """Return the calls in a recording file; with ``wanted`` only those of that function.

    Values are stored by bits as JSON, never pickled: reading runs no code.
    """
    calls = []
    with open(path, encoding="utf-8") as lines:
        if json.loads(next(lines, "{}")).get("schema") != SCHEMA:
            raise ValueError(f"{os.fspath(path)} is not a recording ({SCHEMA})")
        for line in lines:
            # A recording is large, and most of its lines are of other functions: not parsed.
            start = _LINE.match(line)
            if wanted is not None and start and json.loads(start[1]) != wanted:
                continue
            plain = json.loads(line)
            if wanted is None or plain["id"] == wanted:
                with contextlib.suppress(LookupError):  # a class that is not there any more
                    calls.append(decode_call(plain))
    return calls


def decode_call(plain: dict[str, Any]) -> Call:
    """Return the call that a line of a recording describes."""
    seen: dict[int, Any] = {}
    arguments = tuple(_decode(value, seen) for value in plain["args"])
    return Call(plain["id"], arguments, plain.get("raised"))


def encode_call(call: Call) -> dict[str, Any]:
    """Return ``call`` as a line of a recording; the inverse of :func:`decode_call`."""
    numbers: dict[int, int] = {}
    arguments = [_encode(value, numbers) for value in call.arguments]
    return {"id": call.id, "args": arguments, "result": None, "raised": call.raised}


def _decode(plain: dict[str, Any], seen: dict[int, Any]) -> Any:
    match plain["t"]:
        case "int":
            return int(plain["v"])
        case "float":
            return struct.unpack(">d", bytes.fromhex(plain["v"]))[0]
        case "bool" | "str":
            return plain["v"]
        case "None":
            return None
        case "tuple":
            return tuple(_decode(value, seen) for value in plain["v"])
        case "list":
            new: list[Any] = []
            seen[plain["n"]] = new
            new.extend(_decode(value, seen) for value in plain["v"])
            return new
        case "dict":
            entries = seen[plain["n"]] = {}
            for key, value in plain["v"]:
                entries[_decode(key, seen)] = _decode(value, seen)
            return entries
        case "set":
            return seen.setdefault(plain["n"], {_decode(value, seen) for value in plain["v"]})
        case "object":
            made: Any = object.__new__(find_class(plain["c"]))
            seen[plain["n"]] = made
            _set_attributes(made, {name: _decode(value, seen) for name, value in plain["v"].items()})
            return made
        case "ref":
            return seen[plain["n"]]
        case "np":
            return np.frombuffer(bytes.fromhex(plain["v"]), _little(plain["d"]))[0]
        case "array":
            return seen.setdefault(plain["n"], _decode_array(plain))
    raise ValueError(f"the recording holds a value of an unknown kind: {plain['t']!r}")


def _decode_array(plain: dict[str, Any]) -> Any:
    shape = tuple(plain["shape"])
    flat = np.frombuffer(base64.b64decode(plain["v"]), _little(plain["d"]))
    array = flat.reshape(shape).astype(plain["d"], order="F" if plain["order"] == "F" else "C")
    if plain["order"] == "strided":
        array = _strided(array)
    array.flags.writeable = plain["w"]
    return array


def _little(dtype: str) -> Any:
    return np.dtype(dtype).newbyteorder("<")


def _encode(value: Any, numbers: dict[int, int]) -> dict[str, Any]:
    kind = type(value)
    if is_object(value):
        if id(value) in numbers:
            return {"t": "ref", "n": numbers[id(value)]}
        number = numbers[id(value)] = len(numbers)
        held = {name: _encode(v, numbers) for name, v in attributes_of(value).items()}
        held = {name: v for name, v in held.items() if v["t"] != "other"}
        return {"t": "object", "c": f"{kind.__module__}:{kind.__qualname__}", "n": number, "v": held}
    if kind in (list, dict, set, getattr(np, "ndarray", None)):
        if id(value) in numbers:
            return {"t": "ref", "n": numbers[id(value)]}
        number = numbers[id(value)] = len(numbers)
        if kind is list:
            return {"t": "list", "v": [_encode(v, numbers) for v in value], "n": number}
        if kind is dict:
            pairs = [[_encode(k, numbers), _encode(v, numbers)] for k, v in value.items()]
            return {"t": "dict", "v": pairs, "n": number}
        if kind is set:
            return {"t": "set", "v": [_encode(v, numbers) for v in value], "n": number}
        return {**_encode_array(value), "n": number}
    if kind is int:
        return {"t": "int", "v": str(value)}
    if kind is float:
        return {"t": "float", "v": struct.pack(">d", value).hex()}
    if kind is tuple:
        return {"t": "tuple", "v": [_encode(v, numbers) for v in value]}
    if value is None:
        return {"t": "None"}
    if kind in (bool, str):
        return {"t": kind.__name__, "v": value}
    if np is not None and isinstance(value, np.generic):
        plain = value.astype(_little(value.dtype.name)).tobytes()
        return {"t": "np", "d": value.dtype.name, "v": plain.hex()}
    return {"t": "other", "v": f"{kind.__module__}.{kind.__qualname__}"}


def _encode_array(array: Any) -> dict[str, Any]:
    flags = array.flags
    order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "strided"
    data = array.astype(_little(array.dtype.name)).tobytes("C")
    return {
        "t": "array",
        "d": array.dtype.name,
        "shape": list(array.shape),
        "order": order,
        "w": bool(flags.writeable),
        "v": base64.b64encode(data).decode("ascii"),
    }


def _strided(array: Any) -> Any:
    """Return the same values in memory that has a gap after each of them."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    view = wide[..., ::2]
    view[...] = array
    return view


# Objects ----------------------------------------------------------------------------------------


def find_class(id: str) -> type:
    """Return the class ``module:Qualname`` of a module that is imported; raises ``LookupError``."""
    module, _, qualname = id.partition(":")
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if isinstance(found, (type, ModuleType)) else None
    if not isinstance(found, type):
        raise LookupError(f"there is no class {id}")
    return found


_HEAP_TYPE = 1 << 9


def is_object(value: Any) -> bool:
    """Whether ``value`` is an instance of a class written in Python, with nothing but attributes in it."""
    kind = type(value)
    if not kind.__flags__ & _HEAP_TYPE or isinstance(value, (type, BaseException)):
        return False
    return next(base for base in kind.__mro__ if not base.__flags__ & _HEAP_TYPE) is object


def attributes_of(value: Any) -> dict[str, Any]:
    """Return the attributes that an object itself has, those in slots first; no code of its class is run."""
    found = {}
    for base in reversed(type(value).__mro__):
        for name, member in vars(base).items():
            if isinstance(member, MemberDescriptorType) and name not in ("__dict__", "__weakref__"):
                with contextlib.suppress(AttributeError):
                    found[name] = member.__get__(value)
    with contextlib.suppress(AttributeError):
        found.update(object.__getattribute__(value, "__dict__"))
    return found


def _set_attributes(value: Any, attributes: dict[str, Any]) -> None:
    for name, held in attributes.items():
        object.__setattr__(value, name, held)


_templates: dict[str, Any] = {}
"""A recorded instance of each class: what is made up takes from it the attributes that its type does not name."""


def _make_object(type_: Type, values: Iterable[Any]) -> Any:
    """Return an instance of the class with ``values`` for the attributes that the type names."""
    kind = find_class(type_.dtype)
    made: Any = object.__new__(kind)
    template = _templates.get(type_.dtype)
    if template is not None:
        _set_attributes(made, attributes_of(copy_arguments((template,))[0]))
    _set_attributes(made, dict(zip(type_.names, values, strict=False)))
    return made


def _keep_templates(values: Iterable[Any]) -> None:
    """Keep the first instance of each class in ``values``."""
    for value in _changeable(values):
        if is_object(value):
            kind = type(value)
            _templates.setdefault(f"{kind.__module__}:{kind.__qualname__}", value)


def _object_edges(type_: Type) -> list[Any]:
    """Each attribute in turn takes its edge values; and all of them together."""
    columns = [edges(part) for part in type_.parts]
    usual = [column[min(2, len(column) - 1)] for column in columns]
    found = [_make_object(type_, usual)]
    for index, column in enumerate(columns):
        found += [_make_object(type_, [*usual[:index], value, *usual[index + 1 :]]) for value in column[:60]]
    longest = max(map(len, columns), default=0)
    for turn in range(min(longest, 60)):
        found.append(_make_object(type_, [c[(turn * (k + 1) + k) % len(c)] for k, c in enumerate(columns)]))
    return found


def _object_neighbours(type_: Type) -> list[Any]:
    """Other objects: of a subclass, without an attribute, with one of another type, with a method hidden."""
    kind = find_class(type_.dtype)
    good = [edges(part)[min(1, len(edges(part)) - 1)] for part in type_.parts]
    found: list[Any] = [None, 1, object()]
    with contextlib.suppress(TypeError):
        other: Any = object.__new__(type(kind.__name__, (kind,), {}))
        _set_attributes(other, attributes_of(_make_object(type_, good)))
        found.append(other)
    for index, part in enumerate(type_.parts):
        for bad in neighbours(part)[:5]:
            found.append(_make_object(type_, [*good[:index], bad, *good[index + 1 :]]))
        less = _make_object(type_, good)
        with contextlib.suppress(AttributeError):
            object.__delattr__(less, type_.names[index])
            found.append(less)
    for name in type_.names[len(type_.parts) :]:
        hidden = _make_object(type_, good)
        with contextlib.suppress(AttributeError):
            object.__setattr__(hidden, name, lambda *given: 7)
            found.append(hidden)
    return found


# Copies -----------------------------------------------------------------------------------------

_ATOMS = frozenset({int, float, bool, NoneType, str, complex, bytes})


def copy_arguments(arguments: Arguments) -> Arguments:
    """Return a deep copy in which what was one object is one object again.

    Arrays keep their memory layout, alignment and flags, and still overlap where they did.
    """
    memo: dict[int, Any] = {}
    return tuple(_copy(value, memo) for value in arguments)


def _copy(value: Any, memo: dict[int, Any]) -> Any:
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    known = memo.get(id(value))
    if known is not None:
        return known
    if isinstance(value, list):
        # A list of plain values, the usual case, is copied in one step.
        if kind is list and _ATOMS.issuperset(map(type, value)):
            new: Any = value[:]
        else:
            new = memo[id(value)] = list.__new__(kind)
            list.extend(new, [_copy(item, memo) for item in value])
        memo[id(value)] = new
        return new
    if kind is tuple:
        return tuple([_copy(item, memo) for item in value])
    if kind is dict:
        new = memo[id(value)] = {}
        new.update((_copy(k, memo), _copy(v, memo)) for k, v in value.items())
        return new
    if kind is set:
        # Copied alike each time, so two copies have the same order.
        new = memo[id(value)] = value.copy()
        return new
    if np is not None and isinstance(value, np.ndarray):
        new = memo[id(value)] = _copy_array(value, memo)
        return new
    if is_object(value):
        new = memo[id(value)] = object.__new__(kind)
        _set_attributes(new, {name: _copy(held, memo) for name, held in attributes_of(value).items()})
        return new
    return value  # scalars of NumPy, subclasses of int, ...: nothing in them changes


def _copy_array(array: Any, memo: dict[int, Any]) -> Any:
    if type(array) is not np.ndarray or array.dtype.hasobject or array.size == 0:
        new = array.copy(order="K")
    else:
        root = array
        while isinstance(root.base, np.ndarray):
            root = root.base
        low, memory = memo.get(-id(root)) or memo.setdefault(-id(root), _copy_memory(root))
        offset = array.__array_interface__["data"][0] - low
        new = np.ndarray(array.shape, array.dtype, memory, offset, array.strides)
    new.flags.writeable = array.flags.writeable
    return new


def _copy_memory(root: Any) -> tuple[int, Any]:
    """Return the first address of an array's memory, and a copy of the memory, aligned alike."""
    low = high = root.__array_interface__["data"][0]
    for length, stride in zip(root.shape, root.strides, strict=True):
        low += min(0, (length - 1) * stride)
        high += max(0, (length - 1) * stride)
    high += root.itemsize
    line = 64
    space = np.empty(high - low + line, np.uint8)
    start = (low - space.__array_interface__["data"][0]) % line
    memory = space[start : start + high - low]
    memory[:] = np.frombuffer(ctypes.string_at(low, high - low), np.uint8)
    return low, memory


def _changeable(values: Iterable[Any]) -> list[Any]:
    """Return all objects in ``values`` that can be changed in place, each once, outermost first."""
    found: dict[int, Any] = {}
    pending = list(values)
    while pending:
        value = pending.pop()
        kind = type(value)
        if kind in _ATOMS or id(value) in found:
            continue
        if kind is tuple:
            pending.extend(reversed(value))
        elif isinstance(value, list):
            found[id(value)] = value
            if not _ATOMS.issuperset(map(type, value)):
                pending.extend(reversed(value))
        elif kind is dict:
            found[id(value)] = value
            pending.extend(value.values())
        elif kind is set or (np is not None and isinstance(value, np.ndarray)):
            found[id(value)] = value
        elif is_object(value):
            found[id(value)] = value
            pending.extend(attributes_of(value).values())
    return list(found.values())


# The oracle -------------------------------------------------------------------------------------


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
    same = _Same()
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
    found = _Same().compare(expected.args, actual.args, "the arguments of the exception")
    if found:
        return found
    if str(expected) != str(actual):
        return f"text of the exception: {expected} and {actual}"
    if type(expected.__cause__) is not type(actual.__cause__):
        return f"cause of the exception: {expected.__cause__!r} and {actual.__cause__!r}"
    return None


def _raised(error: BaseException | None) -> str:
    return "returned" if error is None else f"raised {error!r}"


class _Same:
    """Compares two structures; remembers which objects correspond, so that sharing is compared too."""

    def __init__(self) -> None:
        self._partner: dict[int, tuple[Any, Any]] = {}
        self._taken: dict[int, Any] = {}
        self._arrays: list[tuple[Any, Any]] = []

    def compare(self, one: Any, other: Any, where: str) -> str | None:
        """Return what differs between ``one`` (of Python) and ``other`` (of Rust), or None."""
        kind = type(one)
        if kind is not type(other):
            return f"{where}: {_told(one)} and {_told(other)}"
        if kind is float:
            return None if _same_float(one, other) else f"{where}: {one!r} and {other!r}"
        if kind in _ATOMS:
            return None if one == other else f"{where}: {_told(one)} and {_told(other)}"
        if kind is tuple:
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
            keys = self._items(list(one), list(other), f"{where}, keys in order")
            return keys or self._items(list(one.values()), list(other.values()), where)
        if type(one) is set:
            return self._items(list(one), list(other), f"{where}, in order")
        if np is not None and isinstance(one, np.ndarray):
            self._arrays.append((one, other))
            return _arrays_differ(one, other, where)
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
        return None if same else f"{where}: {_told(one)} and {_told(other)}"

    def _items(self, one: Sequence[Any], other: Sequence[Any], where: str) -> str | None:
        one, other = [*one], [*other]  # a subclass may lie about its length
        if len(one) != len(other):
            return f"{where}: {len(one)} and {len(other)} elements"
        kinds = set(map(type, one))
        if kinds <= _ATOMS and len(kinds) == 1 and kinds == set(map(type, other)):
            if kinds == {float}:
                form = f"{len(one)}d"
                if struct.pack(form, *one) == struct.pack(form, *other):
                    return None
            elif one == other:
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


def _told(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) < 80 else text[:77] + '...'} ({type(value).__name__})"


# Running one input ------------------------------------------------------------------------------


class Pair(NamedTuple):
    """The two functions that are compared; ``trapped`` is the sentinel of the native one.

    Both take all parameters by position, in the order of the declaration.
    """

    id: str
    original: Callable[..., Any]
    native: Callable[..., Any]
    trapped: object
    shim: Callable[..., Any] | None = None
    """The Python function that calls ``native``, and ``original`` where that traps."""
    draws: bool = False
    """It draws from the generator of the module ``random``: each comparison starts from the same state."""


class Case(NamedTuple):
    """What one input showed.

    ``kind`` is ``native`` (Rust answered, and the same), ``trapped`` (Python is to answer; nothing
    was changed), ``different`` (``detail`` says how), or ``undecided`` (it took too long).
    """

    kind: str
    detail: str = ""
    raised: bool = False
    expected: Outcome | None = None
    """What Python did, where the two agree."""


class _TooLong(BaseException):
    """The alarm that ends a call; no ``except Exception`` of the function keeps it."""


def run_case(pair: Pair, arguments: Arguments, seconds: float = 10.0) -> Case:
    """Run both functions of ``pair`` on copies of ``arguments`` and compare everything."""
    with _Runner(pair) as runner:
        return runner.run(arguments, seconds)


class _Runner:
    """Runs calls under a time and memory limit, with warnings and output caught."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._armed = False
        self._stack = contextlib.ExitStack()
        self._warned: list[warnings.WarningMessage] = []
        self._printed = io.StringIO()
        self._globals: dict[str, Any] = getattr(_plain(pair.original), "__globals__", {})

    def __enter__(self) -> _Runner:
        caught = self._stack.enter_context(warnings.catch_warnings(record=True))
        assert caught is not None
        self._warned = caught
        warnings.simplefilter("always")
        self._stack.enter_context(contextlib.redirect_stdout(self._printed))
        self._stack.enter_context(_memory_limit())
        self._alarm = hasattr(signal, "setitimer")
        self._alarm &= threading.current_thread() is threading.main_thread()
        if self._alarm:
            before = signal.signal(signal.SIGALRM, self._ring)
            self._stack.callback(signal.signal, signal.SIGALRM, before)
        return self

    def __exit__(self, *_: object) -> None:
        self._armed = False
        if self._alarm:
            signal.setitimer(signal.ITIMER_REAL, 0.0)  # before the handler goes: unhandled, it ends the process
        self._stack.close()

    def _ring(self, *_: object) -> None:
        if self._armed:
            raise _TooLong

    def run(self, arguments: Arguments, seconds: float, *, watch: bool = True) -> Case:
        """Compare on one input. ``watch``: also what a call changes outside (this costs 50 us).

        Python comes first, because only Python can be stopped: where it takes too long, Rust (which
        would take long as well) is not run at all.
        """
        watch |= self.pair.draws
        try:
            expected = self.call(self.pair.original, arguments, seconds, watch=watch)
            actual = self.call(self.pair.native, arguments, max(2.0, 2 * seconds), watch=watch)
        except _TooLong:
            return Case("undecided")
        raised = expected.raised is not None
        if actual.raised is not None:
            detail = f"Rust raised {actual.raised!r}; it may only trap"
            return Case("different", detail, raised)
        if actual.value is self.pair.trapped:
            late = self._late(arguments, actual)
            if late:
                detail = f"Rust trapped after it had changed something: {late}"
                return Case("different", detail, raised)
            return Case("trapped", "", raised, expected)
        found = difference(expected, actual)
        return Case("different" if found else "native", found or "", raised, expected)

    def call(
        self,
        function: Callable[..., Any],
        arguments: Arguments,
        seconds: float,
        *,
        watch: bool = True,
    ) -> Outcome:
        """Call ``function`` with a copy of ``arguments``; raises ``_TooLong``."""
        outcome = Outcome(copy_arguments(arguments))
        outcome.held = _changeable(outcome.arguments)
        before = self._world() if watch else None
        self._warned.clear()
        try:
            outcome.value = self._timed(function, outcome.arguments, seconds)
        except (_TooLong, KeyboardInterrupt):
            raise
        except BaseException as error:  # SystemExit or a panic of Rust is a result like others
            outcome.raised = error.with_traceback(None)
        if self._warned:
            outcome.warned = tuple((w.category.__name__, str(w.message)) for w in self._warned)
        if self._printed.tell():
            outcome.printed = self._printed.getvalue()
            self._printed.seek(0)
            self._printed.truncate()
        if before is not None:
            outcome.world = self._changes(before)
        return outcome

    def _timed(self, function: Callable[..., Any], arguments: Arguments, seconds: float) -> Any:
        if not self._alarm:
            return function(*arguments)
        self._armed = True
        # Rings again and again, should the function catch the first one.
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
        try:
            try:
                return function(*arguments)
            finally:
                self._armed = False
        finally:
            # The bell may have rung inside the inner `finally`: whatever happened, it is off from here.
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0.0)

    def _late(self, arguments: Arguments, actual: Outcome) -> str | None:
        same = copy_arguments(arguments)  # of a set, only copies have the same order
        untouched = Outcome(same, _changeable(same), self.pair.trapped)
        untouched.world = (None,) * len(actual.world)
        return difference(untouched, actual)

    def _world(self) -> tuple[Any, ...]:
        state = np.random.get_state() if np is not None else ()
        errors = np.geterr() if np is not None else {}
        return random.getstate(), state, errors, dict(self._globals)

    def _changes(self, before: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what is not as in ``before`` (None where it is), and put random states back."""
        after = self._world()
        generator = None if after[0] == before[0] else ("random is now", after[0])
        legacy = None
        if np is not None and _legacy_state(after[1]) != _legacy_state(before[1]):
            legacy = ("numpy.random is now", _legacy_state(after[1]))
            np.random.set_state(before[1])
        if generator:
            random.setstate(before[0])
        errors = None if after[2] == before[2] else ("numpy.errstate is now", after[2])
        was, now = before[3], after[3]
        names = sorted(n for n in was.keys() | now.keys() if was.get(n) is not now.get(n))
        return generator, legacy, errors, ("globals rebound", *names) if names else None


def _legacy_state(state: tuple[Any, ...]) -> tuple[Any, ...]:
    return (state[0], state[1].tobytes(), *state[2:])


def _plain(function: Any) -> Any:
    """Return the function itself behind what :func:`by_position` made of it."""
    return getattr(function, "__wrapped__", function)


@contextlib.contextmanager
def _memory_limit(more: int = 2 << 30) -> Iterator[None]:
    """Let the process grow by ``more`` bytes only: an odd input may ask for all there is."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield  # not on this system
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [size + more, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def by_position(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``function`` so that it takes its keyword-only parameters by position as well."""
    code = getattr(function, "__code__", None)
    if code is None or not code.co_kwonlyargcount:
        return function
    count = code.co_argcount
    names = code.co_varnames[count : count + code.co_kwonlyargcount]

    def call(*arguments: Any) -> Any:
        return function(*arguments[:count], **dict(zip(names, arguments[count:], strict=True)))

    call.__wrapped__ = function  # type: ignore[attr-defined]
    return call


def load(package: str, id: str, file: str | None = None) -> Pair:
    """Return the Python and the Rust function of ``id`` (``"demo.shapes:Box.area"``).

    Args:
        package: the native package (``"demo_native"``).
        id: module and qualified name of the function.
        file: the module's file, where it is a script that cannot be imported by its name. (Then
            what stands below ``if __name__ == "__main__":`` does not run.)

    No function of the module is replaced, also not by a block at its end: the original must not
    run Rust where it calls itself or its neighbours.

    Raises:
        ImportError: where the module or the package cannot be imported.
        LookupError: where the package does not have the function, or not for this source.
    """
    module_name, _, qualname = id.partition(":")
    mode = os.environ.get("MIGRATOR_MODE")
    os.environ["MIGRATOR_MODE"] = "off"
    try:
        module = _script(module_name, file) if file else importlib.import_module(module_name)
    finally:
        if mode is None:
            del os.environ["MIGRATOR_MODE"]
        else:
            os.environ["MIGRATOR_MODE"] = mode
    runtime = importlib.import_module(f"{package}._runtime")
    for swap in list(runtime._active.values()):
        runtime._take_back(swap)  # of a module that was imported before
    try:
        native, shims = runtime._load_native()
        swap = runtime._prepare(native, shims, vars(module), qualname)
        runtime._bind(native, swap)
    except runtime._Refused as reason:
        raise LookupError(f"{id}: {reason}") from reason
    native.stepping_aside(False)
    draws = ("random", "_inst") in swap.row.constants
    return Pair(id, by_position(swap.site.original), swap.rust, native.TRAPPED, swap.shim, draws)


def _script(name: str, file: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# Edges ------------------------------------------------------------------------------------------

_NAN, _INF = float("nan"), float("inf")
_I64 = 2**63
_INTS = (
    *(0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 65, 100, -100, 128, 255, 256, 1000),
    *(2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1),
    *(2**62, -(2**62), 3037000500, 10**18 + 1, _I64 - 1, -_I64, -_I64 + 1, _I64, -_I64 - 1, 2**70),
)
"""Among them the last ints of 64 bits, and the first beyond (which must trap)."""
_FLOATS = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 0.1, 1.5, 2.5, -2.5, 2.675, 3.0, -7.5, 10.0, 1e-9),
    *(1e16, 2.0**53, 2.0**53 + 2, -(2.0**53), 2.0**63, -(2.0**63), 9.3e18, 1e154, 1e200, 1e308),
    *(1e-308, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e308),
    *(math.pi, 0.7853981633974483, 709.0, 710.0, -745.0, _INF, -_INF, _NAN),
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
_FEW: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, -1, 2, _I64 - 1, -_I64),
    "float": (0.0, -0.0, 1.0, -1.5, _INF, _NAN),
    "bool": (False, True),
    "str": ("", "a", "ab"),
}
"""Of these, all pairs become lists of two."""
_LONG = 130
"""Longer than 128, the block of NumPy's pairwise sum."""


def edges(type_: Type) -> list[Any]:
    """Return values of the type at which arithmetic, conversion and indexing go wrong."""
    match type_.name:
        case "int":
            return list(_INTS)
        case "float":
            return list(_FLOATS)
        case "bool":
            return [False, True]
        case "None":
            return [None]
        case "str":
            return [*_TEXTS, "abc" * 50]
        case "char":
            return [text for text in _TEXTS if len(text) == 1]
        case "dict":
            return _dict_edges(*type_.parts)
        case "set":
            return [set(values) for values in _list_edges(type_.parts[0])]
        case "np":
            return _numpy_edges(type_.dtype)
        case "list":
            return _list_edges(type_.parts[0])
        case "tuple":
            return _tuple_edges(type_.parts)
        case "optional":
            return [None, *edges(type_.parts[0])]
        case "number":
            return [value for part in type_.parts for value in edges(part)]
        case "ndarray":
            return _array_edges(type_)
        case "object":
            return _object_edges(type_)
        case "other":
            return [None, 0]  # never looked at
        case "?":
            return [0, 1.5]
    raise ValueError(f"no inputs can be made for the type {type_.name!r}")


def neighbours(type_: Type) -> list[Any]:
    """Return values of *other* types that are easily taken for the type: Rust must trap, or agree."""
    match type_.name:
        case "int":
            return [True, 1.0, None, _Int(3), "1", *([np.int64(3)] if np else [])]
        case "float":
            return [True, 1, 2**70, None, _Float(1.5), *([np.float64(1.5)] if np else [])]
        case "bool":
            return [0, 1, 1.0, None, *([np.True_] if np else [])]
        case "None":
            return [0, False]
        case "str":
            return [b"a", None, _Text("ab"), ["a"]]
        case "dict":
            return _dict_neighbours(*type_.parts)
        case "set":
            good = edges(type_.parts[0])[1 % len(edges(type_.parts[0]))]
            return [None, [good], frozenset([good]), {good: good}, *({bad} for bad in _keys(type_.parts[0]))]
        case "list":
            return _list_neighbours(type_.parts[0])
        case "tuple":
            values = tuple(edges(part)[1 % len(edges(part))] for part in type_.parts)
            return [list(values), (*values, values[0] if values else 0), values[:-1], None]
        case "np":
            return [1, 1.5, True, np.float32(1.5), np.int64(2), np.int32(2), np.float64(1.5)]
        case "optional":
            return neighbours(type_.parts[0])
        case "ndarray":
            return _array_neighbours(type_)
        case "object":
            return _object_neighbours(type_)
    return [None, True, "a"]


def _odd(kind: type, methods: Iterable[str]) -> dict[str, Any]:
    """Return methods that compute something else than those of ``kind``, of another type even."""

    def odd(name: str) -> Callable[..., Any]:
        plain = getattr(kind, name)

        def method(self: Any, *others: Any) -> Any:
            result = plain(self, *others)
            return result if result is NotImplemented else _Odd(result)

        return method

    return {name: odd(name) for name in methods}


class _Odd:
    """What an odd number makes of an operation: nothing that a right function returns."""

    def __init__(self, result: Any) -> None:
        self.result = result

    def __bool__(self) -> bool:
        return not self.result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Odd) and bool(self.result == other.result)

    def __hash__(self) -> int:
        return hash(self.result)


_SIGNS = "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow neg abs"
_ORDERS = "lt le gt ge eq ne bool"
_METHODS = [f"__{name}__" for name in (_SIGNS + " " + _ORDERS).split() if name not in ("eq", "ne", "bool")]
_Int: Any = type("_Int", (int,), {"__doc__": "Looks like an int, and computes otherwise.", **_odd(int, _METHODS)})
_Float: Any = type(
    "_Float", (float,), {"__doc__": "Looks like a float, and computes otherwise.", **_odd(float, _METHODS)}
)


class _Text(str):
    """What looks like a str."""


class _Dict(dict[Any, Any]):
    """What looks like a dict, and has a value for every key."""

    def __missing__(self, key: Any) -> Any:
        return 1


class _List(list[Any]):
    """What looks like a list, and may have another length."""

    def __len__(self) -> int:
        return super().__len__() + 1


def _numpy_edges(dtype: str) -> list[Any]:
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return [np.False_, np.True_]
    if kind.kind == "f":
        with np.errstate(all="ignore"):
            return [kind.type(v) for v in _FLOATS]
    info = np.iinfo(kind)
    values = dict.fromkeys([info.min, info.min + 1, info.max, info.max - 1])
    values |= dict.fromkeys(v for v in _INTS if info.min <= v <= info.max)
    return [kind.type(v) for v in values]


def _list_edges(part: Type) -> list[Any]:
    inner = edges(part) or [None]
    few = _FEW.get(part.name, tuple(inner[:4]))
    ones = [[v] for v in inner]
    pairs = [list(pair) for pair in itertools.product(few, few)]
    threes = [[few[i % len(few)], few[(i + 1) % len(few)], few[(i + 3) % len(few)]] for i in range(6)]
    steady = [[few[1 % len(few)]] * n for n in (4, 10, _LONG)]
    mixed = [list(itertools.islice(itertools.cycle(inner), n)) for n in (17, _LONG)]
    values = [[], *ones, *pairs, *threes, *steady, *mixed]
    if part.name == "float":
        values += [[0.1] * 10, [1e16, 1.0, -1e16], [3.0, 1.0, _NAN, 2.0], [0.1] * _LONG]
        values += [[1.0 / (i + 3) for i in range(_LONG)], [float(i % 7) - 3.0 for i in range(20)]]
    if part.name == "int":
        values += [list(range(n)) for n in (3, 10, _LONG)] + [list(range(10, 0, -1)), [2**61] * 5]
    if part.name in ("list", "tuple"):
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
        found += [dict(zip(range(n), itertools.cycle(values), strict=False)) for n in (3, 12, _LONG)]
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
    found: list[Any] = [None, [], _Dict({good: value}), [(good, value)]]
    found += [{bad: value} for bad in _keys(key)] + [{good: value, bad: value} for bad in _keys(key)]
    return found + [{good: bad} for bad in neighbours(part)]


def _list_neighbours(part: Type) -> list[Any]:
    values: list[Any] = [None, (), 0]
    for good in [edges(part)[1 % len(edges(part))]]:
        values += [(good, good), _List([good, good])]
        values += [[good, bad] for bad in neighbours(part)] + [[bad] for bad in neighbours(part)[:3]]
    return values


def _tuple_edges(parts: Sequence[Type]) -> list[Any]:
    columns = [edges(part) for part in parts]
    longest = max(map(len, columns), default=0)
    rows = [tuple(c[i % len(c)] for c in columns) for i in range(longest)]
    shifted = [tuple(c[(i * (k + 1) + k) % len(c)] for k, c in enumerate(columns)) for i in range(longest)]
    return [*rows, *shifted] or [()]


def _array_edges(type_: Type) -> list[Any]:
    values = np.array(_numpy_edges(type_.dtype), type_.dtype)
    known: dict[int, list[tuple[int, ...]]] = {
        1: [(0,), (1,), (2,), (3,), (8,), (_LONG,)],
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
        found.append(_strided(array))
    fixed = array.copy()
    fixed.flags.writeable = False
    return [*found, fixed]


def _array_neighbours(type_: Type) -> list[Any]:
    shape = (3,) * type_.ndim
    good = np.ones(shape, type_.dtype)
    others = [d for d in ("float64", "float32", "int64", "uint8", "bool") if d != type_.dtype]
    found = [None, 1.0, good.tolist(), *(np.ones(shape, d) for d in others)]
    found += [good[0], good[None], np.ma.masked_array(good), good.view(_Array)]
    if good.itemsize > 1:
        found.append(good.astype(good.dtype.newbyteorder()))
        shifted = np.zeros(good.nbytes + 1, np.uint8)[1:].view(type_.dtype).reshape(shape)
        shifted[...] = good
        found.append(shifted)
    return found


if np is not None:

    class _Array(np.ndarray):  # type: ignore[misc]
        """What looks like an array."""


def aliased(arguments: Arguments) -> Iterator[Arguments]:
    """Yield the arguments with one object in two places, and with arrays that overlap."""
    for first, second in itertools.combinations(range(len(arguments)), 2):
        one, other = arguments[first], arguments[second]
        if type(one) is type(other) and type(one) not in _ATOMS:
            new = list(arguments)
            new[second] = one
            yield tuple(new)
            if np is not None and type(one) is np.ndarray and one.ndim and len(one) > 1:
                new[first], new[second] = one[1:], one[:-1]
                yield tuple(new)
    for index, value in enumerate(arguments):
        if is_object(value):
            yield from ((*arguments[:index], new, *arguments[index + 1 :]) for new in _aliased_object(value))
        if type(value) is list and len(value) > 1 and (type(value[0]) in (list, tuple) or is_object(value[0])):
            yield (*arguments[:index], [value[0]] * len(value), *arguments[index + 1 :])


def _aliased_object(value: Any) -> Iterator[Any]:
    """Yield the object with one changeable object in two of its attributes, or several times in a list."""
    held = {name: v for name, v in attributes_of(value).items() if type(v) not in _ATOMS}
    for one, other in itertools.combinations(held, 2):
        if type(held[one]) is type(held[other]):
            new = copy_arguments((value,))[0]
            object.__setattr__(new, other, attributes_of(new)[one])
            yield new
    for name, inner in held.items():
        if type(inner) is list and len(inner) > 1 and type(inner[0]) not in _ATOMS:
            new = copy_arguments((value,))[0]
            again = attributes_of(new)[name]
            object.__setattr__(new, name, [again[0]] * len(again))
            yield new


# Random inputs ----------------------------------------------------------------------------------


class Pool:
    """What was seen in the recorded inputs, and stands in the code: numbers to draw from."""

    def __init__(self, recorded: Iterable[Arguments] = (), code: Any = None) -> None:
        self.ints: list[int] = []
        self.floats: list[float] = []
        self.lengths: list[int] = []
        self.texts: list[str] = []
        self.letters = _ALPHABETS + tuple(text for text in _words(code) if text)
        for arguments in recorded:
            self._add(arguments)
        self.whole_edges, self.real_edges = list(_INTS), list(_FLOATS)
        for value in _constants(code):
            self._add_constant(value)

    def _add_constant(self, value: int | float) -> None:
        """A number in the code is where the code decides: it and its neighbours are edges."""
        whole, real = self.whole_edges, self.real_edges
        if type(value) is int:
            whole += [value, value, value - 1, value + 1]
        if abs(value) < 2.0**53:
            real += [float(value)] * 2
            real += [math.nextafter(value, _INF), math.nextafter(value, -_INF), -float(value)]

    def _add(self, value: Any, limit: int = 2000) -> None:
        kind = type(value)
        if kind is int and len(self.ints) < limit:
            self.ints.append(value)
        elif kind is float and len(self.floats) < limit:
            self.floats.append(value)
        elif kind is str and len(self.texts) < limit:
            self.texts.append(value)
        elif kind in (list, tuple, set):
            if kind is not tuple:
                self.lengths.append(min(len(value), 300))
            for item in itertools.islice(value, 500):
                self._add(item)
        elif kind is dict:
            self.lengths.append(min(len(value), 300))
            for pair in itertools.islice(value.items(), 500):
                self._add(pair)
        elif is_object(value):
            for item in _changeable([value])[:50]:
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
            return self.whole_edges[len(_INTS) :]
        return self.real_edges[len(_FLOATS) :] if type_.name == "float" else []

    def length(self, rng: random.Random) -> int:
        """Draw a length: short, or one that was seen, or next to it."""
        choice = rng.random()
        if self.lengths and choice < 0.3:
            return max(0, rng.choice(self.lengths[:64]) + rng.choice((-1, 0, 0, 1)))
        if choice < 0.97:
            return rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 17))
        return rng.choice((_LONG, 40))

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


class _Flavour:
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
                return self.rng.choice((0.0, 0.25, 0.5, 1.0, 1.0, 1.5, 2.0, 3.0, -1.0))
            case "mixed":
                return self.pool.real(self.rng)
        return self.rng.gauss(0.0, 10.0)


def random_value(type_: Type, rng: random.Random, pool: Pool, size: int | None = None) -> Any:
    """Return a random value of the type; lists and arrays get the length ``size`` where given."""
    return _draw(type_, _Flavour(rng, pool), size)


def _draw(type_: Type, how: _Flavour, size: int | None) -> Any:
    rng = how.rng
    match type_.name:
        case "int":
            return how.whole()
        case "float":
            return how.real()
        case "bool":
            return rng.random() < 0.5
        case "None":
            return None
        case "str":
            if how.pool.texts and rng.random() < 0.6:
                return _mutated_text(rng.choice(how.pool.texts), rng)
            return "".join(rng.choices(how.letters, k=how.pool.length(rng) % 20))
        case "char":
            return rng.choice(how.letters)
        case "dict":
            length = min(how.pool.length(rng) if size is None else size, 40)
            keys = [_draw(type_.parts[0], how, size) for _ in range(length)]
            return {k: _draw(type_.parts[1], how, size) for k in keys}
        case "set":
            length = how.pool.length(rng) if size is None else size
            return {_draw(type_.parts[0], how, size) for _ in range(length)}
        case "tuple":
            return tuple([_draw(part, how, size) for part in type_.parts])
        case "list":
            length = how.pool.length(rng) if size is None else size
            if type_.parts[0].name in ("list", "ndarray", "object"):
                length = min(length, 20)
                size = how.pool.length(rng) % 20 if size is None else size
            return [_draw(type_.parts[0], how, size) for _ in range(length)]
        case "optional":
            return None if rng.random() < 0.2 else _draw(type_.parts[0], how, size)
        case "number":
            return _draw(rng.choice(type_.parts), how, size)
        case "np":
            return _cast(type_.dtype, how)
        case "ndarray":
            lengths = [how.pool.length(rng) if size is None else size for _ in range(type_.ndim)]
            return _random_array(type_.dtype, [min(n, 40) for n in lengths], how)
        case "object":
            return _make_object(type_, [_draw(part, how, size) for part in type_.parts])
    return rng.choice(edges(type_))


def _cast(dtype: str, how: _Flavour) -> Any:
    return _random_array(dtype, [1], how)[0]


def _random_array(dtype: str, shape: Sequence[int], how: _Flavour) -> Any:
    kind = np.dtype(dtype)
    count = math.prod(shape)
    if kind.kind == "f":
        with np.errstate(all="ignore"):
            flat = np.array([how.real() for _ in range(count)], np.float64).astype(kind)
    elif kind.kind == "b":
        flat = np.array([how.rng.random() < 0.5 for _ in range(count)], kind)
    else:
        info = np.iinfo(kind)
        width = int(info.max) - int(info.min) + 1
        values = [(how.whole() - int(info.min)) % width + int(info.min) for _ in range(count)]
        flat = np.array(values, kind)
    array = flat.reshape(shape)
    choice = how.rng.random()
    return _strided(array) if choice < 0.05 and count else array if choice < 0.9 else np.asfortranarray(array)


# Recorded inputs, changed -----------------------------------------------------------------------


class _Edit:
    """Rebuilds an input with changes; what was one object stays one object."""

    def number(self, value: Any) -> Any:
        """Return what takes the place of an int, float, bool, str, None or NumPy scalar."""
        return value

    def items(self, values: list[Any]) -> list[Any]:
        """Return what takes the place of the elements of a list."""
        return values

    def array(self, array: Any) -> Any:
        """Return what takes the place of an array."""
        return array

    def apply(self, arguments: Arguments) -> Arguments:
        """Return the changed input."""
        memo: dict[int, Any] = {}
        return tuple([self._rebuild(value, memo) for value in arguments])

    def _rebuild(self, value: Any, memo: dict[int, Any]) -> Any:
        kind = type(value)
        if kind is tuple:
            return tuple([self._rebuild(item, memo) for item in value])
        if kind is list:
            if id(value) not in memo:
                new = memo[id(value)] = []
                new.extend([self._rebuild(item, memo) for item in self.items(value)])
            return memo[id(value)]
        if kind is dict:
            if id(value) not in memo:
                entries = memo[id(value)] = {}
                entries.update([(k, self._rebuild(value[k], memo)) for k in self.items(list(value))])
            return memo[id(value)]
        if kind is set:
            if id(value) not in memo:
                memo[id(value)] = set(self.items(list(value)))
            return memo[id(value)]
        if np is not None and kind is np.ndarray:
            if id(value) not in memo:
                memo[id(value)] = self.array(value)
            return memo[id(value)]
        if is_object(value):
            if id(value) not in memo:
                memo[id(value)] = object.__new__(kind)
                held = {name: self._rebuild(v, memo) for name, v in attributes_of(value).items()}
                _set_attributes(memo[id(value)], held)
            return memo[id(value)]
        return self.number(value)


class _Resize(_Edit):
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


class _Replace(_Edit):
    """Numbers become others of the same type: each with the probability ``rate``."""

    def __init__(self, rate: float, rng: random.Random, pool: Pool) -> None:
        self.rate, self.rng, self.how = rate, rng, _Flavour(rng, pool)
        self.pool = pool

    def number(self, value: Any) -> Any:
        if self.rng.random() >= self.rate:
            return value
        kind = type(value)
        if kind is float:
            return self._float(value)
        if kind is int:
            return self._int(value)
        if kind is bool:
            return not value
        if kind is str:
            return _mutated_text(value, self.rng)
        if np is not None and isinstance(value, np.generic):
            return self.array(np.array([value]))[0]
        return value

    def _float(self, value: float) -> float:
        choice = self.rng.random()
        if choice < 0.15:
            return -value
        if choice < 0.45:
            return value * (1.0 + self.rng.gauss(0.0, 0.3))
        if choice < 0.5:
            return math.nextafter(value, self.rng.choice((-_INF, _INF)))
        if choice < 0.6:
            return float(round(value)) if abs(value) < 1e15 else 0.0
        return self.how.real()

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
                flat[index] = _random_array(array.dtype.name, [1], self.how)[0]
            if self.rate >= 0.9 and array.dtype.kind == "f":
                noise = np.random.default_rng(self.rng.getrandbits(32)).normal(1.0, 0.1, new.shape)
                return (new * noise).astype(array.dtype)
        return flat.reshape(new.shape, order="A") if new.flags.forc else new


class _Inject(_Edit):
    """The number at one place becomes another; ``place`` counts the numbers from the left."""

    def __init__(self, place: int, ints: Any, floats: Any) -> None:
        self.place, self.new = place, {int: ints, float: floats}
        self.count = 0

    def number(self, value: Any) -> Any:
        if type(value) not in self.new:
            return value
        self.count += 1
        return self.new[type(value)] if self.count == self.place + 1 else value


_SPECIAL = ((0, -0.0), (-1, _NAN), (_I64 - 1, _INF), (-_I64, -_INF), (1, 0.0), (2, 1e308))


def injected(arguments: Arguments, places: int = 20) -> Iterator[Arguments]:
    """Yield the input with a special number at one place inside a list or tuple, for all places."""
    if _ATOMS.issuperset(map(type, arguments)):
        return
    counter = _Inject(-1, 0, 0.0)
    counter.apply(arguments)
    step = max(1, -(-counter.count // places))
    for place in range(0, counter.count, step):
        for whole, real in _SPECIAL:
            yield _Inject(place, whole, real).apply(arguments)


class _Shuffle(_Edit):
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
            case "zero" if type(new[one]) in (int, float):
                new[one] = type(new[one])(0)
            case "negate" if type(new[one]) in (int, float):
                new = [-v if type(v) in (int, float) else v for v in new]
            case "sort" if _ATOMS.issuperset(map(type, new)):
                new.sort(key=lambda v: (str(type(v)), v is not None and v))
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


def _mutated_text(text: str, rng: random.Random) -> str:
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


def _lengths(value: Any, found: list[int]) -> list[int]:
    kind = type(value)
    if kind in (list, tuple):
        if kind is list:
            found.append(len(value))
        if not _ATOMS.issuperset(map(type, value)):
            for item in itertools.islice(value, 8):
                _lengths(item, found)
    elif np is not None and kind is np.ndarray:
        found.extend(value.shape)
    elif is_object(value):
        inside = [v for v in _changeable([value]) if not is_object(v)]  # each once, also where objects hold each other
        for item in inside[:20]:
            found.extend([len(item)] if isinstance(item, (list, dict)) else item.shape)
    return found


def _constants(code: Any) -> Iterator[int | float]:
    """Yield the numbers in a function's code, inner functions included."""
    for value in getattr(code, "co_consts", ()):
        if type(value) in (int, float):
            yield value
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


_NEW_LENGTHS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8)


def changed_input(arguments: Arguments, rng: random.Random, pool: Pool) -> Arguments:
    """Return a recorded input with a few changes.

    These are the most telling inputs: a function expects lists of one length, indices in range,
    sorted values, and only an input near to a real one has all that.
    """
    lengths = _lengths(arguments, [])
    if lengths and rng.random() < (0.8 if max(lengths) > 8 else 0.25):
        for old in sorted(set(lengths), reverse=True)[:3]:
            new = rng.choice(_NEW_LENGTHS) if old > 8 or rng.random() < 0.5 else old
            if rng.random() < 0.1:
                new = max(0, old + rng.choice((-1, 1)))
            arguments = _Resize(old, new, rng).apply(arguments)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if lengths and rng.random() < 0.3:
            arguments = _Shuffle(rng).apply(arguments)
        else:
            rate = rng.choice((0.05, 0.2, 0.5, 1.0, 1.0))
            arguments = _Replace(rate, rng, pool).apply(arguments)
    return arguments


def random_input(types: Sequence[Type], recorded: Sequence[Arguments], rng: random.Random, pool: Pool) -> Arguments:
    """Return one bulk input: a recorded one changed, or one made from the types alone."""
    if recorded and rng.random() < 0.6:
        return changed_input(rng.choice(recorded), rng, pool)
    how = _Flavour(rng, pool)
    size = pool.length(rng) if rng.random() < 0.75 else None
    flavours = [how if rng.random() < 0.6 else _Flavour(rng, pool) for _ in types]
    for flavour in (how, *flavours):
        flavour.size = size
    arguments = tuple([_draw(t, f, size) for t, f in zip(types, flavours, strict=True)])
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
    tables = [[*edges(t), *pool.constants(t)] for t in types]
    bases = list(recorded[:3]) or [tuple(t[min(2, len(t) - 1)] for t in tables)]
    for index, type_ in enumerate(types):  # few, and nothing else tests the guards
        for base in bases:
            for value in neighbours(type_):
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


def _by_length(table: list[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for value in table:
        sized = type(value) is list or (np is not None and isinstance(value, np.ndarray))
        found.setdefault(len(value) if sized else None, []).append(value)
    return found


# Hypothesis -------------------------------------------------------------------------------------


def strategy(type_: Type, size: int | None = None) -> Any:
    """Return a Hypothesis strategy for values of the type; lists get ``size`` elements if given."""
    from hypothesis import strategies as st

    match type_.name:
        case "int":
            return st.one_of(st.integers(-3, 20), st.integers(), st.sampled_from(_INTS))
        case "float":
            return st.one_of(st.floats(), st.sampled_from(_FLOATS))
        case "bool":
            return st.booleans()
        case "None":
            return st.none()
        case "str":
            return st.one_of(st.text("ab", max_size=6), st.text("a1 -.", max_size=6), st.text(max_size=6))
        case "char":
            return st.characters()
        case "dict":
            low, high = (0, 6) if size is None else (0, size)
            parts = [strategy(part, size) for part in type_.parts]
            return st.dictionaries(parts[0], parts[1], min_size=low, max_size=high)
        case "set":
            return st.sets(strategy(type_.parts[0], size), max_size=6)
        case "tuple":
            return st.tuples(*(strategy(part, size) for part in type_.parts))
        case "list":
            low, high = (0, 6) if size is None else (size, size)
            return st.lists(strategy(type_.parts[0], size), min_size=low, max_size=high)
        case "optional":
            return st.one_of(st.none(), strategy(type_.parts[0], size))
        case "number":
            return st.one_of(*(strategy(part) for part in type_.parts))
        case "np":
            return st.sampled_from(_numpy_edges(type_.dtype))
        case "ndarray":
            return _array_strategy(type_, size)
        case "object":
            return st.tuples(*(strategy(part, size) for part in type_.parts)).map(lambda v: _make_object(type_, v))
    return st.sampled_from(edges(type_))


def _array_strategy(type_: Type, size: int | None) -> Any:
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as extra

    low, high = (0, 5) if size is None else (size, size)
    shapes = st.tuples(*[st.integers(low, high)] * type_.ndim)
    return extra.arrays(type_.dtype, shapes)


def arguments(types: Sequence[str], recorded: Sequence[Arguments] = ()) -> Any:
    """Return a Hypothesis strategy for all arguments together.

    Lists tend to have the same length, and some inputs are recorded ones with a few changes.
    """
    from hypothesis import strategies as st

    parsed = [parse_type(text) for text in types]
    pool = Pool(recorded)

    def changed(index: int, seed: int) -> Arguments:
        return changed_input(recorded[index], random.Random(seed), pool)

    def sized(size: int | None) -> Any:
        return st.tuples(*(strategy(type_, size) for type_ in parsed))

    free = st.one_of(st.integers(0, 4), st.none()).flatmap(sized)
    if not recorded:
        return free
    places = st.integers(0, len(recorded) - 1)
    return st.one_of(free, st.builds(changed, places, st.integers(0, 2**32)))


# The proof --------------------------------------------------------------------------------------


LEAST = 25
"""So many inputs at least must have been answered by Rust, and the same."""


@dataclass(frozen=True)
class Budget:
    """How much is tried. ``seconds`` is for all together; one call of the original may take
    ``call_s`` (recorded ones: the whole rest, because real inputs matter most)."""

    seconds: float = 4.0
    edges: int = 1500
    hypothesis: int = 100
    bulk: int = 20_000
    call_s: float = 0.5
    recorded: float = 0.4
    """The share of the time that recorded inputs may take."""


@dataclass
class Evidence:
    """How many inputs of one kind were compared.

    ``native``: Rust answered, and the same as Python. ``trapped``: Rust left it to Python, having
    changed nothing. ``raised``: Python raised, so Rust had to trap. ``undecided``: took too long; these prove
    nothing.
    """

    kind: str
    inputs: int = 0
    native: int = 0
    trapped: int = 0
    raised: int = 0
    undecided: int = 0


@dataclass
class Proof:
    """The result of :func:`check`.

    ``verdict`` is ``equal``, ``different`` (``counterexample`` is the smallest input found, as
    Python to paste; ``detail`` says what differs), or ``unproven`` (``reason`` is
    ``nondeterministic``, ``not-native``, ``too-slow`` or ``canary``; ``detail`` explains).
    """

    id: str
    verdict: str
    seed: int
    evidence: list[Evidence]
    seconds: float = 0.0
    trap_rate: float = 0.0
    reason: str = ""
    detail: str = ""
    counterexample: str = ""
    call: dict[str, Any] | None = None
    """The counterexample as a line of a recording."""

    def explain(self) -> str:
        """Return the verdict in a few lines."""
        counts = ", ".join(f"{e.inputs} {e.kind} ({e.native} native)" for e in self.evidence)
        lines = [f"{self.id}: {self.verdict} after {counts}, seed {self.seed}", self.detail]
        return "\n".join([line for line in (*lines, self.counterexample) if line])


class _Different(Exception):
    """An input shows a difference."""

    def __init__(self, arguments: Arguments, detail: str) -> None:
        super().__init__(detail)
        self.arguments, self.detail = arguments, detail


class _Unproven(Exception):
    """No verdict is possible."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def check(
    pair: Pair,
    types: Sequence[str],
    *,
    recorded: Sequence[Call | Arguments] = (),
    seed: int = 0,
    budget: Budget | None = None,
    canary: bool = True,
    tape: list[tuple[Arguments, Case, str]] | None = None,
) -> Proof:
    """Compare the two functions of ``pair`` on recorded, edge, Hypothesis and bulk inputs.

    Args:
        pair: the functions, from :func:`load`.
        types: the parameters' types in order (``"list[float]"``).
        recorded: real calls, from :func:`read_recording`.
        seed: the same seed gives the same inputs (as many as there is time for).
        budget: how many inputs, and how long.
        canary: also make sure that wrong variants are caught.
        tape: gets the inputs that were decided, what came of them, and their kind; so many as are small together.
    """
    import hypothesis  # noqa: F401 - takes a while, which is not part of the search

    calls = [c.arguments if isinstance(c, Call) else tuple(c) for c in recorded]
    _templates.clear()
    for call in calls:
        _keep_templates(call)
    with _Runner(pair) as runner:
        search = _Search(runner, [parse_type(t) for t in types], types, calls, seed, budget or Budget())
        search.tape = tape
        return search.prove(canary)


class _Search:
    """One search for a difference; counts what was tried."""

    def __init__(
        self,
        runner: _Runner,
        types: list[Type],
        texts: Sequence[str],
        recorded: list[Arguments],
        seed: int,
        budget: Budget,
    ) -> None:
        self.runner, self.types, self.texts = runner, types, texts
        self.recorded = sorted(recorded, key=_weight)
        self.seed, self.budget = seed, budget
        code = getattr(_plain(runner.pair.original), "__code__", None)
        self.pool = Pool(recorded[:16], code)
        self.evidence: list[Evidence] = []
        self.start = time.perf_counter()
        self.deadline = self.start + budget.seconds
        self.call_s = budget.call_s
        self.trap_rate = 0.0
        self.fast: list[Arguments] = []
        """Recorded inputs and smaller ones made of them: where the other kinds start from."""
        self.bounds: dict[tuple[int, bool], float] = {}
        """By place of the argument and sign: a number from which on the original takes too long."""
        self.paths: set[frozenset[int]] = set()
        """The ways through the original that inputs in ``fast`` take."""
        self.answered: list[Arguments] = []
        """Inputs that Rust answered: the canary must be caught on these."""
        self.tape: list[tuple[Arguments, Case, str]] | None = None
        self.room = 4_000_000
        """So many numbers more may be kept on the tape."""

    def prove(self, canary: bool) -> Proof:
        """Run every kind of input; return the verdict."""
        proof = Proof(self.runner.pair.id, "equal", self.seed, self.evidence)
        try:
            self.fast = self._starts()
            self._determinism()
            self._recorded()
            self._edges()
            self._hypothesis()
            self._bulk()
            self._go_on()
            self._enough()
            if canary:
                self._canary()
        except _Different as found:
            proof.verdict = "different"
            arguments, proof.detail = self._smallest(found.arguments, found.detail)
            proof.counterexample = as_python(self.runner.pair.id, arguments, proof.detail)
            proof.call = encode_call(Call(self.runner.pair.id, arguments))
        except _Unproven as why:
            proof.verdict, proof.reason, proof.detail = "unproven", why.reason, why.detail
        proof.trap_rate = self.trap_rate
        proof.seconds = time.perf_counter() - self.start
        return proof

    # One input --------------------------------------------------------------------------------

    def _try(self, evidence: Evidence, arguments: Arguments, seconds: float, watch: bool) -> Case:
        began = time.perf_counter()
        case = self.runner.run(arguments, seconds, watch=watch)
        evidence.inputs += 1
        spent = time.perf_counter() - began
        if evidence.kind != "recorded" and (case.kind == "undecided" or spent > 0.1):
            self._learn(arguments)
        evidence.raised += case.raised
        if self.tape is not None and case.expected is not None and self.room > 0:
            self.room -= 2 * _weight(arguments) + 8
            self.tape.append((arguments, case, evidence.kind))
        if case.kind == "native":
            evidence.native += 1
            if len(self.answered) < 40 or evidence.native < 3:
                self.answered.append(arguments)
        elif case.kind == "trapped":
            evidence.trapped += 1
        elif case.kind == "undecided":
            evidence.undecided += 1
        else:
            raise _Different(arguments, case.detail)
        return case

    def _left(self, share: float = 1.0) -> float:
        """Return the moment at which ``share`` of the time that is left will be over."""
        now = time.perf_counter()
        return now + max(0.0, self.deadline - now) * share

    # The kinds of inputs ----------------------------------------------------------------------

    def _determinism(self) -> None:
        """The original must do the same when it is run twice; it shows here how long it takes."""
        until = self._left(0.15)
        slowest = 0.0
        for arguments in self.fast[:8]:
            outcomes = []
            began = time.perf_counter()
            for _ in range(2):
                try:
                    outcomes.append(self.runner.call(self.runner.pair.original, arguments, self.budget.seconds))
                except _TooLong:
                    return
            found = difference(*outcomes)
            if found:
                raise _Unproven("nondeterministic", f"two runs on equal arguments: {found}")
            slowest = max(slowest, (time.perf_counter() - began) / 2)
            if time.perf_counter() > until:
                break
        self.call_s = min(self.budget.call_s, max(0.02, 4 * slowest))

    def _recorded(self) -> None:
        evidence = self._kind("recorded")
        until = self._left(self.budget.recorded)
        for arguments in self.recorded:
            if time.perf_counter() > until and evidence.inputs:
                break
            self._try(evidence, arguments, max(self.budget.seconds, 10.0), watch=True)
            if evidence.inputs <= 4:
                self._keeps_nothing(arguments)
        if evidence.inputs:
            self.trap_rate = evidence.trapped / evidence.inputs
        # Where one real call takes as long as all was to take, the other inputs get their time too.
        self.deadline = max(self.deadline, time.perf_counter() + 0.6 * self.budget.seconds)

    def _keeps_nothing(self, arguments: Arguments) -> None:
        """Rust must give back every reference that it takes to an argument or its elements."""
        given = copy_arguments(arguments)
        parts = [*given, *(v for a in given if type(a) in (list, tuple) for v in a[:50])]
        parts = [part for part in parts if not _shared(part)]
        before = list(map(sys.getrefcount, parts))
        for _ in range(3):
            self.runner.pair.native(*given)
        if difference(Outcome(copy_arguments(arguments)), Outcome(given)):
            return  # what it changed may hold more references, or fewer
        for count, part in zip(before, parts, strict=True):
            if sys.getrefcount(part) >= count + 3:
                raise _Different(arguments, f"Rust keeps references to an argument: {_told(part)}")

    def _starts(self) -> list[Arguments]:
        """Return recorded inputs, at most 40, and small ones made of those that are not small.

        They are chosen by size and not by time, so that a seed always gives the same inputs.
        """
        rng = self._rng("small")
        every = [a for a in self.recorded if _weight(a) <= 400]
        every += [_small(a, rng) for a in self.recorded if _weight(a) > 60]
        step = max(1, len(every) // 40)
        return self._by_path(every[::step][:40])

    def _by_path(self, inputs: list[Arguments]) -> list[Arguments]:
        """Order inputs so that the first few go different ways through the original."""
        groups: dict[frozenset[int], list[Arguments]] = {}
        until = self._left(0.1)
        for given in inputs:
            path = self._path(given) if time.perf_counter() < until else frozenset()
            groups.setdefault(path, []).append(given)
        turns = itertools.zip_longest(*sorted(groups.values(), key=len))
        self.paths = set(groups)
        return [given for turn in turns for given in turn if given is not None]

    def _path(self, arguments: Arguments) -> frozenset[int]:
        """Return the lines that the original runs through; none where a debugger is at work."""
        code = getattr(_plain(self.runner.pair.original), "__code__", None)
        lines: set[int] = set()
        if code is None or sys.gettrace() is not None:
            return frozenset()

        def line(frame: Any, event: str, _: object) -> Any:
            if event == "line":
                lines.add(frame.f_lineno)
            return line

        def enter(frame: Any, _: str, __: object) -> Any:
            return line if frame.f_code.co_filename == code.co_filename else None

        sys.settrace(enter)
        try:
            self.runner.call(self.runner.pair.original, arguments, self.call_s, watch=False)
        except _TooLong:
            return frozenset()
        finally:
            sys.settrace(None)
        return frozenset(lines)

    def _rng(self, kind: str) -> random.Random:
        """Each kind of input has random numbers of its own: how far another came does not matter."""
        return random.Random(f"{self.seed} {kind}")

    def _edges(self) -> None:
        evidence = self._kind("edges")
        rng = self._rng("edges")
        until = self._left(0.3)
        for arguments in edge_inputs(self.types, self.fast, rng, self.budget.edges, self.pool):
            if self._endless(arguments):
                continue
            self._try(evidence, arguments, self.call_s, watch=evidence.inputs < 300)
            if time.perf_counter() > until:
                return

    def _learn(self, arguments: Arguments) -> None:
        """Note the largest number of an input that took too long: most likely it counts a loop."""
        sizes = [abs(v) if type(v) in (int, float) else 0 for v in arguments]
        largest = max(sizes, default=0)
        if largest > 100:
            at = sizes.index(largest)
            key = (at, arguments[at] > 0)
            self.bounds[key] = min(largest, self.bounds.get(key, largest))

    def _endless(self, arguments: Arguments) -> bool:
        return any(
            type(arguments[at]) in (int, float) and (arguments[at] > 0) is positive and abs(arguments[at]) >= bound
            for (at, positive), bound in self.bounds.items()
        )

    def _hypothesis(self) -> None:
        import hypothesis

        evidence = self._kind("hypothesis")
        until = self._left(0.4)
        last: list[_Different] = []

        def test(values: Arguments) -> None:
            if (time.perf_counter() > until and not last) or self._endless(values):
                return
            try:
                self._try(evidence, values, self.call_s, watch=False)
            except _Different as found:
                last[:] = [found]
                raise

        settings = hypothesis.settings(
            max_examples=max(1, self.budget.hypothesis),
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            verbosity=hypothesis.Verbosity.quiet,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        )
        given: Any = hypothesis.given(arguments(self.texts, self.fast))
        if not self.budget.hypothesis:
            return
        try:
            searched: Any = hypothesis.seed(self.seed)(settings(given(test)))
            searched()
        except _Different as found:
            raise found from None  # the last one raised is the smallest
        except hypothesis.errors.Flaky:
            if last:
                raise last[0] from None
            raise

    def _bulk(self) -> None:
        evidence = self._kind("bulk")
        rng = self._rng("bulk")
        until = self._left(0.85)
        while evidence.inputs < self.budget.bulk and time.perf_counter() < until:
            new = random_input(self.types, self.fast, rng, self.pool)
            if self._endless(new):
                continue
            case = self._try(evidence, new, self.call_s, watch=evidence.inputs % 64 == 0)
            if evidence.inputs % 8 == 0 and case.kind == "native" and len(self.fast) < 80:
                path = self._path(new)
                if path not in self.paths:  # a new way through the original: go on from here
                    self.paths.add(path)
                    self.fast.append(new)

    def _go_on(self) -> None:
        """Where the time was over before Rust had answered :data:`LEAST` inputs, take some more."""
        evidence = self.evidence[-1]
        rng = self._rng("more")
        until = time.perf_counter() + 3 * self.budget.seconds
        while self._native() < LEAST and time.perf_counter() < until:
            if self.fast:
                new = changed_input(rng.choice(self.fast), rng, self.pool)
            else:
                new = random_input(self.types, (), rng, self.pool)
            if not self._endless(new):
                self._try(evidence, new, self.call_s, watch=False)

    def _native(self) -> int:
        return sum(e.native for e in self.evidence if e.kind != "canary")

    def _kind(self, name: str) -> Evidence:
        evidence = Evidence(name)
        self.evidence.append(evidence)
        return evidence

    # What makes the counts worth something ----------------------------------------------------

    def _enough(self) -> None:
        """Few inputs prove little, and none proves nothing."""
        compared = [e for e in self.evidence if e.kind != "canary"]
        recorded = compared[0]
        if self.recorded and recorded.undecided == recorded.inputs:
            raise _Unproven("too-slow", "no recorded input was decided within the time")
        if not any(e.native for e in compared) or (self.recorded and not recorded.native):
            which = "recorded inputs" if self.recorded else "inputs"
            raise _Unproven("not-native", f"Rust answered none of the {which}")
        tried, native = sum(e.inputs for e in compared), self._native()
        if native < LEAST:
            detail = f"of {tried} inputs that there was time for, Rust answered {native}"
            raise _Unproven("too-slow" if tried < 10 * LEAST else "not-native", detail)

    def _canary(self) -> None:
        """Wrong variants of the Rust function must be caught, each on the first input it spoils."""
        evidence = self._kind("canary")
        pair = self.runner.pair
        pool = sorted(self.answered, key=_weight)
        until = time.perf_counter() + max(1.0, 0.3 * self.budget.seconds)
        try:
            for name, spoil in CANARIES.items():
                spoiled = _Spoiled(pair, spoil)
                self.runner.pair = pair._replace(native=spoiled)
                for arguments in pool:
                    if time.perf_counter() > until and evidence.inputs:
                        break
                    case = self.runner.run(arguments, max(self.budget.seconds, 10.0))
                    if not spoiled.acted or case.kind == "undecided":
                        continue
                    if case.kind != "different":
                        raise _Unproven("canary", f"a wrong variant was not caught: {name}")
                    evidence.inputs += 1
                    evidence.native += 1
                    break
        finally:
            self.runner.pair = pair
        if pool and not evidence.inputs:
            raise _Unproven("canary", "no wrong variant could be made")

    # The smallest counterexample --------------------------------------------------------------

    def _smallest(self, found: Arguments, detail: str) -> tuple[Arguments, str]:
        """Make the input smaller as long as it still shows a difference."""
        until = time.perf_counter() + max(1.0, 0.4 * self.budget.seconds)
        best = found
        improved = True
        while improved and time.perf_counter() < until:
            improved = False
            for smaller in simpler(best):
                if time.perf_counter() > until:
                    break
                case = self.runner.run(smaller, self.call_s)
                if case.kind == "different":
                    best, detail, improved = smaller, case.detail, True
                    break
        return best, detail


def _shared(value: Any) -> bool:
    """Whether the interpreter has one object for all values like this one."""
    if type(value) is int:
        return -5 <= value <= 256
    return value is None or type(value) is bool or (type(value) is str and len(value) < 2)


def _weight(value: Any) -> int:
    """Return about how many numbers a value holds."""
    kind = type(value)
    if kind is dict:
        return 1 + sum(map(_weight, value)) + sum(map(_weight, value.values()))
    if kind is set:
        return 1 + sum(map(_weight, value))
    if kind is tuple or kind is list:
        if _ATOMS.issuperset(map(type, value)):
            return len(value) + 1
        return 1 + sum(map(_weight, value))
    if np is not None and kind is np.ndarray:
        return int(value.size) + 1
    if is_object(value):
        inside = _changeable([value])
        return len(inside) + sum(_weight(v) for v in inside if type(v) is list or not is_object(v))
    return 1


def _small(arguments: Arguments, rng: random.Random) -> Arguments:
    """Return an input like this one with short lists."""
    for _ in range(6):
        longest = max(_lengths(arguments, []), default=0)
        if longest <= 8:
            break
        arguments = _Resize(longest, rng.choice((3, 4, 5, 6, 8)), rng).apply(arguments)
    return arguments


def simpler(arguments: Arguments) -> Iterator[Arguments]:
    """Yield inputs a step simpler than this one, the boldest steps first."""
    for index, value in enumerate(arguments):
        for smaller in _simpler(value):
            yield _replaced(arguments, index, value, smaller)
    for old in sorted({n for n in _lengths(arguments, []) if n}, reverse=True)[:4]:
        for new in sorted({0, 1, old // 2, old - 1}):
            if new < old:
                resize = _Resize(old, new, random.Random(0))
                resize.scalars = resize.indices = True
                yield resize.apply(arguments)


def _replaced(arguments: Arguments, index: int, old: Any, new: Any) -> Arguments:
    """Put ``new`` in place of the argument; also where the same object is passed again."""
    if type(old) in _ATOMS:
        return (*arguments[:index], new, *arguments[index + 1 :])
    return tuple([new if value is old else value for value in arguments])


def _simpler(value: Any) -> Iterator[Any]:
    kind = type(value)
    if kind is int:
        yield from (n for n in (0, 1, 2, -1, value // 2, value - 1) if abs(n) < abs(value))
    elif kind is float:
        plain = (0.0, 1.0, 2.0, 0.5, -1.0)
        if not (value in plain and math.copysign(1.0, value) == math.copysign(1.0, value + 0.0)):
            yield from plain
        if math.isfinite(value) and value != round(value, 2):
            yield from (float(round(value)), round(value, 1), round(value, 2))
    elif kind is str:
        yield from (value[: len(value) // 2], value[1:], value[:-1]) if value else ()
    elif kind is list or kind is tuple:
        if kind is list and value:
            count = len(value)
            yield from ([], value[: count // 2], value[count // 2 :])
            yield from (value[:i] + value[i + 1 :] for i in range(min(count, 40)))
        for index, item in enumerate(value[:40]):
            for smaller in _simpler(item):
                yield kind([*value[:index], smaller, *value[index + 1 :]])
    elif kind is dict:
        if value:
            yield {}
        for key in list(value)[:40]:
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: smaller} for smaller in _simpler(value[key]))
    elif kind is set:
        yield from ({other for other in value if other != item} for item in list(value)[:40])
    elif np is not None and kind is np.ndarray and value.size:
        if not value.flags.c_contiguous:
            yield np.ascontiguousarray(value)
        for axis, length in enumerate(value.shape):
            yield from (np.take(value, range(n), axis=axis) for n in {length // 2, length - 1})
        if value.any():
            yield np.zeros_like(value)
            yield np.ones_like(value)
    elif is_object(value):
        for name, held in attributes_of(value).items():
            for smaller in () if is_object(held) else _simpler(held):
                new = copy_arguments((value,))[0]
                object.__setattr__(new, name, smaller)
                yield new


# Canaries ---------------------------------------------------------------------------------------


class _Spoiled:
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


def _spoil_result(change: Callable[[Any], Any]) -> Callable[[_Spoiled, Arguments], Any]:
    def spoil(function: _Spoiled, given: Arguments) -> Any:
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
        return math.nextafter(value, -_INF if value > 0 else _INF)
    if kind is str:
        return value[:-1] if value else "a"
    if kind is dict and value:
        return dict(itertools.islice(value.items(), len(value) - 1))
    if kind is set:
        return {*value, object()}
    if kind is list or kind is tuple:
        for index, item in enumerate(value):
            wrong = _one_off(item)
            if wrong is not _UNSPOILED:
                return kind([*value[:index], wrong, *value[index + 1 :]])
    if np is not None and kind is np.ndarray and value.size and value.dtype.kind in "biuf":
        wrong = value.copy(order="K")
        bits = wrong.reshape(-1, order="A") if wrong.flags.forc else wrong.reshape(-1)
        if not np.isnan(bits[0]):
            bits[0] = not bits[0] if bits.dtype.kind == "b" else _next(bits[0])
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
    if value.dtype.kind == "f":
        return np.nextafter(value, value.dtype.type(-_INF if value > 0 else _INF))
    return value ^ value.dtype.type(1)


def _other_type(value: Any) -> Any:
    """The value is right, its type is not."""
    kind = type(value)
    if kind is bool:
        return int(value)
    if kind is int:
        return bool(value) if value in (0, 1) else _Int(value)
    if kind is float:
        return np.float64(value) if np is not None else _Float(value)
    if kind is list:
        return tuple(value)
    if kind is tuple:
        return list(value)
    if kind is str:
        return _Text(value)
    if kind is dict:
        return _Dict(value)
    if kind is set:
        return frozenset(value)
    if value is None:
        return 0
    if np is not None and isinstance(value, np.generic):
        return value.item()
    return _UNSPOILED


def _turned(value: Any) -> Any:
    """The elements are in another order."""
    if type(value) in (list, tuple) and len(value) > 1:
        wrong = value[::-1]
        return wrong if _Same().compare(value, wrong, "") else _UNSPOILED
    if type(value) is dict and len(value) > 1:
        return dict(reversed(value.items()))
    return _UNSPOILED


def _write_lost(function: _Spoiled, given: Arguments) -> Any:
    """What should be done to the arguments is done to copies of them."""
    copies = copy_arguments(given)
    result = function.honest(copies)
    if result is function.trapped:
        return result
    function.acted |= difference(Outcome(given), Outcome(copies)) is not None
    return result


def _write_added(function: _Spoiled, given: Arguments) -> Any:
    """An argument that should stay as it is gets one element more, or another value."""
    result = function.honest(given)
    if result is function.trapped:
        return result
    for value in given:
        if type(value) is list:
            value.append(value[-1] if value else 0)
            function.acted = True
            break
        if type(value) is dict or type(value) is set:
            value.clear() if value else value.update({0: 0})
            function.acted = True
            break
        if np is not None and type(value) is np.ndarray and value.size and value.flags.writeable:
            wrong = _one_off(value)
            if wrong is not _UNSPOILED:
                value[...] = wrong
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


def _late_trap(function: _Spoiled, given: Arguments) -> Any:
    """The arguments are changed, and then it traps."""
    before = copy_arguments(given)
    result = function.honest(given)
    if result is function.trapped:
        return result
    function.acted |= difference(Outcome(before), Outcome(given)) is not None
    return function.trapped


CANARIES: dict[str, Callable[[_Spoiled, Arguments], Any]] = {
    "a result one off": _spoil_result(_one_off),
    "a result of another type": _spoil_result(_other_type),
    "a result in another order": _spoil_result(_turned),
    "a write to an argument lost": _write_lost,
    "a write to an argument added": _write_added,
    "a trap after a write": _late_trap,
}


# Counterexamples as Python ----------------------------------------------------------------------


def as_python(id: str, values: Arguments, detail: str) -> str:
    """Return Python, to be pasted, that makes the arguments and calls the original."""
    module, _, qualname = id.partition(":")
    top = qualname.partition(".")[0]
    writer = _Writer()
    texts = [writer.text(value) for value in values]
    lines = []
    if any("np." in line for line in (*writer.lines, *texts)):
        lines.append("import numpy as np")
    if module.replace(".", "").isidentifier():
        lines.append(f"from {module} import {top}")
    lines += ["", *writer.lines, f"{qualname}({', '.join(texts)})"]
    return "\n".join([*lines, *(f"# Python and Rust: {line}" for line in detail.splitlines())])


class _Writer:
    """Writes values as expressions; what occurs twice gets a name, so that it is one object."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: dict[int, str] = {}

    def text(self, value: Any) -> str:
        """Return an expression for ``value``; statements that it needs go to ``lines``."""
        kind = type(value)
        if kind is float:
            return repr(value) if math.isfinite(value) else f'float("{value}")'
        if kind is tuple:
            inner = ", ".join(map(self.text, value))
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        if id(value) in self._names:
            return self._names[id(value)]
        if kind is list:
            return self._named(value, f"[{', '.join(map(self.text, value))}]")
        if kind is dict:
            entries = [f"{self.text(k)}: {self.text(v)}" for k, v in value.items()]
            return self._named(value, f"{{{', '.join(entries)}}}")
        if kind is set:
            return self._named(value, f"set([{', '.join(map(self.text, value))}])")
        if np is not None and isinstance(value, np.ndarray):
            return self._array(value)
        if np is not None and isinstance(value, np.generic):
            return f"np.{kind.__name__}({self.text(value.item())})"
        if is_object(value):
            name = self._named(value, f"object.__new__({kind.__qualname__})")
            for attribute, held in attributes_of(value).items():
                self.lines.append(f"object.__setattr__({name}, {attribute!r}, {self.text(held)})")
            return name
        if kind in (_Int, _Float, _Text, _Dict):
            base: Any = kind.__mro__[1]
            return f'type("{kind.__name__}", ({base.__name__},), {{}})({base.__repr__(value)})'
        return repr(value)

    def _named(self, value: Any, text: str) -> str:
        name = f"x{len(self._names)}"
        self._names[id(value)] = name
        self.lines.append(f"{name} = {text}")
        return name

    def _array(self, array: Any) -> str:
        if array.size and isinstance(array.base, np.ndarray) and not array.flags.owndata:
            name = self._view(array)
        else:
            dtype = array.dtype.name if array.dtype.isnative else repr(array.dtype.str)
            dtype = f"np.{dtype}" if array.dtype.isnative else dtype
            dtype = "np.bool_" if dtype == "np.bool" else dtype
            order = ', order="F"' if array.flags.f_contiguous and not array.flags.c_contiguous else ""
            values = self._plain(array.tolist())
            text = f"np.array({values}, dtype={dtype}{order})"
            if 0 in array.shape:
                text = f"np.empty({array.shape}, dtype={dtype}{order})"
            name = self._named(array, text)
        if not array.flags.writeable:
            self.lines.append(f"{name}.flags.writeable = False")
        return name

    def _plain(self, values: Any) -> str:
        if isinstance(values, list):
            return f"[{', '.join(map(self._plain, values))}]"
        return self.text(values)

    def _view(self, array: Any) -> str:
        """Write a view by its memory, because which arrays overlap, and how, is part of the input."""
        root = array
        while isinstance(root.base, np.ndarray):
            root = root.base
        low, memory = _copy_memory(root)
        if id(root) not in self._names:
            self._named(root, f'np.frombuffer(bytearray.fromhex("{memory.tobytes().hex()}"), np.uint8)')
        offset = array.__array_interface__["data"][0] - low
        parts = f"{array.shape}, {array.dtype.str!r}, {self._names[id(root)]}, {offset}, {array.strides}"
        return self._named(array, f"np.ndarray({parts})")

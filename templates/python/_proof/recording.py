"""Recorded calls: arguments as lines of JSON, by bits, written and read without running anything that they hold."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
import re
import struct
from collections import deque
from collections.abc import Iterable
from types import FunctionType
from typing import Any, NamedTuple

from .maps import KINDS, MAPS, kind_of
from .members import is_member
from .np_random import encoded_np, is_np_random, made_np
from .objects import attributes_of, find_class, find_function, is_generator, is_object, set_attributes
from .optional import np
from .records import class_of, is_record, make_record
from .types import Arguments


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
        case "complex":
            return complex(*struct.unpack(">dd", bytes.fromhex(plain["v"])))
        case "bool" | "str":
            return plain["v"]
        case "None":
            return None
        case "tuple":
            return tuple(_column(plain, seen))
        case "enum":
            kind: Any = find_class(plain["c"])
            return kind._member_map_[plain["v"]]
        case "record":
            return make_record(plain["c"], [_decode(value, seen) for value in plain["v"]])
        case "list":
            new: list[Any] = []
            seen[plain["n"]] = new
            new.extend(_column(plain, seen))
            return new
        case "bytes":
            return bytes.fromhex(plain["v"])
        case "bytearray":
            return seen.setdefault(plain["n"], bytearray.fromhex(plain["v"]))
        case "deque":
            ends = seen[plain["n"]] = deque(maxlen=plain["m"])
            ends.extend([_decode(value, seen) for value in plain["v"]])
            return ends
        case "dict":
            entries = seen[plain["n"]] = KINDS[plain.get("k", "dict")]()
            if plain["v"] and isinstance(plain["v"][0], dict):
                keys, values = plain["v"]
                dict.update(entries, zip(_column(keys, seen), _column(values, seen), strict=True))
                return entries
            for key, value in plain["v"]:
                entries[_decode(key, seen)] = _decode(value, seen)
            return entries
        case "set":
            return seen.setdefault(plain["n"], set(_column(plain, seen)))
        case "object":
            made: Any = object.__new__(find_class(plain["c"]))
            seen[plain["n"]] = made
            set_attributes(made, {name: _decode(value, seen) for name, value in plain["v"].items()})
            return made
        case "function":
            return find_function(plain["c"])
        case "np_random":
            return seen.setdefault(plain["n"], made_np(plain["c"], plain["v"]))
        case "random":
            return seen.setdefault(plain["n"], _decode_generator(plain))
        case "ref":
            return seen[plain["n"]]
        case "np":
            return np.frombuffer(bytes.fromhex(plain["v"]), _little(plain["d"]))[0]
        case "array":
            return seen.setdefault(plain["n"], _decode_array(plain))
    raise ValueError(f"the recording holds a value of an unknown kind: {plain['t']!r}")


def _column(plain: dict[str, Any], seen: dict[int, Any]) -> Iterable[Any]:
    """The values of a list, tuple or set, or the keys or values of a dict: one by one, or many of one type as one."""
    if "of" not in plain:
        return (_decode(value, seen) for value in plain["v"])
    if plain["of"] == "float":
        digits = bytes.fromhex(plain["v"])
        return struct.unpack(f">{len(digits) // 8}d", digits)
    return plain["v"]  # type: ignore[no-any-return]  # JSON has ints and texts of its own


def _decode_generator(plain: dict[str, Any]) -> random.Random:
    words = bytes.fromhex(plain["v"])
    kept = None if plain["g"] is None else struct.unpack(">d", bytes.fromhex(plain["g"]))[0]
    made = random.Random()
    made.setstate((3, struct.unpack(f">{len(words) // 4}I", words), kept))
    return made


def _encode_generator(value: random.Random) -> dict[str, Any]:
    _, words, kept = value.getstate()
    digits = struct.pack(f">{len(words)}I", *words).hex()
    return {"t": "random", "v": digits, "g": None if kept is None else struct.pack(">d", kept).hex()}


def _decode_array(plain: dict[str, Any]) -> Any:
    shape = tuple(plain["shape"])
    flat = np.frombuffer(base64.b64decode(plain["v"]), _little(plain["d"]))
    array = flat.reshape(shape).astype(plain["d"], order="F" if plain["order"] == "F" else "C")
    if plain["order"] == "strided":
        array = strided(array)
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
    if kind in MAPS and not kind_of(value):
        return {"t": "other", "v": "collections.defaultdict"}
    if kind in (list, deque, bytearray, *MAPS, set, getattr(np, "ndarray", None)) or is_generator(value):
        if id(value) in numbers:
            return {"t": "ref", "n": numbers[id(value)]}
        number = numbers[id(value)] = len(numbers)
        if kind is list:
            return {"t": "list", "v": [_encode(v, numbers) for v in value], "n": number}
        if kind is bytearray:
            return {"t": "bytearray", "v": value.hex(), "n": number}
        if kind is deque:
            return {"t": "deque", "m": value.maxlen, "v": [_encode(v, numbers) for v in value], "n": number}
        if kind in MAPS:
            pairs = [[_encode(k, numbers), _encode(v, numbers)] for k, v in value.items()]
            return {"t": "dict", "k": kind_of(value), "v": pairs, "n": number}
        if kind is set:
            return {"t": "set", "v": [_encode(v, numbers) for v in value], "n": number}
        if is_np_random(value):
            return {**encoded_np(value), "n": number}
        if is_generator(value):
            return {**_encode_generator(value), "n": number}
        return {**_encode_array(value), "n": number}
    if kind is FunctionType:
        return {"t": "function", "c": f"{value.__module__}:{value.__qualname__}"}
    if kind is int:
        return {"t": "int", "v": str(value)}
    if kind is float:
        return {"t": "float", "v": struct.pack(">d", value).hex()}
    if kind is complex:
        return {"t": "complex", "v": struct.pack(">dd", value.real, value.imag).hex()}
    if kind is tuple:
        return {"t": "tuple", "v": [_encode(v, numbers) for v in value]}
    if is_member(value):
        return {"t": "enum", "c": f"{kind.__module__}:{kind.__qualname__}", "v": value.name}
    if is_record(value):
        return {"t": "record", "c": class_of(value), "v": [_encode(v, numbers) for v in value]}
    if value is None:
        return {"t": "None"}
    if kind is bytes:
        return {"t": "bytes", "v": value.hex()}
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


def strided(array: Any) -> Any:
    """Return the same values in memory that has a gap after each of them."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    view = wide[..., ::2]
    view[...] = array
    return view

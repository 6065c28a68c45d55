"""Writes values as JSON text by bits, as the recording format asks, before the call changes them.

Lists, dicts, sets and arrays are numbered in the order of the first visit, so that one object that is met twice
is written as a reference. What cannot be written exactly raises ``NotStorable``.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
from collections import deque
from types import FunctionType
from typing import Any

from .instances import INSTANCES, own_attributes
from .records import enum_class, record_class
from .typetext import MAPS, class_name, is_generator_state, map_kind, np_random_class, numpy_type

_MOST_BITS = 10_000
_PLAIN = {int: 2, float: 16, str: 3}
"""Types of which many are written as one, and how many characters each takes at least."""
_FEW = 8
"""Values up to so many are written one by one."""
_DEEPEST = 160
"""Classes may hold themselves: chains of instances are as deep as they are long."""


class NotStorable(Exception):
    """The call cannot be stored. The text is the reason."""


class TooLarge(NotStorable):
    """The call is longer than is allowed."""


class Encoder:
    """Encodes the values of one call. Keeps what it numbered, so that identities stay true."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._numbers: dict[int, tuple[int, object]] = {}
        self._arrays: list[Any] = []

    def text(self, value: object) -> str:
        """Return the JSON text of ``value``."""
        pieces: list[str] = []
        self._put(value, pieces, 0)
        return "".join(pieces)

    def _add(self, piece: str, pieces: list[str]) -> None:
        self.size += len(piece)
        if self.size > self.most:
            raise TooLarge("it is too large")
        pieces.append(piece)

    def _put(self, value: Any, pieces: list[str], depth: int) -> None:
        kind = type(value)
        scalar = _scalar(value, kind)
        if scalar is not None:
            self._add(scalar, pieces)
        elif depth > _DEEPEST:
            raise NotStorable("it is nested too deeply")
        elif kind is list:
            if not self._met(value, pieces):
                number = self._number(value)
                self._column('{"t":"list"', value, pieces, depth)
                self._add(f',"n":{number}}}', pieces)
        elif kind in MAPS and (word := map_kind(value)):
            if not self._met(value, pieces):
                number = self._number(value)
                self._add(f'{{"t":"dict","k":"{word}","v":[', pieces)
                if len(value) > _FEW:
                    self._add('{"t":"keys"', pieces)  # a dict of any size is two columns
                    self._column("", list(value), pieces, depth)
                    self._add('},{"t":"values"', pieces)
                    self._column("", list(value.values()), pieces, depth)
                    self._add("}", pieces)
                else:
                    self._entries(value, pieces, depth)
                self._add(f'],"n":{number}}}', pieces)
        elif kind is bytearray:
            if not self._met(value, pieces):
                digits = value.hex()
                self._add(f'{{"t":"bytearray","v":"{digits}","n":{self._number(value)}}}', pieces)
        elif kind is deque:
            if not self._met(value, pieces):
                number = self._number(value)
                most = json.dumps(value.maxlen)
                self._add(f'{{"t":"deque","m":{most},"v":[', pieces)
                self._items(list(value), pieces, depth)
                self._add(f'],"n":{number}}}', pieces)
        elif kind is set:
            if not self._met(value, pieces):
                number = self._number(value)
                self._column('{"t":"set"', list(value), pieces, depth)
                self._add(f',"n":{number}}}', pieces)
        elif kind is tuple:
            self._column('{"t":"tuple"', value, pieces, depth)
            self._add("}", pieces)
        elif record := record_class(value):
            self._add(f'{{"t":"record","c":{json.dumps(record[0])},"v":[', pieces)
            self._items(value, pieces, depth)
            self._add("]}", pieces)
        elif member := enum_class(value):
            self._add(f'{{"t":"enum","c":{json.dumps(member)},"v":{json.dumps(value._name_)}}}', pieces)
        elif kind is FunctionType and (name := INSTANCES.function_id(value)):
            self._add(f'{{"t":"function","c":{json.dumps(name)}}}', pieces)
        elif is_generator_state(value):
            if not self._met(value, pieces):
                self._generator(value, pieces)
        elif name := np_random_class(value):
            if not self._met(value, pieces):
                self._np_random(name, value, pieces)
        elif name := INSTANCES.class_id(value):
            if not self._met(value, pieces):
                self._object(name, value, pieces, depth)
        else:
            self._put_numpy(value, pieces)

    def _object(self, name: str, value: object, pieces: list[str], depth: int) -> None:
        """Write the attributes that can be stored; the others are none that Rust could use."""
        self._add(f'{{"t":"object","c":{json.dumps(name)},"n":{self._number(value)},"v":{{', pieces)
        comma = ""
        for key, held in own_attributes(value).items():
            written, numbered, arrays = len(pieces), len(self._numbers), len(self._arrays)
            pieces.append(f"{comma}{json.dumps(key)}:")
            try:
                self._put(held, pieces, depth + 1)
                comma = ","
            except TooLarge:
                raise
            except NotStorable:
                del pieces[written:]
                del self._arrays[arrays:]
                for number in list(self._numbers)[numbered:]:
                    del self._numbers[number]
        pieces.append("}}")

    def _generator(self, value: Any, pieces: list[str]) -> None:
        """Write the state of a ``random.Random``: its words, and what ``gauss`` keeps."""
        _, words, kept = value.getstate()
        digits = struct.pack(f">{len(words)}I", *words).hex()
        gauss = "null" if kept is None else f'"{struct.pack(">d", kept).hex()}"'
        self._add(f'{{"t":"random","v":"{digits}","g":{gauss},"n":{self._number(value)}}}', pieces)

    def _np_random(self, name: str, value: Any, pieces: list[str]) -> None:
        """Write the state of a generator of NumPy's."""
        state = value.bit_generator.state if name == "Generator" else value.get_state(legacy=False)
        number = self._number(value)
        self._add(f'{{"t":"np_random","c":"{name}","v":{json.dumps(_in_numbers(state))},"n":{number}}}', pieces)

    def _column(self, head: str, values: list[Any] | tuple[Any, ...], pieces: list[str], depth: int) -> None:
        """Write ``head`` and ``values``; many of one plain type as one text, without a word about each."""
        kind = type(values[0]) if len(values) > _FEW and len(set(map(type, values))) == 1 else None
        if kind is None or kind not in _PLAIN:
            self._add(f'{head},"v":[', pieces)
            self._items(values, pieces, depth)
            self._add("]", pieces)
            return
        if len(values) * _PLAIN[kind] > self.most - self.size:
            raise TooLarge("it is too large")
        if kind is float:
            written = f'"{struct.pack(f">{len(values)}d", *values).hex()}"'
        else:
            if kind is int and max(max(values).bit_length(), min(values).bit_length()) > _MOST_BITS:
                raise NotStorable("an int is too large")
            written = json.dumps(values, separators=(",", ":"))
        self._add(f'{head},"of":"{kind.__name__}","v":{written}', pieces)

    def _items(self, values: list[Any] | tuple[Any, ...], pieces: list[str], depth: int) -> None:
        if len(values) * 10 > self.most:
            raise TooLarge("it is too large")
        for index, value in enumerate(values):
            if index:
                pieces.append(",")
            self._put(value, pieces, depth + 1)

    def _entries(self, values: dict[Any, Any], pieces: list[str], depth: int) -> None:
        if len(values) * 20 > self.most:
            raise TooLarge("it is too large")
        for index, (key, value) in enumerate(values.items()):
            pieces.append(",[" if index else "[")
            self._put(key, pieces, depth + 1)
            pieces.append(",")
            self._put(value, pieces, depth + 1)
            pieces.append("]")

    def _met(self, value: object, pieces: list[str]) -> bool:
        known = self._numbers.get(id(value))
        if known is None:
            return False
        self._add(f'{{"t":"ref","n":{known[0]}}}', pieces)
        return True

    def _number(self, value: object) -> int:
        number = len(self._numbers)
        self._numbers[id(value)] = (number, value)
        return number

    def _put_numpy(self, value: Any, pieces: list[str]) -> None:
        found = numpy_type(value)
        if found is None or found[1] in ("float128", "complex256", "float96", "longdouble"):
            raise NotStorable(f"{class_name(type(value))} cannot be stored")
        if found[0] == "np":
            digits = _little_endian(value).hex()
            self._add(f'{{"t":"np","d":"{found[1]}","v":"{digits}"}}', pieces)
        elif not self._met(value, pieces):
            self._array(value, pieces)

    def _array(self, array: Any, pieces: list[str]) -> None:
        if array.nbytes * 4 // 3 > self.most:
            raise TooLarge("it is too large")
        if not array.flags.aligned:
            raise NotStorable("an array that is not aligned cannot be stored")
        numpy = sys.modules["numpy"]
        if any(numpy.may_share_memory(array, other) for other in self._arrays):
            raise NotStorable("arrays that overlap cannot be stored")
        self._arrays.append(array)
        flags = array.flags
        order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "strided"
        head = f'{{"t":"array","d":"{array.dtype.name}","shape":{list(array.shape)}'
        writeable = "true" if flags.writeable else "false"
        cells = base64.b64encode(_little_endian(array)).decode("ascii")
        tail = f'"order":"{order}","w":{writeable},"v":"{cells}","n":{self._number(array)}}}'
        self._add(f"{head},{tail}", pieces)


def _scalar(value: Any, kind: type) -> str | None:
    if kind is float:
        return f'{{"t":"float","v":"{struct.pack(">d", value).hex()}"}}'
    if kind is complex:
        return f'{{"t":"complex","v":"{struct.pack(">dd", value.real, value.imag).hex()}"}}'
    if kind is int:
        if value.bit_length() > _MOST_BITS:
            raise NotStorable("an int is too large")
        return f'{{"t":"int","v":"{value}"}}'
    if kind is bool:
        return '{"t":"bool","v":true}' if value else '{"t":"bool","v":false}'
    if value is None:
        return '{"t":"None"}'
    if kind is bytes:
        return f'{{"t":"bytes","v":"{value.hex()}"}}'
    if kind is str:
        return f'{{"t":"str","v":{json.dumps(value)}}}'
    return None


def _in_numbers(state: Any) -> Any:
    """The state of a bit generator with arrays as lists of words, and floats by bits."""
    if isinstance(state, dict):
        return {key: _in_numbers(held) for key, held in state.items()}
    if isinstance(state, float):
        return {"float": struct.pack(">d", state).hex()}
    if isinstance(state, sys.modules["numpy"].ndarray):
        return {"dtype": state.dtype.name, "words": state.tolist()}
    return state if isinstance(state, str) else int(state)


def _little_endian(value: Any) -> bytes:
    if sys.byteorder == "big":
        value = value.astype(value.dtype.newbyteorder("<"))
    return value.tobytes()  # type: ignore[no-any-return]  # of NumPy, which is not imported here

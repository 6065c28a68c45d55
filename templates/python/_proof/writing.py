"""Writes a counterexample as Python to paste."""

from __future__ import annotations

import math
import random
from collections import deque
from types import FunctionType
from typing import Any

from .copies import copy_memory
from .maps import MAPS, factory_of
from .members import is_member
from .np_random import is_np_random
from .objects import attributes_of, is_object
from .odd_values import OddByteArray, OddBytes, OddDict, OddFloat, OddInt, OddText
from .optional import np
from .records import is_record
from .types import Arguments


def as_python(id: str, values: Arguments, detail: str) -> str:
    """Return Python, to be pasted, that makes the arguments and calls the original."""
    module, _, qualname = id.partition(":")
    top = qualname.partition(".")[0]
    writer = _Writer()
    texts = [writer.text(value) for value in values]
    lines = []
    if any("np." in line for line in (*writer.lines, *texts)):
        lines.append("import numpy as np")
    if any("collections." in line for line in writer.lines):
        lines.append("import collections")
    if any("random.Random" in line for line in writer.lines):
        lines.append("import random")
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
        if kind is complex:
            return f"complex({self.text(value.real)}, {self.text(value.imag)})"
        if kind is tuple:
            inner = ", ".join(map(self.text, value))
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        if is_member(value):
            return f"{kind.__qualname__}[{value.name!r}]"
        if is_record(value):
            items = f"{', '.join(map(self.text, value))}{',' if len(value) == 1 else ''}"
            return f"tuple.__new__({kind.__qualname__}, ({items}))"
        if id(value) in self._names:
            return self._names[id(value)]
        if kind is list:
            return self._named(value, f"[{', '.join(map(self.text, value))}]")
        if kind is dict:
            entries = [f"{self.text(k)}: {self.text(v)}" for k, v in value.items()]
            return self._named(value, f"{{{', '.join(entries)}}}")
        if kind is bytearray:
            return self._named(value, repr(value))
        if kind is deque:
            return self._named(value, f"collections.deque([{', '.join(map(self.text, value))}], {value.maxlen})")
        if kind in MAPS:
            name = self._named(value, f"collections.{kind.__name__}({getattr(factory_of(value), '__name__', '')})")
            self.lines += [f"dict.__setitem__({name}, {self.text(k)}, {self.text(v)})" for k, v in value.items()]
            return name
        if kind is set:
            return self._named(value, f"set([{', '.join(map(self.text, value))}])")
        if np is not None and isinstance(value, np.ndarray):
            return self._array(value)
        if np is not None and isinstance(value, np.generic):
            return f"np.{kind.__name__}({self.text(value.item())})"
        if isinstance(value, FunctionType):
            return value.__qualname__
        if is_np_random(value):
            return self._np_random(value)
        if type(value) is random.Random:
            name = self._named(value, "random.Random()")
            self.lines.append(f"{name}.setstate({value.getstate()!r})")
            return name
        if is_object(value):
            name = self._named(value, f"object.__new__({kind.__qualname__})")
            for attribute, held in attributes_of(value).items():
                self.lines.append(f"object.__setattr__({name}, {attribute!r}, {self.text(held)})")
            return name
        if kind in (OddInt, OddFloat, OddText, OddDict, OddBytes, OddByteArray):
            base: Any = kind.__mro__[1]
            return f'type("{kind.__name__}", ({base.__name__},), {{}})({base.__repr__(value)})'
        return repr(value)

    def _np_random(self, value: Any) -> str:
        generator = isinstance(value, np.random.Generator)
        bits = value.bit_generator if generator else value._bit_generator
        state = bits.state if generator else value.get_state(legacy=False)
        name = self._named(value, f"np.random.{type(value).__name__}(np.random.{type(bits).__name__}(0))")
        shown = self._state(state)
        self.lines.append(f"{name}.bit_generator.state = {shown}" if generator else f"{name}.set_state({shown})")
        return name

    def _state(self, state: Any) -> str:
        if isinstance(state, dict):
            return f"{{{', '.join(f'{key!r}: {self._state(held)}' for key, held in state.items())}}}"
        if isinstance(state, np.ndarray):
            return f'np.array({state.tolist()}, "{state.dtype.name}")'
        return repr(state)

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
        low, memory = copy_memory(root)
        if id(root) not in self._names:
            self._named(root, f'np.frombuffer(bytearray.fromhex("{memory.tobytes().hex()}"), np.uint8)')
        offset = array.__array_interface__["data"][0] - low
        parts = f"{array.shape}, {array.dtype.str!r}, {self._names[id(root)]}, {offset}, {array.strides}"
        return self._named(array, f"np.ndarray({parts})")

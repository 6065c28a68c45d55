"""Builds the support crate's C interface and calls it on many cases at once."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, cast

CRATE = Path(__file__).parent / "ffi"
_ROOM = 256
"""Words for one list result; as in ``ffi/src/lists.rs``."""

PANICKED = 255
"""The trap byte that stands for a panic."""

ListCase = tuple[Sequence[object], Sequence[object], Sequence[int | None]]


def build() -> Path:
    """Build the interface with cargo and return the library's path."""
    command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics"]
    environment = {k: v for k, v in os.environ.items() if k not in ("RUSTFLAGS", "RUSTC_WRAPPER")}
    result = subprocess.run(command, cwd=CRATE, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    for line in result.stdout.splitlines():
        message = json.loads(line)
        if message.get("target", {}).get("name") == "migrator_support_ffi":
            return Path(message["filenames"][0])
    raise RuntimeError("cargo named no library")


def load() -> ctypes.CDLL:
    """Build and load the interface, with the ``sum`` of the running Python."""
    library = ctypes.CDLL(str(build()))
    library.set_compensated_sum(ctypes.c_bool(sys.version_info >= (3, 12)))
    return library


def _column(values: Sequence[Any]) -> bytes:
    if isinstance(values[0], float):
        return array("d", values).tobytes()
    if max(values) >= 2**63:
        return array("Q", values).tobytes()
    return array("q", values).tobytes()


def call_scalars(library: ctypes.CDLL, name: str, arguments: Sequence[tuple[Any, ...]], results: str) -> list[object]:
    """Run all cases; a result is a value (a tuple for two result codes) or a ``Trapped``."""
    count = len(arguments)
    columns = b"".join(_column(column) for column in zip(*arguments, strict=True))
    out = ctypes.create_string_buffer(16 * count)
    traps = ctypes.create_string_buffer(count)
    library[name](ctypes.c_size_t(count), columns, out, traps)
    words = memoryview(out)
    values = [_decode(words[8 * count * k : 8 * count * (k + 1)], code) for k, code in enumerate(results)]
    joined = values[0] if len(values) == 1 else list(zip(*values, strict=True))
    return [Trapped(trap) if trap else value for trap, value in zip(traps.raw, joined, strict=True)]


def _decode(words: memoryview, code: str) -> list[object]:
    plain = cast(Literal["d", "q", "Q"], "q" if code == "?" else code)
    values: list[Any] = words.cast("B").cast(plain).tolist()
    return [value != 0 for value in values] if code == "?" else values


class Trapped:
    """What a function gave that left the case to Python."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __repr__(self) -> str:
        return f"trap {self.number}"


class _Cases(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_size_t),
        ("data", ctypes.c_void_p),
        ("offsets", ctypes.c_void_p),
        ("ints", ctypes.c_void_p),
        ("is_some", ctypes.c_void_p),
        ("out", ctypes.c_void_p),
        ("lengths", ctypes.c_void_p),
        ("traps", ctypes.c_void_p),
    )


def call_lists(library: ctypes.CDLL, name: str, arguments: Sequence[ListCase], result: str) -> list[object]:
    """Run all cases of two lists and four optional ints; a result is a list or a ``Trapped``."""
    data, offsets = bytearray(), array("Q", [0])
    ints, is_some = array("q"), bytearray()
    for xs, ys, numbers in arguments:
        for values in (xs, ys):
            data += _column(values) if values else b""
            offsets.append(len(data) // 8)
        padded = [*numbers, *[None] * (4 - len(numbers))]
        ints.extend(0 if number is None else number for number in padded)
        is_some += bytes(number is not None for number in padded)
    count = len(arguments)
    out, lengths, traps = (ctypes.create_string_buffer(size) for size in (8 * _ROOM * count, 8 * count, count))
    inputs = [
        ctypes.create_string_buffer(bytes(part), max(1, len(bytes(part)))) for part in (data, offsets, ints, is_some)
    ]
    pointers = [ctypes.cast(buffer, ctypes.c_void_p) for buffer in (*inputs, out, lengths, traps)]
    library[name](ctypes.byref(_Cases(count, *pointers)))
    words = memoryview(out).cast("B")
    results: list[object] = []
    for number, (length, trap) in enumerate(zip(memoryview(lengths).cast("B").cast("Q"), traps.raw, strict=True)):
        start = 8 * _ROOM * number
        found = _decode(words[start : start + 8 * length], result)
        results.append(Trapped(trap) if trap else found)
    return results

"""Exact types in and out, one test for each kind of value; everything else traps."""

from __future__ import annotations

import copy
import math
import struct
from typing import Any

import numpy as np
import pytest
from conftest import Demo


def bits(value: Any) -> Any:
    """Return ``value`` with its types, floats by their bits: equal only for what is identical."""
    if type(value) is float:
        return "float", struct.pack("<d", value)
    if isinstance(value, list | tuple):
        return type(value), [bits(v) for v in value]
    if isinstance(value, np.ndarray):
        return "ndarray", value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, np.generic):
        return type(value), value.tobytes()
    return type(value), value


SAME: list[tuple[str, tuple[Any, ...]]] = [
    ("add", (2, 3)),
    ("add", (2**31, -(2**40))),
    ("add", (2**62, 2**62 - 1)),
    ("add", (-(2**63), 0)),
    ("add", (2**30 - 1, 1)),
    ("add", (-(2**30), -1)),
    ("nothing", ()),
    ("half", (2.0,)),
    ("half", (5e-324,)),
    ("both", (True, None)),
    ("both", (False, None)),
    ("norm", ([],)),
    ("norm", ([0.1] * 7,)),
    ("norm", ([math.inf, -0.0],)),
    ("count_up", ([],)),
    ("count_up", ([1, -1, 2**40, -(2**62)],)),
    ("corners", ([], ((0.0, 1.0), 2.0))),
    ("corners", ([(1.0, 2.0), (-0.0, 5e-324)], ((0.5, 1.5), -2.0))),
    ("first_or", ([4, 5], 1)),
    ("first_or", ([], 1)),
    ("first_or", ([], None)),
    ("reverse", ("",)),
    ("reverse", ("plain",)),
    ("reverse", ("grün",)),
    ("reverse", ("日本€",)),
    ("reverse", ("a\U0001f600\0b",)),
    ("total", ([],)),
    ("total", ([1, 2],)),
    ("total", ([1, 2.5],)),
    ("total", ([0.5, 1],)),
    ("trace", (np.arange(9.0).reshape(3, 3),)),
    ("trace", (np.arange(9.0).reshape(3, 3).T,)),
    ("trace", (np.arange(36.0).reshape(6, 6)[::2, ::-2],)),
    ("trace", (np.broadcast_to(np.float64(2.0), (3, 3)),)),
    ("ramp", (0,)),
    ("ramp", (5,)),
    ("flags", (np.array([True, False]), 0)),
    ("flags", (np.array([True, False]), -1)),
    ("scaled", (1.25,)),
    ("bump", (np.float64(1.25),)),
    ("Box.area", (3, 4)),
    ("mixed", (1.0, 2.0, 3.0)),
    ("depth_of", (50,)),
    ("ignores", ("anything", 1.0)),
    ("one_of", (None, ([1], "é"))),
    ("one_of", ([1.5], ([], ""))),
    ("first_row", ([np.array([1, 2], np.int32), np.array([3], np.int32)], -1)),
]


def original(demo: Demo, name: str, arguments: tuple[Any, ...]) -> Any:
    """Return what the Python original gives; ``mixed`` takes its last argument by keyword."""
    if name == "mixed":
        return demo.python.mixed(*arguments[:-1], match=arguments[-1])
    function = demo.python
    for part in name.split("."):
        function = getattr(function, part)
    return function(*arguments)


@pytest.mark.parametrize(("name", "arguments"), SAME)
def test_gives_what_python_gives(demo: Demo, name: str, arguments: tuple[Any, ...]) -> None:
    before = bits(arguments)
    result = demo.rust(name)(*arguments)
    assert result is not demo.native.TRAPPED
    assert bits(result) == bits(original(demo, name, arguments))
    assert bits(arguments) == before


class Integer(int):
    """A subclass, which may do anything in its operators."""


class Real(float):
    """A subclass."""


class Sequence(list[float]):
    """A subclass."""


class Array(np.ndarray[Any, Any]):
    """A subclass."""


def unaligned() -> Any:
    return np.frombuffer(bytearray(1 + 4 * 8), dtype=np.uint8)[1:].view(np.float64).reshape(2, 2)


TRAPS: list[tuple[str, tuple[Any, ...], str]] = [
    ("add", (True, 1), "type"),
    ("add", (1.0, 1), "type"),
    ("add", (Integer(1), 1), "type"),
    ("add", (np.int64(1), 1), "type"),
    ("add", (2**63, 0), "overflow"),
    ("add", (-(2**63) - 1, 0), "overflow"),
    ("add", (2**63 - 1, 1), "overflow"),
    ("add", (None, 1), "type"),
    ("half", (2,), "type"),
    ("half", (Real(2.0),), "type"),
    ("half", (np.float64(2.0),), "type"),
    ("half", (-1.0,), "domain"),
    ("both", (1, None), "type"),
    ("both", (np.True_, None), "type"),
    ("both", (True, 0), "type"),
    ("norm", ((1.0,),), "type"),
    ("norm", ([1.0, 2],), "type"),
    ("norm", (Sequence([1.0]),), "type"),
    ("norm", ([np.float64(1.0)],), "type"),
    ("count_up", ([True],), "type"),
    ("count_up", ([2**63],), "overflow"),
    ("corners", ([(1.0,)], ((0.0, 0.0), 1.0)), "type"),
    ("corners", ([[1.0, 2.0]], ((0.0, 0.0), 1.0)), "type"),
    ("first_or", ([], 1.0), "type"),
    ("reverse", (b"bytes",), "type"),
    ("reverse", ("\ud800",), "value"),
    ("total", ([True],), "type"),
    ("total", ([2**53],), "overflow"),
    ("total", ([np.float64(1.0)],), "type"),
    ("trace", ([[1.0]],), "type"),
    ("trace", (np.zeros(4),), "type"),
    ("trace", (np.zeros((2, 2), np.float32),), "type"),
    ("trace", (np.zeros((2, 2), ">f8"),), "type"),
    ("trace", (np.zeros((2, 2)).view(Array),), "type"),
    ("trace", (np.ma.masked_array(np.zeros((2, 2))),), "type"),
    ("trace", (unaligned(),), "type"),
    ("trace", (np.zeros((0, 0)),), "index"),
    ("flags", (np.array([2, 0], np.uint8).view(bool), 0), "value"),
    ("flags", (np.array([True]), 1), "index"),
    ("ramp", (-1,), "value"),
    ("bump", (1.5,), "type"),
    ("first_row", ([np.array([1, 2], np.int64)], 0), "type"),
    ("one_of", (None, ([1], "é", 2)), "type"),
    ("one_of", (None, [[1], "é"]), "type"),
    ("one_of", ((1.5,), ([1], "é")), "type"),
    ("bump", (np.float32(1.5),), "type"),
]


@pytest.mark.parametrize(("name", "arguments", "reason"), TRAPS)
def test_traps_with_the_reason(demo: Demo, name: str, arguments: tuple[Any, ...], reason: str) -> None:
    before = bits(copy.deepcopy(arguments))
    assert demo.trapped(name, *arguments) == reason
    assert bits(arguments) == before


def test_no_memory_is_a_trap(demo: Demo) -> None:
    assert demo.trapped("ramp", 2**60) == "memory"


def test_every_small_int(demo: Demo) -> None:
    edges = [2**k + d for k in range(0, 64) for d in (-1, 0, 1)]
    values = [v for e in edges for v in (e, -e) if abs(v) < 2**63 - 1]
    assert demo.rust("count_up")(values) == [v + 1 for v in values]


def test_results_are_fresh_objects_of_the_exact_type(demo: Demo) -> None:
    ramp = demo.rust("ramp")(4)
    assert type(ramp) is np.ndarray
    assert ramp.flags.c_contiguous
    assert ramp.flags.writeable
    assert ramp.flags.owndata
    assert demo.rust("ramp")(4) is not ramp
    assert demo.rust("flags")(np.array([True]), 0) is np.True_

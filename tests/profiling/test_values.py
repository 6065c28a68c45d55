"""Values go to the recording by bits, and their types to text."""

from __future__ import annotations

import importlib
import json
import random
import struct
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import pytest

from migrator.profiling.child import typetext
from migrator.profiling.child.counting import WIDEST, Ticks, random_steps, spread
from migrator.profiling.child.encode import Encoder, NotStorable, TooLarge
from tests.verifying.fakes import proof

np = pytest.importorskip("numpy")
np_random, recording = (importlib.import_module(f"{proof.__name__}.{name}") for name in ("np_random", "recording"))


def there_and_back(value: object) -> Any:
    return recording._decode(json.loads(Encoder(1 << 20).text(value)), {})


def bits(value: float) -> bytes:
    return struct.pack(">d", value)


NAN_WITH_PAYLOAD = struct.unpack(">d", bytes.fromhex("fff8000000000123"))[0]


@pytest.mark.parametrize("value", [0.0, -0.0, float("inf"), 5e-324, float("nan"), NAN_WITH_PAYLOAD, 0.1, 1e308])
def test_floats_keep_their_bits(value: float) -> None:
    assert bits(there_and_back(value)) == bits(value)
    many = there_and_back([value] * 20)
    assert [bits(v) for v in many] == [bits(value)] * 20


@pytest.mark.parametrize(
    "value",
    [
        *(0, -1, 2**63, -(2**63), 10**200, True, False, 1.5 - 2j, None, "", "é\u2028\ud800\0'\"", (), (1,), []),
        *(b"", b"\0\xff", bytearray(b"ab")),
        *([1, 2.5, None, "x"], [[1.0], [2.0, 3.0], []], ((1, 2.0), [True])),
        # Many of one type are written as one.
        *(list(range(-20, 2**70, 2**66)), [-0.0, 1e308, 5e-324] * 5, ["", "é\ud800", '"'] * 5, tuple(range(20))),
        *({str(i): i * 0.5 for i in range(20)}, {i: [i, "x"] for i in range(20)}, set(range(20)), [True] * 20),
        *(Counter("abracadabra"), Counter(range(20)), defaultdict(list, {(i, "a"): [i] for i in range(20)})),
    ],
)
def test_plain_values(value: object) -> None:
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float16", "float32", "float64"])
def test_arrays_and_scalars(dtype: str) -> None:
    array = np.arange(12).astype(dtype).reshape(3, 4)
    for made in (array, np.asfortranarray(array), array[::2, 1:], array[:0], np.array(array[1, 1])):
        back = there_and_back(made)
        assert back.dtype == made.dtype
        assert back.shape == made.shape
        assert back.tobytes() == made.tobytes()
    fixed = array.copy()
    fixed.flags.writeable = False
    assert not there_and_back(fixed).flags.writeable
    scalar = array[1, 2]
    assert type(there_and_back(scalar)) is type(scalar)
    assert there_and_back(scalar) == scalar


def test_one_object_met_twice_stays_one() -> None:
    inner = [1.0]
    back = there_and_back([inner, inner, [1.0]])
    assert back[0] is back[1]
    assert back[0] is not back[2]
    loop: list[Any] = []
    loop.append(loop)
    back = there_and_back(loop)
    assert back[0] is back
    array = np.zeros(3)
    back = there_and_back((array, [array]))
    assert back[0] is back[1][0]


def test_generators_keep_their_state() -> None:
    generator = random.Random(5)
    generator.gauss(0.0, 1.0)
    back = there_and_back((generator, [generator]))
    assert back[0] is back[1][0]
    assert back[0].getstate() == generator.getstate()
    assert [back[0].gauss(0.0, 1.0) for _ in range(3)] == [generator.gauss(0.0, 1.0) for _ in range(3)]


@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_generators_of_numpy_keep_their_state(kind: str) -> None:
    for generator in np_random.np_edges(kind):
        back = there_and_back((generator, [generator]))
        assert back[0] is back[1][0]
        assert np_random.state_of_np(back[0]) == np_random.state_of_np(generator)
        draws = [(g.normal(size=3).tolist(), g.permutation(9).tolist()) for g in (back[0], generator)]
        assert draws[0] == draws[1]
        assert typetext.text(typetext.Look().type_of(generator)) == f"numpy.random.{kind}"


def test_what_is_no_generator_of_numpy_is_not_stored() -> None:
    class Own(np.random.PCG64):
        pass

    for value in (type("Odd", (np.random.Generator,), {})(np.random.PCG64(1)), np.random.Generator(Own(1))):
        assert typetext.text(typetext.Look().type_of(value)).startswith("other[")
        with pytest.raises(NotStorable):
            Encoder(1 << 20).text(value)


def test_what_cannot_be_stored_says_why() -> None:
    array = np.zeros(4)
    for value in (
        memoryview(b""),
        object(),
        array.view(np.ma.MaskedArray),
        array.astype(">f8"),
        [array, array[1:]],
    ):
        with pytest.raises(NotStorable):
            Encoder(1 << 20).text(value)
    for value in ([1.0] * 1000, np.zeros(1000), "x" * 2000, [[1] * 200] * 1, 10**300 * 7):
        with pytest.raises(TooLarge):
            Encoder(300).text(value)
    with pytest.raises(NotStorable):
        Encoder(1 << 20).text(1 << 20_000)


class Strange(float):
    pass


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "int"),
        (True, "bool"),
        (Strange(1.0), "other[tests.profiling.test_values.Strange]"),
        ({}, "dict[?, ?]"),
        (b"", "bytes"),
        ([bytearray(b"a")], "list[bytearray]"),
        (memoryview(b""), "other[memoryview]"),
        ([], "list[?]"),
        (2**63, "long"),
        (-(2**63), "int"),
        ([1, 2**64 - 1, 2], "list[long]"),
        ({2**63: 1}, "dict[long, int]"),
        ([(1, 2**70), (2**70, 1)], "list[tuple[long, long]]"),
        ([1j, 0j], "list[complex]"),
        ([0, 1j], "list[number[complex|int]]"),
        ([0, 1j, 2.5], "list[number[complex|float|int]]"),
        ([True, 1j], "list[other[mixed]]"),
        ([1.0, 2**70], "list[other[mixed]]"),
        ([1, 2.0], "list[number[float|int]]"),
        ([1, 2.0, None], "list[optional[number[float|int]]]"),
        ([[1], [2.0], []], "list[list[number[float|int]]]"),
        ([(1, 2.0), (1.0, 2.0)], "list[tuple[number[float|int], float]]"),
        ([(1,), (1, 2)], "list[tuple_of[int]]"),
        ([(), (1.0,), (1, 2.0)], "list[tuple_of[number[float|int]]]"),
        ([(1,), (1, "a")], "list[other[mixed]]"),
        ((1,) * 40, "tuple_of[int]"),
        ([1, "a"], "list[other[mixed]]"),
        ([1, True], "list[other[mixed]]"),
        ([None, None], "list[None]"),
        ((), "tuple[]"),
        (deque([1, 2], 3), "deque[int]"),
        (Counter("abca"), "Counter[str, int]"),
        (Counter(), "Counter[?, ?]"),
        (defaultdict(list, {1: [2.0]}), "defaultdict_list[int, list[float]]"),
        ([defaultdict(int), defaultdict(int, {"a": 1})], "list[defaultdict_int[str, int]]"),
        ([{}, Counter()], "list[other[mixed]]"),
        (defaultdict(lambda: 1), "other[collections.defaultdict]"),
        (OrderedDict(), "other[collections.OrderedDict]"),
        (random.Random(1), "random.Random"),
        (random.SystemRandom(), "other[random.SystemRandom]"),
        ((1, [2.0]), "tuple[int, list[float]]"),
        ([1.0, np.float64(2.0)], "list[number[float|np.float64]]"),
        (np.float32(1), "np.float32"),
        (np.zeros((2, 3), np.int8), "ndarray[int8, 2]"),
        (np.zeros(2, object), "other[numpy.ndarray]"),
        (np.ma.zeros(2), "other[numpy.ma.MaskedArray]"),
        ([1.0] * 30_000 + [2], "list[number[float|int]]"),
    ],
)
def test_types_as_text(value: object, text: str) -> None:
    assert typetext.text(typetext.Look().type_of(value)) == text


def test_a_type_is_found_without_running_code_of_its_own() -> None:
    class Meta(type):
        def __getattribute__(cls, name: str) -> Any:
            raise AssertionError("asked")

    class Hostile(metaclass=Meta):
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError("asked")

        def __len__(self) -> int:
            raise AssertionError("asked")

    text = typetext.text(typetext.Look().type_of([Hostile()]))
    assert text.endswith("Hostile]]")


def test_turns_of_calls_are_counted() -> None:
    ticks = Ticks()
    reports = 0
    calls = 0
    for step in [1, 1, 5, 2, WIDEST, 3]:
        while not _tick(ticks):
            calls += 1
            assert ticks.calls == calls
        calls += 1
        ticks.next_turn(step)
        reports += 1
        assert ticks.calls == calls
    assert reports == 6
    assert calls == 1 + 1 + 1 + 5 + 2 + WIDEST


def _tick(ticks: Ticks) -> bool:
    turn = ticks.ticks
    for ticks.tick in turn:
        return False
    return True


def test_random_steps_visit_each_number_once() -> None:
    assert sorted(next(random_steps) for _ in range(256)) == list(range(1, 257))


def test_spread_adds_up() -> None:
    assert spread({"a": 3, "b": 1}, 8) == {"a": 6, "b": 2}
    assert sum(spread({"a": 3, "b": 1, "c": 1}, 1001).values()) == 1001
    assert spread({}, 5) == {}

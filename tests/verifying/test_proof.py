"""The oracle, the copies, the recordings and the limits of ``_proof``, each by itself."""

from __future__ import annotations

import gc
import json
import math
import random
import struct
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from migrator import types
from tests.verifying.fakes import TRAPPED, fake, proof

NAN = struct.unpack("d", struct.pack("Q", 0x7FF8_0000_0000_0001))[0]


def differs(one: Any, other: Any) -> str | None:
    found: str | None = proof.difference(proof.Outcome((), value=one), proof.Outcome((), value=other))
    return found


# The oracle


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0.0, -0.0),
        (complex(0.0, 0.0), complex(0.0, -0.0)),
        (1j, np.complex128(1j)),
        ([1j, complex(-0.0, 0.0)], [1j, 0j]),
        (1.5, np.float64(1.5)),
        (1, np.int64(1)),
        (None, 0),
        ([1, 2], (1, 2)),
        ([1, 2], [1, 2, 3]),
        ([1.0, 0.0], [1.0, -0.0]),
        ([1, True], [True, 1]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ((1, (2, [3])), (1, (2, [3.0]))),
        (0.1 + 0.2, 0.3),
        ("a", "b"),
        (np.zeros(3), np.zeros(3, np.float32)),
        (np.zeros(3), np.zeros((3, 1))),
        (np.zeros(1), -np.zeros(1)),
        (np.zeros((2, 3)), np.zeros((2, 3), order="F")),
        (np.zeros(3), [0.0, 0.0, 0.0]),
        (np.zeros(3), np.zeros(3).view(np.recarray)),
        (np.float64(0.0), np.float64(-0.0)),
        (np.zeros(2), np.zeros(2).astype(">f8")),
    ],
)
def test_different(one: Any, other: Any) -> None:
    assert differs(one, other)
    assert differs([one], [other])


@pytest.mark.parametrize(
    "make",
    [
        lambda: 2**70,
        lambda: -0.0,
        lambda: [1, 2.5, None, "x", (True, [])],
        lambda: np.arange(6.0).reshape(2, 3)[:, ::2],
        lambda: {"a": [1.0], 2: (np.int8(3),)},
        lambda: np.array([1.0, math.nan]),
    ],
)
def test_equal(make: Any) -> None:
    assert differs(make(), make()) is None


def test_all_nans_are_one() -> None:
    assert differs(math.nan, -math.nan) is None
    assert differs([math.nan, 1.0], [NAN, 1.0]) is None
    assert differs(np.array([math.nan]), np.array([-NAN])) is None
    assert differs(complex(1.0, NAN), complex(1.0, -NAN)) is None
    assert differs([complex(NAN, -0.0)], [complex(NAN, -0.0)]) is None
    assert differs(math.nan, 1.0)


def test_sharing_is_compared() -> None:
    row = [1]
    assert differs([row, row], [[1], [1]])
    assert differs([[1], [1]], [row, row])
    assert differs([row, row], [row, row]) is None
    whole = np.arange(4.0)
    assert differs([whole, whole[1:]], [np.arange(4.0), np.arange(1.0, 4.0)])
    assert differs([whole, whole[1:]], [whole.copy(), whole.copy()[1:]])


def test_the_result_is_an_argument() -> None:
    one, other = [1.0], [1.0]
    expected = proof.Outcome((one,), [one], one)
    assert proof.difference(expected, proof.Outcome((other,), [other], other)) is None
    assert proof.difference(expected, proof.Outcome((other,), [other], [1.0]))


def test_an_inner_list_exchanged_is_not_one_changed() -> None:
    """The caller may hold the inner list."""

    def change(rows: list[list[int]]) -> None:
        rows[0][0] = 7

    def exchange(rows: list[list[int]]) -> None:
        rows[0] = [7, *rows[0][1:]]

    pair = proof.Pair("m:change", change, exchange, TRAPPED)
    assert proof.run_case(pair, ([[1, 2]],)).kind == "different"


def case(original: Any, native: Any, *arguments: Any, seconds: float = 5.0) -> Any:
    return proof.run_case(proof.Pair("m:f", original, native, TRAPPED), arguments, seconds)


def test_exceptions_belong_to_python() -> None:
    assert case(lambda x: 1 / x, lambda x: TRAPPED, 0).kind == "trapped"
    assert case(lambda x: 1 / x, lambda x: 1.0, 0).kind == "different"
    assert case(lambda x: 1 / x, lambda x: 1 / x, 0).kind == "different"
    assert "may only trap" in case(lambda x: x, lambda x: [][x], 0).detail


def test_exceptions_of_two_outcomes() -> None:
    def raised(error: BaseException) -> Any:
        return proof.Outcome((), raised=error)

    assert proof.difference(raised(KeyError(1)), raised(KeyError(1))) is None
    assert proof.difference(raised(KeyError(1)), raised(KeyError(True)))
    assert proof.difference(raised(KeyError(1)), raised(LookupError(1)))
    assert proof.difference(raised(ValueError("a")), raised(ValueError("b")))


def test_a_late_trap_is_a_difference() -> None:
    def late(xs: list[int]) -> Any:
        xs.append(1)
        return TRAPPED

    assert case(lambda xs: xs.append(1), late, []).kind == "different"


def test_warnings_and_output_are_compared() -> None:
    def warn(x: int) -> int:
        warnings.warn("careful", UserWarning, stacklevel=1)
        return x

    def say(x: int) -> int:
        print("careful")
        return x

    assert case(warn, lambda x: x, 1).kind == "different"
    assert case(warn, warn, 1).kind == "native"
    assert case(say, lambda x: x, 1).kind == "different"
    assert case(say, say, 1).kind == "native"


def test_random_states_are_compared() -> None:
    def draw(x: float) -> float:
        return x + random.random()

    def draw_numpy(x: float) -> float:
        return x + float(np.random.random())

    assert case(draw, draw, 1.0).kind == "native"
    assert case(draw_numpy, draw_numpy, 1.0).kind == "native"
    before = random.getstate()
    assert case(lambda x: x + random.random() * 0, lambda x: x, 1.0).kind == "different"
    assert random.getstate() == before


COUNTER = 0


def test_a_global_rebound_is_seen() -> None:
    def count(x: int) -> int:
        global COUNTER  # noqa: PLW0603
        COUNTER += 1
        return x

    assert case(count, lambda x: x, 1).kind == "different"


def test_an_endless_loop_is_undecided() -> None:
    def stubborn(x: int) -> int:
        while True:
            try:
                x += 1
            except Exception:
                return x

    began = time.perf_counter()
    assert case(stubborn, lambda x: x, 1, seconds=0.05).kind == "undecided"
    assert time.perf_counter() - began < 2.0


def test_what_breaks_the_original_is_not_tried() -> None:
    harmful = sys.modules["proof.harmful"]
    numbers = harmful.harmful_numbers(["numpy.zeros", "numpy.bincount"])
    assert not harmful.harmful_numbers(["numpy.zeros"])
    largest = 2**63 - 1
    for value in (largest, [0, [largest]], (1.5, largest), np.array([0, largest]), np.int64(largest)):
        assert harmful.is_harmful((1, value), numbers)
        assert not harmful.is_harmful((1, value), frozenset())
    for value in (largest - 1, [0, [5.0]], "text", np.array([largest - 1]), np.array([1.0]), None):
        assert not harmful.is_harmful((value,), numbers)

    calls = []
    pair = proof.Pair("t", calls.append, lambda x: None, TRAPPED, harmful=numbers)
    assert proof.run_case(pair, (largest,)).kind == "undecided"
    assert proof.run_case(pair, (5,)).kind == "native"
    assert calls == [5]


def test_an_alarm_waits_until_garbage_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised while the collector runs is printed and lost; Hypothesis has it call something each time."""
    lost: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)

    def slow(phase: str, _: object) -> None:
        until = time.monotonic() + 0.15
        while time.monotonic() < until:
            pass

    def collects(x: int) -> int:
        gc.collect()
        while x:
            x += 1
        return x

    gc.callbacks.append(slow)
    try:
        assert case(collects, lambda x: x, 1, seconds=0.05).kind == "undecided"
        assert case(collects, lambda x: x, 0, seconds=5.0).kind == "native"
    finally:
        gc.callbacks.remove(slow)
    # The collector also calls back weak references of whatever else the process holds; those are not ours.
    assert [row for row in lost if row.object is slow] == []


def test_memory_without_end_raises_in_python() -> None:
    assert case(lambda n: [0] * n, lambda n: TRAPPED, 2**33).kind == "trapped"


# Copies


def test_copies_keep_sharing() -> None:
    row = [1.0]
    one, other, pair = proof.copy_arguments(([row, row], row, (row, 1)))
    assert one[0] is one[1] is other is pair[0]
    assert other is not row


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.arange(6.0).reshape(2, 3),
        lambda: np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        lambda: np.arange(12.0)[::-2],
        lambda: np.broadcast_to(np.arange(3), (4, 3)),
        lambda: np.zeros(25, np.uint8)[1:].view(np.float64),
        lambda: np.empty((0, 3)),
        lambda: np.frombuffer(b"12345678", np.int64),
        lambda: np.array(3.0),
    ],
)
def test_copies_of_arrays_lie_alike(make: Any) -> None:
    array = make()
    (copied,) = proof.copy_arguments((array,))
    assert differs(array, copied) is None
    assert not np.shares_memory(array, copied)
    if array.size:
        assert array.strides == copied.strides


def test_copies_of_arrays_overlap_alike() -> None:
    whole = np.arange(10.0)
    first, second, third = proof.copy_arguments((whole[2:], whole[:-2], whole))
    first[0] = 99.0
    assert second[2] == third[2] == 99.0
    assert whole[2] == 2.0


# Types


@pytest.mark.parametrize(
    "text",
    [
        "int",
        "list[list[float]]",
        "tuple[int, ndarray[float64, 2]]",
        "np.int8",
        "optional[list[int]]",
        "number[float|int]",
        "complex",
        "list[complex]",
        "number[complex|float|int]",
        "list[?]",
        "str",
    ],
)
def test_types_are_read_as_the_compiler_writes_them(text: str) -> None:
    assert str(types.parse_type(text)) == text
    parsed = proof.parse_type(text)
    assert parsed.name == text.partition("[")[0] or parsed.name == "np"
    rng, pool = random.Random(0), proof.Pool()
    for value in (*proof.edges(parsed), *(proof.random_value(parsed, rng, pool) for _ in range(50))):
        json.dumps(proof.encode_call(proof.Call("m:f", (value,))))
    assert proof.neighbours(parsed)


@pytest.mark.parametrize("text", ["list[int", "list[int]]", "int float", "a b[c]"])
def test_what_is_no_type_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        proof.parse_type(text)


# Recordings


def test_calls_survive_the_recording_by_bits(tmp_path: Path) -> None:
    row = [1.5, -0.0, NAN]
    strided = np.arange(8, dtype=np.int16)[::2]
    fixed = np.asfortranarray(np.eye(2))
    fixed.flags.writeable = False
    arguments = (
        2**70,
        True,
        None,
        complex(-0.0, NAN),
        row,
        [row, row],
        (1, 2.5),
        np.float32(0.1),
        strided,
        fixed,
        fixed,
    )
    path = tmp_path / "calls.jsonl"
    line = json.dumps(proof.encode_call(proof.Call("m:f", arguments)))
    other = json.dumps(proof.encode_call(proof.Call("m:g", ())))
    path.write_text(f'{{"schema": "migrator.recording/1"}}\n{line}\n{other}\n')
    (call,) = proof.read_recording(path, "m:f")
    assert proof.difference(proof.Outcome(arguments), proof.Outcome(call.arguments)) is None
    assert struct.pack("d", call.arguments[4][2]) == struct.pack("d", NAN)
    assert len(proof.read_recording(path)) == 2


def test_another_file_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text("{}\n")
    with pytest.raises(ValueError, match="not a recording"):
        proof.read_recording(path)


# Verdicts


def test_a_random_original_is_not_deterministic() -> None:
    def draw(x: float) -> float:
        return x + time.perf_counter()

    pair = proof.Pair("m:draw", draw, draw, TRAPPED)
    found = proof.check(pair, ["float"], recorded=[(1.0,)])
    assert (found.verdict, found.reason) == ("unproven", "nondeterministic")


def test_rust_that_always_traps_proves_nothing() -> None:
    pair = proof.Pair("m:f", lambda x: x, lambda x: TRAPPED, TRAPPED)
    found = proof.check(pair, ["float"], recorded=[(1.0,)], budget=proof.Budget(seconds=0.5))
    assert (found.verdict, found.reason) == ("unproven", "not-native")


def test_too_slow_is_not_equal() -> None:
    def slow(x: float) -> float:
        time.sleep(5)
        return x

    pair = proof.Pair("m:slow", slow, lambda x: x, TRAPPED)
    found = proof.check(pair, ["float"], recorded=[(1.0,)], budget=proof.Budget(seconds=0.3))
    assert (found.verdict, found.reason) == ("unproven", "too-slow")


def test_a_blind_comparison_is_found_by_the_canary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof.running, "difference", lambda expected, actual: None)
    pair = proof.Pair("m:f", lambda x: x + 1.0, fake(lambda x: x + 1.0, ["float"]), TRAPPED)
    found = proof.check(pair, ["float"], recorded=[(1.0,)], budget=proof.Budget(seconds=0.5))
    assert (found.verdict, found.reason) == ("unproven", "canary")


def test_the_keys_of_a_recorded_dict_may_become_others() -> None:
    recorded = ({1: [0.5], 2: [1.5], 7: []}, {"a": 1})
    pool, keys = proof.Pool([recorded]), set()
    types = [proof.parse_type("dict[int, list[float]]"), proof.parse_type("dict[str, int]")]
    for seed in range(400):
        numbers, texts = proof.random_input(types, [recorded], random.Random(seed), pool)
        assert all(type(k) is int and type(v) is list for k, v in numbers.items())
        assert all(type(k) is str and type(v) is int for k, v in texts.items())
        keys |= set(numbers)
    assert {0, -1, -7} <= keys


def test_a_name_that_rust_does_not_look_at_is_found() -> None:
    namespace = {"step": 1.0}

    def blind(x: float) -> float:
        return x + 1.0

    def careful(x: float) -> Any:
        return x + 1.0 if namespace["step"] == 1.0 else TRAPPED

    places = ((namespace, "step"), (namespace, "missing"))
    names = {blind: places[:1], careful: places[:1]}
    for native in (blind, careful):
        rust = fake(native, ["float"])
        pair = proof.Pair("m:f", lambda x: x + 1.0, rust, TRAPPED, names=names[native])
        found = proof.check(pair, ["float"], recorded=[(1.0,)], budget=proof.Budget(seconds=0.5))
        assert found.verdict == ("equal" if native is careful else "different"), found.explain()
        assert namespace == {"step": 1.0}
    assert proof.ignored_name(proof.Pair("m:f", blind, blind, TRAPPED, names=places[1:]), (1.0,)) == "missing"
    assert namespace == {"step": 1.0}


def test_keyword_only_parameters_are_passed_by_name() -> None:
    def scaled(xs: list[float], *, by: float) -> list[float]:
        return [x * by for x in xs]

    native = fake(lambda xs, by: [x * by for x in xs], ["list[float]", "float"])
    pair = proof.Pair("m:scaled", proof.by_position(scaled), native, TRAPPED)
    found = proof.check(pair, ["list[float]", "float"], recorded=[([1.0], 2.0)], budget=proof.Budget(seconds=0.5))
    assert found.verdict == "equal", found.explain()


def test_further_arguments_are_one_tuple() -> None:
    def joined(first: float, *rest: float, by: float) -> float:
        return first + sum(rest) * by

    kinds = ["float", "tuple[float, float]", "float"]
    native = fake(lambda first, rest, by: first + sum(rest) * by, kinds)
    pair = proof.Pair("m:joined", proof.by_position(joined), native, TRAPPED)
    assert pair.original(1.0, (2.0, 3.0), 0.5) == 3.5
    found = proof.check(pair, kinds, recorded=[(1.0, (2.0, 3.0), 0.5)], budget=proof.Budget(seconds=0.5))
    assert found.verdict == "equal", found.explain()


# Counterexamples


def test_a_counterexample_is_python_that_shows_the_input() -> None:
    row = [1.5, -0.0, math.inf, math.nan]
    whole = np.arange(4.0)
    fixed = np.array([[1, 2]], np.int8)
    fixed.flags.writeable = False
    arguments = (row, [row, row], (1,), whole[1:], whole[:-1], fixed, np.float32(0.5), "é", np.empty((0, 2)))
    text = proof.as_python("m:f", arguments, "the result: 1 and 2")
    names: dict[str, Any] = {"f": lambda *given: given}
    body = text.replace("from m import f\n", "").replace("\nf(", "\ncalled = f(")
    exec(compile(body, "pasted", "exec"), names)
    assert proof.difference(proof.Outcome(arguments), proof.Outcome(names["called"])) is None


def test_a_counterexample_is_small() -> None:
    def total(xs: list[float]) -> float:
        return sum(xs)

    def wrong(xs: list[float]) -> float:
        return sum(xs) + 1.0 if len(xs) > 4 else sum(xs)

    native = fake(wrong, ["list[float]"])
    pair = proof.Pair("m:total", total, native, TRAPPED)
    real = [([float(i) for i in range(60)],)]
    found = proof.check(pair, ["list[float]"], recorded=real)
    assert found.verdict == "different"
    assert found.counterexample.count(",") == 4, found.counterexample


def test_a_seed_repeats_the_search() -> None:
    def odd(x: int) -> int:
        return 1 if x % 1009 == 77 else 0

    def tries(seed: int) -> tuple[str, list[int]]:
        pair = proof.Pair("m:odd", odd, fake(lambda x: 0, ["int"]), TRAPPED)
        found = proof.check(pair, ["int"], recorded=[(5,), (100_000,)], seed=seed)
        return found.counterexample, [e.inputs for e in found.evidence]

    assert tries(3) == tries(3)


@pytest.mark.parametrize("spaces", [(", ", ": "), (",", ":")])
def test_lines_of_other_functions_are_passed_over(tmp_path: Path, spaces: tuple[str, str]) -> None:
    path = tmp_path / "calls.jsonl"
    ids = ["m:é", 'm:"f"', "m:f"]
    rows = [{"schema": "migrator.recording/1"}, *({"id": i, "args": []} for i in ids)]
    lines = [json.dumps(row, separators=spaces, ensure_ascii=n % 2 == 0) for n, row in enumerate(rows)]
    path.write_text("\n".join(lines))
    for one in ids:
        assert [call.id for call in proof.read_recording(path, one)] == [one]


def test_one_slow_real_call_leaves_time_for_the_others() -> None:
    def slow(xs: list[float]) -> float:
        time.sleep(len(xs) / 1000)
        return sum(xs, 0.0)

    pair = proof.Pair("m:slow", slow, fake(lambda xs: sum(xs, 0.0), ["list[float]"]), TRAPPED)
    real = [([1.0] * 1200,)]
    found = proof.check(pair, ["list[float]"], recorded=real, budget=proof.Budget(seconds=1.0))
    assert found.verdict == "equal", found.explain()
    assert sum(e.native for e in found.evidence) > 50


class Walk:
    def __init__(self, rounds: int, sizes: list[int]) -> None:
        self.rounds, self.sizes = rounds, sizes


def test_what_counts_the_rounds_of_a_loop_becomes_small() -> None:
    walk = Walk(100_000, [50, 60])
    briefer = [(w.rounds, w.sizes, n, t) for w, n, t in proof.simpler_inputs.brief_inputs((walk, 300, 250.0))]
    assert briefer[0] == (3, [50, 60], 3, 250.0)
    assert (5, [50, 60], 5, 2.5) in briefer
    assert walk.rounds == 100_000


def test_the_search_starts_from_inputs_with_few_rounds() -> None:
    seen: list[int] = []

    def decay(x: float, rounds: int) -> float:
        for _ in range(rounds):
            x *= 0.5
        return x

    def counted(x: float, rounds: int) -> float:
        seen.append(rounds + 0)  # a new object: an argument that is kept is a difference
        return decay(x, rounds)

    pair = proof.Pair("m:decay", decay, fake(counted, ["float", "int"]), TRAPPED)
    budget = proof.Budget(seconds=60.0, edges=300, hypothesis=5, bulk=300)
    found = proof.check(pair, ["float", "int"], recorded=[(1.0, 50_000)], budget=budget, canary=False)
    assert found.verdict == "equal", found.explain()
    assert seen.count(50_000) == 4, "the real call, and three more that look for references that are kept"
    assert max(rounds for rounds in seen if rounds != 50_000) < 50_000
    assert sum(0 < rounds < 20 for rounds in seen) > 100


# NumPy's generators


@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_generators_of_numpy_are_told_apart_by_their_state(kind: str) -> None:
    for generator in proof.edges(proof.parse_type(f"numpy.random.{kind}")):
        (copy,) = proof.copy_arguments((generator,))
        assert copy is not generator
        assert not differs(generator, copy)
        copy.random()
        assert "state of the generator" in str(differs(generator, copy))
        row = json.loads(json.dumps(proof.encode_call(proof.Call("m:f", ([generator], generator)))))
        (inside,), back = proof.decode_call(row).arguments
        assert inside is back
        assert not differs(generator, back)


def test_a_generator_of_numpy_is_written_as_python() -> None:
    for kind in ("Generator", "RandomState"):
        for generator in proof.edges(proof.parse_type(f"numpy.random.{kind}")):
            text = proof.as_python("m:f", (generator,), "")
            made: dict[str, Any] = {"f": lambda value: value}
            exec(text.replace("from m import f", ""), made)
            assert not differs(generator, made["x0"])


def test_what_is_remembered_of_an_argument_that_changed_is_found() -> None:
    kept: dict[int, tuple[list[int], int]] = {}

    def total(xs: list[int]) -> int:
        return sum(xs)

    def stale(xs: list[int]) -> Any:
        if type(xs) is not list or not all(type(x) is int for x in xs):
            return TRAPPED
        return kept.setdefault(id(xs), (xs, total(xs)))[1]  # the list lives on: no other has its identity

    pair = proof.Pair("m:total", total, stale, TRAPPED)
    budget = proof.Budget(seconds=20.0, edges=50, hypothesis=5, bulk=50)
    found = proof.check(pair, ["list[int]"], recorded=[([1, 2, 3],)], budget=budget, canary=False)
    assert found.verdict == "different"
    assert "called again with the same objects" in found.detail

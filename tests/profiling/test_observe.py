"""What the observed run shows: types, ranges, globals, lines, and stored calls."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from migrator.model import codec
from migrator.model.profile import Observation, Observations
from migrator.profiling import observe
from migrator.types import parse_type
from tests.profiling.conftest import Tiny


def watch(tiny: Tiny, text: str, *names: str, python: str = sys.executable, **given: Any) -> Observations:
    tiny.write("main.py", text)
    ids = [f"main:{name}" for name in names]
    workload = tiny.workload(python, "main.py")
    found = observe(workload, tiny, ids, tiny.options(**given), baseline_s=1.0)
    for function in found.functions:
        for signature in function.signatures:
            for kind in (*signature.types, signature.result):
                assert str(parse_type(kind)) == kind
    return found


def one(found: Observations, name: str) -> Observation:
    return next(f for f in found.functions if f.id == f"main:{name}")


def stored(found: Observations) -> list[dict[str, Any]]:
    lines = Path(found.recording).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"schema": "migrator.recording/1"}
    return [json.loads(line) for line in lines[1:]]


def test_types_ranges_globals_and_lines(tiny: Tiny, python: str) -> None:
    text = '''
        import math
        LIMIT = 4
        RATES = [0.5, 2]

        def weigh(xs, k, *, by=None):
            """Weigh."""
            if k > 100:
                return None
            total = 0
            for x in xs:
                if x < -50:
                    total += LIMIT
                elif x > 50:
                    continue
                total += math.sqrt(abs(x)) * k * RATES[0]
            return total

        for i in range(300):
            weigh([float(i % 7), -0.0, 3.0], i % 5)
        weigh([], 2)
        weigh([1, 2.5], 2 ** 70, by=0.5)
        try:
            weigh(["a"], 3)
        except TypeError:
            pass
        '''
    found = watch(tiny, text, "weigh", python=python)
    seen = one(found, "weigh")
    assert seen.calls == 303
    assert seen.raised == 1
    assert seen.parameters == ("xs", "k", "by")
    by_types = {s.types: (s.result, s.count) for s in seen.signatures}
    assert by_types[("list[float]", "int", "None")] == ("float", 300)
    assert by_types[("list[?]", "int", "None")] == ("int", 1)
    assert by_types[("list[number[float|int]]", "long", "float")] == ("None", 1)
    assert by_types[("list[str]", "int", "None")] == ("?", 1)
    xs, k, by = seen.ranges
    assert (float(xs.low), xs.high, xs.longest) == (0.0, "6.0", 3)
    assert set(xs.special) == {"-0.0", "empty"}
    assert (k.low, k.high, k.special) == ("0", str(2**70), ("big",))
    assert by.low == "0.5"
    assert seen.globals == {"LIMIT": "int", "RATES": "list[number[float|int]]"}
    assert seen.lines == (8, 9, 10, 11, 12, 14, 16, 17)
    assert 16 < seen.samples <= 64
    assert codec.from_plain(Observations, json.loads(json.dumps(codec.to_plain(found)))) == found


def test_the_recording_is_private_and_holds_arguments_as_they_were(tiny: Tiny) -> None:
    text = """
        def push(xs, other, n):
            xs.append(n)
            xs[0] += 1
            return xs
        a = [1]
        push(a, a, 5)
        push(a, [], -1)
        def fail(x):
            raise KeyError(x)
        try:
            fail(1)
        except KeyError:
            pass
        """
    found = watch(tiny, text, "push", "fail")
    assert stat.S_IMODE(Path(found.recording).stat().st_mode) == 0o600
    first, second, failed = stored(found)

    def integer(n: int) -> dict[str, Any]:
        return {"t": "int", "v": str(n)}

    assert first == {
        "id": "main:push",
        "args": [{"t": "list", "v": [integer(1)], "n": 0}, {"t": "ref", "n": 0}, integer(5)],
        "result": {"t": "ref", "n": 0},
        "raised": None,
    }
    assert second["args"][0] == {"t": "list", "v": [integer(2), integer(5)], "n": 0}
    assert second["args"][1] == {"t": "list", "v": [], "n": 1}
    assert failed["raised"] == "KeyError"
    assert failed["result"] is None
    assert {s.result for s in one(found, "push").signatures} == {"argument[0]"}


def test_methods_recursion_generators_and_other_objects(tiny: Tiny) -> None:
    text = """
        class Box:
            def area(self, k):
                return k * 2
            @staticmethod
            def plain(a):
                return (a, None)
            @classmethod
            def make(cls, other):
                return cls()
        def fact(n):
            return 1 if n == 0 else n * fact(n - 1)
        def numbers(n):
            for i in range(n):
                if i > 1000:
                    return
                yield i
        def down(n):
            return down(n - 1) if n else 0
        down(900)
        def scope(a):
            return len(locals())
        def further(a, *rest, by=2):
            return a + len(rest) * by

        further(1, 2.5, "c", by=3)
        b = Box.make(Box)
        b.area(3)
        Box.plain(1.5)
        fact(10)
        list(numbers(3))
        assert scope(1) == 1
        """
    names = ("Box.area", "Box.plain", "Box.make", "fact", "down", "numbers", "scope", "nothing", "further")
    found = watch(tiny, text, *names)
    assert one(found, "further").parameters == ("a", "rest", "by")
    assert one(found, "further").signatures[0].types == ("int", "tuple[float, str]", "int")
    area = one(found, "Box.area")
    assert area.signatures[0].types == ("object[main:Box]{}", "int")
    assert area.samples == 1
    assert one(found, "Box.plain").signatures[0].result == "tuple[float, None]"
    assert one(found, "Box.make").parameters == ("other",)
    assert one(found, "fact").calls == 11
    assert one(found, "fact").signatures[0].count == 11
    assert one(found, "down").calls == 901
    assert one(found, "down").samples <= 64
    assert one(found, "numbers").signatures[0].types == ("int",)
    assert 16 not in one(found, "numbers").lines
    assert one(found, "scope").calls == 1
    assert any("main:nothing was not observed" in note for note in found.notes)
    assert any("type cannot be stored" in note for note in found.notes)


def test_many_calls_are_counted_but_few_are_looked_at(tiny: Tiny) -> None:
    text = """
        def small(x):
            if x == 77_777:
                return None
            return x
        for i in range(200_000):
            small(i)
            small(float(i)) if i % 20 == 0 else None
        """
    found = watch(tiny, text, "small")
    seen = one(found, "small")
    assert seen.calls == 210_000
    assert sum(s.count for s in seen.signatures) == 210_000
    counts = {s.types[0]: s.count for s in seen.signatures}
    # Scaled up from the few calls that were looked at, which depends on the clock.
    assert counts["int"] > counts["float"]
    assert seen.lines == (3, 4, 5)  # lines are exact: the branch was taken once
    assert seen.samples <= 64
    assert any("calls were looked at" in note for note in found.notes)


def test_the_recording_is_bounded(tiny: Tiny) -> None:
    text = """
        def total(xs):
            return sum(xs)
        for i in range(100):
            total([float(i)] * 20_000)
        for i in range(3):
            total([1.5] * 50_000)
        total([0.0] * 1_000_000)
        """
    found = watch(tiny, text, "total")
    assert 2 <= one(found, "total").samples <= 8
    assert Path(found.recording).stat().st_size < 8 << 20
    assert any("too large" in note for note in found.notes)
    assert any("longer than 10,000" in note for note in found.notes)


def test_a_call_with_a_large_result_is_stored_without_it(tiny: Tiny) -> None:
    found = watch(tiny, "def many(n):\n    return [1.0] * n\nmany(9)\nmany(1_100_000)\n", "many")
    small, large = stored(found)
    assert len(small["result"]["v"]) == 9 * 16
    assert large["args"] == [{"t": "int", "v": "1100000"}]
    assert large["result"] is None


def test_a_watched_program_that_redefines_and_decorates(tiny: Tiny) -> None:
    text = """
        def compiled(f):
            return f
        @compiled
        def hidden(x):
            return x
        if True:
            def twice(x):
                return x
        twice(1)
        def twice(x):
            return 2 * x
        twice(1.5)
        hidden(1)
        """
    found = watch(tiny, text, "hidden", "twice")
    assert one(found, "twice").calls == 2
    assert one(found, "twice").lines == (9, 12)
    assert any("decorat" in note for note in found.notes)


def test_numpy_values(tiny: Tiny) -> None:
    pytest.importorskip("numpy")
    text = """
        import numpy as np
        def f(a, s):
            a[0] = s
            return a[1]
        base = np.arange(12.0).reshape(3, 4)
        f(base[0], np.float64(1.5))
        f(base.T[1], 2.0)
        f(np.array([1, 2], dtype=np.uint8), np.uint8(3))
        f(np.array([float("nan"), -0.0, float("inf")]), 1.0)
        f(base[0], base[0][:1][0])
        def g(a, b):
            return a.sum() + b.sum()
        g(base, base[1:])
        g(base, base)
        g(base.astype(">f8"), base)
        """
    found = watch(tiny, text, "f", "g")
    kinds = {s.types: s.result for s in one(found, "f").signatures}
    assert kinds[("ndarray[float64, 1]", "np.float64")] == "np.float64"
    assert kinds[("ndarray[uint8, 1]", "np.uint8")] == "np.uint8"
    assert set(one(found, "f").ranges[0].special) == {"nan", "inf", "-0.0"}
    calls = [call for call in stored(found) if call["id"] == "main:f"]
    assert calls[0]["args"][0]["order"] == "C"
    assert calls[1]["args"][0]["order"] == "strided"
    assert calls[0]["args"][1] == {"t": "np", "d": "float64", "v": "000000000000f83f"}
    both = [call for call in stored(found) if call["id"] == "main:g"]
    assert len(both) == 1
    assert both[0]["args"][1] == {"t": "ref", "n": 0}
    assert any("overlap" in note for note in found.notes)


def test_what_a_function_imports_for_itself(tiny: Tiny) -> None:
    tiny.write("limits.py", "HIGH = 3.5\n\nclass Box:\n    SIDES = [1, 2]\n    UNUSED = 7\n")
    text = """
        def inside(x):
            from limits import HIGH as most, Box
            import limits as whole
            return x < most and len(Box.SIDES) > 1
        for i in range(9):
            inside(float(i))
        """
    seen = one(watch(tiny, text, "inside"), "inside")
    assert seen.globals == {"HIGH": "float", "Box.SIDES": "list[int]"}


def test_calls_with_further_keywords_are_counted_and_not_stored(tiny: Tiny) -> None:
    text = """
        def f(x, **options):
            return x + options.get("by", 1)

        print([f(1), f(2, by=3), f(3, by=4, other=5), f(4.0)])
        """
    found = watch(tiny, text, "f")
    seen = one(found, "f")
    assert (seen.calls, seen.further) == (4, 2)
    assert [(s.types, s.count) for s in seen.signatures] == [(("int",), 1), (("float",), 1)]
    assert len(stored(found)) == 2


def test_named_tuples_are_known_by_their_class(tiny: Tiny) -> None:
    text = """
        from collections import namedtuple
        from typing import NamedTuple

        P = namedtuple("P", "x y")

        class Q(NamedTuple):
            first: int
            second: float = 0.5

        class Open(namedtuple("Open", "x")):
            pass

        def f(p, q, o, ps):
            return p.x + q.first

        f(P(1.0, 2.0), Q(3), Open(1), [P(1.0, 2), P(1.0, 2.5)])
        """
    found = one(watch(tiny, text, "f"), "f")
    assert found.signatures[0].types == (
        "record[main:P]{x: float, y: float}",
        "record[main:Q]{first: int, second: float}",
        "other[__main__.Open]",
        "list[record[main:P]{x: float, y: number[float|int]}]",
    )
    assert found.samples == 0  # what may have attributes of its own is not stored


def test_members_of_enumerations_are_known_by_their_class(tiny: Tiny) -> None:
    text = """
        from enum import Enum, Flag, IntEnum

        class Mode(Enum):
            LOW = "low"
            HIGH = "high"

        class Kind(IntEnum):
            ONE = 1

        class Bits(Flag):
            A = 1

        def f(mode, kind, modes):
            return mode is Mode.HIGH

        def g(bits):
            return bits is Bits.A

        f(Mode.LOW, Kind.ONE, [Mode.LOW, Mode.HIGH])
        g(Bits.A)
        """
    seen = watch(tiny, text, "f", "g")
    assert one(seen, "f").signatures[0].types == ("enum[main:Mode]", "enum[main:Kind]", "list[enum[main:Mode]]")
    assert one(seen, "g").signatures[0].types == ("other[__main__.Bits]",)
    assert stored(seen)[0]["args"][0] == {"t": "enum", "c": "main:Mode", "v": "LOW"}

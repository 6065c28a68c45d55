"""Ratios with their intervals, functions in turns, and the whole workload before and after."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.measuring import bench, end_to_end
from migrator.measuring.ratio import ratio
from migrator.model.program import CompiledFunction
from migrator.model.proof import EndToEnd, Measurement, Verdict, Verdicts
from migrator.profiling import ProgramFailed
from tests.installing.native_package import Demo, Rust
from tests.verifying import projects

SOURCE = """
import sys
import time


def slow(x):
    time.sleep(0.01)
    return x * 2.0


def grow(xs):
    for i in range(2000):
        xs.append(float(i))


def plain(x):
    return x


def main():
    for i in range(20):
        slow(float(i))
    print("end", len(sys.argv))


if __name__ == "__main__":
    main()
"""
RUST = [
    Rust("shapes:slow", "x", "x + x if type(x) is float else TRAPPED"),
    Rust("shapes:grow", "xs", "xs.extend(map(float, range(2000)))"),
    Rust("shapes:plain", "x", "TRAPPED"),
]


def roots(demo: Demo) -> dict[str, CompiledFunction]:
    return {
        "slow": projects.function(demo, "shapes:slow", {"x": "float"}),
        "grow": projects.function(demo, "shapes:grow", {"xs": "list[float]*"}),
        "plain": projects.function(demo, "shapes:plain", {"x": "float"}),
    }


def measured(demo: Demo, name: str, calls: list[Any]) -> Measurement:
    projects.make(demo, SOURCE, RUST)
    one = roots(demo)[name]
    verdicts = Verdicts("", "", (Verdict(one.id, "equal", (), 0.0, 0, 0.0),))
    observed = projects.record(demo, {one.id: calls})
    native = demo.root / "native"
    (found,) = bench(demo.root, native, projects.workload(demo), projects.program(one), verdicts, observed)
    assert found.id == one.id
    return found


def test_the_interval_of_a_ratio() -> None:
    found = ratio([[2.0, 4.0], [2.2, 4.1], [1.9, 4.0]], [[1.0, 2.0], [1.0, 2.1], [1.0, 1.9]])
    assert found.low <= found.value <= found.high
    assert found.low > 1.8
    assert found.high < 2.3
    assert ratio([[1.0]], [[1.0]]).value == 1.0


def test_what_the_machine_does_besides_is_not_seen() -> None:
    quiet = [[1.0, 1.0, 1.0, 1.0] for _ in range(9)]
    disturbed = [[50.0 if round == place else 0.5 for place in range(4)] for round in range(9)]
    found = ratio(quiet, disturbed)
    assert found.value == 2.0
    assert found.low > 1.0


def test_a_faster_function(demo: Demo) -> None:
    found = measured(demo, "slow", [(1.0,), (2.0,)])
    assert found.inputs == 2
    assert 0.009 < found.before_s < 0.1
    assert found.speedup.low > 10
    assert found.speedup.value == pytest.approx(found.before_s / found.after_s)


def test_a_function_that_changes_its_argument_gets_a_fresh_one(demo: Demo) -> None:
    """Else the list would grow from call to call, and the second of the pair would pay."""
    found = measured(demo, "grow", [([],)])
    assert found.before_s < 0.01


def test_a_trapping_function_is_not_faster(demo: Demo) -> None:
    found = measured(demo, "plain", [(1.0,)])
    assert found.speedup.high < 1.0


def test_what_is_not_proven_is_not_measured(demo: Demo) -> None:
    projects.make(demo, SOURCE, RUST)
    one = roots(demo)["slow"]
    verdicts = Verdicts("", "", (Verdict(one.id, "unproven", (), 0.0, 0, 0.0),))
    observed = projects.record(demo, {one.id: [(1.0,)]})
    native = demo.root / "native"
    assert bench(demo.root, native, projects.workload(demo), projects.program(one), verdicts, observed) == ()


def whole(demo: Demo, source: str, *names: str) -> EndToEnd:
    projects.make(demo, source, RUST)
    made = roots(demo)
    chosen = [made[name] for name in names]
    return end_to_end(demo.root / "native", projects.workload(demo), chosen, runs=2)


def test_the_whole_workload(demo: Demo) -> None:
    # A second and a half of sleep: more than starting an interpreter takes on a busy machine.
    found = whole(demo, SOURCE.replace("range(20)", "range(150)"), "slow")
    assert found.runs == 2
    assert found.replaced == ("shapes:slow",)
    assert found.before_s > found.after_s
    assert found.speedup.value > 1.0
    assert found.same_output is True


def test_other_output_is_told(demo: Demo) -> None:
    source = SOURCE.replace('print("end"', 'print(hasattr(slow, "__wrapped__")')
    found = whole(demo, source, "slow")
    assert found.same_output is False
    assert "something else" in found.note


def test_output_that_varies_is_not_compared(demo: Demo) -> None:
    found = whole(demo, SOURCE.replace('print("end"', "print(time.perf_counter()"), "slow")
    assert found.same_output is None


def test_a_failure_with_the_replacements_is_told(demo: Demo) -> None:
    found = whole(demo, SOURCE.replace('print("end"', 'assert not hasattr(slow, "__wrapped__"), ("x"'), "slow")
    assert found.same_output is False
    assert "failed" in found.note
    assert found.speedup.value == 1.0


def test_a_failure_without_them_is_the_programs(demo: Demo) -> None:
    with pytest.raises(ProgramFailed):
        whole(demo, SOURCE.replace('print("end"', 'raise ValueError("end"'), "slow")

"""What is left out so that the whole workload is never slower."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from migrator.measuring.whole import measure_whole
from migrator.model.program import CompiledFunction
from migrator.model.proof import EndToEnd, Interval, Measurement
from tests.reporting import samples

GAINS = {"m:a": 3.0, "m:b": 1.2, "m:c": 2.0}


def _function(id: str) -> CompiledFunction:
    return dataclasses.replace(samples.program().functions[0], id=id)


def _measured(highs: dict[str, list[float]]) -> tuple[EndToEnd | None, tuple[str, ...], list[str]]:
    """``highs``: the upper ends of the intervals that measurements of these functions give, one after the other."""
    asked = []

    def measure(chosen: Sequence[CompiledFunction]) -> EndToEnd:
        names = "".join(sorted(f.id[-1] for f in chosen))
        asked.append(names)
        high = highs[names].pop(0)
        return EndToEnd(1.0, 1.0, Interval(high - 0.1, high - 0.2, high), 2, tuple(f.id for f in chosen))

    measured = [Measurement(id, 1.0, 1.0, Interval(low, low, low), 32) for id, low in GAINS.items()]
    found = measure_whole([_function(id) for id in GAINS], measured, measure, most=1)
    return found.end, found.slowing, asked


@pytest.mark.parametrize(
    ("highs", "slowing", "asked"),
    [
        ({"abc": [1.3]}, (), ["abc"]),
        ({"abc": [0.9, 1.1]}, (), ["abc", "abc"]),
        ({"abc": [0.9, 0.9], "ac": [1.1]}, ("m:b",), ["abc", "abc", "ac"]),
    ],
)
def test_slower_twice_takes_out_what_gains_least(
    highs: dict[str, list[float]], slowing: tuple[str, ...], asked: list[str]
) -> None:
    end, left_out, order = _measured(highs)
    assert (left_out, order) == (slowing, asked)
    assert end is not None
    assert set(end.replaced) == set(GAINS) - set(slowing)


def test_nothing_is_left_where_all_are_slower() -> None:
    end, left_out, _ = _measured({"abc": [0.9, 0.9], "ac": [0.9, 0.9]})
    assert end is None
    assert set(left_out) == set(GAINS)

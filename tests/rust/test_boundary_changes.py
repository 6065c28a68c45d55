"""Arguments that are changed in place: write-back, aliasing, and nothing changed by a trap."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pytest
from conftest import Demo


def test_a_list_changes_in_place(demo: Demo) -> None:
    values = [1.0, 2.0, float("nan"), -0.0]
    first, last = values[0], values[3]
    assert demo.rust("scale_all")(values, 1.0) is None
    assert values[0] is first, "an element that keeps its bits keeps its object"
    assert values[3] is last
    demo.rust("scale_all")(values, 3.0)
    assert repr(values) == "[3.0, 6.0, nan, -0.0]"


def test_a_list_grows_and_is_returned_as_itself(demo: Demo) -> None:
    values: list[float] = []
    for i in range(100):
        assert demo.rust("push")(values, float(i)) is values
    assert values == [float(i) for i in range(100)]


@pytest.mark.parametrize("keep", [0, 1, 3, 92, 99, 100, 200])
def test_a_list_gets_shorter(demo: Demo, keep: int) -> None:
    values = list(range(1000, 1100))
    assert demo.rust("drain")(values, keep) == min(keep, 100)
    assert values == list(range(1000, 1100))[:keep]


def test_inner_lists_keep_their_identity(demo: Demo) -> None:
    grid = [[1, 2], [3, 4]]
    first, second = grid
    assert demo.rust("relax")(grid) == 2
    assert grid == [[2, 2], [4, 4]]
    assert grid[0] is first
    assert grid[1] is second


def test_rows_are_added_and_lengthened(demo: Demo) -> None:
    grid = [[1], [2, 3]]
    rows = list(grid)
    demo.rust("grow")(grid, 2)
    assert grid == [[1, 7], [2, 3, 7], [0, 0, 7]]
    assert [a is b for a, b in zip(grid, rows, strict=False)] == [True, True]


def test_a_trap_after_changes_leaves_lists_alone(demo: Demo) -> None:
    grid = [[2**63 - 2], [2**63 - 1]]
    assert demo.trapped("relax", grid) == "overflow"
    assert grid == [[2**63 - 2], [2**63 - 1]]
    target = [0.0, 0.0]
    assert demo.trapped("copy_into", target, [1.0, 2.0, 3.0]) == "index"
    assert target == [0.0, 0.0]


def test_one_list_by_two_names_traps(demo: Demo) -> None:
    values = [1.0, 2.0]
    assert demo.trapped("copy_into", values, values) == "alias"
    row = [1]
    assert demo.trapped("relax", [row, row]) == "alias"
    assert demo.trapped("copy_into", values, list(values)) == ""


def test_lists_inside_tuples_and_options(demo: Demo) -> None:
    inside, more = [1], [2, 3]
    pair = (inside, 5)
    assert demo.rust("touch")(pair, more, [[1], [2]]) == 5
    assert pair[0] is inside
    assert (inside, more) == ([1, 2], [])
    assert demo.rust("touch")(pair, None, []) == 5
    assert inside == [1, 2, 0]
    assert demo.trapped("touch", pair, inside, []) == "alias"
    assert demo.trapped("touch", pair, None, [[7], inside]) == "alias"
    assert demo.trapped("touch", pair, None, [more, more]) == "", "read twice is no harm"


def test_a_changed_list_that_is_a_constant_traps(demo: Demo) -> None:
    # ``scaled`` only reads the list, so there it is allowed.
    assert demo.trapped("scaled", 1.0) == ""


def test_an_array_changes_in_place(demo: Demo) -> None:
    image = np.arange(6.0).reshape(2, 3)
    assert demo.rust("invert")(image) is image
    assert image.tolist() == [[-0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]


@pytest.mark.parametrize(
    "view",
    [
        lambda a: a.T,
        lambda a: a[::2, ::3],
        lambda a: a[::-1],
        lambda a: a[:, ::-2],
        lambda a: a.reshape(3, 12)[:, ::5],
        lambda a: a[1:1],
    ],
)
def test_any_strides_are_written_back(demo: Demo, view: Any) -> None:
    base = np.arange(1.0, 37.0).reshape(6, 6)
    expected = base.copy()
    target, other = view(base), view(expected)
    if target.size:
        demo.python.invert(other)
    reason = "" if target.size else "index"
    assert demo.trapped("invert", target) == reason
    assert np.array_equal(base, expected)
    assert np.array_equal(target, other)


def test_a_trap_restores_the_array(demo: Demo) -> None:
    bright = np.full((3, 3), -200.0)
    for image in (bright, bright.T[::-1], np.full((6, 6), -200.0)[::2, ::2]):
        before = image.copy()
        assert demo.trapped("invert", image) == "raise"
        assert np.array_equal(image, before)


def test_read_only_arrays_trap_where_changed(demo: Demo) -> None:
    image = np.zeros((2, 2))
    image.flags.writeable = False
    assert demo.trapped("invert", image) == "value"
    assert demo.trapped("trace", image) == ""


def test_overlapping_memory_traps(demo: Demo) -> None:
    base = np.arange(10.0)
    assert demo.trapped("blend", base[1:], base[:-1], 1.0) == "alias"
    assert demo.trapped("blend", base, base, 1.0) == "alias"
    assert demo.trapped("blend", base[::2], base[1::2], 1.0) == "alias", "bounds overlap"
    assert demo.trapped("blend", base[:5], base[5:], 1.0) == ""
    assert base.tolist() == [5.0, 7.0, 9.0, 11.0, 13.0, 5.0, 6.0, 7.0, 8.0, 9.0]


def test_an_array_that_overlaps_itself_traps(demo: Demo) -> None:
    step = np.lib.stride_tricks.as_strided(np.zeros(4), (3, 2), (8, 8))
    assert demo.trapped("invert", step) == "alias"
    assert demo.trapped("trace", step[:2]) == ""


def test_an_argument_inside_a_result(demo: Demo) -> None:
    into = np.zeros(3)
    result = demo.rust("blend")(into, np.ones(3), 2.0)
    assert type(result) is tuple
    assert result[0] is into
    assert result[1] == 2.0
    assert into.tolist() == [2.0, 2.0, 2.0]


def test_the_collector_stays_as_it_was(demo: Demo) -> None:
    assert gc.isenabled()
    demo.rust("push")([], 1.0)
    demo.trapped("push", [1], 1.0)
    assert gc.isenabled()
    gc.disable()
    try:
        demo.rust("push")([], 1.0)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_finalisers_do_not_run_in_the_middle(demo: Demo) -> None:
    """Making objects may start the collector; a finaliser must not see or change half a commit."""
    grid = [[i] for i in range(2000)]
    seen: list[int] = []

    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            seen.append(len(grid))

    threshold = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    try:
        for _ in range(50):
            Cycle()
            demo.rust("grow")(grid, 1)
    finally:
        gc.set_threshold(*threshold)
    assert len(grid) == 2050
    assert [len(row) for row in grid[:2000]] == [51] * 2000

"""Guards, constants, counters, stepping aside, panics, recursion, references."""

from __future__ import annotations

import builtins
import gc
import math
import sys
import threading
from typing import Any

import numpy as np
import pytest
from conftest import Demo


def test_before_binding_every_call_traps(demo: Demo) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(demo.crate.folder / 'python')!r})\n"
        f"from {demo.crate.package} import _native as n\n"
        "assert n.shapes__add(1, 2) is n.TRAPPED\n"
        "n.bind('shapes__add', [], [])\n"
        "assert n.shapes__add(1, 2) == 3\n"
        "assert repr(n.TRAPPED) == 'TRAPPED' and n.counters()['shapes__add']['guard'] == 1\n"
    )
    import subprocess

    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_guard_is_tested_at_each_call(demo: Demo) -> None:
    space: dict[str, Any] = {"math": math}
    native = demo.native
    guards = [(space, "math", math), (vars(math), "sqrt", math.sqrt)]
    guards += [(space, "len", native.MISSING), (vars(builtins), "len", len)]
    native.bind("shapes__half", guards, [])
    assert demo.trapped("half", 4.0) == ""
    space["len"] = len
    assert demo.trapped("half", 4.0) == "guard"
    del space["len"]
    assert demo.trapped("half", 4.0) == ""
    space["math"] = None
    assert demo.trapped("half", 4.0) == "guard"
    space["math"] = math
    kept = math.sqrt
    try:
        math.sqrt = lambda x: 42.0
        assert demo.trapped("half", 4.0) == "guard"
    finally:
        math.sqrt = kept
    assert demo.trapped("half", 4.0) == ""
    del space["math"]
    assert demo.trapped("half", 4.0) == "guard"


def test_binding_again_replaces(demo: Demo) -> None:
    demo.native.bind("shapes__add", [({}, "x", 1)], [])
    assert demo.trapped("add", 1, 2) == "guard"
    demo.native.bind("shapes__add", [], [])
    assert demo.trapped("add", 1, 2) == ""
    with pytest.raises(KeyError):
        demo.native.bind("no_such", [], [])


def test_constants_are_read_at_each_call(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo.rust("scaled")(2.0) == 7.5
    monkeypatch.setattr(demo.python, "SCALE", 10)
    assert demo.rust("scaled")(2.0) == 21.5
    monkeypatch.setattr(demo.python, "SCALE", 10.0)
    assert demo.trapped("scaled", 2.0) == "type"
    monkeypatch.setattr(demo.python, "SCALE", 1)
    demo.python.OFFSETS.insert(0, 0.25)
    try:
        assert demo.rust("scaled")(2.0) == 2.25
    finally:
        del demo.python.OFFSETS[0]
    monkeypatch.delattr(demo.python, "SCALE")
    assert demo.trapped("scaled", 2.0) == "guard"


def test_counters(demo: Demo) -> None:
    demo.rust("add")(1, 2)
    demo.rust("add")(1.0, 2)
    demo.rust("add")(2**63 - 1, 2)
    found = demo.native.counters()["shapes__add"]
    assert found == {"calls": 3, "traps": 2, "skipped": 0, "type": 1, "overflow": 1}
    demo.native.reset_counters()
    assert demo.native.counters()["shapes__add"] == {"calls": 0, "traps": 0, "skipped": 0}


def test_steps_aside_and_comes_back(demo: Demo) -> None:
    native, add = demo.native, demo.rust("add")
    native.stepping_aside(True)

    def traps_until(calls: int) -> tuple[int, int]:
        for _ in range(calls):
            assert add(1.0, 2.0) is native.TRAPPED
        found = native.counters()["shapes__add"]
        return found["traps"], found["skipped"]

    assert traps_until(64) == (64, 0)
    assert add(1, 2) is native.TRAPPED, "steps aside, though this call would work"
    assert traps_until(63) == (64, 64)
    assert traps_until(1) == (65, 64), "one retry"
    assert traps_until(128) == (65, 192), "twice as many"
    assert add(1, 2) == 3, "a retry that works ends it"
    assert add(1, 2) == 3
    assert traps_until(63) == (128, 192)
    assert add(1, 2) == 3
    native.stepping_aside(False)
    native.reset_counters()
    assert traps_until(500) == (500, 0)
    assert add(1, 2) == 3


def test_a_panic_is_a_trap_without_output(demo: Demo, capfd: pytest.CaptureFixture[str]) -> None:
    assert demo.rust("panics")(1) == 1
    assert demo.trapped("panics", 7) == "panic"
    assert "index out of bounds" in demo.native.last_panic()
    assert capfd.readouterr() == ("", "")


def test_deep_recursion_traps_before_python_would(demo: Demo) -> None:
    limit = sys.getrecursionlimit()
    assert demo.rust("depth_of")(100) == 100
    assert demo.trapped("depth_of", limit) == "recursion"
    assert demo.trapped("depth_of", 10**9) == "recursion"

    def at(depth: int, n: int) -> str:
        return demo.trapped("depth_of", n) if depth == 0 else at(depth - 1, n)

    assert at(0, limit // 3) == ""
    assert at(limit - limit // 4, limit // 3) == "recursion"
    with pytest.raises(RecursionError):
        demo.python.depth_of(limit)


def test_recursion_in_a_small_thread(demo: Demo) -> None:
    found: list[str] = []
    old = sys.getrecursionlimit()
    threading.stack_size(512 * 1024)
    try:
        sys.setrecursionlimit(10**6)
        thread = threading.Thread(target=lambda: found.append(demo.trapped("depth_of", 10**6)))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)
        sys.setrecursionlimit(old)
    assert found == ["recursion"]


CALLS: list[tuple[str, Any]] = [
    ("add", lambda: (2**40, 2**41)),
    ("add", lambda: (2**63, 1)),
    ("norm", lambda: ([1.5, 2.5],)),
    ("norm", lambda: ([1.5, 2],)),
    ("count_up", lambda: ([2**40],)),
    ("scale_all", lambda: ([1.5, 2.5], 2.0)),
    ("scale_all", lambda: ([1.5, 2], 2.0)),
    ("push", lambda: ([1.5], 2.5)),
    ("drain", lambda: (list(range(1000, 1020)), 2)),
    ("relax", lambda: ([[1000], [2000]],)),
    ("relax", lambda: ([[1000], []],)),
    ("grow", lambda: ([[1000], [2000]], 3)),
    ("copy_into", lambda: ([1.5], [2.5, 3.5])),
    ("corners", lambda: ([(1.5, 2.5)], ((1.0, 2.0), 3.0))),
    ("reverse", lambda: ("grün" * 20,)),
    ("total", lambda: ([1, 2.5],)),
    ("trace", lambda: (np.ones((3, 3)).T,)),
    ("invert", lambda: (np.ones((3, 3)),)),
    ("invert", lambda: (np.full((3, 3), -200.0),)),
    ("blend", lambda: (np.ones(3), np.ones(3), 1.0)),
    ("ramp", lambda: (10,)),
    ("flags", lambda: (np.array([True]), 0)),
    ("bump", lambda: (np.float64(2.0),)),
    ("scaled", lambda: (1.5,)),
    ("depth_of", lambda: (5,)),
    ("panics", lambda: (9,)),
]


@pytest.mark.parametrize(("name", "make"), CALLS)
def test_references_are_balanced(demo: Demo, name: str, make: Any) -> None:
    call = demo.rust(name)
    arguments = make()
    call(*arguments)
    # Small ints and the like are shared by the whole process, so only containers are counted.
    arguments = make()
    own = [a for a in arguments if isinstance(a, list | np.ndarray)]
    before = [sys.getrefcount(a) for a in own]
    call(*arguments)
    assert [sys.getrefcount(a) for a in own] == before

    def blocks() -> int:
        gc.collect()
        return sys.getallocatedblocks()

    gc.freeze()  # what other tests hold takes long to go through
    try:
        for _ in range(20):
            call(*make())
        start = blocks()
        for _ in range(300):
            call(*make())
        assert blocks() - start < 100
    finally:
        gc.unfreeze()


def test_none_and_the_sentinels_are_not_used_up(demo: Demo) -> None:
    none, trapped = sys.getrefcount(None), sys.getrefcount(demo.native.TRAPPED)
    for _ in range(1000):
        demo.rust("nothing")()
        demo.rust("add")(None, None)
    assert abs(sys.getrefcount(None) - none) < 50
    assert abs(sys.getrefcount(demo.native.TRAPPED) - trapped) < 50


def test_no_python_error_is_left_behind(demo: Demo) -> None:
    for arguments in [(2**63, 1), ("x", 1), (1.0, 2)]:
        assert demo.rust("add")(*arguments) is demo.native.TRAPPED
    assert demo.rust("ramp")(2**61) is demo.native.TRAPPED
    assert sys.exc_info() == (None, None, None)
    with pytest.raises(TypeError):
        demo.rust("add")(1)

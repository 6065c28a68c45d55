"""``MIGRATOR_MODE``, and the counters that a process leaves."""

from __future__ import annotations

import importlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.installing.conftest import Installed
from tests.installing.native_package import Demo, Rust

DOUBLE = "def double(x):\n    return x * 2.0\n"
RIGHT = Rust("shapes:double", "x", "x + x if type(x) is float else TRAPPED")
WRONG = Rust("shapes:double", "x", "(x + x if x < 100.0 else 7.0) if type(x) is float else TRAPPED")
SCALE = "def scale(values, k):\n    for i in range(len(values)):\n        values[i] = values[i] * k\n"


def status() -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module("demo_native").status()
    return found


def test_shadow_returns_what_python_gives_and_finds_the_difference(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "differences" / "shadow.jsonl"
    monkeypatch.setenv("MIGRATOR_MODE", "verify")
    monkeypatch.setenv("MIGRATOR_SHADOW_FILE", str(place))
    shapes = installed(DOUBLE, WRONG)
    assert shapes.double(4.0) == 8.0
    assert not place.exists()
    with pytest.warns(RuntimeWarning, match="shapes:double differs in Rust and stays Python"):
        assert shapes.double(200.0) == 400.0
    assert shapes.double(300.0) == 600.0
    row = status()["functions"]["shapes:double"]
    assert row["compared"] == 2
    assert "400.0" in row["difference"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    proof = importlib.import_module("demo_native._proof")
    (call,) = proof.read_recording(place, "shapes:double")
    assert call.arguments == (200.0,)


def test_what_is_right_stays(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "verify")
    shapes = installed(DOUBLE, RIGHT)
    assert [shapes.double(float(i)) for i in range(50)] == [2.0 * i for i in range(50)]
    with pytest.raises(TypeError):
        shapes.double("x")
    assert status()["functions"]["shapes:double"] | {"difference": ""} == status()["functions"]["shapes:double"]


def test_changes_of_arguments_happen_once(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "verify")
    rust = Rust("shapes:scale", "values, k", "values.__setitem__(slice(None), [v * k for v in values])")
    shapes = installed(SCALE, rust)
    values = [1.0, 2.0]
    assert shapes.scale(values, 3.0) is None
    assert values == [3.0, 6.0]
    assert status()["functions"]["shapes:scale"]["difference"] == ""


def test_a_lost_change_is_found(installed: Installed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "verify")
    monkeypatch.setenv("MIGRATOR_SHADOW_FILE", str(tmp_path / "s.jsonl"))
    shapes = installed(SCALE, Rust("shapes:scale", "values, k", "None"))
    values = [1.0, 2.0]
    with pytest.warns(RuntimeWarning, match="argument 0 after the call"):
        shapes.scale(values, 3.0)
    assert values == [3.0, 6.0]


def test_shadow_keeps_to_its_share(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "shadow")
    monkeypatch.setenv("MIGRATOR_SHADOW_RATE", "0.5")
    monkeypatch.setenv("MIGRATOR_SHADOW_BUDGET", "0.0")
    shapes = installed(DOUBLE, RIGHT)
    for i in range(100):
        shapes.double(float(i))
    assert status()["functions"]["shapes:double"]["compared"] == 3


def test_the_difference_file_does_not_grow_without_end(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "full.jsonl"
    place.write_text("x" * (1 << 20))
    monkeypatch.setenv("MIGRATOR_MODE", "verify")
    monkeypatch.setenv("MIGRATOR_SHADOW_FILE", str(place))
    shapes = installed(DOUBLE, WRONG)
    with pytest.warns(RuntimeWarning, match="differs"):
        assert shapes.double(200.0) == 400.0
    assert place.stat().st_size == 1 << 20


def test_a_word_that_is_no_mode_means_on(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATOR_MODE", "offf")
    with pytest.warns(RuntimeWarning, match="MIGRATOR_MODE=offf is not a mode: on, off, shadow, verify"):
        shapes = installed(DOUBLE, WRONG)
    assert shapes.double(200.0) == 7.0


def test_counters_are_left_at_exit(demo: Demo, installed: Installed, tmp_path: Path) -> None:
    installed(DOUBLE, Rust("shapes:double", "x", "x * 1.0 + x"))
    stats = tmp_path / "stats.jsonl"
    program = "import shapes; shapes.double(1.0); shapes.double(2.0)\ntry: shapes.double('x')\nexcept TypeError: pass"
    paths = os.pathsep.join([str(demo.root), str(demo.root / "native" / "python")])
    env = {**os.environ, "PYTHONPATH": paths, "MIGRATOR_STATS": str(stats)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], env=env, check=True, timeout=60)
    lines = [json.loads(line) for line in stats.read_text().splitlines()]
    assert [line["schema"] for line in lines] == ["migrator.stats/1"] * 2
    assert lines[0]["functions"]["shapes:double"]["calls"] == 3
    assert lines[0]["functions"]["shapes:double"]["traps"] == 1


def test_what_cannot_run_twice_is_not_compared(demo: Demo, installed: Installed) -> None:
    modes = installed(DOUBLE, RIGHT) and importlib.import_module("demo_native._modes")
    types = importlib.import_module("demo_native._runtime_types")

    def possible(type_: str, *constants: tuple[str, str]) -> bool:
        row = types.Replacement("m", "f", "f", "f", "", (), constants, (("x", type_, False),))
        found: bool = modes._can_run_twice(row)
        return found

    assert possible("list[tuple[int, float]]")
    assert possible("optional[ndarray[float64, 2]]")
    assert possible("number[float|int]")
    assert not possible("instance[m:Box]")
    assert not possible("float", ("random", "_inst"))

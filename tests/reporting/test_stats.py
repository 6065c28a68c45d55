"""The counters of real runs, added up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrator.cli import invoke
from migrator.errors import MigratorError
from migrator.reporting.stats import read_stats

ROW = {"replaced": True, "reason": "", "calls": 100, "traps": 10, "skipped": 5, "overflow": 7, "type": 3}
STAYS = {"replaced": False, "reason": "its Python source is not the one that was proven"}


def _write(path: Path, *functions: dict[str, object]) -> Path:
    lines = [json.dumps({"schema": "migrator.stats/1", "functions": f}) for f in functions]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def test_processes_are_added_up(tmp_path: Path) -> None:
    found = read_stats(_write(tmp_path / "s.jsonl", {"m:f": ROW}, {"m:f": ROW, "m:g": STAYS}))
    assert found["m:f"].calls == 200
    assert found["m:f"].traps == {"overflow": 14, "type": 6}
    assert found["m:f"].in_rust == pytest.approx(0.85)
    assert found["m:g"].reason.startswith("its Python source")


def test_the_command_prints_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path / ".migrator" / "stats.jsonl", {"m:f": ROW, "m:g": STAYS})
    assert invoke(["stats", "--project", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "m:f  100 calls, 85.0% in Rust; traps: overflow 7, type 3; 5 past it after many traps" in printed
    assert "m:g  stays Python: its Python source is not the one that was proven" in printed


def test_calls_of_shadow_mode_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shadow = {**ROW, "calls": 3, "traps": 0, "skipped": 0, "overflow": 0, "type": 0, "compared": 3, "seen": 900}
    _write(tmp_path / ".migrator" / "stats.jsonl", {"m:f": shadow})
    assert invoke(["stats", "--project", str(tmp_path)]) == 0
    assert "3 of 900 compared in shadow" in capsys.readouterr().out


def test_what_holds_no_counters_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MigratorError, match="no counters"):
        read_stats(tmp_path / "missing.jsonl")
    for text in ("x\n", '{"schema": "other"}\n', "[]\n", '{"schema": "migrator.stats/1", "functions": {"a": 1}}\n'):
        (tmp_path / "odd.jsonl").write_text(text)
        with pytest.raises(MigratorError, match="does not hold counters"):
            read_stats(tmp_path / "odd.jsonl")

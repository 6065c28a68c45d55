"""The store of recorded calls."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from migrator.verifying import recordings
from migrator.verifying.recordings import HEADER, merge


def _call(id: str, number: int) -> str:
    return f'{{"id": "{id}", "args": [{{"t": "int", "v": "{number}"}}], "result": null, "raised": null}}'


def _recording(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_calls_are_kept_once(tmp_path: Path) -> None:
    new = _recording(tmp_path / "new.jsonl", _call("m:f", 1), _call("m:f", 2), _call("m:f", 1), _call("m:g", 1))
    stored = merge(tmp_path, new)
    assert stored.new == stored.kept == {"m:f": 2, "m:g": 1}
    again = merge(tmp_path, _recording(new, _call("m:f", 2), _call("m:f", 3)))
    assert again.new == {"m:f": 1}
    assert again.kept == {"m:f": 3, "m:g": 1}
    store = tmp_path / ".migrator" / recordings.FILE
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert recordings.files(tmp_path, "new.jsonl") == [str(new), str(store)]


def test_the_store_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_CALLS", 10)
    merge(tmp_path, _recording(tmp_path / "new.jsonl", *(_call("m:f", n) for n in range(100))))
    stored = merge(tmp_path, _recording(tmp_path / "new.jsonl", *(_call("m:f", n) for n in range(100, 200))))
    assert stored.kept == {"m:f": 10}
    lines = (tmp_path / ".migrator" / recordings.FILE).read_text().splitlines()
    assert len(lines) == 11
    assert stored.new == {"m:f": 100}


@pytest.mark.parametrize(
    "text", ["", "no recording\n", '{"schema": "other/1"}\n{"id": "m:f"}\n', HEADER + '\n{"id": "m']
)
def test_what_is_no_recording_adds_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(text)
    assert merge(tmp_path, path).kept == {}
    assert merge(tmp_path, tmp_path / "missing.jsonl").kept == {}

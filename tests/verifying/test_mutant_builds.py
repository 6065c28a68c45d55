"""A build of mutants that fails: where the machine is to blame the proofs stand unmeasured; else it is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from migrator import pipeline
from migrator.config import Options
from migrator.errors import MigratorError
from migrator.mutating import program
from migrator.rust import output
from migrator.verifying import mutants


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setattr(output, "changed_by_hand", lambda crate: [])
    monkeypatch.setattr(program, "mutator", MagicMock())
    monkeypatch.setattr(program, "share", MagicMock())
    monkeypatch.setattr(pipeline, "_seen", MagicMock())
    return MagicMock(project=tmp_path, crate=tmp_path, options=Options(offline=True))


def fails(error: Exception) -> Any:
    def build(*_: object) -> None:
        raise error

    return build


@pytest.mark.parametrize("code", ["M403", "M407", "M408"])
def test_no_network_room_or_time_is_told(context: Any, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(mutants, "build_mutants", fails(MigratorError(code, "it was not possible")))
    assert pipeline._mutants(context, MagicMock()) is None
    assert "it was not possible" in context.stages.say.call_args.args[0]


@pytest.mark.parametrize("error", [MigratorError("M404", "rustc refuses it"), KeyError("defect"), AssertionError()])
def test_anything_else_is_an_error(context: Any, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(mutants, "build_mutants", fails(error))
    with pytest.raises(type(error)):
        pipeline._mutants(context, MagicMock())

"""Where rustc refuses one function, or the compiler itself fails on it, the others are built all the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from migrator import pipeline
from migrator.building import build as building
from migrator.building.build import Built
from migrator.compiler import Compiler, compile_program
from migrator.config import Options
from migrator.finding.modules import discover
from migrator.model.profile import Observation, Observations, Profile, Signature, Workload
from migrator.model.program import CompiledProgram
from migrator.model.region import Found, Region
from migrator.specialised import Specialised
from migrator.state import State

_TEXT = """\
def right(a):
    return a + 1


def wrong(a):
    return a * 2


def calls_wrong(a):
    return wrong(a) - 1
"""
_NAMES = ("right", "wrong", "calls_wrong")
_FOUND = Found("migrator.found/1", (), tuple(Region(f"m:{name}", (f"m:{name}",), 0.1, 1.1) for name in _NAMES), {})


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A project up to the end of ``find``, whose stages are not shown."""
    (tmp_path / "m.py").write_text(_TEXT)
    state = State(tmp_path)
    workload = Workload(("python", "m.py"), "script", sys.executable, "m.py", (), str(tmp_path))
    state.write(Profile("migrator.profile/1", workload, 1.0, 1.0, 1.0, 1, (), "3.11"))
    seen = [Observation(f"m:{name}", 1, (), (Signature(("int",), "int", 1),), (), {}, (2, 6, 10), 0) for name in _NAMES]
    state.write(Observations("migrator.observations/1", tuple(seen), "", 1.0))
    state.write(_FOUND)
    monkeypatch.setattr(pipeline, "_seen", lambda context, timed: discover(context.project))
    return MagicMock(project=tmp_path, crate=tmp_path / "native", state=state, options=Options())


def spoiled(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """Let ``change`` make the text of ``wrong``."""
    right = Compiler.emit

    def emit(self: Compiler, made: Specialised, function: Any, symbol: str, variants: Any = None) -> str:
        text = right(self, made, function, symbol, variants)
        return change(text) if symbol == "wrong" else text

    monkeypatch.setattr(Compiler, "emit", emit)


def written(folder: Path) -> str:
    return (folder / "native/src/core/m.rs").read_text()


def test_a_function_that_rustc_refuses_is_left_out(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled(monkeypatch, lambda text: text.replace("{\n", '{\n    let _: u8 = "no";\n', 1))
    pipeline.generate(context)
    assert '"no"' in written(context.project)
    real, tried = building.build, []

    def build(*arguments: Any) -> Built:
        tried.append(arguments)
        return real(*arguments) if len(tried) == 1 else Built("id", "p", "p.so", "p.whl", "", "", 1.0)

    monkeypatch.setattr(building, "build", build)
    assert pipeline.build(context) == Path("p.so")
    assert len(tried) == 2
    assert '"no"' not in written(context.project)
    program = context.state.read(CompiledProgram)
    assert [f.id for f in program.functions] == ["m:right"]
    assert [r.code for r in program.reasons["m:wrong"]] == ["M410"]
    assert "mismatched types" in program.reasons["m:wrong"][0].message
    assert "`wrong`, which `calls_wrong` calls" in program.reasons["m:calls_wrong"][0].message
    assert [r.root for r in context.state.read(Found).regions] == ["m:right"]
    said = [call.args[0] for call in context.stages.say.call_args_list]
    assert any("m:calls_wrong" in text for text in said)


def test_an_error_in_rust_that_a_person_edited_is_theirs(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.generate(context)
    core = context.crate / "src/core/m.rs"
    core.write_text(core.read_text().replace("{\n", '{\n    let _: u8 = "mine";\n', 1))
    with pytest.raises(building.MigratorError) as caught:
        pipeline.build(context)
    assert caught.value.code == "M404"
    assert '"mine"' in core.read_text()
    assert len(context.state.read(Found).regions) == 3


def test_where_the_compiler_itself_fails_the_others_are_compiled(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str) -> str:
        raise KeyError(text[:3])

    spoiled(monkeypatch, fails)
    program = compile_program(_FOUND, Compiler(discover(context.project), context.state.read(Observations)))
    assert [f.id for f in program.functions] == ["m:right"]
    assert program.reasons["m:wrong"][0].code == "M134"
    assert "KeyError" in program.reasons["m:wrong"][0].message


def test_a_failure_before_emission_is_an_answer_too(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = Compiler(discover(context.project), context.state.read(Observations))
    monkeypatch.setattr(Compiler, "_settle_without_cold", MagicMock(side_effect=AssertionError))
    assert [r.code for r in compiler.answer("m:right")] == ["M134"]
    monkeypatch.undo()
    assert compiler.answer("m:right") == ()

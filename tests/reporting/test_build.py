"""What is accepted, and why the rest is not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from migrator.diagnostics import TABLE
from migrator.model.codec import from_plain, to_plain
from migrator.model.diagnostic import Diagnostic
from migrator.model.program import CompiledProgram, WrittenOut, python_sources
from migrator.model.proof import Interval, Measurement, Measurements
from migrator.model.report import FunctionReport, Report
from migrator.reporting import words
from migrator.reporting.build import build_report
from migrator.reporting.words import Status
from tests.reporting import samples


@pytest.fixture
def report(tmp_path: Path) -> Report:
    samples.write_project(tmp_path)
    return samples.report(tmp_path)


def _of(report: Report, name: str) -> FunctionReport:
    return next(f for f in report.functions if f.id == samples.identity(name))


def test_only_proven_and_faster_is_accepted(report: Report) -> None:
    assert [f.id for f in report.functions if f.accepted] == [samples.identity("matrix")]


def test_every_refusal_has_a_reason_with_a_declared_code_and_a_hint(report: Report) -> None:
    for function in report.functions:
        root = function.region in ("", function.id)
        assert function.accepted or function.reasons or not root
        for reason in function.reasons:
            assert reason.code in TABLE
            assert reason.hint


def test_statuses(report: Report) -> None:
    states = words.statuses(report)
    by_name = {i.partition(":")[2]: s for i, s in states.items()}
    assert by_name == {
        "iou": Status.WITH_ROOT,
        "overlap": Status.WITH_ROOT,
        "matrix": Status.REPLACED,
        "Tracker.step": Status.PYTHON,
        "rotate": Status.DIFFERENT,
        "clip": Status.SLOWER,
        "label": Status.PYTHON,
    }


def test_mutants_that_survive_are_not_called_slowness(report: Report) -> None:
    survived = Diagnostic("M511", 1, "9 of 30 mutants survived", "Record more.")
    functions = tuple(
        dataclasses.replace(f, accepted=False, reasons=(survived,)) if f.accepted else f for f in report.functions
    )
    states = words.statuses(dataclasses.replace(report, functions=functions))
    assert states[samples.identity("matrix")] is Status.SURVIVED


def test_a_callee_has_the_verdict_of_its_root(report: Report) -> None:
    assert _of(report, "iou").verdict == "equal"
    assert _of(report, "iou").region == samples.identity("matrix")


def test_a_function_that_is_written_out_in_another_has_its_verdict(tmp_path: Path) -> None:
    samples.write_project(tmp_path)
    program, name = samples.program(), samples.identity("area")
    root = next(f for f in program.functions if f.root and f.id == samples.identity("matrix"))
    part = WrittenOut(name, root.file, 3, "0" * 64)
    other = dataclasses.replace(root, dependencies=(*root.dependencies, name), written_out=(part,))
    functions = tuple(other if f is root else f for f in program.functions)
    with_part = dataclasses.replace(program, functions=functions)
    made = build_report(
        samples.profile(), samples.found(), with_part, samples.verdicts(), samples.measurements(), [], tmp_path
    )
    found = _of(made, "area")
    assert (found.verdict, found.region, found.tier) == ("equal", root.id, "native")
    assert python_sources(with_part)[name] == part
    assert from_plain(CompiledProgram, to_plain(with_part)) == with_part


@pytest.mark.parametrize(
    ("speedup", "accepted"),
    [(Interval(1.2, 1.01, 1.4), True), (Interval(1.2, 1.0, 1.4), False)],
)
def test_the_gate_is_the_low_end_of_the_interval(tmp_path: Path, speedup: Interval, accepted: bool) -> None:
    measured = Measurement(samples.identity("clip"), 1.0, 1.0, speedup, 9)
    report = build_report(
        samples.profile(),
        samples.found(),
        samples.program(),
        samples.verdicts(),
        Measurements("", (measured,), None),
        [],
        tmp_path,
    )
    clip = _of(report, "clip")
    assert clip.accepted is accepted
    assert ("M601" in {r.code for r in clip.reasons}) is not accepted


def test_what_makes_the_whole_program_slower_is_not_accepted(tmp_path: Path) -> None:
    measured = dataclasses.replace(samples.measurements(), slowing=(samples.identity("matrix"),))
    report = build_report(
        samples.profile(), samples.found(), samples.program(), samples.verdicts(), measured, [], tmp_path
    )
    assert "M606" in {r.code for r in _of(report, "matrix").reasons}
    assert words.statuses(report)[samples.identity("matrix")] is Status.SLOWER


def test_without_measurement_nothing_is_accepted(tmp_path: Path) -> None:
    report = build_report(
        samples.profile(),
        samples.found(),
        samples.program(),
        samples.verdicts(),
        None,
        [],
        tmp_path,
    )
    assert not any(f.accepted for f in report.functions)
    assert "M602" in {r.code for r in _of(report, "matrix").reasons}


def test_nothing_is_accepted_that_changes_what_the_program_prints(tmp_path: Path) -> None:
    measured = samples.measurements()
    assert measured.end_to_end
    end = dataclasses.replace(measured.end_to_end, same_output=False)
    report = build_report(
        samples.profile(),
        samples.found(),
        samples.program(),
        samples.verdicts(),
        dataclasses.replace(measured, end_to_end=end),
        [],
        tmp_path,
    )
    assert not any(f.accepted for f in report.functions)
    assert "M605" in {r.code for r in _of(report, "matrix").reasons}


def test_too_many_traps_are_refused(tmp_path: Path) -> None:
    verdicts = samples.verdicts()
    trapping = tuple(dataclasses.replace(v, trap_rate=0.9) for v in verdicts.functions)
    report = build_report(
        samples.profile(),
        samples.found(),
        samples.program(),
        dataclasses.replace(verdicts, functions=trapping),
        samples.measurements(),
        [],
        tmp_path,
    )
    assert not _of(report, "matrix").accepted
    assert "M603" in {r.code for r in _of(report, "matrix").reasons}


def test_a_run_that_ended_early_still_has_a_report(tmp_path: Path) -> None:
    report = build_report(samples.profile(), samples.found(), None, None, None, [], tmp_path)
    assert len(report.functions) == 7
    assert {f.verdict for f in report.functions} == {"unproven"}
    assert words.summary(report).headline == "Nothing to replace yet"


def test_the_report_survives_json(report: Report) -> None:
    assert from_plain(Report, to_plain(report)) == report


def test_python_source_starts_at_the_function(report: Report) -> None:
    assert _of(report, "iou").python_source.startswith("def iou(a, b):\n")
    assert _of(report, "Tracker.step").python_source.startswith("def step(self, boxes):\n")


def test_figures_of_the_head(report: Report) -> None:
    head = words.summary(report)
    assert head.headline == "3.36× faster end to end"
    assert (head.replaced, head.hot, head.different) == (1, 7, 1)
    assert head.moved == pytest.approx(0.737)


@pytest.mark.parametrize(
    ("value", "text"),
    [(8.214, "8.21 s"), (0.0123, "12.3 ms"), (2.1e-6, "2.1 µs"), (3.2e-8, "32 ns"), (0.0, "0 ns")],
)
def test_seconds(value: float, text: str) -> None:
    assert words.seconds(value) == text

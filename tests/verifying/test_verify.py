"""Verdicts from child processes: what each way to end becomes."""

from __future__ import annotations

import importlib
import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from migrator.errors import MigratorError
from migrator.model.proof import Verdict
from migrator.mutating.program import Mutant
from migrator.verifying import verify
from migrator.verifying.children import Ended, Job
from migrator.verifying.loading import import_root
from migrator.verifying.mutants import MutantBuild
from tests.installing.native_package import Demo, Rust
from tests.verifying import projects

SOURCE = '''
import os
import time


def double(x):
    """Twice."""
    return x * 2.0


def quarter(x):
    return x / 4.0


def clock(x):
    return x + time.perf_counter()


def die(x):
    return x


def hang(x):
    return x


def total(n):
    return n + total(n - 1) if n > 0 else 0


class Box:
    @staticmethod
    def area(width, *, height):
        return width * height


if __name__ == "__main__":
    raise SystemExit("the program must not run")
'''
FLOAT = "if type(x) is float else TRAPPED"
RUST = [
    Rust("shapes:double", "x", f"x + x {FLOAT}"),
    Rust("shapes:quarter", "x", f"x * 0.2500001 {FLOAT}"),
    Rust("shapes:clock", "x", f"x {FLOAT}"),
    Rust("shapes:die", "x", "__import__('os').abort()"),
    Rust("shapes:hang", "x", "__import__('time').sleep(60)"),
    Rust("shapes:total", "n", "n * (n + 1) // 2 if type(n) is int and 0 <= n < 500 else TRAPPED"),
    Rust("shapes:Box.area", "width, *, height", "width * height if exact(float, float)(width, height) else TRAPPED"),
]


def verdict(demo: Demo, id: str, types: dict[str, str], calls: list[Any], **options: Any) -> Verdict:
    projects.make(demo, SOURCE, RUST)
    program = projects.program(projects.function(demo, id, types))
    observed = projects.record(demo, {id: calls})
    options.setdefault("timeout_s", 20.0)
    found = verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-1", **options)
    assert found.build_id == "build-1"
    (one,) = found.functions
    assert one.id == id
    return one


def codes(found: Verdict) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_equal(demo: Demo) -> None:
    found = verdict(demo, "shapes:double", {"x": "float"}, [(1.5,), (2.5,)])
    assert (found.verdict, codes(found)) == ("equal", [])
    kinds = {e.kind for e in found.evidence} - {"crosshair"}  # where it is installed
    assert kinds == {"recorded", "edges", "hypothesis", "bulk", "canary"}
    recorded = found.evidence[0]
    assert (recorded.inputs, recorded.native, recorded.trapped) == (2, 2, 0)
    assert found.trap_rate == 0.0


def test_keyword_only_parameters_and_methods(demo: Demo) -> None:
    types = {"width": "float", "height": "float"}
    assert verdict(demo, "shapes:Box.area", types, [(1.5, 2.0)]).verdict == "equal"


def test_different_with_a_counterexample(demo: Demo) -> None:
    found = verdict(demo, "shapes:quarter", {"x": "float"}, [(1.5,)])
    assert (found.verdict, codes(found)) == ("different", ["M501"])
    assert "from shapes import quarter\n\nquarter(1.0)\n" in found.counterexample
    kept = demo.root / ".migrator" / "counterexamples.jsonl"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text().splitlines()[1])["id"] == "shapes:quarter"
    again = verdict(demo, "shapes:quarter", {"x": "float"}, [(0.0,)])
    assert again.evidence[0].inputs == 2


def test_not_deterministic(demo: Demo) -> None:
    found = verdict(demo, "shapes:clock", {"x": "float"}, [(1.5,)])
    assert (found.verdict, codes(found)) == ("unproven", ["M502"])


def test_a_crash_is_told(demo: Demo) -> None:
    found = verdict(demo, "shapes:die", {"x": "float"}, [(1.5,)])
    assert (found.verdict, codes(found)) == ("unproven", ["M507"])
    assert "SIGABRT" in found.reasons[0].message


def test_time_is_up(demo: Demo) -> None:
    found = verdict(demo, "shapes:hang", {"x": "float"}, [(1.5,)], timeout_s=2.0)
    assert (found.verdict, codes(found)) == ("unproven", ["M505"])


def test_the_original_recursion_runs_no_rust(demo: Demo) -> None:
    assert verdict(demo, "shapes:total", {"n": "int"}, [(5,), (9,)]).verdict == "equal"


def test_nothing_recorded(demo: Demo) -> None:
    found = verdict(demo, "shapes:double", {"x": "float"}, [])
    assert (found.verdict, codes(found)) == ("unproven", ["M503"])


def proven(outcome: str, numbers: Sequence[int], reason: str = "") -> dict[str, Any]:
    """What a child leaves that found no difference, noticed odd mutants, and said ``outcome`` of the others it was asked
    for; ``reason``: why it proves nothing."""
    verdict = "unproven" if reason else "equal"
    row = {"kind": "bulk", "inputs": 9, "native": 9, "trapped": 0, "raised": 0, "undecided": 0}
    mutants = {str(number): "killed" if number % 2 else outcome for number in numbers}
    found = {"verdict": verdict, "evidence": [row], "trap_rate": 0.0, "counterexample": "", "traps": {}, "panic": ""}
    return {**found, "reason": reason, "detail": "", "mutants": mutants}


@pytest.mark.parametrize("second", ["", "too-slow", "nondeterministic"])
def test_what_is_in_doubt_gets_more_time(demo: Demo, monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    ids = ["shapes:double", "shapes:quarter"]
    projects.make(demo, SOURCE, RUST)
    program = projects.program(*(projects.function(demo, id, {"x": "float"}) for id in ids))
    observed = projects.record(demo, {id: [(1.0,)] for id in ids})
    mutants = tuple(Mutant(number, ids[number > 10], 1, "one more") for number in range(1, 21))
    build = MutantBuild("wrong", "wrong", mutants, {})
    rounds: list[dict[str, Any]] = []

    def run(jobs: Sequence[Job], *_: Any) -> list[Ended]:
        rounds.append({job.name: job.plan for job in jobs})
        first = len(rounds) == 1
        outcomes = {job.name: "survived 3" if first and job.name == ids[0] else "killed" for job in jobs}
        found = [proven(outcomes[job.name], job.plan["mutants"]["numbers"], "" if first else second) for job in jobs]
        return [Ended(each, 0, False, "", 2.0) for each in found]

    monkeypatch.setattr(importlib.import_module("migrator.verifying.verify"), "run_jobs", run)
    workload = projects.workload(demo)
    found = verify(demo.root, demo.root / "native", workload, program, observed, "build-1", mutants=build)
    assert [list(each) for each in rounds] == [ids, ids[:1]]
    first, again = rounds[0][ids[0]], rounds[1][ids[0]]
    assert again["budget"]["seconds"] == 2 * first["budget"]["seconds"]
    assert again["mutants"]["seconds"] > 2 * first["mutants"]["seconds"]
    assert again["mutants"]["numbers"] == [2, 4, 6, 8, 10]  # the others were noticed
    doubted, sure = found.functions
    assert sure.verdict == "equal"
    assert doubted.verdict == ("unproven" if second == "nondeterministic" else "equal")
    assert doubted.mutation is not None
    assert doubted.mutation.tried == 10
    assert doubted.mutation.score == (0.5 if second == "too-slow" else 1.0)


def inner_and_outer(demo: Demo) -> tuple[Any, Any, MutantBuild]:
    """Two roots, one compiled into the other: mutants 1 to 10 are of the outer one, 11 to 20 of the inner one."""
    outer, inner = "shapes:double", "shapes:quarter"
    projects.make(demo, SOURCE, RUST)
    program = projects.program(*(projects.function(demo, id, {"x": "float"}) for id in (outer, inner)))
    observed = projects.record(demo, {id: [(1.0,)] for id in (outer, inner)})
    names = {outer: "shapes:double", inner: "shapes:quarter"}
    mutants = tuple(
        Mutant(number, id, 1, "one more", place=names[id])
        for number, id in ((number, inner if number > 10 else outer) for number in range(1, 21))
    )
    regions = {outer: frozenset(names.values()), inner: frozenset({names[inner]})}
    return program, observed, MutantBuild("wrong", "wrong", mutants, regions)


@pytest.mark.parametrize("sound", [True, False])
def test_what_is_proven_alone_is_tried_once(demo: Demo, monkeypatch: pytest.MonkeyPatch, sound: bool) -> None:
    """The proof of the inner function tries its mutants, and they count for the outer one; where it fails, the outer
    one tries them after all."""
    program, observed, build = inner_and_outer(demo)
    tried: list[dict[str, list[int]]] = []

    def run(jobs: Sequence[Job], *_: Any) -> list[Ended]:
        tried.append({job.name: job.plan["mutants"]["numbers"] for job in jobs})
        why = {"shapes:quarter": "" if sound else "nondeterministic"}
        found = [proven("killed", job.plan["mutants"]["numbers"], why.get(job.name, "")) for job in jobs]
        return [Ended(each, 0, False, "", 2.0) for each in found]

    monkeypatch.setattr(importlib.import_module("migrator.verifying.verify"), "run_jobs", run)
    workload = projects.workload(demo)
    found = verify(demo.root, demo.root / "native", workload, program, observed, "build-1", mutants=build)
    own, others = list(range(1, 11)), list(range(11, 21))
    assert tried[0] == {"shapes:double": own, "shapes:quarter": others}
    assert tried[1:] == ([] if sound else [{"shapes:double": others}])
    whole = found.functions[0].mutation
    assert whole is not None
    assert (whole.made, whole.tried, whole.killed) == (20, 20, 20)


@pytest.mark.parametrize(("first_s", "times"), [(4.0, 4.0), (90.0, 2.0)])
def test_both_searches_together_have_a_limit(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, first_s: float, times: float
) -> None:
    """What the first search took of the processors is not there for the second one."""
    verifying = importlib.import_module("migrator.verifying.verify")
    projects.make(demo, SOURCE, RUST)
    ids = ["shapes:double", "shapes:quarter"]
    program = projects.program(*(projects.function(demo, id, {"x": "float"}) for id in ids))
    observed = projects.record(demo, {id: [(1.0,)] for id in ids})
    mutants = tuple(Mutant(number, ids[number > 10], 1, "one more") for number in range(1, 21))
    plans: list[dict[str, Any]] = []

    def run(jobs: Sequence[Job], *_: Any) -> list[Ended]:
        plans.extend(dict(job.plan) for job in jobs)
        found = [
            proven("survived 3" if job.name == ids[0] else "killed", job.plan["mutants"]["numbers"]) for job in jobs
        ]
        return [Ended(each, 0, False, "", 5.0 * len(plans)) for each in found]

    monkeypatch.setattr(verifying, "at_once", lambda: 2)
    monkeypatch.setattr(verifying, "run_jobs", run)
    monkeypatch.setattr(verifying, "_children_s", lambda: first_s if plans else 0.0)
    build = MutantBuild("wrong", "wrong", mutants, {})
    verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-1", mutants=build)
    first, _, again = (plan["mutants"]["seconds"] for plan in plans)
    assert again / first == pytest.approx(times, abs=0.6)


def test_a_source_that_changed(demo: Demo) -> None:
    projects.make(demo, SOURCE, RUST)
    demo.file("shapes").write_text(SOURCE.replace("x * 2.0", "2.0 * x"))
    program = projects.program(projects.function(demo, "shapes:double", {"x": "float"}))
    observed = projects.record(demo, {"shapes:double": [(1.0,)]})
    found = verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-1")
    assert codes(found.functions[0]) == ["M510"]
    assert "not the one that was proven" in found.functions[0].reasons[0].message


def test_a_module_that_fails(demo: Demo) -> None:
    projects.make(demo, SOURCE.replace("import time", "raise SystemExit(3)"), RUST)
    program = projects.program(projects.function(demo, "shapes:double", {"x": "float"}))
    observed = projects.record(demo, {"shapes:double": [(1.0,)]})
    found = verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-1")
    assert codes(found.functions[0]) == ["M510"]
    assert "SystemExit" in found.functions[0].reasons[0].message


def test_another_build(demo: Demo) -> None:
    projects.make(demo, SOURCE, RUST)
    program = projects.program(projects.function(demo, "shapes:double", {"x": "float"}))
    observed = projects.record(demo, {"shapes:double": [(1.0,)]})
    found = verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-2")
    assert codes(found.functions[0]) == ["M510"]


def test_without_hypothesis(demo: Demo) -> None:
    """A module of the project hides it, which is as good as not having it."""
    projects.make(demo, SOURCE, RUST)
    hidden = "import sys\nsys.modules['hypothesis'] = None\n"
    (demo.root / "sitecustomize.py").write_text(hidden)
    program = projects.program(projects.function(demo, "shapes:double", {"x": "float"}))
    observed = projects.record(demo, {"shapes:double": [(1.0,)]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(demo.root))
        with pytest.raises(MigratorError) as caught:
            verify(demo.root, demo.root / "native", projects.workload(demo), program, observed, "build-1")
    assert caught.value.code == "M509"


@pytest.mark.parametrize(
    ("module", "file", "root"),
    [
        ("pkg.shapes", "/a/src/pkg/shapes.py", "/a/src"),
        ("pkg", "/a/pkg/__init__.py", "/a"),
        ("pkg.__main__", "/a/pkg/__main__.py", "/a"),
        ("other", "/a/pkg/shapes.py", None),
    ],
)
def test_import_roots(module: str, file: str, root: str | None) -> None:
    assert import_root(module, str(Path(file))) == root

"""Random programs do in Rust what they do in Python; the compiler takes them or says why not."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from tests.programs.__main__ import load_proof
from tests.programs.judge import Judged, judge, refusal
from tests.programs.program import Program, programs, seeded

COUNT = 500
FIRST_SEED = 20_000


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    folder = tmp_path_factory.mktemp("programs") / "batch"
    sources = [seeded(FIRST_SEED + i) for i in range(COUNT)]
    return judge(sources, folder, load_proof(), inputs=45, level=0)


def test_no_program_differs(judged: list[Judged]) -> None:
    found = [j for j in judged if j.kind not in ("equal", "refused")]
    shown = "\n\n".join(f"seed {FIRST_SEED + j.number}: {j.kind}\n{j.program.source}\n{j.detail}" for j in found[:3])
    assert not found, f"{len(found)} programs: {Counter(j.kind for j in found)}\n{shown}"


def test_the_programs_say_something(judged: list[Judged]) -> None:
    """Most are compiled, and Rust answers most ordinary inputs."""
    counts = sum((j.counts for j in judged), Counter[str]())
    assert sum(j.kind == "equal" for j in judged) > 0.6 * COUNT
    assert counts["native"] > 0.4 * (counts["native"] + counts["trapped"])
    assert counts["trapped"] > 1000


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(programs())
def test_the_compiler_takes_it_or_says_why(program: Program) -> None:
    ast.parse(program.source)
    assert refusal(program) is None or refusal(program).code.startswith("M")


def test_what_has_no_rust_may_be_a_part_of_a_condition() -> None:
    """The first part of a comparison that no profile saw run leaves the function; the rest is as it would be."""
    lines = (
        "K = 5",
        "def root(p1, p2):",
        "    rows = [[1, 2]]",
        "    f = 3",
        "    if K < 3:",
        "        if K < 2:",
        "            f = 2",
        "        elif K.bit_length() > f <= rows[-1][1]:",
        "            f = 5",
        "    return f",
    )
    program = Program("\n".join(lines) + "\n", ("dict[str, int]", "list[int]"))
    assert refusal(program) is None


def test_a_seed_is_a_program() -> None:
    assert seeded(3) == seeded(3)
    assert seeded(3) != seeded(4)

"""Ranking and regions on profiles whose right answer is plain to see."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.finding.find import FindOptions, find, worth_observing
from migrator.finding.workload_graph import owner_id
from migrator.model.codec import from_plain, to_plain
from migrator.model.diagnostic import Diagnostic
from migrator.model.region import Found
from tests.finding import profile_of, project_of, seen

CHAIN = """
def leaf(x): return x
def middle(xs): return [leaf(x) for x in xs]
def top(rows): return [middle(r) for r in rows]
def main(): print(*top([[1]]))
async def wild(): return leaf(args[0])
"""


def chain(top_calls: int = 10, main_share: float = 0.0, wild_calls: int = 0):
    leaf_callers = {"m:middle": 1_000_000, "m:wild": wild_calls}
    return profile_of(
        seen("m:main", main_share, 1, {"m:<module>": 1}, 10.0),
        seen("m:top", 0.002, top_calls, {"m:main": top_calls}, 9.9),
        seen("m:middle", 0.3, 1_000, {"m:top": 1_000}, 9.8),
        seen("m:leaf", 0.6, 1_000_000 + wild_calls, leaf_callers, 6.0),
        seen("m:wild", 0.01, 1, {"m:<module>": 1}),
        seen("m:<module>", 0.02, 1),
    )


def no_main(id: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic("M103", 5, "`print()` has no Rust yet"),) if id == "m:main" else ()


def test_candidates_by_share_with_the_ceiling_of_amdahl(tmp_path: Path) -> None:
    found = find(chain(), project_of(tmp_path, {"m.py": CHAIN}))
    assert [c.id for c in found.candidates] == ["m:leaf", "m:middle", "m:<module>", "m:wild"]
    assert found.candidates[0].ceiling == pytest.approx(2.5)
    assert found.candidates[0].calls == 1_000_000


def test_the_root_lies_above_the_hot_leaf(tmp_path: Path) -> None:
    found = find(chain(), project_of(tmp_path, {"m.py": CHAIN}), compilable=no_main)
    region = found.regions[0]
    assert region.root == "m:top"
    assert set(region.members) == {"m:top", "m:middle", "m:leaf"}
    assert region.share == pytest.approx(0.902)
    assert region.calls == 10
    assert region.why == (
        "Python calls it 10 times.",
        "1,001,000 calls below it stay in Rust and cross no boundary.",
        "It goes no higher: `m:main`: M103 `print()` has no Rust yet",
    )


def test_hot_members_are_kept_as_fallbacks(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"m.py": CHAIN})
    found = find(chain(), project, compilable=no_main)
    assert [(r.root, r.fallback) for r in found.regions] == [
        ("m:top", False),
        ("m:middle", True),
        ("m:leaf", True),
    ]
    alone = find(chain(), project, FindOptions(fallback=False), no_main)
    assert [r.root for r in alone.regions] == ["m:top"]


def test_a_top_that_gains_nothing_is_taken_off(tmp_path: Path) -> None:
    profile = chain(top_calls=1_000)
    functions = tuple(replace(f, share=0.0) if f.id == "m:top" else f for f in profile.functions)
    profile = replace(profile, functions=functions)
    found = find(profile, project_of(tmp_path, {"m.py": CHAIN}), compilable=no_main)
    assert found.regions[0].root == "m:middle"


def test_dear_crossings_keep_the_root_high(tmp_path: Path) -> None:
    profile = chain(top_calls=100)
    functions = tuple(replace(f, share=0.0) if f.id == "m:top" else f for f in profile.functions)
    profile = replace(profile, functions=functions)
    project = project_of(tmp_path, {"m.py": CHAIN})
    cheap = find(profile, project, compilable=no_main)
    dear = find(profile, project, compilable=no_main, boundary=lambda _: 50_000.0)
    assert cheap.regions[0].root == "m:middle"
    assert dear.regions[0].root == "m:top"


def test_a_member_that_python_also_calls_stays_a_root(tmp_path: Path) -> None:
    found = find(chain(wild_calls=1_000_000), project_of(tmp_path, {"m.py": CHAIN}), compilable=no_main)
    primary = {r.root: r for r in found.regions if not r.fallback}
    assert set(primary) == {"m:top", "m:leaf"}
    assert primary["m:leaf"].calls == 1_000_000
    assert primary["m:top"].share == pytest.approx(0.002 + 0.3 + 0.3)


def test_reasons_of_what_stays_in_python(tmp_path: Path) -> None:
    found = find(chain(), project_of(tmp_path, {"m.py": CHAIN}), compilable=no_main)
    assert found.reasons["m:wild"][0].code == "M104"
    assert found.reasons["m:<module>"][0].code == "M110"
    assert found.reasons["m:main"][0].code == "M103"
    placed = {m for r in found.regions for m in r.members}
    assert all(c.id in placed or c.id in found.reasons for c in found.candidates)


def test_a_callee_that_is_refused_keeps_its_caller_out(tmp_path: Path) -> None:
    text = "async def bad(): return 1\ndef hot(x): return bad(x)\n"
    profile = profile_of(seen("m:hot", 0.5, 100, {"m:<module>": 100}), seen("m:bad", 0.001, 100, {"m:hot": 100}))
    found = find(profile, project_of(tmp_path, {"m.py": text}))
    assert not found.regions
    assert found.reasons["m:hot"][0].code == "M112"
    assert "m:bad" in found.reasons["m:hot"][0].message


def test_a_refused_callee_that_never_ran_is_left_to_the_compiler(tmp_path: Path) -> None:
    text = "async def bad(): return 1\ndef hot(x): return x if x else bad(x)\n"
    profile = profile_of(seen("m:hot", 0.5, 100, {"m:<module>": 100}))
    found = find(profile, project_of(tmp_path, {"m.py": text}))
    assert found.regions[0].members == ("m:hot",)


def test_a_call_that_the_text_does_not_show(tmp_path: Path) -> None:
    text = "def part(x): return x\ndef hot(g, xs): return sorted(xs, key=g)\n"
    profile = profile_of(seen("m:hot", 0.5, 100, {"m:<module>": 100}), seen("m:part", 0.2, 100, {"m:hot": 100}))
    found = find(profile, project_of(tmp_path, {"m.py": text}))
    assert [r.root for r in found.regions] == ["m:part"]
    assert found.reasons["m:hot"][0].code == "M103"


def test_a_function_that_is_called_as_a_value_goes_along(tmp_path: Path) -> None:
    text = "def part(x): return x\ndef hot(g, x): return g(x)\n"
    profile = profile_of(seen("m:hot", 0.5, 100, {"m:<module>": 100}), seen("m:part", 0.2, 100, {"m:hot": 100}))
    found = find(profile, project_of(tmp_path, {"m.py": text}))
    assert found.regions[0].members == ("m:hot", "m:part")


def test_recursion_has_its_root(tmp_path: Path) -> None:
    text = "def odd(n): return even(n - 1)\ndef even(n): return odd(n - 1)\n"
    profile = profile_of(seen("m:odd", 0.4, 100, {"m:even": 100}, 8.0), seen("m:even", 0.4, 100, {"m:odd": 100}, 8.0))
    # As a sampled profile may show it: nobody seen to call into the circle.
    found = find(profile, project_of(tmp_path, {"m.py": text}))
    assert len([r for r in found.regions if not r.fallback]) == 1
    assert set(found.regions[0].members) == {"m:odd", "m:even"}


def test_comprehensions_belong_to_their_function(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"m.py": CHAIN})
    profile = profile_of(
        seen("m:middle.<locals>.<listcomp>", 0.3, 500, {"m:middle": 500}),
        seen("m:middle", 0.1, 500, {"m:top": 500}, 9.0),
        seen("m:leaf", 0.5, 1_000, {"m:middle.<locals>.<listcomp>": 1_000}),
    )
    found = find(profile, project)
    assert [c.id for c in found.candidates] == ["m:leaf", "m:middle"]
    assert found.candidates[1].share == pytest.approx(0.4)
    assert found.candidates[1].calls == 500
    assert found.regions[0].root == "m:middle"


def test_owner_of_nested_comprehensions() -> None:
    assert owner_id("m:C.f.<locals>.<listcomp>.<locals>.<genexpr>") == "m:C.f"
    assert owner_id("m:f.<locals>.<lambda>") == "m:f"
    assert owner_id("m:f.<locals>.inner") == "m:f"
    assert owner_id("m:<lambda>") == "m:<lambda>"


def test_what_must_be_observed(tmp_path: Path) -> None:
    wanted = worth_observing(chain(), project_of(tmp_path, {"m.py": CHAIN}))
    assert set(wanted) >= {"m:leaf", "m:middle", "m:top"}
    assert "m:wild" not in wanted


def test_module_names_come_from_the_profile(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"scripts/run.py": "def hot(x): return x\n"})
    profile = profile_of(seen("run:hot", 0.9, 10, {"run:<module>": 10}, file="scripts/run.py"))
    assert find(profile, project).regions[0].root == "run:hot"


def test_a_file_that_cannot_be_read_is_a_reason(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"m.py": "def f(:\n", "n.py": "def g(): pass\n"})
    profile = profile_of(seen("m:f", 0.5, 10), seen("n:g", 0.4, 10))
    found = find(profile, project)
    assert found.reasons["m:f"][0].code == "M007"
    assert [r.root for r in found.regions] == ["n:g"]


@pytest.mark.parametrize("terms", [200, 400, 1_000, 3_000, 20_000])
def test_long_expressions_are_compiled_or_a_reason(tmp_path: Path, terms: int) -> None:
    long = " + ".join(["x"] * terms)
    text = f"def g(x): return x\ndef f(x): return g({long})\n"
    project = project_of(tmp_path, {"m.py": text, "n.py": "def g(): pass\n"})
    before = sys.getrecursionlimit()
    found = find(profile_of(seen("m:f", 0.5, 10), seen("n:g", 0.4, 10)), project)
    assert sys.getrecursionlimit() == before
    assert "n:g" in [r.root for r in found.regions]
    if "m:f" in found.reasons:
        assert found.reasons["m:f"][0].code == "M016"
    else:
        assert found.regions[0].members == ("m:f", "m:g")


def test_found_goes_to_json_and_back(tmp_path: Path) -> None:
    found = find(chain(), project_of(tmp_path, {"m.py": CHAIN}), compilable=no_main)
    assert from_plain(Found, to_plain(found)) == found


def test_a_share_of_one_has_a_finite_ceiling(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"m.py": "def f(): pass\n"})
    found = find(profile_of(seen("m:f", 1.0, 10)), project)
    assert found.candidates[0].ceiling < 1e6
    assert found.regions[0].ceiling < 1e6


def test_an_empty_profile(tmp_path: Path) -> None:
    found = find(profile_of(), project_of(tmp_path, {"m.py": ""}))
    assert found.candidates == ()
    assert found.regions == ()

"""Edits of a person and what is generated anew: merged where both can stand, kept where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.rust.merging import merge
from migrator.rust.output import changed_by_hand, write_files

CORE = "src/core/m.rs"
BASE = "// one\nfn a() {}\n\n// two\nfn b() {}\n\n// three\nfn c() {}\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        (BASE.replace("one", "ONE"), BASE, BASE.replace("one", "ONE")),
        (BASE, BASE.replace("one", "ONE"), BASE.replace("one", "ONE")),
        (
            BASE.replace("one", "ONE"),
            BASE.replace("three", "THREE"),
            BASE.replace("one", "ONE").replace("three", "THREE"),
        ),
        (BASE.replace("two", "TWO"), BASE.replace("two", "TWO"), BASE.replace("two", "TWO")),
        ("// head\n" + BASE, BASE + "fn d() {}\n", "// head\n" + BASE + "fn d() {}\n"),
        (BASE.replace("fn b() {}\n", ""), BASE + "// end\n", BASE.replace("fn b() {}\n", "") + "// end\n"),
        ("", BASE, ""),
    ],
)
def test_both_changes_stand(mine: str, theirs: str, merged: str) -> None:
    made = merge(BASE, mine, theirs)
    assert (made.text, made.conflicts) == (merged, 0)


def test_a_conflict_is_marked() -> None:
    made = merge(BASE, BASE.replace("two", "mine"), BASE.replace("two", "theirs"))
    assert made.conflicts == 1
    marks = "<<<<<<< edited\n// mine\n||||||| generated before\n// two\n=======\n// theirs\n>>>>>>> generated now\n"
    assert marks in made.text
    assert made.text.replace(marks, "// two\n") == BASE


def test_an_edit_gets_what_is_new(tmp_path: Path) -> None:
    write_files(tmp_path, {CORE: BASE})
    (tmp_path / CORE).write_text(BASE.replace("one", "edited"))
    same = write_files(tmp_path, {CORE: BASE})
    assert (same.kept, same.merged, same.conflicts) == ((CORE,), (), ())
    new = write_files(tmp_path, {CORE: BASE.replace("three", "new")})
    assert (new.kept, new.merged, new.conflicts) == ((CORE,), (CORE,), ())
    assert (tmp_path / CORE).read_text() == BASE.replace("one", "edited").replace("three", "new")
    assert changed_by_hand(tmp_path) == (CORE,)
    again = write_files(tmp_path, {CORE: BASE.replace("three", "newer")})
    assert again.merged == (CORE,)
    assert (tmp_path / CORE).read_text() == BASE.replace("one", "edited").replace("three", "newer")


def test_a_conflict_leaves_the_file_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {CORE: BASE})
    mine = BASE.replace("one", "edited")
    (tmp_path / CORE).write_text(mine)
    for _ in range(2):
        found = write_files(tmp_path, {CORE: BASE.replace("one", "new")})
        assert (tmp_path / CORE).read_text() == mine
        ((path, shown),) = found.conflicts
        assert path == CORE
        assert "<<<<<<< edited" in (tmp_path / shown).read_text()
    (tmp_path / CORE).write_text(mine.replace("edited", "new"))
    solved = write_files(tmp_path, {CORE: BASE.replace("one", "new")})
    assert (solved.kept, solved.unchanged) == ((), (CORE,))
    assert changed_by_hand(tmp_path) == ()


def test_without_the_old_text_an_edit_is_kept(tmp_path: Path) -> None:
    write_files(tmp_path, {CORE: BASE})
    (tmp_path / CORE).write_text("// all mine\n")
    (tmp_path / ".generated" / CORE).write_text("damaged")
    found = write_files(tmp_path, {CORE: BASE.replace("one", "new")})
    assert (found.kept, found.merged, found.conflicts) == ((CORE,), (), ())
    assert (tmp_path / CORE).read_text() == "// all mine\n"

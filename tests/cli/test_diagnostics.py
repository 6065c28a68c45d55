"""The table of codes and the pages that are made from tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator import docs_reference
from migrator.diagnostics import RANGES, TABLE
from migrator.errors import MigratorError

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_row_is_whole(code: str) -> None:
    row = TABLE[code]
    assert re.fullmatch(r"M\d{3}", row.code)
    assert row.code[:2] in dict(RANGES)
    assert row.title
    assert not row.title.endswith(".")
    assert row.why.endswith(".")
    assert row.hint.endswith(".")


def test_no_code_is_declared_twice() -> None:
    text = (_ROOT / "migrator" / "diagnostics.py").read_text(encoding="utf-8")
    declared = re.findall(r'^\s+"(M\d{3})",$', text, re.MULTILINE)
    assert sorted(declared) == sorted(set(declared))


def test_every_code_in_use_is_declared() -> None:
    for path in (_ROOT / "migrator").rglob("*.py"):
        for code in re.findall(r'"(M\d{3})"', path.read_text(encoding="utf-8")):
            assert code in TABLE, f"{path} uses {code}"


def test_an_error_has_the_status_of_its_code() -> None:
    assert MigratorError("M401", "x").exit_code == 4
    assert MigratorError("M404", "x").exit_code == 3
    assert MigratorError("M013", "x").exit_code == 75
    assert str(MigratorError("M001", "no command", place="here")) == "here: M001 no command"


def test_reference_pages_are_up_to_date() -> None:
    stale = docs_reference.stale(_ROOT / "docs")
    assert not stale, f"stale: {', '.join(stale)}; run `{docs_reference.COMMAND}`"


def test_writing_makes_pages_fresh(tmp_path: Path) -> None:
    assert set(docs_reference.write(tmp_path)) == set(docs_reference.PAGES)
    docs_reference.main(["--docs", str(tmp_path)])
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"cli\.md"):
        docs_reference.main(["--docs", str(tmp_path)])

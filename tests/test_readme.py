"""The README's commands are the ones that run: the test command is what CI calls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator.cli import app

_ROOT = Path(__file__).resolve().parents[1]
_PAGES = [_ROOT / "README.md", _ROOT / "CONTRIBUTING.md", *sorted((_ROOT / "docs").rglob("*.md"))]


def test_ci_calls_the_test_command_of_the_readme() -> None:
    last = (_ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert last in (_ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", _PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", _PAGES, ids=lambda p: p.name)
def test_commands_in_the_pages_exist(page: Path) -> None:
    for name in re.findall(r"`migrator ([a-z]+)\b", page.read_text(encoding="utf-8")):
        assert name in app.commands, f"{page.name} names `migrator {name}`"

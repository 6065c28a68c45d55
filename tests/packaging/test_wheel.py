"""The wheel is whole: built, unpacked elsewhere, it finds and renders its templates without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from migrator.resources import templates

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import pathlib, sys
import migrator
from migrator.resources import templates
from migrator.reporting import html
from migrator.rust.templates import render

here = pathlib.Path(sys.argv[1]).resolve()
assert pathlib.Path(migrator.__file__).is_relative_to(here), migrator.__file__
assert templates().is_relative_to(here), templates()
assert render("crate/build.rs.jinja")
assert html._environment().get_template("report.html.jinja")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    argv = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(_ROOT)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_it_renders_from_an_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "installed")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_it_has_every_template_and_nothing_built(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "templates"], cwd=_ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {f"migrator/{name}" for name in tracked} <= names
    assert "migrator/py.typed" in names
    assert not [n for n in names if n.endswith((".so", ".pyc")) or "/target/" in n]


def test_a_checkout_finds_its_own() -> None:
    assert (templates() / "report" / "report.html.jinja").is_file()

"""Which files belong to the project, and under which module names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrator.errors import MigratorError
from migrator.finding.modules import discover, site_packages
from tests.finding import project_of


def test_flat_src_and_scripts(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/geometry.py": "",
            "src/other/__init__.py": "",
            "src/other/deep/part.py": "",
            "scripts/train.py": "",
            "scripts/helper.py": "",
            "tools/run-all.py": "",
            "setup.py": "",
        },
        script="scripts/train.py",
    )
    assert set(project.files) == {
        "pkg",
        "pkg.geometry",
        "other",
        "other.deep.part",
        "train",
        "helper",
        "run-all",
        "setup",
    }
    assert project.module_of(tmp_path / "src/other/deep/part.py") == "other.deep.part"
    assert project.file_of("pkg") == tmp_path / "pkg/__init__.py"
    assert project.file_of("numpy") is None


def test_folders_that_are_not_source(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "main.py": "",
            ".venv/lib/x.py": "",
            "myenv/pyvenv.cfg": "",
            "myenv/lib/x.py": "",
            "native/Cargo.toml": "",
            "native/python/p.py": "",
            ".migrator/x.py": "",
            "build/lib/x.py": "",
            "p.egg-info/x.py": "",
            "cache/CACHEDIR.TAG": "",
            "cache/x.py": "",
        },
    )
    assert set(project.files) == {"main"}


def test_a_native_folder_of_the_user_is_source(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"native/__init__.py": "", "native/x.py": ""})
    assert set(project.files) == {"native", "native.x"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["lib"]\n'),
        ("pyproject.toml", '[tool.setuptools.package-dir]\n"" = "lib"\n'),
        ("pyproject.toml", '[[tool.poetry.packages]]\ninclude = "pkg"\nfrom = "lib"\n'),
        ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["lib/pkg"]\n'),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = "lib"\n'),
        ("setup.cfg", "[options]\npackage_dir =\n    = lib\n"),
    ],
)
def test_declared_import_roots(tmp_path: Path, file: str, text: str) -> None:
    project = project_of(tmp_path, {file: text, "lib/pkg/__init__.py": "", "lib/pkg/m.py": ""})
    assert set(project.files) == {"pkg", "pkg.m"}


def test_name_of_the_project(tmp_path: Path) -> None:
    assert project_of(tmp_path / "demo", {"m.py": ""}).name == "demo"
    named = {"m.py": "", "pyproject.toml": '[project]\nname = "tracker"\n'}
    assert project_of(tmp_path / "other", named).name == "tracker"


def test_what_the_profile_saw_wins(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"scripts/train.py": ""})
    assert set(project.files) == {"scripts.train"}
    path = tmp_path / "scripts/train.py"
    assert project.with_seen({"train": path}).module_of(path) == "train"


def test_installed_package(tmp_path: Path) -> None:
    site = tmp_path / "env/lib/python3.11/site-packages"
    (site / "dist").mkdir(parents=True)
    (site / "dist/__init__.py").write_text("")
    (site / "dist/norm.py").write_text("")
    (site / "alone.py").write_text("")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/main.py").write_text("")
    search = site_packages(tmp_path / "env/bin/python")
    assert search == (site,)
    project = discover(tmp_path / "demo", ("dist", "alone"), search)
    assert set(project.files) == {"main", "dist", "dist.norm", "alone"}
    with pytest.raises(MigratorError) as caught:
        discover(tmp_path / "demo", ("../evil",), search)
    assert caught.value.code == "M019"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"README.md": ""}, "M006"),
        ({"m.py": "", "pyproject.toml": "[broken"}, "M014"),
    ],
)
def test_clear_errors(tmp_path: Path, files: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(MigratorError) as caught:
        project_of(tmp_path, files)
    assert caught.value.code == code


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(MigratorError) as caught:
        discover(tmp_path / "none")
    assert caught.value.code == "M005"


def test_links_in_a_circle_and_special_files(tmp_path: Path) -> None:
    project_of(tmp_path, {"pkg/m.py": ""})
    (tmp_path / "pkg/loop").symlink_to(tmp_path)
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert set(discover(tmp_path).files) == {"pkg.m"}

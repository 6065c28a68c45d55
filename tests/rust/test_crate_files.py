"""The generated project: same text each time, clean for every linter, safe against hostile names."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from boundary_program import program
from conftest import Demo

from migrator.building.environment import scrubbed, target_folder
from migrator.building.layout import format_rust
from migrator.errors import MigratorError
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.rust.boundary import LONGEST_TUPLE, NoBoundary, boundary_function
from migrator.rust.crate import Place, crate_files, write_crate
from migrator.rust.output import RECORD, changed_by_hand, write_files

PLACE = Place("demo_native", "demo_native_0", ("..",))
CHECKS = (
    ["ruff", "check", "python", "tests"],
    ["ruff", "format", "--check", "python", "tests"],
    ["mypy", "--strict", "python", "tests"],
)


def files() -> dict[str, str]:
    return crate_files(program(), PLACE, format_rust)[0]


def changed(function: CompiledFunction, **values: object) -> CompiledProgram:
    return dataclasses.replace(program(), functions=(dataclasses.replace(function, **values),))


def function(qualname: str) -> CompiledFunction:
    return next(f for f in program().functions if f.qualname == qualname)


def test_the_same_program_gives_the_same_text() -> None:
    assert files() == files()
    shuffled = dataclasses.replace(program(), functions=program().functions[::-1])
    assert crate_files(shuffled, PLACE, format_rust)[0] == files()


def test_another_core_gives_another_build_id() -> None:
    add = function("add")
    other = changed(add, core=add.core.replace("int::add(a, b)", "int::add(b, a)"))
    ids = {crate_files(p, PLACE, format_rust)[1] for p in (program(), changed(add), other)}
    assert len(ids) == 3


def test_rust_is_laid_out(demo: Demo) -> None:
    output = subprocess.run(["cargo", "fmt", "--check"], cwd=demo.crate.folder, capture_output=True, text=True)
    assert output.returncode == 0, output.stdout


@pytest.mark.parametrize("check", CHECKS, ids=" ".join)
def test_python_is_clean(demo: Demo, check: list[str]) -> None:
    pytest.importorskip(check[0])
    argv = [sys.executable, "-m", *check]
    output = subprocess.run(argv, cwd=demo.crate.folder, capture_output=True, text=True)
    assert output.returncode == 0, output.stdout


def test_manifests_are_valid() -> None:
    made = files()
    manifest = tomllib.loads(made["Cargo.toml"])
    assert manifest["lib"]["name"] == "demo_native_0"
    assert manifest["profile"]["release"]["panic"] == "unwind"
    locked = {p["name"] for p in tomllib.loads(made["Cargo.lock"])["package"]}
    assert {"demo-native", "pyo3", "numpy"} <= locked
    assert tomllib.loads(made["pyproject.toml"])["tool"]["maturin"]["module-name"]


def test_the_core_has_no_python_and_no_unsafe() -> None:
    made = files()
    cores = [text for path, text in made.items() if path.startswith("src/core/")]
    assert all("pyo3" not in text and "unsafe {" not in text for text in cores)
    assert all("#![forbid(unsafe_code)]" in t for p, t in made.items() if p == "src/core/shapes.rs")
    outside = [p for p, t in made.items() if "unsafe {" in t and "/support/" not in p]
    assert outside == []


def test_an_edited_file_is_kept(tmp_path: Path) -> None:
    crate = write_crate(program(), tmp_path, format_rust)
    assert not crate.files.kept
    assert not crate.files.unchanged
    core = tmp_path / "src/core/shapes.rs"
    core.write_text(core.read_text() + "// mine\n")
    (tmp_path / "README.md").unlink()
    again = write_crate(program(), tmp_path, format_rust)
    assert again.files.kept == ("src/core/shapes.rs",)
    assert again.files.written == ("README.md",)
    assert core.read_text().endswith("// mine\n")
    assert changed_by_hand(tmp_path) == ("src/core/shapes.rs",)
    assert write_crate(program(), tmp_path, format_rust).files.kept == ("src/core/shapes.rs",)
    core.unlink()
    assert write_crate(program(), tmp_path, format_rust).files.kept == ()
    assert changed_by_hand(tmp_path) == ()


def test_the_library_keeps_its_name_when_the_folder_moves(tmp_path: Path) -> None:
    first = write_crate(program(), tmp_path / "a", format_rust)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    moved = write_crate(program(), tmp_path / "b", format_rust)
    assert moved.library == first.library
    assert moved.files.written == ()
    assert write_crate(program(), tmp_path / "c", format_rust).library != first.library


def test_files_of_no_use_go_unless_edited(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": "1", "b": "2", "c": "3"})
    (tmp_path / "b").write_text("mine")
    result = write_files(tmp_path, {"c": "4"})
    assert result.removed == ("a",)
    assert result.kept == ("b",)
    assert result.written == ("c",)
    assert (tmp_path / "b").read_text() == "mine"


def test_a_file_that_was_there_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    assert write_files(tmp_path, {"a": "1"}).kept == ("a",)
    assert (tmp_path / "a").read_text() == "mine"


@pytest.mark.parametrize("record", ["", "[]", "{", '{"files": 3}', '{"files": {"../x": "0"}}'])
def test_a_damaged_record_loses_nothing(tmp_path: Path, record: str) -> None:
    outside = tmp_path / "x"
    outside.write_text("mine")
    folder = tmp_path / "native"
    write_files(folder, {"a": "1"})
    (folder / "a").write_text("edited")
    (folder / RECORD).write_text(record)
    assert write_files(folder, {"a": "2"}).kept == ("a",)
    assert outside.read_text() == "mine"
    assert (folder / "a").read_text() == "edited"


def test_hostile_names_do_no_harm(tmp_path: Path) -> None:
    add = function("add")
    evil = 'x"\n*/ fn pwn() {} /* {{ 7*7 }} \u202e\x1b[31m'
    hostile = dataclasses.replace(
        changed(add, module="pkg.match", qualname="µ.fn", id=f"pkg.match:{evil}"),
        project='a"b\n[lib]\nname = "pwn" {% include "/etc/passwd" %}',
    )
    made = write_crate(hostile, tmp_path, format_rust)
    assert made.package == "a_b_lib_name_pwn_include_etc_passwd_native"
    assert (tmp_path / "src/core/pkg_match.rs").exists()
    text = (tmp_path / "src/boundary/pkg_match.rs").read_text()
    lines = [line for line in text.splitlines() if "pwn" in line]
    assert all(line.startswith("///") for line in lines)
    assert "\u202e" not in text
    assert "\x1b" not in text
    tomllib.loads((tmp_path / "Cargo.toml").read_text())
    table = tmp_path / "python" / made.package / "_table.py"
    compile(table.read_text(), "table", "exec")


def test_names_that_are_rust_keywords(tmp_path: Path) -> None:
    mixed = function("mixed")
    text = boundary_function(mixed, "shapes__mixed").text
    assert "match_: &Bound<'py, PyAny>" in text
    assert "(a, b, match_, /)" in text


def test_types_without_a_boundary_are_refused() -> None:
    add = function("add")
    long = f"tuple[{', '.join(['int'] * (LONGEST_TUPLE + 1))}]"
    for type_ in (long, "other[pkg.Thing]", "list[?]", "tuple[int, argument[0]]"):
        if type_.startswith("tuple[int, arg"):
            assert "tuple(py" in boundary_function(dataclasses.replace(add, returns=type_), "s").text
            continue
        with pytest.raises(NoBoundary):
            boundary_function(dataclasses.replace(add, returns=type_), "s")


def test_an_argument_that_is_not_read_may_be_anything() -> None:
    add = function("add")
    first = dataclasses.replace(add.parameters[0], type="other[pkg.Thing]")
    unread = dataclasses.replace(add, parameters=(first, add.parameters[1]))
    text = boundary_function(unread, "s").text
    assert "core::shapes::add((), b_value)" in text


def test_rust_that_is_none_is_a_typed_error() -> None:
    with pytest.raises(MigratorError, match="rustfmt refused") as caught:
        crate_files(changed(function("add"), core="fn {"), PLACE, format_rust)
    assert caught.value.code == "M404"


def test_the_record_is_stable(tmp_path: Path) -> None:
    write_crate(program(), tmp_path, format_rust)
    plain = json.loads((tmp_path / RECORD).read_text())
    assert list(plain["files"]) == sorted(plain["files"])


def test_the_generated_tests_pass(demo: Demo) -> None:
    chosen = "add or scale_all or grow or blend or total or mixed or area"
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", "-k", chosen]
    output = subprocess.run(argv, cwd=demo.crate.folder, capture_output=True, text=True)
    assert output.returncode == 0, output.stdout
    assert "7 passed" in output.stdout


def test_clippy_has_nothing_to_say(demo: Demo) -> None:
    env = scrubbed({"CARGO_TARGET_DIR": str(target_folder()), "PYO3_PYTHON": sys.executable})
    argv = ["cargo", "clippy", "--all-targets", "--offline", "--locked", "--", "-D", "warnings"]
    output = subprocess.run(argv, cwd=demo.crate.folder, env=env, capture_output=True, text=True)
    assert output.returncode == 0, output.stderr


def test_nothing_of_mutants_is_in_what_is_shipped() -> None:
    shipped = files()
    assert "src/mutants.rs" not in shipped
    assert not [path for path, text in shipped.items() if "mutants" in text]
    measured = crate_files(program(), PLACE, format_rust, lambda function, what: 1)[0]
    assert measured.keys() - shipped.keys() == {"src/mutants.rs"}
    assert "mutants" in measured["src/lib.rs"]

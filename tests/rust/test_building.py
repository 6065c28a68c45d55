"""Building: what can go wrong has a code and a clear message; the repository is not obeyed."""

from __future__ import annotations

import dataclasses
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from boundary_program import program
from conftest import Demo

from migrator.building import maturin, toolchain
from migrator.building.build import BuildOptions, build, source_id
from migrator.building.environment import scrubbed
from migrator.building.layout import format_rust
from migrator.building.messages import Progress, compile_errors, crate_of
from migrator.building.process import Finished, TimedOut, run
from migrator.building.toolchain import find_toolchain
from migrator.building.vendor import cargo_settings, vendor, vendored
from migrator.errors import MigratorError
from migrator.rust.crate import write_crate


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def one_function(folder: Path, **values: object) -> Path:
    """Write a crate with a single function into ``folder``."""
    add = dataclasses.replace(program().functions[0], **values)
    write_crate(dataclasses.replace(program(), functions=(add,)), folder, format_rust)
    return folder


def test_no_cargo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CARGO_HOME", str(tmp_path))
    with pytest.raises(MigratorError) as caught:
        toolchain.find_toolchain()
    assert caught.value.code == "M401"


def test_an_old_rustc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path / "bin/cargo", "#!/bin/sh\necho cargo 1.70.0\n")
    script(tmp_path / "bin/rustc", "#!/bin/sh\necho 'rustc 1.70.0 (90c541806 2023-05-31)'\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(MigratorError, match=r"1\.70\.0") as caught:
        toolchain.find_toolchain()
    assert caught.value.code == "M402"


def test_a_rustc_that_prints_garbage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path / "bin/cargo", "#!/bin/sh\n")
    script(tmp_path / "bin/rustc", "#!/bin/sh\necho no version here\nexit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(MigratorError, match="no version here") as caught:
        toolchain.find_toolchain()
    assert caught.value.code == "M402"


def test_no_crate(tmp_path: Path) -> None:
    with pytest.raises(MigratorError) as caught:
        build(tmp_path, tmp_path / "native", sys.executable)
    assert caught.value.code == "M009"


def test_a_compile_error_in_an_edited_file_shows_its_place(demo: Demo, tmp_path: Path) -> None:
    folder = one_function(tmp_path / "native")
    core = folder / "src/core/shapes.rs"
    core.write_text(core.read_text().replace("int::add(a, b)", "int::add(a, b.sqrt())"))
    seen: list[Progress] = []
    with pytest.raises(MigratorError) as caught:
        build(tmp_path, folder, sys.executable, BuildOptions(), seen.append)
    error = caught.value
    assert error.code == "M404"
    assert error.place.startswith(f"{core}:")
    assert int(error.place.split(":")[1]) > 1
    assert "sqrt" in error.message
    assert seen
    assert seen[-1].total >= seen[-1].done


def test_the_repository_is_not_obeyed(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = script(tmp_path / "spy", f'#!/bin/sh\ntouch {tmp_path}/obeyed\nexec "$@"\n')
    folder = one_function(tmp_path / "repo/native")
    for place in (tmp_path / "repo/.cargo", folder / ".cargo"):
        place.mkdir()
        (place / "config.toml").write_text(f'[build]\nrustc-wrapper = "{spy}"\n')
    (tmp_path / "repo/rust-toolchain.toml").write_text('[toolchain]\nchannel = "1.60.0"\n')
    monkeypatch.setenv("RUSTC_WRAPPER", str(spy))
    monkeypatch.setenv("CARGO_BUILD_RUSTC_WRAPPER", str(spy))
    monkeypatch.chdir(tmp_path / "repo")
    built = build(tmp_path / "repo", folder, sys.executable)
    assert built.build_id == source_id(folder)
    assert not (tmp_path / "obeyed").exists()


def test_an_edit_gives_another_id_and_is_built(demo: Demo, tmp_path: Path) -> None:
    folder = one_function(tmp_path / "native")
    first = build(tmp_path, folder, sys.executable)
    core = folder / "src/core/shapes.rs"
    core.write_text(core.read_text().replace("int::add(a, b)", "int::sub(a, b)"))
    second = build(tmp_path, folder, sys.executable, BuildOptions(offline=True))
    assert first.build_id != second.build_id
    code = (
        f"import sys; sys.path.insert(0, {str(folder / 'python')!r})\n"
        f"from {second.package} import _native as n\n"
        "n.bind('shapes__add', [], []); assert n.shapes__add(5, 3) == 2"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_crates_beside_the_crate(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``--vendor`` copied is all that a build needs, and a crate that was changed is noticed."""
    folder = one_function(tmp_path / "a b" / "native")
    copied = vendor(folder)
    assert [p for p in copied.iterdir() if p.name.startswith("pyo3-")]
    assert not (folder / ".vendor.new").exists()
    home = tmp_path / "home"
    home.mkdir()
    if "RUSTUP_HOME" not in os.environ:
        monkeypatch.setenv("RUSTUP_HOME", str(Path.home() / ".rustup"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(find_toolchain().cargo).parent), os.environ["PATH"]]))
    monkeypatch.setenv("CARGO_HOME", str(home))  # no crate is known there
    cargo, manifest = find_toolchain().cargo, str(folder / "Cargo.toml")

    def does(command: str) -> subprocess.CompletedProcess[str]:
        argv = [cargo, command, "--offline", "--manifest-path", manifest, *cargo_settings(copied)]
        return subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert does("fetch").returncode == 0
    next(copied.glob("once_cell-*/src/lib.rs")).write_text("compile_error!();")
    told = does("check")
    assert told.returncode != 0
    assert "checksum" in told.stderr
    job = maturin.Job(folder, sys.executable, "x", False, 9.0, None, None, vendored(folder))
    assert cargo_settings(copied)[1] in maturin._arguments(job, str(tmp_path), ["--offline"])


def test_two_crates_with_one_library_name(demo: Demo, tmp_path: Path) -> None:
    """In a shared target folder the second would silently get the first one's code."""
    plus = one_function(tmp_path / "plus/native")
    minus = one_function(tmp_path / "minus/native")
    (minus / "Cargo.toml").write_text((plus / "Cargo.toml").read_text())
    core = minus / "src/core/shapes.rs"
    core.write_text(core.read_text().replace("int::add(a, b)", "int::sub(a, b)"))
    for folder in (plus, minus, plus, minus):
        built = build(folder.parent, folder, sys.executable, BuildOptions(offline=True))
        assert built.build_id == source_id(folder)


def test_an_extension_that_cannot_be_imported(demo: Demo, tmp_path: Path) -> None:
    folder = one_function(tmp_path / "native")
    table = next((folder / "python").glob("*/_table.py"))
    table.write_text(table.read_text().replace('BUILD_ID = "', 'BUILD_ID = "0'))
    with pytest.raises(MigratorError, match="generation") as caught:
        build(tmp_path, folder, sys.executable)
    assert caught.value.code == "M409"


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("error: failed to download `pyo3`\n  Could not resolve host: example.org", "M403"),
        ("error: package `x` cannot be built because it requires rustc 1.99\n", "M405"),
        ("rustc 1.60.0 is not supported by the following package: pyo3", "M402"),
        ("error: linker `cc` not found\n", "M404"),
        ("error: could not compile `x`", "M404"),
        ("maturin failed\n  Caused by: something", "M405"),
        ("", "M405"),
    ],
)
def test_each_failure_has_its_code(output: str, code: str, tmp_path: Path) -> None:
    assert maturin._failure(Finished(1, output), tmp_path).code == code


def test_offline_with_an_empty_cache(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = one_function(tmp_path / "native")
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    (tmp_path / "cargo").mkdir()
    (tmp_path / "cargo/bin").symlink_to(home / "bin")
    monkeypatch.setenv("CARGO_HOME", str(tmp_path / "cargo"))
    with pytest.raises(MigratorError) as caught:
        build(tmp_path, folder, sys.executable, BuildOptions(offline=True))
    assert caught.value.code == "M403"


def test_reads_what_rustc_prints(tmp_path: Path) -> None:
    output = (
        "   Compiling demo v0.1.0 (/x)\n"
        "error[E0308]: mismatched types\n"
        "  --> src/core/shapes.rs:12:5\n"
        "   |\n"
        "12 |     a\n"
        "\n"
        "error: could not compile `demo` (lib) due to 1 previous error\n"
    )
    (error,) = compile_errors(output, tmp_path)
    assert error.message == "mismatched types"
    assert error.place == f"{tmp_path}/src/core/shapes.rs:12:5"
    assert [crate_of(line) for line in output.splitlines()][:2] == ["demo", None]


def test_the_environment_is_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_TARGET_DIR", "PYO3_PYTHON", "LD_PRELOAD"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("CARGO_HTTP_PROXY", "proxy")
    monkeypatch.setenv("CARGO_HOME", "/home")
    found = scrubbed()
    assert not {"RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_TARGET_DIR", "PYO3_PYTHON"} & found.keys()
    assert "LD_PRELOAD" not in found
    assert (found["CARGO_HTTP_PROXY"], found["CARGO_HOME"]) == ("proxy", "/home")


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with pytest.raises(TimedOut):
        run([sys.executable, "-c", code], cwd=tmp_path, env=dict(os.environ), timeout_s=1.0)

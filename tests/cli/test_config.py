"""Settings: one declaration, four places, and no spelling mistake passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator import config
from migrator.errors import MigratorError


def _project(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_without_any_file(tmp_path: Path) -> None:
    settings = config.load(tmp_path, {}, {})
    assert settings.options == config.Options()
    assert set(settings.origins.values()) == {"default"}


def test_the_command_line_wins_over_environment_over_pyproject(tmp_path: Path) -> None:
    _project(tmp_path, "[tool.migrator]\nseed = 1\ntimeout = 5\nout = 'rust'\n")
    environ = {"MIGRATOR_SEED": "2", "MIGRATOR_TIMEOUT": "6"}
    settings = config.load(tmp_path, {"seed": 3, "out": None, "packages": ()}, environ)
    options = settings.options
    assert (options.seed, options.timeout, options.out) == (3, 6.0, "rust")
    assert settings.origins["seed"] == "command line"
    assert settings.origins["timeout"] == "environment"
    assert settings.origins["out"] == "pyproject.toml"


@pytest.mark.parametrize("text", ["'python -m demo --fast \"a b\"'", '["python", "-m", "demo", "--fast", "a b"]'])
def test_workload_is_a_text_or_a_list(tmp_path: Path, text: str) -> None:
    settings = config.load(_project(tmp_path, f"[tool.migrator]\nworkload = {text}\n"), {}, {})
    assert settings.options.workload == ("python", "-m", "demo", "--fast", "a b")


def test_dashes_are_underscores(tmp_path: Path) -> None:
    settings = config.load(_project(tmp_path, "[tool.migrator]\nverify-timeout = 9\n"), {}, {})
    assert settings.options.verify_timeout == 9.0


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("worload = 'x'", "`worload` is not a setting", "Did you mean `workload`?"),
        ("zzz = 1", "`zzz` is not a setting", "Known keys"),
        ("seed = 'one'", "must be a whole number", ""),
        ("seed = true", "must be a whole number", ""),
        ("seed = -1", "must be 0 or more", ""),
        ("hot = 5", "a share from 0 to 1", ""),
        ("timeout = 0", "above 0", ""),
        ("packages = [1]", "a list of texts", ""),
        ("out = ''", "must be a folder", ""),
        ("seed = [", "cannot be read", ""),
    ],
)
def test_mistakes_are_errors(tmp_path: Path, text: str, said: str, hint: str) -> None:
    _project(tmp_path, f"[tool.migrator]\n{text}\n")
    with pytest.raises(MigratorError) as raised:
        config.load(tmp_path, {}, {})
    assert raised.value.code == "M014"
    assert raised.value.exit_code == 2
    assert said in raised.value.message
    assert hint in raised.value.hint


def test_a_bad_variable_names_itself(tmp_path: Path) -> None:
    with pytest.raises(MigratorError) as raised:
        config.load(tmp_path, {}, {"MIGRATOR_SEED": "many"})
    assert raised.value.place == "MIGRATOR_SEED"


@pytest.mark.parametrize("name", sorted(config.FIELDS))
def test_every_setting_has_help_and_a_type_that_can_be_read(name: str) -> None:
    assert config.FIELDS[name].metadata["help"].endswith(".")
    assert config.Kinds[name] in (str, int, float, bool, tuple[str, ...])

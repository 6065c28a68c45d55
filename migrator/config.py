"""Every setting, declared once: flag, ``[tool.migrator]`` key, ``MIGRATOR_*`` variable and help at once.

Precedence: command line, environment, pyproject.toml of the project, default. A key that is not known is an error,
because a spelling mistake that is passed over looks like a setting that does not work.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import shlex
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migrator.errors import MigratorError

_CODE = "M014"


def _setting(default: Any, help: str, *, flag: str = "", metavar: str = "") -> Any:
    """One setting. ``flag`` is its option where it is not the key with dashes; ``-`` for none."""
    return field(default=default, metadata={"help": help, "flag": flag, "metavar": metavar})


@dataclass(frozen=True)
class Options:
    """All settings. The type of a field says how its text form is read."""

    workload: tuple[str, ...] = _setting((), "The command that exercises the code, where none is given.", flag="-")
    out: str = _setting("native", "Folder of the generated crate, relative to the project.", metavar="DIR")
    packages: tuple[str, ...] = _setting(
        (),
        "Installed package that counts as part of the project (may be given several times).",
        flag="--package",
        metavar="NAME",
    )
    timeout: float = _setting(600.0, "Seconds that one run of the workload may take.", metavar="S")
    hot: float = _setting(0.05, "Share of the time from which on a function needs a verdict.", metavar="SHARE")
    listed: float = _setting(0.01, "Share of the time from which on a function is looked at.", metavar="SHARE")
    seed: int = _setting(0, "Seed of the random inputs of the proof.", metavar="N")
    verify_timeout: float = _setting(60.0, "Seconds that the proof of one function may take.", metavar="S")
    thorough: bool = _setting(False, "Take several times the time for the proof, and try every mutant.")
    mutants: bool = _setting(True, "Measure each proof by wrong variants (mutants), which it must notice.", flag="-")
    mutation_score: float = _setting(
        0.95, "Share of the mutants that a proof must notice, else the function stays Python.", metavar="SHARE"
    )
    bench_runs: int = _setting(
        3, "How often the whole workload is timed before and after; twice, where that takes long.", metavar="N"
    )
    cluster: str = _setting(
        "", "Dask scheduler on whose workers the proofs run (needs `migrator[cluster]`).", metavar="ADDRESS"
    )
    parallel: bool = _setting(
        False, "Run loops whose rounds are independent on several threads, in all functions that are compiled."
    )
    parallel_functions: tuple[str, ...] = _setting(
        (),
        "Function (`module:qualname`) whose independent loops run on several threads (may be given several times).",
        flag="--parallel-function",
        metavar="NAME",
    )
    release_gil: bool = _setting(
        False,
        "Let other threads run also while a long call works in the memory of the caller's arrays, where they must not "
        "write meanwhile; long calls on lists, dicts, texts and numbers always let them.",
    )
    offline: bool = _setting(False, "Do not let cargo use the network.")


Kinds = typing.get_type_hints(Options)
FIELDS: dict[str, dataclasses.Field[Any]] = {f.name: f for f in dataclasses.fields(Options)}


@dataclass(frozen=True)
class Settings:
    """The settings of one call, and where each came from."""

    options: Options
    origins: Mapping[str, str]


def flag(name: str) -> str:
    """Return the command line option of the setting ``name``; empty where it has none."""
    declared = str(FIELDS[name].metadata["flag"])
    if declared == "-":
        return ""
    return declared or "--" + name.replace("_", "-")


def variable(name: str) -> str:
    """Return the environment variable of the setting ``name``."""
    return "MIGRATOR_" + name.upper()


def load(
    project: Path,
    given: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings that hold in ``project``.

    Args:
        project: folder whose pyproject.toml is read.
        given: what stood on the command line; None values and empty tuples were not given.
        environ: the environment; ``os.environ`` where it is left out.

    Raises:
        MigratorError: M014 for a key that is not known or a value that does not fit.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(FIELDS, "default")
    layers = (
        ("pyproject.toml", _from_pyproject(project / "pyproject.toml")),
        ("environment", _from_environment(os.environ if environ is None else environ)),
        ("command line", {k: v for k, v in (given or {}).items() if v is not None and v != ()}),
    )
    for origin, layer in layers:
        values |= layer
        origins |= dict.fromkeys(layer, origin)
    options = Options(**values)
    _check_ranges(options, origins)
    return Settings(options, origins)


def as_text(value: Any) -> str:
    """Return a value as ``migrator config --show`` and the reference print it."""
    if isinstance(value, tuple):
        return shlex.join(value) if value else "(none)"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: _from_text(name, environ[variable(name)], variable(name))
        for name in FIELDS
        if environ.get(variable(name))
    }


def _from_text(name: str, text: str, place: str) -> Any:
    kind = Kinds[name]
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
        if kind in (int, float):
            return kind(text)
        return tuple(shlex.split(text)) if kind == tuple[str, ...] else text
    except (KeyError, ValueError) as error:
        raise _wrong(name, text, place) from error


def _from_pyproject(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise MigratorError(
            _CODE,
            f"pyproject.toml cannot be read: {error}.",
            "Mend the place named; the rest of the settings stands in the same file.",
            str(path),
        ) from error
    table = document.get("tool", {}).get("migrator", {})
    if not isinstance(table, dict):
        raise MigratorError(_CODE, "`tool.migrator` is not a table.", place=str(path))
    return dict(_from_toml(key, value, path) for key, value in table.items())


def _from_toml(key: str, value: Any, path: Path) -> tuple[str, Any]:
    name = key.replace("-", "_")
    place = f"{path} [tool.migrator]"
    if name not in FIELDS:
        raise _unknown(key, place)
    kind = Kinds[name]
    if kind == tuple[str, ...]:
        if isinstance(value, str):
            return name, _from_text(name, value, place)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return name, tuple(value)
        raise _wrong(name, value, place)
    if kind is float and type(value) is int:
        return name, float(value)
    if type(value) is not kind:
        raise _wrong(name, value, place)
    return name, value


def _check_ranges(options: Options, origins: Mapping[str, str]) -> None:
    positive = ("timeout", "verify_timeout", "bench_runs")
    for name in positive:
        if not getattr(options, name) > 0:
            raise _wrong(name, getattr(options, name), origins[name], "a number above 0")
    for name in ("hot", "listed", "mutation_score"):
        if not 0 <= getattr(options, name) <= 1:
            raise _wrong(name, getattr(options, name), origins[name], "a share from 0 to 1")
    if options.seed < 0:
        raise _wrong("seed", options.seed, origins["seed"], "0 or more")
    if not options.out:
        raise _wrong("out", "''", origins["out"], "a folder")


def _unknown(key: str, place: str) -> MigratorError:
    near = difflib.get_close_matches(key.replace("-", "_"), FIELDS, n=1)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(sorted(FIELDS))}."
    return MigratorError(_CODE, f"`{key}` is not a setting.", hint, place)


def _wrong(name: str, value: Any, place: str, wanted: str = "") -> MigratorError:
    names = {
        "str": "a text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "tuple[str, ...]": "a text or a list of texts",
    }
    kind = Kinds[name]
    wanted = wanted or names[getattr(kind, "__name__", "") if kind != tuple[str, ...] else str(kind)]
    return MigratorError(_CODE, f"`{name}` must be {wanted}, not {value}.", place=place)

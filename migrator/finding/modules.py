"""Where the project's Python is: import roots, the module name of a file and the file of a module
name.

A module's name is the one it has when the workload imports it. It follows from the import roots
(folders that are on ``sys.path``): the project folder, ``src/`` and what pyproject.toml or
setup.cfg declare, the folder of a script that is run, and for ``--package NAME`` the folder that
holds the installed package. Where the profile saw a module in a file, that name wins
(``with_seen``).
"""

from __future__ import annotations

import configparser
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from migrator.errors import MigratorError
from migrator.finding.source import SourceModule, read_module

SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist", "_build", "venv", "env"})
"""Folders that never hold a project's own source. Names that start with a dot are skipped as
well.
"""


@dataclass(frozen=True)
class Project:
    """The project's files. ``packages`` are the names and folders of installed packages treated as
    project code.
    """

    root: Path
    name: str
    import_roots: tuple[Path, ...]
    packages: tuple[tuple[str, Path], ...] = ()
    seen: Mapping[str, Path] = field(default_factory=dict)
    """Module names that the profile saw, with their files."""
    python: tuple[int, int] = sys.version_info[:2]
    """The version of the Python that runs the program."""
    as_written: frozenset[str] = frozenset()
    """Decorated functions (``module:qualname``) whose decorators were seen to hand back the function itself."""
    ran: Mapping[str, int] = field(default_factory=dict)
    """The functions that the profile saw run, with the first line of each."""

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Module name to file, for every Python file of the project."""
        found: dict[str, Path] = {}
        for path in _python_files(self.root):
            name = self._name_by_roots(path)
            if name is not None:
                found.setdefault(name, path)
        for _, place in self.packages:
            for path in [place] if place.is_file() else _python_files(place):
                name = self._name_by_roots(path)
                if name is not None:
                    found.setdefault(name, path)
        return {**found, **self.seen}

    def file_of(self, module: str) -> Path | None:
        """Return the file of ``module``; None where the project has no such module."""
        return self.files.get(module)

    def module_of(self, path: Path) -> str | None:
        """Return the module name of the file ``path``; None where it is not project code."""
        return self._by_file.get(_real(path))

    def load(self, module: str) -> SourceModule | None:
        """Return the parsed module, as it was when it was first asked for; None where the project has no such
        module; raises ``MigratorError``.
        """
        if module not in self._loaded:
            path = self.file_of(module)
            if path is None:
                return None
            is_package = path.name == "__init__.py"
            package = module if is_package else module.rpartition(".")[0]
            self._loaded[module] = read_module(path, module, package)
        return self._loaded[module]

    @cached_property
    def _loaded(self) -> dict[str, SourceModule]:
        """One compilation sees one state of the files, and does not read them for each name that it looks up."""
        return {}

    def with_seen(
        self,
        seen: Mapping[str, Path],
        python: tuple[int, int] | None = None,
        as_written: Iterable[str] = (),
        ran: Mapping[str, int] | None = None,
    ) -> Project:
        """Return the project with what a run of the workload showed: module names, the Python that ran it, the
        functions that are as written although they are decorated, and the lines of the functions that ran.
        """
        known = self.as_written.union(as_written)
        return replace(
            self,
            seen={**self.seen, **seen},
            python=python or self.python,
            as_written=known,
            ran={**self.ran, **(ran or {})},
        )

    @cached_property
    def _by_file(self) -> Mapping[Path, str]:
        names = {_real(path): module for module, path in reversed(list(self.files.items()))}
        return {**names, **{_real(path): module for module, path in self.seen.items()}}

    def _name_by_roots(self, path: Path) -> str | None:
        """Return the shortest dotted name under which an import root reaches ``path``."""
        for root in sorted(self.import_roots, key=lambda r: len(r.parts), reverse=True):
            if path.is_relative_to(root) and not (root / "__init__.py").exists():
                parts = list(path.relative_to(root).with_suffix("").parts)
                if parts[-1] == "__init__":
                    parts.pop()
                if parts and all(part.isidentifier() for part in parts):
                    return ".".join(parts)
        # A file that no import can name (``run-all.py``) can still be run as a script.
        return path.stem if path.stem != "__init__" else None


def discover(
    root: Path,
    packages: tuple[str, ...] = (),
    search: tuple[Path, ...] = (),
    script: Path | None = None,
) -> Project:
    """Return the project in ``root``.

    Args:
        root: the project folder.
        packages: names of installed packages that count as project code.
        search: the ``sys.path`` of the workload's interpreter, where those packages are looked for.
        script: the script that the workload runs; Python puts its folder on ``sys.path``.

    Raises:
        MigratorError: M005 no such folder, M006 no Python files, M014 bad pyproject.toml, M019 no
        such package.
    """
    root = root.absolute()
    if not root.is_dir():
        raise MigratorError("M005", "The project folder does not exist.", place=str(root))
    settings = _pyproject(root)
    roots = [root, *_declared_roots(root, settings)]
    if script is not None and script.absolute().is_relative_to(root):
        roots.append(script.absolute().parent)
    found = tuple((name, _package(name, search)) for name in packages)
    roots += [place.parent for _, place in found]
    project = Project(root, _project_name(root, settings), tuple(dict.fromkeys(roots)), found)
    if not project.files:
        message = "There is no Python file in the project folder."
        raise MigratorError("M006", message, place=str(root))
    return project


def site_packages(python: Path) -> tuple[Path, ...]:
    """Return the site-packages folders that belong to the interpreter ``python``, by the usual
    layout of prefixes.
    """
    prefix = python.absolute().parent.parent
    found = [*sorted(prefix.glob("lib/python3*/site-packages")), prefix / "Lib" / "site-packages"]
    return tuple(path for path in found if path.is_dir())


def _python_files(root: Path) -> Iterator[Path]:
    """Yield the Python files below ``root``, sorted; symbolic links to folders are not followed."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _skipped(here / name))
        for name in sorted(names):
            path = here / name
            if name.endswith(".py") and path.is_file():
                yield path


def _skipped(folder: Path) -> bool:
    name = folder.name
    if name.startswith(".") or name in SKIPPED_FOLDERS or name.endswith(".egg-info"):
        return True
    # A virtual environment, a cargo or other cache folder, and a generated crate.
    if (folder / "pyvenv.cfg").exists() or (folder / "CACHEDIR.TAG").exists():
        return True
    return name == "native" and (folder / "Cargo.toml").exists()


def _package(name: str, search: tuple[Path, ...]) -> Path:
    parts = name.split(".")
    if all(part.isidentifier() for part in parts) and len(parts) == 1:
        for folder in search:
            if (folder / name / "__init__.py").is_file():
                return (folder / name).absolute()
            if (folder / f"{name}.py").is_file():
                return (folder / f"{name}.py").absolute()
    places = ", ".join(str(folder) for folder in search if folder.name in ("site-packages", "dist-packages"))
    message = f"The workload's interpreter has no installed package {name!r}; it looks in {places or 'no such folder'}."
    raise MigratorError("M019", message, place=name)


def _pyproject(root: Path) -> dict[str, Any]:
    path = root / "pyproject.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise MigratorError("M014", f"pyproject.toml cannot be read: {error}.", place=str(path)) from error


def _project_name(root: Path, settings: dict[str, Any]) -> str:
    name = _at(settings, "project", "name") or _at(settings, "tool", "poetry", "name")
    return name if isinstance(name, str) and name else root.name or "project"


def _declared_roots(root: Path, settings: dict[str, Any]) -> list[Path]:
    declared: list[Any] = ["src"]
    declared += _list(_at(settings, "tool", "setuptools", "packages", "find", "where"))
    declared += _list(_at(settings, "tool", "setuptools", "package-dir", ""))
    declared += _list(_at(settings, "tool", "hatch", "build", "targets", "wheel", "sources"))
    declared += _list(_at(settings, "tool", "pdm", "build", "package-dir"))
    declared += _list(_at(settings, "tool", "pytest", "ini_options", "pythonpath"))
    for package in _list(_at(settings, "tool", "poetry", "packages")):
        declared += _list(package.get("from")) if isinstance(package, dict) else []
    for package in _list(_at(settings, "tool", "hatch", "build", "targets", "wheel", "packages")):
        declared.append(os.path.dirname(str(package)))
    declared.append(_setup_cfg_root(root))
    places = [(root / str(name)).absolute() for name in declared if isinstance(name, str) and name]
    return [place for place in places if place.is_dir() and place.is_relative_to(root)]


def _setup_cfg_root(root: Path) -> str:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(root / "setup.cfg", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return ""  # no tool reads it either; the other sources of import roots stay
    found = re.search(r"^\s*=\s*(\S+)\s*$", parser.get("options", "package_dir", fallback=""), re.M)
    return found.group(1) if found else ""


def _at(table: Any, *keys: str) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))

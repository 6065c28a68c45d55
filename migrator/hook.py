"""``migrator check [FILES]``: the entry for pre-commit and for CI.

With files (pre-commit passes those of the commit), the projects that these belong to are checked;
without, the project in the current folder. A project is the nearest folder upwards with a
``migrator.lock``. The check itself is ``migrator.installing.check``; this module only prints.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from migrator.errors import ExitCode
from migrator.installing.check import Finding, check
from migrator.installing.lock import LOCK_FILE


def main(argv: Sequence[str] | None = None) -> int:
    """Check, print what no longer holds as ``path:line: CODE message``; 1 if there is anything."""
    options = _parser().parse_args(argv)
    projects = _projects(options.files, options.project)
    count = 0
    for project, files in projects.items():
        for finding in check(project, files):
            print(_line(project, finding))
            count += 1
    return int(ExitCode.FINDINGS if count else ExitCode.OK)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="migrator check",
        description="Check that the installed Rust replacements still stand on their proof.",
    )
    parser.add_argument("files", nargs="*", type=Path, help="files of the commit")
    parser.add_argument("--project", type=Path, help="the project's root (default: found upwards)")
    return parser


def _projects(files: Sequence[Path], project: Path | None) -> dict[Path, list[Path]]:
    """Return each project to check with the given files that belong to it."""
    if project is not None:
        return {project: list(files)}
    if not files:
        return {_project_of(Path.cwd()): []}
    projects: dict[Path, list[Path]] = {}
    for file in files:
        projects.setdefault(_project_of(file.absolute().parent), []).append(file)
    return projects


def _project_of(folder: Path) -> Path:
    for candidate in (folder, *folder.parents):
        if (candidate / LOCK_FILE).exists():
            return candidate
        if (candidate / ".git").exists():
            return candidate
    return folder


def _line(project: Path, finding: Finding) -> str:
    where = os.path.relpath(project / finding.path)
    place = f"{where}:{finding.line}" if finding.line else where
    text = f"{place}: {finding.code} {finding.message} {finding.hint}"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


if __name__ == "__main__":
    sys.exit(main())

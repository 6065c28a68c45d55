"""The files that a run leaves in ``.migrator/``: one a stage, so that each stage is a command of its own.

Only whole files are ever seen: they are written beside and moved. The folder ignores itself in git.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from migrator.building.build import Built
from migrator.errors import MigratorError
from migrator.model.codec import DecodeError, read_json, write_json
from migrator.model.profile import Observations, Profile
from migrator.model.program import CompiledProgram
from migrator.model.proof import Measurements, Verdicts
from migrator.model.region import Found
from migrator.model.report import Report, StageTime

T = TypeVar("T")
FOLDER = ".migrator"
OUTPUT = "output.log"
"""What the user's program printed while it was watched."""


@dataclass(frozen=True)
class Spent:
    """How long each stage took when it last ran."""

    schema: str
    stages: tuple[StageTime, ...]


FILES: dict[type, tuple[str, str]] = {
    Profile: ("profile.json", "profile"),
    Observations: ("observations.json", "profile"),
    Found: ("found.json", "find"),
    CompiledProgram: ("program.json", "generate"),
    Built: ("build.json", "build"),
    Verdicts: ("verdicts.json", "verify"),
    Measurements: ("measurements.json", "bench"),
    Report: ("report.json", "report"),
    Spent: ("stages.json", "run"),
}
"""Each value with its file and the command that writes it."""


@dataclass(frozen=True)
class State:
    """The state folder of one project."""

    project: Path

    @property
    def folder(self) -> Path:
        """The folder itself; ``prepare`` makes it."""
        return self.project / FOLDER

    def prepare(self) -> None:
        """Make the folder, hidden from git."""
        self.folder.mkdir(exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")

    def write(self, value: object) -> None:
        """Write ``value`` to the file of its type."""
        self.prepare()
        write_json(self.folder / FILES[type(value)][0], value)

    def read(self, kind: type[T]) -> T:
        """Return the value of the type ``kind``; raises ``MigratorError`` M009 or M010."""
        name, command = FILES[kind]
        path = self.folder / name
        again = f"Run `migrator {command}` first."
        try:
            return read_json(kind, path)
        except FileNotFoundError as error:
            message = f"There is no {name}: `migrator {command}` has not run in this project."
            raise MigratorError("M009", message, again, str(path)) from error
        except (DecodeError, OSError, TypeError) as error:
            message = f"{name} cannot be read: {error}"
            raise MigratorError("M010", message, again, str(path)) from error

    def read_if_any(self, kind: type[T]) -> T | None:
        """Return the value of the type ``kind``, or None where its stage has not run."""
        return self.read(kind) if (self.folder / FILES[kind][0]).exists() else None

    def forget_after(self, kind: type) -> None:
        """Remove what later stages made from an older value of the type ``kind``."""
        names = list(FILES)
        for later in names[names.index(kind) + 1 :]:
            if later is not Spent:
                (self.folder / FILES[later][0]).unlink(missing_ok=True)

"""The one typed error that a command ends with: what happened, where, and what to do about it.

Every stage raises ``MigratorError`` for what the user can act on; only ``cli`` and ``hook`` print
it. A bug in ``migrator`` itself is any other exception. Codes are declared in
``migrator.diagnostics``.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns. Documented in ``docs/cli.md``."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BUILD = 3
    ENVIRONMENT = 4
    PROGRAM = 5
    LOCKED = 75
    INTERRUPTED = 130


class MigratorError(Exception):
    """An error for the user. ``exit_code`` follows from the code's row in the table."""

    def __init__(self, code: str, message: str, hint: str = "", place: str = "") -> None:
        """Store the parts.

        Args:
            code: a code of ``migrator.diagnostics`` (``M401``).
            message: what happened, in one or two sentences.
            hint: what to do; empty takes the hint of the code's row.
            place: where: a path, ``path:line`` or a command line.
        """
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.code} {self.message}"

    @property
    def exit_code(self) -> ExitCode:
        """The exit status that this error ends the command with."""
        from migrator.diagnostics import lookup

        return lookup(self.code).exit_code

"""A diagnostic: why something has no Rust, in Python's terms. Codes are declared in ``migrator.diagnostics``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnostic:
    """One reason, with its stable ``code`` (``M101``), the place, and the edit that would help.

    ``line`` is 1-based in the Python file of the function; 0 where no line applies.
    """

    code: str
    line: int
    message: str
    hint: str = ""

"""Where the files that are not Python are: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """Return the folder ``templates``.

    A wheel carries it inside the package; an editable install resolves ``migrator`` to the
    checkout, where it lies beside the package.
    """
    for folder in (_PACKAGE / "templates", _PACKAGE.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no templates folder in or beside {_PACKAGE}: broken installation")

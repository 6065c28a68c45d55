"""What git knows of the project's files. Starts ``git``; changes nothing.

The environment variables that would point git at another repository are left out.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 30


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``paths`` (relative to ``root``) whose content git could not bring back.

    These are the files with changes that are not committed, the ones that git does not know, and,
    where git does not answer, all. Where ``root`` is in no repository, or there is no git, nothing
    is returned: there is no committed state to compare with.
    """
    top = root.resolve()
    if not any((folder / ".git").exists() for folder in (top, *top.parents)):
        return ()
    return tuple(path for path in paths if _changed(root, path))


def _changed(root: Path, path: str) -> bool:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment["GIT_OPTIONAL_LOCKS"] = "0"  # only look: do not refresh the index
    command = ["git", "status", "--porcelain", "-z", "--ignored", "--untracked-files=all", "--"]
    try:
        done = subprocess.run(
            [*command, f":(literal){path}"],
            cwd=root,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        return False
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0 or bool(done.stdout)

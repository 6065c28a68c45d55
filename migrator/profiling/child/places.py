"""Which code is project code, and the ids of its functions.

A file is project code when it lies below the project's folder (environments, caches and generated
crates excepted) or below one of the extra roots (installed packages that are being migrated).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from types import CodeType
from typing import Any

SKIPPED_FOLDERS = frozenset(
    {"__pycache__", "node_modules", "site-packages", "dist-packages", "build", "dist", "_build"} | {"venv", "env"}
)
_COMPREHENSIONS = re.compile(r"(^|\.<locals>\.|\.)<(listcomp|setcomp|dictcomp|genexpr)>.*$")
_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Places:
    """Answers for files and code objects; remembers its answers."""

    def __init__(self, root: str, roots: Sequence[str]) -> None:
        self.root = os.path.realpath(root)
        self.roots = tuple(os.path.realpath(place) for place in roots)
        self.modules: dict[str, str] = {}
        """Real file of project code to the module name it ran under first."""
        self._files: dict[str, str] = {}
        self._codes: dict[int, tuple[CodeType, str]] = {}

    def project_file(self, name: str) -> str:
        """Return the real path of the file ``name`` if it is project code, else an empty text."""
        found = self._files.get(name)
        if found is None:
            found = self._files[name] = self._project_file(name)
        return found

    def function_id(self, code: CodeType, namespace: Mapping[str, Any]) -> str:
        """Return the id of the function with this code, or an empty text outside the project.

        Code objects are told apart by identity: hashing one means hashing all its instructions.
        """
        known = self._codes.get(id(code))
        if known is None:
            file = self.project_file(code.co_filename)
            name = f"{self.module_of(file, namespace)}:{owner(code.co_qualname)}" if file else ""
            known = self._codes[id(code)] = (code, name)
        return known[1]

    def module_of(self, file: str, namespace: Mapping[str, Any]) -> str:
        """Return the module name for code of ``file`` that runs in ``namespace``."""
        name = namespace.get("__name__")
        if not isinstance(name, str) or name in ("__main__", "__mp_main__"):
            spec = namespace.get("__spec__")
            name = getattr(spec, "name", None) or stem(file)
        name = str(name)
        return self.modules.setdefault(file, name) if file else name

    def shown(self, file: str) -> str:
        """Return ``file`` relative to the project's folder where it is below it."""
        if file.startswith(self.root + os.sep):
            return os.path.relpath(file, self.root).replace(os.sep, "/")
        return file

    def _project_file(self, name: str) -> str:
        if not name or name.startswith("<"):
            return ""
        path = os.path.realpath(name)
        if path.startswith(_OWN_FOLDER + os.sep):
            return ""
        for root in self.roots:
            if path == root or path.startswith(root + os.sep):
                return path
        if not path.startswith(self.root + os.sep) or not os.path.isfile(path):
            return ""
        folders = os.path.relpath(path, self.root).split(os.sep)[:-1]
        place = self.root
        for folder in folders:
            place = os.path.join(place, folder)
            if _skipped(place, folder):
                return ""
        return path


def owner(qualname: str) -> str:
    """Return the function that a comprehension's or generator expression's code belongs to.

    Up to Python 3.11 these run in frames of their own; what they cost is the cost of the function
    around them.

    >>> owner("apply.<locals>.<listcomp>.<genexpr>"), owner("f.<locals>.<lambda>"), owner("<listcomp>")
    ('apply', 'f.<locals>.<lambda>', '<module>')
    """
    return _COMPREHENSIONS.sub("", qualname) or "<module>"


def stem(file: str) -> str:
    """Return the file's name without folder and ending."""
    return os.path.splitext(os.path.basename(file))[0]


def _skipped(place: str, folder: str) -> bool:
    if folder.startswith(".") or folder in SKIPPED_FOLDERS or folder.endswith(".egg-info"):
        return True
    if folder == "native" and os.path.exists(os.path.join(place, "Cargo.toml")):
        return True
    marks = ("pyvenv.cfg", "CACHEDIR.TAG")
    return any(os.path.exists(os.path.join(place, mark)) for mark in marks)


def python_version() -> str:
    """Return the running interpreter's version, ``3.12.1``."""
    return ".".join(map(str, sys.version_info[:3]))

"""From the command that the user types to the interpreter, the program and its arguments.

The first word is looked for as a shell would, with the project's own environment preferred: the
active virtual environment, ``.venv`` or ``venv`` in the project, the PATH, and last the folder of
the interpreter that runs ``migrator``.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from migrator.errors import MigratorError
from migrator.model.profile import Workload

_PYTHON = re.compile(r"(python|python\d+(\.\d+)*|pypy3?)(\.exe)?\Z")
_WITH_VALUE = {"-W", "-X", "--check-hash-based-pycs"}
_ALONE = re.compile(r"-[bBdEIOPqRsSuvxV]+\Z")
_ASK = "import json, sys; print(json.dumps([sys.executable, sys.implementation.name, list(sys.version_info[:3])]))"
_ASK_MODULE = (
    "import importlib.util, sys; sys.path.insert(0, ''); sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
)
_ASK_TIMEOUT_S = 30.0


class WorkloadError(MigratorError):
    """The command cannot be profiled: M001, M004, M005 or M011."""


@dataclass(frozen=True)
class _Interpreter:
    path: str
    options: tuple[str, ...]


def resolve(argv: tuple[str, ...] | list[str], project: Path, cwd: Path | None = None) -> Workload:
    """Return the workload that ``argv`` names.

    Args:
        argv: the command, as a list of words.
        project: the project's folder.
        cwd: where the program runs and relative paths start; the project's folder where None.

    Raises:
        WorkloadError: M001 no command, M004 not a Python program, M005 not found, M011 a Python
            that is not supported.
    """
    words = tuple(argv)
    place = (cwd or project).absolute()
    if not words:
        raise WorkloadError("M001", "No command was given.")
    search = _Search(project.absolute(), place)
    found = search.program(words[0])
    if _PYTHON.match(os.path.basename(words[0])) or _PYTHON.match(os.path.basename(found)):
        return _python_command(words, found, place)
    interpreter = _shebang(found, search)
    python = _checked(interpreter.path, place)
    return Workload(
        argv=words,
        kind="console",
        python=python,
        target=found,
        arguments=words[1:],
        cwd=str(place),
        options=interpreter.options,
    )


@dataclass(frozen=True)
class _Search:
    """Where programs are looked for."""

    project: Path
    cwd: Path

    def program(self, word: str) -> str:
        """Return the absolute path of the program ``word``."""
        if os.sep in word:
            path = self.cwd / word
            if path.is_file():
                return os.path.abspath(path)
            raise _not_found(word, f"There is no file {word}.")
        path_text = os.pathsep.join(self._folders())
        found = shutil.which(word, path=path_text)
        if found is not None:
            return _behind_pyenv(os.path.abspath(found))
        if (self.cwd / word).is_file():
            message = f"{word} is a file, not a command."
            raise WorkloadError("M004", message, f"Pass `python {word}`.", word)
        raise _not_found(word, f"No program {word} was found.")

    def _folders(self) -> list[str]:
        active = os.environ.get("VIRTUAL_ENV")
        environments = [Path(active)] if active else []
        environments += [self.project / ".venv", self.project / "venv"]
        folders = [str(e / "bin") for e in environments if (e / "pyvenv.cfg").is_file()]
        folders += [str(self.cwd / f) for f in os.environ.get("PATH", os.defpath).split(os.pathsep)]
        return [*folders, os.path.dirname(os.path.abspath(sys.executable))]


def _python_command(words: tuple[str, ...], python: str, cwd: Path) -> Workload:
    at = 1
    while at < len(words):
        word = words[at]
        if word in _WITH_VALUE:
            at += 2
        elif _ALONE.match(word) or (word[:2] in _WITH_VALUE and len(word) > 2):
            at += 1
        else:
            break
    options, rest = words[1:at], words[at:]
    if not rest:
        raise _not_python(words, "Python is started without a program.")
    if rest[0] == "-m" or (rest[0].startswith("-m") and len(rest[0]) > 2):
        module, rest = (rest[1] if len(rest) > 1 else "", rest[2:])
        if words[at] != "-m":
            module, rest = words[at][2:], words[at + 1 :]
        if not module:
            raise _not_python(words, "`-m` is not followed by the name of a module.")
        executable = _checked(python, cwd)
        _check_module(executable, module, cwd, options)
        return _workload(words, "module", executable, module, rest, cwd, options)
    if rest[0].startswith("-"):
        message = f"A program given by `{rest[0]}` has no file to work on."
        raise _not_python(words, message)
    script = cwd / rest[0]
    if script.is_dir():
        raise _not_python(words, f"{rest[0]} is a folder; pass `python -m NAME` instead.")
    if not script.is_file():
        raise _not_found(rest[0], f"There is no file {rest[0]}.")
    _check_is_text(script, words)
    target = os.path.abspath(script)
    return _workload(words, "script", _checked(python, cwd), target, rest[1:], cwd, options)


def _workload(
    words: tuple[str, ...],
    kind: str,
    python: str,
    target: str,
    arguments: tuple[str, ...],
    cwd: Path,
    options: tuple[str, ...],
) -> Workload:
    return Workload(words, kind, python, target, arguments, str(cwd), options)


def _shebang(path: str, search: _Search) -> _Interpreter:
    """Return the Python that the first lines of a script name."""
    try:
        with open(path, "rb") as file:
            lines = file.read(4096).decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise WorkloadError("M004", f"{path} cannot be read: {error.strerror}.", place=path) from error
    if not lines or not lines[0].startswith("#!"):
        raise WorkloadError("M004", f"{path} is not a Python program.", place=path)
    try:
        words = shlex.split(lines[0][2:])
        if words and os.path.basename(words[0]) in ("sh", "bash") and len(lines) > 1:
            # How installers write an interpreter whose path is long or has spaces.
            second = re.match(r"'''exec' (.*) \"\$0\" \"\$@\"", lines[1])
            words = shlex.split(second.group(1)) if second else words
    except ValueError:
        words = []
    if words and os.path.basename(words[0]) == "env":
        rest = [word for word in words[1:] if word != "-S"]
        words = [search.program(rest[0]), *rest[1:]] if rest else []
    if not words or not _PYTHON.match(os.path.basename(words[0])):
        raise WorkloadError("M004", f"{path} is not a Python program.", place=path)
    return _Interpreter(words[0], tuple(words[1:]))


def _behind_pyenv(path: str) -> str:
    """Return the program that a pyenv shim stands for; other paths as they are."""
    folder, name = os.path.split(path)
    if os.path.basename(folder) != "shims":
        return path
    pyenv = shutil.which("pyenv") or os.path.join(os.path.dirname(folder), "bin", "pyenv")
    if not os.path.exists(pyenv):
        return path
    answer = _ask([pyenv, "which", name], None)
    found = answer.stdout.strip()
    if answer.returncode != 0 or not found:
        raise _not_found(name, f"pyenv knows {name}, but not for the selected Python.")
    return found


def _checked(python: str, cwd: Path) -> str:
    """Return the interpreter's own idea of its path; it must be CPython 3.11 or later."""
    if not os.path.exists(python):
        raise _not_found(python, f"The interpreter {python} does not exist.")
    answer = _ask([python, "-S", "-c", _ASK], cwd)
    try:
        executable, implementation, version = json.loads(answer.stdout)
    except ValueError:
        message = f"{python} does not answer as a Python 3 does."
        raise WorkloadError("M011", message, place=python) from None
    if implementation != "cpython" or tuple(version) < (3, 11):
        shown = ".".join(map(str, version))
        message = f"{python} is {implementation} {shown}."
        raise WorkloadError("M011", message, place=python)
    return str(executable) or python


def _check_module(python: str, module: str, cwd: Path, options: tuple[str, ...]) -> None:
    top = module.partition(".")[0]
    if _ask([python, *options, "-c", _ASK_MODULE, top], cwd).returncode != 0:
        raise _not_found(module, f"{python} finds no module {top}.")


def _check_is_text(script: Path, words: tuple[str, ...]) -> None:
    with script.open("rb") as file:
        head = file.read(4096)
    if b"\0" in head:
        raise _not_python(words, f"{script.name} is not Python source.")


def _ask(argv: list[str], cwd: Path | None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            argv,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_ASK_TIMEOUT_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WorkloadError("M011", f"{argv[0]} cannot be run: {error}.", place=argv[0]) from error


def _not_found(word: str, message: str) -> WorkloadError:
    return WorkloadError("M005", message, place=word)


def _not_python(words: tuple[str, ...], message: str) -> WorkloadError:
    return WorkloadError("M004", message, place=" ".join(words))

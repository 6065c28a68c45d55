"""Tiny projects, and the interpreters that the tests run them under."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from migrator.model.profile import Workload
from migrator.profiling import ProfileOptions, resolve

VERSIONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Tiny:
    """A project of a few lines."""

    root: Path
    packages: tuple[tuple[str, Path], ...] = ()

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def workload(self, *argv: str) -> Workload:
        return resolve(argv, self.root)

    @property
    def output(self) -> Path:
        return self.root.parent / "output.txt"

    def options(self, **given: object) -> ProfileOptions:
        return ProfileOptions(**{"timeout_s": 60.0, "output": self.output, **given})  # type: ignore[arg-type]


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    root = tmp_path / "project"
    root.mkdir()
    return Tiny(root)


def interpreter(version: str) -> str | None:
    """Return an interpreter of the version, or None."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    names = [f"python{version}"]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names += [str(p / "bin" / "python") for p in sorted(pyenv.glob(f"{version}.*"))]
    for name in names:
        found = shutil.which(name)
        if found and _answers(found, version):
            return found
    return None


def _answers(python: str, version: str) -> bool:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return answer.stdout.strip() == version


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    """Each supported interpreter that is on the machine."""
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"no Python {request.param} on this machine")
    return found

"""The sample projects are sound: their own tests pass and their workloads are deterministic.

Each sample is a user's repository, so it is run as one: in a process of its own, from its own folder. A sample whose
dependencies this interpreter lacks is skipped, and the reason names them.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "sample_projects"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/pyproject.toml"))
IMPORT_NAMES = {"scikit-learn": "sklearn"}
SHORT = {
    "nlp": "--queries 3 --train 4000 --compare 20",
    "vehicles": "--frames 8 --cars 6 --plans 2",
    "edge": "--images 5 --neighbours 2",
}


def settings(name: str) -> dict[str, object]:
    document = tomllib.loads((SAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "workload": document["tool"]["migrator"]["workload"],
        "dependencies": document["project"]["dependencies"],
    }


def require_dependencies(name: str) -> None:
    """Skip the test where a dependency of the sample is not installed."""
    missing = []
    for requirement in settings(name)["dependencies"]:  # type: ignore[attr-defined]
        package = requirement.partition(">=")[0].strip()
        if importlib.util.find_spec(IMPORT_NAMES.get(package, package)) is None:
            missing.append(package)
    if missing:
        pytest.skip(f"the sample {name} needs {', '.join(missing)}; not installed here")


def run(name: str, *arguments: str, hash_seed: str = "0") -> str:
    """Run Python in the sample's folder, leave nothing behind there, and return what it printed."""
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": hash_seed,
        "OPENBLAS_NUM_THREADS": "1",
    }
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=SAMPLES / name,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_are_three_samples() -> None:
    assert sorted(SHORT) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_own_tests_pass(name: str) -> None:
    require_dependencies(name)
    assert " passed" in run(name, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@pytest.mark.parametrize("name", NAMES)
def test_workload_is_deterministic(name: str) -> None:
    """The printed figures do not depend on the order of sets or on anything else of the process."""
    require_dependencies(name)
    program, *arguments = shlex.split(str(settings(name)["workload"]))
    assert program == "python"
    arguments += SHORT[name].split()
    first = run(name, *arguments, hash_seed="1")
    assert first
    assert first == run(name, *arguments, hash_seed="2")

"""migrator: the kernels as a project, through its command line; what is called is the shim that ``apply`` would install.

Only functions with the verdict ``equal`` take part. The project is a copy, so that the repository stays as it is.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.cases import KERNELS, Case, Suite
from harness.families.cpython import called_by, kernel
from harness.implementation import Implementation

PACKAGE = "loops_native"
REPOSITORY = KERNELS.parents[1]


def versions() -> dict[str, str]:
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False)
    return {"migrator": importlib.metadata.version("migrator"), "rustc": rustc.stdout.strip().removeprefix("rustc ")}


def copy_project(suite: Suite, project: Path) -> None:
    """Bring the copy of the kernels up to date; what earlier runs left in it stays."""
    for name in ("pyproject.toml", suite.workload, suite.name):
        source, target = KERNELS / name, project / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignored)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def run_migrator(suite: Suite, project: Path) -> dict[str, Any]:
    """Run the main job on ``project`` and return its report."""
    report = project / "report.json"
    argv = [sys.executable, "-m", "migrator", "run", "--project", str(project)]
    argv += ["--json", str(report), "--bench-runs", "1", "python", suite.workload]
    report.unlink(missing_ok=True)
    # The workload says ``python``: that is this interpreter here.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(argv, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if not report.is_file():
        raise RuntimeError(f"migrator run failed:\n{(done.stdout + done.stderr)[-3000:]}")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def explain_absence(case: Case, functions: Mapping[str, Any]) -> str:
    """Return why a kernel is not in the table, in the words of the report."""
    entry = functions.get(f"{case.module}:{case.function}")
    if entry is None:
        return f"{case.name}: not among the hot functions"
    why = [f"{r['code']} line {r['line']}: {r['message']}" for r in entry["reasons"]]
    return f"{case.name}: {entry['verdict']}; " + ("; ".join(why) or "no reason given")


def proven_roots(module: str, functions: Mapping[str, Any]) -> list[str]:
    """Return the functions of the module that may be installed: proven roots of regions."""
    return [
        name.partition(":")[2]
        for name, entry in functions.items()
        if name.startswith(f"{module}:") and entry["verdict"] == "equal" and entry["region"] == name
    ]


def load(suite: Suite, build: Path) -> Mapping[str, Mapping[str, Implementation]]:
    project = build / "project"
    copy_project(suite, project)
    functions = {entry["id"]: entry for entry in run_migrator(suite, project)["functions"]}
    sys.path[:0] = [str(project), str(project / "native" / "python")]
    column: dict[str, Implementation] = {}
    absent: list[str] = []
    native = importlib.import_module(PACKAGE)
    for case in suite.cases:
        # The hot function may lie below the kernel, which then stays in Python and calls it.
        reached = {case.function, *called_by(kernel(case), {})}
        roots = proven_roots(case.module, functions)
        native.use_rust(vars(sys.modules[case.module]), *roots)
        if not reached.intersection(roots):
            absent.append(explain_absence(case, functions))
            continue
        column[case.name] = Implementation(kernel(case), case.make, case.mutates)
    (build / "absent.json").write_text(json.dumps(absent), encoding="utf-8")
    return {"migrator": column}

"""``python benchmarks/packages.py [names] [--json FILE]``: run migrator on packages as they are installed from PyPI.

Each folder of ``benchmarks/packages/`` is a small project with a workload over the public interface of one package. All
packages are installed into one environment in the cache; ``migrator run`` works on a copy of the folder. Per package and
in all it prints the share of the package's own self time that runs in Rust, the hot functions by tier, the speed-up of
the whole workload and any difference; then the codes of the reasons by the time that they cost.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "packages"
HOT = 0.05
_MIGRATOR = Path(__file__).resolve().parents[1]


@dataclass
class Result:
    """What one package showed. Shares are of the package's own self time."""

    name: str
    failed: str = ""
    own: float = 0.0
    """Share of the workload's time that is the package's own."""
    rust: float = 0.0
    """Share of that which functions take that now run in Rust."""
    native: int = 0
    hybrid: int = 0
    python: int = 0
    speedup: float | None = None
    before_s: float | None = None
    different: list[str] = field(default_factory=list)
    codes: dict[str, float] = field(default_factory=dict)
    messages: dict[str, float] = field(default_factory=dict)


def main() -> int:
    """Run the packages that were asked for; print the tables; the status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="folders of benchmarks/packages (default: all)")
    parser.add_argument("--json", type=Path, help="also write the results here")
    parser.add_argument("--reports", type=Path, help="keep the reports and outputs of migrator in this folder")
    parser.add_argument("--quick", action="store_true", help="a third of the work, one timed run, short proofs")
    parser.add_argument(
        "--find", action="store_true", help="profile and find only: what could be compiled, and why not"
    )
    options = parser.parse_args()
    names = options.names or sorted(p.parent.name for p in HERE.glob("*/pyproject.toml"))
    python = _environment(names)
    results = []
    for name in names:
        if options.find:
            results.append(_find(name, python))
        else:
            results.append(_run(name, python, options.reports, options.quick))
        _say(_row(results[-1]))
    _say("\n".join(["", *_tables(results)]))
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in results], indent=1), encoding="utf-8")
    return int(any(r.failed or r.different for r in results))


# --- running ---


def _environment(names: list[str]) -> Path:
    """The interpreter of an environment that has the packages and migrator."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "migrator" / "packages-environment"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    wanted = sorted({d for name in names for d in _project(name)["project"]["dependencies"]})
    subprocess.run([python, "-m", "pip", "install", "-q", "-e", str(_MIGRATOR), *wanted], check=True)
    return python


def _project(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name / "pyproject.toml").read_text(encoding="utf-8"))


def _surroundings(python: Path) -> dict[str, str]:
    """The variables for a run with ``python``: an environment that is active here is not the workload's."""
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(python.parents[1]), "OPENBLAS_NUM_THREADS": "1"}


def _run(name: str, python: Path, reports: Path | None, quick: bool) -> Result:
    """Run migrator on a copy of the folder."""
    env = _surroundings(python)
    with tempfile.TemporaryDirectory(prefix="packages-") as temporary:
        folder = Path(temporary) / name
        shutil.copytree(HERE / name, folder)
        report = Path(temporary) / "report.json"
        argv = [
            python,
            "-m",
            "migrator",
            "run",
            "--project",
            folder,
            "--json",
            report,
            "--no-color",
            "--no-input",
            "-vv",
        ]
        if quick:
            command = str(_project(name)["tool"]["migrator"]["workload"]).split()
            argv += ["--bench-runs", "1", "--verify-timeout", "10", "--", *command, "--scale", "0.3"]
        finished = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        if reports:
            reports.mkdir(parents=True, exist_ok=True)
            (reports / f"{name}.txt").write_text(finished.stdout + finished.stderr, encoding="utf-8")
            if report.exists():
                shutil.copy(report, reports / f"{name}.json")
        if not report.exists():
            return Result(name, failed=f"status {finished.returncode}: {_last_line(finished.stderr)}")
        plain = json.loads(report.read_text(encoding="utf-8"))
    return _read(name, set(_project(name)["tool"]["migrator"]["packages"]), plain)


def _find(name: str, python: Path) -> Result:
    """Profile a tenth of the work, and see what would be compiled."""
    env = _surroundings(python)
    project = _project(name)["tool"]["migrator"]
    with tempfile.TemporaryDirectory(prefix="packages-") as temporary:
        folder = Path(temporary) / name
        shutil.copytree(HERE / name, folder)
        command = [*str(project["workload"]).split(), "--scale", "0.1"]
        for arguments in (["profile", "--", *command], ["find"]):
            argv = [python, "-m", "migrator", arguments[0], "--project", folder, *arguments[1:]]
            finished = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
            if finished.returncode:
                return Result(
                    name, failed=f"{arguments[0]}: status {finished.returncode}: {_last_line(finished.stderr)}"
                )
        found = json.loads((folder / ".migrator" / "found.json").read_text(encoding="utf-8"))
    members = {m for region in found["regions"] for m in region["members"]}
    functions = [
        {
            **candidate,
            "region": "",
            "accepted": candidate["id"] in members,
            "tier": "native",
            "verdict": "",
            "reasons": found["reasons"].get(candidate["id"], []),
        }
        for candidate in found["candidates"]
    ]
    return _read(name, set(project["packages"]), {"functions": functions, "end_to_end": None})


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip(" │╭╰─╮╯")]
    return lines[-1][:200] if lines else ""


# --- reading ---


def _read(name: str, packages: set[str], report: dict[str, Any]) -> Result:
    """What the report of one run says."""
    result = Result(name)
    own = [f for f in report["functions"] if _counts(f["id"], packages)]
    accepted = {f["id"] for f in own if f["accepted"]}
    result.own = sum(f["share"] for f in own)
    codes: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    for function in own:
        moved = function["id"] in accepted or function["region"] in accepted
        share = function["share"] / result.own if result.own else 0.0
        result.rust += share if moved else 0.0
        if function["share"] >= HOT:
            tier = function["tier"] if moved else "python"
            result.native += tier == "native"
            result.hybrid += tier in ("hybrid", "skeleton")
            result.python += tier == "python"
        if function["verdict"] == "different":
            result.different.append(f"{function['id']}: {function['counterexample'][:300]}")
        if not moved and function["reasons"]:
            reason = function["reasons"][0]
            codes[reason["code"]] += share
            messages[f"{reason['code']} {reason['message']} ({function['id']})"] += share
    result.codes, result.messages = dict(codes), dict(messages)
    whole = report["end_to_end"]
    if whole:
        result.speedup, result.before_s = whole["speedup"], whole["before_s"]
    return result


def _counts(function: str, packages: set[str]) -> bool:
    """Whether it is a function of the packages; what a module does while it is imported is none of the workload's work."""
    module, _, name = function.partition(":")
    return module.partition(".")[0] in packages and name != "<module>"


# --- showing ---


def _row(r: Result) -> str:
    if r.failed:
        return f"| {r.name} | failed: {r.failed} | | | | |"
    speed = f"{r.speedup:.2f}×" if r.speedup else "1.00×"
    before = f"{r.before_s:.1f} s" if r.before_s else ""
    hot = f"{r.native} / {r.hybrid} / {r.python}"
    return f"| {r.name} | {r.rust:.0%} | {hot} | {before} | {speed} | {'; '.join(r.different) or '-'} |"


def _tables(results: list[Result]) -> list[str]:
    sound = [r for r in results if not r.failed]
    lines = ["| package | own time in Rust | hot: native / hybrid / Python | before | end to end | different |"]
    lines += ["| --- | ---: | --- | ---: | ---: | --- |", *map(_row, results)]
    if sound:
        speeds = sorted(r.speedup or 1.0 for r in sound)
        share = sum(r.rust for r in sound) / len(sound)
        lines += ["", f"In all: {share:.0%} of the own time in Rust, median speed-up {speeds[len(speeds) // 2]:.2f}×."]
    codes: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    for r in sound:
        codes.update(r.codes)
        messages.update(r.messages)
    lines += ["", "| code | share of own time lost, per package |", "| --- | ---: |"]
    lines += [f"| {code} | {lost / len(sound):.1%} |" for code, lost in codes.most_common()]
    lines += ["", "| first reason | lost |", "| --- | ---: |"]
    lines += [
        f"| {message.replace('|', '/')} | {lost / len(sound):.1%} |" for message, lost in messages.most_common(40)
    ]
    return lines


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Builds functions given as Python files into one native package, without profiling anything."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrator.building.build import build
from migrator.building.layout import format_rust
from migrator.compiler import Compiler, compile_program
from migrator.finding.modules import Project, discover
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import ArgumentRange, Observation, Observations, Signature
from migrator.model.program import CompiledProgram
from migrator.model.region import Found, Region
from migrator.passes.parallel import Parallel
from migrator.rust.crate import write_crate

GLOBALS = {"K": "int", "W": "list[float]", "Tuning.LIMIT": "float", "Tuning.STEPS": "list[int]", "Angle.FULL": "float"}
GLOBALS |= {"DRAWN": "numpy.random.Generator", "DRAWN_OLD": "numpy.random.RandomState"}
GLOBALS["MASK64"] = "long"
GLOBALS["ORIGIN"] = "record[corpus_records:Point]{x: float, y: float}"
GLOBALS["SETTINGS"] = "object[corpus_states:Settings]{gain: float, limit: int, calls: int, steps: list[int]}"


@dataclass(frozen=True)
class Package:
    """A built package; ``reasons`` is about the functions that did not compile."""

    name: str
    path: Path
    program: CompiledProgram
    reasons: dict[str, tuple[Diagnostic, ...]]


def assert_holds(found: Any) -> None:
    """Fail on a difference, and where Rust answered nothing.

    A busy machine may leave time for too few inputs to call it a proof; what was tried still must be equal.
    """
    native = sum(evidence.native for evidence in found.evidence)
    few = found.reason in ("not-native", "too-slow") or found.detail == "no wrong variant could be made"
    assert found.verdict == "equal" or few, found.explain()
    assert native > 0, found.explain()


def stated_types(file: Path) -> dict[str, tuple[str, ...]]:
    """The functions and methods of ``file`` whose docstring states types, with these."""
    return {id: signatures[0] for id, signatures in stated_signatures(file).items()}


def stated_signatures(file: Path) -> dict[str, list[tuple[str, ...]]]:
    """The same, with the further combinations of types (``also:``) that the function is called with."""
    found = {}

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")
            doc = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if doc and doc.startswith("types:"):
                assert isinstance(node, ast.FunctionDef)
                rows = [row.partition(":") for row in doc.splitlines() if row.startswith(("types:", "also:"))]
                found[f"{file.stem}:{prefix}{node.name}"] = [
                    tuple(text.strip() for text in types.split(";") if text.strip()) for _, _, types in rows
                ]

    visit(ast.parse(file.read_text(encoding="utf-8")).body, "")
    return found


def stated_ranges(file: Path) -> dict[str, dict[str, ArgumentRange]]:
    """What the functions of ``file`` state as ``seen: i 0 1000; j -5 5`` under their types."""
    found: dict[str, dict[str, ArgumentRange]] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        doc = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        row = next((row for row in (doc or "").splitlines() if row.startswith("seen:")), "")
        if row:
            assert isinstance(node, ast.FunctionDef)
            parts = (part.split() for part in row.removeprefix("seen:").split(";"))
            found[f"{file.stem}:{node.name}"] = {name: ArgumentRange(low, high) for name, low, high in parts}
    return found


def hot_lines(file: Path) -> tuple[int, ...]:
    """The lines that a profile would have seen: all but those marked ``# cold``."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(number for number, line in enumerate(lines, 1) if not line.endswith("# cold"))


@dataclass(frozen=True)
class Observed:
    """What profiling and finding would have made of files that state their types."""

    project: Project
    found: Found
    observations: Observations
    reasons: dict[str, tuple[Diagnostic, ...]]
    compiler: Compiler
    """The one that gave the reasons, which knows the functions already."""


def observe(folder: Path, files: list[Path], parallel: bool = False, every: int = 1) -> Observed:
    """Take every function with stated types as a root; ``every``: only each of so many."""
    types = {id: kinds for file in files for id, kinds in stated_signatures(file).items()}
    lines = {file.stem: hot_lines(file) for file in files}
    ranges = {id: seen for file in files for id, seen in stated_ranges(file).items()}

    def observation(id: str, kinds: list[tuple[str, ...]]) -> Observation:
        seen = ranges.get(id, {})
        place = lines[id.partition(":")[0]]
        return Observation(id, 1, tuple(seen), _seen(kinds), tuple(seen.values()), GLOBALS, place, 0)

    observed = tuple(observation(id, kinds) for id, kinds in types.items())
    observations = Observations("migrator.observations/1", observed, "", 1.0)
    project = discover(folder)
    compiler = Compiler(project, observations, Parallel(parallel, shared_arrays=parallel))
    reasons = {id: compiler.reasons(id) for id in list(types)[::every]}
    regions = tuple(Region(id, (id,), 0.1, 1.1) for id, why in reasons.items() if not why)
    return Observed(project, Found("migrator.found/1", (), regions, {}), observations, reasons, compiler)


def _seen(signatures: list[tuple[str, ...]]) -> tuple[Signature, ...]:
    """Each a little rarer than the one before."""
    return tuple(Signature(kinds, "?", 20 - place) for place, kinds in enumerate(signatures))


def build_package(folder: Path, files: list[Path], parallel: bool = False) -> Package:
    """Compile every function with stated types as a root, and build them all as one crate in ``folder``."""
    seen = observe(folder, files, parallel)
    program = compile_program(seen.found, seen.compiler)
    crate = write_crate(program, folder / "native", format_rust)
    # In parts, which all processors work at, and by a level less than a user's crate, which saves a fifth of the time
    # (the random programs of `tests/programs` are compiled at the user's level, and at none).
    manifest = folder / "native" / "Cargo.toml"
    quicker = "codegen-units = 16\nopt-level = 2\n"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("codegen-units = 1\n", quicker))
    build(folder, folder / "native", sys.executable)
    reasons = {id: why for id, why in seen.reasons.items() if why}
    return Package(crate.package, folder / "native" / "python", program, reasons)

"""Reports, programs and verdicts made from a demo project, as the earlier stages would hand over."""

from __future__ import annotations

from pathlib import Path

from migrator.installing.apply import ChangeSet, plan
from migrator.model.profile import Workload
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.proof import Evidence, Interval, Verdict, Verdicts
from migrator.model.report import FunctionReport, Report
from tests.installing.native_package import Demo, Rust

ENVIRONMENT = {"python": "3.11.7", "numpy": "2.4.6", "cores": "2"}


def planned(demo: Demo, accepted: set[str] | None = None) -> ChangeSet:
    """Return the plan for the demo's functions, all or those ``accepted``."""
    return plan(
        demo.root,
        report(demo, accepted),
        program(demo),
        verdicts(demo),
        package=demo.package,
        crate=demo.root / "native",
    )


def program(demo: Demo) -> CompiledProgram:
    compiled = [_compiled(demo, row.id, row) for row in demo.rust]
    called = {d for row in demo.rust for d in row.dependencies} - {row.id for row in demo.rust}
    compiled += [_compiled(demo, name, None) for name in sorted(called)]
    return CompiledProgram("migrator.program/1", str(demo.root), tuple(compiled), {})


def _compiled(demo: Demo, name: str, row: Rust | None) -> CompiledFunction:
    module, _, qualname = name.partition(":")
    return CompiledFunction(
        id=name,
        module=module,
        qualname=qualname,
        file=str(demo.file(module)),
        line=1 + demo.sources[module].split("\n").index(_def_line(demo, module, qualname)),
        symbol=qualname,
        parameters=(),
        returns="float",
        core="",
        root=row is not None,
        recursive=False,
        constants=(),
        guards=(),
        dependencies=tuple(row.dependencies) if row is not None else (),
        source_sha256=demo.sha256(name),
        doc="",
    )


def _def_line(demo: Demo, module: str, qualname: str) -> str:
    wanted = f"def {qualname.rpartition('.')[2]}("
    return next(line for line in demo.sources[module].split("\n") if wanted in line)


def report(demo: Demo, accepted: set[str] | None = None) -> Report:
    functions = tuple(
        FunctionReport(
            id=row.id,
            file=str(demo.file(row.id.partition(":")[0])),
            line=1,
            share=0.5,
            calls=10,
            region=row.id,
            tier="native",
            verdict="equal",
            evidence=(),
            trap_rate=0.0,
            speedup=Interval(10.123456, 9.0, 11.0),
            accepted=accepted is None or row.id in accepted,
            reasons=(),
        )
        for row in demo.rust
    )
    workload = Workload(("python", "x.py"), "script", "python", "x.py", (), str(demo.root))
    return Report("migrator.report/1", ENVIRONMENT, workload, functions, None, 1.0, ())


def verdicts(demo: Demo) -> Verdicts:
    evidence = (Evidence("recorded", 64, 60, 4), Evidence("edges", 1000, 900, 100))
    functions = tuple(Verdict(row.id, "equal", evidence, 0.06, 7, 1.0) for row in demo.rust)
    return Verdicts("migrator.verdicts/1", "build-1", functions)


def write_core(demo: Demo) -> None:
    """Give the demo's crate the Rust files that a lock file would name."""
    core = demo.root / "native" / "src" / "core"
    core.mkdir(parents=True, exist_ok=True)
    for module in demo.sources:
        text = f"//! The numeric core of {module}.\n"
        (core / f"{module.replace('.', '_')}.rs").write_text(text)


def tree(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of the user's, by path; ``.migrator`` and ``.git`` are ours."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".migrator", ".git", "__pycache__"} & set(path.relative_to(root).parts)
    }

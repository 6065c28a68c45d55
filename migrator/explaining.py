"""``migrator explain FILE::FUNCTION``: one function at each stage of the compiler, as text.

May assume that the workload was profiled: types come from what was observed.
"""

from __future__ import annotations

from pathlib import Path

from migrator.compiler import Compiler
from migrator.errors import MigratorError
from migrator.finding.modules import Project
from migrator.finding.segment import segment_of
from migrator.ir.printer import show
from migrator.lowering import Refused
from migrator.passes.convert import TypeFailure
from migrator.reporting.sources import rust_segment


def explain(compiler: Compiler, project: Project, what: str, crate: Path) -> list[tuple[str, str]]:
    """Return title and text of each stage: source, IR after each pass, Rust.

    A function that cannot be compiled ends with the reason instead of later stages.

    Raises:
        MigratorError: M005 where there is no such file or function.
    """
    identity = find_function(project, what)
    module, _, qualname = identity.partition(":")
    source = project.load(module)
    assert source is not None
    stages = [(f"Python: {identity}", segment_of(source.text, source.functions[qualname].syntax))]
    try:
        root = compiler.root(identity)
        stages += _unless_same([(f"IR: {name}", show(function)) for name, function in root.stages])
        if root.loops:
            lines = [f"{why.code} line {why.line}: {why.message}" for why in root.loops]
            stages.append(("loops that are not parallel", "\n".join(lines)))
        for made in compiler.region(identity):
            stages.append((f"Rust: {made.id}", rust_segment(crate if crate.is_dir() else None, made)))
    except (Refused, TypeFailure) as failure:
        reason = failure.diagnostic
        where = f" line {reason.line}" if reason.line else ""
        stages.append(("not compiled", f"{reason.code}{where}: {reason.message}\n{reason.hint}"))
    return stages


def _unless_same(stages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The stages; where a pass changed nothing, that instead of the same text again."""
    texts = ["", *(text for _, text in stages)]
    return [
        (title, "(as before)" if text == before else text) for (title, text), before in zip(stages, texts, strict=False)
    ]


def find_function(project: Project, what: str) -> str:
    """Return the id of ``FILE::FUNCTION``; ``module:function`` is understood as well."""
    place, separator, name = what.partition("::")
    if separator:
        path = (project.root / place).resolve()
        module = project.module_of(path) or ""
    else:
        module, _, name = what.partition(":")
    source = project.load(module) if module else None
    if source is None:
        message = f"`{place}` is no Python file of the project."
        raise MigratorError("M005", message, "Write it as `pkg/geometry.py::Box.area`.", what)
    if name not in source.functions:
        known = ", ".join(sorted(source.functions)) or "none"
        raise MigratorError("M005", f"There is no function `{name}` in it.", f"It has: {known}.", what)
    return f"{module}:{name}"

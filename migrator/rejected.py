"""What rustc refuses of a generated crate: the functions that its errors lie in, and the regions that are left without them.

May assume that no file of the crate was edited by hand: then every error is a defect of ours, and costs the function it
is in, not the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from migrator.building.messages import CompileError
from migrator.compiler import Compiler, identity
from migrator.model.diagnostic import Diagnostic
from migrator.model.program import CompiledFunction, CompiledProgram
from migrator.model.region import Found
from migrator.rust.crate import symbols_of
from migrator.rust.names import function_at, module_name


def blamed(errors: Iterable[CompileError], program: CompiledProgram) -> dict[str, str]:
    """Return the Rust functions (``module:symbol``) that the errors are in, each with what rustc said of it."""
    boundary = {symbol: f for f, symbol in symbols_of(program)}
    found: dict[str, str] = {}
    for error in errors:
        file, line, _ = error.place.rsplit(":", 2)
        path = Path(file)
        name = function_at(path.read_text(encoding="utf-8"), int(line)) if path.is_file() else ""
        for function in _named(name, path, program, boundary):
            found.setdefault(identity(function), error.message)
    return found


def _named(
    name: str, path: Path, program: CompiledProgram, boundary: dict[str, CompiledFunction]
) -> list[CompiledFunction]:
    if path.parent.name == "boundary":
        return [boundary[name]] if name in boundary else []
    return [f for f in program.functions if f.symbol == name and module_name(f.module) == path.stem]


def without(refused: dict[str, str], found: Found, compiler: Compiler) -> Found:
    """Return ``found`` without the regions that run through a function of ``refused``, and with the reasons why."""
    reasons = dict(found.reasons)
    kept, left_out = [], {}
    for region in found.regions:
        inside = compiler.region(region.root)
        wrong = next((f for f in inside if identity(f) in refused), None)
        if wrong is None:
            kept.append(region)
        else:
            root = next(f for f in inside if f.root)
            left_out[region] = _reason(root, wrong, refused[identity(wrong)])
    placed = {member for region in kept for member in region.members}
    for region, reason in left_out.items():
        for member in dict.fromkeys((region.root, *region.members)):
            if member == region.root or member not in placed:
                reasons[member] = (*reasons.get(member, ()), reason)
    return replace(found, regions=tuple(kept), reasons=reasons)


def _reason(root: CompiledFunction, wrong: CompiledFunction, message: str) -> Diagnostic:
    where = "" if wrong is root else f" of `{wrong.qualname}`, which `{root.qualname}` calls"
    return Diagnostic("M410", root.line, f"rustc refuses the Rust{where}: {message}")

"""Compiles functions given as Python text, with the argument types stated, without profiling anything."""

from __future__ import annotations

import ast
from pathlib import Path

from migrator.compiler import Compiler
from migrator.finding.modules import discover
from migrator.ir.checker import check
from migrator.model.profile import Observation, Observations, Signature
from migrator.specialised import Specialised

GLOBALS = {
    "K": "int",
    "C.K": "list[int]",
    "WEIGHTS": "list[float]",
    "HELD": "object[m:Box]{x: float, items: list[float]}",
    "MANY": "list[object[m:Dot]{x: float}]",
}


def compiler_for(folder: Path, text: str, types: dict[str, tuple[str, ...]]) -> Compiler:
    """Write ``text`` as module ``m`` into ``folder`` and return a compiler that saw calls of these types."""
    (folder / "m.py").write_text(text, encoding="utf-8")
    observed = tuple(
        Observation(
            id=f"m:{name}",
            calls=1,
            parameters=(),
            signatures=(Signature(kinds, "?", 1),),
            ranges=(),
            globals=GLOBALS,
            lines=tuple(range(1, text.count("\n") + 2)),
            samples=0,
        )
        for name, kinds in types.items()
    )
    observations = Observations("migrator.observations/1", observed, "", 1.0)
    return Compiler(discover(folder), observations)


def compile_one(folder: Path, text: str, *types: str) -> tuple[Specialised, str]:
    """Compile the only (or last) function of ``text`` for ``types``; check the IR after every pass; return its Rust."""
    functions = [d for d in ast.parse(text).body if isinstance(d, ast.FunctionDef)]
    name = functions[-1].name
    compiler = compiler_for(folder, text, {name: types})
    made = compiler.root(f"m:{name}")
    for other in compiler.made.values():
        for _, stage in other.stages[1:]:
            check(stage)
    return made, compiler.rust(made)


def refusal(folder: Path, text: str, *types: str) -> str:
    """Return the code of the diagnostic that keeps the last function of ``text`` out; empty where it compiles."""
    functions = [d for d in ast.parse(text).body if isinstance(d, ast.FunctionDef)]
    name = functions[-1].name
    reasons = compiler_for(folder, text, {name: types}).reasons(f"m:{name}")
    return reasons[0].code if reasons else ""

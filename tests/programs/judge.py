"""Compiles programs in one crate, and compares each with CPython on ordinary, edge and random inputs."""

from __future__ import annotations

import ast
import importlib
import random
import re
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from migrator.building.build import build
from migrator.building.environment import scrubbed
from migrator.building.layout import format_rust
from migrator.building.maturin import target_folder
from migrator.compiler import Compiler, compile_program
from migrator.errors import MigratorError
from migrator.finding.modules import discover
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Observation, Observations, Signature
from migrator.model.region import Found, Region
from migrator.rust.crate import write_crate
from tests.programs.program import GLOBALS, ROOT, Program, ordinary

_PLACE = re.compile(r"src/(?:core|boundary)/(\w+)\.rs")


@dataclass
class Judged:
    """What became of one program.

    ``kind``: ``equal``, ``different``, ``refused`` (with ``diagnostic``), ``crash`` (of the compiler), ``rustc`` (it
    does not compile).
    """

    number: int
    program: Program
    kind: str = "equal"
    detail: str = ""
    diagnostic: Diagnostic | None = None
    counts: Counter[str] = field(default_factory=Counter)


def module(number: int) -> str:
    return f"program{number}"


def judge(
    programs: Sequence[Program],
    folder: Path,
    proof: ModuleType,
    *,
    inputs: int = 60,
    level: int = 3,
    name: str = "programs",
) -> list[Judged]:
    """Judge all ``programs``; they are written to and built in ``folder``, which is new."""
    judged = [Judged(i, p) for i, p in enumerate(programs)]
    _write(folder, judged, name)
    compiled = _compile(folder, judged)
    if compiled:
        package = _build(folder, judged, compiled, level)
        _run(folder, package, [j for j in judged if j.kind == "equal"], proof, inputs)
    return judged


def _write(folder: Path, judged: list[Judged], name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1"\n')
    for one in judged:
        (folder / f"{module(one.number)}.py").write_text(one.program.source, encoding="utf-8")


# --- compiling ---


def _compile(folder: Path, judged: list[Judged]) -> Compiler | None:
    """Ask the compiler for its reasons; note refusals and crashes."""
    observed = tuple(o for j in judged for o in _observations(j))
    compiler = Compiler(discover(folder), Observations("migrator.observations/1", observed, "", 1.0))
    for one in judged:
        try:
            reasons = compiler.reasons(f"{module(one.number)}:{ROOT}")
            if not reasons:
                compiler.region(f"{module(one.number)}:{ROOT}")
        except Exception:
            one.kind, one.detail = "crash", traceback.format_exc()
            continue
        if reasons:
            one.kind, one.diagnostic = "refused", reasons[0]
    return compiler if any(j.kind == "equal" for j in judged) else None


def _observations(one: Judged) -> Iterator[Observation]:
    """What a profile would say: the types of the root, and the lines that ordinary inputs reach."""
    lines = _lines(one.program)
    for node in ast.parse(one.program.source).body:
        if isinstance(node, ast.FunctionDef):
            seen = (Signature(one.program.types, "?", 1),) if node.name == ROOT else ()
            id = f"{module(one.number)}:{node.name}"
            yield Observation(id, 1, (), seen, (), GLOBALS, lines, 0)


class _Enough(BaseException):
    """The program runs long."""


def _lines(program: Program) -> tuple[int, ...]:
    """The lines that run on some ordinary inputs."""
    found: set[int] = set()
    left = 20_000

    def note(frame: Any, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != "<program>":
            return None
        found.add(frame.f_lineno)
        left -= 1
        if left < 0:
            raise _Enough
        return note

    names: dict[str, Any] = {}
    exec(compile(program.source, "<program>", "exec"), names)
    rng = random.Random(program.source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(8):
            arguments = ordinary(program.types, rng)
            before = sys.gettrace()
            sys.settrace(note)
            try:
                names[ROOT](*arguments)
            except (Exception, _Enough):
                continue
            finally:
                sys.settrace(before)
    return tuple(sorted(found))


def _build(folder: Path, judged: list[Judged], compiler: Compiler, level: int) -> str:
    """Build all that compile; a program whose Rust is refused is noted and left out."""
    while True:
        ids = [f"{module(j.number)}:{ROOT}" for j in judged if j.kind == "equal"]
        regions = tuple(Region(id, (id,), 0.1, 1.1) for id in ids)
        observations = Observations("migrator.observations/1", tuple(compiler.observed.values()), "", 1.0)
        program = compile_program(Found("migrator.found/1", (), regions, {}), Compiler(discover(folder), observations))
        try:
            crate = write_crate(program, folder / "native", format_rust)
            manifest = folder / "native" / "Cargo.toml"
            text = manifest.read_text(encoding="utf-8")
            if level != 3 and "opt-level" not in text:
                text = text.replace("codegen-units = 1\n", "codegen-units = 16\n")
                manifest.write_text(text.replace("[profile.release]", f"[profile.release]\nopt-level = {level}"))
            build(folder, folder / "native", sys.executable)
        except MigratorError as error:
            if not _blame(folder, judged, str(error)):
                raise
            continue
        return crate.package


def _blame(folder: Path, judged: list[Judged], text: str) -> bool:
    """Note the programs whose Rust has errors; whether there were any."""
    native = folder / "native"
    argv = ["cargo", "check", "--release", "--offline", "--manifest-path", str(native / "Cargo.toml")]
    argv += ["--target-dir", str(target_folder())]
    output = subprocess.run(argv, cwd=folder.parent, env=scrubbed(), capture_output=True, text=True).stderr + text
    blocks = [
        b for b in output.split("\n\n") if b.lstrip().startswith(("error", "The generated", "M4")) or "error" in b
    ]
    found = False
    for block in blocks:
        for name in set(_PLACE.findall(block)):
            for one in judged:
                if module(one.number) == name and one.kind == "equal":
                    one.kind, one.detail, found = "rustc", block, True
    return found


# --- comparing ---


def _run(folder: Path, package: str, judged: list[Judged], proof: ModuleType, inputs: int) -> None:
    path = [str(folder), str(folder / "native" / "python")]
    sys.path[0:0] = path
    try:
        for one in judged:
            try:
                pair = proof.load(package, f"{module(one.number)}:{ROOT}")
            except LookupError as error:
                one.kind, one.detail = "crash", f"it cannot be loaded: {error}"
                continue
            _compare(one, pair, proof, inputs)
    finally:
        for entry in path:
            sys.path.remove(entry)
        for name in [m for m in sys.modules if m.split(".")[0] in (package, *(module(j.number) for j in judged))]:
            del sys.modules[name]
        importlib.invalidate_caches()


def _compare(one: Judged, pair: Any, proof: ModuleType, inputs: int) -> None:
    watch = "random." in one.program.source  # the generator's state is outside
    with proof.Runner(pair) as runner:
        for arguments in _inputs(one, pair, proof, inputs):
            case = runner.run(arguments, 0.05, watch=watch)
            one.counts[case.kind] += 1
            one.counts["raised"] += case.raised
            if case.kind == "different":
                one.kind = "different"
                one.detail = proof.as_python(pair.id, arguments, case.detail)
                return
            if one.counts["undecided"] > 5:
                return


def _inputs(one: Judged, pair: Any, proof: ModuleType, inputs: int) -> Iterator[tuple[Any, ...]]:
    """A third each: ordinary ones, ordinary ones with an edge value or an alias in one place, random ones."""
    rng = random.Random(f"inputs {one.program.source}")
    plain = [ordinary(one.program.types, rng) for _ in range(max(4, inputs // 3))]
    yield from plain
    types = [proof.parse_type(t) for t in one.program.types]
    pool = proof.Pool(plain[:8], pair.original.__code__)
    edges = list(proof.edge_inputs(types, plain[:3], rng, inputs, pool))
    yield from rng.sample(edges, min(len(edges), inputs // 3))
    for _ in range(inputs // 3):
        yield proof.random_input(types, plain, rng, pool)


def refusal(program: Program) -> Diagnostic | None:
    """Compile ``program`` alone, without building it: the reason why it stays Python, None where it becomes Rust."""
    one = Judged(0, program)
    with tempfile.TemporaryDirectory() as name:
        _write(Path(name), [one], "program")
        _compile(Path(name), [one])
    assert one.kind in ("equal", "refused"), one.detail
    return one.diagnostic

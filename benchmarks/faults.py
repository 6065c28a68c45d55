"""Plants faults in compiled functions, one at a time, and counts those that the verification calls equal.

    python benchmarks/faults.py [PROJECT ...] [--corpus NAME ...] [--count 1000] [--seed 1] [--json FILE]

A fault is one change of the kinds that ``migrator/mutating`` knows, drawn by another seed than that of the mutation
score. Each function of a project (which has been through ``migrator run``; use the interpreter of its workload) or of a
differential corpus is compiled with its faults behind a selector. Then every faulty function goes through the proof as the
right one does, in a process of its own. A fault that is called *equal* is searched for again with other seeds and many
times the time: what then shows a difference was a **false equal**. What shows none changes nothing, as far as can be told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from migrator.mutating.program import Mutant, mutator  # noqa: E402 - found by the line above
from migrator.verifying.mutants import MutantBuild, build_mutants  # noqa: E402 - the same
from tests.differential.build import observe, stated_types  # noqa: E402 - the same

_DIFFERENTIAL = _ROOT / "tests" / "differential"
_AGAIN = 2
"""So many more searches a fault gets that was called equal."""


@dataclass(frozen=True)
class Subject:
    """Functions with faults in them: how they are imported, their types and their recorded calls."""

    name: str
    paths: tuple[str, ...]
    build: MutantBuild
    types: dict[str, list[str]]
    recording: Path | None


@dataclass(frozen=True)
class Outcome:
    """What the proof said of one fault: ``different``, ``unproven``, ``died``, ``hangs``, ``equal`` or ``false equal``."""

    subject: str
    function: str
    line: int
    what: str
    said: str
    detail: str


def main() -> int:
    """Do it; the status is 1 where a fault was called equal and is none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*", type=Path)
    parser.add_argument("--corpus", nargs="*", default=[], help="files of tests/differential, as corpus_maps")
    parser.add_argument("--count", type=int, default=1000, help="of faults in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0, help="that one proof may take")
    parser.add_argument("--json", type=Path, help="also write every outcome here")
    options = parser.parse_args()
    names = [str(p) for p in options.projects] + options.corpus
    share = -(-options.count // max(1, len(names)))
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as scratch:
        for subject in _subjects(options.projects, options.corpus, Path(scratch), options.seed, share):
            faults = _drawn(subject, options.seed, share)
            for outcome in _tried(subject, faults, options.seconds):
                outcomes.append(outcome)
                if outcome.said not in ("different", "died", "hangs"):
                    _say(f"  {outcome.function}:{outcome.line} {outcome.what}: {outcome.said} {outcome.detail}")
            _say(f"{subject.name}: {_counted([o for o in outcomes if o.subject == subject.name])}")
    _say(f"{len(outcomes):,} faults planted: {_counted(outcomes)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(o) for o in outcomes], indent=1), encoding="utf-8")
    return int(any(o.said == "false equal" for o in outcomes))


def _subjects(projects: list[Path], corpora: list[str], scratch: Path, seed: int, share: int) -> Iterator[Subject]:
    for project in projects:
        yield _project(project.resolve(), seed, share)
    for name in corpora:
        folder = scratch / name
        folder.mkdir()
        (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "1"\n', encoding="utf-8")
        shutil.copy(_DIFFERENTIAL / f"{name}.py", folder)
        seen = observe(folder, [folder / f"{name}.py"])
        functions = max(1, len(seen.found.regions))
        make = mutator(seen.project, seen.found, seen.observations, seed=seed, most=-(-2 * share // functions))
        build = build_mutants(folder, sys.executable, False, make)
        types = {id: list(kinds) for id, kinds in stated_types(folder / f"{name}.py").items()}
        yield Subject(name, (str(folder), build.path), build, types, None)


def _project(project: Path, seed: int, share: int) -> Subject:
    from rich.console import Console

    from migrator.config import Options
    from migrator.model.profile import Observations, Profile
    from migrator.model.program import CompiledProgram
    from migrator.model.region import Found
    from migrator.pipeline import Context, _seen
    from migrator.reporting.progress import Stages

    context = Context(project, Options(), (), Stages(Console(), quiet=True))
    state = context.state
    timed, program = state.read(Profile), state.read(CompiledProgram)
    found, observations = state.read(Found), state.read(Observations)
    make = mutator(_seen(context, timed), found, observations, seed=seed, most=-(-2 * share // len(program.functions)))
    build = build_mutants(project, timed.workload.python, False, make)
    types = {f.id: [p.type for p in f.parameters] for f in program.functions if f.root}
    return Subject(project.name, (str(project), build.path), build, types, Path(observations.recording))


def _drawn(subject: Subject, seed: int, count: int) -> list[tuple[str, Mutant]]:
    """At most ``count`` faults, each with a root that is compared: the faulty function's own, where it is one."""
    own = [(m.function, m) for m in subject.build.mutants if m.function in subject.types]
    random.Random(seed).shuffle(own)
    return own[:count]


def _tried(subject: Subject, faults: list[tuple[str, Mutant]], seconds: float) -> Iterator[Outcome]:
    sys.path[0:0] = subject.paths
    import importlib

    proof = _proof()
    native = importlib.import_module(f"{subject.build.package}._native")
    pairs: dict[str, Any] = {}
    for root, fault in faults:
        if root not in pairs:
            pair = proof.load(subject.build.package, root)
            calls = proof.read_recording(subject.recording, root) if subject.recording else []
            calls = [call for call in calls if proof.weight(call.arguments) < 5000]
            pairs[root] = pair, calls or _usual(proof, pair, subject.types[root])
        said, detail = _apart(proof, native, *pairs[root], subject.types[root], fault.number, seconds, 0)
        for again in range(1, _AGAIN + 1):
            if said != "equal":
                break
            other, detail = _apart(
                proof, native, *pairs[root], subject.types[root], fault.number, 2 * seconds, 1000 * again
            )
            if other in ("different", "died", "hangs"):
                said = "false equal"
        yield Outcome(subject.name, fault.function, fault.line, fault.what, said, detail[:200])
    for path in subject.paths:
        sys.path.remove(path)


def _usual(proof: Any, pair: Any, types: list[str]) -> list[Any]:
    """Stand-ins for recorded calls, where there are none: inputs that both functions answer."""
    parsed, rng = [proof.parse_type(text) for text in types], random.Random(0)
    pool, found = proof.Pool(), []
    until = time.monotonic() + 5.0
    with proof.Runner(pair) as runner:
        while len(found) < 12 and time.monotonic() < until:
            given = proof.random_input(parsed, (), rng, pool)
            if runner.run(given, 0.05).kind == "native":
                found.append(proof.Call(pair.id, given))
    return found


def _apart(
    proof: Any, native: Any, pair: Any, calls: list[Any], types: list[str], number: int, seconds: float, seed: int
) -> tuple[str, str]:
    """Prove the function with fault ``number`` in a forked process, which may hang or end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            native.select_mutant(number)
            budget = proof.Budget(seconds=seconds)
            found = proof.check(pair, types, recorded=calls, seed=seed, budget=budget, canary=False)
            said = found.verdict if found.verdict != "unproven" else f"unproven ({found.reason})"
            os.write(writing, json.dumps([said, found.detail[:1000]]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    text, until = b"", time.monotonic() + 60.0 + 6 * seconds
    while time.monotonic() < until:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        more = os.read(reading, 1 << 16) if ready else b""
        if not more:
            break
        text += more
    hung = not text and time.monotonic() >= until
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if text:
        said, detail = json.loads(text)
        return said, detail
    return ("hangs" if hung else "died"), ""


def _proof() -> Any:
    import importlib.util

    place = _ROOT / "templates" / "python" / "_proof" / "__init__.py"
    spec = importlib.util.spec_from_file_location("_proof", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_proof"] = module
    spec.loader.exec_module(module)
    return module


def _counted(outcomes: list[Outcome]) -> str:
    counts = Counter(o.said for o in outcomes)
    counts["false equal"] += 0
    return ", ".join(f"{count} {said}" for said, count in counts.most_common())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

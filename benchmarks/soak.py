"""A long comparison of every proven function of a project, beyond what a run does: for the record, not for CI.

    python -X dev benchmarks/soak.py PROJECT [--comparisons 1000000] [--calls 1000000]

The project has been through ``migrator run``; use the interpreter of its workload. Four things are done, and counted:

1. so many comparisons over all functions together, on recorded inputs, changed ones and random ones;
2. calls from two threads at once, each result compared with the first one;
3. so many calls of the Rust functions, with the memory of the process before and after;
4. ``-X dev`` turns on Python's own checks meanwhile.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _proof() -> Any:
    spec = importlib.util.spec_from_file_location("_proof", _ROOT / "templates" / "python" / "_proof" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_proof"] = module
    spec.loader.exec_module(module)
    return module


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _compared(proof: Any, pair: Any, types: list[str], calls: list[Any], wanted: int) -> tuple[int, int, str]:
    """Compare on ``wanted`` inputs; return how many were, how many Rust answered, and a difference."""
    tried = native = seed = 0
    while tried < wanted:
        seed += 1
        budget = proof.Budget(seconds=600.0, edges=2000, hypothesis=0, bulk=min(200_000, wanted - tried), call_s=0.02)
        found = proof.check(pair, types, recorded=calls, seed=seed, budget=budget, canary=False)
        tried += sum(e.inputs for e in found.evidence)
        native += sum(e.native for e in found.evidence)
        if found.verdict == "different":
            return tried, native, found.detail
    return tried, native, ""


def _threads(proof: Any, pair: Any, calls: list[Any], rounds: int, seconds: float) -> int:
    """Return how many calls from two threads gave another result than the first."""
    inputs = [c.arguments for c in calls if proof.weight(c.arguments) < 2000][:20]
    expected = []
    for arguments in inputs:
        given = proof.copy_arguments(arguments)
        expected.append(proof.Outcome(given, value=pair.native(*given)))
    wrong = 0
    until = time.perf_counter() + seconds

    def work() -> None:
        nonlocal wrong
        for _ in range(rounds):
            if time.perf_counter() > until:
                return
            for arguments, first in zip(inputs, expected, strict=True):
                given = proof.copy_arguments(arguments)
                if proof.difference(first, proof.Outcome(given, value=pair.native(*given))):
                    wrong += 1

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return wrong


def _growth(proof: Any, pair: Any, calls: list[Any], wanted: int, seconds: float) -> tuple[int, int]:
    """Return by how many bytes the process grew over ``wanted`` calls, and how many there was time for."""
    arguments = min((c.arguments for c in calls), key=proof.weight)
    native = pair.native
    given = proof.copy_arguments(arguments)
    for _ in range(min(1000, wanted // 20)):
        native(*given)
    before = _resident()
    until = time.perf_counter() + seconds
    done = 0
    while done < wanted and time.perf_counter() < until:
        native(*given)
        done += 1
    return _resident() - before, done


def main() -> int:
    """Do it; the status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("--comparisons", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="for the threads, and for the calls, of one function"
    )
    options = parser.parse_args()
    project = options.project.resolve()
    state = project / ".migrator"
    program = json.loads((state / "program.json").read_text(encoding="utf-8"))
    verdicts = json.loads((state / "verdicts.json").read_text(encoding="utf-8"))
    equal = {v["id"] for v in verdicts["functions"] if v["verdict"] == "equal"}
    roots = [f for f in program["functions"] if f["root"] and f["id"] in equal]
    sys.path[0:0] = [str(project), str(project / "native" / "python")]
    (package,) = [p.parent.name for p in (project / "native" / "python").glob("*/_table.py")]
    proof, bad, total, called = _proof(), False, 0, 0
    for function in roots:
        pair = proof.load(package, function["id"])
        calls = proof.read_recording(state / "recording.jsonl", function["id"])
        types = [p["type"] for p in function["parameters"]]
        began = time.perf_counter()
        tried, native, detail = _compared(proof, pair, types, calls, options.comparisons // len(roots))
        wrong = _threads(proof, pair, calls, 200, options.seconds)
        grown, done = _growth(proof, pair, calls, options.calls // len(roots), options.seconds)
        called += done
        total += tried
        bad |= bool(detail) or wrong > 0 or grown > 1 << 20
        sys.stdout.write(
            f"{function['id']}: {tried:,} compared, {native:,} in Rust, {detail or '0 different'}; "
            f"two threads: {wrong} different; memory: {grown / 1024:+.0f} KiB after {done:,} calls; {time.perf_counter() - began:.0f} s\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"{total:,} comparisons, {called:,} calls, {'a fault was found' if bad else 'no fault'}\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())

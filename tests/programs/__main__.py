"""``python -m tests.programs --count 10000 --seed 0``: judge many random programs, print what differs."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

from migrator.resources import templates
from tests.programs.judge import Judged, judge
from tests.programs.program import seeded

_BAD = ("different", "crash", "rustc")


def load_proof() -> ModuleType:
    """The oracle that generated crates carry."""
    spec = importlib.util.spec_from_file_location("_programs_proof", templates() / "python" / "_proof" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_programs_proof"] = module
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Judge the programs in batches; the status is 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="of the first program; the others follow")
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--inputs", type=int, default=60)
    parser.add_argument("--level", type=int, default=3, help="opt-level of the build")
    parser.add_argument("--wide", action="store_true", help="also dicts, sets, texts, instances and whole arrays")
    parser.add_argument("--out", type=Path, help="a folder for the programs that were found")
    options = parser.parse_args()
    proof = load_proof()
    everything: list[Judged] = []
    kinds: Counter[str] = Counter()
    start = time.monotonic()
    for first in range(options.seed, options.seed + options.count, options.batch):
        seeds = range(first, min(first + options.batch, options.seed + options.count))
        folder = Path(tempfile.mkdtemp(prefix="programs-"))
        judged = judge(
            [seeded(s, options.wide) for s in seeds],
            folder / "batch",
            proof,
            inputs=options.inputs,
            level=options.level,
            name=f"programs{first}",
        )
        shutil.rmtree(folder)
        for one in judged:
            one.number += first
            if one.kind in _BAD:
                _show(one, options.out)
        everything += judged
        kinds.update(j.kind for j in judged)
        _say(f"{len(everything)} programs, {time.monotonic() - start:.0f} s: {dict(kinds)}")
    _summary(everything)
    return 1 if any(kinds[k] for k in _BAD) else 0


def _summary(everything: list[Judged]) -> None:
    counts: Counter[str] = Counter()
    for one in everything:
        counts.update(one.counts)
    ran = [j for j in everything if j.counts]
    silent = sum(not j.counts["native"] for j in ran)
    _say(f"inputs: {dict(counts)}; programs that Rust never answered: {silent} of {len(ran)}")
    reasons = Counter(f"{j.diagnostic.code} {j.diagnostic.message}" for j in everything if j.diagnostic is not None)
    for reason, count in reasons.most_common(25):
        _say(f"{count:5} {reason}")


def _show(one: Judged, out: Path | None) -> None:
    _say(f"--- seed {one.number}: {one.kind}\n{one.program.types}\n{one.program.source}\n{one.detail}\n")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{one.kind}-{one.number}.py").write_text(
            f"# {one.program.types}\n{one.program.source}\n", encoding="utf-8"
        )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

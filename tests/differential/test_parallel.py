"""Loops on several threads: the same bits for 1, 2 and 4 of them, after a fork too, and Ctrl-C still ends them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.differential.build import Package, build_package, stated_types

CORPUS = Path(__file__).parent / "corpus_parallel.py"
MARKED = {
    "waves",
    "escape_times",
    "nearest_of",
    "pairwise_rows",
    "heat_step",
    "soften",
    "soften_list",
    "gelu_list",
    "product_rows",
    "row_norms",
    "mandelbrot_rows",
    "labels_of",
    "steps_of_time",
    "spins_on",
}
REFUSED = {
    "negative_indices": "M304",
    "from_before": "M304",
    "another_name": "M304",
    "rows_above": "M305",
    "last_one": "M304",
    "filtered": "M305",
    "rounds_until_far": "M305",
}

_PROVE = """
import importlib, json, sys
package, functions = sys.argv[1], json.loads(sys.argv[2])
proof = importlib.import_module(package + "._proof")
for id, types in functions.items():
    budget = proof.Budget(seconds=0.3, edges=300, hypothesis=20, bulk=1000, call_s=0.1)
    found = proof.check(proof.load(package, id), types, budget=budget)
    native = sum(evidence.native for evidence in found.evidence)
    equal = found.verdict == "equal" or found.reason in ("not-native", "too-slow")
    print(json.dumps([id, equal, native, found.explain()]), flush=True)
"""

_BITS = """
import importlib, os, struct, sys
import numpy as np
import corpus_parallel as c
importlib.import_module(sys.argv[1]).use_rust(vars(c), *sys.argv[2].split())

def bits():
    rng = np.random.default_rng(5)
    points = rng.random((64, 3))
    whole = [c.pairwise_rows(points), c.mandelbrot_rows(50, 40), c.labels_of(points, points[:7].copy())]
    lists = [c.waves(points.ravel().tolist()), c.row_norms(points.tolist())]
    return [x.tobytes() for x in whole], [struct.pack(f"{len(x)}d", *x) for x in lists]

first = bits()
child = os.fork()
if child == 0:
    os._exit(0 if bits() == first else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), hash(str(first)))
"""

_SPIN = """
import importlib, signal, sys
import corpus_parallel
signal.signal(signal.SIGINT, signal.default_int_handler)
importlib.import_module(sys.argv[1]).use_rust(vars(corpus_parallel), "spins_on")
print("ready", flush=True)
try:
    corpus_parallel.spins_on([0.5] * 2_000_000, 50_000)
except KeyboardInterrupt:
    counted = importlib.import_module(sys.argv[1] + "._native").counters()
    print("interrupted", sum(c.get("interrupt", 0) for c in counted.values()), flush=True)
"""


@pytest.fixture(scope="module")
def threaded(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The corpus, built with its independent loops on several threads."""
    folder = tmp_path_factory.mktemp("parallel")
    (folder / "pyproject.toml").write_text('[project]\nname = "threaded"\nversion = "1"\n')
    shutil.copy(CORPUS, folder / CORPUS.name)
    return build_package(folder, [folder / CORPUS.name], parallel=True)


def _environment(package: Package, threads: int) -> dict[str, str]:
    path = os.pathsep.join([str(package.path.parent.parent), str(package.path)])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "RAYON_NUM_THREADS": str(threads),
        "PYTHONHASHSEED": "0",
        "MIGRATOR_PARALLEL": "always",
    }


def test_the_independent_loops_are_parallel_and_no_others(threaded: Package) -> None:
    assert not threaded.reasons
    functions = {f.qualname: f for f in threaded.program.functions}
    assert {name for name, f in functions.items() if f.parallel} == MARKED
    assert {name: functions[name].loops[0].code for name in REFUSED} == REFUSED


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_equal_on_any_number_of_threads(threaded: Package, threads: int) -> None:
    functions = json.dumps(stated_types(CORPUS))
    command = [sys.executable, "-c", _PROVE, threaded.name, functions]
    done = subprocess.run(
        command, env=_environment(threaded, threads), capture_output=True, text=True, timeout=300, check=False
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(stated_types(CORPUS)), done.stderr
    for id, equal, native, explained in rows:
        assert equal, f"{id}: {explained}"
        assert native, f"{id}: {explained}"


def test_the_same_bits_on_any_number_of_threads_and_in_a_forked_child(threaded: Package) -> None:
    names = "pairwise_rows mandelbrot_rows labels_of waves row_norms"
    seen = set()
    for threads in (1, 2, 4):
        done = subprocess.run(
            [sys.executable, "-c", _BITS, threaded.name, names],
            env=_environment(threaded, threads),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert seen.pop().startswith("0 ")


def test_ctrl_c_ends_a_loop_on_several_threads(threaded: Package) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _SPIN, threaded.name],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(threaded, 2),
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        answer, _ = child.communicate(timeout=30)
    finally:
        child.kill()
    assert answer == "interrupted 1\n"
    assert time.monotonic() - began < 5  # a tenth of a second by itself; a busy machine gets more

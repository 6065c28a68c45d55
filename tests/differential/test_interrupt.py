"""Ctrl-C while compiled code runs: the program sees KeyboardInterrupt, and soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from tests.differential.build import Package

_PROGRAM = """
import importlib, signal, sys
import corpus_loops
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
importlib.import_module(sys.argv[1]).use_rust(vars(corpus_loops), "spins")
print("ready", flush=True)
try:
    corpus_loops.spins(10_000_000)
except KeyboardInterrupt:
    counted = importlib.import_module(sys.argv[1] + "._native").counters()
    print("interrupted", sum(c.get("interrupt", 0) for c in counted.values()), flush=True)
"""


def test_ctrl_c_ends_a_compiled_loop(package: Package) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package.path.parent.parent), str(package.path)])}
    child = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, package.name], stdout=subprocess.PIPE, text=True, env=environment
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
    assert answer == "interrupted 1\n", "the compiled loop did not notice"
    # A tenth of a second by itself; a busy machine gets more.
    assert time.monotonic() - began < 5

"""Ctrl-C while compiled code runs: the program sees KeyboardInterrupt, and soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.differential.build import Package

_PROGRAM = """
import importlib, signal, sys
import corpus_interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
importlib.import_module(sys.argv[1]).use_rust(vars(corpus_interrupt), sys.argv[2])
print("ready", flush=True)
try:
    getattr(corpus_interrupt, sys.argv[2])(*eval(sys.argv[3]))
except KeyboardInterrupt:
    counted = importlib.import_module(sys.argv[1] + "._native").counters()
    print("interrupted", sum(c.get("interrupt", 0) for c in counted.values()), flush=True)
"""


_LONG = {
    "spins": "10_000_000,",
    "one_range": "10**11, 0.5",
    "one_range_with_steps": "10**11, 3",
    "one_range_that_breaks": "10**11, 3",
    "dict_values": "dict.fromkeys(range(50_000), 1), 10**9",
    "whole_lists": "list(range(100_000)), 10**7",
    "whole_lists_until": "list(range(100_000)), 10**7",
}
"""Calls that would take very much longer than a test waits."""


@pytest.mark.parametrize("name", _LONG)
def test_ctrl_c_ends_a_compiled_loop(package: Package, name: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package.path.parent.parent), str(package.path)])}
    child = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, package.name, name, _LONG[name]],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
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

"""NumPy's bits change with the processor's features; what is computed by its own loops changes along."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.differential.build import Package

_OLDER = "X86_V4 AVX512_ICL"
"""Without these NumPy computes as on a processor that has AVX2 only."""
_NAMES = ("transcendental", "softmax", "logs", "sums")
_SCRIPT = """
import importlib, importlib.util, sys
# What was built elsewhere is not used (the user is told to build again); here it is to be.
importlib.import_module(sys.argv[3] + "._environment").changes = lambda built: []
spec = importlib.util.spec_from_file_location("_proof", sys.argv[1])
proof = importlib.util.module_from_spec(spec)
sys.modules["_proof"] = proof
spec.loader.exec_module(proof)
from tests.differential.build import assert_holds, stated_types
from pathlib import Path
types = stated_types(Path(sys.argv[2]))
for name in sys.argv[4:]:
    id = f"corpus_arrays:{name}"
    budget = proof.Budget(seconds=0.5, edges=200, hypothesis=5, bulk=500, call_s=0.1)
    assert_holds(proof.check(proof.load(sys.argv[3], id), types[id], budget=budget))
"""


def test_an_older_processor(package: Package, proof: object) -> None:
    import numpy as np

    if "X86_V4" not in np.show_config(mode="dicts")["SIMD Extensions"]["found"]:  # type: ignore[index]
        pytest.skip("NumPy uses no AVX-512 here")
    folder = package.path.parent.parent
    corpus = Path(__file__).with_name("corpus_arrays.py")
    root = Path(__file__).parents[2]
    paths = os.pathsep.join(str(p) for p in (root, folder, package.path))
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": _OLDER, "PYTHONPATH": paths}
    argv = [sys.executable, "-c", _SCRIPT, str(getattr(proof, "__file__", "")), str(corpus), package.name, *_NAMES]
    run = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr

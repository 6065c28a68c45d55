"""Runs the build command of a peer, once for each state of its sources."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def build_once(folder: Path, files: Mapping[str, str], argv: Sequence[str], note: str = "") -> None:
    """Write ``files`` to ``folder`` and run ``argv`` there, unless exactly that was done before.

    Args:
        note: what else the result depends on, such as the compiler's version.

    Raises:
        RuntimeError: with the end of the output, when the command fails.
    """
    key = hashlib.sha256(repr((sorted(files.items()), list(argv), note, sys.version)).encode())
    stamp = folder / "built"
    if stamp.is_file() and stamp.read_text() == key.hexdigest():
        return
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    # -O3 for all C compilers alike; setuptools adds what CPython itself was built with before it.
    environment = {**os.environ, "CFLAGS": "-O3", "MYPYC_OPT_LEVEL": "3"}
    done = subprocess.run(list(argv), cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    stamp.write_text(key.hexdigest())

"""Everything that must hold, in one run: style, types, the Python tests, the Rust tests of the support code.

Uses the interpreter it is started with. Goes on after a failure, so that one run shows all of them; the status is 1
if anything failed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_CHECKED = ["migrator", "tests", "benchmarks", "templates/python"]


def _steps() -> list[tuple[str, list[str]]]:
    python = sys.executable
    cargo = shutil.which("cargo") or str(Path.home() / ".cargo" / "bin" / "cargo")
    manifest = str(_ROOT / "templates" / "support" / "Cargo.toml")
    return [
        ("ruff check", [python, "-m", "ruff", "check", *_CHECKED]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", *_CHECKED]),
        ("mypy", [python, "-m", "mypy"]),
        ("pytest", [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]),
        ("rustfmt", [cargo, "fmt", "--check", "--manifest-path", manifest]),
        ("clippy", [cargo, "clippy", "-q", "--all-targets", "--manifest-path", manifest, "--", "-D", "warnings"]),
        ("cargo test", [cargo, "test", "-q", "--manifest-path", manifest]),
    ]


def main() -> int:
    """Run every step; print what failed."""
    _say(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    env = {**os.environ, "CARGO_TARGET_DIR": os.environ.get("CARGO_TARGET_DIR", str(_ROOT / "target"))}
    failed = []
    for name, argv in _steps():
        start = time.monotonic()
        status = subprocess.run(argv, cwd=_ROOT, env=env, check=False).returncode
        _say(f"{'ok    ' if status == 0 else 'FAILED'} {name} ({time.monotonic() - start:.0f} s)")
        if status:
            failed.append(name)
    _say(f"failed: {', '.join(failed)}" if failed else "everything holds")
    return 1 if failed else 0


def _say(text: str) -> None:
    sys.stdout.write(f"== {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

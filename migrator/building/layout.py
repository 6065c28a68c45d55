"""Lays Rust text out with rustfmt, all files of a crate in one run."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from migrator.building.environment import scrubbed
from migrator.building.process import TimedOut, run
from migrator.errors import MigratorError

_SECONDS = 60.0


def format_rust(files: dict[str, str]) -> dict[str, str]:
    """Return ``files`` (relative path to Rust text, with ``src/lib.rs``) laid out.

    Raises:
        MigratorError: M401 without rustfmt; M404 where the text is not Rust.
    """
    env = scrubbed()
    rustfmt = shutil.which("rustfmt", path=env["PATH"])
    if rustfmt is None:
        raise MigratorError("M401", "rustfmt is not on the PATH.", hint="Run `rustup component add rustfmt`.")
    with tempfile.TemporaryDirectory(prefix="migrator-") as name:
        folder = Path(name)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        (folder / "rustfmt.toml").write_text('style_edition = "2024"\n', encoding="utf-8")
        argv = (rustfmt, "--edition", "2024", str(folder / "src/lib.rs"))
        try:
            finished = run(argv, cwd=folder, env=env, timeout_s=_SECONDS)
        except (OSError, TimedOut) as error:
            raise MigratorError("M401", f"rustfmt cannot be run: {error}") from error
        if finished.status != 0:
            raise MigratorError("M404", f"rustfmt refused the generated Rust:\n{finished.output.strip()[:2000]}")
        return {path: (folder / path).read_text(encoding="utf-8") for path in files}

"""Where builds happen and what they inherit.

A build must not obey what lies about in the user's repository (a ``.cargo/config.toml`` there can
name a program to run) or in the shell (``RUSTFLAGS``, ``RUSTC_WRAPPER``): it runs in a folder of
the cache with a scrubbed environment. What a person set up for the whole machine (``CARGO_HOME``,
proxies, certificates) stays.
"""

from __future__ import annotations

import os
from pathlib import Path

_KEPT = ("CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_")
_DROPPED_PREFIXES = ("CARGO_", "RUSTC", "RUSTDOC", "RUSTFLAGS", "PYO3_", "MATURIN_", "NATIVE_")
_DROPPED = ("CARGO", "LD_PRELOAD", "DYLD_INSERT_LIBRARIES", "PYTHONPATH", "PYTHONHOME")
_DROPPED_TOOLS = ("RUST_LOG", "RUST_BACKTRACE", "CC", "CFLAGS", "LDFLAGS")


def cache_folder() -> Path:
    """Return the cache folder of this user: ``MIGRATOR_CACHE``, or one in the usual place."""
    named = os.environ.get("MIGRATOR_CACHE")
    if named:
        return Path(named).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "migrator"


def target_folder() -> Path:
    """Return the folder in which all builds share their compiled dependencies."""
    return cache_folder() / "target"


def scrubbed(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment for cargo and maturin."""
    kept = {name: value for name, value in os.environ.items() if _keeps(name)}
    kept["PATH"] = _search_path()
    kept.update(extra or {})
    return kept


def _keeps(name: str) -> bool:
    if name.startswith(_KEPT):
        return True
    return not (name.startswith(_DROPPED_PREFIXES) or name in _DROPPED or name in _DROPPED_TOOLS)


def _search_path() -> str:
    """Return ``PATH`` with cargo's own folder behind, where a fresh installation is not on it."""
    home = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
    return os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(home) / "bin")])

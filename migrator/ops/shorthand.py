"""Short constructors for the records' Rust side."""

from __future__ import annotations

from migrator.ops.record import Rust


def call(path: str, *modes: str) -> Rust:
    """``path(args)?``: a support function that may trap."""
    return Rust("call", path, traps=True, modes=modes)


def pure(path: str, *modes: str) -> Rust:
    """``path(args)``: a support function that always succeeds."""
    return Rust("call", path, modes=modes)


def infix(symbol: str) -> Rust:
    """``a symbol b``."""
    return Rust("infix", symbol)


def prefix(symbol: str) -> Rust:
    """``symbol a``."""
    return Rust("prefix", symbol)


def method(name: str, *modes: str) -> Rust:
    """``a.name(rest)``."""
    return Rust("method", name, modes=modes)


def text(template: str, *modes: str) -> Rust:
    """``template`` with ``{0}`` … filled in."""
    return Rust("text", template, modes=modes)

"""Turns the generated crate into a Python extension: toolchain, formatting, maturin, smoke test."""

"""migrator moves the hot numeric functions of a Python code base to proven Rust."""

__version__ = "0.1.0"

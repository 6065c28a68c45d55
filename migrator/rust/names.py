"""Names in the generated package: Rust modules, boundary functions, Python package, library.

A name is made from its Python name alone, so that every part of the program makes the same one;
only boundary functions whose names would clash are numbered, by ``boundary_symbols``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from migrator.ir.walk import new_name
from migrator.rust.identifiers import rust_name

OBJECTS = "objects"
FUNCTIONS = "functions"
"""The Rust module, in the core and in the boundary, that holds the structs of Python objects."""


def module_name(module: str) -> str:
    """Return the Rust module, which is the file's stem, for a Python module.

    >>> module_name("pkg.geometry"), module_name("match")
    ('pkg_geometry', 'match_')
    """
    name = rust_name(module.replace(".", "_"))
    return f"{name}_" if name in ("mod", OBJECTS, FUNCTIONS) else name


def boundary_symbols(functions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the name of the boundary function for each ``(module, qualname)``.

    >>> boundary_symbols([("a.b", "f"), ("a_b", "f")])
    {('a.b', 'f'): 'a_b__f', ('a_b', 'f'): 'a_b__f_2'}
    """
    symbols: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for module, qualname in sorted(functions):
        base = rust_name(f"{module}__{qualname}".replace(".", "_"))
        symbols[module, qualname] = new_name(base, taken)
    return symbols


def package_name(project: str) -> str:
    """Return the Python package for a project's name: ``My Demo`` is ``my_demo_native``."""
    plain = re.sub(r"[^a-z0-9]+", "_", project.lower()).strip("_")
    if not plain or plain[0].isdigit():
        plain = f"p{plain}"
    return f"{plain}_native"


def library_name(package: str, place: str) -> str:
    """Return the library's name: another for each ``place`` (path), as builds share a folder."""
    return f"{package}_{hashlib.sha256(place.encode()).hexdigest()[:8]}"


_FUNCTION = re.compile(r"pub fn (\w+)")


def function_at(text: str, line: int) -> str:
    """Return the name of the function of our making that ``line`` (from 1) of a core file is in; empty for none."""
    names = [match[1] for row in text.splitlines()[:line] if (match := _FUNCTION.match(row))]
    return names[-1] if names else ""

"""The source text of one function, in Python and in Rust, as it stands in the files.

A report is also made when a file has gone or changed since: then the text is empty, never a guess.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tokenize
from functools import lru_cache
from pathlib import Path

from migrator.model.program import CompiledFunction


def python_segment(path: Path, line: int) -> str:
    """Return the text of the function whose ``def`` or first decorator is at ``line``."""
    parsed = _parse(str(path))
    if parsed is None:
        return ""
    lines, tree = parsed
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if line in (first, node.lineno):
                return textwrap.dedent("".join(lines[first - 1 : node.end_lineno]))
    return ""


def rust_segment(crate: Path | None, function: CompiledFunction) -> str:
    """Return the core function as formatted in ``crate``, or as compiled if there is none."""
    if crate is None:
        return function.core
    path = crate / "src" / "core" / (function.module.replace(".", "_") + ".rs")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return function.core
    return _item(text, function.symbol) or function.core


def _item(text: str, symbol: str) -> str:
    """The item ``fn symbol`` with attributes and doc comment; rustfmt puts its end at column 0."""
    lines = text.splitlines()
    head = re.compile(rf"(pub(\([a-z]+\))? )?fn {re.escape(symbol)}\b")
    start = next((n for n, line in enumerate(lines) if head.match(line)), None)
    if start is None:
        return ""
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("}")), None)
    while start > 0 and lines[start - 1].startswith(("///", "#[", "//")):
        start -= 1
    return "" if end is None else "\n".join(lines[start : end + 1]) + "\n"


@lru_cache(maxsize=64)
def _parse(path: str) -> tuple[list[str], ast.Module] | None:
    try:
        with tokenize.open(path) as file:
            text = file.read()
        return text.splitlines(keepends=True), ast.parse(text)
    except (OSError, SyntaxError, UnicodeDecodeError, ValueError):
        return None

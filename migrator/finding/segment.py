"""The text of one function and its hash: what ties a proof to the Python it was made for.

A *source segment* runs from the first decorator's line (the ``def`` line where there is none) to
the function's last line inclusive, with ``\\n`` newlines, each line stripped at its right end, then
dedented. Standard library only, so that every part that needs the definition can use it;
``templates/python/_runtime.py`` carries its own copy, and a test holds the two equal.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator, Mapping
from functools import lru_cache

_NEWLINE = re.compile(r"\r\n|\r|\n")
Definition = ast.FunctionDef | ast.AsyncFunctionDef


def decode_source(raw: bytes) -> str:
    """Return the text of a Python file: PEP 263 cookie or BOM decide the encoding, newlines stay as
    they are.

    Raises:
        SyntaxError: where the cookie names no known encoding, or the first lines do not fit it.
        UnicodeDecodeError: where the bytes do not fit the encoding.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    return raw.decode(encoding)


def source_segment(text: str, qualname: str) -> str:
    """Return the source segment of the function ``qualname`` (``Box.area``,
    ``outer.<locals>.inner``) in ``text``.

    Of several definitions of one name the last counts, as when the module runs; of a property the one that reads it.

    Raises:
        LookupError: where ``text`` defines no such function.
        SyntaxError: where ``text`` cannot be parsed.
    """
    found = _segments(text).get(qualname)
    if found is None:
        raise LookupError(f"no function {qualname}")
    return found


@lru_cache(maxsize=16)
def _segments(text: str) -> Mapping[str, str]:
    """The source segments of all functions in ``text``: parsing it anew for each takes long where they are many."""
    found: dict[str, Definition] = {}
    for name, node in definitions(ast.parse(text)):
        found[indexed_as(name, node, found.get(name))] = node
    lines = _NEWLINE.split(text)
    return {name: _segment(lines, node) for name, node in found.items()}


def is_accessor(node: Definition, before: Definition | None) -> bool:
    """Whether ``node`` sets or deletes the property that ``before``, of the same name, reads: the name means that one."""
    changes = [ast.unparse(d) for d in node.decorator_list] in ([f"{node.name}.setter"], [f"{node.name}.deleter"])
    return changes and before is not None and [ast.unparse(d) for d in before.decorator_list] == ["property"]


def indexed_as(name: str, node: Definition, before: Definition | None) -> str:
    """Return the name under which ``node`` is kept: what sets a property is ``name.setter``, beside what reads it."""
    return f"{name}.{ast.unparse(node.decorator_list[0]).rpartition('.')[2]}" if is_accessor(node, before) else name


def segment_of(text: str, node: Definition) -> str:
    """Return the source segment of ``node``, a definition from the parsed ``text``."""
    return _segment(_NEWLINE.split(text), node)


def _segment(lines: list[str], node: Definition) -> str:
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    last = node.end_lineno or node.lineno
    return textwrap.dedent("\n".join(line.rstrip() for line in lines[first - 1 : last]))


def segment_sha256(segment: str) -> str:
    """Return the hex digest that stands for ``segment``."""
    return hashlib.sha256(segment.encode("utf-8")).hexdigest()


def definitions(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    """Yield every function of ``tree`` with its qualified name, in the order of the text."""
    yield from _definitions(tree, "")


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Definition]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from _definitions(child, f"{prefix}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _definitions(child, prefix)

"""One Python file as text, LibCST tree and index: its functions and what its module-level names are
bound to.

Files are parsed once per content. LibCST's metadata (positions, scopes) costs much more than
parsing, so each provider runs only when first asked for. ``ast`` reads the file first: it is fast,
it is the authority on what is valid, and it refuses what is nested too deeply before LibCST's own
parser could run out of stack.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import (
    CodeRange,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    QualifiedNameProvider,
    Scope,
    ScopeProvider,
)

from migrator.errors import MigratorError
from migrator.finding.bindings import Binding, module_bindings, star_imports
from migrator.finding.functions import FunctionNode, index_functions
from migrator.finding.segment import decode_source, segment_sha256, source_segment

_RECURSION = 10_000
MAX_BYTES = 2_000_000
"""Larger files are generated data, and their metadata would take minutes."""


@dataclass(frozen=True, eq=False)
class SourceModule:
    """One parsed file. ``module`` is its dotted name; ``package`` the package that relative imports
    start from.

    ``functions`` maps qualnames to the definition that counts (the last). ``bindings`` maps each
    module-level name to what it is bound to, in the order of the text; ``stars`` are the modules of
    ``from x import *``.
    """

    module: str
    path: Path
    package: str
    text: str
    newline: str
    tree: cst.Module
    functions: Mapping[str, FunctionNode]
    bindings: Mapping[str, tuple[Binding, ...]]
    stars: tuple[str, ...]
    classes: Mapping[str, tuple[str, ...]]
    """Qualname of each class to its bases as spelled."""

    @cached_property
    def wrapper(self) -> MetadataWrapper:
        """LibCST's metadata; the tree came from the parser, so no node occurs twice in it."""
        return MetadataWrapper(self.tree, unsafe_skip_copy=True)

    @cached_property
    def positions(self) -> Mapping[cst.CSTNode, CodeRange]:
        return self._resolve(PositionProvider)

    @cached_property
    def scopes(self) -> Mapping[cst.CSTNode, Scope | None]:
        return self._resolve(ScopeProvider)

    @cached_property
    def parents(self) -> Mapping[cst.CSTNode, cst.CSTNode]:
        return self._resolve(ParentNodeProvider)

    @cached_property
    def qualified_names(self) -> Mapping[cst.CSTNode, Any]:
        return self._resolve(QualifiedNameProvider)

    def line(self, node: cst.CSTNode) -> int:
        """Return the 1-based line where ``node`` starts; 0 for a node that is not of this
        module.
        """
        found = self.positions.get(node)
        return found.start.line if found is not None else 0

    def segment(self, qualname: str) -> str:
        """Return the source segment of a function; raises ``LookupError``."""
        return source_segment(self.text, qualname)

    def sha256(self, qualname: str) -> str:
        """Return the hash of a function's source segment; raises ``LookupError``."""
        return segment_sha256(self.segment(qualname))

    def code(self, node: cst.CSTNode) -> str:
        """Return ``node`` as it is spelled."""
        return self.tree.code_for_node(node).strip()

    def _resolve(self, provider: Any) -> Mapping[cst.CSTNode, Any]:
        with deep(self.path):
            found: Mapping[cst.CSTNode, Any] = self.wrapper.resolve(provider)
        return found


_cache: dict[tuple[str, str, str, str], SourceModule] = {}


def read_module(path: Path, module: str, package: str = "") -> SourceModule:
    """Read and parse the file ``path`` under the name ``module``.

    Raises:
        MigratorError: M007 syntax, M008 encoding, M016 nesting, M017 size, M018 round trip, M005 no
        such file.
    """
    raw = _bytes(path)
    key = (str(path), module, package, hashlib.sha256(raw).hexdigest())
    if key not in _cache:
        _cache[key] = parse_module(raw, path, module, package)
    return _cache[key]


def parse_module(raw: bytes, path: Path, module: str, package: str = "") -> SourceModule:
    """Return the ``SourceModule`` of the bytes ``raw``; ``path`` only names the place in errors."""
    text = _decode(raw, path)
    tree = _parse(text, path)
    concrete = _parse_cst(text, path)
    with deep(path):
        _check_round_trip(concrete, text, path)
        functions, classes = index_functions(module, tree, concrete)
        bindings = module_bindings(tree, module, package)
    return SourceModule(
        module=module,
        path=path,
        package=package,
        text=text,
        newline=concrete.default_newline,
        tree=concrete,
        functions=functions,
        bindings=bindings,
        stars=star_imports(tree, package),
        classes=classes,
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read."
            raise MigratorError("M017", message, place=str(path))
        return path.read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        raise MigratorError("M005", message, place=str(path)) from error


def _decode(raw: bytes, path: Path) -> str:
    try:
        return decode_source(raw)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise MigratorError("M008", f"The file cannot be decoded: {error}.", place=str(path)) from error


def _parse(text: str, path: Path) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise MigratorError("M007", f"Python cannot parse the file: {error.msg}.", place=place) from error
    except ValueError as error:
        raise MigratorError("M007", f"Python cannot parse the file: {error}.", place=str(path)) from error
    except (RecursionError, MemoryError) as error:
        raise _too_deep(path) from error


def _parse_cst(text: str, path: Path) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        message = f"LibCST cannot parse the file: {error.message.strip()}"
        raise MigratorError("M007", message, place=f"{path}:{error.raw_line}") from error
    except RecursionError as error:
        raise _too_deep(path) from error


def _check_round_trip(concrete: cst.Module, text: str, path: Path) -> None:
    if concrete.code != text:
        raise MigratorError("M018", "LibCST does not give the file back as it was.", place=str(path))


@contextmanager
def deep(path: Path) -> Iterator[None]:
    """Let LibCST recurse deeper than Python's default; a file that needs still more is an M016.

    An expression of 200 terms already takes 1,000 frames.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION))
    try:
        yield
    except RecursionError as error:
        raise _too_deep(path) from error
    finally:
        sys.setrecursionlimit(before)


def _too_deep(path: Path) -> MigratorError:
    return MigratorError("M016", "An expression in the file nests too deeply.", place=str(path))

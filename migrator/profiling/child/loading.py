"""Gives project modules another code than their file's: with counters, observers, or the block that
swaps replacements in.

``SourceFileLoader.get_code`` is where every import of a source file passes (also ``python -m`` and
modules loaded by path), so it is wrapped once; loaders, specs and module attributes stay as they
are. Whatever our own compilation cannot do is left to the original.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from types import CodeType
from typing import Any

OWN_CODE: list[CodeType] = []
"""Code of ours that shows another file's name."""
Compile = Callable[[str, str, bytes], CodeType | None]
"""Module name, file and content to code; None leaves the file to Python."""


def install(compile_module: Compile, own_work: Callable[[int], None]) -> None:
    """Let imports ask ``compile_module`` first; ``own_work`` is told the CPU time that this took."""
    original = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> Any:
        if type(self) is SourceFileLoader:
            path = self.get_filename(fullname)
            code = compiled(compile_module, fullname, path, self.get_data, own_work)
            if code is not None:
                return code
        return original(self, fullname)

    # Python leaves the frames of its import system out of tracebacks: this is one of them now.
    shown = original.__code__.co_filename
    get_code.__code__ = get_code.__code__.replace(co_filename=shown)
    OWN_CODE.append(get_code.__code__)
    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # on purpose


def compiled(
    compile_module: Compile,
    module: str,
    path: str,
    read: Callable[[str], bytes],
    own_work: Callable[[int], None],
) -> CodeType | None:
    """Return our code for the file, or None; a file that does not compile is left to Python."""
    before = time.thread_time_ns()
    try:
        return compile_module(module, path, read(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OSError, UnicodeError):
        return None  # Python meets the same error next and reports it as its own
    finally:
        own_work(time.thread_time_ns() - before)


def injecting(insert: Callable[..., str], wanted: dict[str, Any]) -> Compile:
    """Return a ``Compile`` that puts the block of replacements into the ``wanted`` modules."""

    def compile_module(module: str, path: str, content: bytes) -> CodeType | None:
        entry = wanted.get(module)
        if entry is None:
            return None
        text = insert(importlib.util.decode_source(content), entry["package"], entry["qualnames"])
        code = compile(text, path, "exec", dont_inherit=True)
        wanted[module]["done"] = True
        return code

    return compile_module


def load_function(path: str, module: str, name: str) -> Callable[..., Any]:
    """Return the function ``name`` of the file ``path``, loaded under the module name ``module``."""
    spec = importlib.util.spec_from_file_location(module, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    found = getattr(loaded, name)
    assert callable(found)
    return found  # type: ignore[no-any-return]  # the caller knows its signature

"""A generated package without Rust: the real runtime in front of a stand-in for the extension.

The stand-in follows the extension's interface (``TRAPPED``, ``MISSING``, ``BUILD_ID``, ``bind``,
``counters``): it tests its guards at each call, and traps while it is not bound. Its functions are
given as Python text, so a test can make them answer something that tells Rust from Python.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from migrator.finding.segment import segment_sha256, source_segment

TEMPLATES = Path(__file__).parents[2] / "templates" / "python"

EXTENSION = """
import sys

class _Sentinel:
    pass

TRAPPED, MISSING = _Sentinel(), _Sentinel()
BUILD_ID = "build-1"
_bound = {}
_counters = {}

def bind(symbol, guards, constants):
    if symbol not in globals():
        raise ValueError(f"no function {symbol}")
    for space, key, _ in guards:
        assert type(space) is dict and type(key) is str
    for space, key in constants:
        assert type(space) is dict and type(key) is str
    _bound[symbol] = (guards, constants)

def counters():
    return {symbol: dict(counts) for symbol, counts in _counters.items()}

def _function(symbol, core):
    counts = _counters[symbol] = {"calls": 0, "traps": 0, "skipped": 0}
    def function(*arguments):
        counts["calls"] += 1
        if symbol in _bound:
            guards, constants = _bound[symbol]
            if all(space.get(key, MISSING) is expected for space, key, expected in guards):
                try:
                    return core(*arguments, *(space[key] for space, key in constants))
                except Exception:
                    pass
        counts["traps"] += 1
        return TRAPPED
    function.__name__ = symbol
    return function

native = sys.modules[__name__]
"""


@dataclass(frozen=True)
class Rust:
    """One replacement: ``parameters`` as in Python, ``core`` a Python expression of them; ``given``: the name of the class
    that a class method is given beside them."""

    id: str
    parameters: str
    core: str
    guards: Sequence[tuple[str, str, str, str]] = ()
    constants: Sequence[tuple[str, str]] = ()
    dependencies: Sequence[str] = ()
    given: str = ""


@dataclass
class Demo:
    """A project with a native package. ``sources`` maps module names to their text."""

    root: Path
    package: str
    sources: dict[str, str] = field(default_factory=dict)
    rust: list[Rust] = field(default_factory=list)

    def file(self, module: str) -> Path:
        return self.root / (module.replace(".", "/") + ".py")

    def write(self) -> Demo:
        for module, text in self.sources.items():
            path = self.file(module)
            path.parent.mkdir(parents=True, exist_ok=True)
            for parent in path.relative_to(self.root).parents:
                if parent != Path("."):
                    (self.root / parent / "__init__.py").touch()
            path.write_text(text, encoding="utf-8")
        folder = self.root / "native" / "python" / self.package
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("_runtime.py", "_runtime_types.py", "_modes.py", "_environment.py"):
            (folder / name).write_bytes((TEMPLATES / name).read_bytes())
        shutil.copytree(
            TEMPLATES / "_proof", folder / "_proof", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
        init = "from ._runtime import status, use_rust\n__all__ = ['status', 'use_rust']\n"
        (folder / "__init__.py").write_text(init)
        (folder / "_extension.py").write_text(self._extension())
        (folder / "_shims.py").write_text(self._shims())
        (folder / "_table.py").write_text(self._table())
        return self

    def sha256(self, function: str) -> str:
        module, _, qualname = function.partition(":")
        return segment_sha256(source_segment(self.sources[module], qualname))

    def _extension(self) -> str:
        parts = [EXTENSION]
        for row in self.rust:
            constants = [name for _, name in row.constants]
            plain = ", ".join([*_names(row.parameters), *constants])
            symbol = _symbol(row.id)
            parts.append(f"{symbol} = _function({symbol!r}, lambda {plain}: {row.core})\n")
        return "".join(parts)

    def _shims(self) -> str:
        parts = ["from ._extension import TRAPPED\n"]
        for row in self.rust:
            name = row.id.rpartition(":")[2].rpartition(".")[2]
            given = ", ".join(_names(row.parameters))
            keywords = ", ".join(
                f"{n}={n}" if n in _keyword_only(row.parameters) else n for n in _names(row.parameters)
            )
            first = f"{row.given}, " if row.given else ""
            only = f" if {row.given} is owner else TRAPPED" if row.given else ""
            parts.append(
                textwrap.dedent(f"""
                def shim_{_symbol(row.id)}(native, original{", owner" if row.given else ""}):
                    def {name}({first}{row.parameters}):
                        result = native({given}){only}
                        return original({first}{keywords}) if result is TRAPPED else result
                    return {name}
                """)
            )
        return "".join(parts)

    def _table(self) -> str:
        rows, sources = [], {}
        for row in self.rust:
            module, _, qualname = row.id.partition(":")
            for name in (row.id, *row.dependencies):
                sources[name] = self.sha256(name)
            guards = "".join(f"Guard{guard!r}, " for guard in row.guards)
            rows.append(
                f"    ({module!r}, {qualname!r}): Replacement({module!r}, {qualname!r}, "
                f"{_symbol(row.id)!r}, {'shim_' + _symbol(row.id)!r}, {sources[row.id]!r}, "
                f"guards=({guards}), constants={tuple(row.constants)!r}, "
                f"dependencies={tuple(row.dependencies)!r}),\n"
            )
        return (
            "from ._runtime_types import Guard, Replacement\n"
            f'BUILD_ID = "build-1"\nREPLACEMENTS = {{\n{"".join(rows)}}}\nSOURCES = {sources!r}\n'
        )


def _symbol(function: str) -> str:
    module, _, qualname = function.partition(":")
    return f"{module.replace('.', '_')}__{qualname.replace('.', '_')}"


def _names(parameters: str) -> list[str]:
    parts = [part.strip() for part in parameters.split(",")]
    return [part for part in parts if part not in ("", "*", "/")]


def _keyword_only(parameters: str) -> list[str]:
    _, star, after = parameters.partition("*")
    return _names(after) if star else []

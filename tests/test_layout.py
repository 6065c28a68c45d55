"""The rules of the architecture, held over the text of the package: who may import, print, start processes, make Rust.

Each rule is a function from one parsed file to the lines that break it; a rule that finds nothing in a file that is
made to break it would prove nothing, so each is tried on such a text too.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from migrator.diagnostics import TABLE

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "migrator"
TEMPLATES = ROOT / "templates" / "python"

Rule = Callable[[ast.Module], list[int]]

_PROCESS_MODULES = ("subprocess", "multiprocessing", "pty")
_PROCESS_CALLS = re.compile(
    r"os\.(system|popen|fork|forkpty|exec\w+|spawn\w+|posix_spawnp?)"
    r"|asyncio\.create_subprocess_\w+|(\w+\.)*ProcessPoolExecutor"
)
_PRINT_CALLS = re.compile(r"print|pprint\.pprint|(sys\.)?(stdout|stderr)\.write|(rich\.)?(\w+\.)*Console")
_RUST = re.compile(r"\bfn \w+\(|\blet mut \w|\bpub (fn|struct|mod) |#\[py|\buse crate::|#!\[")
_CODE = re.compile(r"M[0-7]\d\d")


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each absolute module that ``tree`` imports, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or "", node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def _called(tree: ast.AST, pattern: re.Pattern[str]) -> list[int]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if pattern.fullmatch(ast.unparse(call.func))]


def _texts(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the string constants of ``tree`` that are not docstrings, also the parts of f-strings."""
    documents = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.value, node.lineno


def uses_libcst(tree: ast.Module) -> list[int]:
    return [line for name, line in imported(tree) if name.split(".")[0] == "libcst"]


def starts_processes(tree: ast.Module) -> list[int]:
    found = [line for name, line in imported(tree) if name.split(".")[0] in _PROCESS_MODULES]
    return found + _called(tree, _PROCESS_CALLS)


def prints(tree: ast.Module) -> list[int]:
    return _called(tree, _PRINT_CALLS)


def makes_rust(tree: ast.Module) -> list[int]:
    return [line for text, line in _texts(tree) if _RUST.search(text)]


def uses_pickle(tree: ast.Module) -> list[int]:
    return [line for name, line in imported(tree) if name.split(".")[0] in ("pickle", "marshal", "shelve", "dill")]


def uses_a_shell(tree: ast.Module) -> list[int]:
    keywords = (node for node in ast.walk(tree) if isinstance(node, ast.keyword))
    flagged = [
        k.value.lineno
        for k in keywords
        if k.arg == "shell" and not (isinstance(k.value, ast.Constant) and k.value.value is False)
    ]
    return flagged + _called(tree, re.compile(r"os\.(system|popen)"))


def swallows_errors(tree: ast.Module) -> list[int]:
    """``except Exception: pass`` and its like: all errors caught, none told."""
    broad = ("Exception", "BaseException")
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [
        handler.lineno
        for handler in handlers
        if (handler.type is None or ast.unparse(handler.type) in broad)
        and all(isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and _is_text(s.value)) for s in handler.body)
    ]


def undeclared_codes(tree: ast.Module) -> list[int]:
    return [line for text, line in _texts(tree) if _CODE.fullmatch(text) and text not in TABLE]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


RULES: dict[str, tuple[Rule, tuple[str, ...], str]] = {
    "libcst": (uses_libcst, ("finding/", "lowering/"), "from libcst import metadata"),
    "processes": (
        starts_processes,
        ("profiling/", "building/", "verifying/", "measuring/"),
        "import os\nos.execv('a', [])",
    ),
    "printing": (prints, ("cli.py", "hook.py", "reporting/console.py"), "print('x')"),
    "rust": (makes_rust, ("rust/",), "text = f'pub fn {name}(x: i64)'"),
    "pickle": (uses_pickle, (), "import pickle"),
    "shell": (uses_a_shell, (), "run(command, shell=True)"),
    "errors": (swallows_errors, (), "try:\n    f()\nexcept Exception:\n    pass"),
    "codes": (undeclared_codes, (), "Diagnostic('M799', 0, 'no such code')"),
}
"""What is looked for, the places that may do it, and a text that breaks the rule."""

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "model": (),
    "types": (),
    "ir": ("model", "ops", "types"),
    "ops": ("model", "types"),
    "lowering": ("diagnostics", "errors", "ir", "model", "ops", "types"),
    "passes": ("diagnostics", "errors", "ir", "model", "ops", "types"),
    "finding": ("diagnostics", "errors", "lowering", "model"),
}
"""Parts of ours that the early stages may import beside themselves: a stage knows nothing of those after it."""


def files() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "templates" not in p.relative_to(PACKAGE).parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("name", RULES)
def test_only_the_places_named_do_it(name: str) -> None:
    rule, allowed, _ = RULES[name]
    broken = [
        f"migrator/{place(path)}:{line}"
        for path in files()
        if not place(path).startswith(allowed or "/")
        for line in rule(parsed(path))
    ]
    assert broken == []


@pytest.mark.parametrize("name", RULES)
def test_the_rule_finds_what_breaks_it(name: str) -> None:
    rule, _, text = RULES[name]
    assert rule(ast.parse(text))


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_stage_knows_nothing_of_those_after_it(part: str) -> None:
    allowed = {part, *MAY_IMPORT[part]}
    broken = [
        f"migrator/{place(path)}:{line} imports {name}"
        for path in files()
        if place(path).startswith(f"{part}/")
        for name, line in imported(parsed(path))
        if name.startswith("migrator.") and name.split(".")[1] not in allowed
    ]
    assert broken == []


def test_finding_takes_only_the_names_seam_of_lowering() -> None:
    taken = {
        name
        for path in files()
        if place(path).startswith("finding/")
        for name, _ in imported(parsed(path))
        if name.startswith("migrator.lowering")
    }
    seam = ("", ".Binding", ".ExceptionText", ".RecordText", ".imported", ".mangled", ".without_first")
    assert taken <= {f"migrator.lowering.names{each}" for each in seam}


def test_the_source_segment_needs_the_standard_library_only() -> None:
    names = {name.split(".")[0] for name, _ in imported(parsed(PACKAGE / "finding" / "segment.py"))}
    assert names <= sys.stdlib_module_names


def test_what_generated_packages_carry_does_not_need_us() -> None:
    """The runtime takes the standard library and its own extension; the proof also its test tools and NumPy, whose
    version is a fact of the environment."""
    sources = sorted(TEMPLATES.rglob("*.py"))
    assert sources
    for source in sources:
        tools = {"_proof": {"hypothesis", "numpy"}, "_environment.py": {"numpy"}}
        part = source.relative_to(TEMPLATES).parts[0]
        names = {name.split(".")[0] for name, _ in imported(ast.parse(source.read_text(encoding="utf-8")))}
        assert names <= {*sys.stdlib_module_names, *tools.get(part, set())}, source


def test_the_proof_that_packages_carry_is_made_of_small_files() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES.glob("_proof/*.py")}
    assert lengths
    assert max(lengths.values()) < 500, lengths


def test_every_module_says_what_it_is_for() -> None:
    silent = [place(path) for path in files() if path.read_text().strip() and not ast.get_docstring(parsed(path))]
    assert silent == []


def test_codes_stand_in_the_range_of_their_kind_and_in_order() -> None:
    codes = list(TABLE)
    assert codes == sorted(codes)
    assert all(_CODE.fullmatch(code) for code in codes)


def _reached(start: str) -> set[str]:
    """Return the modules that importing ``start`` imports, by the statements at module level."""
    found: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        path = PACKAGE.parent.joinpath(*name.split("."))
        source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name.split(".")[0] != "migrator" or not source.is_file():
            continue
        pending.append(name.rpartition(".")[0] or name)
        tree = parsed(source)
        outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        pending += [module for module, _ in imported(ast.Module(outside, []))]
    return found


@pytest.mark.skipif(not (PACKAGE / "hook.py").exists(), reason="there is no hook")
def test_the_hook_starts_fast() -> None:
    """Every commit waits for it: it must not load the heavy dependencies."""
    tops = {name.split(".")[0] for name in _reached("migrator.hook")}
    assert not tops & {"libcst", "numpy", "hypothesis", "pytest", "maturin", "jinja2"}

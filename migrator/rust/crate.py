"""A compiled program to the files of an ordinary maturin project.

``crate_files`` makes every file as text from the program alone, so the same program gives the same
files; ``write_crate`` puts them into a folder without touching what a person changed there. Rust
text is laid out by ``format_rust``, which the caller brings, because only ``building`` starts
programs.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migrator import __version__
from migrator.model.program import CompiledFunction, CompiledProgram, python_sources
from migrator.resources import templates
from migrator.rust import python_side
from migrator.rust.boundary import BoundaryFunction, Spoil, boundary_function, kind, uses_numpy
from migrator.rust.identifiers import comment_line
from migrator.rust.names import FUNCTIONS, OBJECTS, boundary_symbols, library_name, module_name, package_name
from migrator.rust.objects import (
    Struct,
    class_text,
    marker_text,
    questions_text,
    static_name,
    struct_text,
    structs_of,
    with_whole_nodes,
)
from migrator.rust.output import Written, write_files
from migrator.rust.places import marker_texts
from migrator.rust.templates import render
from migrator.types import NodeOf

RUST_VERSION = "1.90"
"""The oldest compiler that takes the generated Rust."""

Formatter = Callable[[dict[str, str]], dict[str, str]]
"""Rust files (path to text) to the same files laid out."""


@dataclass(frozen=True)
class Crate:
    """The crate as written. ``symbols`` maps ids of roots to their names in the extension."""

    folder: Path
    package: str
    library: str
    build_id: str
    symbols: dict[str, str]
    files: Written


def write_crate(program: CompiledProgram, folder: Path, format_rust: Formatter, spoil: Spoil | None = None) -> Crate:
    """Write the crate of ``program`` into ``folder`` (made where missing).

    ``spoil``: ``program`` has mutants in it, the boundary gets its own; never for a crate that is shipped.
    """
    package = package_name(program.project)
    place = Place(package, _library(folder, package), _import_roots(program, folder))
    files, build_id = crate_files(program, place, format_rust, spoil)
    written = write_files(folder, files)
    ids = {f.id: symbol for f, symbol in symbols_of(program)}
    return Crate(folder, package, place.library, build_id, ids, written)


@dataclass(frozen=True)
class Place:
    """What the files say beside the program: names, and where the Python modules are found from the crate's folder."""

    package: str
    library: str
    import_roots: tuple[str, ...] = ()


def crate_files(
    program: CompiledProgram, place: Place, format_rust: Formatter, spoil: Spoil | None = None
) -> tuple[dict[str, str], str]:
    """Return all files of the crate (relative path to text), and its build id."""
    package = place.package
    distribution = package.replace("_", "-")
    files = {
        "Cargo.toml": render(
            "crate/Cargo.toml.jinja",
            version=__version__,
            distribution=distribution,
            description=_toml_string(f"Functions of {package.removesuffix('_native')}, in Rust"),
            library=place.library,
            rust_version=RUST_VERSION,
            mutants=spoil is not None,
            parallel=_parallel(program),
        ),
        "Cargo.lock": _lock(distribution, _parallel(program)),
        "build.rs": render("crate/build.rs.jinja"),
    }
    program = with_whole_nodes(program)
    rust = _rust_files(program, package, spoil)
    build_id = _digest({**files, **rust})
    rust["src/generation.rs"] = render("crate/generation.rs.jinja", build_id=build_id)
    files.update(format_rust(rust))
    files.update(_project_files(program, package))
    files.update(_python_files(program, package, build_id))
    files.update(_test_files(program, place))
    return files, build_id


def _roots(program: CompiledProgram) -> list[CompiledFunction]:
    return sorted((f for f in program.functions if f.root), key=lambda f: f.id)


def symbols_of(program: CompiledProgram) -> list[tuple[CompiledFunction, str]]:
    """Return the roots with the names of their boundary functions, which are their names in the extension."""
    symbols = _symbols(program)
    return [(f, symbols[f.module, f.qualname]) for f in _roots(program)]


def _symbols(program: CompiledProgram) -> dict[tuple[str, str], str]:
    return boundary_symbols((f.module, f.qualname) for f in _roots(program))


def _digest(files: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for path, text in sorted(files.items()):
        digest.update(f"{path}\0{text}\0".encode())
    return digest.hexdigest()[:16]


def _library(folder: Path, package: str) -> str:
    """Return the library's name: the one the folder already has, else a new one for its path."""
    try:
        text = (folder / "Cargo.toml").read_text(encoding="utf-8")
    except OSError:
        text = ""
    known = re.search(rf'^name = "({re.escape(package)}_[0-9a-f]{{8}})"$', text, re.MULTILINE)
    return known.group(1) if known else library_name(package, str(folder.resolve()))


def _parallel(program: CompiledProgram) -> bool:
    """Whether something of the program runs on several threads: only then the crate needs rayon."""
    return any(f.parallel for f in program.functions)


def _lock(distribution: str, parallel: bool) -> str:
    """Return the lock file: the tried versions of the dependencies, and the crate's own entry."""
    text = (templates() / "crate" / "Cargo.lock").read_text(encoding="utf-8")
    head, *entries = text.split("[[package]]\n")
    names = ["numpy", "pyo3", "pyo3-build-config"]
    if parallel:
        names.append("rayon")
        entries += (templates() / "crate" / "rayon.lock").read_text(encoding="utf-8").split("[[package]]\n")[1:]
    needs = "".join(f' "{name}",\n' for name in names)
    own = f'name = "{distribution}"\nversion = "0.1.0"\ndependencies = [\n{needs}]\n\n'
    entries = [entry.rstrip("\n") + "\n\n" for entry in entries]
    blocks = "".join(f"[[package]]\n{entry}" for entry in sorted([*entries, own]))
    return head + blocks.rstrip("\n") + "\n"


def _toml_string(text: str) -> str:
    return json.dumps(text)


# Rust -------------------------------------------------------------------------------------------


def _rust_files(program: CompiledProgram, package: str, spoil: Spoil | None) -> dict[str, str]:
    files = _support_files(_parallel(program))
    structs = structs_of(program)
    functions_passed = marker_texts(program, kind)
    modules = _by_module(list(program.functions))
    passed = render("crate/boundary_functions.rs.jinja", markers=functions_passed) if functions_passed else ""
    files.update(_object_files(structs, passed))
    if passed:
        files["src/boundary/functions.rs"] = passed
    for name, functions in modules.items():
        texts = [f.core.strip() + "\n" for f in functions]
        files[f"src/core/{name}.rs"] = render(
            "crate/core.rs.jinja",
            functions=texts,
            module=_origin(functions),
            objects=_mention(texts, files.get("src/core/objects.rs", "")),
        )
    files["src/core/mod.rs"] = render(
        "crate/modules.rs.jinja",
        title="One file for each Python module: what its functions compute.",
        modules=sorted([*modules, *([OBJECTS] if structs else [])]),
    )
    boundaries = _boundaries(program, spoil)
    for name, (functions, parts) in boundaries.items():
        texts = [b.text for b in parts]
        files[f"src/boundary/{name}.rs"] = render(
            "crate/boundary.rs.jinja",
            texts=texts,
            module=_origin(functions),
            objects=_mention(texts, files.get("src/boundary/objects.rs", "")),
            functions=_mention(texts, files.get("src/boundary/functions.rs", "")),
        )
    files["src/boundary/mod.rs"] = render(
        "crate/boundary_mod.rs.jinja",
        modules=sorted([*boundaries, *([OBJECTS] if structs else []), *([FUNCTIONS] if functions_passed else [])]),
        classes=[static_name(struct.use.struct) for struct in structs],
        states=[f"{name}::{b.state}" for name, (_, texts) in boundaries.items() for b in texts],
    )
    files["src/lib.rs"] = render(
        "crate/lib.rs.jinja",
        title=f"The Rust behind the Python package `{package}`.",
        package=package,
        exports=[(name, ", ".join(b.symbol for b in texts)) for name, (_, texts) in boundaries.items()],
        uses_numpy=str(any(uses_numpy(f) for f in _roots(program))).lower(),
        mutants=spoil is not None,
    )
    if spoil is not None:
        files["src/mutants.rs"] = render("crate/mutants.rs.jinja")
    return files


_DEFINED = re.compile(r"^\s*(?:pub (?:struct|static|enum|type|const|fn|trait) (\w+)|([A-Z]\w+): )", re.MULTILINE)
"""What a file defines, itself or by a macro of the support code (`Name: …`)."""


_ASIDE = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*')
"""Texts and comments, which may have any word in them."""


def _mention(texts: list[str], definitions: str) -> bool:
    """Whether one of ``texts`` names something that the Rust file ``definitions`` defines."""
    words = {word for text in texts for word in re.findall(r"(?<!::)\b\w+", _ASIDE.sub("", text))}
    return any(words & set(names) for names in _DEFINED.findall(definitions))


def _object_files(structs: list[Struct], functions: str) -> dict[str, str]:
    """Return the files with the structs and their markers; none where no object crosses."""
    if not structs:
        return {}
    markers = [class_text(struct.type, struct.use) for struct in structs]
    markers += [
        marker_text(struct.type, struct.use, {f.name: kind(f.type) for f in struct.type.fields})
        for struct in structs
        if struct.crosses
    ]
    asked = (questions_text(s.type, s.use, kind) for s in structs if isinstance(s.type, NodeOf))
    markers += [text for text in asked if text]
    return {
        "src/core/objects.rs": render(
            "crate/core_objects.rs.jinja", structs=[struct_text(struct.type, struct.use) for struct in structs]
        ),
        "src/boundary/objects.rs": render(
            "crate/boundary_objects.rs.jinja", markers=markers, functions=_mention(markers, functions)
        ),
    }


def _by_module(functions: list[CompiledFunction]) -> dict[str, list[CompiledFunction]]:
    """Group by Rust module, in the order of the source."""
    modules: dict[str, list[CompiledFunction]] = {}
    for function in sorted(functions, key=lambda f: (f.module, f.line, f.id)):
        modules.setdefault(module_name(function.module), []).append(function)
    return dict(sorted(modules.items()))


def _boundaries(
    program: CompiledProgram, spoil: Spoil | None
) -> dict[str, tuple[list[CompiledFunction], list[BoundaryFunction]]]:
    symbols = _symbols(program)
    return {
        name: (functions, [boundary_function(f, symbols[f.module, f.qualname], spoil) for f in functions])
        for name, functions in _by_module(_roots(program)).items()
    }


def _origin(functions: list[CompiledFunction]) -> str:
    """Return which Python modules the file comes from, safe in a comment."""
    return comment_line(", ".join(sorted({f.module for f in functions})))


def _support_files(parallel: bool) -> dict[str, str]:
    source = templates() / "support" / "src"
    paths = sorted(p for p in source.rglob("*.rs") if p.name != "lib.rs" and (parallel or p.name != "parallel.rs"))
    files = {f"src/support/{p.relative_to(source).as_posix()}": p.read_text(encoding="utf-8") for p in paths}
    modules = sorted({p.relative_to(source).parts[0].removesuffix(".rs") for p in paths})
    files["src/support/mod.rs"] = render("crate/support_mod.rs.jinja", modules=modules)
    return files


def _import_roots(program: CompiledProgram, folder: Path) -> tuple[str, ...]:
    """Return the folders from which the modules are imported, as paths from ``folder``; only such beside it."""
    project = folder.resolve().parent
    roots = set()
    for function in program.functions:
        path = project / function.file
        parts = function.module.split(".")
        depth = len(parts) + (1 if path.name == "__init__.py" else 0)
        if path.is_relative_to(project) and len(path.parents) >= depth:
            roots.add(Path(os.path.relpath(path.parents[depth - 1], folder.resolve())).as_posix())
    return tuple(sorted(roots))


# Python and the project -------------------------------------------------------------------------


def _python_files(program: CompiledProgram, package: str, build_id: str) -> dict[str, str]:
    roots = symbols_of(program)
    by_id = python_sources(program)
    stubs = [python_side.stub(f, symbol) for f, symbol in roots]
    files = {
        "__init__.py": render("crate/init.py.jinja", title=f"Rust replacements: {package}."),
        "py.typed": "",
        "_extension.py": render("crate/extension.py.jinja"),
        "_native.pyi": render("crate/native.pyi.jinja", imports=python_side.stub_imports(stubs), functions=stubs),
        "_shims.py": render("crate/shims.py.jinja", shims=[python_side.shim(f, symbol) for f, symbol in roots]),
        "_table.py": render(
            "crate/table.py.jinja",
            build_id=build_id,
            classes=any(f.classes for f, _ in roots),
            rows=[python_side.table_row(f, symbol) for f, symbol in roots],
            sources=[python_side.table_source(f) for _, f in sorted(by_id.items())],
        ),
    }
    carried = templates() / "python"
    for path in sorted(carried.rglob("*.py")):
        files[path.relative_to(carried).as_posix()] = path.read_text(encoding="utf-8")
    return {f"python/{package}/{name}": text for name, text in files.items()}


def _test_files(program: CompiledProgram, place: Place) -> dict[str, str]:
    files = {
        "tests/conftest.py": render(
            "crate/conftest.py.jinja", import_roots=", ".join(map(python_side.quoted, place.import_roots))
        ),
    }
    for name, functions in _by_module(_roots(program)).items():
        files[f"tests/test_{name}_equal.py"] = render(
            "crate/test_equal.py.jinja",
            module=_origin(functions),
            package=place.package,
            functions=[row for f in functions for row in python_side.test_rows(f)],
        )
    return files


def _project_files(program: CompiledProgram, package: str) -> dict[str, str]:
    roots = _roots(program)
    return {
        "pyproject.toml": render(
            "crate/pyproject.toml.jinja",
            version=__version__,
            distribution=package.replace("_", "-"),
            description=_toml_string(f"Functions of {package.removesuffix('_native')}, in Rust"),
            package=package,
            dependencies='"numpy"' if any(map(uses_numpy, roots)) else "",
        ),
        "rustfmt.toml": render("crate/rustfmt.toml.jinja"),
        ".gitignore": render("crate/gitignore.jinja"),
        "README.md": render(
            "crate/README.md.jinja",
            package=package,
            functions=[
                (f.id, module_name(f.module), f.symbol, ", ".join(p.type for p in each.parameters))
                for f in roots
                for each in f.signatures
            ],
        ),
    }

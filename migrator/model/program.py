"""What the compiler hands to the crate writer: typed functions as finished Rust text, and what guards them.

Types are text forms of ``migrator.types``. Nothing here knows LibCST or the IR.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from migrator.model.diagnostic import Diagnostic

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a compiled function.

    ``name`` is the Python name, ``rust`` the Rust identifier, ``type`` the type text. ``mutated``: the function changes
    the object in place, the core takes ``&mut`` and the boundary commits it. ``keyword_only`` as in Python. ``given``: an
    attribute may be bound to it.
    """

    name: str
    rust: str
    type: str
    mutated: bool = False
    keyword_only: bool = False
    given: bool = False


@dataclass(frozen=True)
class Guard:
    """A name that must still mean at call time what it meant when the function was proven.

    ``path`` is how the code spells it (``math.sqrt``, ``len``, ``helper``); ``module`` the Python module in whose
    globals it is looked up. ``expect`` says what it must be: ``builtin`` (not shadowed in the module, and the
    interpreter's own), ``module:math`` style absolute attribute (``math.sqrt``), or a function id of the project
    (``pkg.mod:helper``) whose source must be the compiled one.
    """

    module: str
    path: str
    kind: str
    """``builtin``, ``library``, ``function``, ``class``, ``instance``, ``flag``, or ``module``: it is imported (no path)."""
    expect: str


@dataclass(frozen=True)
class Constant:
    """A module-level value that is read at each call and passed to the core as a hidden parameter of ``type``."""

    module: str
    name: str
    rust: str
    type: str


READ = "read"


@dataclass(frozen=True)
class ClassUse:
    """What compiled functions use of a class, kept in the Rust struct ``struct``; it must hold when they run.

    ``type`` is the type text; ``order`` are the class and its bases as Python looks names up; ``attributes`` pairs of name and use (as in
    ``types.Field``); ``methods`` rows of name, kind, the class behind which ``super()`` looks, and function id.
    """

    struct: str
    type: str
    id: str
    order: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str, str, str], ...]
    doc: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    """Of objects that stay in Python: what is asked of which attribute; its value (:data:`READ`), or of what it holds."""


@dataclass(frozen=True)
class WrittenOut:
    """A Python function whose statements stand in the Rust of another one; what its source must still be."""

    id: str
    file: str
    line: int
    source_sha256: str

    @property
    def qualname(self) -> str:
        return self.id.partition(":")[2]


@dataclass(frozen=True)
class CompiledFunction:
    """One function in Rust.

    ``symbol`` is the core function's name inside its Rust module; ``core`` its whole text (docstring included), not yet
    formatted; ``returns`` the type text of the result. ``root``: Python calls it, so it gets a boundary function.
    ``recursive``: the boundary must hand it a depth budget. ``constants`` become the last parameters of the core, in
    order. ``source_sha256`` is of the Python function's source segment; ``dependencies`` the ids of the other functions
    compiled into it; ``holes`` what has no Rust inside it.
    """

    id: str
    module: str
    qualname: str
    file: str
    line: int
    symbol: str
    parameters: tuple[Parameter, ...]
    returns: str
    core: str
    root: bool
    recursive: bool
    constants: tuple[Constant, ...]
    guards: tuple[Guard, ...]
    dependencies: tuple[str, ...]
    source_sha256: str
    doc: str
    holes: tuple[Diagnostic, ...] = ()
    classes: tuple[ClassUse, ...] = ()
    """Of the objects among parameters and result of a root, and of those in them."""
    signature: str = ""
    """The Python parameter list as written, without annotations and defaults: ``a, b, *, k``."""
    given: str = ""
    """The name of the parameter that is given the class, of a class method; it is none of ``parameters``."""
    callbacks: tuple[str, ...] = ()
    """What a root, or a function compiled with it, calls back: NumPy's functions that have no Rust."""
    ordered: bool = False
    """It works on whole arrays, so an array must lie in memory in the order that its indices have."""
    parallel: bool = False
    """Loops of it run on several threads."""
    unlocked: str = ""
    """What a long call of a root may work on without the interpreter's lock: ``owned`` data, ``arrays`` of the caller as
    well; empty where there is no loop."""
    loops: tuple[Diagnostic, ...] = ()
    """Why others of its loops do not, where that was asked for."""
    written_out: tuple[WrittenOut, ...] = ()
    """The functions whose statements stand in it, beside its own."""
    further: tuple[CompiledFunction, ...] = ()
    """A root for other types of its arguments: without ``core``, which is among the program's functions."""

    @property
    def signatures(self) -> tuple[CompiledFunction, ...]:
        """The function for each combination of types, in the order in which the boundary tries them."""
        return (self, *self.further)


def python_sources(program: CompiledProgram) -> dict[str, CompiledFunction | WrittenOut]:
    """Every Python function that is in the Rust, by its id."""
    written_out = {each.id: each for function in program.functions for each in function.written_out}
    return {**written_out, **{function.id: function for function in program.functions}}


def with_signatures(root: CompiledFunction, others: Sequence[CompiledFunction]) -> CompiledFunction:
    """Return ``root`` with further signatures; what must hold for one of them must hold for the function."""
    if not others:
        return root
    every = (root, *others)
    return replace(
        root,
        guards=_all(each.guards for each in every),
        dependencies=tuple(sorted(_all(each.dependencies for each in every))),
        classes=_all(each.classes for each in every),
        callbacks=tuple(sorted(_all(each.callbacks for each in every))),
        further=tuple(
            replace(each, core="", doc="", guards=(), dependencies=(), holes=(), loops=()) for each in others
        ),
    )


def _all(rows: Iterable[tuple[_Row, ...]]) -> tuple[_Row, ...]:
    return tuple(dict.fromkeys(each for row in rows for each in row))


@dataclass(frozen=True)
class CompiledProgram:
    """All functions that get Rust, and for the others why not."""

    schema: str
    project: str
    functions: tuple[CompiledFunction, ...]
    reasons: dict[str, tuple[Diagnostic, ...]]

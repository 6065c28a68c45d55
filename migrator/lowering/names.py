"""What lowering asks about names that are not local: the seam to ``finding``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import libcst as cst


@dataclass(frozen=True)
class Binding:
    """What a module-level name means.

    ``kind``: ``builtin``, ``library`` (``target`` is absolute: ``math.sqrt``), ``function`` and ``class`` (``target`` is
    an id), ``value`` (a module-level value), ``flag`` (one that is ``True`` or ``False`` for good: ``target``) or
    ``unknown``.
    """

    kind: str
    target: str


@dataclass(frozen=True)
class RecordText:
    """One named tuple as written. ``defaults``: literals as source text, of the last fields."""

    id: str
    fields: tuple[str, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExceptionText:
    """An exception class as written, that has no constructor of its own.

    ``id``: of a class of the project, else empty. ``builtin``: the first class in its order that is Python's own. ``order``:
    the class and its bases as Python looks them up, ids and names of builtins.
    """

    id: str
    builtin: str
    order: tuple[str, ...]


def mangled(name: str, class_name: str) -> str:
    """The name under which Python keeps ``name`` that is written inside the class: ``__x`` is ``_Box__x``."""
    own = class_name.lstrip("_")
    private = name.startswith("__") and not name.endswith("__")
    return f"_{own}{name}" if own and private else name


class Names(Protocol):
    """Resolves names of one module, and gives source lines of its nodes."""

    module: str

    @property
    def python(self) -> tuple[int, int]:
        """The version of the Python that runs the program, major and minor."""
        ...

    def resolve(self, dotted: str) -> Binding:
        """Return what ``dotted`` (``math.sqrt``, ``helper``) means at module level."""
        ...

    def resolve_absolute(self, target: str) -> Binding:
        """Return what the absolute dotted ``target`` means, as after ``import``."""
        ...

    def absolute(self, module: str, level: int) -> str:
        """Return the absolute name of ``module`` after ``level`` dots in an import of this module."""
        ...

    def class_value(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a plain value in the body of the class or of one of its bases."""
        ...

    def enumeration(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a member of the class, and that an enumeration."""
        ...

    def literal(self, dotted: str) -> str:
        """Return the number or text, as written, that the module-level name ``dotted`` is bound to once; else nothing."""
        ...

    def record(self, dotted: str) -> RecordText | None:
        """Return the named tuple that ``dotted`` means; None where it is none."""
        ...

    def exception(self, dotted: str) -> ExceptionText | None:
        """Return the exception class that ``dotted`` means; None where it is not plainly one."""
        ...

    def line(self, node: cst.CSTNode) -> int:
        """Return the 1-based source line where ``node`` starts."""
        ...

    def is_generator(self, function: str) -> bool:
        """Return whether the project function has ``yield``."""
        ...

    def class_given(self, function: str) -> str:
        """Return the id of the class whose class method ``function`` is, which it is given; empty for all others."""
        ...

    def parameters(self, function: str) -> tuple[cst.Parameters, Names] | None:
        """Return the parameter list of a project function and the names of its module; None if it has none."""
        ...


def without_first(params: cst.Parameters) -> cst.Parameters:
    """Return ``params`` without the first one that is given by its place."""
    if params.posonly_params:
        return params.with_changes(posonly_params=params.posonly_params[1:])
    return params.with_changes(params=params.params[1:])


Import = cst.Import | cst.ImportFrom


@dataclass(frozen=True)
class Imported:
    """Where a name comes from: the attribute ``path`` of ``module``, or the module itself where it is empty."""

    module: str
    path: str

    @property
    def target(self) -> str:
        """The absolute dotted name."""
        return f"{self.module}.{self.path}" if self.path else self.module


def imported(node: Import, names: Names) -> Iterator[tuple[str, Imported]]:
    """Yield the names that the statement binds; none for ``import *``, which no function can have."""
    if isinstance(node.names, cst.ImportStar):
        return
    for alias in node.names:
        target = dotted_name(alias.name)
        local = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else ""
        if isinstance(node, cst.ImportFrom):
            module = names.absolute(dotted_name(node.module) if node.module else "", len(node.relative))
            yield local or target, Imported(module, target)
        elif local:
            yield local, Imported(target, "")
        else:
            yield target.partition(".")[0], Imported(target.partition(".")[0], "")


def dotted_name(node: cst.BaseExpression) -> str:
    """Return a chain of names as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted_name(node.value)}.{node.attr.value}"
    assert isinstance(node, cst.Name)
    return node.value

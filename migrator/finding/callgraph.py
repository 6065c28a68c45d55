"""Which functions a function calls, by the text: project functions, library functions, builtins.

Resolved through LibCST's scopes: plain and imported names, ``module.function``, ``self.method``,
``cls.method``, ``super().method``, ``Class.method`` and methods of base classes. A call of an
attribute of any other value cannot be resolved by the text alone and is kept as it is spelled; the
profile's callers tell what was called there.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

import libcst as cst

from migrator.finding.functions import FunctionNode
from migrator.finding.modules import Project
from migrator.finding.names import ModuleNames, dotted_name, find_method
from migrator.finding.source import deep


@dataclass(frozen=True)
class CallSite:
    """One call. ``callee`` is a function id (``kind`` ``function``), a project class (``class``),
    an absolute library name (``library``), a builtin's name (``builtin``) or None (``unknown``).
    """

    callee: str | None
    kind: str
    line: int
    spelled: str


class CallGraph:
    """The calls of the project's functions, each function read when first asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._calls: dict[str, tuple[CallSite, ...]] = {}
        self._attributes: dict[str, frozenset[str]] = {}

    def calls_of(self, function: str) -> tuple[CallSite, ...]:
        """Return the calls in the body of the function with the id ``function``, in the order of
        the text.

        An id that the project's source does not define has no calls. Raises ``MigratorError`` for
        unreadable source.
        """
        if function not in self._calls:
            self._calls[function] = self._read(function)
        return self._calls[function]

    def callees_of(self, function: str) -> tuple[str, ...]:
        """Return the ids of the project functions that ``function`` calls by its text, each once.

        Calling a project class calls its ``__init__``, and where a dataclass has none of its own ``__post_init__``.
        """
        found: dict[str, None] = {}
        for site in self.calls_of(function):
            callee = site.callee
            if site.kind == "class" and callee is not None:
                made_by = (find_method(self.project, callee, name) for name in ("__init__", "__post_init__"))
                callee = next(filter(None, made_by), None)
            inside = callee is not None and callee.startswith(f"{function}.<locals>.")
            if callee is not None and not inside and site.kind in ("function", "class"):
                found[callee] = None
        return tuple(found)

    def reaches_by_name(self, function: str) -> frozenset[str]:
        """Return the names of the attributes in the text of ``function``: methods and properties of any object are
        reached through them, whichever class the object turns out to have.
        """
        if function not in self._attributes:
            module, _, qualname = function.partition(":")
            source = self.project.load(module)
            node = source.functions.get(qualname) if source is not None else None
            names = ast.walk(node.syntax) if node is not None else ()
            self._attributes[function] = frozenset(x.attr for x in names if isinstance(x, ast.Attribute))
        return self._attributes[function]

    def calls_values(self, function: str) -> bool:
        """Whether the text of ``function`` calls variables or attributes: which functions these are shows when it runs."""
        return any(site.kind == "unknown" for site in self.calls_of(function))

    def _read(self, function: str) -> tuple[CallSite, ...]:
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        node = source.functions.get(qualname) if source is not None else None
        if source is None or node is None:
            return ()
        visitor = _Calls(ModuleNames(self.project, source), node)
        with deep(source.path):
            node.node.body.visit(visitor)
        return tuple(visitor.found)


class _Calls(cst.CSTVisitor):
    """Collects the calls of one function, also those of functions inside it; classes inside have
    calls of their own.
    """

    def __init__(self, names: ModuleNames, function: FunctionNode) -> None:
        super().__init__()
        self.names = names
        self.function = function
        self.found: list[CallSite] = []

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False

    def visit_Call(self, node: cst.Call) -> None:
        kind, callee = self._callee(node.func)
        spelled = self.names.source.code(node.func)
        self.found.append(CallSite(callee, kind, self.names.line(node), spelled))

    def _callee(self, func: cst.BaseExpression) -> tuple[str, str | None]:
        method = self._own_method(func)
        if method is not None:
            return "function", method
        meaning = self.names.resolve_node(func)
        if meaning.kind == "local":
            return self._nested(meaning.qualified)
        if meaning.kind in ("function", "class", "builtin"):
            return meaning.kind, meaning.qualified
        if meaning.kind == "import":
            return "library", meaning.qualified
        return "unknown", None

    def _nested(self, name: str) -> tuple[str, str | None]:
        qualname = f"{self.function.qualname}.<locals>.{name}"
        if qualname in self.names.source.functions:
            return "function", f"{self.names.module}:{qualname}"
        return "unknown", None

    def _own_method(self, func: cst.BaseExpression) -> str | None:
        """Return the method that ``self.name``, ``cls.name`` or ``super().name`` means for this
        very class.
        """
        if not isinstance(func, cst.Attribute) or not self.function.is_method:
            return None
        owner = f"{self.names.module}:{'.'.join(self.function.class_path)}"
        base = func.value
        if isinstance(base, cst.Call) and dotted_name(base.func) == "super":
            return self._above(owner, func.attr.value)
        if isinstance(base, cst.Name) and base.value == self.function.receiver:
            return find_method(self.names.project, owner, func.attr.value)
        return None

    def _above(self, owner: str, name: str) -> str | None:
        qualname = owner.partition(":")[2]
        for base in self.names.source.classes.get(qualname, ()):
            found = self.names.resolve_global(base)
            if found.kind != "class":
                return None
            method = find_method(self.names.project, found.qualified, name)
            if method is not None:
                return method
        return None

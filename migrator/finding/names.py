"""What a name in a function means, decided without running anything.

Two questions are answered. ``resolve(dotted)`` takes a spelled name (``math.sqrt``, ``helper``) and
says what it means at the module level: this is the seam that lowering asks through, once it knows
that the name is not a local. ``resolve_node(node)`` takes a LibCST node and also knows the scopes
around it (locals, comprehensions, enclosing functions).

The answer is what the text says. That it still holds when a call is made is the business of the
run-time guards, so an answer may be wrong about a program that rebinds names from outside, but
never silently.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import (
    BuiltinScope,
    ComprehensionScope,
    GlobalScope,
    Scope,
)

from migrator.finding.bindings import Binding, absolute_module
from migrator.finding.exceptions import exception_text
from migrator.finding.modules import Project
from migrator.finding.records import record_text
from migrator.finding.source import SourceModule, deep
from migrator.lowering.names import Binding as Meaning
from migrator.lowering.names import ExceptionText, RecordText, imported, without_first

MAX_HOPS = 16
"""How many re-exports are followed from one module to the next before giving up (they may run in a
circle).
"""

_STAR_SAFE = frozenset({"cmath", "collections", "functools", "itertools", "math", "operator"})
"""Library modules whose ``import *`` is looked up by importing them: nothing happens on import."""


_LOOKED_INTO = _STAR_SAFE | {"numpy"}
"""Library modules whose members are looked up by importing them, to tell functions from values."""


@dataclass(frozen=True)
class Resolved:
    """What a name means.

    ``kind`` and ``qualified``:

    - ``local``: a parameter, variable or comprehension variable of the function: its name;
    - ``free``: a variable of an enclosing function: its name;
    - ``builtin``: ``len``;
    - ``import``: something of a library, absolute: ``numpy.linalg.norm``;
    - ``function``: a project function's id: ``pkg.geometry:iou``;
    - ``class``: a project class: ``pkg.geometry:Box``;
    - ``module``: a project module: ``pkg.geometry``;
    - ``global``: a module-level value of the project: ``pkg.config:LIMIT``;
    - ``attribute``: an attribute of a value, as spelled: ``self.total``;
    - ``unknown``: it cannot be told; ``why`` says why.

    ``shadows``: the name of a builtin that the name hides. ``conditional``: other bindings of the
    name exist.
    """

    kind: str
    qualified: str
    spelled: str
    shadows: bool = False
    conditional: bool = False
    why: str = ""


_KINDS = {"builtin": "builtin", "import": "library", "function": "function", "class": "class", "global": "value"}


_ENUMERATIONS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})


class ModuleNames:
    """Resolves the names of one module. Satisfies ``migrator.lowering.names.Names``."""

    def __init__(self, project: Project, source: SourceModule) -> None:
        self.project = project
        self.source = source
        self.module = source.module

    def line(self, node: cst.CSTNode) -> int:
        """Return the 1-based line where ``node`` starts."""
        return self.source.line(node)

    @property
    def python(self) -> tuple[int, int]:
        """The version of the Python that runs the program, major and minor."""
        return self.project.python

    def resolve(self, dotted: str) -> Meaning:
        """Return what ``dotted`` means at module level, in the words that lowering uses."""
        return self._meaning(self.resolve_global(dotted))

    def resolve_absolute(self, target: str) -> Meaning:
        """Return what the absolute dotted ``target`` means, as after ``import``."""
        return self._meaning(self._absolute(target, target, 0))

    def absolute(self, module: str, level: int) -> str:
        """Return the absolute name of ``module`` after ``level`` dots in an import of this module."""
        return absolute_module(module, level, self.source.package)

    def _meaning(self, found: Resolved) -> Meaning:
        flag = self._flag(found.qualified) if found.kind == "global" else ""
        return Meaning("flag", flag) if flag else Meaning(_KINDS.get(found.kind, "unknown"), found.qualified)

    def _flag(self, qualified: str) -> str:
        """``True`` or ``False`` where the module-level value is nothing else by its text, as ``HAS_NUMPY`` is."""
        module, _, name = qualified.partition(":")
        source = self.project.load(module)
        bound = source.bindings.get(name, ()) if source is not None else ()
        chosen = bound[0] if len(bound) == 1 else next((b for b in bound if b.attempt), None)
        flags = all(b.alias in ("True", "False") for b in bound)
        return chosen.alias if chosen is not None and flags else ""

    def class_value(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a plain value in the body of the class or of one of its bases."""
        from migrator.finding.classes import Classes

        member = Classes(self.project).member(class_id, name)
        return member is not None and member.kind == "value"

    def enumeration(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a member of the class, and that an enumeration."""
        from migrator.finding.classes import Classes

        source = self.project.load(class_id.partition(":")[0])
        text = Classes(self.project).text(class_id)
        if source is None or text is None or name not in text.members or text.members[name].kind != "value":
            return False
        names = ModuleNames(self.project, source)
        return any(names.resolve_global(base).qualified in _ENUMERATIONS for base in text.bases)

    def literal(self, dotted: str) -> str:
        """Return the number or text, as written, that the module-level name ``dotted`` is bound to once; else nothing."""
        found = self.resolve_global(dotted)
        module, _, name = found.qualified.partition(":")
        source = self.project.load(module) if found.kind == "global" else None
        bound = source.bindings.get(name, ()) if source is not None else ()
        return bound[0].literal if len(bound) == 1 else ""

    def record(self, dotted: str) -> RecordText | None:
        """Return the named tuple that ``dotted`` means; None where it is none."""
        found = self.resolve_global(dotted)
        source = self.project.load(found.qualified.partition(":")[0]) if found.kind in ("global", "class") else None
        return record_text(found.qualified, ModuleNames(self.project, source)) if source is not None else None

    def exception(self, dotted: str) -> ExceptionText | None:
        """Return the exception class that ``dotted`` means; None where it is not plainly one."""
        return exception_text(dotted, self)

    def parameters(self, function: str) -> tuple[cst.Parameters, ModuleNames] | None:
        """Return the parameters of the project function with the id ``function``, without the class that is given to a
        class method, and the names of its module.
        """
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        if source is None or qualname not in source.functions:
            return None
        params = source.functions[qualname].node.params
        if self.class_given(function):
            params = without_first(params)
        return params, ModuleNames(self.project, source)

    def class_given(self, function: str) -> str:
        """Return the id of the class whose class method ``function`` is, which it is given; empty for all others."""
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        definition = source.functions.get(qualname) if source is not None else None
        return function.rpartition(".")[0] if definition is not None and definition.given else ""

    def is_generator(self, function: str) -> bool:
        """Return whether the project function with the id ``function`` has ``yield``."""
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        return source is not None and qualname in source.functions and source.functions[qualname].is_generator

    def resolve_global(self, dotted: str) -> Resolved:
        """Return what ``dotted`` means at module level."""
        head, _, rest = dotted.partition(".")
        found = self._head(head, dotted)
        return self._members(found, rest, 0)

    def resolve_node(self, node: cst.BaseExpression) -> Resolved:
        """Return what the name or attribute chain ``node``, a node of this module, means where it
        stands.
        """
        dotted = dotted_name(node)
        if dotted is None:
            text = self.source.code(node)
            why = "it is not a name" if not isinstance(node, cst.Attribute) else ""
            kind = "attribute" if isinstance(node, cst.Attribute) else "unknown"
            return Resolved(kind, text, text, why=why)
        first = node
        while isinstance(first, cst.Attribute):
            first = first.value
        head = dotted.partition(".")[0]
        owner = self._local_kind(first, head)
        if owner is None:
            return self.resolve_global(dotted)
        target = self._imported_locally(first, head)
        if target is not None:
            rest = dotted.partition(".")[2]
            return self._absolute(f"{target}.{rest}" if rest else target, dotted, 0)
        if dotted != head:
            return Resolved("attribute", dotted, dotted)
        return Resolved(owner, head, dotted, shadows=hasattr(builtins, head))

    def _local_kind(self, node: cst.CSTNode, name: str) -> str | None:
        """Return ``local`` or ``free`` for a name that a function (or class body) binds, None for
        all others.
        """
        scope = self.source.scopes.get(node)
        if scope is None:
            return None
        owners = {_function_scope(a.scope) for a in scope[name]}
        if not owners or any(isinstance(o, GlobalScope | BuiltinScope) for o in owners):
            return None
        return "local" if _function_scope(scope) in owners else "free"

    def _imported_locally(self, node: cst.CSTNode, name: str) -> str | None:
        """The absolute name of what an import statement of the function binds, where nothing else binds the name."""
        scope = self.source.scopes.get(node)
        bound = [getattr(a, "node", None) for a in scope[name]] if scope is not None else []
        if len(bound) != 1 or not isinstance(bound[0], cst.Import | cst.ImportFrom):
            return None
        return next((origin.target for local, origin in imported(bound[0], self) if local == name), None)

    def _head(self, name: str, spelled: str) -> Resolved:
        shadows = hasattr(builtins, name)
        bound = self._bindings(name)
        if bound:
            chosen, certain = choose(bound)
            if chosen is None:
                why = f"`{name}` is bound in several ways"
                return Resolved("unknown", "", spelled, shadows, True, why)
            return self._bound(chosen, spelled, shadows, not certain)
        for star in reversed(self.source.stars):
            found = self._from_star(star, name, spelled, 0)
            if found is not None:
                return found
        if shadows:
            return Resolved("builtin", name, spelled)
        return Resolved("unknown", "", spelled, why=f"`{name}` is not defined in the module")

    def _bindings(self, name: str) -> tuple[Binding, ...]:
        return tuple(b for b in self.source.bindings.get(name, ()) if not self._fails(b))

    def _fails(self, binding: Binding) -> bool:
        """Whether the statement never binds: ``if PY2: range = xrange`` would end with ``NameError`` where it ran."""
        head = binding.alias.partition(".")[0]
        known = (
            head in ("", "True", "False")
            or head in self.source.bindings
            or bool(self.source.stars)
            or hasattr(builtins, head)
        )
        return (binding.attempt or binding.conditional) and not known

    def _behind(self, binding: Binding, spelled: str, hops: int) -> Resolved | None:
        """What ``binding`` is another name of, where that is a builtin, a class, or something of a library."""
        head, _, rest = binding.alias.partition(".")
        bound = self._bindings(head)
        if head in ("", "True", "False") or hops > MAX_HOPS:
            return None
        if not bound and hasattr(builtins, head) and not self.source.stars:
            return Resolved("builtin", head, spelled) if not rest else None
        if len(bound) != 1 or bound[0].conditional:
            return None
        if bound[0].kind == "value":
            return self._behind(bound[0], spelled, hops + 1) if not rest else None
        found = self._members(self._bound(bound[0], spelled, False, False), rest, 0)
        called = found.kind in ("class", "function") or (found.kind == "import" and _is_called(found.qualified))
        return found if called else None

    def _bound(self, binding: Binding, spelled: str, shadows: bool, conditional: bool) -> Resolved:
        if binding.kind == "import":
            found = self._absolute(binding.target, spelled, 0)
            return Resolved(found.kind, found.qualified, spelled, shadows, conditional, found.why)
        behind = self._behind(binding, spelled, 0) if binding.alias else None
        if behind is not None:
            return Resolved(behind.kind, behind.qualified, spelled, shadows, conditional)
        kind = {"function": "function", "class": "class"}.get(binding.kind, "global")
        return Resolved(kind, binding.target, spelled, shadows, conditional)

    def _absolute(self, target: str, spelled: str, hops: int) -> Resolved:
        """Return what the absolute dotted ``target`` names: the longest prefix that is a project
        module decides.
        """
        if hops > MAX_HOPS:
            return Resolved("unknown", "", spelled, why=f"`{target}` is imported in a circle")
        parts = target.split(".")
        for count in range(len(parts), 0, -1):
            module = ".".join(parts[:count])
            if self.project.file_of(module) is not None:
                found = Resolved("module", module, spelled)
                return self._members(found, ".".join(parts[count:]), hops)
        if parts[0] == "<outside>":
            return Resolved("unknown", "", spelled, why="the relative import leaves the package")
        builtin = _reexported(target)
        return Resolved("builtin", builtin, spelled) if builtin else Resolved("import", target, spelled)

    def _members(self, found: Resolved, rest: str, hops: int) -> Resolved:
        """Return what the attributes ``rest`` of ``found`` name."""
        if not rest:
            return found
        spelled = found.spelled
        if found.kind == "import":
            return Resolved("import", f"{found.qualified}.{rest}", spelled)
        if found.kind == "class":
            return self._class_member(found.qualified, rest, spelled)
        if found.kind == "module":
            return self._module_member(found.qualified, rest, spelled, hops)
        if found.kind == "unknown":
            return found
        return Resolved("attribute", spelled, spelled)

    def _module_member(self, module: str, rest: str, spelled: str, hops: int) -> Resolved:
        head, _, tail = rest.partition(".")
        source = self.project.load(module)
        bound = source.bindings.get(head, ()) if source is not None else ()
        chosen, certain = choose(bound) if bound else (None, False)
        if bound and chosen is None:
            return Resolved("unknown", "", spelled, why=f"`{module}.{head}` is bound in several ways")
        if chosen is not None and chosen.kind == "import" and chosen.target == f"{module}.{head}":
            chosen = None  # ``from . import head`` in a package: the submodule itself
        if chosen is not None and chosen.kind == "import":
            return self._members(self._absolute(chosen.target, spelled, hops + 1), tail, hops + 1)
        if chosen is not None:
            kind = {"function": "function", "class": "class"}.get(chosen.kind, "global")
            found = Resolved(kind, chosen.target, spelled, conditional=not certain)
            return self._members(found, tail, hops)
        if self.project.file_of(f"{module}.{head}") is not None:
            return self._members(Resolved("module", f"{module}.{head}", spelled), tail, hops)
        for star in reversed(source.stars if source is not None else ()):
            member = self._from_star(star, head, spelled, hops + 1)
            if member is not None:
                return self._members(member, tail, hops + 1)
        return Resolved("unknown", "", spelled, why=f"`{module}` defines no `{head}`")

    def _class_member(self, qualified: str, rest: str, spelled: str) -> Resolved:
        method = find_method(self.project, qualified, rest)
        if method is not None:
            return Resolved("function", method, spelled)
        return Resolved("attribute", spelled, spelled)

    def _from_star(self, star: str, name: str, spelled: str, hops: int) -> Resolved | None:
        """Return what ``name`` is if ``from star import *`` brings it, None if it does not."""
        if name.startswith("_"):
            return None
        if self.project.file_of(star) is not None:
            if hops > MAX_HOPS:
                return None
            source = self.project.load(star)
            known = source is not None and (name in source.bindings or bool(source.stars))
            if not known:
                return None
            found = self._module_member(star, name, spelled, hops + 1)
            return None if found.kind == "unknown" and "defines no" in found.why else found
        if star in _STAR_SAFE:
            names = _star_names(star)
            return Resolved("import", f"{star}.{name}", spelled) if name in names else None
        why = f"`{name}` may come from `from {star} import *`"
        return Resolved("unknown", "", spelled, hasattr(builtins, name), why=why)


@dataclass(frozen=True)
class NameUse:
    """One name or attribute chain that a function reads."""

    line: int
    meaning: Resolved


def names_read(names: ModuleNames, qualname: str) -> tuple[NameUse, ...]:
    """Return every name that the function reads in its body, with what it means; raises
    ``KeyError``.
    """
    node = names.source.functions[qualname].node
    with deep(names.source.path):
        return tuple(
            NameUse(names.line(expression), names.resolve_node(expression)) for expression in _expressions(node.body)
        )


def find_method(project: Project, class_id: str, name: str, depth: int = 0) -> str | None:
    """Return the id of the method ``name`` of a project class: its own, or the first of its bases,
    depth first.

    That is Python's order except for diamonds; a base that is not project code ends the search,
    because it may define the name.
    """
    module, _, qualname = class_id.partition(":")
    source = project.load(module)
    if source is None or depth > MAX_HOPS:
        return None
    if f"{qualname}.{name}" in source.functions:
        return f"{module}:{qualname}.{name}"
    for base in source.classes.get(qualname, ()):
        found = ModuleNames(project, source).resolve_global(base)
        if found.kind == "builtin" and found.qualified == "object":
            continue
        if found.kind != "class":
            return None
        method = find_method(project, found.qualified, name, depth + 1)
        if method is not None:
            return method
    return None


def dotted_name(node: cst.BaseExpression) -> str | None:
    """Return ``a.b.c`` as text; None where ``node`` is not a chain of names."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    return ".".join([node.value, *reversed(parts)])


def choose(bound: tuple[Binding, ...]) -> tuple[Binding | None, bool]:
    """Return the binding that most likely holds, and whether it is certain; None where the text
    cannot tell.

    The last one counts. ``try: import x except ImportError: x = None`` counts as the import, and of
    two imports (``try: import x as f except ImportError: import y as f``) that which is tried first
    and is there: the guard on the name sees to it that nothing else is ever taken for it.
    """
    if not bound:
        return None, False
    last = bound[-1]
    if len(bound) == 1 or not any(b.conditional for b in bound):
        return last, not last.conditional
    imports = {b.target for b in bound if b.kind == "import"}
    if len(imports) == 1 and all(b.kind in ("import", "value") for b in bound):
        return next(b for b in bound if b.kind == "import"), False
    if all(b.kind == "value" for b in bound) or all(b.kind == "function" for b in bound):
        return last, False
    tried = [b for b in bound if b.attempt and (b.alias or b.kind == "import")]
    first = next((b for b in tried if b.kind != "import" or _is_there(b.target)), None)
    if first is None and tried and last.kind == "import":
        first = last
    return first, False


_BUILTINS_OF = {
    "future.builtins": {name: name for name in ("int", "range", "str", "chr", "filter", "map", "zip", "round", "pow")},
    "builtins": {name: name for name in dir(builtins) if not name.startswith("_")},
    "six.moves": {**{name: name for name in ("filter", "map", "range", "zip", "input")}, "xrange": "range"},
}
"""Modules that hand on builtins, with the builtin behind each of their names."""


def _reexported(target: str) -> str:
    """The builtin that the library name ``target`` is; empty for all else."""
    module, _, name = target.rpartition(".")
    return _BUILTINS_OF.get(module, {}).get(name, "")


def _is_called(target: str) -> bool:
    """Whether ``target`` is a module of ours to look into, or a function in one; a value is none of them."""
    module, _, name = target.rpartition(".")
    if not module:
        return target in _LOOKED_INTO
    return module in _LOOKED_INTO and callable(getattr(importlib.import_module(module), name, None))


def _is_there(target: str) -> bool:
    """Whether the module of an import can be found here; nothing is imported for it."""
    try:
        return importlib.util.find_spec(target.partition(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _function_scope(scope: Scope) -> Scope:
    """Return the scope that owns the variables: comprehensions count as part of the function around
    them.
    """
    while isinstance(scope, ComprehensionScope):
        scope = scope.parent
    return scope


def _star_names(module: str) -> frozenset[str]:
    loaded = importlib.import_module(module)
    public = [name for name in vars(loaded) if not name.startswith("_")]
    return frozenset(getattr(loaded, "__all__", public))


def _expressions(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """Yield the outermost names and attribute chains below ``node`` that are read."""
    for child in node.children:
        if isinstance(child, cst.Annotation | cst.Param | cst.AsName | cst.ImportAlias):
            continue
        if isinstance(child, cst.Name | cst.Attribute) and _is_read(node, child):
            yield child
            if dotted_name(child) is None:
                yield from _expressions(child)
        elif not (isinstance(child, cst.Name)):
            yield from _expressions(child)


def _is_read(parent: cst.CSTNode, child: cst.CSTNode) -> bool:
    if isinstance(parent, cst.Arg) and parent.keyword is child:
        return False
    if isinstance(parent, cst.Attribute) and parent.attr is child:
        return False
    if isinstance(parent, cst.AssignTarget | cst.AnnAssign | cst.For | cst.CompFor | cst.NamedExpr):
        return parent.target is not child
    return not isinstance(parent, cst.Global | cst.Nonlocal | cst.NameItem | cst.FunctionDef)


__all__ = [
    "ModuleNames",
    "NameUse",
    "Resolved",
    "choose",
    "dotted_name",
    "find_method",
    "names_read",
]

"""What the text of a class says: its bases in Python's order, and what each name in its body is.

Nothing is run. That a class is at run time what its text says is checked when the generated code binds to it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from migrator.finding.modules import Project
from migrator.finding.names import ModuleNames
from migrator.finding.records import is_maker
from migrator.finding.source import SourceModule
from migrator.lowering.names import mangled

_TRANSPARENT_BASES = frozenset({"abc.ABC", "typing.Generic", "typing.NamedTuple"})
"""Bases outside the project that change nothing about attributes and methods."""
HOOKS = frozenset({"__getattr__", "__getattribute__", "__setattr__", "__new__"})
"""Methods after which reading or setting an attribute, or making an instance, is no longer Python's own."""
_ORDERINGS = ("total_ordering", "functools.total_ordering")
_COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__")
_DEEPEST = 16
_SET = ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Member:
    """A name in a class body, as written. ``kind``: ``method``, ``static``, ``class``, ``property``, ``value`` or
    ``other``.
    """

    owner: str
    name: str
    kind: str
    text: str = ""
    """What a ``value`` is set to, as written."""

    settable: bool = False
    """Whether the class says what setting it does, of a property."""

    @property
    def function(self) -> str:
        """The id of the function behind it."""
        return f"{self.owner}.{self.name}"

    @property
    def setter(self) -> str:
        """The id of the function that sets the property; empty where there is none."""
        return f"{self.function}.setter" if self.settable else ""


@dataclass(frozen=True)
class DataField:
    """One field of a dataclass. ``default``: a literal as source text, ``list()`` for a new list, empty for none."""

    name: str
    default: str = ""

    def __str__(self) -> str:
        return f"{self.name}={self.default}" if self.default else self.name


@dataclass(frozen=True)
class ClassText:
    """One class as written. ``plain``: it has no metaclass, and no decorator but ``dataclass`` and ``total_ordering``."""

    id: str
    bases: tuple[str, ...]
    members: Mapping[str, Member]
    doc: str
    plain: bool
    fields: tuple[DataField, ...] | None = None
    """Of a dataclass, its own ones; None for another class, and where they are more than fields with plain defaults."""
    frozen: bool = False
    """Whether it is a dataclass whose instances do not change."""


class Classes:
    """Answers about the project's classes, each read when first asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._orders: dict[str, tuple[str, ...] | None] = {}
        self._texts: dict[str, ClassText | None] = {}

    def text(self, class_id: str) -> ClassText | None:
        """Return the class with the id ``module:Qualname``; None where the project does not define it once for all."""
        if class_id not in self._texts:
            module, _, qualname = class_id.partition(":")
            source = self.project.load(module)
            known = source is not None and qualname in source.classes
            text = _class_texts(source).get(qualname) if source is not None and known else None
            self._texts[class_id] = None if text is None else _undecorated(text, self.project.as_written)
        return self._texts[class_id]

    def order(self, class_id: str) -> tuple[str, ...] | None:
        """Return the class and its bases in the order in which Python looks names up; None where it cannot be told.

        Bases outside the project that do not matter, and ``object``, are left out.
        """
        if class_id not in self._orders:
            self._orders[class_id] = None  # a class that is among its own bases has no order
            self._orders[class_id] = self._linearised(class_id)
        return self._orders[class_id]

    def member(self, class_id: str, name: str, after: str = "") -> Member | None:
        """Return what ``name`` means on instances of ``class_id``: the first class that defines it counts.

        ``after``: only the classes behind this one are looked at, as ``super()`` does.
        """
        order = self.order(class_id) or ()
        if after:
            order = order[order.index(after) + 1 :] if after in order else ()
        for owner in order:
            text = self.text(owner)
            if text is not None and name in text.members:
                return text.members[name]
        return None

    def literal(self, class_id: str, name: str) -> object:
        """Return the value ``name`` of the class, where a literal says what it is; else None."""
        member = self.member(class_id, name)
        try:
            return ast.literal_eval(member.text) if member is not None and member.kind == "value" else None
        except (ValueError, SyntaxError):
            return None

    def data_fields(self, class_id: str) -> tuple[DataField, ...] | None:
        """Return the fields that a dataclass's own ``__init__`` takes, in order; None where it has no such.

        It calls ``__post_init__`` at its end, where the class has that.
        """
        if self.member(class_id, "__init__"):
            return None
        found: dict[str, DataField] = {}
        for owner in reversed(self.order(class_id) or ()):
            text = self.text(owner)
            if text is None or text.fields is None:
                return None
            found.update({field.name: field for field in text.fields})
        return tuple(found.values()) or None

    def frozen(self, class_id: str) -> bool:
        """Whether setting an attribute of an instance raises."""
        texts = [self.text(owner) for owner in self.order(class_id) or ()]
        return any(text.frozen for text in texts if text is not None)

    def abstract(self, class_id: str) -> bool:
        """Whether other classes may have been registered as subclasses of ``class_id``."""
        texts = [self.text(owner) for owner in self.order(class_id) or ()]
        return any("ABC" in base for text in texts if text is not None for base in text.bases)

    def hooked(self, class_id: str) -> str:
        """Return what makes the class's attributes more than plain ones; empty where nothing does."""
        order = self.order(class_id)
        if order is None:
            return "a base class that is not code of the project"
        for owner in order:
            text = self.text(owner)
            if text is None:
                return f"the class `{owner}`, which is defined in more than one way"
            if not text.plain:
                return f"the metaclass of `{owner}`"
        hook = next((name for name in sorted(HOOKS) if self.member(class_id, name)), "")
        return f"`{hook}`" if hook else ""

    def _linearised(self, class_id: str) -> tuple[str, ...] | None:
        text = self.text(class_id)
        if text is None:
            return None
        module = class_id.partition(":")[0]
        source = self.project.load(module)
        assert source is not None
        names = ModuleNames(self.project, source)
        bases: list[str] = []
        for spelled in text.bases:
            if is_maker(spelled, names):
                continue
            found = names.resolve_global(spelled.partition("[")[0])
            if found.kind == "class":
                bases.append(found.qualified)
            elif found.qualified != "object" and found.qualified not in _TRANSPARENT_BASES:
                return None
        orders = [self.order(base) for base in bases]
        if any(order is None for order in orders):
            return None
        merged = _merge([*(list(order) for order in orders if order is not None), bases])
        return None if merged is None else (class_id, *merged)


def _merge(sequences: list[list[str]]) -> list[str] | None:
    """Merge by the rules of C3; None where the bases contradict each other."""
    result: list[str] = []
    sequences = [list(s) for s in sequences if s]
    while sequences:
        for sequence in sequences:
            first = sequence[0]
            if not any(first in other[1:] for other in sequences):
                break
        else:
            return None
        result.append(first)
        sequences = [rest for s in sequences if (rest := [x for x in s if x != first])]
    return result


@lru_cache(maxsize=256)
def _class_texts(source: SourceModule) -> Mapping[str, ClassText]:
    """Return the classes at module level and inside others; one that is defined twice, or only perhaps, is left out."""
    found: dict[str, ClassText] = {}
    twice: set[str] = set()

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                qualname = prefix + node.name
                if qualname in found:
                    twice.add(qualname)
                found[qualname] = _class_text(f"{source.module}:{qualname}", node)
                visit(node.body, f"{qualname}.")

    visit(ast.parse(source.text).body, "")
    return {name: text for name, text in found.items() if name not in twice}


def _class_text(class_id: str, node: ast.ClassDef) -> ClassText:
    members: dict[str, Member] = {}
    for statement in node.body:
        for name, kind in _bound(statement):
            held = mangled(name, node.name)
            before = members.get(held)
            if kind == "accessor" and before is not None and before.kind == "property":
                # The same property, that can be set or deleted too.
                sets = isinstance(statement, ast.FunctionDef) and ast.unparse(statement.decorator_list[0]) == _sets(
                    name
                )
                members[held] = replace(before, settable=before.settable or sets)
                continue
            text = ast.unparse(statement.value) if isinstance(statement, _SET) and statement.value is not None else ""
            members[held] = Member(class_id, name, kind if before is None and kind != "accessor" else "other", text)
    ordered = [d for d in node.decorator_list if ast.unparse(d) in _ORDERINGS]
    for name in _COMPARISONS if ordered else ():
        # What the decorator adds is no code of the project.
        members.setdefault(name, Member(class_id, name, "other"))
    plain = not node.keywords and all(_is_dataclass(d) for d in node.decorator_list if d not in ordered)
    doc = ast.get_docstring(node) or ""
    return ClassText(
        class_id, tuple(map(ast.unparse, node.bases)), members, doc, plain, _data_fields(node), _is_frozen(node)
    )


def _undecorated(text: ClassText, as_written: frozenset[str]) -> ClassText:
    """Return ``text``, where what is decorated, but was seen to be the function itself, is a method."""
    members = {
        name: replace(member, kind="method") if member.kind == "other" and member.function in as_written else member
        for name, member in text.members.items()
    }
    return replace(text, members=members)


def _data_fields(node: ast.ClassDef) -> tuple[DataField, ...] | None:
    """Return the fields of a dataclass that is decorated in the plain form."""
    if len(node.decorator_list) != 1 or not _is_plain_dataclass(node.decorator_list[0]):
        return None
    fields = []
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            default = _default(statement.value)
            if (
                default is None
                or "ClassVar" in ast.unparse(statement.annotation)
                or "InitVar" in ast.unparse(statement.annotation)
            ):
                return None
            fields.append(DataField(statement.target.id, default))
    return tuple(fields)


_OPTIONS = frozenset("repr eq order unsafe_hash frozen match_args slots weakref_slot".split())
"""Options of ``dataclass`` that leave ``__init__`` as it is."""


def _is_plain_dataclass(decorator: ast.expr) -> bool:
    options = decorator.keywords if isinstance(decorator, ast.Call) else []
    return _is_dataclass(decorator) and all(o.arg in _OPTIONS and _is_literal(o.value) for o in options)


def _is_frozen(node: ast.ClassDef) -> bool:
    """Whether it is a dataclass whose instances do not change."""
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call) and _is_dataclass(d)]
    return any(o.arg == "frozen" and ast.unparse(o.value) != "False" for d in calls for o in d.keywords)


def _is_literal(value: ast.expr) -> bool:
    literal = value.operand if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub) else value
    return isinstance(literal, ast.Constant) and isinstance(literal.value, int | float | str | None)


def _default(value: ast.expr | None) -> str | None:
    """The default as text; empty for none, None where it is not plain."""
    if value is None:
        return ""
    text = ast.unparse(value)
    if text in ("field(default_factory=list)", "dataclasses.field(default_factory=list)"):
        return "list()"
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("field", "dataclasses.field"):
        # Who is shown or compared is of no matter to ``__init__``.
        known = {option.arg: option.value for option in value.keywords if option.arg not in ("repr", "compare", "hash")}
        return "" if not known else _default(known["default"]) if list(known) == ["default"] else None
    return repr(ast.literal_eval(value)) if _is_literal(value) else None


def _is_dataclass(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(target) in ("dataclass", "dataclasses.dataclass")


def _sets(name: str) -> str:
    """The decorator of the function that sets the property ``name``."""
    return f"{name}.setter"


_DECORATED = {"": "method", "staticmethod": "static", "classmethod": "class", "property": "property"}


def _bound(statement: ast.stmt) -> list[tuple[str, str]]:
    """Return the names that a statement of a class body binds, each with its kind."""
    match statement:
        case ast.FunctionDef(name=name, decorator_list=decorators):
            spelled = ", ".join(map(ast.unparse, decorators))
            if spelled in (f"{name}.setter", f"{name}.deleter"):
                return [(name, "accessor")]
            return [(name, _DECORATED.get(spelled, "other"))]
        case ast.Assign(targets=targets) if all(isinstance(x, ast.Name) for x in targets):
            return [(x.id, "value") for x in targets if isinstance(x, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return [(name, "value")] if value is not None else []
        case ast.Expr() | ast.Pass():
            return []
        case _:
            stored = [x.id for x in ast.walk(statement) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)]
            defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            return [
                (name, "other") for name in [*stored, *(x.name for x in ast.walk(statement) if isinstance(x, defined))]
            ]

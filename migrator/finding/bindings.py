"""What the names at the top level of a module are bound to, by the statements of the module itself.

Works on ``ast`` alone: the module level is flat, and this must be cheap for modules that are only
imported from.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Binding:
    """One statement that binds a name.

    ``kind``: ``import`` (``target`` is the absolute dotted name of a module or of a member of one),
    ``function``, ``class`` or ``value``. ``conditional``: the statement may not run, or not be the
    last to run. ``attempt``: it stands in the body of a ``try``. ``alias``: the name that a value is
    nothing but another name of, as spelled; so ``True`` and ``False`` are written down too.
    ``literal``: the number or text that a value is, as spelled.
    """

    kind: str
    target: str
    line: int
    conditional: bool
    attempt: bool = False
    alias: str = ""
    literal: str = ""


def module_bindings(tree: ast.Module, module: str, package: str) -> dict[str, tuple[Binding, ...]]:
    """Return every module-level name of ``tree`` with its bindings in the order of the text."""
    collector = _Collector(module, package)
    collector.block(tree.body, conditional=False)
    collector.globals_of(tree)
    return {name: tuple(found) for name, found in collector.found.items()}


def star_imports(tree: ast.Module, package: str) -> tuple[str, ...]:
    """Return the absolute names of the modules that ``tree`` imports everything from."""
    return tuple(
        absolute_module(node.module or "", node.level, package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    )


def absolute_module(name: str, level: int, package: str) -> str:
    """Return the absolute name of the module that ``from {dots}{name} import`` in ``package``
    names.

    A relative import that leaves the top package fails when it runs; here it gives a name that no
    module has.
    """
    if level == 0:
        return name
    parts = package.split(".") if package else []
    if level - 1 >= len(parts):
        return f"<outside>.{name}"
    base = parts[: len(parts) - (level - 1)]
    return ".".join([*base, name]) if name else ".".join(base)


class _Collector:
    def __init__(self, module: str, package: str) -> None:
        self.module = module
        self.package = package
        self.found: dict[str, list[Binding]] = {}
        self.attempting = False

    def add(
        self, name: str, kind: str, target: str, node: ast.AST, conditional: bool, alias: str = "", literal: str = ""
    ) -> None:
        line = getattr(node, "lineno", 0)
        made = Binding(kind, target, line, conditional, self.attempting, alias, literal)
        self.found.setdefault(name, []).append(made)

    def block(self, statements: list[ast.stmt], conditional: bool) -> None:
        for statement in statements:
            self.statement(statement, conditional)

    def statement(self, node: ast.stmt, conditional: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.add(node.name, "function", f"{self.module}:{node.name}", node, conditional)
            case ast.ClassDef():
                self.add(node.name, "class", f"{self.module}:{node.name}", node, conditional)
            case ast.Import():
                self.imports(node, conditional)
            case ast.ImportFrom():
                self.imports_from(node, conditional)
            case ast.If(test=test) if _type_checking(test):
                self.block(node.orelse, conditional)
            case ast.AnnAssign(value=None):
                pass  # only an annotation: binds nothing
            case ast.Assign(targets=targets, value=ast.Name() | ast.Attribute() | ast.Constant() as value) if (
                _only_names(targets) and (not isinstance(value, ast.Constant) or isinstance(value.value, bool))
            ):
                for target in targets:
                    name = ast.unparse(target)
                    self.add(name, "value", f"{self.module}:{name}", node, conditional, ast.unparse(value))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_literal(value) and not conditional:
                self.add(name, "value", f"{self.module}:{name}", node, conditional, literal=ast.unparse(value))
            case ast.Try(body=body):
                outside, self.attempting = self.attempting, True
                self.block(body, conditional=True)
                self.attempting = outside
                self.values(node, conditional)
                for inner in _blocks(node)[1:]:
                    self.block(inner, conditional=True)
            case _:
                self.values(node, conditional)
                for inner in _blocks(node):
                    self.block(inner, conditional=True)

    def imports(self, node: ast.Import, conditional: bool) -> None:
        for alias in node.names:
            if alias.asname:
                self.add(alias.asname, "import", alias.name, node, conditional)
            else:
                top = alias.name.partition(".")[0]
                self.add(top, "import", top, node, conditional)

    def imports_from(self, node: ast.ImportFrom, conditional: bool) -> None:
        origin = absolute_module(node.module or "", node.level, self.package)
        for alias in node.names:
            if alias.name != "*":
                target = f"{origin}.{alias.name}"
                self.add(alias.asname or alias.name, "import", target, node, conditional)

    def values(self, node: ast.stmt, conditional: bool) -> None:
        """Add the names that ``node`` itself (not the statements inside it) assigns, also by
        ``:=``.
        """
        inside = {id(s) for block in _blocks(node) for s in block}
        pending: list[ast.AST] = [node]
        while pending:
            item = pending.pop()
            if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store | ast.Del):
                self.add(item.id, "value", f"{self.module}:{item.id}", item, conditional)
            names = [getattr(item, "name", None), getattr(item, "rest", None)]
            if isinstance(item, ast.ExceptHandler | ast.MatchAs | ast.MatchStar | ast.MatchMapping):
                for name in filter(None, names):
                    self.add(name, "value", f"{self.module}:{name}", item, True)
            pending.extend(
                child for child in ast.iter_child_nodes(item) if id(child) not in inside and not _own_scope(child)
            )

    def globals_of(self, tree: ast.Module) -> None:
        """Add the names that functions declare ``global``: they can be rebound at any call."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self.add(name, "value", f"{self.module}:{name}", node, True)


def _only_names(targets: list[ast.expr]) -> bool:
    return all(isinstance(target, ast.Name) for target in targets)


def _is_literal(node: ast.expr) -> bool:
    """Whether ``node`` is a number of 64 bits or a text."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _is_literal(node.operand) and not isinstance(getattr(node.operand, "value", None), str)
    value = node.value if isinstance(node, ast.Constant) else None
    return type(value) in (float, str) or (type(value) is int and value < 2**63)


def _own_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.Lambda | ast.comprehension)


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the statement lists directly inside ``node``."""
    blocks = [getattr(node, field, []) for field in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in getattr(node, "handlers", [])]
    blocks += [case.body for case in getattr(node, "cases", [])]
    return [block for block in blocks if block]


def _type_checking(test: ast.expr) -> bool:
    """Whether ``test`` is the ``TYPE_CHECKING`` of ``typing``, which is false at run time."""
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")

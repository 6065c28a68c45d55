"""Index of the functions of one file: LibCST's node of each, joined with what ``ast`` says about
it.

Both trees list the definitions in the order of the text, so the two are paired by position in that
order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from migrator.finding.segment import Definition, indexed_as


@dataclass(frozen=True, eq=False)
class FunctionNode:
    """One function definition.

    ``line`` is that of the first decorator (as in ``co_firstlineno``), ``def_line`` that of
    ``def``. ``class_path`` names the classes around it (``("Box",)``). ``decorators`` are spelled
    as in the file, without ``@``. ``conditional``: it stands inside ``if``, ``try``, ``for``,
    ``while``, ``with`` or ``match``. ``redefined``: its name was bound by an earlier definition in
    the same body.
    """

    id: str
    qualname: str
    node: cst.FunctionDef
    syntax: Definition
    class_path: tuple[str, ...]
    decorators: tuple[str, ...]
    line: int
    def_line: int
    end_line: int
    is_async: bool
    is_generator: bool
    nested: bool
    conditional: bool
    redefined: bool = False
    rebound: bool = False
    """The class body also assigns to the name."""

    @property
    def is_method(self) -> bool:
        """Whether it is defined in the body of a class (static and class methods included)."""
        return bool(self.class_path) and not self.nested

    @property
    def receiver(self) -> str | None:
        """The name of the parameter that holds the instance or class (``self``, ``cls``); None for
        none.
        """
        arguments = [*self.syntax.args.posonlyargs, *self.syntax.args.args]
        if not self.is_method or "staticmethod" in self.decorators or not arguments:
            return None
        return arguments[0].arg

    @property
    def given(self) -> str:
        """The name of the parameter that is given the class, of a class method; empty for all others."""
        return self.receiver or "" if self.decorators == ("classmethod",) else ""


@dataclass(frozen=True)
class _Place:
    prefix: str = ""
    class_path: tuple[str, ...] = ()
    nested: bool = False
    conditional: bool = False
    assigned: frozenset[str] = frozenset()


def index_functions(
    module: str, tree: ast.Module, concrete: cst.Module
) -> tuple[dict[str, FunctionNode], dict[str, tuple[str, ...]]]:
    """Return the functions by qualname (the last of each name; of a property the one that reads it, and under
    ``name.setter`` the one that sets it) and the classes with their bases as spelled.
    """
    nodes = list(_cst_definitions(concrete))
    found: dict[str, FunctionNode] = {}
    classes: dict[str, tuple[str, ...]] = {}
    items = list(_walk(tree, _Place(), classes))
    for (place, syntax), node in zip(items, nodes, strict=True):
        function = _function(module, place, syntax, node, found)
        before = found.get(function.qualname)
        name = indexed_as(function.qualname, syntax, before.syntax if before is not None else None)
        if name != function.qualname:
            function = replace(function, id=f"{module}:{name}", qualname=name)
        found[name] = function
    return found, classes


def _function(
    module: str,
    place: _Place,
    syntax: Definition,
    node: cst.FunctionDef,
    earlier: dict[str, FunctionNode],
) -> FunctionNode:
    # Python compares names in NFKC form; ast has them so, LibCST as spelled.
    qualname = place.prefix + syntax.name
    before = earlier.get(qualname)
    return FunctionNode(
        id=f"{module}:{qualname}",
        qualname=qualname,
        node=node,
        syntax=syntax,
        class_path=place.class_path,
        decorators=tuple(ast.unparse(d) for d in syntax.decorator_list),
        line=min([syntax.lineno, *(d.lineno for d in syntax.decorator_list)]),
        def_line=syntax.lineno,
        end_line=syntax.end_lineno or syntax.lineno,
        is_async=isinstance(syntax, ast.AsyncFunctionDef),
        is_generator=_yields(syntax),
        nested=place.nested,
        conditional=place.conditional or (before is not None and before.conditional),
        redefined=before is not None,
        rebound=syntax.name in place.assigned,
    )


def _walk(node: ast.AST, place: _Place, classes: dict[str, tuple[str, ...]]) -> Iterator[tuple[_Place, Definition]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield place, child
            inner = _Place(f"{place.prefix}{child.name}.<locals>.", (), True, False)
            yield from _walk(child, inner, classes)
        elif isinstance(child, ast.ClassDef):
            qualname = place.prefix + child.name
            classes[qualname] = tuple(ast.unparse(base) for base in child.bases)
            path = (*place.class_path, child.name)
            names = _assigned(child)
            inner = _Place(f"{qualname}.", path, place.nested, place.conditional, names)
            yield from _walk(child, inner, classes)
        elif isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            inner = replace(place, conditional=True)
            yield from _walk(child, inner, classes)


def _assigned(node: ast.ClassDef) -> frozenset[str]:
    """Return the names that the statements directly in the class body assign."""
    targets: list[ast.expr] = []
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def _cst_definitions(node: cst.CSTNode) -> Iterator[cst.FunctionDef]:
    """Yield the function definitions below ``node``; expressions and simple statements hold
    none.
    """
    for child in node.children:
        if isinstance(child, cst.FunctionDef):
            yield child
            yield from _cst_definitions(child.body)
        elif isinstance(
            child,
            cst.BaseCompoundStatement
            | cst.BaseSuite
            | cst.Else
            | cst.ExceptHandler
            | cst.ExceptStarHandler
            | cst.Finally
            | cst.MatchCase,
        ):
            yield from _cst_definitions(child)


def _yields(function: Definition) -> bool:
    """Whether ``yield`` stands in the function itself, not in a function or lambda inside it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
    return False

"""The functions in a module's syntax tree, with their qualified names, and which may be changed.

A function is left alone when a decorator (its own or its class's) might read its code: compilers
such as Numba do, and code of ours in it would be a stranger to them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

HARMLESS = frozenset(
    {"staticmethod", "classmethod", "property", "cached_property", "setter", "getter", "deleter"}
    | {"cache", "lru_cache", "contextmanager", "abstractmethod", "override", "final", "wraps"}
    | {"dataclass", "total_ordering", "overload", "runtime_checkable", "fixture", "register"}
    | {"singledispatch", "singledispatchmethod", "unique", "parametrize", "given", "settings"}
)
"""Last part of the name of decorators that only wrap, register or mark."""
_SCOPE_READERS = frozenset({"locals", "vars", "dir", "eval", "exec", "globals", "super_locals"})


class Definition(NamedTuple):
    """A ``def`` with its qualified name; ``plain`` where nothing but its callers sees its code."""

    qualname: str
    node: ast.FunctionDef
    plain: bool

    @property
    def parameters(self) -> list[str]:
        """Names in order: positional, that of ``*args``, then keyword-only.

        ``**kwargs`` is left out, and the class that a class method is given.
        """
        arguments = self.node.args
        star = (arguments.vararg,) if arguments.vararg is not None else ()
        positional = [*arguments.posonlyargs, *arguments.args]
        listed = (*positional[self._given :], *star, *arguments.kwonlyargs)
        return [argument.arg for argument in listed]

    @property
    def _given(self) -> bool:
        """Whether it is a class method."""
        decorators = self.node.decorator_list
        return len(decorators) == 1 and isinstance(decorators[0], ast.Name) and decorators[0].id == "classmethod"

    @property
    def keywords(self) -> str:
        """The name of ``**kwargs``; empty where it takes none."""
        return self.node.args.kwarg.arg if self.node.args.kwarg is not None else ""


def definitions(tree: ast.Module) -> Iterator[Definition]:
    """Yield every ``def`` of the module, in no particular order; ``async def`` is left out."""
    waiting: list[tuple[ast.AST, str, bool]] = [(tree, "", True)]
    while waiting:
        node, prefix, plain = waiting.pop()
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.FunctionDef():
                    own = plain and all(map(_harmless, child.decorator_list))
                    yield Definition(prefix + child.name, child, own)
                    waiting.append((child, f"{prefix}{child.name}.<locals>.", plain))
                case ast.AsyncFunctionDef():
                    waiting.append((child, f"{prefix}{child.name}.<locals>.", plain))
                case ast.ClassDef():
                    own = plain and all(map(_harmless, child.decorator_list))
                    waiting.append((child, f"{prefix}{child.name}.", own))
                case ast.stmt() | ast.excepthandler() | ast.match_case():
                    waiting.append((child, prefix, plain))


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of the function's body without those of functions and classes inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def is_generator(function: ast.FunctionDef) -> bool:
    """Whether the function makes a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function))


def reads_its_scope(function: ast.FunctionDef) -> bool:
    """Whether the function may look at its own local variables as a whole."""
    return any(isinstance(node, ast.Name) and node.id in _SCOPE_READERS for node in own_nodes(function))


def _harmless(decorator: ast.expr) -> bool:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in HARMLESS
    return False

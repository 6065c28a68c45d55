"""The cheap look at a function that comes before the compiler's: what can never be compiled.

A function that passes here may still be refused by the compiler; one that is refused here is not
worth asking about.
"""

from __future__ import annotations

import ast

from migrator.errors import MigratorError
from migrator.finding.functions import FunctionNode
from migrator.finding.names import ModuleNames, choose
from migrator.model.diagnostic import Diagnostic

TRANSPARENT_DECORATORS = frozenset(
    {
        "abc.abstractmethod",
        "classmethod",
        "property",
        "staticmethod",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing_extensions.final",
        "typing_extensions.override",
    }
)
"""Decorators after which the name still means the function as written."""


def refusal(names: ModuleNames, function: FunctionNode) -> Diagnostic | None:
    """Return why ``function``, of the module of ``names``, can never be compiled; None where it may
    be.
    """
    return _frame(function) or _decorated(names, function) or _inner(function) or _uncertain(names, function)


def unreadable(error: MigratorError) -> Diagnostic:
    """Return ``error``, raised on reading a function's source, as the reason against it."""
    return Diagnostic(error.code, 0, f"{error.place}: {error.message}", error.hint)


def _frame(function: FunctionNode) -> Diagnostic | None:
    if function.is_async:
        return Diagnostic("M104", function.def_line, "It is a coroutine (`async def`).")
    if function.nested:
        message = "It is defined inside another function, whose variables it can share."
        return Diagnostic("M105", function.def_line, message)
    return None


def _decorated(names: ModuleNames, function: FunctionNode) -> Diagnostic | None:
    if function.id in names.project.as_written:
        return None
    for decorator in function.decorators:
        if names.resolve_global(decorator).qualified not in TRANSPARENT_DECORATORS:
            message = f"It is decorated with `@{decorator}`."
            return Diagnostic("M107", function.line, message)
    return None


def _inner(function: FunctionNode) -> Diagnostic | None:
    for node in ast.walk(function.syntax):
        if node is function.syntax:
            continue
        match node:
            case ast.ClassDef(name=name):
                return Diagnostic("M101", node.lineno, f"It defines the class `{name}`.")
    return None


def _uncertain(names: ModuleNames, function: FunctionNode) -> Diagnostic | None:
    line = function.def_line
    # Of several definitions the last one is looked at; where that is what ran, the others did not count.
    ran = names.project.ran.get(function.id) == function.line
    if function.conditional and not ran:
        return Diagnostic("M109", line, "It is defined inside a conditional or repeated block.")
    if function.rebound:
        return Diagnostic("M109", line, "The class assigns another value to its name.")
    outermost = function.qualname.partition(".")[0]
    chosen, certain = choose(names.source.bindings.get(outermost, ()))
    kind = "class" if function.class_path else "function"
    if chosen is None or chosen.kind != kind or not (certain or ran):
        message = f"The module binds `{outermost}` in more than one way."
        return Diagnostic("M109", line, message)
    return None

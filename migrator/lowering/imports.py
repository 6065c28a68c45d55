"""Imports inside a function: names that mean the same as at module level, as long as the module is imported already.

A statement of the function's own block binds its names for all that follows, so they need no variable: each use is
guarded like a global name of the module that it comes from. Where that module is not imported yet, the guard sends the
call to the Python original, which imports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst
import libcst.matchers as m

from migrator.lowering.names import Binding, ExceptionText, Import, Imported, Names, RecordText, dotted_name, imported


def local_imports(node: cst.FunctionDef, names: Names) -> dict[str, Imported]:
    """Return what the import statements in the function's own block bind, where nothing uses the name before."""
    found: dict[str, Imported] = {}
    before: list[cst.CSTNode] = []
    for statement in node.body.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(small, Import):
                for name, origin in imported(small, names):
                    if not any(m.findall(earlier, m.Name(value=name)) for earlier in before):
                        found[name] = origin
        before.append(statement)
    return found


def imported_modules(node: Import, names: Names) -> Iterator[str]:
    """Yield the modules that the statement imports where they are not imported yet."""
    if isinstance(node, cst.ImportFrom):
        yield names.absolute(dotted_name(node.module) if node.module else "", len(node.relative))
    else:
        yield from (dotted_name(alias.name) for alias in node.names)


class WithImports:
    """The names of a module, and those that a function imports for itself. Satisfies ``Names``."""

    def __init__(self, names: Names, imports: Mapping[str, Imported]) -> None:
        self.names = names
        self.imports = imports
        self.module = names.module

    @property
    def python(self) -> tuple[int, int]:
        """The version of the Python that runs the program, major and minor."""
        return self.names.python

    def resolve(self, dotted: str) -> Binding:
        """Return what ``dotted`` means in the function."""
        head, _, rest = dotted.partition(".")
        if head not in self.imports:
            return self.names.resolve(dotted)
        target = self.imports[head].target
        return self.names.resolve_absolute(f"{target}.{rest}" if rest else target)

    def resolve_absolute(self, target: str) -> Binding:
        """Return what the absolute dotted ``target`` means."""
        return self.names.resolve_absolute(target)

    def absolute(self, module: str, level: int) -> str:
        """Return the absolute name of a module that is named relative to this one."""
        return self.names.absolute(module, level)

    def class_value(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a plain value in the body of the class or of one of its bases."""
        return self.names.class_value(class_id, name)

    def enumeration(self, class_id: str, name: str) -> bool:
        """Whether ``name`` is a member of the class, and that an enumeration."""
        return self.names.enumeration(class_id, name)

    def literal(self, dotted: str) -> str:
        """Return the literal that the module-level name ``dotted`` is bound to for good; empty for all others."""
        return "" if dotted.partition(".")[0] in self.imports else self.names.literal(dotted)

    def record(self, dotted: str) -> RecordText | None:
        """Return the named tuple that ``dotted`` means; None for what the function imports for itself."""
        return None if dotted.partition(".")[0] in self.imports else self.names.record(dotted)

    def exception(self, dotted: str) -> ExceptionText | None:
        """Return the exception class that ``dotted`` means; None for what the function imports for itself."""
        return None if dotted.partition(".")[0] in self.imports else self.names.exception(dotted)

    def line(self, node: cst.CSTNode) -> int:
        """Return the 1-based source line where ``node`` starts."""
        return self.names.line(node)

    def is_generator(self, function: str) -> bool:
        """Return whether the project function has ``yield``."""
        return self.names.is_generator(function)

    def class_given(self, function: str) -> str:
        """Return the id of the class whose class method ``function`` is; empty for all others."""
        return self.names.class_given(function)

    def parameters(self, function: str) -> tuple[cst.Parameters, Names] | None:
        """Return the parameter list of a project function and the names of its module; None if it has none."""
        return self.names.parameters(function)

"""What the text of an exception class says: that making or dropping one does nothing else, and which classes catch it.

Nothing is run but constructors of Python's own exceptions. That a class is at run time what its text says is checked when
the generated code binds to it.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from migrator.lowering.names import ExceptionText

if TYPE_CHECKING:
    from migrator.finding.names import ModuleNames

_DEEPEST = 8
_MAKERS = frozenset({"__init__", "__new__", "__del__"})


def exception_text(dotted: str, names: ModuleNames, depth: int = 0) -> ExceptionText | None:
    """Return the exception class that ``dotted`` means in the module of ``names``; None where it is not plainly one."""
    found = names.resolve_global(dotted)
    if found.kind == "builtin":
        own = getattr(builtins, found.qualified, None)
        if not isinstance(own, type) or not issubclass(own, BaseException):
            return None
        bases = own.__mro__[: own.__mro__.index(object)]
        return ExceptionText("", own.__name__, tuple(base.__name__ for base in bases))
    return _written(found.qualified, names, depth) if found.kind == "class" and depth < _DEEPEST else None


def _written(class_id: str, names: ModuleNames, depth: int) -> ExceptionText | None:
    """An exception class of the project, with one base and without a constructor or finalizer of its own."""
    from migrator.finding.classes import Classes
    from migrator.finding.names import ModuleNames

    text = Classes(names.project).text(class_id)
    source = names.project.load(class_id.partition(":")[0])
    if text is None or source is None or not text.plain or len(text.bases) != 1 or _MAKERS & text.members.keys():
        return None
    base = exception_text(text.bases[0], ModuleNames(names.project, source), depth + 1)
    return None if base is None else ExceptionText(class_id, base.builtin, (class_id, *base.order))

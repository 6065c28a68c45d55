"""Every form of every operation as a Python function: the record's own expression on arguments of the form's types."""

from __future__ import annotations

from migrator import types as t
from migrator.ops import OPERATIONS, Form, Operation
from migrator.ops.record import TypeVar, substitute

_BINDINGS: dict[str, t.Type] = {
    "T": t.FLOAT,
    "U": t.INT,
    "C": t.FLOAT,
    "V": t.FLOAT,
    "E": t.INT,
    "F": t.BOOL,
    "K": t.FLOAT,
}


_WRITTEN_OUT = ("format.", "tried.")
"""Their arguments stand in the source as one specification, so `corpus_formats` has them all; what is tried stands in a
statement, so `corpus_tried` has it."""


def form_names() -> list[str]:
    """The names of the functions that ``forms_module`` defines."""
    return [
        _name(operation, number)
        for operation in OPERATIONS.values()
        if not operation.name.startswith(_WRITTEN_OUT)
        for number, form in enumerate(operation.forms)
        if all(_storable(substitute(p, _BINDINGS)) for p in (*form.params, form.result))
    ]


def _storable(kind: t.Type) -> bool:
    return kind not in t.HIDDEN and kind.supported and not isinstance(kind, TypeVar)


def _name(operation: Operation, number: int) -> str:
    return f"{operation.name.replace('.', '_')}_{number}"


def forms_module() -> str:
    """The text of the module."""
    wanted = set(form_names())
    parts = ["import bisect\nimport cmath\nimport collections\nimport copy\nimport heapq\nimport math\n"]
    for operation in OPERATIONS.values():
        for number, form in enumerate(operation.forms):
            if _name(operation, number) in wanted:
                parts.append(_function(operation, form, _name(operation, number)))
    return "\n\n".join(parts) + "\n"


def _function(operation: Operation, form: Form, name: str) -> str:
    letters = "abcde"[: len(form.params)]
    types = "; ".join(str(substitute(p, _BINDINGS)) for p in form.params)
    statement = operation.mutates and form.result == t.NONE
    # The order of a set that comes from another one is Python's to say: such a set is not handed out.
    value = f"sorted({operation.python})" if isinstance(form.result, t.SetOf) else operation.python
    ending = f"    {operation.python}\n    return a" if statement else f"    return {value}"
    return f'def {name}({", ".join(letters)}):\n    """types: {types}"""\n{ending}'

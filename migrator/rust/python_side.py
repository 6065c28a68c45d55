"""The generated Python files: rows of ``_table.py``, factories of ``_shims.py``, lines of the stub.

All names in here are Python identifiers of the user's code, all types text forms of
``migrator.types``; nothing else of the user reaches these files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from migrator import types as t
from migrator.model.program import ClassUse, CompiledFunction, Constant, Guard, Parameter, WrittenOut
from migrator.rust.boundary import all_constants

_WIDTH = 120
_WIDEST_FIELD = len("        dependencies=(,),")


def quoted(text: str) -> str:
    """Return ``text`` as a Python string literal in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def wrapped(head: str, items: Sequence[str], tail: str, depth: int = 0) -> list[str]:
    """Return ``head(items)tail`` as lines of at most 120 columns, broken as ruff breaks them."""
    indent = " " * depth
    line = f"{indent}{head}({', '.join(items)}){tail}"
    if len(line) <= _WIDTH or not items:
        return [line]
    inner = f"{indent}    {', '.join(items)}"
    if len(inner) <= _WIDTH:
        return [f"{indent}{head}(", inner, f"{indent}){tail}"]
    # A slash or star alone may not have a comma behind it in a call, but these are parameters.
    each = [f"{indent}    {item}," for item in items]
    return [f"{indent}{head}(", *each, f"{indent}){tail}"]


# _table.py --------------------------------------------------------------------------------------


def table_row(function: CompiledFunction, symbol: str) -> str:
    """Return the entry of ``REPLACEMENTS`` for ``function``."""
    fields = [
        f"module={quoted(function.module)}",
        f"qualname={quoted(function.qualname)}",
        f"symbol={quoted(symbol)}",
        f"shim={quoted(symbol)}",
        f"source_sha256={quoted(function.source_sha256)}",
        f"guards={_block([_guard(g) for g in function.guards])}",
        f"constants={_block([_constant(c) for c in all_constants(function)])}",
        f"parameters={_block([_parameter(p) for p in function.parameters])}",
        f"returns={quoted(function.returns)}",
        *([f"further={_block(list(map(_types, function.further)))}"] if function.further else []),
        *([f"classes={_block([_class(use) for use in function.classes])}"] if function.classes else []),
        f"dependencies={_block([quoted(d) for d in function.dependencies])}",
        *(["draws=True"] if any("numpy.random." in c.type for c in all_constants(function)) else []),
    ]
    key = f"({quoted(function.module)}, {quoted(function.qualname)})"
    return "\n".join([f"    {key}: Replacement(", *(f"        {field}," for field in fields), "    ),"])


def table_source(function: CompiledFunction | WrittenOut) -> str:
    """Return the entry of ``SOURCES`` for ``function``."""
    return f"    {quoted(function.id)}: {quoted(function.source_sha256)},"


def _block(items: Sequence[str]) -> str:
    """Return a tuple, one item a line, at the depth of a row's fields, as ruff lays it out."""
    if not items:
        return "()"
    if len(items) == 1 and len(items[0]) <= _WIDTH - _WIDEST_FIELD:
        return f"({items[0]},)"
    return "\n".join(["(", *(f"            {item}," for item in items), "        )"])


def _guard(guard: Guard) -> str:
    parts = (guard.module, guard.path, guard.kind, guard.expect)
    return f"Guard({', '.join(map(quoted, parts))})"


def _constant(constant: Constant) -> str:
    return f"({quoted(constant.module)}, {quoted(constant.name)})"


def _types(function: CompiledFunction) -> str:
    return _tuple(quoted(p.type) for p in function.parameters)


def _class(use: ClassUse) -> str:
    fields = [
        f"struct={quoted(use.struct)}",
        f"id={quoted(use.id)}",
        f"order={_tuple(map(quoted, use.order))}",
        f"attributes={_tuple(_tuple(map(quoted, row)) for row in use.attributes)}",
        f"methods={_tuple(_tuple(map(quoted, row)) for row in use.methods)}",
    ]
    return "\n".join(["ClassUse(", *(f"                {field}," for field in fields), "            )"])


def _tuple(items: Iterable[str]) -> str:
    texts = list(items)
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def _parameter(parameter: Parameter) -> str:
    return f"({quoted(parameter.name)}, {quoted(parameter.type)}, {parameter.mutated})"


# tests ------------------------------------------------------------------------------------------


def test_rows(function: CompiledFunction) -> list[str]:
    """Return the entries of ``FUNCTIONS`` in the tests for ``function``, one for each signature."""
    return [_test_row(function.id, [quoted(p.type) for p in each.parameters]) for each in function.signatures]


def _test_row(id: str, types: list[str]) -> str:
    line = f"    ({quoted(id)}, [{', '.join(types)}]),"
    if len(line) <= _WIDTH:
        return line
    inner = f"        [{', '.join(types)}],"
    if len(inner) > _WIDTH:
        inner = "\n".join(["        [", *(f"            {item}," for item in types), "        ],"])
    return "\n".join(["    (", f"        {quoted(id)},", inner, "    ),"])


# _shims.py --------------------------------------------------------------------------------------


def shim(function: CompiledFunction, symbol: str) -> str:
    """Return the factory of the shim of ``function``.

    The variable that holds the Rust function is called ``native``: the runtime exchanges it where
    a function has to wait for another module.
    """
    names = [_private(function, p.name) for p in function.parameters]
    further = _keywords(function)
    cls = [_private(function, function.given)] if function.given else []
    taken = [*cls, *names, further]
    rust, original, result, trapped, owner = (
        _apart(name, taken) for name in ("native", "original", "result", "TRAPPED", "owner")
    )
    again = [*cls, *(_handed_on(function, name, p) for name, p in zip(names, function.parameters, strict=True))]
    name = function.qualname.rpartition(".")[2]
    factory = [f"{rust}: Callable[..., Any]", f"{original}: Callable[..., Any]", *([f"{owner}: type"] if cls else [])]
    only = f" if {cls[0]} is {owner} else {trapped}" if cls else ""
    return "\n".join(
        [
            *wrapped(f"def {symbol}", factory, " -> Callable[..., Any]:"),
            *([f"    {trapped} = TRAPPED", ""] if trapped != "TRAPPED" else []),
            *wrapped(f"def {name}", _parameter_list(function), " -> Any:", 4),
            *([f"        if {further}:"] if further else []),
            *(wrapped(f"return {original}", [*again, f"**{further}"], "", 12) if further else []),
            *wrapped(f"{result} = {rust}", names, only, 8),
            f"        if {result} is {trapped}:",
            *wrapped(f"return {original}", again, "", 12),
            f"        return {result}",
            "",
            f"    return {name}",
        ]
    )


def _handed_on(function: CompiledFunction, name: str, parameter: Parameter) -> str:
    """The argument of the original for a parameter of the shim."""
    if parameter.keyword_only:
        return f"{name}={name}"
    starred = f"*{parameter.name}" in (part.strip() for part in function.signature.split(","))
    return f"*{name}" if starred else name


def _keywords(function: CompiledFunction) -> str:
    """The name of ``**kwargs``, which is empty in every call that Rust sees; empty where it takes none."""
    last = function.signature.rpartition(",")[2].strip()
    return last.removeprefix("**") if last.startswith("**") else ""


def _parameter_list(function: CompiledFunction) -> list[str]:
    """Return the parameters as the original has them, without defaults, each of type ``Any``."""
    first = [f"{_private(function, function.given)}: Any"] if function.given else []
    return [*first, *_further_parameters(function)]


def _further_parameters(function: CompiledFunction) -> list[str]:
    """The same without the class that a class method is given."""
    if function.signature:
        parts = [part.strip() for part in function.signature.split(",") if part.strip()]
    else:
        parts = []
        for parameter in function.parameters:
            if parameter.keyword_only and "*" not in parts:
                parts.append("*")
            parts.append(parameter.name)
    return [part if part in ("*", "/") else f"{_private(function, part)}: Any" for part in parts]


def _private(function: CompiledFunction, name: str) -> str:
    """Return a parameter's name as Python mangles it inside a class: ``__x`` is ``_Box__x``."""
    owner = function.qualname.rpartition(".")[0].rpartition(".")[2].lstrip("_")
    if owner and name.startswith("__") and not name.endswith("__"):
        return f"_{owner}{name}"
    return name


def _apart(name: str, others: Sequence[str]) -> str:
    while name in others:
        name += "_"
    return name


# _native.pyi ------------------------------------------------------------------------------------


def stub(function: CompiledFunction, symbol: str) -> str:
    """Return the stub of the boundary function of ``function``."""
    columns = zip(*(each.parameters for each in function.signatures), strict=True)
    parameters = [
        f"{_stub_name(column[0].name, i)}: {_either(annotation(t.parse_type(p.type)) for p in column)}"
        for i, column in enumerate(columns)
    ]
    parts = [*parameters, "/"] if parameters else []
    result = _either(map(_result, function.signatures))
    return "\n".join(wrapped(f"def {symbol}", parts, f" -> {result} | Sentinel: ..."))


def _either(annotations: Iterable[str]) -> str:
    """Return the union; what may be anything is that."""
    texts = list(dict.fromkeys(annotations))
    return "Any" if "Any" in texts else " | ".join(texts)


def _result(function: CompiledFunction) -> str:
    returned = t.parse_type(function.returns)
    if isinstance(returned, t.ArgOr | t.AttrOf):
        returned = returned.inner
    if isinstance(returned, t.ArgView | t.LaidOut):
        returned = returned.array
    if isinstance(returned, t.ArgRef):
        returned = t.parse_type(function.parameters[returned.index].type)
    return annotation(returned)


def stub_imports(texts: Sequence[str]) -> str:
    """Return the imports that the stub ``texts`` need."""
    whole = "\n".join(texts)
    lines = ["from typing import Any"]
    if "deque[" in whole:
        lines[:0] = ["from collections import deque"]
    if "np." in whole:
        lines += ["", "import numpy as np"]
    if "NDArray" in whole:
        lines += ["from numpy.typing import NDArray"]
    return "\n".join(lines)


def annotation(type_: t.Type) -> str:
    """Return ``type_`` as a Python annotation."""
    match type_:
        case t.NpScalar(dtype=dtype):
            return f"np.{_np_name(dtype)}"
        case t.ListOf(element=element):
            return f"list[{annotation(element)}]"
        case t.DictOf(key=key, element=element):
            return f"dict[{annotation(key)}, {annotation(element)}]"
        case t.RowOf(element=element):
            return f"tuple[{annotation(element)}, ...]"
        case t.DequeOf(element=element):
            return f"deque[{annotation(element)}]"
        case t.SetOf(element=element):
            return f"set[{annotation(element)}]"
        case t.TupleOf(elements=elements):
            return f"tuple[{', '.join(map(annotation, elements)) or '()'}]"
        case t.OptionalOf(inner=inner):
            return f"{annotation(inner)} | None"
        case t.ArrayOf(dtype=dtype):
            return f"NDArray[np.{_np_name(dtype)}]"
        case t.Number(kinds=kinds):
            return " | ".join(sorted(kinds))
        case t.Mixed(kinds=kinds):
            return " | ".join(sorted(kinds))
        case t.Char():
            return "str"
        case t.ObjectOf() | t.NodeOf() | t.RandomState():
            return "Any"
        case t.Long():
            return "int"
        case t.Bytes() | t.Int() | t.Float() | t.Complex() | t.Bool() | t.NoneT() | t.Str():
            return str(type_)
        case _:
            return "Any"


def _np_name(dtype: str) -> str:
    return "bool_" if dtype == "bool" else dtype


def _stub_name(name: str, index: int) -> str:
    """Parameters are positional only, so a private name may be shown by its place."""
    return f"argument_{index}" if name.startswith("__") else name

"""What the text of a named tuple says: its fields, and the defaults that are literals.

Nothing is run. That a class is at run time what its text says is checked when the generated code binds to it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from migrator.finding.source import SourceModule
from migrator.lowering.names import RecordText

if TYPE_CHECKING:
    from migrator.finding.names import ModuleNames

_MAKERS = frozenset({"collections.namedtuple", "typing.NamedTuple"})


def record_text(class_id: str, names: ModuleNames) -> RecordText | None:
    """Return the named tuple ``module:Name`` of the module of ``names``; None where it is none, or not plainly one."""
    _, _, name = class_id.partition(":")
    found = [s for s in _statements(names.source) if name in _bound(s)]
    if len(found) != 1:
        return None
    match found[0]:
        case ast.Assign(targets=[ast.Name()], value=ast.Call() as call):
            return _made(class_id, call, names) if _first_text(call) == name else None
        case ast.ClassDef(bases=[ast.Call() as call], keywords=[], decorator_list=[], body=body):
            return _made(class_id, call, names) if not _makes_itself(body) else None
        case ast.ClassDef(bases=[base], keywords=[], decorator_list=[], body=body):
            plain = names.resolve_global(ast.unparse(base)).qualified == "typing.NamedTuple"
            return _of_class(class_id, body) if plain and not _makes_itself(body) else None
        case _:
            return None


@lru_cache(maxsize=256)
def _statements(source: SourceModule) -> list[ast.stmt]:
    return ast.parse(source.text).body


def is_maker(call: str, names: ModuleNames) -> bool:
    """Whether ``call``, as spelled among the bases of a class, makes a named tuple."""
    function, parenthesis, _ = call.partition("(")
    return bool(parenthesis) and names.resolve_global(function).qualified in _MAKERS


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case _:
            yield from (n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _makes_itself(body: list[ast.stmt]) -> bool:
    return any(isinstance(s, ast.FunctionDef) and s.name in ("__new__", "__init__", "__init_subclass__") for s in body)


def _first_text(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _made(class_id: str, call: ast.Call, names: ModuleNames) -> RecordText | None:
    """``namedtuple("P", "x y", defaults=(0,))`` and ``NamedTuple("P", [("x", float)])``."""
    maker = names.resolve_global(ast.unparse(call.func)).qualified
    options = {k.arg: k.value for k in call.keywords}
    if maker not in _MAKERS or len(call.args) != 2 or set(options) - {"defaults"}:
        return None
    fields = _fields(call.args[1], pairs=maker == "typing.NamedTuple")
    given = options.get("defaults", ast.Tuple(elts=[]))
    if not fields or not isinstance(given, ast.Tuple | ast.List) or not all(map(_literal, given.elts)):
        return None
    last = fields[len(fields) - len(given.elts) :] if given.elts else ()
    return RecordText(class_id, fields, dict(zip(last, map(ast.unparse, given.elts), strict=False)))


def _fields(node: ast.expr, *, pairs: bool) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str() as text) if not pairs:
            return tuple(text.replace(",", " ").split())
        case ast.List(elts=items) | ast.Tuple(elts=items):
            firsts = [i.elts[0] if pairs and isinstance(i, ast.Tuple) and i.elts else i for i in items]
            texts = [f.value for f in firsts if isinstance(f, ast.Constant) and isinstance(f.value, str)]
            return tuple(texts) if len(texts) == len(items) else ()
        case _:
            return ()


def _of_class(class_id: str, body: list[ast.stmt]) -> RecordText | None:
    fields: list[str] = []
    defaults: dict[str, str] = {}
    for statement in body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            fields.append(statement.target.id)
            if statement.value is not None:
                if not _literal(statement.value):
                    return None
                defaults[fields[-1]] = ast.unparse(statement.value)
    return RecordText(class_id, tuple(fields), defaults) if fields else None


def _literal(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(inner, ast.Constant) and isinstance(inner.value, int | float | str | None)

"""Types of what ``defaultdict`` and ``Counter`` do with a key that is missing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


def factories(function: n.Function) -> dict[str, n.Expr]:
    """What the dicts of ``function`` whose factory is their own give for a missing key, by their kind."""
    made = (node for node in walk(function) if isinstance(node, n.DictExpr))
    return {node.kind: node.default for node in made if node.default is not None}


def own_factory(kind: t.Type) -> bool:
    """Whether a dict in a value of this type has a factory that only the function that made it knows."""
    if isinstance(kind, t.ObjectOf):
        return any(own_factory(field.type) for field in kind.fields)
    return (isinstance(kind, t.DictOf) and kind.kind not in t.MAPS) or any(map(own_factory, kind.parts))


def _default(inference: Inference, kind: str, line: int) -> n.Expr:
    """What the factory of ``kind`` makes; a ``Counter`` gives 0."""
    own = inference.factories.get(kind)
    if own is not None:
        return own
    match kind.removeprefix("defaultdict_"):
        case "float":
            return n.Const(value=0.0, line=line)
        case "str":
            return n.Const(value="", line=line)
        case "list":
            return n.ListExpr(items=(), line=line)
        case "set":
            return n.SetExpr(items=(), line=line)
        case "dict":
            return n.DictExpr(keys=(), values=(), line=line)
        case _:
            return n.Const(value=0, line=line)


def missing(inference: Inference, node: n.Index, base: n.Expr) -> n.Expr | None:
    """``base[key]`` of a dict that has a value for every key: a ``defaultdict`` puts it in, a ``Counter`` does not."""
    kind = base.type
    assert isinstance(kind, t.DictOf)
    if kind.kind == "dict" or node.present:
        return None
    op = "dict.get.or" if kind.kind == "Counter" else "dict.setdefault"
    default = _default(inference, kind.kind, node.line)
    if kind.kind == "Counter":
        default = inference.to(inference.expr(default), kind.element)
    return inference.expr(n.Apply(op=op, args=(node.base, node.index, default), line=node.line))


def with_present(inference: Inference, stmt: n.Stmt) -> tuple[n.Stmt, ...] | None:
    """``row = groups[key]`` of a ``defaultdict`` as two statements: the key is put in, then the row gets its name."""
    match stmt:
        case n.Assign(target=n.NameTarget(), value=n.Index(base=base, index=key, present=False) as index):
            kind = inference.expr(base).type
        case _:
            return None
    if not isinstance(kind, t.DictOf) or kind.kind in ("dict", "Counter"):
        return None
    default = _default(inference, kind.kind, stmt.line)
    if isinstance(default, n.Const):
        return None
    before: tuple[n.Stmt, ...] = ()
    if not isinstance(key, n.Local | n.Const):
        name = inference.fresh.get(id(stmt)) or inference.fresh.setdefault(id(stmt), inference.unused("key"))
        before = (n.Assign(target=n.NameTarget(name=name, line=stmt.line), value=key, line=stmt.line),)
        key = n.Local(name=name, line=stmt.line)
    put = n.Apply(op="dict.setdefault", args=(base, key, default), line=stmt.line)
    row = dataclasses.replace(stmt, value=dataclasses.replace(index, index=key, present=True))
    return (*before, n.Eval(value=put, line=stmt.line, comments=stmt.comments), row)

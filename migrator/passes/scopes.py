"""How far a name for a part of an array must keep meaning the same: the statements in which that matters.

before:  inner = grid[1:-1]; step = inner * 2.0; grid[1:-1] += step
matters: step = inner * 2.0
"""

from __future__ import annotations

from migrator.ir import nodes as n
from migrator.ir.walk import names_read, walk
from migrator.ops.arrays import ARRAY_RECORDS
from migrator.passes.places import is_place

_ELEMENTWISE = frozenset({"cast", "copy", "where"})


def until_bound(scope: list[n.Stmt], root: str, name: str) -> list[n.Stmt]:
    """``scope`` up to where ``root`` is bound to a fresh value, if ``name``, which names a part of it, is not read after."""
    for place, stmt in enumerate(scope):
        match stmt:
            case n.Assign(target=n.NameTarget(name=bound), value=value) if bound == root:
                if is_place(value) or any(name in names_read(later) for later in scope[place + 1 :]):
                    return scope
                return [*scope[:place], n.Eval(value=value, line=stmt.line)]
            case _:
                pass
    return scope


def until_last_use(scope: list[n.Stmt], name: str) -> list[n.Stmt]:
    """``scope`` up to the last statement that reads ``name``, if every read only computes with the elements.

    What is computed element by element is fresh, so nothing refers to the part afterwards.
    """
    reading = [place for place, stmt in enumerate(scope) if name in names_read(stmt)]
    if not reading or not all(_only_computes(stmt, name) for stmt in scope):
        return scope
    return scope[: reading[-1] + 1]


def _only_computes(stmt: n.Stmt, name: str) -> bool:
    every = sum(_is(node, name) for node in walk(stmt))
    return every == sum(_operands(node, name) for node in walk(stmt))


def _operands(node: n.Node, name: str) -> int:
    """How many operands of an element-wise operation ``name``, or a part of it, is."""
    if not isinstance(node, n.ArrayOp) or not (node.op in _ELEMENTWISE or node.op in ARRAY_RECORDS):
        return 0
    parts = (arg.base if isinstance(arg, n.Part) else arg for arg in node.args)
    return sum(_is(part, name) for part in parts)


def _is(node: n.Node, name: str) -> bool:
    return isinstance(node, n.Local) and node.name == name

"""``out = io.StringIO()`` that is only written to and asked for its text: a list of the parts, which are joined.

What is written must be text: a list of anything else is not joined, so that is refused where the types are known.

    before:  out = io.StringIO()          after:  out = []
             out.write(name)                      out.append(name)
             return out.getvalue()                return "".join(out)
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context


def keep_builder(
    node: cst.CSTNode, rest: Sequence[cst.CSTNode], context: Context, line: int
) -> tuple[n.Stmt, ...] | None:
    """What ``name = io.StringIO()`` does, where the statements ``rest`` of the function only write to it; else None."""
    from migrator.lowering.expressions import dotted

    match node:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=cst.Call(args=[]) as call)]
        ):
            path = dotted(call.func)
        case _:
            return None
    if path is None or context.local(path.partition(".")[0]) is not None or context.local(name) != name:
        return None
    binding = context.names.resolve(path)
    if (binding.kind, binding.target) != ("library", "io.StringIO") or context.bound.get(name) != 1:
        return None
    uses = _Uses(name)
    for statement in rest:
        statement.visit(uses)
    if uses.other or not uses.asked:
        return None
    context.guard(path, "library", "io.StringIO")
    context.builders.add(name)
    return (n.Assign(target=n.NameTarget(name=name, line=line), value=n.ListExpr(items=(), line=line), line=line),)


def of_builder(func: cst.Attribute, args: Sequence[n.Expr], line: int) -> n.Expr:
    """``out.write(part)`` and ``out.getvalue()``."""
    assert isinstance(func.value, cst.Name)
    parts = n.Local(name=func.value.value, line=line)
    if func.attr.value == "write":
        return n.Apply(op="list.append", args=(parts, *args), line=line)
    return n.Apply(op="method.join", args=(n.Const(value="", line=line), parts), line=line)


class _Uses(cst.CSTVisitor):
    """Looks at every place where the name stands: as a statement that writes one argument, where it is asked, others."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.asked = 0
        self.other = 0
        self.inside = 0

    def visit_Expr(self, node: cst.Expr) -> bool:
        match node.value:
            case cst.Call(
                func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="write")),
                args=[cst.Arg(keyword=None, star="", value=value)],
            ) if name == self.name and not self.inside:
                value.visit(self)
                return False
        return True

    def visit_Call(self, node: cst.Call) -> bool:
        match node:
            case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="getvalue")), args=[]) if (
                name == self.name and not self.inside
            ):
                self.asked += 1
                return False
        return True

    def visit_Name(self, node: cst.Name) -> None:
        self.other += node.value == self.name

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:
        node.value.visit(self)
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.inside += 1

    def leave_FunctionDef(self, original_node: cst.FunctionDef) -> None:
        self.inside -= 1

    def visit_Lambda(self, node: cst.Lambda) -> None:
        self.inside += 1

    def leave_Lambda(self, original_node: cst.Lambda) -> None:
        self.inside -= 1

"""What says beforehand whether a statement in a ``try`` will raise what its handler catches; see ``lowering.lookups``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_PLAIN = (t.INT, t.FLOAT, t.BOOL)
"""What raises when it is divided by zero; NumPy's scalars warn."""


def _raises(kind: t.Type) -> bool:
    return kind in _PLAIN or (isinstance(kind, t.Number) and kind.kinds <= {"int", "float"})


def tried(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """Return the test; None for what has a record of its own."""
    kinds = [arg.type for arg in args]
    if any(kind == t.UNKNOWN for kind in kinds):
        return n.Const(value=True, type=t.BOOL, line=node.line) if not inference.strict else None
    match node.op:
        case "tried.division" if all(map(_raises, kinds)):
            zero = n.Const(value=0, line=node.line)
            test = inference.expr(n.Apply(op="operator.ne", args=(node.args[1], zero), line=node.line))
            if isinstance(args[0], n.Local | n.Const):
                return test
            # What the dividend raises comes before the division.
            before = n.Eval(value=args[0], line=node.line)
            return n.BlockExpr(body=(before,), value=test, type=t.BOOL, line=node.line)
        case "tried.find" if isinstance(kinds[0], t.ListOf | t.Str):
            return inference.expr(n.Apply(op="method.contains", args=node.args, line=node.line))
        case "tried.int" | "tried.float" if kinds[0] in (t.STR, t.CHAR):
            return None
        case "tried.int" if kinds[0] in (t.INT, t.BOOL):
            return n.Const(value=True, type=t.BOOL, line=node.line)
        case "tried.float" if kinds[0] in _PLAIN:
            return n.Const(value=True, type=t.BOOL, line=node.line)
        case _:
            shown = ", ".join(map(str, kinds))
            inference.fail("M108", node.line, f"catching what this raises for {shown} has no Rust yet")
            return n.Const(value=True, type=t.BOOL, line=node.line)

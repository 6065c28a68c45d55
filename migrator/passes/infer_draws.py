"""Draws from a generator that is a value: an argument, an attribute, a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ops import OPERATIONS
from migrator.passes.infer_callbacks import called_back
from migrator.passes.infer_tuples import as_list

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_DEFAULTS: dict[str, tuple[float, ...]] = {
    "gauss": (0.0, 1.0),
    "normalvariate": (0.0, 1.0),
}
"""What a method takes for arguments that are left out."""
_OF_LISTS = ("choice", "choices", "sample")
_KEYWORDS = {"choices": "k", "sample": "k"}


def draw(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``rng.name(…)`` as the record of the function of that name in the module ``random``; None where there is none."""
    name, _, keyword = node.op.removeprefix("method.").partition(".")
    given = node.args[1:]
    if name == "choices" and len(given) == 2 and not keyword:
        inference.fail("M103", node.line, "choices() with weights has no Rust yet")
        return None
    if name in _DEFAULTS:
        missing = _DEFAULTS[name][len(given) :]
        given = (*given, *(n.Const(value=value, line=node.line) for value in missing))
    if name in _OF_LISTS and given and isinstance(args[1].type, t.TupleOf):
        listed = as_list(inference, args[1])
        given = (listed, *given[1:]) if listed is not None else given
    ops = [op for op in OPERATIONS if op == f"random.{name}" or op.startswith(f"random.{name}.")]
    fitting = [op for op in ops if len(OPERATIONS[op].forms[0].params) == len(given) + 1]
    if not fitting:
        inference.fail("M103", node.line, f"`.{name}()` of a generator, called like this, has no Rust yet")
        return None
    return inference.expr(n.Apply(op=fitting[0], args=(node.args[0], *given), line=node.line))


def of_numpy(inference: Inference, name: str, args: tuple[n.Expr, ...], keywords: tuple[str, ...], line: int) -> n.Expr:
    """``rng.name(…)`` of a ``Generator`` or ``RandomState`` of NumPy's, the first of ``args``: called back."""
    hole = next((a for a in args if isinstance(a, n.HoleExpr)), None)
    if hole is not None:
        return hole
    if any(a.type == t.UNKNOWN for a in args):
        if inference.strict:
            inference.fail("M204", line, "the type of an argument could not be determined")
        return n.ArrayOp(op="host", args=args, option=" ".join((f"method.{name}", *keywords)), line=line)
    drawn = called_back(inference, f"method.{name}", args, keywords, line)
    if drawn is None:
        shown = ", ".join(str(a.type) for a in args[1:])
        inference.fail("M103", line, f"`.{name}({shown})` of {args[0].type} has no Rust yet")
    return drawn or n.ArrayOp(op="host", args=args, option=f"method.{name}", line=line)


def with_keywords(node: n.MethodCall) -> n.Expr | None:
    """``rng.choices(xs, k=n)`` with its arguments in order; None for other keywords."""
    if tuple(node.keywords) != (_KEYWORDS.get(node.name),) or len(node.args) != 2:
        return None
    return n.Apply(op=f"method.{node.name}.k", args=(node.base, *node.args), line=node.line)

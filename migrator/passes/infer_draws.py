"""Draws from a generator that is a value: an argument, an attribute, a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.ops import OPERATIONS
from migrator.passes.infer_callbacks import called_back
from migrator.passes.infer_tuples import as_list
from migrator.passes.places import is_place

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_DEFAULTS: dict[str, tuple[float, ...]] = {
    "gauss": (0.0, 1.0),
    "normalvariate": (0.0, 1.0),
}
"""What a method takes for arguments that are left out."""
_OF_LISTS = ("choice", "choices", "sample")
_KEYWORDS = {("choices", "k"): "k", ("sample", "k"): "k", ("choices", "weights"): "weights"}
_KEYWORDS[("choices", "weights k")] = "weighted"


def draw(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``rng.name(…)`` as the record of the function of that name in the module ``random``; None where there is none."""
    name, _, keyword = node.op.removeprefix("method.").partition(".")
    given = node.args[1:]
    if name == "choices" and (keyword == "weights" or (len(given) == 2 and not keyword)):
        given = (*given, n.Const(value=1, type=t.INT, line=node.line))
    if name in _DEFAULTS:
        missing = _DEFAULTS[name][len(given) :]
        given = (*given, *(n.Const(value=value, line=node.line) for value in missing))
    if name in _OF_LISTS and given and isinstance(args[1].type, t.TupleOf):
        listed = as_list(inference, args[1])
        given = (listed, *given[1:]) if listed is not None else given
    if name == "choices" and len(given) == 3 and isinstance(args[2].type, t.TupleOf):
        listed = as_list(inference, args[2])
        given = (given[0], listed, given[2]) if listed is not None else given
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
    how = _KEYWORDS.get((node.name, " ".join(node.keywords)))
    if how is None or len(node.args) != 1 + len(node.keywords):
        return None
    return n.Apply(op=f"method.{node.name}.{how}", args=(node.base, *node.args), line=node.line)


def drawn_row(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``random.choice(rows)``: the row itself, at a place that is drawn; None for elements that are as good copied."""
    rows = args[1]
    if not isinstance(rows.type, t.ListOf) or not rows.type.element.mutable:
        return None
    if not is_place(rows) or any(not isinstance(c, n.Local | n.Attr) for c in walk(rows)):
        inference.fail("M103", node.line, "choice() of lists that have no name has no Rust yet", "Bind them to one.")
        return None
    count = n.Apply(op="builtins.len", args=(node.args[1],), line=node.line)
    place = n.Apply(op="random.randrange", args=(node.args[0], count), line=node.line)
    return inference.expr(n.Index(base=node.args[1], index=place, line=node.line))

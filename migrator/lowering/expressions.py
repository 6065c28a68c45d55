"""Expressions. What has no Rust becomes a ``HoleExpr``: evaluating it traps."""

from __future__ import annotations

import ast
import dataclasses
import math
import string
from collections.abc import Sequence

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.arrays import float_limit, joined_by_r
from migrator.lowering.callables import library_value
from migrator.lowering.calls import class_or, lower_call
from migrator.lowering.collections import merged_dict
from migrator.lowering.context import Context
from migrator.lowering.dtypes import dtype_test
from migrator.lowering.formats import by_method, formatted, joined, percent
from migrator.lowering.inner import closure_value, lambda_value
from migrator.lowering.iterators import generator, lower_iterable
from migrator.lowering.keywords import contains, is_keywords
from migrator.lowering.names import Binding
from migrator.lowering.stars import starred_display
from migrator.lowering.streams import Stream, collected, collected_dict
from migrator.lowering.versions import version_part, version_test

_BINARY: dict[type[cst.CSTNode], str] = {
    cst.Add: "add",
    cst.Subtract: "sub",
    cst.Multiply: "mul",
    cst.Divide: "true_div",
    cst.FloorDivide: "floor_div",
    cst.Modulo: "floor_mod",
    cst.Power: "pow",
    cst.LeftShift: "shl",
    cst.RightShift: "shr",
    cst.BitAnd: "and",
    cst.BitOr: "or",
    cst.BitXor: "xor",
    cst.MatrixMultiply: "matmul",
}
INPLACE: dict[type[cst.CSTNode], str] = {
    cst.AddAssign: "add",
    cst.SubtractAssign: "sub",
    cst.MultiplyAssign: "mul",
    cst.DivideAssign: "true_div",
    cst.FloorDivideAssign: "floor_div",
    cst.ModuloAssign: "floor_mod",
    cst.PowerAssign: "pow",
    cst.LeftShiftAssign: "shl",
    cst.RightShiftAssign: "shr",
    cst.BitAndAssign: "and",
    cst.BitOrAssign: "or",
    cst.BitXorAssign: "xor",
}
_COMPARE: dict[type[cst.CSTNode], str] = {
    cst.LessThan: "lt",
    cst.LessThanEqual: "le",
    cst.GreaterThan: "gt",
    cst.GreaterThanEqual: "ge",
    cst.Equal: "eq",
    cst.NotEqual: "ne",
}
_CONSTANTS = {
    "math.pi": math.pi,
    "math.e": math.e,
    "math.tau": math.tau,
    "math.inf": math.inf,
    "math.nan": math.nan,
    "cmath.pi": math.pi,
    "cmath.e": math.e,
    "cmath.tau": math.tau,
    "cmath.inf": math.inf,
    "cmath.nan": math.nan,
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "numpy.nan": math.nan,
    "numpy.newaxis": None,
    "sys.maxsize": 2**63 - 1,
    **{
        f"string.{name}": getattr(string, name)
        for name in "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation".split()
    },
}
_WORDS: dict[type[cst.CSTNode], str] = {
    cst.Dict: "a dict display",
    cst.DictComp: "a dict comprehension",
    cst.Set: "a set display",
    cst.SetComp: "a set comprehension",
    cst.GeneratorExp: "a generator as a value",
    cst.FormattedString: "an f-string",
    cst.ConcatenatedString: "a string of several parts",
    cst.Ellipsis: "`...`",
    cst.NamedExpr: "this `:=`",
    cst.Yield: "`yield`",
    cst.Await: "`await`",
}
"""Expressions without Rust, in Python's terms."""
_I128 = range(-(2**127), 2**127)


def constant(node: cst.BaseExpression) -> bool:
    """Whether ``node`` is a literal number, bool or None (with a sign)."""
    if isinstance(node, cst.UnaryOperation):
        return isinstance(node.operator, cst.Minus) and constant(node.expression)
    if isinstance(node, cst.Name):
        return node.value in ("True", "False", "None")
    return isinstance(node, cst.Integer | cst.Float)


def literal(node: cst.BaseExpression) -> bool:
    """Whether ``node`` is a constant, a text, or a tuple of such: an immutable default."""
    if isinstance(node, cst.Tuple):
        return all(isinstance(e, cst.Element) and literal(e.value) for e in node.elements)
    return constant(node) or isinstance(node, cst.SimpleString | cst.Imaginary)


def lower_expression(node: cst.BaseExpression, context: Context) -> n.Expr:
    """Lower one expression."""
    line = context.line(node)
    match node:
        case cst.Integer(value=text):
            return _integer(int(text, 0), node, context)
        case cst.Float(value=text):
            return n.Const(value=float(text), line=line)
        case cst.Imaginary(value=text):
            parts = tuple(n.Const(value=part, line=line) for part in (0.0, complex(text.replace("_", "")).imag))
            return n.Apply(op="builtins.complex.parts", args=parts, line=line)
        case cst.SimpleString(value=text) if not text.lower().startswith(("b", "rb", "br")):
            return _text(str(ast.literal_eval(text)), node, context)
        case cst.SimpleString(value=text):
            octets = tuple(n.Const(value=octet, line=line) for octet in ast.literal_eval(text))
            return n.Apply(op="builtins.bytes", args=(n.ListExpr(items=octets, line=line),), line=line)
        case cst.ConcatenatedString() if (value := node.evaluated_value) is not None and isinstance(value, str):
            return _text(value, node, context)
        case cst.FormattedString(parts=parts):
            return _formatted(parts, node, context)
        case cst.Name(value=name):
            return _name(name, node, context)
        case cst.Attribute() | cst.Subscript() if (part := version_part(node, context)) is not None:
            return n.Const(value=part, line=line)
        case cst.Attribute():
            return _attribute(node, context)
        case cst.UnaryOperation(operator=operator, expression=inner):
            return _unary(operator, inner, context, line)
        case cst.BinaryOperation(left=left, operator=operator, right=right):
            op = _BINARY.get(type(operator))
            template = literal_text(left) if isinstance(operator, cst.Modulo) else None
            made = percent(template, right, context) if template is not None else None
            if made is not None:
                return made
            if op is None:
                return context.hole(node, "M102", "this operator has no Rust yet")
            args = (lower_expression(left, context), lower_expression(right, context))
            return n.Apply(op=f"operator.{op}", args=args, line=line)
        case cst.BooleanOperation(left=left, operator=operator, right=right):
            return n.Logic(
                kind="and" if isinstance(operator, cst.And) else "or",
                left=lower_expression(left, context),
                right=lower_expression(right, context),
                line=line,
            )
        case cst.Comparison() if (answer := version_test(node, context)) is not None:
            return n.Const(value=answer, line=line)
        case cst.Comparison(left=left, comparisons=comparisons):
            return _comparison(left, comparisons, context, line)
        case cst.IfExp(test=test, body=body, orelse=orelse):
            decided = lower_test(test, context)
            if isinstance(decided, n.Const) and isinstance(decided.value, bool):
                # What is never evaluated need not have Rust.
                return lower_expression(body if decided.value else orelse, context)
            return n.Cond(
                test=decided,
                then=lower_expression(body, context),
                orelse=lower_expression(orelse, context),
                line=line,
            )
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            if any(isinstance(e, cst.StarredElement) for e in elements):
                return starred_display(node, context)
            items = tuple(lower_expression(e.value, context) for e in elements)
            kind = n.TupleExpr if isinstance(node, cst.Tuple) else n.ListExpr
            return kind(items=items, line=line)
        case cst.Subscript(value=value, slice=elements):
            return _subscript(value, elements, node, context)
        case cst.Call(func=cst.Attribute(value=literal, attr=cst.Name(value="format"))) if (
            template := literal_text(literal)
        ) is not None and (made := by_method(template, node, context)) is not None:
            return made
        case cst.Call():
            return lower_call(node, context, lower_expression)
        case cst.Lambda():
            return lambda_value(node, context)
        case cst.ListComp():
            stream = generator(node, context)
            return stream if isinstance(stream, n.HoleExpr) else collected(stream, context, line)
        case cst.NamedExpr(target=cst.Name(value=name), value=value):
            own = context.local(name) or name
            bound = n.Assign(
                target=n.NameTarget(name=own, line=line), value=lower_expression(value, context), line=line
            )
            return n.BlockExpr(body=(bound,), value=n.Local(name=own, line=line), line=line)
        case cst.SetComp():
            stream = generator(node, context)
            return stream if isinstance(stream, n.HoleExpr) else collected(stream, context, line, kind="set")
        case cst.DictComp():
            stream = generator(node, context)
            return stream if isinstance(stream, n.HoleExpr) else collected_dict(stream, context, line)
        case cst.Dict(elements=entries):
            return _dict(entries, node, context)
        case cst.Set(elements=elements):
            if any(isinstance(e, cst.StarredElement) for e in elements):
                return context.hole(node, "M102", "a starred element has no Rust yet")
            return n.SetExpr(items=tuple(lower_expression(e.value, context) for e in elements), line=line)
        case _:
            what = _WORDS.get(type(node), type(node).__name__)
            return context.hole(node, "M102", f"{what} has no Rust yet")


def lower_test(node: cst.BaseExpression, context: Context) -> n.Expr:
    """Lower what only the truth of matters; a module is true (``if numpy:``)."""
    path = dotted(node)
    if is_keywords(node, context):
        return n.Const(value=False, line=context.line(node))
    if path is not None and context.local(path.partition(".")[0]) is None:
        binding = context.names.resolve(path)
        if binding.kind == "library" and binding.target in _MODULES:
            context.guard(path, "library", binding.target)
            return n.Const(value=True, line=context.line(node))
    return lower_expression(node, context)


_MODULES = frozenset({"math", "numpy", "random", "itertools", "collections", "operator"})


def _text(value: str, node: cst.BaseExpression, context: Context) -> n.Expr:
    if any("\ud800" <= c <= "\udfff" for c in value):
        return context.hole(node, "M102", "a text with a lone surrogate has no Rust")
    return n.Const(value=value, line=context.line(node))


def _formatted(parts: Sequence[cst.BaseFormattedStringContent], node: cst.BaseExpression, context: Context) -> n.Expr:
    """An f-string: its parts one after the other, each through ``str`` or ``format``."""
    line = context.line(node)
    pieces: list[n.Expr] = []
    for part in parts:
        match part:
            case cst.FormattedStringText(value=text):
                escaped = text.replace("{{", "{").replace("}}", "}")
                pieces.append(_text(_unescaped(escaped), node, context))
            case cst.FormattedStringExpression(expression=inner, format_spec=spec, conversion=None, equal=None):
                value = lower_expression(inner, context)
                piece = formatted(value, _fixed_spec(spec), line)
                if piece is None:
                    return context.hole(node, "M102", "an f-string with this format has no Rust yet")
                pieces.append(value if isinstance(value, n.HoleExpr) else piece)
            case _:
                return context.hole(node, "M102", "an f-string with this format has no Rust yet")
    return joined(pieces, line)


def _fixed_spec(spec: Sequence[cst.BaseFormattedStringContent] | None) -> str:
    """A format that stands in the source; one that is computed gives what is no format."""
    parts = [p.value if isinstance(p, cst.FormattedStringText) else "\0" for p in spec or ()]
    return "".join(parts)


def _unescaped(text: str) -> str:
    """The text of a part of an f-string as Python reads it."""
    quoted = text.replace('"', '\\"').replace("\n", "\\n")
    return str(ast.literal_eval(f'"{quoted}"'))


def literal_text(node: cst.BaseExpression) -> str | None:
    """The text of a plain literal; None for all else."""
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        value = node.evaluated_value
        return value if isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value) else None
    return None


def _integer(value: int, node: cst.BaseExpression, context: Context) -> n.Expr:
    if value not in _I128:
        return context.hole(node, "M102", f"the int {value} does not fit in 128 bits")
    return n.Const(value=value, line=context.line(node))


def _name(name: str, node: cst.BaseExpression, context: Context) -> n.Expr:
    line = context.line(node)
    if name in ("True", "False", "None"):
        return n.Const(value={"True": True, "False": False, "None": None}[name], line=line)
    local = context.local(name)
    known = context.callables.get(name) if local == name else None
    if known is not None:
        return lambda_value(known, context) if isinstance(known, cst.Lambda) else closure_value(known, node, context)
    if local is not None and local == name and name in context.dtypes:
        return context.hole(node, "M102", f"the dtype `{name}` as a value has no Rust yet", "Give it to NumPy only.")
    if local is not None and local == name and name in context.ranges:
        return context.hole(node, "M102", f"the range `{name}` as a value has no Rust yet", "Loop over it only.")
    if local is not None and local == name and name in context.steps:
        return context.hole(
            node, "M102", f"the iterator `{name}` as a value has no Rust yet", "Step through it by `next`."
        )
    if local is not None and local == name and name in context.deferred:
        return context.hole(node, "M102", f"the iterator `{name}` as a value has no Rust yet", "Make it a list.")
    if local is not None:
        return n.Local(name=local, line=line)
    binding = context.names.resolve(name)
    if binding.kind == "value":
        return n.Local(name=context.global_value(name), line=line)
    if binding.kind == "function" and not context.names.is_generator(binding.target):
        context.guard(name, "function", binding.target)
        return n.FunctionRef(function=binding.target, line=line)
    return _known_constant(name, binding, node, context)


def _known_constant(path: str, binding: Binding, node: cst.BaseExpression, context: Context) -> n.Expr:
    target = binding.target
    value = library_value(path, binding, node, context)
    if value is not None:
        return value
    if binding.kind == "flag":
        context.guard(path, "flag", target)
        return n.Const(value=target == "True", line=context.line(node))
    if target in _CONSTANTS:
        context.guard(path, "library", target)
        return n.Const(value=_CONSTANTS[target], line=context.line(node))
    return context.hole(node, "M102", f"`{path}` has no Rust yet")


def _attribute(node: cst.Attribute, context: Context) -> n.Expr:
    path = dotted(node)
    if path is not None and context.local(path.split(".", maxsplit=1)[0]) is None:
        owner = context.names.resolve(path.rpartition(".")[0])
        if owner.kind == "class" and context.names.enumeration(owner.target, node.attr.value):
            return dataclasses.replace(context.member(path, owner.target), line=context.line(node))
        if owner.kind == "class" and context.names.class_value(owner.target, node.attr.value):
            context.guard(path.rpartition(".")[0], "class", owner.target)
            return n.Local(name=context.global_value(path), line=context.line(node))
        binding = context.names.resolve(path)
        if binding.kind == "unknown" and owner.kind == "value":
            held = path.rpartition(".")[0]
            value = n.Local(name=context.global_value(held), line=context.line(node))
            return n.Attr(base=value, name=context.attribute(node.attr.value), line=context.line(node))
        return _known_constant(path, binding, node, context)
    limit = float_limit(node, context)
    if limit is not None:
        return limit
    name = node.attr.value
    base = class_or(node.value, context, lower_expression)
    of_self = isinstance(node.value, cst.Name) and node.value.value == context.receiver
    if name in ("shape", "size", "ndim", "T") and not of_self:
        return n.Apply(op=f"array.{name}", args=(base,), line=context.line(node))
    return n.Attr(base=base, name=context.attribute(name), line=context.line(node))


def dotted(node: cst.BaseExpression) -> str | None:
    """``a.b.c`` as text, or None where ``node`` is not a chain of names."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr.value}" if inner is not None else None
    return None


def _unary(operator: cst.BaseUnaryOp, inner: cst.BaseExpression, context: Context, line: int) -> n.Expr:
    if isinstance(operator, cst.Not):
        return n.Not(value=lower_test(inner, context), line=line)
    if isinstance(operator, cst.Minus) and isinstance(inner, cst.Integer):
        return _integer(-int(inner.value, 0), inner, context)
    value = lower_expression(inner, context)
    if isinstance(operator, cst.Minus) and isinstance(value, n.Const) and type(value.value) is float:
        return n.Const(value=-value.value, line=line)
    names = {cst.Minus: "neg", cst.Plus: "pos", cst.BitInvert: "invert"}
    return n.Apply(op=f"operator.{names[type(operator)]}", args=(value,), line=line)


def _comparison(
    left: cst.BaseExpression,
    comparisons: Sequence[cst.ComparisonTarget],
    context: Context,
    line: int,
) -> n.Expr:
    """A chain evaluates its operands left to right, each at most once, and stops where a link fails (C11)."""
    asked = (
        _type_test(left, comparisons, context)
        or _of_keywords(left, comparisons, context)
        or dtype_test(left, comparisons, context)
    )
    if asked is not None:
        return asked
    first = lower_expression(left, context)
    mark = _compared_by_identity(comparisons[0], context)
    second = n.Const(value=mark) if mark is not None else lower_expression(comparisons[0].comparator, context)
    if len(comparisons) == 1:
        return _compare(comparisons[0], first, second, context, line)
    bindings: list[n.Stmt] = []
    if isinstance(second, n.Local | n.Const):
        return _links(comparisons, first, second, context, line)
    if not isinstance(first, n.Const):
        first = _named(first, "first", bindings, context, line)
    second = _named(second, "middle", bindings, context, line)
    return n.BlockExpr(body=tuple(bindings), value=_links(comparisons, first, second, context, line), line=line)


def _type_test(
    left: cst.BaseExpression, comparisons: Sequence[cst.ComparisonTarget], context: Context
) -> n.Expr | None:
    """``type(x) is C``, ``type(x) == C`` and their opposites, either way round; None where it is another comparison."""
    from migrator.lowering.calls import class_asked, is_of_type, like

    operator, right = comparisons[0].operator, comparisons[0].comparator
    if len(comparisons) > 1 or not isinstance(operator, cst.Is | cst.IsNot | cst.Equal | cst.NotEqual):
        return None
    negated = isinstance(operator, cst.IsNot | cst.NotEqual)
    both = [found for side in (left, right) if (found := class_asked(side, context)) is not None]
    if len(both) == len(("left", "right")):
        alike = like(both[0], both[1], exact=True, line=both[0].line)
        return n.Not(value=alike, line=alike.line) if negated else alike
    value, cls = _argument_of_type(left, context), right
    if value is None:
        value, cls = _argument_of_type(right, context), left
    if value is None or _argument_of_type(cls, context) is not None:
        return None
    test = is_of_type(lower_expression(value, context), cls, context)
    if test is None:
        return None
    context.guard("type", "builtin", "type")
    return n.Not(value=test, line=test.line) if negated else test


def _of_keywords(
    left: cst.BaseExpression, comparisons: Sequence[cst.ComparisonTarget], context: Context
) -> n.Expr | None:
    """``"key" in kwargs`` and its opposite; None for another comparison."""
    operator = comparisons[0].operator
    if len(comparisons) > 1 or not isinstance(operator, cst.In | cst.NotIn):
        return None
    found = contains(left, comparisons[0].comparator, context)
    return n.Not(value=found, line=found.line) if found is not None and isinstance(operator, cst.NotIn) else found


def _argument_of_type(node: cst.BaseExpression, context: Context) -> cst.BaseExpression | None:
    """``x`` of ``type(x)``, where ``type`` is Python's own."""
    match node:
        case cst.Call(func=cst.Name(value="type" as name), args=[cst.Arg(keyword=None, star="", value=value)]):
            own = context.local(name) is None and context.names.resolve(name).kind == "builtin"
            return value if own else None
        case _:
            return None


def _links(
    comparisons: Sequence[cst.ComparisonTarget], first: n.Expr, second: n.Expr, context: Context, line: int
) -> n.Expr:
    """``first < second < …``; ``second`` is a name or a constant where more links follow."""
    link = _compare(comparisons[0], first, second, context, line)
    if len(comparisons) == 1:
        return link
    third = lower_expression(comparisons[1].comparator, context)
    bindings: list[n.Stmt] = []
    if len(comparisons) > 2 and not isinstance(third, n.Local | n.Const):
        third = _named(third, "middle", bindings, context, line)
    rest = _links(comparisons[1:], second, third, context, line)
    if bindings:
        rest = n.BlockExpr(body=tuple(bindings), value=rest, line=line)
    return n.Logic(kind="and", left=link, right=rest, line=line)


def _named(value: n.Expr, wish: str, bindings: list[n.Stmt], context: Context, line: int) -> n.Expr:
    name = context.fresh(wish)
    bindings.append(n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line))
    return n.Local(name=name, line=line)


def _compared_by_identity(target: cst.ComparisonTarget, context: Context) -> str | None:
    """The module-level name that ``is`` asks for, one for an object as in ``MISSING = object()``; None for all else."""
    path = dotted(target.comparator) if isinstance(target.operator, cst.Is | cst.IsNot) else None
    if path is None or context.local(path.partition(".")[0]) is not None:
        return None
    if context.names.resolve(path).kind != "value":
        return None
    context.guard(path, "instance", path)
    return path


def _compare(target: cst.ComparisonTarget, left: n.Expr, right: n.Expr, context: Context, line: int) -> n.Expr:
    operator = target.operator
    match operator:
        case cst.Is() | cst.IsNot():
            negated = isinstance(operator, cst.IsNot)
            if isinstance(right, n.Const) and right.value is None:
                return n.IsNone(value=left, negated=negated, line=line)
            if isinstance(right, n.Const) and isinstance(right.value, bool):
                same: n.Expr = n.Apply(op="bool.is", args=(left, right), line=line)
                return n.Not(value=same, line=line) if negated else same
            if any(isinstance(side, n.Local) and side.name in context.members for side in (left, right)):
                same = n.Apply(op="enum.is", args=(left, right), line=line)
                return n.Not(value=same, line=line) if negated else same
            mark = _compared_by_identity(target, context)
            if mark is not None:
                same = n.Apply(op="object.is", args=(left, n.Const(value=mark, line=line)), line=line)
                return n.Not(value=same, line=line) if negated else same
            alike = n.Same(left=left, right=right, line=line)
            return n.Not(value=alike, line=line) if negated else alike
        case cst.In() | cst.NotIn():
            before: tuple[n.Stmt, ...] = ()
            if isinstance(right, n.TupleExpr | n.ListExpr | n.SetExpr) and not isinstance(left, n.Local | n.Const):
                # A display becomes a chain of comparisons, and the value is computed once.
                name = context.fresh("value")
                before = (n.Assign(target=n.NameTarget(name=name, line=line), value=left, line=line),)
                left = n.Local(name=name, line=line)
            inside: n.Expr = n.Apply(op="method.contains", args=(right, left), line=line)
            if isinstance(operator, cst.NotIn):
                inside = n.Not(value=inside, line=line)
            return n.BlockExpr(body=before, value=inside, line=line) if before else inside
        case _:
            name = _COMPARE[type(operator)]
            return n.Apply(op=f"operator.{name}", args=(left, right), line=line)


def _subscript(
    value: cst.BaseExpression,
    elements: Sequence[cst.SubscriptElement],
    node: cst.BaseExpression,
    context: Context,
) -> n.Expr:
    line = context.line(node)
    joined = joined_by_r(value, elements, context, lower_expression, line)
    if joined is not None:
        return joined
    base = lower_expression(value, context)
    if _is_part(elements):
        items = tuple(_item(e.slice, context, line) for e in elements)
        return n.Part(base=base, items=items, line=line)
    if len(elements) == 1:
        match elements[0].slice:
            case cst.Index(value=cst.Tuple(elements=parts)):
                indices = tuple(lower_expression(p.value, context) for p in parts)
                return n.Cell(base=base, indices=indices, line=line)
            case cst.Index(value=index):
                return n.Index(base=base, index=lower_expression(index, context), line=line)
            case cst.Slice(lower=lower, upper=upper, step=step):
                bounds = [_bound(lower, context, line), _bound(upper, context, line)]
                if step is None:
                    return n.Apply(op="method.slice", args=(base, *bounds), line=line)
                bounds.append(lower_expression(step, context))
                return n.Apply(op="method.slice.step", args=(base, *bounds), line=line)
    indices = tuple(lower_expression(e.slice.value, context) for e in elements if isinstance(e.slice, cst.Index))
    return n.Cell(base=base, indices=indices, line=line)


def _is_part(elements: Sequence[cst.SubscriptElement]) -> bool:
    """Whether the subscript selects a part of an array: slices beside other items, new axes, ``...``."""
    news = [_is_new_axis(e.slice) for e in elements]
    return any(news) or (len(elements) > 1 and any(isinstance(e.slice, cst.Slice) for e in elements))


def _is_new_axis(item: cst.BaseSlice) -> bool:
    if not isinstance(item, cst.Index):
        return False
    path = dotted(item.value)
    return isinstance(item.value, cst.Ellipsis) or path == "None" or (path or "").endswith(".newaxis")


def _item(item: cst.BaseSlice, context: Context, line: int) -> n.Expr | n.SliceItem | n.AxisItem:
    match item:
        case cst.Slice(lower=lower, upper=upper, step=step):
            bounds = [None if x is None else lower_expression(x, context) for x in (lower, upper, step)]
            return n.SliceItem(lower=bounds[0], upper=bounds[1], step=bounds[2], line=line)
        case cst.Index(value=cst.Ellipsis()):
            return n.AxisItem(rest=True, line=line)
        case cst.Index(value=value):
            lowered = lower_expression(value, context)
            is_none = isinstance(lowered, n.Const) and lowered.value is None
            return n.AxisItem(line=line) if is_none else lowered
        case _:
            raise AssertionError("a subscript has slices and indices only")


def _bound(node: cst.BaseExpression | None, context: Context, line: int) -> n.Expr:
    return n.Const(value=None, line=line) if node is None else lower_expression(node, context)


# --- loops, comprehensions ---


def lower_iter(node: cst.BaseExpression, context: Context) -> n.Iter | n.HoleExpr:
    """Lower what a loop runs over; ``range``, ``enumerate``, ``zip`` and ``reversed`` stay symbolic."""
    line = context.line(node)
    if isinstance(node, cst.Name) and node.value in context.ranges and context.local(node.value) == node.value:
        return context.ranges[node.value]
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        spelled = node.func.value
        binding = context.names.resolve(spelled)
        if context.local(spelled) is None and binding.kind == "builtin":
            positional = [a for a in node.args if a.keyword is None and not a.star]
            if binding.target in ("range", "enumerate", "zip", "reversed"):
                context.guard(spelled, "builtin", binding.target)
                return _builtin_iter(binding.target, node, positional, context, line)
    value = lower_expression(node, context)
    if isinstance(value, n.HoleExpr):
        return value
    return n.SequenceIter(value=value, line=line)


def _builtin_iter(
    name: str, node: cst.Call, positional: list[cst.Arg], context: Context, line: int
) -> n.Iter | n.HoleExpr:
    keywords = {a.keyword.value: a.value for a in node.args if a.keyword is not None}
    unusual = len(positional) + len(keywords) != len(node.args)
    if name == "range" and 1 <= len(positional) <= 3 and not keywords and not unusual:
        values = [lower_expression(a.value, context) for a in positional]
        start = values[0] if len(values) > 1 else n.Const(value=0, line=line)
        stop = values[1] if len(values) > 1 else values[0]
        return n.RangeIter(start=start, stop=stop, step=values[2] if len(values) > 2 else None, line=line)
    if name == "enumerate" and not unusual and set(keywords) <= {"start"} and positional:
        inner = _alone(positional[0].value, context)
        first = positional[1].value if len(positional) > 1 else keywords.get("start")
        start = lower_expression(first, context) if first else n.Const(value=0, line=line)
        if isinstance(inner, n.HoleExpr):
            return inner
        return n.EnumerateIter(inner=inner, start=start, line=line)
    strict = _literal_bool(keywords.pop("strict", None)) if name == "zip" else None
    if name == "zip" and positional and not keywords and not unusual and strict is not None:
        inners = [_alone(a.value, context) for a in positional]
        for inner in inners:
            if isinstance(inner, n.HoleExpr):
                return inner
        sound = tuple(i for i in inners if not isinstance(i, n.HoleExpr))
        return n.ZipIter(inner=sound, strict=strict, line=line)
    if name == "reversed" and len(positional) == 1 and not keywords and not unusual:
        inner = lower_iter(positional[0].value, context)
        if isinstance(inner, n.SequenceIter):
            return n.SequenceIter(value=inner.value, reverse=not inner.reverse, line=line)
        if isinstance(inner, n.RangeIter) and inner.step is None and not inner.args:
            return _reversed_range(inner, line)
    return context.hole(node, "M103", f"this form of `{name}` has no Rust yet")


def _alone(node: cst.BaseExpression, context: Context) -> n.Iter | n.HoleExpr:
    """An iterable that is one loop, to run beside another one."""
    made = lower_iterable(node, context)
    if isinstance(made, Stream):
        return context.hole(node, "M103", "this iterator beside another one has no Rust yet", "Make it a list first.")
    return made


def _literal_bool(node: cst.BaseExpression | None) -> bool | None:
    """The value of a literal ``True`` or ``False`` (False where there is none); None for anything else."""
    if node is None:
        return False
    if isinstance(node, cst.Name) and node.value in ("True", "False"):
        return node.value == "True"
    return None


def _reversed_range(inner: n.RangeIter, line: int) -> n.Iter:
    """``reversed(range(a, b))`` is ``range(b - 1, a - 1, -1)``."""
    one = n.Const(value=1, line=line)

    def less(value: n.Expr) -> n.Expr:
        if isinstance(value, n.Const) and isinstance(value.value, int):
            return n.Const(value=value.value - 1, line=line)
        return n.Apply(op="operator.sub", args=(value, one), line=line)

    minus = n.Const(value=-1, line=line)
    return n.RangeIter(start=less(inner.stop), stop=less(inner.start), step=minus, line=line)


def _dict(entries: Sequence[cst.BaseDictElement], node: cst.BaseExpression, context: Context) -> n.Expr:
    plain = [e for e in entries if isinstance(e, cst.DictElement)]
    if len(plain) != len(entries):
        return merged_dict(entries, context, context.line(node))
    pairs = [(lower_expression(e.key, context), lower_expression(e.value, context)) for e in plain]
    keys, values = tuple(k for k, _ in pairs), tuple(v for _, v in pairs)
    return n.DictExpr(keys=keys, values=values, line=context.line(node))


def target_names(target: cst.BaseExpression) -> list[str]:
    if isinstance(target, cst.Name):
        return [target.value]
    if isinstance(target, cst.Tuple | cst.List):
        return [name for e in target.elements for name in target_names(e.value)]
    return []

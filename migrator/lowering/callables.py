"""Values that are called: lambdas and functions given as ``key=``, to ``map``, ``filter``, ``reduce``.

Such a value is known where it is used, so its body stands at the place of the call.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.lowering.context import Context
from migrator.lowering.names import Binding
from migrator.ops import OPERATIONS

Callee = Callable[[tuple[n.Expr, ...]], n.Expr]
_OPERATORS = (
    "add sub mul floordiv:floor_div truediv:true_div mod:floor_mod pow neg pos lt le gt ge eq ne and_:and or_:or xor"
    " lshift:shl rshift:shr invert"
)
OPERATOR_NAMES = {
    f"operator.{name}": f"operator.{op or name}"
    for name, _, op in (entry.partition(":") for entry in _OPERATORS.split())
}


def callee(node: cst.BaseExpression, context: Context) -> Callee:
    """What calling ``node`` gives, for arguments that are evaluated once, left to right."""

    def call(args: tuple[n.Expr, ...]) -> n.Expr:
        before, names = _bound(args, context, context.line(node))
        value = _applied(node, names, context)
        if isinstance(value, n.HoleExpr) or not before:
            return value
        return n.BlockExpr(body=before, value=value, line=context.line(node))

    return call


def with_receiver(
    key: cst.BaseExpression, context: Context, make: Callable[[cst.BaseExpression], n.Expr | None]
) -> n.Expr | None:
    """What ``make`` gives of ``key``, where what a method is taken of (``self.scores.get``, ``rows[-1].get``) has a name first.

    Python looks it up once, and also where the method is never called.
    """
    from migrator.lowering.expressions import lower_expression

    if not isinstance(key, cst.Attribute) or not _in_local(key.value, context):
        return make(key)
    line = context.line(key)
    if isinstance(key.value, cst.Name):
        name = context.local(key.value.value)
        assert name is not None
        return _with_check(name, (), make(key), line)
    shown = "_receiver"
    while m.findall(key, m.Name(shown)):
        shown = f"_{shown}"
    name = context.fresh("receiver")
    bound = n.Assign(target=n.NameTarget(name=name, line=line), value=lower_expression(key.value, context), line=line)
    named = cst.Attribute(value=cst.Name(shown), attr=key.attr)
    for each in (named, named.value):
        context.stands_for(each, key)
    context.renames.append({shown: name})
    try:
        return _with_check(name, (bound,), make(named), line)
    finally:
        context.renames.pop()


def _with_check(name: str, before: tuple[n.Stmt, ...], value: n.Expr | None, line: int) -> n.Expr | None:
    """``value`` where the variable ``name`` is not None, which has no methods."""
    if value is None or isinstance(value, n.HoleExpr):
        return value
    check = _check(name, line)
    inside, result = (value.body, value.value) if isinstance(value, n.BlockExpr) else ((), value)
    return n.BlockExpr(body=(*before, check, *inside), value=result, line=line)


def _check(name: str, line: int) -> n.Stmt:
    nothing = n.IsNone(value=n.Local(name=name, line=line), negated=False, line=line)
    return n.If(test=nothing, body=(n.TrapStmt(reason="Raise", line=line),), orelse=(), line=line)


def receiver_check(function: cst.BaseExpression, context: Context) -> n.Stmt | None:
    """What traps where ``function`` is a method of a local variable that is None: Python raises, though nothing is called."""
    if not isinstance(function, cst.Attribute) or not isinstance(function.value, cst.Name):
        return None
    name = context.local(function.value.value)
    return None if name is None else _check(name, context.line(function))


def _in_local(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` is a local variable, or an attribute or element of what one holds."""
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    return isinstance(node, cst.Name) and context.local(node.value) is not None


def _bound(args: tuple[n.Expr, ...], context: Context, line: int) -> tuple[tuple[n.Stmt, ...], tuple[n.Local, ...]]:
    """Give every argument a name, unless it is one."""
    before: list[n.Stmt] = []
    names: list[n.Local] = []
    for arg in args:
        if isinstance(arg, n.Local):
            names.append(arg)
            continue
        name = context.fresh("argument")
        before.append(n.Assign(target=n.NameTarget(name=name, line=line), value=arg, line=line))
        names.append(n.Local(name=name, line=line))
    return tuple(before), tuple(names)


def _applied(node: cst.BaseExpression, args: tuple[n.Local, ...], context: Context) -> n.Expr:
    from migrator.lowering.expressions import dotted, lower_expression

    line = context.line(node)
    if isinstance(node, cst.Lambda):
        return _lambda(node, args, context)
    if isinstance(node, cst.Call):
        return _made(node, args, context)
    getter = isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.attr.value == "__getitem__"
    if getter and len(args) == 1:
        assert isinstance(node, cst.Attribute)
        return n.Index(base=lower_expression(node.value, context), index=args[0], line=line)
    path = dotted(node)
    if path is not None and path in context.callables and context.local(path) == path:
        known = context.callables[path]
        return _lambda(known, args, context) if isinstance(known, cst.Lambda) else _by_name(node, args, context)
    if (
        isinstance(node, cst.Attribute)
        and path is not None
        and path.count(".") == 1
        and context.local(path.partition(".")[0])
    ):
        return _by_name(node, args, context)
    if path is not None and context.local(path.partition(".")[0]) is None:
        target = context.names.resolve(path)
        if target.kind == "library" and target.target in OPERATOR_NAMES:
            context.guard(path, "library", target.target)
            return n.Apply(op=OPERATOR_NAMES[target.target], args=args, line=line)
        return _by_name(node, args, context)
    return context.hole(node, "M103", "calling this value has no Rust yet", "Use a lambda or a function by its name.")


_UNARY_BUILTINS = frozenset({"abs", "float", "int", "len", "bool", "round", "ord", "chr", "str"})


def library_value(path: str, binding: Binding, node: cst.BaseExpression, context: Context) -> n.Expr | None:
    """A function of a library as a value: a lambda that calls it; None where it is not known how many arguments it takes."""
    from migrator.lowering.inner import lambda_value

    count = _arity(binding)
    if not count:
        return None
    names = list("abc"[:count])
    while path.partition(".")[0] in names:
        names = [f"{name}_" for name in names]
    call = cst.Call(func=node, args=[cst.Arg(cst.Name(name)) for name in names])
    made = cst.Lambda(params=cst.Parameters([cst.Param(cst.Name(name)) for name in names]), body=call)
    parts = [part for arg in call.args for part in (arg, arg.value)]
    for each in (made, made.params, *made.params.params, *(p.name for p in made.params.params), call, *parts):
        context.stands_for(each, node)
    return lambda_value(made, context)


def _arity(binding: Binding) -> int:
    """How many arguments a function takes that always takes the same number."""
    if binding.kind == "builtin":
        return 1 if binding.target in _UNARY_BUILTINS else 0
    if binding.kind != "library":
        return 0
    if binding.target in OPERATOR_NAMES:
        return len(OPERATIONS[OPERATOR_NAMES[binding.target]].forms[0].params)
    name = binding.target
    if name.startswith(("math.", "cmath.")) and name in OPERATIONS:
        counts = {len(form.params) for form in OPERATIONS[name].forms}
        return counts.pop() if len(counts) == 1 else 0
    return 1 if name.startswith("numpy.") and name.removeprefix("numpy.") in _OF_ONE else 0


_OF_ONE = frozenset(
    "sqrt exp log log2 log10 sin cos tan tanh sinh cosh abs absolute square floor ceil sign"
    " sum mean median std var min max prod argmin argmax linalg.norm linalg.det linalg.inv"
    " ones zeros hanning hamming blackman bartlett".split()
)
"""Functions of NumPy that are handed on to be called with one argument."""


def _by_name(node: cst.BaseExpression, args: tuple[n.Local, ...], context: Context) -> n.Expr:
    """A call by name is lowered as one that is written out; the arguments stand under names that it does not use."""
    from migrator.lowering.expressions import lower_expression

    scope: dict[str, str] = {}
    written: list[cst.Arg] = []
    for number, arg in enumerate(args):
        name = f"_argument_{number}"
        while m.findall(node, m.Name(name)):
            name = f"_{name}"
        scope[name] = arg.name
        written.append(cst.Arg(cst.Name(name)))
    context.renames.append(scope)
    try:
        return lower_expression(cst.Call(func=node, args=written), context)
    finally:
        context.renames.pop()


def _lambda(node: cst.Lambda, args: tuple[n.Local, ...], context: Context) -> n.Expr:
    from migrator.lowering.expressions import lower_expression

    params = node.params
    names = [p.name.value for p in (*params.posonly_params, *params.params)]
    unusual = params.kwonly_params or params.star_kwarg or isinstance(params.star_arg, cst.Param)
    defaults = any(p.default is not None for p in (*params.posonly_params, *params.params))
    binds = m.findall(node.body, m.NamedExpr())
    if unusual or defaults or binds or len(names) != len(args):
        return context.hole(node, "M105", "this form of lambda has no Rust yet", "Use plain parameters.")
    scope = {name: arg.name for name, arg in zip(names, args, strict=True)}
    context.renames.append(scope)
    try:
        return lower_expression(node.body, context)
    finally:
        context.renames.pop()


def _made(node: cst.Call, args: tuple[n.Local, ...], context: Context) -> n.Expr:
    """``operator.itemgetter(…)``."""
    from migrator.lowering.expressions import constant, dotted, lower_expression

    line = context.line(node)
    path = dotted(node.func)
    simple = path is not None and context.local(path.partition(".")[0]) is None and len(args) == 1
    target = context.names.resolve(path).target if path is not None and simple else ""
    wanted = [a.value for a in node.args if a.keyword is None and not a.star]
    fixed = all(constant(w) or isinstance(w, cst.SimpleString) for w in wanted)
    if target != "operator.itemgetter" or len(wanted) != len(node.args) or not wanted or not fixed:
        return context.hole(node, "M103", "calling the result of this call has no Rust yet")
    assert path is not None
    context.guard(path, "library", target)
    items = tuple(n.Index(base=args[0], index=lower_expression(w, context), line=line) for w in wanted)
    return items[0] if len(items) == 1 else n.TupleExpr(items=items, line=line)

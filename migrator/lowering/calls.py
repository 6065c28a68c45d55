"""Calls: builtins, ``math``, methods of lists, functions of the repository. The rest is a hole."""

from __future__ import annotations

import ast
from collections.abc import Callable

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.arrays import (
    ARRAY_METHODS,
    CREATORS,
    JOINING,
    LIBRARY,
    SCALAR_TYPES,
    filled_diagonal,
    new_array,
)
from migrator.lowering.builders import of_builder
from migrator.lowering.callables import OPERATOR_NAMES, callee
from migrator.lowering.collections import from_keys, items_of
from migrator.lowering.consumers import (
    CONSUMERS,
    SCALAR_METHODS,
    as_list,
    consumer,
    extend_method,
    library_call,
    sort_method,
)
from migrator.lowering.context import Context
from migrator.lowering.defaults import default_of
from migrator.lowering.draws import of_range
from migrator.lowering.dtypes import dtype_name, dtype_value
from migrator.lowering.inner import InnerFunction, given_back
from migrator.lowering.keywords import asked, handed_on
from migrator.lowering.names import Binding, Names, RecordText
from migrator.lowering.numbers import from_bytes, to_bytes
from migrator.lowering.order import as_written
from migrator.lowering.printing import print_call
from migrator.lowering.stars import star_call
from migrator.lowering.stepped import next_item
from migrator.ops import OPERATIONS
from migrator.ops.callbacks import AT, DRAWS, MAKERS, OF_UFUNCS, PURE_FUNCTIONS, PURE_METHODS, SHUFFLE
from migrator.types.classes import EXACT, known_class

Lower = Callable[[cst.BaseExpression, Context], n.Expr]
_METHODS = frozenset(
    name.split(".")[1]
    for name in OPERATIONS
    if name.split(".", maxsplit=1)[0] not in ("operator", "builtins", "math", "cmath", "format")
)
"""Every method that has a record, of whatever type: which type's it is shows only when the types are known."""


def lower_call(node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """Lower a call expression."""
    from migrator.lowering.expressions import dotted

    node = handed_on(node, context)
    if any(a.star for a in node.args):
        return star_call(node, context)
    default = asked(node, context)
    if default is not None:
        return lower(default, context)
    made_of = class_asked(node.func, context)
    if made_of is not None:
        positional, keywords = _split(node)
        values = tuple(lower(a, context) for a in [*positional, *keywords.values()])
        line = context.line(node)
        anew = n.MethodCall(base=made_of, name="__class__", args=values, keywords=tuple(keywords), line=line)
        return as_written(anew, node, context)
    path = dotted(node.func)
    if path is not None and context.local(path.split(".", maxsplit=1)[0]) is None:
        return _named_call(path, node, context, lower)
    known = context.callables.get(path) if path is not None else None
    if isinstance(known, InnerFunction):
        return _inner_call(known, node, context)
    if isinstance(known, cst.Lambda):
        positional, keywords = _split(node)
        if not keywords:
            return callee(known, context)(tuple(lower(a, context) for a in positional))
    if isinstance(node.func, cst.Attribute):
        return _method_call(node.func, node, context, lower)
    positional, keywords = _split(node)
    values = tuple(lower(a, context) for a in [*positional, *keywords.values()])
    called = lower(node.func, context)
    line = context.line(node)
    if isinstance(called, n.HoleExpr):
        return called
    before: tuple[n.Stmt, ...] = ()
    if not isinstance(called, n.Local):
        # What is called is found before the arguments are computed.
        name = context.fresh("function")
        before = (n.Assign(target=n.NameTarget(name=name, line=line), value=called, line=line),)
        called = n.Local(name=name, line=line)
    made = n.MethodCall(base=called, name="__call__", args=values, keywords=tuple(keywords), line=line)
    call = as_written(made, node, context)
    return n.BlockExpr(body=before, value=call, line=line) if before else call


def _split(node: cst.Call) -> tuple[list[cst.BaseExpression], dict[str, cst.BaseExpression]]:
    positional = [a.value for a in node.args if a.keyword is None]
    keywords = {a.keyword.value: a.value for a in node.args if a.keyword is not None}
    return positional, keywords


def _named_call(path: str, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    binding = context.names.resolve(path)
    positional, keywords = _split(node)
    if path == "dict.fromkeys" and not keywords and context.names.resolve("dict") == Binding("builtin", "dict"):
        made = from_keys(node, positional, context)
        if made is not None:
            return made
    if path == "int.from_bytes" and context.names.resolve("int") == Binding("builtin", "int"):
        return from_bytes(node, positional, keywords, context)
    if binding.kind == "builtin":
        context.guard(path, "builtin", binding.target)
        return _builtin(binding.target, node, positional, keywords, context, lower)
    owner, _, method = path.rpartition(".")
    if binding.kind == "unknown" and _is_class_value(owner, context):
        assert isinstance(node.func, cst.Attribute)
        return _method_call(node.func, node, context, lower)
    if binding.kind == "unknown" and owner and context.names.resolve(owner).kind == "value":
        held = n.Local(name=context.global_value(owner), line=context.line(node))
        given = tuple(lower(a, context) for a in [*positional, *keywords.values()])
        name = context.attribute(method)
        call = n.MethodCall(base=held, name=name, args=given, keywords=tuple(keywords), line=context.line(node))
        return as_written(call, node, context)
    record = context.names.record(path)
    if record is not None:
        return _new_record(path, record, node, context)
    if binding.kind == "class":
        context.guard(path, "class", binding.target)
        given = tuple(lower(a, context) for a in [*positional, *keywords.values()])
        new = n.New(cls=binding.target, args=given, keywords=tuple(keywords), line=context.line(node))
        return as_written(new, node, context)
    if binding.kind == "function" and context.names.is_generator(binding.target):
        hint = "Loop over it, or make it a list, where it is called."
        return context.hole(node, "M104", f"`{path}()` is a generator that is kept", hint)
    if binding.kind == "function" and (of := context.names.class_given(binding.target)):
        # It is given the class that it is called on, and was compiled for the one that defines it.
        on = context.names.resolve(owner)
        if (on.kind, on.target) != ("class", of):
            return context.hole(node, "M103", f"`{path}()` is called on another class than the one that defines it")
    if binding.kind == "function":
        return project_call(path, binding.target, node, context, lower)
    if binding.kind == "library" and binding.target in CREATORS:
        context.guard(path, "library", binding.target)
        values = [lower(a, context) for a in positional]
        return new_array(binding.target, values, positional, keywords, node, context)
    if binding.target == "numpy.fill_diagonal" and binding.kind == "library" and len(positional) == 2 and not keywords:
        context.guard(path, "library", binding.target)
        values = [lower(a, context) for a in positional]
        return filled_diagonal(values[0], values[1], context, context.line(node))
    if binding.kind == "library":
        folded = library_call(binding.target, path, node, positional, keywords, context)
        if folded is not None:
            return folded
    if binding.kind == "library" and not keywords:
        name = by_arity(binding.target, len(positional))
        if name in OPERATIONS:
            context.guard(path, "library", binding.target)
            args = tuple(lower(a, context) for a in positional)
            return n.Apply(op=name, args=args, line=context.line(node))
    if binding.kind == "library" and binding.target in LIBRARY | PURE_FUNCTIONS | DRAWS | MAKERS | {SHUFFLE, *AT}:
        # A method of a ufunc is a new object each time it is looked at, so the ufunc is what must stay.
        named = (path, binding.target)
        if binding.target in OF_UFUNCS:
            named = (path.rpartition(".")[0], binding.target.rpartition(".")[0])
        context.guard(named[0], "library", named[1])
        return _library_call(binding.target, [], node, context, lower)
    return context.hole(node, "M103", f"`{path}()` has no Rust yet")


def _is_class_value(path: str, context: Context) -> bool:
    """Whether ``path`` is a plain value in the body of a class: ``Box.NAMES``."""
    cls, _, name = path.rpartition(".")
    of = context.names.resolve(cls) if cls else Binding("unknown", "")
    return of.kind == "class" and context.names.class_value(of.target, name)


def _new_record(path: str, record: RecordText, node: cst.Call, context: Context) -> n.Expr:
    """``Point(1.0, y=2.0)`` of a named tuple."""
    from migrator.lowering.expressions import lower_expression

    line = context.line(node)
    positional, keywords = _split(node)
    given = {name: lower_expression(value, context) for name, value in zip(record.fields, positional, strict=False)}
    fit = len(positional) <= len(record.fields) and not set(keywords) & set(given)
    given |= {name: lower_expression(value, context) for name, value in keywords.items()}
    missing = [name for name in record.fields if name not in given and name not in record.defaults]
    if not fit or missing or set(given) - set(record.fields):
        return context.hole(node, "M103", f"the arguments of `{path}()` do not fit its fields")
    before = _in_order(given, list(record.fields), context, line)
    left_out = {
        name: n.Const(value=ast.literal_eval(text), line=line)
        for name, text in record.defaults.items()
        if name not in given
    }
    context.guard(path, "record", f"{record.id}|{' '.join(record.fields)}")
    items = tuple({**left_out, **given}[name] for name in record.fields)
    made = n.TupleExpr(items=items, cls=record.id, names=record.fields, line=line)
    return n.BlockExpr(body=before, value=made, line=line) if before else made


def _library_call(target: str, first: list[n.Expr], node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """A call that inference resolves by the types of its arguments; a dtype is taken by its name."""
    args = list(first)
    positional, keywords = _split(node)
    for value in positional:
        named = dtype_value(value, context) if args or target not in SCALAR_TYPES else None
        args.append(named or _of_parts(target, lower(value, context)))
    for key, value in keywords.items():
        if target in DRAWS:
            args.append(_option(key, value, context, lower))
            continue
        named = dtype_value(value, context) if key == "dtype" else None
        args.append(named or lower(value, context))
    call = n.LibraryCall(target=target, args=tuple(args), keywords=tuple(keywords), line=context.line(node))
    return as_written(call, node, context)


def _of_parts(target: str, value: n.Expr) -> n.Expr:
    """A list display of what is joined, as a tuple, whose items may differ in type."""
    return (
        n.TupleExpr(items=value.items, line=value.line)
        if target in JOINING and isinstance(value, n.ListExpr)
        else value
    )


def by_arity(target: str, count: int) -> str:
    """The record of a library function for so many arguments."""
    return _BY_ARITY.get((target, count)) or OPERATOR_NAMES.get(target, target)


_BISECTS = ("bisect.bisect", "bisect.bisect_left", "bisect.bisect_right")
_BY_ARITY: dict[tuple[str, int], str] = {
    ("math.log", 2): "math.log.base",
    ("cmath.log", 2): "cmath.log.base",
    ("math.hypot", 3): "math.hypot.three",
    **{(name, 3): f"{name}.from" for name in _BISECTS},
    **{(name, 4): f"{name}.within" for name in _BISECTS},
}


def project_call(path: str, function: str, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """Match the arguments with the callee's parameters; left-out ones take the callee's constant defaults."""
    found = context.names.parameters(function)
    line = context.line(node)
    if found is None:
        return context.hole(node, "M103", f"`{path}()` has no Rust yet")
    parameters, names = found
    if isinstance(parameters.star_arg, cst.Param):
        return star_call(node, context)
    made = matched(path, parameters, function, names, node, context)
    if isinstance(made, n.HoleExpr):
        return made
    before, args = made
    context.guard(path, "function", function)
    context.calls[function] = None
    call = n.Invoke(function=function, args=args, line=line)
    return n.BlockExpr(body=before, value=call, line=line) if before else call


def _inner_call(inner: InnerFunction, node: cst.Call, context: Context) -> n.Expr:
    """A call of an inner function hands on the variables that it shares."""
    line = context.line(node)
    name = inner.id.rpartition(".")[2]
    made = matched(name, inner.parameters, inner.id, context.names, node, context)
    if isinstance(made, n.HoleExpr):
        return made
    before, args = made
    shared = tuple(n.Local(name=name, line=line) for name in inner.free)
    call = given_back(inner, n.Invoke(function=inner.id, args=(*args, *shared), line=line), context)
    return n.BlockExpr(body=before, value=call, line=line) if before else call


def matched(
    path: str, parameters: cst.Parameters, function: str, names: Names, node: cst.Call, context: Context
) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]] | n.HoleExpr:
    """The arguments of a call of ``function`` in the order of its parameters, and what must be computed before to keep
    Python's order; ``names`` are of its module."""
    from migrator.lowering.expressions import lower_expression

    ordered = [*parameters.posonly_params, *parameters.params]
    positional, keywords = _split(node)
    by_keyword = {p.name.value for p in (*parameters.params, *parameters.kwonly_params)}
    taken = {p.name.value for p, _ in zip(ordered, positional, strict=False)}
    if len(positional) > len(ordered) or set(keywords) - by_keyword or set(keywords) & taken:
        return context.hole(node, "M103", f"the arguments of `{path}()` do not fit its parameters")
    given: dict[str, n.Expr] = {}
    for param, value in zip(ordered, positional, strict=False):
        given[param.name.value] = lower_expression(value, context)
    for name, value in keywords.items():
        given[name] = lower_expression(value, context)
    order = [p.name.value for p in (*ordered, *parameters.kwonly_params)]
    before = _in_order(given, order, context, context.line(node))
    args: list[n.Expr] = []
    for param in (*ordered, *parameters.kwonly_params):
        value_or_default = given.get(param.name.value) or default_of(param, function, names, context)
        if value_or_default is None:
            return context.hole(node, "M103", f"the default of `{param.name.value}` of `{path}` is not a constant")
        args.append(value_or_default)
    return before, tuple(args)


def _in_order(given: dict[str, n.Expr], order: list[str], context: Context, line: int) -> tuple[n.Stmt, ...]:
    """Where keywords come in another order than the parameters, compute what does something first, as written."""
    written = list(given)
    if written == [name for name in order if name in given]:
        return ()
    before: list[n.Stmt] = []
    for name in written:
        if not isinstance(given[name], n.Local | n.Const):
            kept = context.fresh(name)
            before.append(n.Assign(target=n.NameTarget(name=kept, line=line), value=given[name], line=line))
            given[name] = n.Local(name=kept, line=line)
    return tuple(before)


def _method_call(func: cst.Attribute, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    name = func.attr.value
    positional, keywords = _split(node)
    if isinstance(func.value, cst.Name) and func.value.value in context.builders:
        return of_builder(func, [lower(arg, context) for arg in positional], context.line(node))
    if _is_super(func.value, context):
        return _super_call(name, node, context, lower)
    if name in ("encode", "decode") and _is_utf8(positional, keywords):
        positional, keywords = [], {}
    if name in SCALAR_METHODS and not positional and not keywords:
        return n.Apply(op=SCALAR_METHODS[name], args=(lower(func.value, context),), line=context.line(node))
    if name == "to_bytes" and (made := to_bytes(func.value, positional, keywords, context)) is not None:
        return made
    if name == "sort" and keywords and not positional:
        return sort_method(func.value, node, keywords, context)
    if name in ARRAY_METHODS | PURE_METHODS and (name not in _METHODS or keywords):
        return _library_call(f"method.{name}", [lower(func.value, context)], node, context, lower)
    if name not in _METHODS or keywords:
        named = (_option(key, value, context, lower) for key, value in keywords.items())
        values = (*(lower(a, context) for a in positional), *named)
        call = n.MethodCall(
            base=class_or(func.value, context, lower),
            name=context.attribute(name),
            args=values,
            keywords=tuple(keywords),
            line=context.line(node),
        )
        return as_written(call, node, context)
    if name == "extend" and len(positional) == 1:
        return extend_method(func.value, positional[0], node, context)
    if name == "join" and len(positional) == 1 and isinstance(positional[0], cst.GeneratorExp | cst.Call):
        # As CPython does, which makes a list of the items before it joins them.
        parts = as_list(positional[0], context)
        return n.Apply(op="method.join", args=(lower(func.value, context), parts), line=context.line(node))
    if of_range(name, node, context):
        listed = as_list(positional[0], context)
        args = (lower(func.value, context), listed, *(lower(a, context) for a in positional[1:]))
        return n.Apply(op=f"method.{name}.listed", args=args, line=context.line(node))
    args = (lower(func.value, context), *(lower(a, context) for a in positional))
    return n.Apply(op=f"method.{name}", args=args, line=context.line(node))


def _option(key: str, value: cst.BaseExpression, context: Context, lower: Lower) -> n.Expr:
    """What a keyword of a draw gives; a dtype by its name. Python's own keep theirs: a single draw is then an ``int``."""
    name = dtype_name(value, context) if key == "dtype" else None
    name = value.value if name and isinstance(value, cst.Name) and value.value in ("int", "bool", "float") else name
    return n.Const(value=name, line=context.line(value)) if name else lower(value, context)


def _is_utf8(positional: list[cst.BaseExpression], keywords: dict[str, cst.BaseExpression]) -> bool:
    """Whether the arguments say what ``encode`` and ``decode`` do without any."""
    given = [*positional, *keywords.values()]
    if len(given) != 1 or not isinstance(given[0], cst.SimpleString) or set(keywords) - {"encoding"}:
        return False
    return str(given[0].evaluated_value).lower().replace("_", "-") in ("utf-8", "utf8")


def _is_super(node: cst.BaseExpression, context: Context) -> bool:
    """Whether ``node`` is ``super()`` in a method."""
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and node.func.value == "super"
        and not node.args
        and bool(context.receiver)
        and context.local("super") is None
        and context.names.resolve("super") == Binding("builtin", "super")
    )


def _super_call(name: str, node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    context.guard("super", "builtin", "super")
    positional, keywords = _split(node)
    line = context.line(node)
    call = n.MethodCall(
        base=n.Local(name=context.receiver, line=line),
        name=context.attribute(name),
        args=tuple(lower(a, context) for a in [*positional, *keywords.values()]),
        keywords=tuple(keywords),
        after=context.owner,
        line=line,
    )
    return as_written(call, node, context)


def _builtin(
    name: str,
    node: cst.Call,
    positional: list[cst.BaseExpression],
    keywords: dict[str, cst.BaseExpression],
    context: Context,
    lower: Lower,
) -> n.Expr:
    line = context.line(node)
    if name == "round" and "ndigits" in keywords and len(positional) == 1:
        positional, keywords = [*positional, keywords["ndigits"]], {}
    if name == "next" and (stepped := next_item(node, context)) is not None:
        return stepped
    if name in CONSUMERS and len(positional) >= 1:
        consumed = consumer(name, node, positional, keywords, context)
        if consumed is not None:
            return consumed
    if name == "print" and (printed := print_call(node, positional, keywords, context)) is not None:
        return printed
    if keywords:
        return context.hole(node, "M103", f"`{name}()` with keywords has no Rust yet")
    if name == "getattr" and len(positional) in (2, 3) and isinstance(positional[1], cst.SimpleString):
        return get_attribute(positional, node, context, lower)
    if name == "isinstance" and len(positional) == 2:
        return is_instance(lower(positional[0], context), positional[1], node, context)
    if name in ("list", "dict", "set") and not positional:
        return {
            "list": n.ListExpr(items=(), line=line),
            "dict": n.DictExpr(keys=(), values=(), line=line),
            "set": n.SetExpr(items=(), line=line),
        }[name]
    if name == "tuple" and not positional:
        return n.TupleExpr(items=(), line=line)
    if name in ("bytes", "bytearray", "tuple") and len(positional) <= 1:
        values = items_of(positional[0], context) if positional else n.ListExpr(items=(), line=line)
        return values if isinstance(values, n.HoleExpr) else n.Apply(op=f"builtins.{name}", args=(values,), line=line)
    args = tuple(lower(a, context) for a in positional)
    if name in ("min", "max") and len(args) >= 2:
        result = args[0]
        for other in args[1:]:
            result = n.Apply(op=f"builtins.{name}", args=(result, other), line=line)
        return result
    if name == "round" and len(args) == 2:
        return n.Apply(op="builtins.round.digits", args=args, line=line)
    if name == "pow" and len(args) in (2, 3):
        return n.Apply(op="operator.pow" if len(args) == 2 else "builtins.pow.mod", args=args, line=line)
    if name == "bool" and len(args) == 1:
        return n.Truth(value=args[0], line=line)
    if name == "float" and len(args) == 1 and isinstance(args[0], n.Const):
        return _float_text(args[0], node, context, line)
    if name == "complex" and len(args) in (0, 2):
        parts = args or (n.Const(value=0.0, line=line),) * 2
        return n.Apply(op="builtins.complex.parts", args=parts, line=line)
    if f"builtins.{name}" in OPERATIONS and name not in ("sum", "sorted", "list"):
        return n.Apply(op=f"builtins.{name}", args=args, line=line)
    return context.hole(node, "M103", f"`{name}()` has no Rust yet")


def get_attribute(positional: list[cst.BaseExpression], node: cst.Call, context: Context, lower: Lower) -> n.Expr:
    """``getattr(base, "name")``; a default is for objects without it, of which inference says whether there are any."""
    name = positional[1].evaluated_value if isinstance(positional[1], cst.SimpleString) else None
    base = lower(positional[0], context)
    if not isinstance(name, str) or not name.isidentifier() or isinstance(base, n.HoleExpr):
        return (
            base if isinstance(base, n.HoleExpr) else context.hole(node, "M103", "this form of `getattr` has no Rust")
        )
    line = context.line(node)
    if len(positional) == 2:
        return n.Attr(base=base, name=name, line=line)
    default = lower(positional[2], context)
    if not isinstance(default, n.Const | n.Local):
        return context.hole(
            node, "M103", "a default of `getattr` that is computed has no Rust yet", "Bind it to a name."
        )
    return n.Apply(op="object.getattr", args=(base, n.Const(value=name, line=line)), line=line)


def is_instance(value: n.Expr, classes: cst.BaseExpression, node: cst.CSTNode, context: Context) -> n.Expr:
    """The classes are named in a constant; inference decides by the type of the value."""
    of = class_asked(classes, context)
    if of is not None:
        return like(value, of, exact=False, line=context.line(node))
    wanted = [e.value for e in classes.elements] if isinstance(classes, cst.Tuple) else [classes]
    names = [_class_name(item, context) for item in wanted]
    if None in names:
        return context.hole(node, "M103", "isinstance() with this class has no Rust yet")
    line = context.line(node)
    known = n.Const(value="|".join(filter(None, names)), line=line)
    return n.Apply(op="builtins.isinstance", args=(value, known), line=line)


def class_asked(node: cst.BaseExpression, context: Context) -> n.Local | None:
    """``x`` of ``type(x)`` or ``x.__class__``, where that is a variable."""
    match node:
        case cst.Call(func=cst.Name(value="type" as name), args=[cst.Arg(keyword=None, star="", value=cst.Name(of))]):
            if context.local(name) is not None or context.names.resolve(name) != Binding("builtin", "type"):
                return None
            context.guard(name, "builtin", "type")
        case cst.Attribute(value=cst.Name(of), attr=cst.Name(value="__class__")):
            pass
        case _:
            return None
    held = context.local(of)
    known = held is not None and of not in context.callables and of not in context.imports
    return n.Local(name=held, line=context.line(node)) if held is not None and known else None


def class_or(node: cst.BaseExpression, context: Context, lower: Lower) -> n.Expr:
    """``node``, of which an attribute is asked; ``type(x)`` as ``x.__class__``."""
    of = class_asked(node, context) if isinstance(node, cst.Call) else None
    return lower(node, context) if of is None else n.Attr(base=of, name="__class__", line=context.line(node))


def like(value: n.Expr, other: n.Local, *, exact: bool, line: int) -> n.Expr:
    """Whether ``value`` is an instance of the class of ``other``; ``exact``: of no subclass."""
    return n.Apply(op="object.like", args=(value, other, n.Const(value=exact, line=line)), line=line)


def is_of_type(value: n.Expr, cls: cst.BaseExpression, context: Context) -> n.Expr | None:
    """``type(value) is cls``; None where ``cls`` is not the name of a class that is known."""
    name = _class_name(cls, context)
    if name is None:
        return None
    line = context.line(cls)
    return n.Apply(op="builtins.isinstance", args=(value, n.Const(value=f"{EXACT}{name}", line=line)), line=line)


def _class_name(node: cst.BaseExpression, context: Context) -> str | None:
    """The class that ``node`` names, under a guard; None where it may be anything else."""
    from migrator.lowering.expressions import dotted

    path = dotted(node)
    if path is None or context.local(path.partition(".")[0]) is not None:
        return None
    target = context.names.resolve(path)
    known = target.kind == "class" or known_class(target.target) is not None
    if target.kind not in ("builtin", "class", "library") or not known:
        return None
    context.guard(path, target.kind, target.target)
    return target.target


def _float_text(arg: n.Const, node: cst.Call, context: Context, line: int) -> n.Expr:
    """``float("inf")`` and the like are constants."""
    if isinstance(arg.value, str):
        try:
            return n.Const(value=float(arg.value), line=line)
        except ValueError:
            return context.hole(node, "M103", "float() of this text raises")
    return n.Apply(op="builtins.float", args=(arg,), line=line)

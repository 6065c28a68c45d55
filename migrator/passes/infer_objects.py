"""Types of what has to do with objects: attributes read and set, methods and properties called."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.model.diagnostic import Diagnostic
from migrator.passes import infer_draws, infer_nodes
from migrator.passes.convert import TypeFailure
from migrator.passes.infer_stars import spread
from migrator.passes.infer_tuples import elements
from migrator.passes.join import NoJoin, is_complex, join

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


class ClassMember(Protocol):
    """What a name means on the instances of a class."""

    @property
    def kind(self) -> str:
        """``method``, ``static``, ``class``, ``property``, ``value`` or ``other``."""
        ...

    @property
    def function(self) -> str:
        """The id of the function behind it."""
        ...

    @property
    def setter(self) -> str:
        """The id of the function that sets the property; empty where there is none."""
        ...


class DataField(Protocol):
    """One field of a dataclass; ``default`` is a literal's text, ``list()``, or empty."""

    @property
    def name(self) -> str: ...

    @property
    def default(self) -> str: ...


class ClassFacts(Protocol):
    """What inference asks about classes."""

    lower: Callable[[str, int], n.Function]
    """The function by its id, for a call on that line."""

    def member(self, class_id: str, name: str, after: str = "") -> ClassMember | None: ...

    def known(self, class_id: str) -> bool:
        """Whether all its bases are known, but for such that change nothing."""
        ...

    def hooked(self, class_id: str) -> str:
        """What makes attributes of the class more than plain ones; empty where nothing does."""
        ...

    def is_instance(self, kind: t.Type, classes: str) -> bool | None:
        """Whether values of ``kind`` are instances of one of ``classes`` (``int|shapes:Box``); None: not certain."""
        ...

    def data_fields(self, class_id: str) -> tuple[DataField, ...] | None:
        """The fields that a dataclass's own ``__init__`` takes; None where it has no such."""
        ...

    def frozen(self, class_id: str) -> bool:
        """Whether setting an attribute of an instance raises."""
        ...

    def shape(self, class_id: str) -> t.ObjectOf | None:
        """The type that instances made in this region have; None while it is not known."""
        ...

    def constant(self, class_id: str, name: str) -> t.Type:
        """What the value ``name`` in the body of the class is; unknown where neither its text nor an instance says so."""
        ...

    def seen(self, class_id: str, attribute: str) -> t.Type:
        """What the attribute held in instances that came in somewhere; unknown where none did."""
        ...

    def arguments(
        self,
        function: str,
        bound: int,
        args: tuple[n.Expr, ...],
        keywords: tuple[str, ...],
        line: int,
        held: tuple[n.Expr, ...] = (),
    ) -> tuple[n.Expr, ...] | None:
        """Match the arguments of a call on ``line`` with the parameters behind the first ``bound``; None where they do not
        fit. ``held``: what a closure gives for the last parameters."""
        ...


def _object(inference: Inference, node: n.Expr) -> n.Expr:
    """Type ``node``, of which an attribute or method is asked; ``None`` instead of an object traps."""
    base = inference.expr(node)
    if isinstance(base.type, t.OptionalOf):
        base = inference.to(base, base.type.inner)
    if isinstance(base.type, t.ObjectOf | t.NodeOf) and (hook := inference.classes.hooked(base.type.cls)):
        inference.fail("M130", node.line, f"the attributes of {_short(base.type)} go through {hook}")
    return base


def _behind_class(inference: Inference, node: n.Expr, name: str, kinds: tuple[str, ...]) -> n.Expr | None:
    """``x`` where ``node`` is ``x.__class__`` and ``name`` is of one of the ``kinds`` in its class; else None."""
    if not isinstance(node, n.Attr) or node.name != "__class__":
        return None
    kind = _object(inference, node.base).type
    if not isinstance(kind, t.ObjectOf) or inference.classes.member(kind.cls, "__class__"):
        return None
    member = inference.classes.member(kind.cls, name)
    return node.base if member is not None and member.kind in kinds else None


def is_object(inference: Inference, node: n.Expr) -> bool:
    """Whether ``node`` is an object or named tuple, or None."""
    kind = inference.expr(node).type
    return isinstance(kind.inner if isinstance(kind, t.OptionalOf) else kind, t.ObjectOf | t.NodeOf | t.RecordOf)


def is_named_object(node: n.Expr) -> bool:
    """Whether ``node`` is an object under its name, which can be left out where nobody looks at it."""
    named = isinstance(node, n.Local) or (isinstance(node, n.Attr) and is_named_object(node.base))
    return named and isinstance(node.type, t.ObjectOf)


def is_the_object(inference: Inference, node: n.Apply, value: n.Expr) -> n.Expr:
    """``x is MISSING``: a number, text or container is never the instance that the name is guarded to stand for."""
    no = n.Const(value=False, type=t.BOOL, line=node.line)
    if not value.type.supported or _may_be_object(value.type):
        inference.fail("M102", node.line, f"`is` between {value.type} and a module-level object has no Rust yet")
    if isinstance(value, n.Local | n.Const):
        return no
    return n.BlockExpr(body=(n.Eval(value=value, line=node.line),), value=no, type=t.BOOL, line=node.line)


def _may_be_object(kind: t.Type) -> bool:
    return isinstance(kind.inner if isinstance(kind, t.OptionalOf) else kind, t.ObjectOf | t.NodeOf)


def _short(kind: t.ObjectOf | t.NodeOf) -> str:
    return f"`{kind.cls.rpartition(':')[2]}`"


def attribute(inference: Inference, node: n.Attr) -> n.Expr:
    """``base.name``; a property is a call."""
    of = _behind_class(inference, node.base, node.name, ("value",))
    base = _object(inference, node.base if of is None else of)
    kind = base.type
    if isinstance(base, n.HoleExpr) or kind == t.UNKNOWN:
        return base if isinstance(base, n.HoleExpr) else dataclasses.replace(node, base=base)
    if isinstance(kind, t.RecordOf) and node.name in kind.names:
        place = n.Const(value=kind.names.index(node.name), type=t.INT, line=node.line)
        return inference.expr(n.Index(base=base, index=place, line=node.line))
    if is_complex(kind) and node.name in ("real", "imag"):
        return inference.expr(n.Apply(op=f"complex.{node.name}", args=(node.base,), line=node.line))
    if isinstance(kind, t.DequeOf) and node.name == "maxlen":
        return inference.expr(n.Apply(op="deque.maxlen", args=(node.base,), line=node.line))
    if not isinstance(kind, t.ObjectOf | t.NodeOf):
        hint = "Pass the value as an argument."
        inference.fail("M102", node.line, f"the attribute `.{node.name}` of {kind} has no Rust yet", hint)
        return node
    member = inference.classes.member(kind.cls, node.name)
    if member is not None and member.kind == "property":
        found = n.FoundMethod(kind.cls, node.name, "property", member.function)
        return inference.expr(n.Invoke(function=member.function, args=(base,), found=found, line=node.line))
    if member is not None and member.kind != "value":
        inference.fail("M130", node.line, f"`{node.name}` of {_short(kind)} is a {member.kind}, and is read as a value")
    if isinstance(kind, t.NodeOf):
        return infer_nodes.read(inference, node, base, kind)
    if member is not None and (of is not None or kind.field(node.name) is None):
        by_class = n.ClassConstant(cls=kind.cls, name=node.name, of_class=of is not None, line=node.line)
        constant = inference.expr(by_class)
        if is_named_object(base):
            return constant
        if constant.type.mutable:
            inference.fail("M230", node.line, f"`{node.name}` is read on an object without a name", "Bind it to one.")
        made = n.Eval(value=base, line=node.line)
        return n.BlockExpr(body=(made,), value=constant, type=constant.type, line=node.line)
    field = _field(inference, kind, node.name, node.line)
    return dataclasses.replace(node, base=base, type=field.type if field is not None else t.UNKNOWN)


def _field(inference: Inference, kind: t.ObjectOf, name: str, line: int) -> t.Field | None:
    field = kind.field(name)
    if field is None:
        inference.fail("M230", line, f"the attribute `{name}` was not seen on every {_short(kind)}")
    elif field.type == t.Other("mixed"):
        inference.fail("M202", line, f"the attribute `{name}` of {_short(kind)} is now of one type, now of another")
    elif not field.type.supported and field.type != t.UNKNOWN and inference.strict:
        message = f"the attribute `{name}` of {_short(kind)} is {field.type}, which has no Rust form yet"
        inference.fail("M201", line, message)
    return field


def bind_attribute(inference: Inference, target: n.AttrTarget, value: n.Expr) -> tuple[n.Target, n.Expr]:
    """``base.name = value``."""
    base = _object(inference, target.base)
    kind = base.type
    if isinstance(kind, t.NodeOf):
        message = f"the attribute `{target.name}` of {_short(kind)}, which stays in Python, is set"
        inference.fail("M308", target.line, message)
    if not isinstance(kind, t.ObjectOf):
        if kind != t.UNKNOWN and not isinstance(base, n.HoleExpr):
            inference.fail("M101", target.line, f"setting the attribute `.{target.name}` of {kind} has no Rust yet")
        return dataclasses.replace(target, base=base), value
    _check_settable(inference, kind, target.name, target.line)
    field = _field(inference, kind, target.name, target.line)
    if field is None:
        return dataclasses.replace(target, base=base), value
    _check_finite(kind.cls, value.type, target.line)
    refine(inference, base, target.name, value.type, target.line)
    base = _object(inference, target.base)
    assert isinstance(base.type, t.ObjectOf)
    field = base.type.field(target.name)
    assert field is not None
    return dataclasses.replace(target, base=base, anew=field.type.mutable), inference.to(value, field.type)


def _check_settable(inference: Inference, kind: t.ObjectOf, name: str, line: int) -> None:
    """Refuse where setting the attribute is more than that."""
    member = inference.classes.member(kind.cls, name)
    if member is not None and member.kind != "value":
        inference.fail("M130", line, f"`{name}` of {_short(kind)} is a {member.kind}, and is assigned to")
    if inference.classes.frozen(kind.cls):
        inference.fail("M130", line, f"{_short(kind)} is frozen, so that setting `.{name}` raises")


def settable(inference: Inference, place: n.Attr) -> bool:
    """Whether ``place`` is an attribute of an object in Rust: ``place -= x`` changes what it holds, and sets it to the same."""
    if not isinstance(place.base.type, t.ObjectOf):
        return False
    _check_settable(inference, place.base.type, place.name, place.line)
    return True


def _check_finite(cls: str, held: t.Type, line: int) -> None:
    """Refuse objects that are made here and hold others of their class: there is no struct that holds itself."""
    if _holds(held, cls):
        name = cls.rpartition(":")[2]
        message = f"objects of the class `{name}` that are made here hold one another"
        raise TypeFailure(Diagnostic("M308", line, message))  # at once: such a type only grows


def _holds(kind: t.Type, cls: str) -> bool:
    if isinstance(kind, t.ObjectOf):
        return kind.cls == cls or any(_holds(field.type, cls) for field in kind.fields)
    return any(_holds(part, cls) for part in kind.parts)


def _as_seen(inference: Inference, cls: str, name: str, untyped: n.Expr, value: n.Expr) -> n.Expr:
    """The attribute of a new object; of what is still empty, such objects showed elsewhere what will be in it."""
    seen = inference.classes.seen(cls, name)
    if not _is_open(value.type) or seen == t.UNKNOWN:
        return value
    try:
        wanted = join(value.type, seen)
    except NoJoin:
        return value
    inference.refine(value, wanted)
    return inference.expr(untyped, wanted)


def _is_open(kind: t.Type) -> bool:
    return any(part == t.UNKNOWN or _is_open(part) for part in kind.parts)


def refine(inference: Inference, base: n.Expr, name: str, kind: t.Type, line: int) -> None:
    """The attribute ``name`` of the object at the place ``base`` also holds ``kind``."""
    whole = base.type
    if not isinstance(whole, t.ObjectOf) or isinstance(kind, t.ArgRef):
        return
    fields = []
    for field in whole.fields:
        if field.name == name:
            try:
                field = dataclasses.replace(field, type=join(field.type, kind))
            except NoJoin as conflict:
                inference.fail("M202", line, f"the attribute `{name}` holds {conflict.a} and is set to {conflict.b}")
        fields.append(field)
    inference.refine(base, dataclasses.replace(whole, fields=tuple(fields)))


_INSTANCE = t.ObjectOf | t.NodeOf
SPECIAL: dict[str, tuple[str, str]] = {
    "add": ("__add__", "__radd__"),
    "sub": ("__sub__", "__rsub__"),
    "mul": ("__mul__", "__rmul__"),
    "true_div": ("__truediv__", "__rtruediv__"),
    "floor_div": ("__floordiv__", "__rfloordiv__"),
    "floor_mod": ("__mod__", "__rmod__"),
    "pow": ("__pow__", "__rpow__"),
    "matmul": ("__matmul__", "__rmatmul__"),
    "and": ("__and__", "__rand__"),
    "or": ("__or__", "__ror__"),
    "xor": ("__xor__", "__rxor__"),
    "shl": ("__lshift__", "__rlshift__"),
    "shr": ("__rshift__", "__rrshift__"),
    "lt": ("__lt__", "__gt__"),
    "le": ("__le__", "__ge__"),
    "gt": ("__gt__", "__lt__"),
    "ge": ("__ge__", "__le__"),
    "eq": ("__eq__", "__eq__"),
    "neg": ("__neg__", ""),
    "pos": ("__pos__", ""),
    "invert": ("__invert__", ""),
    "abs": ("__abs__", ""),
}
"""What an operator calls on its left operand, and on its right one where the left is a plain number."""


def in_place(inference: Inference, name: str, current: t.Type) -> bool:
    """Whether the class of ``current`` says itself what the operator ``name`` does in place, as ``__itruediv__`` does."""
    own, _ = SPECIAL.get(name, ("", ""))
    changes = f"__i{own.removeprefix('__')}"
    return bool(own) and isinstance(current, _INSTANCE) and inference.classes.member(current.cls, changes) is not None


def special_method(inference: Inference, node: n.Apply, name: str, typed: tuple[n.Expr, ...]) -> n.Expr | None:
    """An operator on objects is a call of the method that its class has for it."""
    left, *others = typed
    right = others[0] if others else left
    own, reflected = SPECIAL[name]
    if isinstance(left.type, _INSTANCE):
        if isinstance(right.type, _INSTANCE) and right.type.cls != left.type.cls:
            # A subclass on the right would be asked first.
            inference.fail("M131", node.line, f"`{own}` between objects of two classes has no Rust yet")
            return None
        return call_special(inference, node.line, left, own, node.args[1:])
    if isinstance(right.type, _INSTANCE) and left.type in (t.INT, t.FLOAT, t.BOOL):
        if any(isinstance(c, n.Invoke | n.BlockExpr) for c in walk(left)):
            inference.fail("M102", node.line, "a call on the left of an object's operator has no Rust yet")
        return call_special(inference, node.line, right, reflected, node.args[:1])
    return None


def call_special(inference: Inference, line: int, base: n.Expr, name: str, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """The method ``name`` that Python calls by itself, looked up in the class; None where it is no plain one."""
    assert isinstance(base.type, _INSTANCE)
    member = inference.classes.member(base.type.cls, name)
    if member is None or member.kind != "method":
        inference.fail("M131", line, f"{_short(base.type)} defines no plain method `{name}`")
        return None
    found = n.FoundMethod(base.type.cls, name, "operator", member.function)
    return inference.expr(n.Invoke(function=member.function, args=(base, *args), found=found, line=line))


def subscript(inference: Inference, base: n.Expr, index: n.Expr, line: int) -> n.Expr:
    """``base[index]`` of an object."""
    assert isinstance(base.type, _INSTANCE)
    made = call_special(inference, line, base, "__getitem__", (index,))
    return index if made is None else made


def new(inference: Inference, node: n.New) -> n.Expr:
    """``Class(…)`` is a call of the function that makes the object."""
    spread_args = spread(inference, node.args, len(node.args) - len(node.keywords))
    if spread_args is None:
        return node
    node = dataclasses.replace(node, args=spread_args)
    if hook := inference.classes.hooked(node.cls):
        inference.fail("M130", node.line, f"making an instance goes through {hook}")
    fields = inference.classes.data_fields(node.cls)
    if fields is not None:
        return _new_data(inference, node, fields)
    member = inference.classes.member(node.cls, "__init__")
    if member is None or member.kind != "method":
        inference.fail("M132", node.line, f"`{node.cls}` has no `__init__` that is written out")
        return node
    args = inference.classes.arguments(member.function, 1, node.args, node.keywords, node.line)
    if args is None:
        inference.fail("M103", node.line, "the arguments do not fit the parameters of `__init__`")
        return node
    found = n.FoundMethod(node.cls, "__init__", "init", member.function)
    return inference.expr(n.Invoke(function=node.cls, args=args, found=found, line=node.line))


def _new_data(inference: Inference, node: n.New, fields: tuple[DataField, ...]) -> n.Expr:
    """The ``__init__`` of a dataclass only sets its fields, and calls ``__post_init__``."""
    count = len(node.args) - len(node.keywords)
    given = dict(zip((f.name for f in fields), node.args[:count], strict=False))
    named = dict(zip(node.keywords, node.args[count:], strict=True))
    if (
        any(isinstance(arg, n.Starred) for arg in node.args)
        or count > len(fields)
        or set(given) & set(named)
        or set(named) - {f.name for f in fields}
    ):
        inference.fail("M103", node.line, "the arguments do not fit the fields of the dataclass")
        return node
    values = []
    for field in fields:
        value = given.get(field.name) or named.get(field.name) or _default(field, node.line)
        if value is None:
            inference.fail("M103", node.line, f"the field `{field.name}` is not given")
            return node
        values.append(value)
    if inference.classes.member(node.cls, "__post_init__") is not None:
        return inference.expr(n.Invoke(function=node.cls, args=tuple(values), line=node.line))
    names = tuple(f.name for f in fields)
    return inference.expr(n.NewObject(cls=node.cls, names=names, values=tuple(values), line=node.line))


def _default(field: DataField, line: int) -> n.Expr | None:
    if field.default == "list()":
        return n.ListExpr(items=(), line=line)
    return n.Const(value=ast.literal_eval(field.default), line=line) if field.default else None


def new_object(inference: Inference, node: n.NewObject) -> n.Expr:
    """The new object has the types of what is set, or those of its struct where that is known already."""
    known = inference.classes.shape(node.cls)
    values = [inference.expr(v) for v in node.values]
    for value in values:
        _check_finite(node.cls, value.type, node.line)
    if known is None:
        values = [_as_seen(inference, node.cls, *each) for each in zip(node.names, node.values, values, strict=True)]
        fields = tuple(t.Field(name, v.type) for name, v in zip(node.names, values, strict=True))
        return dataclasses.replace(node, values=tuple(values), type=t.ObjectOf(node.cls, fields))
    for value, field in zip(values, known.fields, strict=True):
        if isinstance(field.type, t.ListOf):
            inference.refine(value, field.type)
    held = tuple(inference.to(v, f.type) for v, f in zip(values, known.fields, strict=True))
    return dataclasses.replace(node, values=held, type=known)


def method_call(inference: Inference, node: n.MethodCall) -> n.Expr:
    """``base.name(…)``: the method is found by the class of ``base``, and becomes a plain call."""
    of = _behind_class(inference, node.base, node.name, ("static", "class"))
    base = _object(inference, node.base if of is None else of)
    kind = base.type
    if isinstance(base, n.HoleExpr):
        return base
    if isinstance(kind, t.FunctionOf | t.ClosureOf) and node.name == "__call__":
        return call_value(inference, node, base)
    if (
        isinstance(kind, t.ObjectOf)
        and node.name == "__class__"
        and not inference.classes.member(kind.cls, "__class__")
    ):
        return inference.expr(n.New(cls=kind.cls, args=node.args, keywords=node.keywords, line=node.line))
    if isinstance(kind, t.OneOf) and node.name == "__call__":
        return call_one_of(inference, node, base, kind)
    if isinstance(kind, t.ObjectOf) and node.name != "__call__":
        held = kind.field(node.name)
        member = inference.classes.member(kind.cls, node.name)
        functions = t.FunctionOf | t.ClosureOf | t.OneOf
        if held is not None and isinstance(held.type, functions) and member is None and not node.after:
            return _call_held(inference, node, held.type)
    if kind == t.RANDOM and (drawn := infer_draws.with_keywords(node)) is not None:
        return inference.expr(drawn)
    if isinstance(kind, t.NpRandom):
        given = (base, *(inference.expr(a) for a in node.args))
        return infer_draws.of_numpy(inference, node.name, given, node.keywords, node.line)
    if isinstance(kind, t.RecordOf):
        return _of_record(inference, node, base, kind)
    if not isinstance(kind, _INSTANCE):
        if kind == t.UNKNOWN and not inference.strict:
            return dataclasses.replace(node, base=base, args=tuple(inference.expr(a) for a in node.args))
        inference.fail("M103", node.line, f"the method `.{node.name}()` of {kind} has no Rust yet")
        return node
    member = inference.classes.member(kind.cls, node.name, node.after)
    if member is not None and member.kind == "class":
        # Its class is that of the object, which must be the one that it was compiled for.
        known = member.function.rpartition(".")[0] == kind.cls and not node.after
        member = member if known else None
    if member is None or member.kind not in ("method", "static", "class"):
        inference.fail("M131", node.line, f"`{node.name}` of {_short(kind)} is not a plain method of the project")
        return node
    bound = 1 if member.kind == "method" else 0
    spread_args = spread(inference, node.args, len(node.args) - len(node.keywords))
    if spread_args is None:
        return node
    node = dataclasses.replace(node, args=spread_args)
    args = inference.classes.arguments(member.function, bound, node.args, node.keywords, node.line)
    if args is None:
        inference.fail("M103", node.line, f"the arguments of `.{node.name}()` do not fit its parameters")
        return node
    how = "operator" if node.name == "__call__" else member.kind
    found = n.FoundMethod(kind.cls, node.name, how, member.function, node.after)
    whole = (base, *args) if bound else args
    return inference.expr(n.Invoke(function=member.function, args=whole, found=found, line=node.line))


def _of_record(inference: Inference, node: n.MethodCall, base: n.Expr, kind: t.RecordOf) -> n.Expr:
    """``record._replace(x=1)``, and the methods that its class defines."""
    if node.name == "_replace" and len(node.args) == len(node.keywords) and isinstance(base, n.Local):
        given = dict(zip(node.keywords, node.args, strict=True))
        if set(given) <= set(kind.names):
            items = tuple(given.get(name, item) for name, item in zip(kind.names, elements(base), strict=True))
            return inference.expr(n.TupleExpr(items=items, cls=kind.cls, names=kind.names, line=node.line))
    member = inference.classes.member(kind.cls, node.name)
    if member is None or member.kind != "method":
        inference.fail("M131", node.line, f"`{node.name}` of {kind} is not a plain method of the project")
        return node
    args = inference.classes.arguments(member.function, 1, node.args, node.keywords, node.line)
    if args is None:
        inference.fail("M103", node.line, f"the arguments of `.{node.name}()` do not fit its parameters")
        return node
    return inference.expr(n.Invoke(function=member.function, args=(base, *args), line=node.line))


def call_value(inference: Inference, node: n.MethodCall, called: n.Expr) -> n.Expr:
    """A call of a variable or attribute that holds a function: which one it is says the type."""
    kind = called.type
    assert isinstance(kind, t.FunctionOf | t.ClosureOf)
    given = spread(inference, node.args)
    if given is None:
        return node
    count = len(kind.held) if isinstance(kind, t.ClosureOf) else 0
    if count and not isinstance(called, n.Local):
        inference.fail(
            "M105", node.line, "an inner function is called that has no name here", "Bind it to a name first."
        )
        return node
    held = tuple(n.Held(closure=node.base, index=i, line=node.line) for i in range(count))
    args = inference.classes.arguments(kind.function, 0, given, node.keywords, node.line, held)
    if args is None:
        name = kind.function.rpartition(":")[2]
        inference.fail("M103", node.line, f"the arguments do not fit the parameters of `{name}`")
        return node
    through = called if isinstance(kind, t.FunctionOf) else None
    return inference.expr(n.Invoke(function=kind.function, args=args, through=through, line=node.line))


def _call_held(inference: Inference, node: n.MethodCall, kind: t.Type) -> n.Expr:
    """A call of a function that an attribute holds."""
    held = n.Attr(base=node.base, name=node.name, line=node.line)
    if isinstance(kind, t.FunctionOf):
        return call_value(inference, node, attribute(inference, held))
    name = inference.fresh.get(id(node)) or inference.fresh.setdefault(id(node), inference.unused("function"))
    target = n.NameTarget(name=name, line=node.line)
    base = n.Local(name=name, line=node.line)
    call = dataclasses.replace(node, base=base, name="__call__")
    return inference.expr(
        n.BlockExpr(body=(n.Assign(target=target, value=held, line=node.line),), value=call, line=node.line)
    )


def call_one_of(inference: Inference, node: n.MethodCall, called: n.Expr, kind: t.OneOf) -> n.Expr:
    """A call of a variable that holds one of several functions: a chain of tests, with a call of each."""
    given = spread(inference, node.args)
    if given is None:
        return node
    # Only one of the calls is made, so each may compute the arguments; but a statement has one place.
    if not isinstance(called, n.Local) or any(isinstance(c, n.Stmt) for a in given for c in walk(a)):
        hint = "Bind the arguments to variables first."
        inference.fail("M105", node.line, "one of several functions is called on what takes loops to compute", hint)
        return node
    calls: list[n.Expr] = []
    for function in kind.functions:
        args = inference.classes.arguments(function, 0, given, node.keywords, node.line, ())
        if args is None:
            name = function.rpartition(":")[2]
            inference.fail("M103", node.line, f"the arguments do not fit the parameters of `{name}`")
            return node
        calls.append(n.Invoke(function=function, args=args, line=node.line))
    result = calls[-1]
    for function, call in zip(kind.functions[-2::-1], calls[-2::-1], strict=True):
        test = n.IsFunction(value=node.base, function=function, line=node.line)
        result = n.Cond(test=test, then=call, orelse=result, line=node.line)
    return inference.expr(result)


def closure(inference: Inference, node: n.Closure | n.Held) -> n.Expr:
    """Type an inner function as a value, and what it holds."""
    if isinstance(node, n.Held):
        whole = inference.expr(node.closure)
        kind = whole.type.parts[node.index] if isinstance(whole.type, t.ClosureOf) else t.UNKNOWN
        return dataclasses.replace(node, closure=whole, type=kind)
    held = tuple(inference.expr(each) for each in node.held)
    for each in held:
        if each.type.mutable or isinstance(each.type, t.DictOf | t.View):
            what = each.name if isinstance(each, n.Local) else "a variable"
            inference.fail(
                "M105", node.line, f"an inner function is kept that shares `{what}`, which can be changed in place"
            )
    return dataclasses.replace(node, held=held, type=t.ClosureOf(node.function, tuple(each.type for each in held)))


def holds_function(kind: t.Type) -> bool:
    """Whether a function is in a value of this type."""
    if isinstance(kind, t.ObjectOf):
        return any(holds_function(field.type) for field in kind.fields)
    return isinstance(kind, t.FunctionOf | t.ClosureOf | t.OneOf) or any(map(holds_function, kind.parts))

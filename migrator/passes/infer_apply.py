"""Types of operations: which form of the record applies, after the promotions that the operands' types ask for."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import place_path, walk
from migrator.ops import OPERATIONS, Match, Operation, callbacks, choose, complexes, heaps
from migrator.passes import (
    infer_arrays,
    infer_asked,
    infer_bytes,
    infer_deques,
    infer_draws,
    infer_items,
    infer_memo,
    infer_nodes,
    infer_none,
    infer_objects,
    infer_protocols,
    infer_rows,
    infer_sets,
    infer_tried,
)
from migrator.passes.convert import TypeFailure, convert, operand
from migrator.passes.infer_callbacks import called_back, or_called_back
from migrator.passes.infer_tuples import as_list, elements, infer_tuple
from migrator.passes.join import NoJoin, is_complex, join, mixed_kinds, promoted
from migrator.passes.masks import constant
from migrator.types.classes import EXACT, class_of

if TYPE_CHECKING:
    from migrator.passes.infer import Inference

_SAME_ELEMENTS = {"list.extend": 1, "list.concat": 1, "list.set.slice": 3}
"""The argument whose elements are of the same type as those of the first."""
_KEPT: dict[str, dict[int, int]] = {
    "list.append": {1: 0},
    "list.yielded": {1: 0},
    "list.insert": {2: 0},
    "set.add": {1: 0},
    "deque.append": {1: 0},
    "deque.appendleft": {1: 0},
    "dict.setdefault": {1: 0, 2: 1},
    **{name: {position: 0} for name, position in heaps.PUT_IN.items()},
}
"""Operations that put arguments into their first one: which argument becomes which part of its type."""
_ARITHMETIC = frozenset(
    f"operator.{name}"
    for name in "add sub mul true_div floor_div floor_mod pow and or xor shl shr neg pos invert"
    " lt le gt ge eq ne".split()
) | {"builtins.min", "builtins.max", "builtins.abs"}
_COMPARES = frozenset(f"operator.{name}" for name in "lt le gt ge eq ne".split())


def infer_apply(inference: Inference, node: n.Apply, expected: t.Type) -> n.Expr:
    """Type ``node``: its arguments, its form, its result."""
    if node.op == "scan.item":
        return _scanned(inference, node)
    if (distinct := infer_sets.distinct_floats(inference, node)) is not None:
        return distinct
    first_expected = expected if node.op in _SAME_LIST else t.UNKNOWN
    if node.op.startswith("collections.deque") and isinstance(expected, t.DequeOf):
        first_expected = t.ListOf(expected.element)
    if node.op == "operator.mul" and isinstance(expected, t.ListOf):
        first_expected = expected
    # Typed once: what is typed twice on each level takes for ever where operators are nested deeply.
    args = tuple(
        (infer_arrays.component(inference, a) if _only_values(node) else None)
        or inference.expr(a, first_expected if i == 0 or node.op == "operator.add" else t.UNKNOWN)
        for i, a in enumerate(node.args)
    )
    if node.op == "object.getattr":
        return _present_attribute(inference, node, args)
    if args and isinstance(args[0].type, t.ObjectOf | t.NodeOf) and node.op in _PROTOCOLS:
        made = _PROTOCOLS[node.op](inference, node, args[0])
        return node if made is None else made
    of_object = _of_object(inference, node, args)
    if of_object is not None:
        return inference.expr(of_object)
    args = _by_texts(inference, node, args)
    node = dataclasses.replace(node, args=args)
    if any(a.type == t.UNKNOWN and not isinstance(a, n.HoleExpr) for a in args):
        if inference.strict:
            inference.fail("M204", node.line, "the type of an operand could not be determined")
        return node
    if any(isinstance(a, n.HoleExpr) for a in args):
        return next(a for a in args if isinstance(a, n.HoleExpr))
    if not args:
        return apply_form(inference, node, args)
    if node.op in infer_memo.PARTS:
        return infer_memo.PARTS[node.op](inference, node, args)
    special = constant(node) or _special(inference, node, args)
    if special is not None:
        return special
    return apply_form(inference, _renamed(node, args), args)


def _by_ufunc(op: str, kinds: tuple[t.Type, ...]) -> bool:
    """Whether an operator on one of NumPy's real scalars and Python's ``complex`` is computed as one on arrays."""
    if op not in callbacks.BY_OPERATOR or len(kinds) != len(("left", "right")) or t.COMPLEX not in kinds:
        return False
    real = [isinstance(k, t.NpScalar) and k.dtype != "complex128" for k in kinds]
    return real[0] or (real[1] and kinds[1] != t.NpScalar("float64"))


def _only_values(node: n.Apply) -> bool:
    """Whether ``node`` makes of an array what does not depend on how that lies in memory, to the last bit."""
    if node.op == "operator.pow":
        return isinstance(node.args[1], n.Const) and node.args[1].value == 2
    return node.op in callbacks.BY_OPERATOR and node.op != "operator.matmul"


def _by_texts(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> tuple[n.Expr, ...]:
    """A dict or set of single characters that is asked for a text is one of texts; tuples as keys have one length."""
    if len(args) < len(("container", "key")):
        return args
    kind = args[0].type
    if (
        isinstance(args[1].type, t.RowOf)
        and isinstance(kind, t.DictOf | t.SetOf)
        and isinstance(kind.parts[0], t.TupleOf)
    ):
        return (args[0], inference.to(args[1], kind.parts[0]), *args[2:])
    if args[1].type != t.STR or node.op in _BY_LETTERS:
        return args
    if not isinstance(kind, t.DictOf | t.SetOf) or kind.parts[0] != t.CHAR:
        return args
    inference.refine(args[0], kind.rebuilt((t.STR, *(t.UNKNOWN for _ in kind.parts[1:]))))
    return (inference.expr(node.args[0]), *args[1:])


_BY_LETTERS = frozenset(
    f"method.{name}"
    for name in "update union intersection difference symmetric_difference issubset issuperset isdisjoint"
    " difference_update intersection_update symmetric_difference_update".split()
)
"""What takes a text for its letters."""


def _scanned(inference: Inference, node: n.Apply) -> n.Expr:
    """The item at a place of what was run over; of a dict the key there."""
    whole, place = node.args
    if isinstance(inference.expr(whole).type, t.DictOf):
        whole = n.Apply(op="builtins.list", args=(whole,), line=node.line)
    return inference.expr(n.Index(base=whole, index=place, line=node.line))


def _of_object(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """A method or attribute that lowering took for a list's or an array's, where it is one of an object."""
    family, _, name = node.op.partition(".")
    if name in infer_objects.SPECIAL and family in ("operator", "builtins"):
        alike = infer_nodes.equal(inference, node, args)
        if alike is not None:
            return alike
        return infer_objects.special_method(inference, node, name, args)
    if family not in ("list", "method", "array") or not isinstance(_plain(args[0].type), t.ObjectOf | t.NodeOf):
        return None
    if family == "array":
        return n.Attr(base=node.args[0], name=name, line=node.line)
    return n.MethodCall(base=node.args[0], name=name.partition(".")[0], args=node.args[1:], line=node.line)


_PROTOCOLS = {"builtins.len": infer_protocols.length, "method.contains": infer_protocols.contains}
_SAME_LIST = frozenset({"list.repeat", "list.concat", "operator.add", "method.copy", "method.slice"})


def _renamed(node: n.Apply, args: tuple[n.Expr, ...]) -> n.Apply:
    """Operators and methods that lowering could not attribute to a type yet."""
    kinds = tuple(_plain(a.type) for a in args)
    name = node.op
    owner = "complex" if kinds[0] == t.NpScalar("complex128") else _OWNERS.get(type(kinds[0]), "")
    if not owner:
        return node
    if isinstance(kinds[0], t.DictOf) and kinds[0].kind == "Counter":
        own = f"Counter.{_COUNTERS.get(name, name.removeprefix('method.'))}"
        if _by_arity(own, len(args)) in OPERATIONS:
            return dataclasses.replace(node, op=_by_arity(own, len(args)))
        if name in ("method.update", "operator.eq"):
            return node
    if name.startswith("method.") or (name in _OF_LISTS and owner in ("deque", "bytearray")):
        name = _by_arity(f"{owner}.{name.partition('.')[2]}", len(args))
    else:
        renamed = f"{owner}.{_OPERATORS.get(name, '')}"
        name = renamed if renamed in OPERATIONS else name
    return dataclasses.replace(node, op=name)


_OWNERS: dict[type[t.Type], str] = {
    t.ListOf: "list",
    t.Str: "str",
    t.Char: "str",
    t.DictOf: "dict",
    t.SetOf: "set",
    t.RandomState: "random",
    t.DequeOf: "deque",
    t.RowOf: "row",
    t.Bytes: "bytes",
    t.Complex: "complex",
    t.Mixed: "complex",
    t.ByteArray: "bytearray",
}
"""By the type of the first operand: the word that its operations' names start with."""
_OPERATORS = {
    "operator.add": "concat",
    "operator.mul": "repeat",
    "operator.eq": "eq",
    "operator.or": "union",
    "operator.and": "intersection",
    "operator.sub": "difference",
    "operator.xor": "symmetric_difference",
    "operator.le": "issubset",
    "operator.ge": "issuperset",
}
"""The records of operators that mean something else for containers than for numbers."""
_OF_LISTS = frozenset({"list.extend", "list.set.slice", "list.delete.slice", "list.delete.slice.step"})
"""What lowering takes for a list's, and may be that of a relative."""
_COUNTERS = {
    "operator.add": "plus",
    "operator.sub": "minus",
    "operator.and": "common",
    "operator.or": "either",
}
"""The same of a ``Counter``."""


@cache
def _by_arity(name: str, count: int) -> str:
    """The record of the method for so many arguments: ``str.find``, ``str.find.from``."""
    names = [name, *(other for other in OPERATIONS if other.startswith(f"{name}."))]
    fitting = [other for other in names if other in OPERATIONS and len(OPERATIONS[other].forms[0].params) == count]
    return fitting[0] if fitting else name


_COPIES = ("method.copy", "copy.copy", "copy.deepcopy")
_ITERABLES = t.ArrayOf | t.Str | t.Char | t.TupleOf | t.RowOf | t.DictOf | t.SetOf | t.DequeOf | t.Bytes | t.View
"""What a list is extended by as ``list()`` of it."""


def _plain(kind: t.Type) -> t.Type:
    return kind.inner if isinstance(kind, t.OptionalOf) else kind


def _places_for_objects(display: n.Expr) -> bool:
    """Whether ``display`` is ``[None]``, for lists and the like: repeated, all there is to share is None itself."""
    match display:
        case n.ListExpr(items=(item,), type=t.ListOf(element=t.OptionalOf(inner=inner))) if inner.mutable:
            return isinstance(item, n.Convert) and item.value.type == t.NONE
        case _:
            return False


_ON_LISTS = ("operator.sub", "operator.true_div")
"""What a list has not itself: beside one of NumPy's scalars it becomes an array."""


def _special(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    kinds = tuple(_plain(a.type) for a in args)
    line = node.line
    if node.op in _ON_LISTS and any(isinstance(k, t.NpScalar) for k in kinds) and len(kinds) == 2:
        from migrator.passes.infer_library import as_array

        args = tuple(as_array(inference, a, "", a) if isinstance(a.type, t.ListOf) else a for a in args)
        kinds = tuple(_plain(a.type) for a in args)
    if _by_ufunc(node.op, kinds):
        # NumPy takes Python's complex number for an array, whose product has other last bits.
        return called_back(inference, callbacks.BY_OPERATOR[node.op], args, (), line)
    if any(isinstance(k, t.ArrayOf) for k in kinds):
        whole = _whole_arrays(inference, node, args)
        if whole is not None:
            return whole
    if node.op == "operator.pow" and kinds[0] == t.NpScalar("complex128"):
        power = called_back(inference, "method.__pow__", args, (), line)
        if power is not None:
            return power
    decided = infer_none.equality(inference, node, args)
    if decided is not None:
        return decided
    if node.op == "operator.mul" and isinstance(kinds[1], t.ListOf | t.Str | t.Char) and kinds[0] == t.INT:
        swapped = dataclasses.replace(node, args=(args[1], args[0]))
        return apply_form(inference, _renamed(swapped, swapped.args), swapped.args)
    if node.op.startswith("list.sort.by") and place_path(args[0]) is None:
        inference.fail(
            "M103", line, "`.sort(key=…)` of what a call gives has no Rust yet", "Bind the list to a variable."
        )
    if node.op == "operator.mul" and kinds[1] == t.INT and _places_for_objects(args[0]):
        return n.Apply(op="list.nones", args=(args[1],), form=0, type=kinds[0], line=line)
    if node.op == "builtins.tuple" and isinstance(kinds[0], t.RecordOf):
        if not isinstance(args[0], n.Local):
            inference.fail("M102", line, "`tuple()` of a named tuple that has no name has no Rust yet")
        return n.TupleExpr(items=elements(args[0]), type=t.TupleOf(kinds[0].elements), line=line)
    if node.op == "builtins.tuple" and isinstance(kinds[0], t.TupleOf):
        return args[0]
    if kinds and isinstance(kinds[0], t.RowOf):
        made = infer_rows.of_row(inference, node, args)
        if made is not None:
            return made
    if kinds and any(isinstance(k, t.Bytes) for k in kinds[:2]):
        made = infer_bytes.of_bytes(inference, node, args)
        if made is not None:
            return made
    if kinds and isinstance(kinds[0], t.SetOf):
        made = infer_sets.of_set(inference, node, args)
        if made is not None:
            return made
    if kinds and isinstance(kinds[0], t.DequeOf):
        made = infer_deques.of_deque(inference, node, args)
        if made is not None:
            return made
    if kinds and kinds[0] == t.RANDOM and node.op.startswith("method."):
        return infer_draws.draw(inference, node, args)
    if kinds and isinstance(args[0].type, t.NpRandom) and node.op.startswith("method."):
        return infer_draws.of_numpy(inference, node.op.removeprefix("method."), args, (), line)
    if node.op == "random.choice" and (row := infer_draws.drawn_row(inference, node, args)) is not None:
        return row
    if node.op == "format.s" and kinds[0] in (t.INT, t.LONG, t.FLOAT, t.BOOL):
        shown = n.Apply(op="builtins.str", args=(node.args[0],), line=line)
        return inference.expr(dataclasses.replace(node, args=(shown, *node.args[1:])))
    if node.op == "format.any" and kinds[0] in (t.STR, t.CHAR):
        return apply_form(inference, dataclasses.replace(node, op="format.s"), args)
    if node.op == "enum.is":
        alike = kinds[0] == kinds[1] and not any(isinstance(a.type, t.OptionalOf) for a in args)
        if not alike:
            inference.fail("M102", line, f"whether {args[0].type} is {args[1].type} has no Rust yet")
        return apply_form(inference, dataclasses.replace(node, op="operator.eq"), args) if alike else node
    if node.op == "bool.is":
        return _is_bool(inference, node, args)
    if node.op in ("dict.present", "list.present"):
        return _is_present(inference, node, kinds[0])
    if node.op.startswith("tried.") and (tested := infer_tried.tried(inference, node, args)) is not None:
        return tested
    if node.op == "object.is":
        return infer_objects.is_the_object(inference, node, args[0])
    if node.op == "builtins.isinstance":
        return _is_instance(inference, node, args[0])
    if node.op == "object.like":
        return _like(inference, node, args)
    if node.op == "unpack.rest":
        rest = dataclasses.replace(node, op="method.slice")
        if isinstance(kinds[0], t.TupleOf):
            rest = n.Apply(op="builtins.list", args=(rest,), line=line)
        return inference.expr(rest)
    if node.op == "method.join" and len(args) == 2:
        listed = as_list(inference, args[1])
        if listed is not None:
            return inference.expr(dataclasses.replace(node, args=(node.args[0], listed)))
    apart = infer_tuple(inference, node, args)
    if apart is not None:
        return apart
    if node.op == "method.contains" and isinstance(args[0], n.Local) and isinstance(kinds[0], t.TupleOf):
        return _contains_display(inference, node, elements(args[0]), args[1])
    views = _views(inference, node, args)
    if views is not None:
        return views
    if isinstance(kinds[0], t.DictOf) and kinds[0].kind == "Counter" and node.op in ("operator.eq", "operator.ne"):
        inference.fail("M102", line, "comparing counters has no Rust yet (what is missing counts as 0)")
    if node.op in _COPIES and isinstance(kinds[0], t.DictOf) and kinds[0].kind != "dict":
        copied = apply_form(inference, dataclasses.replace(node, op="dict.copy"), args)
        return dataclasses.replace(copied, type=kinds[0])
    if node.op == "operator.ne" and f"{_OWNERS.get(type(kinds[0]))}.eq" in OPERATIONS:
        same = inference.expr(n.Apply(op="operator.eq", args=node.args, line=line))
        return n.Not(value=same, type=t.BOOL, line=line)
    if node.op == "method.get" and isinstance(kinds[0], t.DictOf) and len(args) == 3:
        chosen = _get_or(inference, node, args)
        if chosen is not None:
            return chosen
    if node.op == "method.contains" and isinstance(args[0], n.TupleExpr | n.ListExpr | n.SetExpr) and args[0].items:
        return _contains_display(inference, node, args[0].items, args[1])
    if node.op == "builtins.int" and len(args) == 2:
        return inference.expr(dataclasses.replace(node, op="builtins.int.base"))
    if node.op == "list.extend" and isinstance(kinds[0], t.ListOf) and isinstance(kinds[1], _ITERABLES):
        items = n.Apply(op="builtins.list", args=node.args[1:], line=line)
        return inference.expr(dataclasses.replace(node, args=(node.args[0], items)))
    if node.op == "builtins.len" and isinstance(kinds[0], t.TupleOf):
        return n.Const(value=len(kinds[0].elements), type=t.INT, line=line)
    if node.op == "builtins.len" and isinstance(kinds[0], t.ArrayOf):
        return dataclasses.replace(node, op="array.len", type=t.INT)
    if node.op == "method.copy" and isinstance(kinds[0], t.ArrayOf):
        return dataclasses.replace(node, op="array.copy", type=kinds[0])
    if node.op.startswith("array."):
        return infer_asked.attribute(inference, node, args)
    if node.op.startswith("builtins.") and node.op.endswith(".sequence"):
        single = _sequence_of_tuple(inference, node, args[0])
        if single is not None:
            return single
    if node.op == "builtins.sum" and isinstance(args[0].type, t.ListOf) and isinstance(args[0].type.element, t.Unknown):
        return dataclasses.replace(node, type=t.UNKNOWN)
    return None


def _is_present(inference: Inference, node: n.Apply, kind: t.Type) -> n.Expr:
    """Whether a look-up of ``KeyError`` or ``IndexError`` finds something."""
    whole, key = node.args
    line = node.line
    if node.op == "dict.present" and type(kind) is t.DictOf:
        return inference.expr(n.Apply(op="method.contains", args=(whole, key), line=line))
    if node.op == "list.present" and isinstance(kind, t.ListOf | t.Str):
        length = n.Apply(op="builtins.len", args=(whole,), line=line)
        least = n.Apply(op="operator.neg", args=(length,), line=line)
        low = n.Apply(op="operator.le", args=(least, key), line=line)
        high = n.Apply(op="operator.lt", args=(key, length), line=line)
        return inference.expr(n.Logic(kind="and", left=low, right=high, line=line))
    inference.fail("M108", line, f"catching what looking up in {kind} raises has no Rust yet")
    return dataclasses.replace(node, type=t.BOOL)


def _present_attribute(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """``getattr(base, "name", default)`` of an object that has the attribute: the boundary sees to that."""
    name = node.args[1]
    assert isinstance(name, n.Const)
    kind = args[0].type
    if kind == t.UNKNOWN and not inference.strict:
        return node
    held = kind.field(str(name.value)) if isinstance(kind, t.ObjectOf) else None
    seen = inference.classes.seen(kind.cls, str(name.value)) if isinstance(kind, t.NodeOf) else t.UNKNOWN
    if held is not None or seen != t.UNKNOWN:
        return inference.expr(n.Attr(base=node.args[0], name=str(name.value), line=node.line))
    inference.fail("M230", node.line, f"whether {kind} has the attribute `{name.value}` is not known")
    return node


def _is_bool(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """``x is True``: the only bools there are; a value of another type is none of them."""
    value = args[0]
    if value.type == t.BOOL:
        wanted = args[1]
        assert isinstance(wanted, n.Const)
        return value if wanted.value else n.Not(value=value, type=t.BOOL, line=node.line)
    if isinstance(value.type, t.OptionalOf) or not isinstance(value, n.Local | n.Const):
        inference.fail("M102", node.line, f"`is` on {value.type} has no Rust yet", "Compare with `==`.")
        return dataclasses.replace(node, type=t.BOOL)
    return n.Const(value=False, type=t.BOOL, line=node.line)


def _only_reads(value: n.Expr) -> bool:
    """Whether evaluating ``value`` does nothing and cannot fail."""
    if isinstance(value, n.Read):
        return _only_reads(value.base)
    if isinstance(value, n.Index) and isinstance(value.base.type, t.TupleOf) and isinstance(value.index, n.Const):
        return _only_reads(value.base)
    return isinstance(value, n.Local | n.Const) or (
        isinstance(value, n.Attr) and isinstance(value.base.type, t.ObjectOf) and _only_reads(value.base)
    )


def _is_instance(inference: Inference, node: n.Apply, value: n.Expr) -> n.Expr:
    classes = node.args[1]
    assert isinstance(classes, n.Const)
    names = str(classes.value)
    if isinstance(value, n.Convert) and isinstance(value.value, n.Local):
        value = value.value  # it is known not to be None; asking is safer
    kind = _plain(value.type)
    found = inference.classes.is_instance(kind, names)
    if isinstance(kind, t.Number):
        kinds = {inference.classes.is_instance(_KINDS[k], names) for k in kind.kinds}
        found = kinds.pop() if len(kinds) == 1 else None
    none = inference.classes.is_instance(t.NONE, names)
    if found is None or not _only_reads(value):
        inference.fail("M102", node.line, f"whether {value.type} is one of {names} has no Rust yet")
        return dataclasses.replace(node, type=t.BOOL)
    if found != none and isinstance(value.type, t.OptionalOf):
        return n.IsNone(value=value, negated=found, type=t.BOOL, line=node.line)
    return n.Const(value=found, type=t.BOOL, line=node.line)


def _like(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """``isinstance(x, type(y))`` and ``type(x) is type(y)``: the class of ``y`` is that of its type."""
    exact = node.args[2]
    assert isinstance(exact, n.Const)
    other = args[1].type
    cls = class_of(other)
    own = isinstance(other, t.ObjectOf | t.NodeOf) and (
        inference.classes.member(other.cls, "__class__") or inference.classes.hooked(other.cls)
    )
    if cls is None or own:
        inference.fail("M102", node.line, f"what the class of {other} is has no Rust yet")
        return dataclasses.replace(node, type=t.BOOL)
    named = n.Const(value=f"{EXACT * bool(exact.value)}{cls}", line=node.line)
    return _is_instance(inference, dataclasses.replace(node, args=(node.args[0], named)), args[0])


_KINDS: dict[str, t.Type] = {
    "int": t.INT,
    "float": t.FLOAT,
    "np.float64": t.NpScalar("float64"),
    "np.int64": t.NpScalar("int64"),
}


def _whole_arrays(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """Operators, slices and methods that work on whole arrays."""
    if node.op == "operator.pow":
        # Of arrays the operator has short cuts for some exponents, which the function has not.
        target = "method.__pow__" if isinstance(args[0].type, t.ArrayOf) else "numpy.power"
        return or_called_back(inference, lambda: infer_arrays.power(inference, node, args), target, args, (), node.line)
    if node.op in callbacks.BY_OPERATOR:
        target = callbacks.BY_OPERATOR[node.op]
        args = infer_arrays.kept_apart(node.op, args)
        made = or_called_back(
            inference, lambda: infer_arrays.operator(inference, node, args), target, args, (), node.line
        )
        return made if made is not None else node
    if node.op == "method.conjugate":
        return called_back(inference, "numpy.conjugate", args, (), node.line)
    if node.op in ("method.slice", "method.slice.step"):
        lower, upper, step = (*args[1:], None)[:3] if len(args) == 3 else args[1:]
        item = n.SliceItem(lower=lower, upper=upper, step=step, line=node.line)
        return infer_arrays.part(inference, n.Part(base=node.args[0], items=(item,), line=node.line))
    if node.op == "array.T":
        return infer_arrays.part(inference, n.Part(base=node.args[0], transposed=True, line=node.line))
    over = infer_items.with_items(node, args)
    if over is None:
        return None
    if over.op == "builtins.list":
        return over.args[0]
    return apply_form(inference, _renamed(over, over.args), over.args)


def _views(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``d.keys()`` and the like give a view; what takes a list takes a list of the view's items, or of a dict's keys."""
    first = args[0].type if args else t.UNKNOWN
    name = node.op.removeprefix("method.")
    if isinstance(first, t.DictOf) and name in ("keys", "values", "items") and len(args) == 1:
        return dataclasses.replace(node, op=f"dict.{name}", type=t.View(name, first.key, first.element), form=0)
    if isinstance(first, t.View) and node.op == "method.contains" and first.kind == "keys":
        assert isinstance(args[0], n.Apply)
        inside = n.Apply(op="dict.contains", args=(args[0].args[0], args[1]), line=node.line)
        return apply_form(inference, inside, inside.args)
    takes = node.op in _TAKE_ITEMS or node.op.startswith(
        ("builtins.sorted.", "builtins.sum.", "builtins.min.", "builtins.max.")
    )
    if not takes or not isinstance(first, t.View | t.DictOf):
        return None
    if isinstance(first, t.DictOf) and node.op == "builtins.set" and first.kind == "dict":
        return None  # of a subclass of ``dict`` the keys come one by one
    if isinstance(first, t.DictOf) and node.op in (
        "builtins.len",
        "builtins.dict",
        "collections.Counter",
    ):
        return None
    kind = first.kind if isinstance(first, t.View) else "keys"
    source = args[0].args[0] if isinstance(args[0], n.Apply) and isinstance(first, t.View) else args[0]
    items = n.Apply(op=f"dict.{kind}.list", args=(source,), line=node.line)
    listed = apply_form(inference, items, items.args)
    if node.op == "builtins.list":
        return listed
    taken = dataclasses.replace(node, args=(listed, *args[1:]))
    return apply_form(inference, taken, taken.args)


_TAKE_ITEMS = frozenset(
    f"builtins.{name}" for name in "list sorted set dict sum len tuple min.sequence max.sequence".split()
) | {"collections.Counter", "Counter.update"}


def _get_or(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr | None:
    """``d.get(k, default)`` where the default is of another type than the values, which one variable can hold."""
    found = args[0].type.parts[1]
    try:
        both = join(found, args[2].type)
    except NoJoin as conflict:
        inference.fail("M202", node.line, f"`get` gives {conflict.a} or {conflict.b}")
        return node
    if (both, found) == (t.STR, t.CHAR):
        inference.refine(args[0], args[0].type.rebuilt((t.UNKNOWN, t.STR)))
        args = (inference.expr(node.args[0]), *args[1:])
        found = args[0].type.parts[1]
    if both == found != args[2].type and t.UNKNOWN not in (found, args[2].type):
        widened = (*args[:2], inference.to(args[2], found))
        return apply_form(inference, _renamed(dataclasses.replace(node, args=widened), widened), widened)
    if t.UNKNOWN in (found, args[2].type) or both == found or not isinstance(args[1], n.Local | n.Const):
        return None
    inside = inference.expr(n.Apply(op="method.contains", args=node.args[:2], line=node.line))
    value = inference.expr(n.Index(base=node.args[0], index=node.args[1], line=node.line))
    then, orelse = inference.to(value, both), inference.to(args[2], both)
    return n.Cond(test=inside, then=then, orelse=orelse, type=both, line=node.line)


def _contains_display(inference: Inference, node: n.Apply, items: tuple[n.Expr, ...], value: n.Expr) -> n.Expr:
    """``x in (1, 2, 3)`` is a chain of comparisons; a NaN is in a display by identity only, so floats trap there."""
    line = node.line
    if not isinstance(value, n.Local | n.Const):
        inference.fail("M102", line, "`in` a tuple needs a variable on its left")
        return dataclasses.replace(node, type=t.BOOL)
    if isinstance(value, n.Local) and value.name in {
        c.name for i in items for c in walk(i) if isinstance(c, n.NameTarget)
    }:
        inference.fail("M102", line, f"`{value.name}` is bound inside what it is looked for in")
    if value.type == t.FLOAT or isinstance(value.type, t.Number | t.NpScalar) or is_complex(value.type):
        inference.fail("M102", line, "`in` with floats or complex numbers has no Rust yet (NaN is found by identity)")
    before, items = _computed(inference, items)
    result: n.Expr = n.Const(value=False, type=t.BOOL, line=line)
    for number, item in enumerate(items):
        same = n.Apply(op="operator.eq", args=(value, item), line=line)
        typed = apply_form(inference, same, same.args)
        result = typed if number == 0 else n.Logic(kind="or", left=result, right=typed, type=t.BOOL, line=line)
    return n.BlockExpr(body=before, value=result, type=t.BOOL, line=line) if before else result


def _computed(inference: Inference, items: tuple[n.Expr, ...]) -> tuple[tuple[n.Stmt, ...], tuple[n.Expr, ...]]:
    """All items of a display are computed, also those behind the one that is found: they may raise or act."""
    if not inference.strict or all(isinstance(i, n.Local | n.Const) for i in items[1:]):
        return (), items
    before: list[n.Stmt] = []
    left: list[n.Expr] = []
    for item in items:
        if isinstance(item, n.Const):
            left.append(item)
            continue
        name = inference.temporary("item")
        inference.variables[name] = item.type
        before.append(
            n.Assign(target=n.NameTarget(name=name, type=item.type, line=item.line), value=item, line=item.line)
        )
        left.append(n.Local(name=name, type=item.type, line=item.line))
    return tuple(before), tuple(left)


def _sequence_of_tuple(inference: Inference, node: n.Apply, arg: n.Expr) -> n.Expr | None:
    """``max(t)`` of a tuple is ``max`` of its elements."""
    if not isinstance(arg.type, t.TupleOf) or not isinstance(arg, n.Local) or not arg.type.elements:
        return None
    op = node.op.removesuffix(".sequence")
    items = [
        n.Index(
            base=arg,
            index=n.Const(value=i, type=t.INT, line=node.line),
            type=kind,
            line=node.line,
        )
        for i, kind in enumerate(arg.type.elements)
    ]
    result: n.Expr = items[0]
    for item in items[1:]:
        pair = n.Apply(op=op, args=(result, item), line=node.line)
        result = apply_form(inference, pair, pair.args)
    return result


def apply_form(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...]) -> n.Expr:
    """Choose the form for ``args`` and convert them to it."""
    if node.op.startswith("collections.deque"):
        infer_deques.check_source(inference, node, args)
    if node.op in _KEPT:
        args = _kept(inference, node, args, _KEPT[node.op])
    if node.op in _COMPARES and t.FLOAT in (args[0].type, args[1].type):
        args = tuple(_as_float_constant(a) for a in args)
    if node.op == "set.update" and args[1].type == t.STR:
        args = (args[0], inference.expr(n.Apply(op="builtins.list", args=(node.args[1],), line=node.line)))
    if node.op == "set.update" and isinstance(args[1].type, t.ListOf | t.SetOf):
        # A set that is still empty takes what it is given.
        inference.refine(args[0], t.SetOf(args[1].type.element))
        args = (inference.expr(node.args[0]), *args[1:])
    if node.op == "dict.update" and all(isinstance(a.type, t.DictOf) for a in args):
        # The same of a dict, whose kind is its own.
        inference.refine(args[0], args[0].type.rebuilt(args[1].type.parts))
        inference.refine(args[1], args[1].type.rebuilt(args[0].type.parts))
        args = (inference.expr(node.args[0]), inference.expr(node.args[1]))
    other = _SAME_ELEMENTS.get(node.op)
    if other is not None and args[0].type != args[other].type:
        inference.refine(args[0], args[other].type)
        inference.refine(args[other], args[0].type)
        if (wider := _fitted(args[other], args[0].type)) is not None:
            args = (*args[:other], wider, *args[other + 1 :])
        else:
            args = (inference.to(args[0], args[other].type), *args[1:])
    kinds = _promote(node.op, tuple(_plain(a.type) if _unwraps(node.op, i) else a.type for i, a in enumerate(args)))
    if node.op in ("builtins.min", "builtins.max") and t.BOOL in kinds:
        inference.fail("M102", node.line, "min and max of bools keep bools apart from ints")
        return dataclasses.replace(node, args=args)
    operation = OPERATIONS.get(node.op)
    match = _choose(operation, kinds) if operation is not None else None
    if match is None and operation is not None:
        match = _choose(operation, tuple(a.type for a in args))
    if match is None:
        shown = ", ".join(str(a.type) for a in args)
        inference.fail("M102", node.line, f"`{_spelled(node.op)}` on ({shown}) has no Rust yet")
        return dataclasses.replace(node, args=args)
    try:
        converted = tuple(
            operand(a, _own_kinds(p, a.type)) if p.supported else a for a, p in zip(args, match.params, strict=True)
        )
    except TypeFailure:
        if inference.strict:
            raise
        return dataclasses.replace(node, args=args, type=match.result)
    return dataclasses.replace(node, args=converted, form=match.form, type=_result(node.op, match.result, converted))


def _fitted(value: n.Expr, target: t.Type) -> n.Expr | None:
    """``value`` as a list of the type ``target``, where it is made on the spot; else None."""
    try:
        return convert(value, target) if isinstance(target, t.ListOf) and t.UNKNOWN not in target.parts else None
    except TypeFailure:
        return None


def _own_kinds(param: t.Type, given: t.Type) -> t.Type:
    """What can be of several kinds is of those alone that the argument has."""
    if not isinstance(param, t.Mixed) or isinstance(given, t.Mixed):
        return param
    return t.Mixed(mixed_kinds(given) or frozenset({"int"}))


def _kept(inference: Inference, node: n.Apply, args: tuple[n.Expr, ...], places: dict[int, int]) -> tuple[n.Expr, ...]:
    """Let the first argument's type hold what is put into it, and make that of its type."""
    parts = [t.UNKNOWN] * len(args[0].type.parts)
    wanted: list[t.Type] = parts  # type: ignore[assignment]  # filled with any type below
    for position, part in places.items():
        wanted[part] = args[position].type
    inference.refine(args[0], args[0].type.rebuilt(tuple(wanted)))
    first = inference.expr(node.args[0])
    kinds = first.type.parts
    if not kinds:
        return args
    made = {
        position: inference.to(inference.expr(node.args[position], kinds[part]), kinds[part])
        for position, part in places.items()
    }
    return (first, *(made.get(i, a) for i, a in enumerate(args) if i))


def _choose(operation: Operation, kinds: tuple[t.Type, ...]) -> Match | None:
    """The form for ``kinds``; where there is none, one code point is as good as a ``str``."""
    found = choose(operation, kinds)
    wider = tuple(_as_text(k) for k in kinds)
    return choose(operation, wider) if found is None and wider != kinds else found


def _as_text(kind: t.Type) -> t.Type:
    if isinstance(kind, t.TupleOf):
        return kind.rebuilt(tuple(map(_as_text, kind.elements)))
    return t.STR if kind == t.CHAR else kind


def _as_float_constant(arg: n.Expr) -> n.Expr:
    """A small int literal compares with a float as the float of the same value does."""
    if isinstance(arg, n.Const) and type(arg.value) is int and abs(arg.value) <= 2**53:
        return n.Const(value=float(arg.value), type=t.FLOAT, line=arg.line)
    return arg


def _unwraps(op: str, position: int) -> bool:
    slices = (
        "list.slice",
        "list.delete.slice",
        "list.set.slice",
        "str.slice",
        "bytearray.set",
        "bytearray.delete.slice",
    )
    return not (op.startswith(slices) and position in (1, 2))


def _spelled(op: str) -> str:
    """An operation as Python writes it; a method that no type was found for yet as that of a list."""
    operation = OPERATIONS.get(op) or OPERATIONS.get(op.replace("method.", "list."))
    return operation.python if operation else op


def _result(op: str, result: t.Type, args: tuple[n.Expr, ...]) -> t.Type:
    """The kinds of a Number that comes out follow from the kinds that go in."""
    mixed = [a.type.kinds for a in args if isinstance(a.type, t.Mixed)]
    if mixed and isinstance(result, t.Mixed | t.Number):
        return complexes.result(op, result, mixed)
    if op in ("builtins.min.sequence", "builtins.max.sequence") and isinstance(args[0].type, t.ListOf):
        return args[0].type.element
    if not isinstance(result, t.Number) or not args or not isinstance(args[0].type, t.Number):
        return result
    kinds = [a.type.kinds for a in args if isinstance(a.type, t.Number)]
    if op in ("builtins.min", "builtins.max"):
        return t.Number(frozenset().union(*kinds))
    found = kinds[0]
    for other in kinds[1:]:
        found = frozenset(_kind(op, a, b) for a in found for b in other)
    return t.Number(found)


def _kind(op: str, a: str, b: str) -> str:
    if "np.int64" in (a, b) and "float" not in (a, b) and "np.float64" not in (a, b):
        return "np.float64" if op == "operator.true_div" else "np.int64"
    if "np.float64" in (a, b) or "np.int64" in (a, b):
        return "np.float64"
    return "float" if "float" in (a, b) or op == "operator.true_div" else "int"


def _promote(op: str, kinds: tuple[t.Type, ...]) -> tuple[t.Type, ...]:
    """Operands of arithmetic with a NumPy scalar become one dtype; elsewhere NumPy scalars become Python's."""
    if op.startswith("math."):
        # These take anything with a float value, and give Python's own float.
        kinds = tuple(_PLAIN_NUMBER if isinstance(k, t.Number) else k for k in kinds)
    if not any(isinstance(k, t.NpScalar) for k in kinds):
        return kinds
    if op in _ARITHMETIC and kinds == (t.COMPLEX, t.NpScalar("float64")):
        return (t.COMPLEX, t.FLOAT)  # a subclass of float, which Python's own complex takes as one
    if op in _ARITHMETIC and len(kinds) == 2:
        common = promoted(kinds[0], kinds[1])
        if common is None:
            return kinds
        if op == "operator.true_div" and not common.dtype.startswith(("float", "complex")):
            common = t.NpScalar("float64")
        return (common, common)
    if op in _ARITHMETIC or op.startswith("list."):
        return kinds
    return tuple(_python_scalar(op, k) for k in kinds)


_PLAIN_NUMBER = t.Number(frozenset({"float", "int"}))


def _python_scalar(op: str, kind: t.Type) -> t.Type:
    if not isinstance(kind, t.NpScalar):
        return kind
    if kind.dtype == "bool":
        return t.BOOL
    if kind.dtype == "complex128":
        return kind if op.startswith("complex.") else t.COMPLEX
    return t.FLOAT if kind.dtype.startswith("float") else t.INT

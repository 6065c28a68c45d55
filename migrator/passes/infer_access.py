"""Types of what reads and binds places: subscripts, assignment targets, augmented assignment, iteration."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.model.diagnostic import Diagnostic
from migrator.passes import infer_arrays, infer_given, infer_maps, infer_objects, infer_picks, infer_sets, infer_stars
from migrator.passes.convert import operand
from migrator.passes.infer_tuples import as_list
from migrator.passes.join import NoJoin, join

if TYPE_CHECKING:
    from migrator.passes.infer import Inference


def position(inference: Inference, node: n.Expr) -> n.Expr:
    """Type an index: an int, or what Python turns into one."""
    typed = inference.expr(node)
    kind = typed.type.inner if isinstance(typed.type, t.OptionalOf) else typed.type
    if isinstance(kind, t.NpScalar) and kind.dtype.startswith("float"):
        inference.fail("M204", node.line, "a NumPy float is no index")
    if kind in (t.INT, t.LONG, t.BOOL) or isinstance(kind, t.NpScalar):
        return operand(typed, t.INT)
    if isinstance(typed.type, t.Number) and typed.type.kinds <= _WHOLE:
        return inference.expr(n.Apply(op="builtins.int", args=(node,), line=node.line))
    if kind != t.UNKNOWN and not isinstance(typed, n.HoleExpr):
        inference.fail("M204", node.line, f"{kind} is no index")
    return typed


_WHOLE = frozenset({"int", "np.int64"})


def index(inference: Inference, node: n.Index) -> n.Expr:
    """``base[i]``."""
    base = infer_arrays.values_of(inference.expr(node.base))
    if isinstance(base.type, t.ArrayOf) and (chosen := infer_picks.vector(inference, node.index)) is not None:
        return infer_arrays.fancy(inference, base, chosen, node)
    if isinstance(base, n.HoleExpr):
        return base
    if indices := infer_picks.elements_of(inference, node.base, node.index):
        return inference.expr(n.Cell(base=node.base, indices=indices, line=node.line))
    if isinstance(base.type, t.OptionalOf):
        base = inference.to(base, base.type.inner)
    if isinstance(base.type, t.ObjectOf | t.NodeOf):
        return infer_objects.subscript(inference, base, node.index, node.line)
    kind = base.type
    if isinstance(kind, t.DictOf):
        made = infer_maps.missing(inference, node, base)
        if made is not None:
            return made
        base, where = _key(inference, base, node.base, node.index)
        return dataclasses.replace(node, base=base, index=where, type=base.type.parts[1])
    if kind == t.UNKNOWN:
        return dataclasses.replace(node, base=base, index=inference.expr(node.index))
    if isinstance(kind, t.RowOf):
        return inference.expr(n.Apply(op="row.at", args=(node.base, node.index), line=node.line))
    if isinstance(kind, t.Bytes):
        return inference.expr(n.Apply(op="bytes.at", args=(node.base, node.index), line=node.line))
    if isinstance(kind, t.DequeOf):
        return inference.expr(n.Apply(op="deque.at", args=(node.base, node.index), line=node.line))
    where = position(inference, node.index)
    typed = dataclasses.replace(node, base=base, index=where)
    match kind:
        case t.ListOf(element=element):
            return dataclasses.replace(typed, type=element)
        case t.Str():
            return dataclasses.replace(typed, type=t.CHAR)
        case t.Char():
            whole = inference.to(base, t.STR)
            return dataclasses.replace(typed, base=whole, type=t.CHAR)
        case t.TupleOf(elements=elements):
            return _tuple_item(inference, typed, elements, id(node))
        case t.ArrayOf(dtype=dtype, ndim=ndim):
            if ndim == 1:
                return n.Cell(base=base, indices=(where,), type=t.NpScalar(dtype), line=node.line)
            return dataclasses.replace(typed, type=t.ArrayOf(dtype, ndim - 1))
        case _:
            inference.fail("M204", node.line, f"{kind} cannot be subscripted")
            return typed


def _key(inference: Inference, base: n.Expr, untyped: n.Expr, key: n.Expr) -> tuple[n.Expr, n.Expr]:
    """The dict ``base`` and the key that it is searched for."""
    typed = inference.expr(key)
    if {typed.type, base.type.parts[0]} == {t.CHAR, t.STR}:
        inference.refine(base, base.type.rebuilt((t.STR, t.UNKNOWN)))
        base = inference.expr(untyped)
    return base, inference.to(typed, base.type.parts[0])


def _tuple_item(inference: Inference, node: n.Index, elements: tuple[t.Type, ...], key: int) -> n.Expr:
    if isinstance(node.index, n.Const) and isinstance(node.index.value, int):
        at = node.index.value
        at = at + len(elements) if at < 0 else at
        if isinstance(node.base, n.TupleExpr) and len(elements) == 1 and at == 0:
            return node.base.items[0]
        if isinstance(node.base, n.ArrayOp) and 0 <= at < len(elements):
            return _one_of(inference, node, elements, at, key)
        if 0 <= at < len(elements):
            return dataclasses.replace(
                node,
                index=dataclasses.replace(node.index, value=at),
                type=elements[at],
            )
    if elements and all(e == elements[0] for e in elements):
        return dataclasses.replace(node, type=elements[0])
    inference.fail("M204", node.line, "a tuple of different types is indexed with a variable")
    return node


def _one_of(inference: Inference, node: n.Index, elements: tuple[t.Type, ...], at: int, key: int) -> n.Expr:
    """One of the results of a call that gives several: all get names."""
    first = inference.fresh.get(key) or inference.fresh.setdefault(key, inference.unused("part"))
    names = [first, *(f"{first}_{number}" for number in range(1, len(elements)))]
    for name, kind in zip(names, elements, strict=True):
        inference.variables[name] = kind
    targets = tuple(n.NameTarget(name=name, type=kind) for name, kind in zip(names, elements, strict=True))
    unpack = n.Assign(target=n.TupleTarget(items=targets), value=node.base, line=node.line)
    value = n.Local(name=names[at], type=elements[at], line=node.line)
    return n.BlockExpr(body=(unpack,), value=value, type=value.type, line=node.line)


def cell(inference: Inference, node: n.Cell) -> n.Expr:
    """``base[i, j]``; rows that are subscripted again (``a[i][j]``) become one cell."""
    base = inference.expr(node.base)
    if isinstance(base.type, t.ObjectOf | t.NodeOf):
        return infer_objects.subscript(inference, base, n.TupleExpr(items=node.indices, line=node.line), node.line)
    if isinstance(base, n.HoleExpr):
        return base
    if base.type == t.UNKNOWN:
        return node
    if isinstance(base.type, t.DictOf):
        pair = n.TupleExpr(items=node.indices, line=node.line)
        return index(inference, n.Index(base=node.base, index=pair, line=node.line))
    if isinstance(base.type, t.ArrayOf) and (found := infer_arrays.gathered(inference, base, node.indices, node.line)):
        return found
    indices = tuple(position(inference, i) for i in node.indices)
    if not isinstance(base.type, t.ArrayOf):
        inference.fail("M204", node.line, f"{base.type} is subscripted with several indices")
        return node
    if len(indices) == base.type.ndim:
        return dataclasses.replace(node, base=base, indices=indices, type=base.type.scalar)
    if len(indices) < base.type.ndim:
        result: n.Expr = base
        for where in indices:
            assert isinstance(result.type, t.ArrayOf)
            row = t.ArrayOf(result.type.dtype, result.type.ndim - 1)
            result = n.Index(base=result, index=where, type=row, line=node.line)
        return result
    inference.fail("M204", node.line, "the array has fewer dimensions than indices")
    return node


def new_array(inference: Inference, node: n.NewArray) -> n.Expr:
    """A fresh array; a shape that is one tuple-typed value is taken apart."""
    parts = tuple(inference.expr(s) for s in node.shape)
    first = parts[0].type if len(parts) == 1 else t.UNKNOWN
    if isinstance(first, t.TupleOf):
        parts = tuple(
            n.Index(base=parts[0], index=n.Const(value=i, type=t.INT), type=kind, line=node.line)
            for i, kind in enumerate(first.elements)
        )
    else:
        parts = tuple(position(inference, s) for s in node.shape)
    if any(p.type not in (t.INT, t.UNKNOWN) for p in parts):
        inference.fail("M204", node.line, "the shape of the array is not made of ints")
    fill = inference.expr(node.fill) if node.fill is not None else None
    asked = inference.expr(node.dtype_of) if node.dtype_of is not None else None
    if asked is not None and not isinstance(asked, n.Const):
        return dataclasses.replace(node, shape=parts, fill=fill)
    dtype = str(asked.value) if asked is not None else node.dtype
    dtype = dtype or (_fill_dtype(fill.type) if fill is not None else "")
    if not dtype:
        inference.fail("M204", node.line, "the dtype of the array could not be determined")
        return dataclasses.replace(node, shape=parts, fill=fill)
    if fill is not None and fill.type != t.UNKNOWN:
        if not (infer_arrays.is_scalar(fill.type)):
            inference.fail("M102", node.line, f"filling an array with {fill.type} has no Rust yet")
            return dataclasses.replace(node, shape=parts, fill=fill)
        fill = operand(fill, t.NpScalar(dtype))
    kind = t.ArrayOf(dtype, len(parts))
    return dataclasses.replace(node, shape=parts, fill=fill, dtype=dtype, dtype_of=None, type=kind)


def _fill_dtype(kind: t.Type) -> str:
    if isinstance(kind, t.NpScalar):
        return kind.dtype
    python = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}
    return python.get(str(kind), "")


# --- binding ---


def bind(inference: Inference, target: n.Target, value: n.Expr) -> tuple[n.Target, n.Expr]:
    """Type ``target`` for ``value``, and ``value`` as the target holds it."""
    match target:
        case n.NameTarget(name=name):
            if isinstance(value, n.Invoke) and isinstance(value.type, t.ArgOr):
                value = infer_given.own_result(inference, value, value.args[value.type.index], value.type.inner)
            if isinstance(value, n.Invoke) and isinstance(value.type, t.ArgRef):
                given = infer_given.given_back(inference, value, value.args[value.type.index])
                value = value if isinstance(value.args[value.type.index], n.Local) else given
            if isinstance(value.type, t.ArgRef):
                inference.fail("M303", target.line, "the result of the call is one of its arguments")
            inference.widen(name, value.type, target.line)
            kind = inference.variables.get(name, t.UNKNOWN)
            if isinstance(kind, t.ListOf | t.DictOf | t.SetOf | t.DequeOf):
                inference.refine(value, kind)
            return dataclasses.replace(target, type=kind), inference.to(value, kind)
        case n.TupleTarget():
            return bind_type(inference, target, value.type), value
        case n.PartTarget():
            inference.fail("M102", target.line, "storing to several targets at once has no Rust yet")
            return target, value
        case n.IndexTarget(base=base, index=where):
            return _bind_index(inference, target, base, where, value)
        case n.AttrTarget():
            return infer_objects.bind_attribute(inference, target, value)
        case n.CellTarget(base=base, indices=indices):
            typed_base = inference.expr(base)
            if isinstance(typed_base.type, t.DictOf):
                pair = n.TupleExpr(items=indices, line=target.line)
                return _bind_index(inference, n.IndexTarget(base=base, index=pair, line=target.line), base, pair, value)
            typed = dataclasses.replace(
                target,
                base=typed_base,
                indices=tuple(position(inference, i) for i in indices),
            )
            return typed, _cell_value(inference, typed_base, len(indices), value)


def _present(inference: Inference, base: n.Expr) -> n.Expr:
    """``base`` as what it is where it is not None."""
    typed = inference.expr(base)
    return inference.to(typed, typed.type.inner) if isinstance(typed.type, t.OptionalOf) else typed


def _bind_index(
    inference: Inference, target: n.IndexTarget, base: n.Expr, where: n.Expr, value: n.Expr
) -> tuple[n.Target, n.Expr]:
    typed_base = _present(inference, base)
    if isinstance(typed_base.type, t.DictOf):
        key = inference.expr(where)
        inference.refine(typed_base, typed_base.type.rebuilt((key.type, value.type)))
        typed_base = _present(inference, base)
        kinds = typed_base.type.parts
        return (
            dataclasses.replace(target, base=typed_base, index=inference.to(key, kinds[0])),
            inference.to(value, kinds[1]),
        )
    if typed_base.type == t.UNKNOWN:
        return dataclasses.replace(target, base=typed_base, index=inference.expr(where)), value
    at = position(inference, where)
    typed = dataclasses.replace(target, base=typed_base, index=at)
    match typed_base.type:
        case t.ListOf():
            inference.refine(typed_base, t.ListOf(value.type))
            typed_base = _present(inference, base)
            typed = dataclasses.replace(typed, base=typed_base)
            element = typed_base.type.element if isinstance(typed_base.type, t.ListOf) else t.UNKNOWN
            return typed, inference.to(value, element)
        case t.ArrayOf():
            place = n.CellTarget(base=typed_base, indices=(at,), line=target.line)
            return place, _cell_value(inference, typed_base, 1, value)
        case _:
            inference.fail("M301", target.line, f"an element of {typed_base.type} is assigned to")
            return typed, value


def _cell_value(inference: Inference, base: n.Expr, count: int, value: n.Expr) -> n.Expr:
    kind = base.type
    if kind == t.UNKNOWN or isinstance(base, n.HoleExpr):
        return value
    if not isinstance(kind, t.ArrayOf):
        inference.fail("M204", base.line, f"{kind} is subscripted with several indices")
        return value
    if count != kind.ndim:
        inference.fail("M102", base.line, "storing a whole row has no Rust yet", "Store its elements.")
        return value
    if infer_arrays.is_scalar(value.type):
        return operand(value, kind.scalar)
    if value.type != t.UNKNOWN:
        inference.fail("M102", base.line, f"storing {value.type} in an array has no Rust yet")
    return value


def bind_type(inference: Inference, target: n.Target, kind: t.Type) -> n.Target:
    """Type ``target`` for a value of type ``kind`` that arrives whole (loops, unpacking)."""
    match target:
        case n.NameTarget(name=name):
            inference.widen(name, kind, target.line)
            whole = inference.variables.get(name, t.UNKNOWN)
            if inference.strict and whole != kind and not _holds(whole, kind):
                inference.fail("M202", target.line, f"`{name}` holds {whole} and {kind} in turn")
            if inference.strict and whole != kind:
                return _converted(inference, target, whole, kind)
            return dataclasses.replace(target, type=whole)
        case n.TupleTarget(items=items):
            kinds = _unpacked(inference, target, kind, len(items))
            return dataclasses.replace(
                target,
                items=tuple(bind_type(inference, item, k) for item, k in zip(items, kinds, strict=True)),
            )
        case n.PartTarget():
            inference.fail("M102", target.line, "unpacking into a part of an array has no Rust yet")
            return target
        case n.AttrTarget():
            value = n.HoleExpr(diagnostic=Diagnostic("M102", target.line, ""), type=kind, line=target.line)
            place, held = infer_objects.bind_attribute(inference, target, value)
            if inference.strict and held.type != kind:
                inference.fail("M202", target.line, f"`{target.name}` holds {held.type} and {kind} in turn")
            return place
        case _:
            typed_base = inference.expr(target.base)
            hint = "Bind it to a variable first."
            inference.fail("M102", target.line, "unpacking into an element has no Rust yet", hint)
            return dataclasses.replace(target, base=typed_base)


def _converted(inference: Inference, target: n.NameTarget, whole: t.Type, kind: t.Type) -> n.Target:
    """The pattern binds what arrives; the variable, which holds more kinds of values, is bound after it."""
    given = inference.temporary(f"{target.name}_given")
    inference.variables[given] = kind
    value = inference.to(n.Local(name=given, type=kind, line=target.line), whole)
    bound = n.Assign(target=dataclasses.replace(target, type=whole), value=value, line=target.line)
    inference.conversions.append(bound)
    return n.NameTarget(name=given, type=kind, line=target.line)


def _holds(whole: t.Type, kind: t.Type) -> bool:
    try:
        return join(whole, kind) == whole
    except NoJoin:
        return False


def _unpacked(inference: Inference, target: n.TupleTarget, kind: t.Type, count: int) -> tuple[t.Type, ...]:
    match kind:
        case t.TupleOf(elements=elements) if len(elements) == count:
            return elements
        case t.ListOf(element=element) if element.copy or element == t.UNKNOWN:
            return (element,) * count
        case t.ArrayOf(dtype=dtype, ndim=1):
            return (t.NpScalar(dtype),) * count
        case t.Unknown():
            return (t.UNKNOWN,) * count
        case _:
            inference.fail("M204", target.line, f"{kind} cannot be unpacked into {count} names")
            return (t.UNKNOWN,) * count


def inplace(inference: Inference, stmt: n.Assign, target: n.Target, value: n.Apply) -> n.Stmt:
    """``x += v``: for scalars a new value, for lists a change of the object."""
    name = value.op.removeprefix("inplace.")
    current = inference.expr(value.args[0])
    if isinstance(current.type, t.ListOf):
        if name in ("add", "extend"):
            first = value.args[0]
            if isinstance(target, n.NameTarget) and isinstance(first, n.Local) and target.name != first.name:
                inference.one_variable(target.name, first.name)
            more = value.args[1]
            if isinstance(more, n.TupleExpr) and not more.cls:
                more = n.ListExpr(items=more.items, line=more.line)
            extend = n.Apply(op="list.extend", args=(first, more), line=value.line)
            if isinstance(more, n.ListExpr) and len(more.items) == 1:
                # The one element goes in as it is, also where elements are not copied.
                extend = n.Apply(op="list.append", args=(first, *more.items), line=value.line)
            return n.Eval(value=inference.expr(extend), line=stmt.line, comments=stmt.comments)
        inference.fail("M301", stmt.line, "a list is repeated in place")
    if name == "extend" and current.type != t.UNKNOWN:
        inference.fail("M102", stmt.line, f"`+=` of an iterator to {current.type} has no Rust yet")
        return stmt
    if isinstance(current.type, t.SetOf):
        if name == "or":
            merged = n.Apply(op="set.update", args=value.args, line=value.line)
            return n.Eval(value=inference.expr(merged), line=stmt.line, comments=stmt.comments)
        inference.fail("M301", stmt.line, "elements are taken from a set in place")
    if infer_objects.in_place(inference, name, current.type):
        inference.fail("M131", stmt.line, f"the class decides what `{name}` in place does")
    plain = n.Apply(op=f"operator.{name}", args=value.args, line=value.line)
    typed = inference.expr(plain)
    place, held = bind(inference, target, typed)
    return dataclasses.replace(stmt, target=place, value=held)


# --- iteration ---


def iterate(inference: Inference, iterable: n.Iter) -> tuple[n.Iter, t.Type]:
    """Type what a loop runs over; return it with the type of one item."""
    match iterable:
        case n.RangeIter(args=(_, *_)):
            counted = infer_stars.spread_range(inference, iterable)
            return (iterable, t.INT) if counted is None else iterate(inference, counted)
        case n.RangeIter(start=start, stop=stop, step=step):
            typed = dataclasses.replace(
                iterable,
                start=position(inference, start),
                stop=position(inference, stop),
                step=None if step is None else position(inference, step),
            )
            return typed, t.INT
        case n.SequenceIter(value=value):
            value = _empty_or(inference, value)
            whole = _part(inference, value) or inference.expr(value)
            if isinstance(whole.type, t.OptionalOf):
                whole = inference.to(whole, whole.type.inner)
            if whole.type == t.CHAR:
                whole = inference.to(whole, t.STR)
            if isinstance(whole.type, t.RowOf):
                whole = inference.expr(n.Apply(op="row.list", args=(value,), line=value.line))
            if isinstance(whole.type, t.Bytes):
                whole = inference.expr(n.Apply(op="bytes.list", args=(value,), line=value.line))
            if isinstance(whole.type, t.TupleOf) and len(set(whole.type.elements)) > 1:
                listed = as_list(inference, whole)
                whole = whole if listed is None else inference.expr(listed)
            if isinstance(whole.type, t.SetOf):
                whole = infer_sets.in_order(inference, value, whole)
            if isinstance(whole.type, t.DequeOf):
                whole = inference.expr(n.Apply(op="deque.list", args=(value,), line=value.line))
            return dataclasses.replace(iterable, value=whole), _item(inference, whole)
        case n.EnumerateIter(inner=inner, start=start):
            typed_inner, item = iterate(inference, inner)
            typed_start = position(inference, start)
            return (
                dataclasses.replace(iterable, inner=typed_inner, start=typed_start),
                t.TupleOf((t.INT, item)),
            )
        case n.ZipIter(inner=inners):
            pairs = [iterate(inference, i) for i in inners]
            return (
                dataclasses.replace(iterable, inner=tuple(p for p, _ in pairs)),
                t.TupleOf(tuple(k for _, k in pairs)),
            )


def _empty_or(inference: Inference, value: n.Expr) -> n.Expr:
    """``d.get(k, ())`` of a dict of lists, where only the items are asked for: an empty list does as well."""
    match value:
        case n.Apply(op="method.get", args=(base, key, n.TupleExpr(items=()) as nothing)):
            kind = inference.expr(base).type
            if isinstance(kind, t.DictOf) and isinstance(kind.element, t.ListOf):
                return dataclasses.replace(value, args=(base, key, n.ListExpr(items=(), line=nothing.line)))
    return value


def _part(inference: Inference, value: n.Expr) -> n.Expr | None:
    """A slice of a list of rows or objects, which is iterated over without copying them."""
    match value:
        case n.Apply(op="method.slice", args=(base, lower, upper)):
            typed = inference.expr(base)
            if not isinstance(typed.type, t.ListOf) or not typed.type.element.mutable:
                return None
            bounds = [_slice_bound(inference, each) for each in (lower, upper)]
            return n.Rows(base=typed, lower=bounds[0], upper=bounds[1], type=typed.type, line=value.line)
        case _:
            return None


def _slice_bound(inference: Inference, node: n.Expr) -> n.Expr:
    if isinstance(node, n.Const) and node.value is None:
        return inference.expr(node)
    return position(inference, node)


def _item(inference: Inference, whole: n.Expr) -> t.Type:
    match whole.type:
        case t.ListOf(element=element):
            return element
        case t.DictOf(key=key):
            return key
        case t.View() as view:
            return view.item
        case t.Str():
            return t.CHAR
        case t.ArrayOf(dtype=dtype, ndim=1):
            return t.NpScalar(dtype)
        case t.ArrayOf(dtype=dtype, ndim=ndim):
            return t.ArrayOf(dtype, ndim - 1)
        case t.TupleOf(elements=elements) if elements and all(e == elements[0] for e in elements):
            return elements[0]
        case t.Unknown():
            return t.UNKNOWN
        case _:
            inference.fail("M204", whole.line, f"{whole.type} cannot be iterated")
            return t.UNKNOWN

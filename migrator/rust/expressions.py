"""Typed IR expressions to Rust."""

from __future__ import annotations

from collections.abc import Callable

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_read, root_name
from migrator.model.diagnostic import Diagnostic
from migrator.ops import Rust, operation
from migrator.ops.record import FIXED
from migrator.passes.chains import CHAINED, is_chain
from migrator.passes.convert import TypeFailure
from migrator.passes.places import is_place
from migrator.rust import text as r
from migrator.rust.arrays import Arrays
from migrator.rust.conversions import Conversions
from migrator.rust.copies import fallible_copy
from migrator.rust.identifiers import rust_name
from migrator.rust.lengths import compared_length
from migrator.rust.literals import constant, is_i32, letters, literal
from migrator.rust.scope import Scope
from migrator.rust.text import R


class Expressions(Arrays, Conversions):
    """Emits expressions. ``block`` is given by the statement emitter, for statements inside expressions."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def block_expr(self, node: n.BlockExpr) -> R:
        raise NotImplementedError

    # --- names and places ---

    def local(self, name: str) -> R:
        return R(self.scope.names.get(name) or rust_name(name))

    def place(self, node: n.Local, access: str = "as_ref") -> R:
        """The variable itself; one that may not be bound yet is looked at first (``as_mut`` to change it)."""
        own = self.local(node.name)
        if node.name not in self.scope.options or node.type.copy:
            return own
        return r.tried(r.method(r.method(own, access), "ok_or", R("Trap::Unbound")))

    def owned(self, name: str, kind: t.Type) -> R:
        """The variable's value for another owner. What cannot change is copied unless this is its last use; a list
        moves, which the ownership pass has allowed."""
        own = self.local(name)
        if name in self.scope.options:
            if not kind.copy:
                own = r.method(own, "take" if kind.mutable else "clone")
            return r.tried(r.method(own, "ok_or", R("Trap::Unbound")))
        if kind.copy or kind.mutable or name in self.scope.dying:
            return own
        return r.method(own, "to_vec" if kind in (t.STR, t.BYTES) or isinstance(kind, t.RowOf) else "clone")

    def ref(self, node: n.Expr) -> R:
        """``node`` as a shared borrow, for an operation that only looks at it."""
        match node:
            case n.Local(name=name) if name in self.scope.options and not node.type.copy:
                own = self.place(node)
                return r.method(own, "view") if isinstance(node.type, t.ArrayOf) else own
            case n.Local(name=name) if name in self.scope.options:
                return r.prefix("&", self.expr(node))
            case n.Local(name=name):
                own = self.local(name)
                held = self.scope.mode(name)
                if held == "strided":
                    return r.method(r.tried(r.method(own, "packed")), "view")
                if isinstance(node.type, t.ArrayOf):
                    return own if held in ("ref", "cells") else r.method(own, "view")
                return own if held in ("ref", "mut", "cells") else r.prefix("&", own)
            case n.Attr():
                field = self.attr(node)
                return r.method(field, "view") if isinstance(node.type, t.ArrayOf) else r.prefix("&", field)
            case n.Index(base=n.Local() as base, index=index) if self.is_cells(base) and isinstance(
                base.type, t.ListOf
            ):
                return r.call("cells::line", r.prefix("&", self.expr(base)), self.expr(index))
            case n.Index(base=base, index=index) if isinstance(base.type, t.ListOf):
                return r.tried(r.call("seq::get_ref", self.ref(base), self.expr(index)))
            case n.Index(base=base, index=index) if isinstance(base.type, t.ArrayOf):
                return r.tried(r.method(self.ref(base), "row", self.expr(index)))
            case n.Index(base=base, index=index) if isinstance(base.type, t.DictOf):
                return r.tried(r.method(self.ref_raw(base), "at", self.key(index)))
            case n.Apply(op="dict.get.or" | "dict.setdefault") if node.type.mutable:
                return self.apply(node)
            case n.Index(base=base, index=n.Const(value=at)) if isinstance(base.type, t.TupleOf):
                return r.prefix("&", R(f"{self.tuple_place(base).at(r.ATOM)}.{at}"))
            case n.Rows(base=base, lower=lower, upper=upper):
                bounds = [R("None") if b.type == t.NONE else r.call("Some", self.expr(b)) for b in (lower, upper)]
                return r.call("seq::slice_ref", self.ref(base), *bounds)
            case n.Convert(value=value) if isinstance(value.type, t.OptionalOf):
                inner = r.method(self.ref_raw(value), "as_ref")
                return r.tried(r.method(inner, "ok_or", R("Trap::Type")))
            case n.ListExpr(items=items):
                return R(f"&[{', '.join(self.expr(i).text for i in items)}]")
            case n.Const(value=str() as text) if node.type == t.STR:
                return r.prefix("&", letters(text))
            case n.Convert(value=value) if value.type == t.CHAR and node.type == t.STR:
                return R(f"&[{self.expr(value).text}]", r.UNARY)
            case _ if isinstance(node.type, t.ArrayOf):
                return r.method(self.expr(node), "view")
            case _:
                return r.prefix("&", self.expr(node))

    def key(self, node: n.Expr) -> R:
        """``node`` as what a dict or set is searched for."""
        if isinstance(node, n.Local) and node.type == t.STR and self._is_slice(node.name):
            return self.local(node.name)
        if node.type == t.STR:
            letters = self._letters(node).text
            return R(f"&{letters}" if letters.endswith("[..]") else f"&{letters}[..]", r.UNARY)
        return self.ref(node)

    def _is_slice(self, name: str) -> bool:
        """Whether a text is held as a slice of its code points: parameters are."""
        function = self.scope.function
        given = {p.name for p in function.params} | {g.name for g in function.globals}
        return name in given and self.scope.mode(name) == "ref"

    def ref_raw(self, node: n.Expr) -> R:
        """A place whose method can be called by reference."""
        held = self.held_place(node)
        if held is not None:
            return held
        match node:
            case n.Apply() | n.Invoke() | n.ListExpr() | n.DictExpr() | n.SetExpr() if not is_place(node):
                return self.expr(node)
            case n.Read() | n.Ask():
                return self.expr(node)  # a fresh value
            case _:
                return self.ref(node)

    def held_place(self, node: n.Expr) -> R | None:
        """A variable or attribute as it stands, without a borrow; None for anything else."""
        match node:
            case n.Local():
                return self.place(node)
            case n.Attr():
                return self.attr(node)
            case _:
                return None

    def attr(self, node: n.Attr) -> R:
        """The field of the struct, to read or to borrow."""
        return self._field(node.base, node.name, self.ref_raw(node.base))

    def attr_mut(self, node: n.Attr | n.AttrTarget) -> R:
        """The field of the struct, to change."""
        return self._field(node.base, node.name, self.mut_place(node.base))

    def _field(self, base: n.Expr, name: str, place: R) -> R:
        slot = f"{place.at(r.ATOM)}.{rust_name(name)}"
        return R(f"{slot}.value" if is_rebindable(base, name) else slot)

    def tuple_place(self, node: n.Expr) -> R:
        return self.held_place(node) or self.ref_or_value(node)

    def ref_or_value(self, node: n.Expr) -> R:
        return self.expr(node) if node.type.copy else self.ref(node)

    def mut_ref(self, node: n.Expr) -> R:
        """``node`` as an exclusive borrow, for an operation that changes it."""
        match node:
            case n.Local(name=name) if name in self.scope.options and not node.type.copy:
                own = self.place(node, "as_mut")
                return r.prefix("&mut ", r.method(own, "view_mut")) if isinstance(node.type, t.ArrayOf) else own
            case n.Local(name=name):
                own = self.local(name)
                if self.scope.mode(name) == "mut":
                    return own
                if isinstance(node.type, t.ArrayOf):
                    return r.prefix("&mut ", r.method(own, "view_mut"))
                return r.prefix("&mut ", own)
            case n.Attr():
                own = self.attr_mut(node)
                return r.prefix("&mut ", r.method(own, "view_mut") if isinstance(node.type, t.ArrayOf) else own)
            case n.Convert(value=value) if isinstance(value.type, t.OptionalOf):
                inner = r.method(self.mut_place(value), "as_mut")
                return r.tried(r.method(inner, "ok_or", R("Trap::Type")))
            case n.Index(base=base, index=index) if isinstance(base.type, t.ListOf):
                where = self.expr(index)
                if root_name(base) not in names_read(index):
                    return r.tried(r.call("seq::get_mut", self.mut_ref(base), where))
                at = self.scope.temporary("at")  # the index reads the list, so it comes before the borrow
                found = r.tried(r.call("seq::get_mut", self.mut_ref(base), R(at)))
                return R(f"{{ let {at} = {where.text}; {found.text} }}", r.LOWEST)
            case n.Index(base=base, index=index) if isinstance(base.type, t.DictOf):
                return r.tried(r.method(self.mut_place(base), "at_mut", self.key(index)))
            case n.Apply(op="dict.setdefault") if node.type.mutable:
                return self.apply(node)
            case n.Index(base=base, index=index) if isinstance(base.type, t.ArrayOf):
                row = r.tried(r.method(self.mut_place(base), "row_mut", self.expr(index)))
                return r.prefix("&mut ", row)
            case n.Index(base=n.Local(name=name), index=n.Const(value=at)):
                return r.prefix("&mut ", R(f"{self.local(name).text}.{at}"))
            case _ if is_place(node):
                raise TypeFailure(Diagnostic("M301", node.line, "an object inside this one is changed in place"))
            case _:
                return r.prefix("&mut ", self.expr(node))

    def mut_place(self, node: n.Expr) -> R:
        if isinstance(node, n.Attr):
            return self.attr_mut(node)
        return self.place(node, "as_mut") if isinstance(node, n.Local) else self.mut_ref(node)

    # --- values ---

    def expr(self, node: n.Expr) -> R:
        """``node`` as an owned (or Copy) value."""
        match node:
            case n.Const():
                return constant(node.value, node.type)
            case n.Local(name=name):
                return R("()") if isinstance(node.type, t.ArgRef) else self.owned(name, node.type)
            case n.Attr():
                own = self.attr(node)
                return own if node.type.copy else r.method(own, "clone")
            case n.NewObject(names=names, values=values):
                assert isinstance(node.type, t.ObjectOf)
                parts = []
                for name, value in zip(names, values, strict=True):
                    field = node.type.field(name)
                    made = self.expr(value)
                    if field is not None and field.use in ("=", "~"):
                        made = r.call("Rebindable::new", made)
                    shown = rust_name(name)
                    parts.append(shown if shown == made.text else f"{shown}: {made.text}")
                return R(f"{node.type.struct} {{ {', '.join(parts)} }}")
            case n.Apply():
                return self.apply(node)
            case n.Invoke():
                return self.invoke(node)
            case n.IsFunction(value=value, function=function):
                assert isinstance(value.type, t.OneOf)
                return r.infix(self.expr(value), "==", R(str(value.type.functions.index(function))))
            case n.FunctionRef():
                return R("()")
            case n.Logic(kind=kind, left=left, right=right):
                first, second = self.expr(left), self.expr(right)
                if first.text in ("true", "false"):
                    return second if (first.text == "true") == (kind == "and") else first
                return r.infix(first, "&&" if kind == "and" else "||", second)
            case n.Read(base=base, name=name):
                return r.tried(r.method(self.expr(base), rust_name(name)))
            case n.Ask(base=base, name=name, how=how, held=held, key=key):
                given = [] if key is None else [self.key(key) if isinstance(held, t.DictOf) else self.expr(key)]
                return r.tried(r.method(self.expr(base), f"{rust_name(name)}_{how}", *given))
            case n.Same(left=left, right=right):
                return r.infix(self.expr(left), "==", self.expr(right))
            case n.Not(value=value):
                return self._not(value)
            case n.Truth(value=value):
                return self.truth(value)
            case n.Cond(test=test, then=then, orelse=orelse):
                other = self.expr(orelse).text
                # A choice behind `else` needs no braces of its own.
                other = other if isinstance(orelse, n.Cond) and other.startswith("if ") else f"{{ {other} }}"
                return R(f"if {self.test(test)} {{ {self.expr(then).text} }} else {other}", r.LOWEST)
            case n.IsNone(value=value, negated=negated):
                return self.is_none(value, negated)
            case n.TupleExpr(items=items):
                return self._tuple(items)
            case n.ListExpr(items=items):
                if not items:
                    return R("Vec::new()")
                return r.tried(r.call("seq::list", R(f"[{', '.join(self.expr(i).text for i in items)}]")))
            case n.DictExpr(keys=keys, values=values):
                if not keys:
                    return R("Dict::new()")
                entries = (f"({self.expr(k).text}, {self.expr(v).text})" for k, v in zip(keys, values, strict=True))
                return r.tried(r.call("Dict::of", R(f"[{', '.join(entries)}]")))
            case n.SetExpr(items=items):
                return self._set_display(items)
            case n.HoleExpr():
                return R("return Err(Trap::Hole)", r.LOWEST)
            case n.Index():
                return self.index(node)
            case n.Cell(base=base, indices=indices, proven=proven):
                name = "at" if proven else "get"
                return r.tried(r.method(self.array_place(base), name, self.position(indices, proven)))
            case n.NewArray():
                return self.new_array(node)
            case n.Part():
                return r.tried(r.method(self.strided(node), "dense"))
            case n.ArrayOp():
                return self.array_op(node)
            case n.MaybeArgument(flag=flag, value=value):
                return R(f"if {self.test(flag)} {{ None }} else {{ Some({self.expr(value).text}) }}", r.LOWEST)
            case n.CallResult(value=value):
                return self.expr(value)
            case n.StillArgument(flag=flag, result=result):
                return r.infix(self.expr(flag), "&&", r.method(self.ref_raw(result), "is_none"))
            case n.OrElse(value=value, fallback=fallback):
                return r.method(self.expr(value), "unwrap_or", self.expr(fallback))
            case n.Convert(value=value):
                return self.convert(value, node.type)
            case n.Given(value=value):
                return self.expr(value)
            case n.BlockExpr():
                return self.block_expr(node)
            case _:
                raise AssertionError(f"no Rust for {type(node).__name__}")

    def _set_display(self, items: tuple[n.Expr, ...]) -> R:
        if not items:
            return R("Set::new()")
        # Of literals only, CPython makes it of a frozen set, in another order.
        name = "Set::of_literals" if all(isinstance(i, n.Const) for i in items) else "Set::of"
        return r.tried(r.call(name, R(f"[{', '.join(self.expr(i).text for i in items)}]")))

    def _tuple(self, items: tuple[n.Expr, ...]) -> R:
        """A tuple; what reads a variable that an earlier item moves into it is computed before."""
        moved: set[str] = set()
        lets: list[str] = []
        texts: list[str] = []
        for item in items:
            text = self.expr(item).text
            if moved & names_read(item):
                name = self.scope.temporary(f"item_{len(texts)}")
                lets.append(f"let {name} = {text};")
                text = name
            if isinstance(item, n.Local) and not item.type.copy:
                moved.add(item.name)
            texts.append(text)
        inner = ", ".join(texts)
        made = f"({inner},)" if len(items) == 1 else f"({inner})"
        return R("{ " + " ".join(lets) + f" {made} }}", r.LOWEST) if lets else R(made)

    def _not(self, value: n.Expr) -> R:
        """Integers compare the other way round; floats do not (NaN), so there the negation stands as written."""
        match value:
            case n.Apply(op=op, args=(left, right)) if op in _FLIPPED and left.type == t.INT and right.type == t.INT:
                return r.infix(self.expr(left), _FLIPPED[op], self.expr(right))
            case n.Truth(value=inner) if inner.type == t.INT:
                return r.infix(self.expr(inner), "==", R("0"))
            case n.Truth(value=inner) if isinstance(inner.type, t.ListOf):
                return r.method(self.ref_raw(inner), "is_empty")
            case n.Not(value=inner):
                return self.expr(inner)
            case _:
                own = self.expr(value)
                if own.text in ("true", "false"):
                    return R("false" if own.text == "true" else "true")
                return r.prefix("!", own)

    def position(self, indices: tuple[n.Expr, ...], proven: bool) -> R:
        """The indices of an element; those that never count from the end are of Rust's own index type."""
        texts = [self.usize(i) if proven else self.expr(i).text for i in indices]
        return R(f"[{', '.join(texts)}]")

    def is_cells(self, node: n.Expr) -> bool:
        """Whether ``node`` is, or is a row of, what is shared as cells."""
        return self.scope.mode(root_name(node) or "") == "cells"

    def cells(self, value: n.Expr) -> R:
        """``value`` lent as cells."""
        if isinstance(value.type, t.ListOf):
            return r.tried(r.call("cells::rows", self.mut_ref(value)))
        return r.method(self.mut_place(value), "cells")

    def set_call(self, base: n.Expr, where: R, value: R) -> R:
        """The call that stores ``value`` into a list."""
        if self.is_cells(base):
            return r.call("cells::set", self.ref(base), where, value)
        return r.call("seq::set", self.mut_ref(base), where, value)

    def line(self, node: n.Line, mutable: bool) -> R:
        """The innermost row at ``node``, borrowed; an empty one where there is none."""
        name = "line_mut" if mutable else "line"
        if isinstance(node.base.type, t.ListOf) and self.is_cells(node.base):
            return r.call("cells::line", r.prefix("&", self.expr(node.base)), self.expr(node.indices[0]))
        if isinstance(node.base.type, t.ListOf):
            base = self.mut_ref(node.base) if mutable else self.ref(node.base)
            return r.call(f"seq::{name}", base, self.expr(node.indices[0]))
        return r.method(self.array_place(node.base), name, self.position(node.indices, proven=False))

    def array_place(self, base: n.Expr) -> R:
        return self.held_place(base) or self.ref(base)

    def index(self, node: n.Index) -> R:
        base, where = node.base, node.index
        match base:
            case n.Apply(op="array.shape", args=(array,)) if isinstance(where, n.Const):
                return r.method(self.array_place(array), "shape", R(str(where.value)))
            case _:
                pass
        match base.type:
            case t.TupleOf(elements=elements):
                if isinstance(where, n.Const):
                    item = R(f"{self.tuple_place(base).at(r.ATOM)}.{where.value}")
                    return item if node.type.copy else r.method(item, "clone")
                place = self.tuple_place(base).at(r.ATOM)
                items = ", ".join(f"{place}.{i}" for i in range(len(elements)))
                return r.tried(r.call("seq::get", R(f"&[{items}]"), self.expr(where)))
            case t.Str():
                return r.tried(r.call("seq::get", self.ref(base), self.expr(where)))
            case t.ArrayOf():
                return self.ref(node)
            case t.DictOf():
                found = self.ref(node)
                return r.prefix("*", found) if node.type.copy else r.method(found, "clone")
            case _ if node.type.copy:
                if self.is_cells(base):
                    return r.tried(r.call("cells::get", self.ref(base), self.expr(where)))
                if node.proven:
                    return R(f"{self.place_text(base)}[{self.usize(where)}]")
                return r.tried(r.call("seq::get", self.ref(base), self.expr(where)))
            case _:
                return r.method(self.ref(node), "clone")

    def place_text(self, base: n.Expr) -> str:
        return (self.held_place(base) or self.ref(base)).at(r.ATOM)

    def usize(self, where: n.Expr) -> str:
        if isinstance(where, n.Const):
            return str(where.value)
        return r.cast(self.expr(where), "usize").text

    def apply(self, node: n.Apply, before: list[str] | None = None) -> R:
        if node.op.startswith("array."):
            return self.array_attribute(node)
        compared = compared_length(node)
        if compared is not None:
            z, limit = self.expr(compared.z), self.expr(compared.limit)
            z = r.method(z, "to_complex") if isinstance(compared.z.type, t.Mixed) else z
            return r.tried(r.call(f"complex::{compared.function}", z, limit))
        chosen = operation(node.op).forms[node.form]
        if is_chain(node) and (node.covered or node.coarse or any(is_chain(a) for a in node.args)):
            whole = self.unchecked(node)
            if node.covered:
                return whole
            return r.method(R(node.watch), "finite", whole) if node.watch else r.tried(r.call("np::finite", whole))
        literal = self._with_literal(node, chosen.rust)
        if literal is not None:
            return literal
        rust = chosen.plain if node.proven and chosen.plain is not None else chosen.rust
        if node.low and not node.proven and chosen.low is not None:
            rust = chosen.low
        args = [self.argument(a, rust, i) for i, a in enumerate(node.args)]
        if rust.kind == "method" and untyped(node.args[0]):
            args[0] = with_type(args[0], node.args[0])
        if node.watch and chosen.watched:
            return r.method(R(node.watch), chosen.watched, *args)
        args += [R(FIXED[mode]) for mode in rust.modes[len(args) :] if mode in FIXED]
        changed = [a for a, mode in zip(node.args, rust.modes, strict=False) if mode in ("mut", "mut_place")]
        shared = {i for i, mode in enumerate(rust.modes) if mode in ("ref", "key")}
        return self.apart(changed, shared, node.args, args, lambda apart: render(rust, apart), before)

    def render_inplace(self, node: n.Apply) -> R:
        """``x = op(x, …)`` as a change of ``x``."""
        rust = operation(node.op).forms[node.form].inplace
        assert rust is not None
        return render(rust, [self.argument(a, rust, i) for i, a in enumerate(node.args)])

    def apart(
        self,
        changed: list[n.Expr],
        shared: set[int],
        nodes: tuple[n.Expr, ...],
        args: list[R],
        make: Callable[[list[R]], R],
        before: list[str] | None,
    ) -> R:
        """Compute arguments that read a changed object before it is borrowed for the change.

        The statements for that go to ``before`` where there is one, else into a block around the expression.
        ``shared``: the positions of arguments that are passed by reference.
        """
        roots = {root_name(c) for c in changed}
        lets: list[str] = []
        for i, node in enumerate(nodes):
            if any(node is c for c in changed) or not roots & names_read(node):
                continue
            name = self.scope.temporary(f"value_{i}" if i > 1 else "value")
            if isinstance(node, n.Attr) and not node.type.copy and not node.type.mutable:
                lets.append(f"let {name} = {self.expr(node).text};")
                args[i] = R(f"&{name}")
                continue
            copied = i in shared and not node.type.copy and is_place(node)
            value = r.tried(fallible_copy(node.type, args[i])) if copied else args[i]
            lets.append(f"let {name} = {value.text};")
            args[i] = R(f"&{name}") if copied else R(name)
        made = make(args)
        if before is not None:
            before.extend(lets)
            return made
        return R("{ " + " ".join(lets) + f" {made.text} }}", r.LOWEST) if lets else made

    def unchecked(self, node: n.Expr) -> R:
        """Sums and products of NumPy floats without a test in between.

        An infinity or NaN that comes up inside stays one to the end, so one test of the end result sees it.
        """
        if not is_chain(node):
            return self.expr(node)
        assert isinstance(node, n.Apply)
        left, right = node.args
        return r.infix(self.unchecked(left), CHAINED[node.op], self.unchecked(right))

    def _with_literal(self, node: n.Apply, rust: Rust) -> R | None:
        """A comparison of a text with a literal, and a search in one, need no text to be made of the literal."""
        match node.args:
            case (n.Const(value=str() as one), n.Const(value=str() as other)) if rust.kind == "infix" and rust.text in (
                "==",
                "!=",
            ):
                return R(str((one == other) == (rust.text == "==")).lower())
            case (n.Const(value=str() as text), letter) if node.op == "str.contains" and letter.type == t.CHAR:
                return r.method(R(literal(text)), "contains", self.expr(letter))
            case (value, n.Const(value=str() as text)) | (n.Const(value=str() as text), value) if (
                rust.kind == "infix" and rust.text in ("==", "!=") and value.type == t.STR
            ):
                same = r.call("text::is", self.ref(value), R(literal(text)))
                if not text:
                    same = r.method(self.ref_raw(value), "is_empty")
                return same if rust.text == "==" else r.prefix("!", same)
            case _:
                return None

    def argument(self, arg: n.Expr, rust: Rust, position: int) -> R:
        mode = rust.modes[position] if position < len(rust.modes) else "value"
        if mode == "ref":
            return self.ref(arg)
        if mode == "place":
            return self.ref_raw(arg)
        if mode == "mut_place":
            return self.mut_place(arg)
        if mode == "key":
            return self.key(arg)
        if mode == "whole":
            return self.ref(arg) if is_place(arg) else r.prefix("&", self.expr(arg))
        if mode == "some":
            return r.call("Some", self.expr(arg))
        if mode == "mut":
            return self.mut_ref(arg)
        if not arg.type.copy and rust.kind == "infix":
            return self.comparable(arg)
        return self.expr(arg)

    def comparable(self, arg: n.Expr) -> R:
        """A list, str or tuple as an operand of ``==``: a place, not a copy."""
        if arg.type == t.STR:
            letters = self._letters(arg)
            # An array has an order with arrays of its own length only.
            if letters.text == "[]":
                return R("[' '; 0][..]")  # an empty one says no type
            array = letters.text.startswith("[") and letters.text.endswith("]")
            return R(f"{letters.text}[..]") if array and not letters.text.endswith("[..]") else letters
        if isinstance(arg, n.Attr):
            place = self.attr(arg)
            return R(f"{place.text}[..]") if isinstance(arg.type, t.ListOf) else place
        if isinstance(arg, n.Local):
            own = self.place(arg)
            if not isinstance(arg.type, t.ListOf):
                return r.prefix("*", own) if self.scope.mode(arg.name) in ("ref", "mut") else own
            return R(f"{own.text}[..]")
        if isinstance(arg, n.ListExpr):
            return R(f"[{', '.join(self.expr(i).text for i in arg.items)}]")
        if isinstance(arg.type, t.ListOf):
            place = self.ref(arg) if isinstance(arg, n.Index) else self.expr(arg)
            return R(f"{place.at(r.ATOM)}[..]")
        return self.expr(arg)

    def _letters(self, arg: n.Expr) -> R:
        """A text as a slice of its code points."""
        match arg:
            case n.Const(value=str() as text):
                return letters(text)
            case n.Convert(value=value) if value.type == t.CHAR:
                return R(f"[{self.expr(value).text}]")
            case n.Local() | n.Index():
                return R(f"{self.ref_raw(arg).at(r.ATOM)}[..]")
            case _:
                return R(f"{self.expr(arg).at(r.ATOM)}[..]")

    def array_attribute(self, node: n.Apply) -> R:
        place = self.array_place(node.args[0])
        kind = node.args[0].type
        match node.op:
            case "array.len":
                return r.method(place, "len")
            case "array.copy":
                return r.tried(r.call("Array::copied", self.ref(node.args[0])))
            case "array.place" if isinstance(kind, t.DictOf):
                return r.tried(r.method(self.ref_raw(node.args[0]), "known", self.expr(node.args[1])))
            case "array.place":
                length = r.method(self.ref_raw(node.args[0]), "len")
                if isinstance(kind, t.ArrayOf):
                    length = r.cast(length, "usize")
                found = r.tried(r.call("seq::index", self.expr(node.args[1]), length))
                return r.cast(found, "i64")
            case "array.size":
                return r.method(place, "size")
            case _:
                assert isinstance(kind, t.ArrayOf)
                parts = [r.method(place, "shape", R(str(i))).text for i in range(kind.ndim)]
                return R(f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})")

    def invoke(self, node: n.Invoke, before: list[str] | None = None) -> R:
        callee = self.scope.callee(node)
        args = []
        for arg, param in zip(node.args, callee.params, strict=True):
            if not param.read and isinstance(param.type, t.ObjectOf):
                args.append(R("()"))
            elif param.type.copy:
                args.append(self.expr(arg))
            else:
                args.append(self.mut_ref(arg) if param.mutated else self.passed(arg))
        args += [self.hidden(name) for name in callee.hidden]
        if callee.recursive:
            args.append(R("depth.enter()?"))
        changed = [a for a, p in zip(node.args, callee.params, strict=True) if p.mutated]
        shared = {i for i, p in enumerate(callee.params) if not p.type.copy and not p.mutated}
        return self.apart(changed, shared, node.args, args, lambda apart: r.tried(r.call(callee.path, *apart)), before)

    def passed(self, arg: n.Expr) -> R:
        """``arg`` as an argument of another function, which takes its array to lie as a fresh one does."""
        if isinstance(arg.type, t.ArrayOf) and self.is_strided(arg):
            return r.method(r.tried(r.method(self.strided(arg), "dense")), "view")
        return self.ref(arg)

    def hidden(self, name: str) -> R:
        return self.local(name)

    def truth(self, value: n.Expr) -> R:
        if isinstance(value, n.HoleExpr):
            return self.expr(value)  # it leaves the function: there is no value to ask
        match value.type:
            case t.Bool():
                return self.expr(value)
            case t.NpScalar(dtype="bool"):
                return self.expr(value)
            case t.Int() | t.Long():
                return r.infix(self.expr(value), "!=", R("0"))
            case t.NpScalar(dtype="complex128"):
                return r.method(self.expr(value), "truth")
            case t.NpScalar(dtype=dtype):
                return r.infix(self.expr(value), "!=", R("0.0" if "float" in dtype else "0"))
            case t.Float():
                return r.infix(self.expr(value), "!=", R("0.0"))
            case t.Number():
                return r.infix(r.method(self.expr(value), "value"), "!=", R("0.0"))
            case t.Complex() | t.Mixed():
                return r.method(self.expr(value), "truth")
            case t.ListOf() | t.Str() | t.Bytes() | t.DictOf() | t.SetOf() | t.DequeOf() | t.RowOf():
                return r.prefix("!", r.method(self.ref_raw(value), "is_empty"))
            case t.NoneT():
                return R("false")
            case t.OptionalOf(inner=inner) if inner in (t.INT, t.LONG, t.FLOAT, t.BOOL):
                test = {t.INT: "v != 0", t.LONG: "v != 0", t.FLOAT: "v != 0.0", t.BOOL: "v"}[inner]
                return r.method(self.expr(value), "is_some_and", R(f"|v| {test}"))
            case t.OptionalOf():
                return r.method(r.method(self.ref_raw(value), "as_ref"), "is_some_and", R("|v| !v.is_empty()"))
            case _:
                raise AssertionError(f"no truth for {value.type}")

    def is_none(self, value: n.Expr, negated: bool) -> R:
        if isinstance(value.type, t.OptionalOf):
            return r.method(self.ref_raw(value), "is_some" if negated else "is_none")
        return R(str((value.type == t.NONE) != negated).lower())

    def test(self, test: n.Expr) -> str:
        return self.expr(test).text


def is_rebindable(base: n.Expr, name: str) -> bool:
    """Whether the field is a ``Rebindable``: a list or array attribute that is bound to another one."""
    field = base.type.field(name) if isinstance(base.type, t.ObjectOf) else None
    return field is not None and field.use in ("=", "~")


_FLIPPED = {
    "operator.lt": ">=",
    "operator.le": ">",
    "operator.gt": "<=",
    "operator.ge": "<",
    "operator.eq": "!=",
    "operator.ne": "==",
}


def untyped(node: n.Expr) -> bool:
    """Whether the Rust of ``node`` is number literals only, which have no type that a method could be looked up in."""
    match node:
        case n.Const(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case n.Apply(op=op, form=form, args=args, proven=proven) if not op.startswith("array."):
            chosen = operation(op).forms[form]
            rust = chosen.plain if proven and chosen.plain is not None else chosen.rust
            return rust.kind != "call" and all(untyped(a) for a in args)
        case n.Cond(then=then, orelse=orelse):
            return untyped(then) and untyped(orelse)
        case _:
            return False


def with_type(literal: R, node: n.Expr) -> R:
    """``literal``, which is the Rust of the untyped ``node``, with its type said."""
    if isinstance(node, n.Const):
        said = node.type == t.LONG or (node.type == t.INT and not is_i32(node.value))
        return literal if said else R(f"{literal.text}_{node.type.rust}", literal.level)
    return r.cast(literal, node.type.rust)


def render(rust: Rust, args: list[R]) -> R:
    """Put ``args`` into a record's Rust."""
    match rust.kind:
        case "infix":
            return r.infix(args[0], rust.text, args[1])
        case "prefix":
            return r.prefix(rust.text, args[0])
        case "call":
            made = r.call(rust.text, *args)
        case "method":
            made = r.method(args[0], rust.text, *args[1:])
        case _:
            return _template(rust.text, args)
    return r.tried(made) if rust.traps else made


def _template(template: str, args: list[R]) -> R:
    if template == "{0}":
        return args[0]
    if template.endswith(")?"):
        return r.tried(_template(template.removesuffix("?"), args))
    level = r.CAST if " as " in template else r.ATOM
    if any(f" {symbol} " in template for symbol in ("<", "<=", ">", ">=", "==", "!=")):
        level = r.COMPARE
    if template.startswith("math::hypot"):
        return R(template.format(*(a.text for a in args)))
    bare = template.startswith(("i64::from({0})", "f64::from(")) and "{1}" not in template
    return R(template.format(*(a.text if bare else a.at(r.ATOM) for a in args)), level)

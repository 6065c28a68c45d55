"""Typed IR statements to Rust lines. rustfmt does the layout afterwards."""

from __future__ import annotations

import dataclasses
from collections import Counter

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import names_read, root_name, target_names, walk
from migrator.ops import operation
from migrator.passes.ownership import swaps
from migrator.rust import text as r
from migrator.rust.chosen import as_value, is_chosen
from migrator.rust.declarations import Declaration, Declarations
from migrator.rust.expressions import Expressions, is_rebindable, untyped, with_type
from migrator.rust.identifiers import comment_line, rust_name
from migrator.rust.loops import Loops
from migrator.rust.scope import Scope
from migrator.rust.text import R
from migrator.rust.threads import Threads


class Statements(Threads, Loops, Expressions):
    """Emits blocks; the last ``return`` of a function becomes its tail expression."""

    def __init__(self, scope: Scope, declarations: Declarations) -> None:
        Expressions.__init__(self, scope)
        self.declarations = declarations
        self.read = {c.name for s in scope.function.body for c in walk(s) if isinstance(c, n.Local)}

    def body(self, stmts: tuple[n.Stmt, ...]) -> list[str]:
        """The whole body of a function."""
        lines = self.block(stmts)
        if lines and lines[-1].startswith("return ") and lines[-1].endswith(";"):
            lines[-1] = lines[-1].removeprefix("return ").removesuffix(";")
        return lines

    def block(self, stmts: tuple[n.Stmt, ...], value: n.Expr | None = None) -> list[str]:
        plan = self.declarations.plan(stmts, value)
        lines: list[str] = []
        for position, stmt in enumerate(stmts):
            declared = plan.get(position, [])
            lines.extend(f"// {comment_line(c)}" for c in stmt.comments)
            inline = {d.name: d for d in declared if d.inline}
            made = self.stmt(stmt, inline)
            waiting = [d for d in declared if not d.inline]
            chosen = self._chosen(stmt, waiting[0], made) if len(waiting) == 1 else None
            lines.extend(chosen or [*map(self._deferred, waiting), *made])
        return lines

    def _chosen(self, stmt: n.Stmt, declared: Declaration, lines: list[str]) -> list[str] | None:
        name = declared.name
        if declared.mutable or name in self.scope.options or not is_chosen(stmt, name):
            return None
        return as_value(lines, self.local(name).text, self.held_type(name, self._type_of(name)))

    def block_expr(self, node: n.BlockExpr) -> R:
        inner = "\n".join(self.block(node.body, node.value))
        if isinstance(node.value, n.Const) and node.value.value is None:
            return R(f"{{ {inner} }}", r.LOWEST)
        return R(f"{{ {inner}\n{self.expr(node.value).text} }}", r.LOWEST)

    def _deferred(self, declaration: Declaration) -> str:
        name = self.local(declaration.name).text
        kind = self.held_type(declaration.name, self._type_of(declaration.name))
        if declaration.name in self.scope.options:
            return f"let mut {name}: Option<{kind}> = None;"
        return f"let {'mut ' if declaration.mutable else ''}{name}: {kind};"

    def held_type(self, name: str, kind: t.Type) -> str:
        """The Rust type of the variable ``name``, which holds values of ``kind`` or only names them."""
        if name not in self.scope.function.borrows:
            return kind.rust
        return f"Option<&{kind.inner.rust}>" if isinstance(kind, t.OptionalOf) else f"&{kind.rust}"

    def _type_of(self, name: str) -> t.Type:
        for node in walk(self.scope.function):
            if isinstance(node, n.NameTarget) and node.name == name and node.type != t.UNKNOWN:
                return node.type
        raise AssertionError(f"{name} has no type")

    def stmt(self, stmt: n.Stmt, inline: dict[str, Declaration]) -> list[str]:
        outer = self.scope.dying
        self.scope.dying = self._dying(stmt)
        try:
            return self._stmt(stmt, inline)
        finally:
            self.scope.dying = outer

    def _dying(self, stmt: n.Stmt) -> frozenset[str]:
        """The owned variables that ``stmt`` reads for the last time."""
        if not isinstance(stmt, n.Assign | n.ParallelAssign | n.Return | n.Eval):
            return frozenset()
        after = self.declarations.live.after.get(id(stmt))
        if after is None:
            return frozenset()
        counts = Counter(c.name for c in walk(stmt) if isinstance(c, n.Local))
        return frozenset(
            name
            for name, count in counts.items()
            if count == 1 and name not in after and self.scope.mode(name) == "owned"
        )

    def _stmt(self, stmt: n.Stmt, inline: dict[str, Declaration]) -> list[str]:
        match stmt:
            case n.Assign():
                return self._assign(stmt, inline)
            case n.ParallelAssign():
                return self._parallel(stmt, inline)
            case n.Alias(name=name, place=n.Line() as line, mutable=mutable):
                # A view of an array that is written through has to be `mut` itself; a slice has not.
                word = "mut " if mutable and isinstance(line.type, t.ArrayOf) else ""
                return [f"let {word}{self.local(name).text} = {self.line(line, mutable).text};"]
            case n.Alias(name=name, place=n.Shared(value=value)):
                return [f"let {self.local(name).text} = {self.cells(value).text};"]
            case n.Alias(name=name, place=place):
                view = self.strided(place) if self.scope.mode(name) == "strided" else self.ref(place)
                return [f"let {self.local(name).text} = {view.text};"]
            case n.Store():
                return self.store_array(stmt)
            case n.Eval(value=value):
                return self._eval(value)
            case n.Return(value=value):
                made = self.expr(value)
                return [f"return {made.result or f'Ok({made.text})'};"]
            case n.TrapStmt(reason=reason, diagnostic=diagnostic):
                why = [f"// {comment_line(diagnostic.message)}"] if diagnostic else []
                return [*why, f"return Err(Trap::{reason});"]
            case n.Within(value=value, power=power):
                return [f"int::within::<{power}>({self.expr(value).text})?;"]
            case n.If():
                return self._if(stmt)
            case n.While():
                return self.while_loop(stmt)
            case n.For():
                return self.for_loop(stmt)
            case n.Break():
                label = self.scope.labels[-1]
                return [f"break '{label};" if label else "break;"]
            case n.Continue():
                return ["continue;"]
            case _:
                raise AssertionError(f"no Rust for {type(stmt).__name__}")

    def _eval(self, value: n.Expr) -> list[str]:
        if isinstance(value, n.Local | n.Const):
            return []
        lets: list[str] = []
        match value:
            case n.Apply():
                text = self.apply(value, lets).text
            case n.Invoke():
                text = self.invoke(value, lets).text
            case _:
                text = self.expr(value).text
        if value.type in (t.NONE, t.UNKNOWN) or isinstance(value.type, t.ArgRef):
            return [*lets, f"{text};"]
        return [*lets, f"let _ = {text};"]

    def _if(self, stmt: n.If) -> list[str]:
        before, test = self.hoisted(stmt.test)
        lines = [*before, f"if {test} {{", *self.block(stmt.body), "}"]
        if stmt.orelse:
            nested = stmt.orelse[0]
            plan_free = len(stmt.orelse) == 1 and isinstance(nested, n.If) and not nested.comments
            inner = self.block(stmt.orelse)
            if plan_free and inner[0].startswith("if "):
                lines[-1] = f"}} else {inner[0]}"
                lines.extend(inner[1:])
            else:
                lines[-1] = "} else {"
                lines.extend([*inner, "}"])
        return lines

    def hoisted(self, test: n.Expr) -> tuple[list[str], str]:
        """A condition that needs statements is computed before."""
        text = self.expr(test).text
        if any(isinstance(c, n.BlockExpr) for c in walk(test)) or text.startswith("if "):
            name = self.scope.temporary("condition")
            return [f"let {name} = {text};"], name
        return [], text

    # --- assignment ---

    def _assign(self, stmt: n.Assign, inline: dict[str, Declaration]) -> list[str]:
        match stmt.target:
            case n.NameTarget(name=name):
                return [self._bind(name, stmt.value, inline)]
            case n.TupleTarget() as target:
                return self._unpack(target, stmt.value, inline)
            case n.IndexTarget(base=base, index=index, proven=proven):
                return self._set(base, index, stmt.value, proven)
            case n.CellTarget(base=base, indices=indices, proven=proven):
                before, value = self._before(base, stmt.value)
                where = self.position(indices, proven)
                store = r.method(self.mut_place(base), "put" if proven else "set", where, value)
                return [*before, f"{r.tried(store).text};"]
            case n.PartTarget():
                raise AssertionError("a store to a part is a statement of its own after inference")
            case n.AttrTarget() as target:
                return self._set_attribute(target, stmt.value)

    def _set_attribute(self, target: n.AttrTarget, stored: n.Expr) -> list[str]:
        before: list[str] = []
        plain = all(isinstance(c, n.Local | n.Attr) for c in walk(target.base) if isinstance(c, n.Expr))
        if not plain:
            before, value = self._before(target.base, stored)
            return [*before, self.set_attribute(target, value.text)]
        held = n.Attr(base=target.base, name=target.name, type=stored.type)
        given = stored.value if isinstance(stored, n.Convert) else stored
        if isinstance(given, n.Given):
            return [self._give(target, given, self.expr(stored).text)]
        match stored:
            case n.Apply(op=op, args=(n.Attr(base=base, name=name), right)) if (
                (base, name) == (target.base, target.name)
                and op in _COMPOUND
                and self._plain_infix(stored)
                and not any(isinstance(c, n.Invoke) for c in walk(right))
            ):
                return [f"{self.attr_mut(held).text} {_COMPOUND[op]}= {self.expr(right).text};"]
            case _:
                return [self.set_attribute(target, self.expr(stored).text)]

    def _give(self, target: n.AttrTarget, given: n.Given, copy: str) -> str:
        """``base.name = argument``: what Python gets in the end is the argument itself."""
        assert is_rebindable(target.base, target.name)
        argument = self.local(given.argument).text
        elements = f"{argument}.data" if isinstance(given.type, t.ArrayOf) else argument
        slot = f"{self.mut_place(target.base).at(r.ATOM)}.{rust_name(target.name)}"
        return f"{slot}.give({copy}, {elements})?;"

    def set_attribute(self, target: n.AttrTarget, source: str) -> str:
        """``base.name = source``; an attribute that is bound anew remembers what it held before."""
        if is_rebindable(target.base, target.name):
            slot = f"{self.mut_place(target.base).at(r.ATOM)}.{rust_name(target.name)}"
            return f"{slot}.set({source});"
        return f"{self.attr_mut(target).text} = {source};"

    def _updated(self, base: n.Expr, index: n.Expr, stored: n.Expr) -> list[str] | None:
        """``d[k] = d[k] + x`` finds the place once, and makes no key."""
        match stored:
            case n.Apply(
                args=(
                    n.Index(base=read, index=key)
                    | n.Apply(op="dict.setdefault" | "dict.get.or", args=(read, key, n.Const())) as old,
                    *rest,
                ),
                type=kind,
            ) if (
                isinstance(base.type, t.DictOf)
                and (read, key) == (base, index)
                and kind.copy
                and old.type == kind
                and root_name(base) is not None
                and not any(root_name(base) in names_read(x) for x in (*rest, index))
                and stored.form >= 0
                and operation(stored.op).forms[stored.form].rust.modes == ()
            ):
                slot = self.scope.temporary("slot")
                whole = dataclasses.replace(stored, args=(n.Local(name=f"*{slot}", type=kind), *rest))
                self.scope.names[f"*{slot}"] = f"*{slot}"
                if isinstance(old, n.Apply):
                    name, where = ("or_put_ref", self.key(index)) if _is_held(index) else ("or_put", self.expr(index))
                    place = r.tried(r.method(self.mut_place(base), name, where, self.expr(old.args[2])))
                else:
                    place = r.tried(r.method(self.mut_place(base), "at_mut", self.key(index)))
                return [f"let {slot} = {place.text};", f"*{slot} = {self.expr(whole).text};"]
            case _:
                return None

    def _set(self, base: n.Expr, index: n.Expr, stored: n.Expr, proven: bool) -> list[str]:
        updated = self._updated(base, index, stored)
        if updated is not None:
            return ["{", *updated, "}"]
        before, value = self._before(base, stored)
        if proven:
            return [*before, f"{self.place_text(base)}[{self.usize(index)}] = {value.text};"]
        if isinstance(base.type, t.DictOf) and _is_held(index) and root_name(base) not in names_read(index):
            put = r.tried(r.method(self.mut_place(base), "put_ref", self.key(index), value))
            return [*before, f"{put.text};"]
        where = self._at(base, index, before)
        return [*before, f"{self._put(base, where, value).text};"]

    def _put(self, base: n.Expr, where: R, value: R) -> R:
        """``base[where] = value``."""
        if isinstance(base.type, t.DictOf):
            return r.tried(r.method(self.mut_place(base), "put", where, value))
        return r.tried(self.set_call(base, where, value))

    def _at(self, base: n.Expr, index: n.Expr, before: list[str]) -> R:
        """An index that reads the object it goes into is computed before the object is borrowed."""
        where = self.expr(index)
        if root_name(base) not in names_read(index):
            return where
        name = self.scope.temporary(f"at_{len(before) + 1}" if before else "at")
        before.append(f"let {name} = {where.text};")
        return R(name)

    def _before(self, base: n.Expr, stored: n.Expr) -> tuple[list[str], R]:
        """A value that reads the object it goes into is computed before the object is borrowed."""
        value = self.expr(stored)
        if root_name(base) in names_read(stored):
            name = self.scope.temporary("value")
            return [f"let {name} = {value.text};"], R(name)
        return [], value

    def _bind(self, name: str, value: n.Expr, inline: dict[str, Declaration]) -> str:
        own = self.local(name).text
        if name in self.scope.function.borrows:
            return self._bind_borrow(name, value, inline)
        if name in self.scope.options:
            return f"{own} = Some({self._bound_to(name, value).text});"
        if name not in inline:
            return self._compound(name, value) or f"{own} = {self._bound_to(name, value).text};"
        mutable = "mut " if inline[name].mutable else ""
        kind = f": {value.type.rust}" if self._needs_type(value) else ""
        return f"let {mutable}{self.local(name).text}{kind} = {self._bound_to(name, value).text};"

    def _bound_to(self, name: str, value: n.Expr) -> R:
        exchanged = name in self.scope.exchanged and isinstance(value, n.Local)
        return self._exchanged(n.NameTarget(name=name), value) if exchanged else self.bound_value(value)

    def _bind_borrow(self, name: str, value: n.Expr, inline: dict[str, Declaration]) -> str:
        own, text = self.local(name).text, self.borrow(value)
        if name not in inline:
            return f"{own} = {text};"
        mutable = "mut " if inline[name].mutable else ""
        kind = f": {self.held_type(name, value.type)}" if self._needs_type(value) else ""
        return f"let {mutable}{self.local(name).text}{kind} = {text};"

    def borrow(self, value: n.Expr) -> str:
        """What a variable that only names objects is bound to."""
        match value:
            case n.Convert(value=inner) if inner.type == t.NONE:
                return "None"
            case n.Convert(value=inner) if isinstance(value.type, t.OptionalOf):
                return f"Some({self.borrow(inner)})"
            case n.Local(name=name) if name in self.scope.function.borrows:
                return self.local(name).text
            case _ if isinstance(value.type, t.OptionalOf):
                return f"{self.ref_raw(value).at(r.ATOM)}.as_ref()"
            case _:
                return self.ref(value).text

    def _compound(self, name: str, value: n.Expr) -> str | None:
        """``x = x + y`` as ``x += y`` where the operator is Rust's own, or the record knows how to do it in place."""
        match value:
            case n.Apply(args=(n.Local(name=first), *rest)) if (
                first == name and self._inplace(value) and not any(name in names_read(x) for x in rest)
            ):
                return f"{self.render_inplace(value).text};"
            case n.Apply(op=op, args=(n.Local(name=first), right)) if (
                first == name and op in _COMPOUND and self._plain_infix(value)
            ):
                return f"{self.local(name).text} {_COMPOUND[op]}= {self.expr(right).text};"
            case _:
                return None

    def _inplace(self, node: n.Apply) -> bool:
        return node.form >= 0 and operation(node.op).forms[node.form].inplace is not None

    def _plain_infix(self, node: n.Apply) -> bool:
        if node.form < 0:
            return False
        form = operation(node.op).forms[node.form]
        rust = form.plain if node.proven and form.plain else form.rust
        return rust.kind == "infix"

    def _needs_type(self, value: n.Expr) -> bool:
        return isinstance(value, n.Const) or (
            isinstance(value, n.ListExpr | n.DictExpr | n.SetExpr | n.Convert | n.Cond | n.TupleExpr | n.NewArray)
            or (isinstance(value, n.Apply) and self._plain_infix_only_constants(value))
            or (isinstance(value, n.Apply) and any(_only_literals(arg) for arg in value.args))
        )

    def _plain_infix_only_constants(self, value: n.Apply) -> bool:
        return all(not isinstance(c, n.Local) for c in walk(value))

    def _unpack(self, target: n.TupleTarget, value: n.Expr, inline: dict[str, Declaration]) -> list[str]:
        count = len(target.items)
        names = list(target_names(target))
        if isinstance(value.type, t.ListOf | t.ArrayOf):
            return self._unpack_sequence(target, value, inline)
        keep = [name for name in names if name in inline]
        simple = len(names) == count and keep == names
        source = self.expr(value).text
        kind = f": {value.type.rust}" if value.type.copy and _has_untyped(value) else ""
        if simple:
            parts = ", ".join(f"{'mut ' if inline[name].mutable else ''}{self.local(name).text}" for name in names)
            return [f"let ({parts}{',' if count == 1 else ''}){kind} = {source};"]
        pattern, after = self.pattern(target, "new_", inline)
        return [f"let {pattern}{kind} = {source};", *after]

    def _unpack_sequence(self, target: n.TupleTarget, value: n.Expr, inline: dict[str, Declaration]) -> list[str]:
        count = len(target.items)
        array = isinstance(value.type, t.ArrayOf)
        whole = self.scope.temporary("items")
        if isinstance(value, n.Part):
            lines = [
                f"let {whole} = {self.strided(value).text};",
                f"if {whole}.len() != {count} {{ return Err(Trap::Value); }}",
            ]
            return [*lines, *self._unpack_into(target, [f"{whole}.at([{i}])?" for i in range(count)], inline)]
        text = self.ref(value).text
        lines = [f"let {whole} = {text};"]
        if array and text.endswith((").view()", "?.view()")):
            # What is made on the spot must live as long as the view of it.
            held = self.scope.temporary("held")
            lines = [f"let {held} = {text.removesuffix('.view()')};", f"let {whole} = {held}.view();"]
        length = f"{whole}.data.len()" if array else f"{whole}.len()"
        lines.append(f"if {length} != {count} {{ return Err(Trap::Value); }}")
        data = f"{whole}.data" if array else whole
        return [*lines, *self._unpack_into(target, [f"{data}[{i}]" for i in range(count)], inline)]

    def _unpack_into(self, target: n.TupleTarget, sources: list[str], inline: dict[str, Declaration]) -> list[str]:
        lines: list[str] = []
        for item, source in zip(target.items, sources, strict=True):
            if not isinstance(item, n.NameTarget):
                raise AssertionError("nested unpacking of a list is refused earlier")
            own = self.local(item.name).text
            if item.name in inline:
                mutable = "mut " if inline[item.name].mutable else ""
                lines.append(f"let {mutable}{own} = {source};")
            elif item.name in self.scope.options:
                lines.append(f"{own} = Some({source});")
            else:
                lines.append(f"{own} = {source};")
        return lines

    def _parallel(self, stmt: n.ParallelAssign, inline: dict[str, Declaration]) -> list[str]:
        if swaps(stmt):
            place, first = stmt.targets[0], stmt.targets[1]
            assert isinstance(place, n.IndexTarget)
            assert isinstance(first, n.IndexTarget)
            lets: list[str] = []
            one, other = (self._at(place.base, x.index, lets) for x in (place, first))
            swap = r.call("seq::swap", self.mut_ref(place.base), one, other)
            return [*lets, f"{r.tried(swap).text};"]
        names = [x.name for x in stmt.targets if isinstance(x, n.NameTarget)]
        simple = len(names) == len(stmt.targets) and len(set(names)) == len(names)
        if simple and all(name in inline for name in names):
            return self._separate(stmt, names, inline)
        values = ", ".join(self._exchanged(t_, v).text for t_, v in zip(stmt.targets, stmt.values, strict=True))
        if simple:
            if not any(name in inline or name in self.scope.options for name in names):
                owns = ", ".join(self.local(name).text for name in names)
                return [f"({owns}) = ({values});"]
        temporaries = [self.scope.temporary(f"value_{i}") for i in range(len(stmt.targets))]
        values = ", ".join(self._typed(t_, v).text for t_, v in zip(stmt.targets, stmt.values, strict=True))
        lines = [f"let ({', '.join(temporaries)}) = ({values});"]
        for target, temporary in zip(stmt.targets, temporaries, strict=True):
            lines.extend(self.store(target, temporary, inline))
        return lines

    def _typed(self, target: n.Target, value: n.Expr) -> R:
        """A value for ``target`` by way of a new variable, whose type is nowhere else."""
        made = self._exchanged(target, value)
        return with_type(made, value) if value.type in (t.INT, t.FLOAT) and untyped(value) else made

    def _exchanged(self, target: n.Target, value: n.Expr) -> R:
        """A value for ``target``; parameters that are only exchanged with one another exchange their borrows."""
        if isinstance(target, n.NameTarget) and target.name in self.scope.exchanged and isinstance(value, n.Local):
            return self.local(value.name)
        return self.expr(value)

    def _separate(self, stmt: n.ParallelAssign, names: list[str], inline: dict[str, Declaration]) -> list[str]:
        """New names that do not occur in the values: one ``let`` each reads best."""
        return [self._bind(name, value, inline) for name, value in zip(names, stmt.values, strict=True)]

    def store(self, target: n.Target, source: str, inline: dict[str, Declaration]) -> list[str]:
        """Put the Rust value ``source`` into ``target``."""
        match target:
            case n.NameTarget(name=name):
                own = self.local(name).text
                if name in self.scope.options:
                    return [f"{own} = Some({source});"]
                if name in inline:
                    mutable = "mut " if inline[name].mutable else ""
                    return [f"let {mutable}{self.local(name).text} = {source};"]
                return [f"{own} = {source};"]
            case n.TupleTarget():
                pattern, after = self.pattern(target, "new_", inline)
                return [f"let {pattern} = {source};", *after]
            case n.IndexTarget(base=base, index=index):
                lets: list[str] = []
                where = self._at(base, index, lets)
                return [*lets, f"{self._put(base, where, R(source)).text};"]
            case n.CellTarget(base=base, indices=indices):
                where = R(f"[{', '.join(self.expr(i).text for i in indices)}]")
                set_ = r.method(self.mut_place(base), "set", where, R(source))
                return [f"{r.tried(set_).text};"]
            case n.PartTarget():
                raise AssertionError("a store to a part is a statement of its own after inference")
            case n.AttrTarget():
                return [self.set_attribute(target, source)]


_COMPOUND = {
    "operator.add": "+",
    "operator.sub": "-",
    "operator.mul": "*",
    "operator.true_div": "/",
    "operator.and": "&",
    "operator.or": "|",
    "operator.xor": "^",
    "operator.shl": "<<",
    "operator.shr": ">>",
}


def _is_held(key: n.Expr) -> bool:
    """Whether ``key`` is a text that something holds, so that a dict need not have one of its own for a known key."""
    return key.type == t.STR and isinstance(key, n.Local | n.Attr | n.Index | n.Const)


def _has_untyped(value: n.Expr) -> bool:
    """Whether ``value`` is one of several tuples, with numbers in them whose type is nowhere else."""
    match value:
        case n.Cond(then=then, orelse=orelse):
            return _has_untyped(then) or _has_untyped(orelse)
        case n.TupleExpr(items=items):
            return any(untyped(item) for item in items)
        case _:
            return False


def _only_literals(value: n.Expr) -> bool:
    """Whether ``value`` is a list of numbers as written, which in Rust do not say what their type is."""
    return isinstance(value, n.ListExpr) and all(isinstance(item, n.Const) for item in value.items)

"""Loops: what they run over, the pattern that binds an item, ``else`` after a loop that was not broken out of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import target_names
from migrator.model.diagnostic import Diagnostic
from migrator.passes.convert import TypeFailure
from migrator.passes.parallel import result_of
from migrator.passes.places import is_place
from migrator.rust import text as r
from migrator.rust.expressions import untyped
from migrator.rust.literals import literal
from migrator.rust.text import R

if TYPE_CHECKING:
    from migrator.passes.parallel import Result
    from migrator.rust.declarations import Declaration, Declarations
    from migrator.rust.scope import Scope


_NOTHING = n.SequenceIter(value=n.ListExpr(items=()))
"""Stands for an iteration whose items belong to the loop."""


class Loops:
    """Emits ``for`` and ``while``; mixed into the statement emitter."""

    scope: Scope
    declarations: Declarations
    read: set[str]

    if TYPE_CHECKING:

        def expr(self, node: n.Expr) -> R: ...
        def ref(self, node: n.Expr) -> R: ...
        def ref_raw(self, node: n.Expr) -> R: ...
        def local(self, name: str) -> R: ...
        def place(self, node: n.Local, access: str = "as_ref") -> R: ...
        def held_place(self, node: n.Expr) -> R | None: ...
        def block(self, stmts: tuple[n.Stmt, ...], value: n.Expr | None = None) -> list[str]: ...
        def hoisted(self, test: n.Expr) -> tuple[list[str], str]: ...
        def store(self, target: n.Target, source: str, inline: dict[str, Declaration]) -> list[str]: ...
        def parallel_loop(self, stmt: n.For, result: Result, own: set[str]) -> list[str]: ...
        def mut_ref(self, node: n.Expr) -> R: ...
        def line(self, node: n.Line, mutable: bool) -> R: ...
        def _dying(self, stmt: n.Stmt) -> frozenset[str]: ...
        def _stmt(self, stmt: n.Stmt, inline: dict[str, Declaration]) -> list[str]: ...

    def while_loop(self, stmt: n.While) -> list[str]:
        label = self._push_label(stmt.orelse)
        before, test = self.hoisted(stmt.test)
        body = self._body(stmt)
        self.scope.labels.pop()
        if isinstance(stmt.test, n.Const) and stmt.test.value is True:
            lines = ["loop {", *body, "}"]
        elif before:
            lines = ["loop {", *before, f"if !{test} {{ break; }}", *body, "}"]
        else:
            lines = [f"while {test} {{", *body, "}"]
        return self._with_else([*self._counter(stmt), *lines], label, stmt.orelse)

    def _body(self, stmt: n.For | n.While) -> list[str]:
        """The body of a loop, which first asks for Ctrl-C now and then."""
        asked = [f"{self.scope.temporary('rounds')}.tick::<{stmt.asks}>()?;"] if stmt.asks else []
        return [*asked, *self.block(stmt.body)]

    def _counter(self, stmt: n.For | n.While) -> list[str]:
        return [f"let mut {self.scope.temporary('rounds')} = Rounds::new();"] if stmt.asks else []

    def _push_label(self, orelse: tuple[n.Stmt, ...]) -> str | None:
        label = None
        if orelse:
            self.scope.label_count += 1
            count = self.scope.label_count
            label = "search" if count == 1 else f"search_{count}"
        self.scope.labels.append(label)
        return label

    def _with_else(self, lines: list[str], label: str | None, orelse: tuple[n.Stmt, ...]) -> list[str]:
        if label is None:
            return lines
        if not any(f"break '{label}" in line for line in lines):
            return [*lines, *self.block(orelse)]
        return [f"'{label}: {{", *lines, *self.block(orelse), "}"]

    def for_loop(self, stmt: n.For) -> list[str]:
        label = self._push_label(stmt.orelse)
        own = {name for name in target_names(stmt.target) if self.declarations.loop_declares(stmt, name)}
        self.declarations.declared |= own
        result = result_of(stmt) if stmt.parallel else None
        if result is not None:
            self.scope.labels.pop()
            return self.parallel_loop(stmt, result, own)
        if isinstance(stmt.iter, n.SequenceIter) and (stmt.iter.live or self._rows(stmt.iter.value.type)):
            lines = self._by_index(stmt, stmt.iter, own)
        else:
            measured, iterable = self._strict(stmt.iter)
            source, pattern, after = self._over(iterable, stmt.target, stmt, own)
            lines = [f"for {pattern} in {source} {{", *after, *self._body(stmt), "}"]
            if stmt.pieces:
                piece = self.scope.temporary("piece")
                inside = [f"for {pattern} in {piece}? {{", *lines[1:]]
                lines = [f"for {piece} in Rounds::pieces({source}) {{", *inside, "}"]
            lines = [*measured, *lines]
        self.scope.labels.pop()
        if stmt.watch:
            ends = [
                r.method(self.expr(x), "value") if isinstance(x.type, t.Number) else self.expr(x) for x in stmt.totals
            ]
            tests = [f"{r.method(R(stmt.watch), 'finite', end).text};" for end in ends]
            lines = [f"let {stmt.watch} = Watch::new();", *lines, *tests, f"{stmt.watch}.settle()?;"]
        return self._with_else([*self._counter(stmt), *lines], label, stmt.orelse)

    def _strict(self, iterable: n.Iter) -> tuple[list[str], n.Iter]:
        """``zip(strict=True)`` raises where the lengths differ, if only at the end; trapping before is as good.

        Returns the tests, and ``iterable`` over names for what is computed and has to be measured first.
        """
        lines: list[str] = []
        match iterable:
            case n.EnumerateIter(inner=inner):
                lines, inner = self._strict(inner)
                return lines, dataclasses.replace(iterable, inner=inner) if lines else iterable
            case n.ZipIter(inner=inners):
                made = []
                for each in inners:
                    before, held = self._held(each) if iterable.strict else ([], each)
                    more, held = self._strict(held)
                    lines += [*before, *more]
                    made.append(held)
                if iterable.strict and len(made) > 1:
                    first, *others = [self._length(each) for each in made]
                    lines.append(f"if {' || '.join(f'{first} != {x}' for x in others)} {{ return Err(Trap::Value); }}")
                return lines, dataclasses.replace(iterable, inner=tuple(made)) if lines else iterable
            case _:
                return lines, iterable

    def _held(self, iterable: n.Iter) -> tuple[list[str], n.Iter]:
        """A list that is computed for the loop gets a name."""
        if not isinstance(iterable, n.SequenceIter):
            return [], iterable
        value = iterable.value
        if is_place(value) or not isinstance(value.type, t.ListOf):
            return [], iterable
        self.scope.label_count += 1
        name = self.scope.temporary(f"zipped_{self.scope.label_count}")
        held = n.Local(name=name, type=value.type, line=value.line)
        return [f"let {name} = {self.expr(value).text};"], dataclasses.replace(iterable, value=held)

    def _length(self, iterable: n.Iter) -> str:
        """How many items there are; what ``zip(strict=True)`` is over has none too many."""
        match iterable:
            case n.ZipIter(inner=inners, strict=True):
                return self._length(inners[0])
            case n.EnumerateIter(inner=inner):
                return self._length(inner)
            case n.SequenceIter(value=n.Apply(args=(base,))) if isinstance(iterable.value.type, t.View):
                if is_place(base):
                    return f"{self.ref(base).at(r.ATOM)}.len()"
            case n.SequenceIter(value=n.Local() as name) if not isinstance(name.type, t.TupleOf | t.ArrayOf):
                return f"{self.place(name).at(r.ATOM)}.len()"
            case n.SequenceIter(value=value) if is_place(value) and not isinstance(value.type, t.TupleOf):
                long = " as usize" if isinstance(value.type, t.ArrayOf) else ""
                return f"{self.ref(value).at(r.ATOM)}.len(){long}"
            case _:
                pass
        raise TypeFailure(Diagnostic("M103", iterable.line, "zip(strict=True) over this has no Rust yet"))

    def _rows(self, kind: t.Type) -> bool:
        return isinstance(kind, t.ArrayOf) and kind.ndim > 1

    def _by_index(self, stmt: n.For, iterable: n.SequenceIter, own: set[str]) -> list[str]:
        """Against the present length: the body changes the sequence, or the items are rows of an array."""
        self.scope.label_count += 1
        at = self.scope.temporary(f"position_{self.scope.label_count}")
        index = n.Local(name=at, type=t.INT)
        if isinstance(iterable.value.type, t.DictOf | t.View):
            return self._by_cursor(stmt, iterable, iterable.value.type, own)
        item = n.Index(base=iterable.value, index=index, type=self._item(iterable.value.type))
        if isinstance(iterable.value.type, t.ListOf):
            length = f"{self.ref(iterable.value).at(r.ATOM)}.len() as i64"
            source = self.expr(item).text
        elif isinstance(iterable.value.type, t.ArrayOf) and iterable.value.type.ndim == 1:
            length = f"{self.ref(iterable.value).at(r.ATOM)}.len()"
            cell = n.Cell(base=iterable.value, indices=(index,), type=item.type)
            source = self.expr(cell).text
        else:
            length = f"{self.ref(iterable.value).at(r.ATOM)}.len()"
            source = self.ref(item).text
        pattern, after = self._item_pattern(stmt.target, stmt, own)
        body = self._body(stmt)
        if not iterable.live:
            span = f"(0..{length}).rev()" if iterable.reverse else f"0..{length}"
            return [f"for {at} in {span} {{", f"let {pattern} = {source};", *after, *body, "}"]
        return [
            f"let mut {at}: i64 = 0;",
            f"while {at} < ({length}) {{",
            f"let {pattern} = {source};",
            f"{at} += 1;",
            *after,
            *body,
            "}",
        ]

    def _by_cursor(self, stmt: n.For, iterable: n.SequenceIter, kind: t.DictOf | t.View, own: set[str]) -> list[str]:
        """A loop over a dict whose values its body changes; that keys come or go in it traps."""
        view = kind.kind if isinstance(kind, t.View) else "keys"
        value = iterable.value
        base = value.args[0] if isinstance(value, n.Apply) and isinstance(kind, t.View) else value
        cursor = self.scope.temporary(f"cursor_{self.scope.label_count}")
        place = self.ref_raw(base).at(r.ATOM)
        key, item = self.scope.temporary("key"), self.scope.temporary("item")
        found = {"keys": f"({key}, _)", "values": f"(_, {item})"}.get(view, f"({key}, {item})")
        copies = [f"*{name}" if k.copy else f"{name}.clone()" for name, k in ((key, kind.key), (item, kind.element))]
        source = {"keys": copies[0], "values": copies[1]}.get(view, f"({', '.join(copies)})")
        pattern, after = self._item_pattern(stmt.target, dataclasses.replace(stmt, iter=_NOTHING), own)
        body = self._body(stmt)
        return [
            f"let mut {cursor} = {place}.cursor();",
            f"while let Some({found}) = {place}.next(&mut {cursor})? {{",
            f"let {pattern} = {source};",
            *after,
            *body,
            "}",
        ]

    def _item(self, kind: t.Type) -> t.Type:
        match kind:
            case t.ListOf(element=element):
                return element
            case t.ArrayOf(dtype=dtype, ndim=1):
                return t.NpScalar(dtype)
            case t.ArrayOf(dtype=dtype, ndim=ndim):
                return t.ArrayOf(dtype, ndim - 1)
            case _:
                raise AssertionError(f"{kind} is not iterated by index")

    def _over(self, iterable: n.Iter, target: n.Target, stmt: n.For, own: set[str]) -> tuple[str, str, list[str]]:
        """The Rust iterator, the pattern of its items, and what the body does first."""
        match iterable:
            case n.RangeIter():
                pattern, after = self._item_pattern(target, stmt, own)
                return self._range(iterable), pattern, after
            case n.SequenceIter():
                return self._sequence(iterable, target, stmt, own)
            case n.EnumerateIter(inner=inner, start=start):
                first = self.expr(start)
                begin = f"{first.text}_i64" if isinstance(start, n.Const) else first.at(r.ATOM)
                pair = self._pair(target, 2)
                source, pattern, after = self._over(inner, pair[1], stmt, own)
                counter, before = self._item_pattern(pair[0], stmt, own)
                joined = self._joined(target, pair, f"({counter}, {pattern})", own)
                return (
                    f"({begin}..).zip({source.removesuffix('.into_iter()')})",
                    joined[0],
                    [*before, *after, *joined[1]],
                )
            case n.ZipIter(inner=inners):
                parts = self._pair(target, len(inners))
                source, pattern, after = self._over(inners[0], parts[0], stmt, own)
                if len(inners) > 1 and self._counts(inners[0]):
                    source = f"({source})"
                for inner, part in zip(inners[1:], parts[1:], strict=True):
                    other, other_pattern, more = self._over(inner, part, stmt, own)
                    source = f"{source}.zip({other.removesuffix('.into_iter()')})"
                    pattern = f"({pattern}, {other_pattern})"
                    after = [*after, *more]
                joined = self._joined(target, parts, pattern, own)
                return source, joined[0], [*after, *joined[1]]

    def _pair(self, target: n.Target, count: int) -> tuple[n.Target, ...]:
        """The targets of the items that run side by side; a single name gets temporaries."""
        if isinstance(target, n.TupleTarget) and len(target.items) == count:
            return target.items
        assert isinstance(target, n.NameTarget)
        assert isinstance(target.type, t.TupleOf)
        return tuple(n.NameTarget(name=f"{target.name}_{i}", type=kind) for i, kind in enumerate(target.type.elements))

    def _joined(
        self, target: n.Target, parts: tuple[n.Target, ...], pattern: str, own: set[str]
    ) -> tuple[str, list[str]]:
        if isinstance(target, n.TupleTarget):
            return pattern, []
        assert isinstance(target, n.NameTarget)
        # What the iterators lend (texts, tuples that hold one) is copied into the tuple.
        values = ", ".join(
            self.local(p.name).text if p.type.copy or p.type.mutable else f"{self.local(p.name).at(r.ATOM)}.clone()"
            for p in parts
            if isinstance(p, n.NameTarget)
        )
        bind = f"({values})" if len(parts) > 1 else f"({values},)"
        let = "let " if target.name in own else ""
        return pattern, [f"{let}{self.local(target.name).text} = {bind};"]

    def _range(self, iterable: n.RangeIter) -> str:
        start, stop = self.expr(iterable.start), self.expr(iterable.stop)
        if iterable.step is None or (isinstance(iterable.step, n.Const) and iterable.step.value == 1):
            suffix = "_i64" if isinstance(iterable.stop, n.Const) and "M" not in stop.text else ""
            # Braces behind the dots would be the loop's body.
            begin, end = (f"({x.text})" if x.text.startswith("{") else x.at(r.OR) for x in (start, stop))
            return f"{begin}..{end}{suffix}"
        if isinstance(iterable.step, n.Const) and iterable.step.value == -1:
            return r.tried(r.call("seq::down", start, stop)).text
        return r.tried(r.call("seq::range", start, stop, self.expr(iterable.step))).text

    def _sequence(
        self, iterable: n.SequenceIter, target: n.Target, stmt: n.For, own: set[str]
    ) -> tuple[str, str, list[str]]:
        value = iterable.value
        reverse = ".rev()" if iterable.reverse else ""
        if isinstance(value.type, t.TupleOf):
            if isinstance(value, n.TupleExpr):
                items = self._typed_items(value.items)
            else:
                place = self.ref(value) if not isinstance(value, n.Local) else self.place(value)
                kinds = value.type.elements
                items = ", ".join(f"{'' if k.copy else '&'}{place.at(r.ATOM)}.{i}" for i, k in enumerate(kinds))
            pattern, after = self._item_pattern(target, stmt, own)
            return f"[{items}].into_iter(){reverse}", pattern, after
        if isinstance(value.type, t.DictOf | t.View):
            return self._entries(value, value.type, target, stmt, own, reverse)
        pattern, after = self._item_pattern(target, stmt, own)
        if self._rows(value.type):
            return self._row_places(iterable, pattern, after)
        if isinstance(value.type, t.ArrayOf):
            items = f"{self.ref(value).at(r.ATOM)}.data.iter(){reverse}"
            if self._binds_again(target, stmt):
                return f"{items}.copied()", pattern, after
            return items, f"&{pattern}", after
        if is_place(value):
            element = t.CHAR if value.type == t.STR else value.type.parts[0]
            base = self.held_place(value) or self.ref(value)
            if element.copy and self._binds_again(target, stmt):
                return f"{base.at(r.ATOM)}.iter(){reverse}.copied()", pattern, after
            bound = pattern if not element.copy else f"&{pattern}"
            if not element.copy and isinstance(target, n.TupleTarget):
                bound, after = self._ref_pattern(target, own, stmt)
            return f"{base.at(r.ATOM)}.iter(){reverse}", bound, after
        if isinstance(value, n.Const) and isinstance(value.value, str):
            return f"{literal(value.value)}.chars(){reverse}", pattern, after
        if isinstance(value, n.ListExpr) and value.items:
            return f"[{self._typed_items(value.items)}].into_iter(){reverse}", pattern, after
        return f"{self.expr(value).at(r.ATOM)}.into_iter(){reverse}", pattern, after

    def _counts(self, iterable: n.Iter) -> bool:
        """Whether the Rust iterator is a plain range, to which a method is applied in brackets only."""
        rows = isinstance(iterable, n.SequenceIter) and self._rows(iterable.value.type) and not iterable.reverse
        return isinstance(iterable, n.RangeIter) or rows

    def _row_places(self, iterable: n.SequenceIter, pattern: str, after: list[str]) -> tuple[str, str, list[str]]:
        """The rows of an array beside something else: by their place, since a row is made by a call that may trap."""
        self.scope.label_count += 1
        at = self.scope.temporary(f"position_{self.scope.label_count}")
        index = n.Local(name=at, type=t.INT)
        row = self.ref(n.Index(base=iterable.value, index=index, type=self._item(iterable.value.type)))
        places = f"0..{self.ref(iterable.value).at(r.ATOM)}.len()"
        return (f"({places}).rev()" if iterable.reverse else places), at, [f"let {pattern} = {row.text};", *after]

    def _typed_items(self, items: tuple[n.Expr, ...]) -> str:
        """The items of an array; where all are numbers as written, the first says of which type they are."""
        texts = [self.expr(item).text for item in items]
        if all(untyped(item) for item in items):
            first = next((i for i, item in enumerate(items) if isinstance(item, n.Const)), None)
            if first is not None and texts[first][-1].isdigit():
                texts[first] = f"{texts[first]}_{items[first].type.rust}"
        return ", ".join(texts)

    def _binds_again(self, target: n.Target, stmt: n.For) -> bool:
        """Whether the body binds the loop variable anew: ``&mut x`` would be another pattern than ``&`` of ``mut x``."""
        return isinstance(target, n.NameTarget) and self.declarations.assigned_in(stmt.body, target.name)

    def _entries(
        self, value: n.Expr, kind: t.DictOf | t.View, target: n.Target, stmt: n.For, own: set[str], reverse: str
    ) -> tuple[str, str, list[str]]:
        """A loop over a dict's keys, values or both, all by reference."""
        view = kind.kind if isinstance(kind, t.View) else "keys"
        base = value.args[0] if isinstance(value, n.Apply) and isinstance(kind, t.View) else value
        source = f"{self.ref_raw(base).at(r.ATOM)}.{'iter' if view == 'items' else view}(){reverse}"
        if view != "items":
            pattern, after = self._by_ref(target, kind.key if view == "keys" else kind.element, own, stmt)
            return source, pattern, after
        parts = self._pair(target, 2)
        pairs = [self._by_ref(part, k, own, stmt) for part, k in zip(parts, (kind.key, kind.element), strict=True)]
        pattern = f"({pairs[0][0]}, {pairs[1][0]})"
        joined, more = self._joined(target, parts, pattern, own)
        return source, joined, [*pairs[0][1], *pairs[1][1], *more]

    def _by_ref(self, target: n.Target, kind: t.Type, own: set[str], stmt: n.For) -> tuple[str, list[str]]:
        """The pattern for a reference to an item of type ``kind``."""
        if isinstance(target, n.TupleTarget):
            return self._ref_pattern(target, own, stmt)
        assert isinstance(target, n.NameTarget)
        pattern, after = self._ref_name(target, kind, own, stmt)
        return (f"&{pattern}" if kind.copy else pattern.removeprefix("ref ")), after

    def _ref_pattern(self, target: n.TupleTarget, own: set[str], stmt: n.For, by: str = "&") -> tuple[str, list[str]]:
        """The pattern for a tuple that is looked at: what is not ``Copy`` in it is borrowed."""
        parts, after = [], []
        for item in target.items:
            if isinstance(item, n.TupleTarget):
                part, lines = self._ref_pattern(item, own, stmt, "")
            else:
                assert isinstance(item, n.NameTarget)
                part, lines = self._ref_name(item, item.type, own, stmt)
            parts.append(part)
            after += lines
        if by and all(part.startswith("ref ") for part in parts):
            parts, by = [part.removeprefix("ref ") for part in parts], ""
        inner = ", ".join(parts)
        return by + (f"({inner},)" if len(parts) == 1 else f"({inner})"), after

    def _ref_name(self, target: n.NameTarget, kind: t.Type, own: set[str], stmt: n.For) -> tuple[str, list[str]]:
        name = self.local(target.name).text
        if target.name in own or target.name not in self.declarations.total:
            if target.name in self.declarations.total and target.name not in self.read:
                return name, []
            if kind.copy:
                return ("mut " if self.declarations.assigned_in(stmt.body, target.name) else "") + name, []
            if not kind.mutable and self.declarations.assigned_in(stmt.body, target.name):
                source, lines = self._own_copy(name)
                return f"ref {source}", lines
            self.scope.held[target.name] = "ref"
            return f"ref {name}", []
        source = self.scope.temporary(f"next_{name}")
        value = source if kind.copy else f"{source}.clone()"
        return (source if kind.copy else f"ref {source}"), self.store(target, value, {})

    def _item_pattern(self, target: n.Target, stmt: n.For, own: set[str]) -> tuple[str, list[str]]:
        """The pattern that binds an item, and the assignments for names that live longer than the loop."""
        match target:
            case n.NameTarget(name=name, type=kind):
                text = self.local(name).text
                if name in own or (name not in self.declarations.total):
                    if name in own and not kind.copy and not self._fresh_items(stmt):
                        if not kind.mutable and self.declarations.assigned_in(stmt.body, name):
                            return self._own_copy(text)
                        self.scope.held[name] = "ref"
                    mutable = "mut " if self.declarations.assigned_in(stmt.body, name) else ""
                    if name in self.declarations.total and name not in self.read:
                        return text, []
                    return f"{mutable}{text}", []
                source = self.scope.temporary(f"next_{text}")
                value = source if kind.copy or self._fresh_items(stmt) else f"{source}.clone()"
                return source, self.store(target, value, {})
            case n.TupleTarget(items=items):
                pairs = [self._item_pattern(item, stmt, own) for item in items]
                inner = ", ".join(p for p, _ in pairs)
                after = [line for _, lines in pairs for line in lines]
                return f"({inner},)" if len(items) == 1 else f"({inner})", after
            case _:
                raise AssertionError("a loop binds names only")

    def _own_copy(self, name: str) -> tuple[str, list[str]]:
        """A loop variable that its body binds anew owns what it holds."""
        source = self.scope.temporary(f"next_{name}")
        return source, [f"let mut {name} = {source}.clone();"]

    def _fresh_items(self, stmt: n.For) -> bool:
        return all(not is_place(value) or value.type == t.STR for value in _sources(stmt.iter))

    def pattern(self, target: n.Target, prefix: str, inline: dict[str, Declaration]) -> tuple[str, list[str]]:
        """A ``let`` pattern of temporaries for ``target``, and the stores that follow."""
        match target:
            case n.NameTarget(name=name):
                temporary = self.scope.temporary(f"{prefix}{self.local(name).text}")
                return temporary, self.store(target, temporary, inline)
            case n.TupleTarget(items=items):
                pairs = [self.pattern(item, prefix, inline) for item in items]
                inner = ", ".join(p for p, _ in pairs)
                after = [line for _, lines in pairs for line in lines]
                return f"({inner},)" if len(items) == 1 else f"({inner})", after
            case _:
                temporary = self.scope.temporary(f"{prefix}item")
                return temporary, self.store(target, temporary, inline)


def _sources(iterable: n.Iter) -> Iterator[n.Expr]:
    """What the loop itself takes items from, not the loops that make it."""
    match iterable:
        case n.SequenceIter(value=value):
            yield value
        case n.EnumerateIter(inner=inner):
            yield from _sources(inner)
        case n.ZipIter(inner=inners):
            for inner in inners:
                yield from _sources(inner)

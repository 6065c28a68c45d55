"""Loops that run on several threads: the rounds as a closure, and what stores their values in order.

May assume what ``passes.parallel`` has shown of a marked loop: each round gives one value, and reads nothing that
another one writes.
"""

from __future__ import annotations

import dataclasses

from migrator.ir import nodes as n
from migrator.ir.walk import walk, walk_all
from migrator.passes.parallel import Result
from migrator.rust.identifiers import comment_line
from migrator.rust.loops import Loops

_WHY = "// The rounds are independent: none reads what another one writes. So rayon may run them on several threads."


class Threads(Loops):
    """Emits the loops that are marked; mixed into the statement emitter."""

    def parallel_loop(self, stmt: n.For, result: Result, own: set[str]) -> list[str]:
        """The loop as a call of ``parallel::map``, which gives the values of all rounds in order."""
        assert isinstance(stmt.target, n.NameTarget)
        pattern, after = self._item_pattern(stmt.target, stmt, own)
        used = _uses(result, stmt.target.name)
        body = [*after, *self._round(stmt, result)]
        made = self.scope.temporary("made")
        if isinstance(result.store, n.Eval):
            source = self._rounds_of(stmt.iter, pattern if used else "_")
            call = f"let {made} = {source} {{"
            return [_WHY, call, *body, "})?;", f"parallel::append({self.mut_ref(result.base).text}, {made})?;"]
        assert isinstance(stmt.iter, n.RangeIter)
        rounds = self.scope.temporary("all_rounds")
        numbers = f"let {rounds} = {self._range(stmt.iter)};"
        call = f"let {made} = parallel::map({rounds}.clone(), |{pattern if used else '_'}| {{"
        return [_WHY, numbers, call, *body, "})?;", *self._stored(result, pattern, made, rounds)]

    def _rounds_of(self, iterable: n.Iter, pattern: str) -> str:
        """The call up to the closure's parameter."""
        if isinstance(iterable, n.RangeIter):
            return f"parallel::map({self._range(iterable)}, |{pattern}|"
        assert isinstance(iterable, n.SequenceIter)
        by = "&" if iterable.value.type.parts[0].copy and pattern != "_" else ""
        return f"parallel::each({self.ref(iterable.value).text}, |{by}{pattern}|"

    def _round(self, stmt: n.For, result: Result) -> list[str]:
        """What one round does, which ends with its value."""
        watch = [f"let {stmt.watch} = Watch::new();"] if stmt.watch else []
        settled = [f"{stmt.watch}.settle()?;"] if stmt.watch else []
        if result.row is not None:
            return [*watch, *self._row(result.row, result.body, settled)]
        assert result.value is not None
        assert result.store is not None
        outer, self.scope.dying = self.scope.dying, self._dying(result.store)
        lines = self.block(result.body, result.value)
        lines += [f"// {comment_line(c)}" for c in result.store.comments]
        value = self.expr(result.value)
        self.scope.dying = outer
        if not settled:
            return [*lines, value.result or f"Ok({value.text})"]
        name = self.scope.temporary("value")
        return [*watch, *lines, f"let {name} = {value.text};", *settled, f"Ok({name})"]

    def _row(self, alias: n.Alias, body: tuple[n.Stmt, ...], settled: list[str]) -> list[str]:
        """A round that fills a row does so in a row of its own."""
        assert isinstance(alias.place, n.Line)
        row = self.scope.temporary("own_row")
        first = f"let mut {row} = Array::copied({self.line(alias.place, mutable=False).text})?;"
        view = f"let mut {self.local(alias.name).text} = {row}.view_mut();"
        return [first, view, *self.block(body), *settled, f"Ok({row})"]

    def _stored(self, result: Result, number: str, made: str, rounds: str) -> list[str]:
        if result.row is not None:
            assert isinstance(result.row.place, n.Line)
            row = self.scope.temporary("row")
            place = self.line(result.row.place, mutable=True).text
            copied = f"{place}.data.copy_from_slice(&{row}.data);"
            return [f"for ({number}, {row}) in {rounds}.zip({made}) {{", copied, "}"]
        assert isinstance(result.store, n.Assign)
        assert result.value is not None
        name = self.scope.temporary("value")
        store = dataclasses.replace(result.store, value=n.Local(name=name, type=result.value.type))
        return [f"for ({number}, {name}) in {rounds}.zip({made}) {{", *self._stmt(store, {}), "}"]


def _uses(result: Result, name: str) -> bool:
    """Whether a round reads the number ``name`` of its own."""
    nodes = [*walk_all(result.body), *(walk(result.value) if result.value else ())]
    return result.row is not None or any(isinstance(node, n.Local) and node.name == name for node in nodes)

"""Which locals are still read later, after each statement. Backward over structured code, to a fixpoint in loops."""

from __future__ import annotations

from migrator.ir import nodes as n
from migrator.ir.walk import children, names_read, target_names, walk

Live = frozenset[str]
_NONE: Live = frozenset()


class Liveness:
    """``after[id(stmt)]``: the locals whose value may be read after ``stmt``; ``before``: those read from it on."""

    def __init__(self, function: n.Function) -> None:
        self.after: dict[int, Live] = {}
        self.before: dict[int, Live] = {}
        self._breaks: list[Live] = []
        self._continues: list[Live] = []
        self._block(function.body, _NONE)

    def _block(self, stmts: tuple[n.Stmt, ...], live: Live) -> Live:
        for stmt in reversed(stmts):
            follows = _NONE if isinstance(stmt, n.Return | n.TrapStmt) else live
            self.after[id(stmt)] = self.after.get(id(stmt), _NONE) | follows
            live = self._stmt(stmt, live)
            self.before[id(stmt)] = self.before.get(id(stmt), _NONE) | live
        return live

    def _inner(self, node: n.Node, live: Live) -> None:
        """Statements inside expressions: everything live around the expression is live inside it."""
        for child in walk(node):
            if isinstance(child, n.BlockExpr):
                self._block(child.body, live | self._reads(node) | names_read(child.value))

    def _reads(self, node: n.Node) -> Live:
        """The locals whose value from before ``node`` it may read."""
        match node:
            case n.Local(name=name):
                return frozenset({name})
            case n.BlockExpr(body=body, value=value):
                return self._block(body, self._reads(value))
            case _:
                return frozenset(name for child in children(node) for name in self._reads(child))

    def _place_reads(self, target: n.Target) -> Live:
        match target:
            case n.NameTarget():
                return _NONE
            case n.TupleTarget(items=items):
                return frozenset(name for item in items for name in self._place_reads(item))
            case _:
                return self._reads(target)

    def _stmt(self, stmt: n.Stmt, live: Live) -> Live:
        match stmt:
            case n.Assign(target=target, value=value):
                self._inner(value, live)
                return (live - _bound(target)) | self._reads(value) | self._place_reads(target)
            case n.ParallelAssign(targets=targets, values=values):
                for target in targets:
                    live = live - _bound(target)
                for part in (*targets, *values):
                    live |= (
                        self._place_reads(part)
                        if isinstance(part, n.NameTarget | n.TupleTarget | n.IndexTarget | n.CellTarget | n.AttrTarget)
                        else self._reads(part)
                    )
                return live
            case n.Alias(name=name, place=place):
                return (live - {name}) | self._reads(place)
            case n.Store():
                self._inner(stmt.value, live)
                return live | self._reads(stmt)
            case n.Eval(value=value):
                self._inner(value, live)
                return live | self._reads(value)
            case n.Return(value=value):
                self._inner(value, _NONE)
                return self._reads(value)
            case n.Within(value=value):
                return live | self._reads(value)
            case n.TrapStmt():
                return _NONE
            case n.Break():
                return self._breaks[-1]
            case n.Continue():
                return self._continues[-1]
            case n.If(test=test, body=body, orelse=orelse):
                self._inner(test, live)
                merged = self._block(body, live) | self._block(orelse, live)
                return merged | self._reads(test)
            case n.While(test=test, body=body, orelse=orelse):
                head = self._loop(live, body, orelse, self._reads(test), _NONE)
                self._inner(test, head)
                return head
            case n.For(target=target, iter=iterable, body=body, orelse=orelse):
                reads = self._reads(iterable)
                self._inner(iterable, live)
                return self._loop(live, body, orelse, _NONE, frozenset(target_names(target))) | reads
            case _:
                raise AssertionError(f"unknown statement {type(stmt).__name__}")

    def _loop(
        self,
        live: Live,
        body: tuple[n.Stmt, ...],
        orelse: tuple[n.Stmt, ...],
        test: Live,
        bound: Live,
    ) -> Live:
        head = self._block(orelse, live) | test
        while True:
            self._breaks.append(live)
            self._continues.append(head)
            again = (self._block(body, head) - bound) | head | test
            self._breaks.pop()
            self._continues.pop()
            if again == head:
                return head
            head = again


def _bound(target: n.Target) -> Live:
    return frozenset(target_names(target))

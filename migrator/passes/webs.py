"""Split variables that Python reuses for unrelated values, and find reads that may come before any binding.

Runs first, on untyped IR: a name that is an int in one loop and a tuple in the next becomes two variables, so that
inference need not join their types. Definitions that can reach the same read stay one variable. A read that no
definition may have reached makes the variable an option local (reading it unbound traps).

    before:  for x in a: f(x)          after:  for x in a: f(x)
             for x in pairs: g(x)              for x_2 in pairs: g(x_2)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from migrator.ir import nodes as n

_UNBOUND = -1
Env = dict[str, frozenset[int]]


def split_webs(function: n.Function) -> n.Function:
    """Return ``function`` with one name for each web of definitions and reads."""
    names = {p.name for p in function.params} | {g.name for g in function.globals}
    analysis = _Analysis()
    env: Env = {name: frozenset({analysis.fixed(name)}) for name in sorted(names)}
    analysis.block(function.body, env)
    renaming = analysis.names()
    renamer = _Renamer(analysis, renaming)
    body = tuple(renamer.stmt(s) for s in function.body)
    options = frozenset(renaming[d] for d in analysis.maybe_unbound())
    return dataclasses.replace(function, body=body, option_locals=options)


class _Analysis:
    """Reaching definitions on structured code; a definition is a number, webs are a union-find over them."""

    def __init__(self) -> None:
        self.name_of: list[str] = []
        self.parent: list[int] = []
        self.fixed_ids: set[int] = set()
        self.def_ids: dict[int, int] = {}
        self.use_defs: dict[int, frozenset[int]] = {}
        self.unbound_uses: set[int] = set()
        self.breaks: list[list[Env]] = []
        self.continues: list[list[Env]] = []

    def fixed(self, name: str) -> int:
        number = self._new(name)
        self.fixed_ids.add(number)
        return number

    def _new(self, name: str) -> int:
        self.name_of.append(name)
        self.parent.append(len(self.parent))
        return len(self.parent) - 1

    def find(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def union(self, numbers: Iterable[int]) -> None:
        real = [d for d in numbers if d != _UNBOUND]
        for other in real[1:]:
            a, b = self.find(real[0]), self.find(other)
            self.parent[max(a, b)] = min(a, b)

    # --- results ---

    def names(self) -> dict[int, str]:
        """The variable's name for each definition."""
        taken: dict[str, int] = {}
        result: dict[int, str] = {}
        chosen: dict[int, str] = {}
        used = {self.name_of[d] for d in range(len(self.name_of))}
        for number, name in enumerate(self.name_of):
            root = self.find(number)
            if root not in chosen:
                count = taken.get(name, 0) + 1
                candidate = name if count == 1 else f"{name}_{count}"
                while count > 1 and candidate in used:
                    count += 1
                    candidate = f"{name}_{count}"
                taken[name] = count
                used.add(candidate)
                chosen[root] = candidate
            result[number] = chosen[root]
        return result

    def maybe_unbound(self) -> set[int]:
        return {d for use in self.unbound_uses for d in self.use_defs[use] if d != _UNBOUND}

    # --- traversal ---

    def define(self, target: n.NameTarget | n.Alias, env: Env) -> None:
        key = id(target)
        if key not in self.def_ids:
            self.def_ids[key] = self._new(target.name)
        env[target.name] = frozenset({self.def_ids[key]})

    def use(self, node: n.Local, env: Env) -> None:
        definitions = env.get(node.name, frozenset({_UNBOUND}))
        definitions |= self.use_defs.get(id(node), frozenset())
        self.use_defs[id(node)] = definitions
        if _UNBOUND in definitions:
            self.unbound_uses.add(id(node))
        self.union(definitions)

    def expr(self, node: n.Node, env: Env) -> None:
        match node:
            case n.Local():
                self.use(node, env)
            case n.Apply(op="method.contains", args=(container, value)):
                self.expr(value, env)  # it stands on the left
                self.expr(container, env)
            case n.BlockExpr(body=body, value=value):
                after = self.block(body, env)
                env.clear()
                env.update(after if after is not None else {})
                self.expr(value, env)
            case n.Logic(left=left, right=right):
                self.expr(left, env)
                self.branches((right,), env)
            case n.Cond(test=test, then=then, orelse=orelse):
                self.expr(test, env)
                self.branches((then, orelse), env)
            case _:
                from migrator.ir.walk import children

                for child in children(node):
                    self.expr(child, env)

    def branches(self, nodes: tuple[n.Expr, ...], env: Env) -> None:
        """One of ``nodes`` is evaluated, or none where there is only one."""
        ends: list[Env | None] = [dict(env)] if len(nodes) == 1 else []
        for node in nodes:
            inside = dict(env)
            self.expr(node, inside)
            ends.append(inside)
        merged: Env | None = None
        for end in ends:
            merged = _merge(merged, end)
        env.clear()
        env.update(merged or {})

    def target(self, target: n.Target, env: Env) -> None:
        match target:
            case n.NameTarget():
                self.define(target, env)
            case n.TupleTarget(items=items):
                for item in items:
                    self.target(item, env)
            case _:
                self.expr(target, env)

    def block(self, stmts: tuple[n.Stmt, ...], env: Env) -> Env | None:
        """Return the environment after ``stmts``, None where control does not get there."""
        current: Env | None = dict(env)
        for stmt in stmts:
            if current is None:
                return None
            current = self.stmt(stmt, current)
        return current

    def stmt(self, stmt: n.Stmt, env: Env) -> Env | None:
        match stmt:
            case n.Assign(target=target, value=value):
                self.expr(value, env)
                self.target(target, env)
            case n.ParallelAssign(targets=targets, values=values):
                for value in values:
                    self.expr(value, env)
                for target in targets:
                    self.target(target, env)
            case n.Alias(place=place):
                self.expr(place, env)
                self.define(stmt, env)
            case n.Eval(value=value):
                self.expr(value, env)
            case n.Return(value=value):
                self.expr(value, env)
                return None
            case n.TrapStmt():
                return None
            case n.Break():
                self.breaks[-1].append(env)
                return None
            case n.Continue():
                self.continues[-1].append(env)
                return None
            case n.If(test=test, body=body, orelse=orelse):
                self.expr(test, env)
                return _merge(self.block(body, env), self.block(orelse, env))
            case n.While(test=test, body=body, orelse=orelse):
                return self._loop(env, body, orelse, test=test)
            case n.For(target=target, iter=iterable, body=body, orelse=orelse):
                self.expr(iterable, env)
                return self._loop(env, body, orelse, target=target)
            case _:
                raise AssertionError(f"unknown statement {type(stmt).__name__}")
        return env

    def _loop(
        self,
        env: Env,
        body: tuple[n.Stmt, ...],
        orelse: tuple[n.Stmt, ...],
        test: n.Expr | None = None,
        target: n.Target | None = None,
    ) -> Env | None:
        head: Env = dict(env)
        forever = isinstance(test, n.Const) and test.value is True
        while True:
            self.breaks.append([])
            self.continues.append([])
            at_test = dict(head)
            if test is not None:
                self.expr(test, at_test)
            inside = dict(at_test)
            if target is not None:
                self.target(target, inside)
            after = self.block(body, inside)
            breaks, continues = self.breaks.pop(), self.continues.pop()
            again: Env | None = dict(head)
            for back in (after, *continues):
                again = _merge(again, back)
            assert again is not None
            if again == head:
                break
            head = again
        end: Env | None = None if forever else self.block(orelse, at_test)
        for exit_env in breaks:
            end = _merge(end, exit_env)
        return end


def _merge(a: Env | None, b: Env | None) -> Env | None:
    if a is None or b is None:
        return a if b is None else b
    unbound = frozenset({_UNBOUND})
    return {name: a.get(name, unbound) | b.get(name, unbound) for name in {*a, *b}}


class _Renamer:
    """Rewrites the names after the analysis; node identity is the key, so it must see the very same nodes."""

    def __init__(self, analysis: _Analysis, renaming: dict[int, str]) -> None:
        self.analysis = analysis
        self.renaming = renaming

    def stmt(self, stmt: n.Stmt) -> n.Stmt:
        if self._never_bound(stmt):
            return n.TrapStmt(reason="Unbound", line=stmt.line, comments=stmt.comments)
        result = self.node(stmt)
        assert isinstance(result, n.Stmt)
        return result

    def _never_bound(self, node: n.Node, inner: bool = False) -> bool:
        """Whether ``node`` itself (not the statements of its blocks) reads a local that no definition reaches."""
        from migrator.ir.walk import children

        if isinstance(node, n.Local):
            bound_elsewhere = node.name in self.analysis.name_of
            return bound_elsewhere and not self.analysis.use_defs.get(id(node), frozenset()) - {_UNBOUND}
        parts = [c for c in children(node) if inner or not isinstance(c, n.Stmt)]
        return any(self._never_bound(c, inner or isinstance(c, n.BlockExpr)) for c in parts)

    def node(self, node: n.Node) -> n.Node:
        from migrator.ir.walk import rebuild

        match node:
            case n.Stmt() if self._never_bound(node):
                return self.stmt(node)
            case n.Local():
                definitions = self.analysis.use_defs.get(id(node), frozenset())
                real = [d for d in definitions if d != _UNBOUND]
                if not real:
                    return node
                return dataclasses.replace(node, name=self.renaming[real[0]])
            case n.NameTarget():
                number = self.analysis.def_ids.get(id(node))
                if number is None:
                    return node
                return dataclasses.replace(node, name=self.renaming[number])
            case _:
                return rebuild(node, self.node)


def unique_nodes(function: n.Function) -> n.Function:
    """Return ``function`` with no node object in two places (webs go by identity)."""

    def copy(node: n.Node) -> n.Node:
        from migrator.ir.walk import rebuild

        fresh = rebuild(node, copy)
        if fresh is node:
            fresh = dataclasses.replace(node)
        return fresh

    body = [copy(s) for s in function.body]
    return dataclasses.replace(function, body=tuple(s for s in body if isinstance(s, n.Stmt)))

"""``__init__`` with the methods that it calls on the new object written out in it, so that all that is set shows.

Works on untyped IR, before ``constructor``. A method is written out where it returns at its end only; its variables get
names that ``__init__`` does not have. What ``super().__init__`` finds is written out in the same way.

    before:  super().__init__(n); self.reset()        after:  self.n = n; self.total = 0.0
"""

from __future__ import annotations

import dataclasses

from migrator.ir import nodes as n
from migrator.ir.walk import new_name, rebuild, walk, with_blocks
from migrator.model.diagnostic import Diagnostic
from migrator.passes.constructor import NotPlain
from migrator.passes.infer_objects import ClassFacts

_DEEPEST = 8


def inlined(init: n.Function, cls: str, view: ClassFacts) -> tuple[n.Function, tuple[n.FoundMethod, ...]]:
    """Return ``init`` of ``cls`` with the methods that it calls written out, and how each of them was found."""
    inliner = _Inliner(init, cls, view)
    body = inliner.block(init.body, 0)
    made = dataclasses.replace(
        init,
        body=body,
        globals=tuple(inliner.globals.values()),
        guards=tuple(dict.fromkeys([*init.guards, *inliner.guards])),
        calls=tuple(dict.fromkeys([*init.calls, *inliner.calls])),
    )
    return made, tuple(dict.fromkeys(inliner.found))


class _Inliner:
    def __init__(self, init: n.Function, cls: str, view: ClassFacts) -> None:
        self.receiver = init.params[0].name
        self.cls = cls
        self.view = view
        self.taken = _named(init) | {p.name for p in init.params}
        self.within: list[str] = []
        """The methods that are being written out."""
        self.globals = {(g.module, g.path, g.instances): g for g in init.globals}
        self.guards: list[n.GuardedName] = []
        self.calls: list[str] = []
        self.found: list[n.FoundMethod] = []
        self.set = {node.name for node in walk(init) if isinstance(node, n.AttrTarget)}

    def block(self, stmts: tuple[n.Stmt, ...], depth: int) -> tuple[n.Stmt, ...]:
        """The statements with the calls in them written out."""
        return tuple(made for stmt in stmts for made in self._statement(stmt, depth))

    def _statement(self, stmt: n.Stmt, depth: int) -> tuple[n.Stmt, ...]:
        """One statement; where a call is all of its value, what the method does comes before it."""
        setting = self._sets_property(stmt)
        if setting is not None:
            return _with_comments(self._set(setting, depth), stmt.comments)
        made = rebuild(
            with_blocks(stmt, lambda block: self.block(block, depth)), lambda node: self._expression(node, depth)
        )
        match made:
            case n.Eval(value=n.BlockExpr(body=body, value=n.Const() | n.Local())):
                return _with_comments(body, stmt.comments)
            case n.Assign(target=target, value=n.BlockExpr(body=body, value=value)) if _is_plain(target):
                return (*_with_comments(body, stmt.comments), dataclasses.replace(made, value=value, comments=()))
            case _:
                return (made,)

    def _sets_property(self, stmt: n.Stmt) -> n.MethodCall | None:
        """``stmt``, where it sets a property of the new object, as a call of what that does; else None."""
        match stmt:
            case n.Assign(target=n.AttrTarget(base=n.Local(name=of) as base, name=name), value=value):
                member = self.view.member(self.cls, name) if of == self.receiver else None
            case _:
                return None
        if member is None or member.kind != "property":
            return None
        if not member.setter or (isinstance(value, n.Apply) and value.op.startswith("inplace.")):
            raise NotPlain(Diagnostic("M132", stmt.line, f"`__init__` of `{self.cls}` changes the property `{name}`"))
        return n.MethodCall(base=base, name=name, args=(value,), line=stmt.line)

    def _set(self, call: n.MethodCall, depth: int) -> tuple[n.Stmt, ...]:
        """What setting the property does."""
        member = self.view.member(self.cls, call.name)
        assert member is not None
        found = n.FoundMethod(self.cls, call.name, "setter", member.setter)
        value = self._expression(call.args[0], depth)
        assert isinstance(value, n.Expr)
        again = member.setter in self.within or depth >= _DEEPEST
        made = None if again else self._body_of(dataclasses.replace(call, args=(value,)), found, depth)
        if made is None:
            message = f"`__init__` of `{self.cls}` sets the property `{call.name}`, which may end early"
            raise NotPlain(Diagnostic("M132", call.line, message))
        return made.body

    def _expression(self, node: n.Node, depth: int) -> n.Node:
        if isinstance(node, n.Stmt):
            return node
        if isinstance(node, n.BlockExpr):
            value = self._expression(node.value, depth)
            assert isinstance(value, n.Expr)
            return dataclasses.replace(node, body=self.block(node.body, depth), value=value)
        node = rebuild(node, lambda child: self._expression(child, depth))
        call = _called(node, self.receiver)
        written = self._written_out(call, depth) if call is not None and depth < _DEEPEST else None
        return node if written is None else written

    def _written_out(self, call: n.MethodCall, depth: int) -> n.Expr | None:
        """What the method does, then what it returns; None where it has another form."""
        member = self.view.member(self.cls, call.name, call.after)
        if member is None and call.name == "__init__" and not call.args and self.view.known(self.cls):
            # There is only that of ``object``, which does nothing.
            self.found.append(n.FoundMethod(self.cls, call.name, "absent", "", call.after))
            return n.Const(value=None, line=call.line)
        if member is None or member.kind != "method" or call.name in self.set or member.function in self.within:
            return None
        return self._body_of(call, n.FoundMethod(self.cls, call.name, "init", member.function, call.after), depth)

    def _body_of(self, call: n.MethodCall, found: n.FoundMethod, depth: int) -> n.BlockExpr | None:
        """What the function of ``found`` does, then what it returns; None where it has another form."""
        method = self.view.lower(found.function, call.line)
        args = self.view.arguments(found.function, 1, call.args, call.keywords, call.line)
        body = method.body
        ends = body and isinstance(body[-1], n.Return)
        returns = sum(isinstance(node, n.Return) for node in walk(method))
        if args is None or method.generator or method.inner or returns > bool(ends) or method.memo:
            return None
        if any(isinstance(a, n.Starred) for a in args):
            return None
        receiver, *params = method.params
        bound = {node.name for node in walk(method) if isinstance(node, n.NameTarget | n.Alias)}
        if receiver.name in bound:
            return None
        before, names = self._names(method, bound, params, args, call.line)
        self.found.append(found)
        self.guards += method.guards
        self.calls += method.calls
        renamed = tuple(_renamed(stmt, names, call.line) for stmt in body)
        self.set |= {node.name for stmt in renamed for node in walk(stmt) if isinstance(node, n.AttrTarget)}
        self.within.append(found.function)
        inside = self.block(tuple(s for s in renamed if isinstance(s, n.Stmt)), depth + 1)
        self.within.pop()
        value: n.Expr = n.Const(value=None, line=call.line)
        if inside and isinstance(last := inside[-1], n.Return):
            inside, value = inside[:-1], last.value
        return n.BlockExpr(body=(*before, *inside), value=value, line=call.line)

    def _names(
        self, method: n.Function, bound: set[str], params: list[n.Param], args: tuple[n.Expr, ...], line: int
    ) -> tuple[list[n.Stmt], dict[str, n.Expr]]:
        """What the arguments are bound to first, and what stands for each name of the method."""
        names: dict[str, n.Expr] = {method.params[0].name: n.Local(name=self.receiver, line=line)}
        before: list[n.Stmt] = []
        for param, arg in zip(params, args, strict=True):
            if isinstance(arg, n.Local | n.Const) and param.name not in bound:
                names[param.name] = arg
                continue
            names[param.name] = kept = n.Local(name=new_name(param.name, self.taken), line=line)
            before.append(n.Assign(target=n.NameTarget(name=kept.name, line=line), value=arg, line=line))
        for read in method.globals:
            known = self.globals.setdefault((read.module, read.path, read.instances), read)
            if known is read:
                known = dataclasses.replace(read, name=new_name(read.name, self.taken))
                self.globals[read.module, read.path, read.instances] = known
            names[read.name] = n.Local(name=known.name, line=line)
        for name in sorted(_named(method) - set(names)):
            names[name] = n.Local(name=new_name(name, self.taken), line=line)
        return before, names


def _called(node: n.Node, receiver: str) -> n.MethodCall | None:
    """``node`` as a call of a method of the new object, whatever lowering took it for; None for all else."""
    match node:
        case n.MethodCall(base=n.Local(name=name)) if name == receiver:
            return node
        case n.LibraryCall(target=target, args=(n.Local(name=name) as base, *args), keywords=keywords) if (
            name == receiver and target.startswith("method.")
        ):
            method = target.removeprefix("method.")
            return n.MethodCall(base=base, name=method, args=tuple(args), keywords=keywords, line=node.line)
        case n.Apply(op=op, args=(n.Local(name=name) as base, *args)) if name == receiver and op.startswith("method."):
            return n.MethodCall(base=base, name=op.split(".")[1], args=tuple(args), line=node.line)
        case _:
            return None


def _renamed(node: n.Node, names: dict[str, n.Expr], line: int) -> n.Node:
    """``node`` with the names of the function that it is written out in, as if it stood on ``line``."""
    if isinstance(node, n.Local) and node.name in names:
        return names[node.name]
    if isinstance(node, n.NameTarget | n.Alias) and isinstance(known := names.get(node.name), n.Local):
        node = dataclasses.replace(node, name=known.name)
    return dataclasses.replace(rebuild(node, lambda child: _renamed(child, names, line)), line=line)


def _named(function: n.Function) -> set[str]:
    return {node.name for node in walk(function) if isinstance(node, n.Local | n.NameTarget | n.Alias)}


def _is_plain(target: n.Target) -> bool:
    """Whether finding the place computes nothing."""
    return isinstance(target, n.NameTarget) or (isinstance(target, n.AttrTarget) and isinstance(target.base, n.Local))


def _with_comments(stmts: tuple[n.Stmt, ...], comments: tuple[str, ...]) -> tuple[n.Stmt, ...]:
    if not stmts or not comments:
        return stmts
    return (dataclasses.replace(stmts[0], comments=(*comments, *stmts[0].comments)), *stmts[1:])

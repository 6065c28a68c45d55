"""Type inference: fills in every type, chooses the form of every operation, makes every conversion explicit.

Runs after ``webs`` on untyped IR, once for each combination of argument types. Variables start unknown and only ever
widen (``join``), so the iteration ends. What has no type becomes a ``TypeFailure`` with a diagnostic.

    before:  total = 0            after:  total: number[float|int] = convert(0)
             total += x                   total = convert(operator.add(convert(total) : float, x))
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import rebuild, target_names, walk
from migrator.model.diagnostic import Diagnostic
from migrator.ops import callbacks
from migrator.passes import (
    infer_absent,
    infer_access,
    infer_arrays,
    infer_at,
    infer_bytes,
    infer_given,
    infer_library,
    infer_maps,
    infer_nodes,
    infer_objects,
    infer_out,
    infer_picks,
    infer_protocols,
    infer_stars,
    known,
    unordered,
)
from migrator.passes.convert import TypeFailure, convert
from migrator.passes.infer_apply import infer_apply
from migrator.passes.infer_constants import class_constant
from migrator.passes.join import NoJoin, join, settle


@dataclass(frozen=True)
class Signature:
    """What a call of a specialised function takes and gives."""

    name: str
    params: tuple[t.Type, ...]
    returns: t.Type
    read: tuple[bool, ...]
    """Which parameters the body looks at."""


Resolve = Callable[[str, tuple[t.Type, ...], int], Signature]
_LIMIT = 40


Progress = Callable[[t.Type], None]


def infer(
    function: n.Function,
    params: tuple[t.Type, ...],
    resolve: Resolve,
    progress: Progress,
    classes: infer_objects.ClassFacts,
) -> n.Function:
    """Return ``function`` typed for arguments of ``params``.

    ``resolve(id, types, line)`` gives the signature of a callee's specialisation; ``progress`` is told the result type that has
    been found so far, which functions that call this one in a circle start from.

    Raises:
        TypeFailure: where something has no type; carries the diagnostic.
    """
    try:
        return _infer(function, params, resolve, progress, classes)
    except OneVariable as found:
        return infer(_renamed(function, found.name, found.as_name), params, resolve, progress, classes)


class OneVariable(Exception):
    """Two webs of one Python name are one variable after all: ``xs += ys`` on a list binds the very same object."""

    def __init__(self, name: str, as_name: str) -> None:
        super().__init__(name)
        self.name = name
        self.as_name = as_name


def _renamed(function: n.Function, name: str, as_name: str) -> n.Function:
    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Local | n.NameTarget | n.Alias) and node.name == name:
            node = dataclasses.replace(node, name=as_name)
        return rebuild(node, change)

    body = tuple(change(s) for s in function.body)
    options = frozenset(as_name if o == name else o for o in function.option_locals)
    return dataclasses.replace(function, body=tuple(s for s in body if isinstance(s, n.Stmt)), option_locals=options)


def _infer(
    function: n.Function,
    params: tuple[t.Type, ...],
    resolve: Resolve,
    progress: Progress,
    classes: infer_objects.ClassFacts,
) -> n.Function:
    inference = Inference(function, params, resolve, classes)
    for _ in range(_LIMIT):
        before = inference.state()
        inference.whole()
        progress(inference.returns)
        if inference.state() == before:
            break
    else:
        raise TypeFailure(Diagnostic("M204", function.line, "the types do not settle"))
    inference.settle()
    inference.strict = True
    body = inference.whole()
    for name, kind in inference.variables.items():
        if isinstance(kind, t.View) or (isinstance(kind, t.DictOf | t.SetOf | t.RowOf) and not kind.supported):
            inference.fail("M201", function.line, f"`{name}` is {kind}, which has no Rust form yet")
    for param, given in zip(function.params, params, strict=True):
        now = inference.variables[param.name]
        if infer_maps.own_factory(now) or (
            infer_objects.holds_function(now) and not infer_objects.holds_function(given)
        ):
            inference.fail(
                "M201", function.line, f"what has no form outside of the function is put into `{param.name}`"
            )
    if inference.returns == t.UNKNOWN:
        inference.fail("M204", function.line, "no path of the function that has Rust returns")
    return dataclasses.replace(
        function,
        params=tuple(dataclasses.replace(p, type=inference.variables[p.name]) for p in function.params),
        globals=tuple(
            dataclasses.replace(g, type=inference.variables[g.name])
            for g in (*function.globals, *inference.hidden.values())
        ),
        guards=(*function.guards, *map(_of_class, inference.hidden.values())),
        body=body,
        returns=inference.returns,
        option_locals=function.option_locals & {c.name for s in body for c in walk(s) if isinstance(c, n.Local)},
    )


def _of_class(read: n.GlobalRead) -> n.GuardedName:
    """The class of a value must be the one that was compiled."""
    path = read.path.rpartition(".")[0]
    return n.GuardedName(module=read.module, path=path, kind="class", expect=f"{read.module}:{path}")


class Inference:
    """One run over the function's body; ``strict`` only in the last, when a missing type is an error."""

    def __init__(
        self,
        function: n.Function,
        params: tuple[t.Type, ...],
        resolve: Resolve,
        classes: infer_objects.ClassFacts,
    ) -> None:
        self.function = function
        self.resolve = resolve
        self.classes = classes
        self.strict = False
        self.returns: t.Type = t.UNKNOWN
        self.variables: dict[str, t.Type] = {p.name: kind for p, kind in zip(function.params, params, strict=True)}
        self.variables.update({g.name: g.type for g in function.globals})
        self.unsettled: dict[str, t.Type] = {}
        """What the variables hold as far as the function says, before empty containers get a type of elements."""
        self.params = {p.name: i for i, p in enumerate(function.params)}
        self.conversions: list[n.Stmt] = []
        """Where a pattern binds a variable of a wider type than what arrives: the conversions that follow it."""
        self.uses = Counter(node.name for node in walk(function) if isinstance(node, n.Local))
        self.views: set[str] = set()
        """Names of views whose order in memory is not that of an array of their own."""
        self.names = {c.name for c in walk(function) if isinstance(c, n.Local | n.NameTarget | n.Param)}
        self.factories = infer_maps.factories(function)
        self.present: frozenset[str] = frozenset()
        """The variables that are known not to be None at the place in hand."""
        self.hidden: dict[tuple[str, str], n.GlobalRead] = {}
        """The values of classes that are read on instances, by module and path."""
        self.fresh: dict[int, str] = {}
        """Names for what must be computed once, by the identity of the expression."""

    def state(self) -> tuple[object, ...]:
        return (dict(self.variables), self.returns)

    def settle(self) -> None:
        self.unsettled = self.variables
        self.variables = {name: settle(kind) for name, kind in self.variables.items()}
        self.returns = settle(self.returns)

    # --- errors ---

    def fail(self, code: str, line: int, message: str, hint: str = "") -> None:
        """Raise in the last run; before it the types may still change."""
        if self.strict:
            raise TypeFailure(Diagnostic(code, line, message, hint))

    def to(self, value: n.Expr, target: t.Type) -> n.Expr:
        """``convert``, lenient until the last run."""
        try:
            return convert(value, target)
        except TypeFailure:
            if self.strict:
                raise
            return value

    def widen(self, name: str, kind: t.Type, line: int) -> None:
        """Let the variable ``name`` also hold ``kind``."""
        try:
            self.variables[name] = join(self.variables.get(name, t.UNKNOWN), kind)
        except NoJoin as conflict:
            self.fail(
                "M202",
                line,
                f"`{name}` holds {self._words(name, conflict.a)} in one place and {conflict.b} in another",
                "Use two variables, or one type throughout.",
            )

    def _words(self, name: str, kind: t.Type) -> str:
        """``kind``, which ``name`` holds; of a container that nothing is put into no type of elements was ever written."""
        before = self.unsettled.get(name)
        empty = before is not None and kind == settle(before) and before.parts and set(before.parts) == {t.UNKNOWN}
        return f"an empty {str(kind).partition('[')[0]}" if empty else str(kind)

    def refine(self, place: n.Expr, kind: t.Type) -> None:
        """Whatever variable ``place`` lives in also holds ``kind`` there."""
        match place:
            case n.Local(name=name):
                if isinstance(self.variables.get(name), t.OptionalOf):
                    return
                self.widen(name, kind, place.line)
            case n.Index(base=base) if isinstance(base.type, t.ListOf):
                self.refine(base, t.ListOf(kind))
            case n.Index(base=base) | n.Apply(op="dict.setdefault", args=(base, *_)) if isinstance(base.type, t.DictOf):
                self.refine(base, base.type.rebuilt((t.UNKNOWN, kind)))
            case n.Attr(base=base, name=name):
                infer_objects.refine(self, base, name, kind, place.line)
            case n.BlockExpr(value=value):
                self.refine(value, kind)
            case n.Convert(value=value) if isinstance(value.type, t.OptionalOf):
                self.refine(value, t.OptionalOf(kind))
            case _:
                return

    # --- statements ---

    def whole(self) -> tuple[n.Stmt, ...]:
        """Type the whole body, once more: what was known at its end does not hold at its start."""
        self.present = frozenset()
        return self.block(self.function.body)

    def block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        made: list[n.Stmt] = []
        for stmt in infer_absent.looked_up(self, stmts):
            if made and isinstance(made[-1], n.Return):
                break  # the types decided that it comes to that
            for typed in (*self._stmts(stmt), *self.taken()):
                kept = typed
                if made and isinstance(typed, n.Store):
                    kept, last = infer_arrays.without_name(typed, made[-1], self.uses)
                    made[-1:] = [last] if last is not None else []
                made.append(kept)
                self.present = known.after_assignment(self.present, kept)
        return tuple(made)

    def _stmts(self, stmt: n.Stmt) -> tuple[n.Stmt, ...]:
        """Type one statement; a change of an array in place may need a second one for the name.

        Of an ``if`` that the types decide only the branch that runs remains.
        """
        stmt = infer_picks.by_elements(self, stmt) if isinstance(stmt, n.Assign) else stmt
        stored = infer_bytes.store(self, stmt)
        if stored is not None:
            return (stored,)
        by_class = infer_protocols.stored(self, stmt)
        if by_class is not None:
            return by_class
        present = infer_maps.with_present(self, stmt)
        if present is not None:
            return self.block(present)
        match stmt:
            case n.If():
                test = self.condition(stmt.test)
                if isinstance(test, n.Const):
                    return self.block(stmt.body if test.value else stmt.orelse)
                if isinstance(test, n.BlockExpr) and isinstance(test.value, n.Const):
                    # What the test computes may still raise; only its answer is known.
                    return (*test.body, *self.block(stmt.body if test.value.value else stmt.orelse))
                return (self._branches(stmt, test),)
            case n.For(iter=n.SequenceIter(value=n.Local() as over)) if self.expr(over).type == t.TupleOf(()):
                return self.block(stmt.orelse)
            case n.Eval(value=n.LibraryCall() as call) if "out" in call.keywords:
                return infer_out.statement(self, stmt, call)
            case n.Eval(value=n.LibraryCall(target=callbacks.SHUFFLE, args=(place,))):
                return infer_arrays.shuffled(self, stmt, place)
            case n.Eval(value=n.LibraryCall(args=(_, _, _)) as call) if call.target in callbacks.AT:
                return infer_at.changed(self, stmt, call)
            case n.Eval(value=n.Apply(op="method.shuffle", args=(of, place))) if isinstance(
                (rng := self.expr(of)).type, t.NpRandom
            ):
                return infer_arrays.shuffled(self, stmt, place, rng)
            case n.Eval(value=n.Apply(op="list.set.slice", args=(base, lower, upper, value))) if isinstance(
                self.expr(base).type, t.ArrayOf
            ):
                place = n.Part(base=base, items=(n.SliceItem(lower=lower, upper=upper),), line=stmt.line)
                target = n.PartTarget(place=place, line=stmt.line)
                return self._stmts(n.Assign(target=target, value=value, line=stmt.line, comments=stmt.comments))
            case n.Assign(value=n.Apply(op=op, args=(first, _)) as value) if op.startswith("inplace."):
                current = self.expr(first)
                if isinstance(current.type, t.ArrayOf) and op != "inplace.extend":
                    return infer_arrays.inplace(self, stmt, value, current)
            case n.Assign():
                stored = infer_arrays.store(self, stmt)
                if stored is not None:
                    return (stored,)
            case _:
                pass
        return (self.stmt(stmt),)

    def _branches(self, stmt: n.If, test: n.Expr) -> n.If:
        """Both branches, each with what the test says in it; behind them holds what both leave, or the one that ends."""
        holds, fails = known.facts(stmt.test)
        before = self.present
        self.present = before | holds
        body = self.block(stmt.body)
        after = self.present
        self.present = before | fails
        orelse = self.block(stmt.orelse)
        if known.leaves(stmt.orelse):
            self.present = after
        elif not known.leaves(stmt.body):
            self.present &= after
        return dataclasses.replace(stmt, test=test, body=body, orelse=orelse)

    def _knowing(self, facts: frozenset[str], node: n.Expr, expected: t.Type = t.UNKNOWN) -> n.Expr:
        """Type an expression that is only evaluated where ``facts`` hold."""
        before = self.present
        self.present = before | facts
        typed = self.expr(node, expected)
        self.present &= before
        return typed

    def taken(self) -> tuple[n.Stmt, ...]:
        """The conversions of what the last pattern bound, once."""
        found, self.conversions = tuple(self.conversions), []
        return found

    def one_variable(self, name: str, as_name: str) -> None:
        """Start again with ``name`` called ``as_name``."""
        raise OneVariable(name, as_name)

    def temporary(self, wish: str) -> str:
        """A new variable's name."""
        name, number = wish, 1
        while name in self.variables:
            number += 1
            name = f"{wish}_{number}"
        return name

    def bind(self, target: n.Target, value: n.Expr) -> tuple[n.Target, n.Expr]:
        """``infer_access.bind``."""
        return infer_access.bind(self, target, value)

    def stmt(self, stmt: n.Stmt) -> n.Stmt:
        match stmt:
            case n.Assign(target=target, value=n.Apply(op=op) as value) if op.startswith("inplace."):
                return infer_access.inplace(self, stmt, target, value)
            case n.Assign(target=target, value=value):
                typed = self.expr(value, self.target_type(target))
                if isinstance(typed, n.Part) and isinstance(target, n.NameTarget):
                    self.views.add(target.name)
                if isinstance(target, n.TupleTarget) and isinstance(typed.type, t.OptionalOf):
                    typed = self.to(typed, typed.type.inner)  # None cannot be unpacked: it traps
                place, typed = infer_access.bind(self, target, typed)
                return dataclasses.replace(stmt, target=place, value=typed)
            case n.ParallelAssign(targets=targets, values=values):
                pairs = [
                    infer_access.bind(self, target, self.expr(value, self.target_type(target)))
                    for target, value in zip(targets, values, strict=True)
                ]
                return dataclasses.replace(stmt, targets=tuple(p for p, _ in pairs), values=tuple(v for _, v in pairs))
            case n.Eval(value=value):
                typed = self.expr(value)
                if isinstance(typed.type, t.Other):
                    self.fail("M201", stmt.line, f"the value is {typed.type}, which has no Rust form yet")
                return dataclasses.replace(stmt, value=typed)
            case n.While(test=test, body=body, orelse=orelse):
                self.present = before = (
                    self.present - known.bound_in(body, orelse) - known.bound_in((n.Eval(value=test),))
                )
                typed_test = self.condition(test)
                self.present |= known.facts(test)[0]
                typed_body = self.block(body)
                self.present = before
                typed_else = self.block(orelse)
                self.present = before
                return dataclasses.replace(stmt, test=typed_test, body=typed_body, orelse=typed_else)
            case n.For(iter=n.SequenceIter(value=n.Local() | n.Attr() | n.Apply(op="builtins.set") as value)) if (
                isinstance(self.expr(value).type, t.SetOf) and (ordered := self._in_any_order(stmt))
            ):
                return self.stmt(ordered)
            case n.For(target=target, iter=iterable, body=body, orelse=orelse):
                typed_iter, item = infer_access.iterate(self, iterable)
                self.present = before = self.present - known.bound_in((stmt,))
                target, unpacking = self._loop_target(target, item)
                body = (*unpacking, *body)
                place = infer_access.bind_type(self, target, item)
                converted = self.taken()
                typed_body = self.block(body)
                self.present = before
                typed_else = self.block(orelse)
                self.present = before
                return dataclasses.replace(
                    stmt, iter=typed_iter, target=place, body=(*converted, *typed_body), orelse=typed_else
                )
            case n.Return(value=value):
                return self._return(stmt, value)
            case _:
                return stmt

    def _in_any_order(self, loop: n.For) -> n.For | None:
        """The loop over a set in an order of its own, where none can show."""
        loops = [node for node in walk(self.function) if isinstance(node, n.For)]

        def outside(name: str) -> bool:
            binding = [each for each in loops if name in target_names(each.target)]
            inside = {
                id(c) for each in binding for s in each.body for c in walk(s) if c == n.Local(name=name, line=c.line)
            }
            return self.uses[name] > len(inside)

        def whole_number(name: str) -> bool:
            return self.variables.get(name, t.UNKNOWN) in (t.INT, t.UNKNOWN)

        def unseen(name: str) -> bool:
            return unordered.order_unseen(self.function, name)

        return unordered.in_any_order(loop, outside, whole_number, unseen)

    def _loop_target(self, target: n.Target, item: t.Type) -> tuple[n.Target, tuple[n.Stmt, ...]]:
        """A loop binds an item that is a list or an array to a name, and unpacks it in its body."""
        if not isinstance(target, n.TupleTarget):
            return target, ()
        if isinstance(item, t.ListOf | t.ArrayOf):
            name = self.fresh.get(id(target)) or self.fresh.setdefault(id(target), self.unused("item"))
            local = n.Local(name=name, line=target.line)
            unpack = n.Assign(target=target, value=local, line=target.line)
            return n.NameTarget(name=name, line=target.line), (unpack,)
        if not isinstance(item, t.TupleOf) or len(item.elements) != len(target.items):
            return target, ()
        pairs = [self._loop_target(part, kind) for part, kind in zip(target.items, item.elements, strict=True)]
        places = tuple(place for place, _ in pairs)
        return dataclasses.replace(target, items=places), tuple(stmt for _, more in pairs for stmt in more)

    def target_type(self, target: n.Target) -> t.Type:
        """What is already known of the place that a value is going to."""
        match target:
            case n.NameTarget(name=name):
                return self.variables.get(name, t.UNKNOWN)
            case n.IndexTarget(base=base):
                kind = self.expr(base).type
                return kind.element if isinstance(kind, t.ListOf | t.DictOf) else t.UNKNOWN
            case n.AttrTarget(base=base, name=name):
                kind = self.expr(base).type
                field = kind.field(name) if isinstance(kind, t.ObjectOf) else None
                return field.type if field is not None else t.UNKNOWN
            case _:
                return t.UNKNOWN

    def _return(self, stmt: n.Return, value: n.Expr) -> n.Stmt:
        typed = self._argument_refs(self.expr(value, self.returns))
        infer_arrays.refuse_shared(self, typed)
        if isinstance(typed.type, t.View) or typed.type in t.HIDDEN or stays_inside(typed.type):
            self.fail("M201", stmt.line, f"the function returns {typed.type}, which has no Rust form yet")
        try:
            self.returns = join(self.returns, typed.type)
        except NoJoin as conflict:
            code = "M303" if t.ArgRef in (type(conflict.a), type(conflict.b)) else "M202"
            self.fail(code, stmt.line, f"the function returns {conflict.a} here and {conflict.b} there")
        return dataclasses.replace(stmt, value=self.to(typed, self.returns))

    def _argument_refs(self, value: n.Expr) -> n.Expr:
        """A returned list or array that is a parameter is the caller's very object."""
        match value:
            case n.Invoke(args=args, type=t.ArgOr(index=index, inner=inner)):
                return infer_given.own_result(self, value, args[index], inner)
            case n.Invoke(args=args, type=t.ArgRef(index=index)):
                return self._argument_refs(infer_given.given_back(self, value, args[index]))
            case n.BlockExpr(value=inner) if isinstance(inner, n.Local | n.BlockExpr) and inner.type.mutable:
                kept = self._argument_refs(inner)
                return dataclasses.replace(value, value=kept, type=kept.type)
            case n.Local(name=name) if name in self.params and value.type.mutable:
                return dataclasses.replace(value, type=t.ArgRef(self.params[name]))
            case n.Part() | n.Index() if (shown := infer_arrays.shown(self, value)) is not None:
                return shown
            case n.TupleExpr(items=items, cls=""):
                refs = tuple(self._argument_refs(i) for i in items)
                return dataclasses.replace(value, items=refs, type=t.TupleOf(tuple(r.type for r in refs)))
            case _:
                return value

    # --- expressions ---

    def condition(self, test: n.Expr) -> n.Expr:
        """Type ``test`` where only its truth matters."""
        match test:
            case n.Logic(left=left, right=right):
                return self._short_circuit(test, left, right)
            case n.Not(value=value):
                negated = self.condition(value)
                if isinstance(negated, n.Const):
                    return dataclasses.replace(negated, value=not negated.value)
                if isinstance(negated, n.BlockExpr) and isinstance(negated.value, n.Const):
                    known = dataclasses.replace(negated.value, value=not negated.value.value)
                    return dataclasses.replace(negated, value=known)
                return dataclasses.replace(test, value=negated, type=t.BOOL)
            case _:
                typed = self.expr(test)
                return self.truth(typed)

    def _short_circuit(self, test: n.Logic, left: n.Expr, right: n.Expr) -> n.Expr:
        first = self.condition(left)
        if isinstance(first, n.Const):
            return self.condition(right) if bool(first.value) == (test.kind == "and") else first
        before = self.present
        self.present |= known.facts(left)[0 if test.kind == "and" else 1]
        second = self.condition(right)
        self.present &= before
        return dataclasses.replace(test, left=first, right=second, type=t.BOOL)

    def truth(self, typed: n.Expr) -> n.Expr:
        if typed.type == t.BOOL:
            return typed
        if typed.type == t.NONE and isinstance(typed, n.Local | n.Const):
            return n.Const(value=False, type=t.BOOL, line=typed.line)
        kind = typed.type.inner if isinstance(typed.type, t.OptionalOf) else typed.type
        if (
            isinstance(typed.type, t.ObjectOf | t.NodeOf)
            and (decided := infer_protocols.truth(self, typed)) is not None
        ):
            return decided
        if isinstance(kind, t.ObjectOf | t.NodeOf):
            if any(self.classes.member(kind.cls, name) for name in ("__bool__", "__len__")):
                self.fail("M131", typed.line, "the truth value of the object is decided by a method of its class")
            return n.IsNone(value=typed, negated=True, type=t.BOOL, line=typed.line)
        if isinstance(kind, t.NpRandom) and isinstance(typed, n.Local):
            return self.expr(n.IsNone(value=typed, negated=True, line=typed.line))
        if isinstance(typed.type, t.OptionalOf) and isinstance(kind, t.TupleOf) and kind.elements:
            return n.IsNone(value=typed, negated=True, type=t.BOOL, line=typed.line)  # a tuple of something is true
        if not _has_truth(typed.type):
            self.fail("M204", typed.line, f"the truth value of {typed.type} has no Rust yet")
        return n.Truth(value=typed, type=t.BOOL, line=typed.line)

    def local(self, node: n.Local) -> n.Local:
        """Type a variable, whatever is known of it here."""
        kind = self.variables.get(node.name, t.UNKNOWN)
        if self.strict and kind == t.UNKNOWN:
            self.fail("M204", node.line, f"the type of `{node.name}` could not be determined")
        if not kind.supported and self.strict:
            self.fail("M201", node.line, f"`{node.name}` is {kind}, which has no Rust form yet")
        return dataclasses.replace(node, type=kind)

    def expr(self, node: n.Expr, expected: t.Type = t.UNKNOWN) -> n.Expr:
        """Type one expression; ``expected`` guides fresh lists only."""
        match node:
            case n.Const(value=value):
                return dataclasses.replace(node, type=_constant(value))
            case n.Local(name=name):
                read = self.local(node)
                inner = read.type.inner if name in self.present and isinstance(read.type, t.OptionalOf) else t.UNKNOWN
                # Of what can be changed the very object counts, which stays in its place.
                return read if inner == t.UNKNOWN or inner.mutable else self.to(read, inner)
            case n.Apply():
                return infer_apply(self, node, expected)
            case n.Invoke():
                return self._invoke(node)
            case n.Attr():
                return infer_objects.attribute(self, node)
            case n.Same():
                return infer_nodes.same(self, node)
            case n.Read():
                return node
            case n.ClassConstant():
                return class_constant(self, node)
            case n.StarCall():
                return infer_stars.star_call(self, node)
            case n.MethodCall():
                return infer_objects.method_call(self, node)
            case n.New():
                return infer_objects.new(self, node)
            case n.NewObject():
                return infer_objects.new_object(self, node)
            case n.Logic():
                return self._logic(node, expected)
            case n.Not(value=value):
                return dataclasses.replace(node, value=self.condition(value), type=t.BOOL)
            case n.Truth(value=value):
                return self.condition(value)
            case n.Cond(test=test, then=then, orelse=orelse):
                return self._cond(node, test, then, orelse, expected)
            case n.IsNone(value=value, negated=negated):
                tested = self.local(value) if isinstance(value, n.Local) else self.expr(value)
                if isinstance(tested, n.Local | n.Const) and not isinstance(tested.type, t.OptionalOf | t.Unknown):
                    return n.Const(value=(tested.type == t.NONE) != negated, type=t.BOOL, line=node.line)
                return dataclasses.replace(node, value=tested, type=t.BOOL)
            case n.TupleExpr(items=items, cls=cls, names=names):
                spread = infer_stars.spread(self, items)
                if spread is None:
                    return node
                items = spread
                wanted = expected.elements if isinstance(expected, t.TupleOf) else ()
                typed = tuple(
                    self.expr(item, wanted[i] if i < len(wanted) else t.UNKNOWN) for i, item in enumerate(items)
                )
                kinds = tuple(i.type for i in typed)
                made = t.RecordOf(kinds, cls, names) if cls else t.TupleOf(kinds)
                return dataclasses.replace(node, items=typed, type=made)
            case n.ListExpr() | n.SetExpr():
                return self._list(node, expected)
            case n.DictExpr():
                return self._dict(node, expected)
            case n.Index():
                return infer_access.index(self, node)
            case n.Cell():
                return infer_access.cell(self, node)
            case n.Part():
                return infer_arrays.part(self, node)
            case n.LibraryCall(target=target, args=args, keywords=keywords) if (
                target.startswith("method.")
                and infer_arrays.component(self, args[0]) is None
                and infer_objects.is_object(self, args[0])
            ):
                name = target.removeprefix("method.")
                call = n.MethodCall(base=args[0], name=name, args=args[1:], keywords=keywords, line=node.line)
                return infer_objects.method_call(self, call)
            case n.LibraryCall():
                return infer_library.library_call(self, node)
            case n.ArrayOp():
                return node
            case n.NewArray():
                return infer_access.new_array(self, node)
            case n.BlockExpr(body=body, value=value):
                typed_body = self.block(body)
                typed_value = self.expr(value, expected)
                if isinstance(expected, CONTAINERS):
                    self.refine(typed_value, expected)
                if not typed_body:
                    return typed_value  # the types decided what it would do
                return dataclasses.replace(node, body=typed_body, value=typed_value, type=typed_value.type)
            case n.HoleExpr():
                return node
            case n.FunctionRef(function=function):
                return dataclasses.replace(node, type=t.FunctionOf(function))
            case n.IsFunction():
                return dataclasses.replace(node, value=self.expr(node.value), type=t.BOOL)
            case n.Closure() | n.Held():
                return infer_objects.closure(self, node)
            case n.MaybeArgument(flag=flag, value=value):
                whole = self.local(value) if isinstance(value, n.Local) else self.expr(value)
                return self._maybe_argument(node, self.expr(flag), whole)
            case n.CallResult(value=value):
                called = self.expr(value)
                return dataclasses.replace(node, value=called, type=called.type)
            case n.StillArgument(flag=flag, result=result, positions=positions):
                kept = self.local(result) if isinstance(result, n.Local) else self.expr(result)
                if isinstance(kept.type, t.ArgOr) and kept.type.index in positions:
                    return dataclasses.replace(node, flag=self.expr(flag), result=kept, type=t.BOOL)
                return n.Const(value=False, type=t.BOOL, line=node.line)
            case n.OrElse(value=value, fallback=fallback, positions=positions):
                kept = self.expr(value)
                if not isinstance(kept.type, t.ArgOr):
                    return kept
                if kept.type.index not in positions:
                    self.fail("M303", node.line, "the result of the call may be another one of its arguments")
                return dataclasses.replace(node, value=kept, fallback=self.expr(fallback), type=kept.type.inner)
            case n.Convert():
                return node
            case _:
                raise AssertionError(f"unknown expression {type(node).__name__}")

    def _maybe_argument(self, node: n.MaybeArgument, flag: n.Expr, value: n.Expr) -> n.Expr:
        assert isinstance(value, n.Local)
        kind: t.Type = t.UNKNOWN if value.type == t.UNKNOWN else t.ArgOr(node.index, value.type)
        return dataclasses.replace(node, flag=flag, value=value, type=kind)

    def _list(self, node: n.ListExpr | n.SetExpr, expected: t.Type) -> n.Expr:
        make = t.ListOf if isinstance(node, n.ListExpr) else t.SetOf
        element = expected.parts[0] if isinstance(expected, make) else t.UNKNOWN
        items, element = self._elements(node.items, element, node.line)
        return dataclasses.replace(node, items=items, type=make(element))

    def _dict(self, node: n.DictExpr, expected: t.Type) -> n.Expr:
        matches = isinstance(expected, t.DictOf) and expected.kind == node.kind
        known = expected.parts if matches else (t.UNKNOWN, t.INT if node.kind == "Counter" else t.UNKNOWN)
        keys, key = self._elements(node.keys, known[0], node.line)
        values, element = self._elements(node.values, known[1], node.line)
        return dataclasses.replace(node, keys=keys, values=values, default=None, type=t.DictOf(key, element, node.kind))

    def _elements(self, items: tuple[n.Expr, ...], known: t.Type, line: int) -> tuple[tuple[n.Expr, ...], t.Type]:
        """Elements of a display, all of the type that holds them."""
        typed = [self.expr(item, known) for item in items]
        for item in typed:
            try:
                known = join(known, item.type)
            except NoJoin as conflict:
                self.fail("M202", line, f"one display holds both {conflict.a} and {conflict.b}")
        return tuple(self.to(item, known) for item in typed), known

    def _invoke(self, node: n.Invoke) -> n.Expr:
        args = tuple(self._argument(a) for a in node.args)
        if any(a.type == t.UNKNOWN and not isinstance(a, n.HoleExpr) for a in args):
            if self.strict:
                self.fail("M204", node.line, "the type of an argument could not be determined")
            return dataclasses.replace(node, args=args)
        if any(infer_maps.own_factory(a.type) for a in args):
            hint = "Use a built-in class as the factory, or pass what is looked up."
            self.fail("M201", node.line, "a defaultdict with a factory of its own is passed to another function", hint)
            return dataclasses.replace(node, args=args)
        signature = self.resolve(node.function, tuple(a.type for a in args), node.line)
        for arg, param in zip(args, signature.params, strict=True):
            if isinstance(param, (*CONTAINERS, t.ObjectOf)):
                self.refine(arg, param)
        args = tuple(
            a if read or not infer_objects.is_named_object(a) else n.Const(value=None, type=t.NONE, line=a.line)
            for a, read in zip(args, signature.read, strict=True)
        )
        args = tuple(
            a if a.type == t.NONE and isinstance(p, t.ObjectOf) else self.to(a, p)
            for a, p in zip(args, signature.params, strict=True)
        )
        returns = signature.returns
        if returns == t.UNKNOWN and node.function == self.function.id:
            # A recursive call gives what this very run has found so far.
            returns = self.returns
        return dataclasses.replace(node, args=args, type=returns, specialisation=signature.name)

    def _argument(self, node: n.Expr) -> n.Expr:
        """An argument of a call; a literal of one letter is a ``str`` like any other there."""
        typed = self.expr(node)
        return self.to(typed, t.STR) if isinstance(typed, n.Const) and typed.type == t.CHAR else typed

    def _logic(self, node: n.Logic, expected: t.Type) -> n.Expr:
        left, right = self.expr(node.left, expected), self.expr(node.right, expected)
        if left.type == t.BOOL and right.type == t.BOOL:
            neutral = node.kind == "and"
            for known, other in ((left, right), (right, left)):
                if isinstance(known, n.Const) and known.value is neutral:
                    return other
            return dataclasses.replace(node, left=left, right=right, type=t.BOOL)
        if not isinstance(left, n.Local | n.Const):
            return self._named_logic(node, left, right)
        test = self.truth(left)
        then, orelse = (right, left) if node.kind == "and" else (self._there(left), right)
        return self._join_branches(n.Cond(test=test, then=then, orelse=orelse, line=node.line), then, orelse)

    def _named_logic(self, node: n.Logic, left: n.Expr, right: n.Expr) -> n.Expr:
        """The left operand gets a name, so that it is computed once: it is tested, and may be the result."""
        if left.type.mutable:
            self.fail("M102", node.line, f"`{node.kind}` on {left.type}", "Bind the left operand to a variable first.")
        name = self.fresh.get(id(node)) or self.fresh.setdefault(id(node), self.unused("left"))
        local = n.Local(name=name, type=left.type, line=node.line)
        bound = n.Assign(target=n.NameTarget(name=name, type=left.type, line=node.line), value=left, line=node.line)
        test = self.truth(local)
        then, orelse = (right, local) if node.kind == "and" else (self._there(local), right)
        value = self._join_branches(n.Cond(test=test, then=then, orelse=orelse, line=node.line), then, orelse)
        return n.BlockExpr(body=(bound,), value=value, type=value.type, line=node.line)

    def _there(self, value: n.Expr) -> n.Expr:
        """What was found to be true is not None."""
        return self.to(value, value.type.inner) if isinstance(value.type, t.OptionalOf) else value

    def unused(self, wish: str) -> str:
        """A name that no variable of the function has."""
        name, number = wish, 1
        while name in self.names or name in self.variables:
            number += 1
            name = f"{wish}_{number}"
        self.names.add(name)
        return name

    def _cond(self, node: n.Cond, test: n.Expr, then: n.Expr, orelse: n.Expr, expected: t.Type) -> n.Expr:
        decided = self.condition(test)
        if isinstance(decided, n.Const):
            return self.expr(then if decided.value else orelse, expected)
        holds, fails = known.facts(test)
        typed_then, typed_else = self._knowing(holds, then, expected), self._knowing(fails, orelse, expected)
        return self._join_branches(dataclasses.replace(node, test=decided), typed_then, typed_else)

    def _join_branches(self, node: n.Cond, then: n.Expr, orelse: n.Expr) -> n.Expr:
        try:
            kind = join(then.type, orelse.type)
        except NoJoin as conflict:
            self.fail("M202", node.line, f"one branch gives {conflict.a}, the other {conflict.b}")
            kind = t.UNKNOWN
        return dataclasses.replace(node, then=self.to(then, kind), orelse=self.to(orelse, kind), type=kind)


def _has_truth(kind: t.Type) -> bool:
    if isinstance(kind, t.OptionalOf):
        return _has_truth(kind.inner)
    return kind == t.UNKNOWN or isinstance(
        kind, t.Bool | t.Int | t.Long | t.Float | t.Complex | t.Number | t.Mixed | t.NoneT | t.NpScalar | SIZED
    )


def stays_inside(kind: t.Type) -> bool:
    """Whether something that cannot be handed out is in a value of this type: named tuples and complex numbers of
    NumPy's, a dict whose factory is a function of the program's, one with keys that Rust compares otherwise."""
    return infer_maps.own_factory(kind) or _holds_named(kind) or _without_keys(kind)


def _without_keys(kind: t.Type) -> bool:
    keyed = isinstance(kind, t.DictOf | t.SetOf) and not isinstance(kind.parts[0], t.Unknown)
    return (keyed and not t.hashable(kind.parts[0])) or any(map(_without_keys, kind.parts))


def _holds_named(kind: t.Type) -> bool:
    return isinstance(kind, t.NamedOf | t.Other) or any(map(_holds_named, kind.parts))


CONTAINERS = (t.ListOf, t.DictOf, t.SetOf, t.DequeOf)
SIZED = t.ListOf | t.Str | t.Bytes | t.RowOf | t.DictOf | t.SetOf | t.DequeOf
"""Types whose truth is that they are not empty."""


def _constant(value: bool | int | float | str | None) -> t.Type:
    """The type of a literal."""
    if isinstance(value, str) and len(value) == 1:
        return t.CHAR
    if type(value) is int and not -(2**63) <= value < 2**63:
        return t.LONG
    return _CONSTANTS[type(value)]


_CONSTANTS: dict[type, t.Type] = {
    bool: t.BOOL,
    int: t.INT,
    float: t.FLOAT,
    str: t.STR,
    type(None): t.NONE,
}
